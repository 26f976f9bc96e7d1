"""The end of a reader's account (UU 27/2022 art. 8, 43-44)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from .models import Consent

PROOF_KEPT = timedelta(days=365)

# Whatever else stores something of a reader settles it here before the account is deleted, called with the user and
# whether their comments stay. Apps add to it when they are ready.
SETTLERS: list[Callable[[User, bool], None]] = []


def refusal(user: User) -> str:
    """Why this account cannot be deleted by its owner; empty for readers."""
    if user.is_staff or user.is_superuser or user.groups.exists():
        return (
            "Akun ini akun redaksi: namanya tercatat di naskah dan riwayatnya. Minta administrator redaksi untuk "
            "menutupnya."
        )
    return ""


def erase(user: User, *, keep_comments: bool) -> None:
    """Ends the sessions and removes the account with all personal data; the proof of consent stays for PROOF_KEPT."""
    with transaction.atomic():
        for settle in SETTLERS:
            settle(user, keep_comments)
        Consent.objects.filter(user=user).update(
            user=None, address=None, subject=subject(user.email), closed_at=timezone.now()
        )
        for session in UserSession.objects.filter(user=user):
            session.end()
        user.delete()


def subject(email: str) -> str:
    """Finds the proof again for somebody who names the address; tells nothing to somebody who does not."""
    return salted_hmac("comments.consent", email.lower(), algorithm="sha256").hexdigest()
