"""Who may do what at the desk, on the record: each change in words, told to the person and to the site's owners.

A role that decides what readers see, or who else decides, is given by the owner or by two administrators: the first one
proposes it, and it holds once another gives it too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.mail import EmailMessage
from django.db.models import Q
from django.utils import timezone

from kateid.local_time import printed

from . import roles
from .models import RoleProposal
from .people import display_name

PROPOSED_FOR = timedelta(days=14)
PASSWORD_CHANGED = "Kata sandi diganti."  # noqa: S105 (a sentence)
FACTORS_DROPPED = "Faktor kedua dihapus."

Access = dict[str, str]


def access_of(user: User | None) -> Access:
    """What an account opens, in words, as it is stored; of None, what no account opens."""
    if user is None:
        return {"Peran": "tidak ada", "Meja redaksi": "tidak", "Akun aktif": "tidak", "Pemilik situs": "tidak"}
    stored = User.objects.get(pk=user.pk)
    names = ", ".join(stored.groups.order_by("pk").values_list("name", flat=True))
    return {
        "Peran": names or "tidak ada",
        "Meja redaksi": _yes(stored.is_staff),
        "Akun aktif": _yes(stored.is_active),
        "Pemilik situs": _yes(stored.is_superuser),
        "Nama masuk": stored.username,
        "Surel": stored.email,
    }


def differences(before: Access, after: Access) -> list[str]:
    """A sentence for each thing that changed."""
    changed = [name for name in before if before[name] != after[name]]
    return [f"{name}: {before[name] or 'kosong'} → {after[name] or 'kosong'}." for name in changed]


def tell(user: User, words: list[str], *, by: User, also_to: str = "") -> None:
    """Mail what changed to the person and to every owner, each in a letter of their own.

    Args:
        also_to: the address that the account had before.
    """
    if not words:
        return
    who, at = display_name(by), printed(timezone.now())
    what = "\n".join(words)
    asked = "Bila perubahan ini tidak Anda kenal, segera hubungi pemilik situs dan ganti kata sandi Anda."
    for address in {user.email, also_to} - {""}:
        _send(address, "Akses akun Anda diubah", [f"{who} mengubah akun Anda pada {at}:", what, asked])
    owners = User.objects.filter(is_superuser=True, is_active=True).exclude(email="").exclude(pk=user.pk)
    for owner in owners:
        lines = [f"{who} mengubah akun {display_name(user)} pada {at}:", what]
        _send(owner.email, f"Akses {display_name(user)} diubah", lines)


def to_propose(user: User, given: Iterable[Group], *, by: User) -> list[Group]:
    """Of roles that somebody gives those that another one has to give as well."""
    if by.is_superuser:
        return []
    own = set(by.groups.values_list("name", flat=True))
    two = [group for group in given if roles.takes_two(group.name, own)]
    if not two or user.pk is None:
        return two
    known = RoleProposal.objects.filter(user=user, proposed_at__gt=timezone.now() - PROPOSED_FOR)
    others = known.filter(by__is_active=True, by__is_staff=True, by__groups__name=roles.ADMINISTRATOR).exclude(by=by)
    proposed = set(others.values_list("group", flat=True))
    return [group for group in two if group.pk not in proposed]


def propose(user: User, groups: Collection[Group], *, by: User) -> None:
    """Note the roles that somebody proposes; what was given since, or is not wanted by them any more, is forgotten."""
    given, no_longer = Q(group__in=user.groups.all()), Q(by=by) & ~Q(group__in=groups)
    RoleProposal.objects.filter(given | no_longer, user=user).delete()
    for group in groups:
        RoleProposal.objects.update_or_create(user=user, group=group, by=by, defaults={"proposed_at": timezone.now()})


def _yes(value: bool) -> str:
    return "ya" if value else "tidak"


def _send(address: str, subject: str, paragraphs: list[str]) -> None:
    body = "\n\n".join([*paragraphs, settings.KATEID_SITE_NAME])
    EmailMessage(f"{subject} – {settings.KATEID_SITE_NAME}", body, settings.DEFAULT_FROM_EMAIL, [address]).send()
