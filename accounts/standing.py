"""What a user must still do before they may comment."""

from __future__ import annotations

from typing import NamedTuple

from allauth.account.models import EmailAddress
from django.contrib.auth.models import AnonymousUser, User

from .consent import needs_consent
from .models import Reader
from .people import display_name


class Obstacle(NamedTuple):
    """A step to do first: the sentence for the reader, and the page (URL name) where it is done."""

    code: str
    sentence: str
    url_name: str


SIGN_IN = Obstacle("sign_in", "Masuk dulu untuk menulis komentar.", "account_login")
EMAIL = Obstacle("email", "Pastikan dulu alamat surel Anda dengan kode yang kami kirim.", "account_email")
NAME = Obstacle("name", "Pilih dulu nama tampilan yang belum dipakai orang lain.", "account_name")
CONSENT = Obstacle("consent", "Baca dan setujui dulu ketentuan yang berlaku sekarang.", "account_consent")


def obstacles(user: User | AnonymousUser) -> list[Obstacle]:
    """The steps that this user must still take, in order. An empty list: they may comment.

    The newsroom vouches for its staff: their names and addresses are not required.
    """
    if not user.is_authenticated or not user.is_active:
        return [SIGN_IN]
    found = []
    if not user.is_staff:
        reader = Reader.objects.filter(user=user).first()
        if not EmailAddress.objects.filter(user=user, verified=True).exists():
            found.append(EMAIL)
        if reader is None or reader.name_key is None:
            found.append(NAME)
    if needs_consent(user):
        found.append(CONSENT)
    return found


def may_comment(user: User | AnonymousUser) -> bool:
    return not obstacles(user)


def public_name(user: User) -> str:
    """The name beside a user's comments: for staff their real one."""
    if user.is_staff:
        return display_name(user)
    reader = Reader.objects.filter(user=user).first()
    return reader.display_name if reader else "Pembaca"
