"""Taking back a change of the mail address, by the link that the old address was sent."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import User
from django.core import signing
from django.db import transaction
from django.utils import timezone

from . import readers

SALT = "accounts.address_changes"
UNDO_FOR = timedelta(days=7)


def undo_token(user: User, old_address: str) -> str:
    return signing.dumps({"user": user.pk, "to": old_address, "at": timezone.now().timestamp()}, salt=SALT)


def undoable(token: str) -> tuple[User, str, datetime] | None:
    """Whose address changed from which one and when, while that can still be taken back; None otherwise."""
    try:
        told: dict[str, Any] = signing.loads(token, salt=SALT, max_age=UNDO_FOR)
    except signing.BadSignature:
        return None
    user = User.objects.filter(pk=told["user"], is_active=True).first()
    if user is None or user.email == told["to"] or readers.address_is_taken(told["to"], by_others_than=user):
        return None
    return user, told["to"], datetime.fromtimestamp(told["at"], UTC)


def undo(user: User, address: str, changed_at: datetime) -> None:
    """Gives an account back to its earlier address: sessions, password and factors since then open it no longer."""
    with transaction.atomic():
        locked = User.objects.select_for_update().get(pk=user.pk)
        locked.email = address
        locked.set_unusable_password()
        locked.save(update_fields=["email", "password"])
        EmailAddress.objects.filter(user=locked).delete()
        EmailAddress.objects.create(user=locked, email=address, verified=True, primary=True)
        Authenticator.objects.filter(user=locked, created_at__gte=changed_at).delete()
    for session in UserSession.objects.filter(user=user):
        session.end()
