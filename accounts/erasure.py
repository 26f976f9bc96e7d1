"""Deletion of a reader's account (UU 27/2022 art. 8, 43-44)."""

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

# Called before the account is deleted, with the user and whether their comments stay. Apps that store data of readers
# register theirs in `ready()`.
SETTLERS: list[Callable[[User, bool], None]] = []

# What stays of somebody when the account goes, each as a sentence for the page on which they decide; "" if nothing.
STAYING: list[Callable[[User], str]] = []


def stays(user: User) -> list[str]:
    """What is kept of this person all the same, in sentences."""
    return [sentence for of_app in STAYING if (sentence := of_app(user))]


def refusal(user: User) -> str:
    """Why this account cannot be deleted by its owner; "" for readers."""
    if user.is_staff or user.is_superuser or user.groups.exists():
        return (
            "Akun ini akun redaksi: namanya tercatat di naskah dan riwayatnya. Minta administrator redaksi untuk "
            "menutupnya."
        )
    return ""


def erase(user: User, *, keep_comments: bool) -> None:
    """Ends all sessions and deletes the account with all personal data. The proof of consent stays for PROOF_KEPT."""
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
    """A keyed digest by which the proof can be found for a given mail address, and which reveals nothing without it."""
    return salted_hmac("comments.consent", email.lower(), algorithm="sha256").hexdigest()
