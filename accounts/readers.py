"""The life of a reader's account."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Q

from .models import Reader
from .names import skeleton


def claim_name(user: User) -> bool:
    """Reserves the display name for this reader; returns False if another reader has one that looks the same."""
    reader = Reader.objects.filter(user=user).first()
    if reader is None:
        return False
    reader.name_key = skeleton(reader.display_name)
    try:
        with transaction.atomic():
            reader.save(update_fields=["name_key"])
    except IntegrityError:
        return False
    return True


def name_is_taken(name: str, *, by_others_than: User | None = None) -> bool:
    others = Reader.objects.filter(name_key=skeleton(name))
    return (others.exclude(user=by_others_than) if by_others_than else others).exists()


def address_is_taken(email: str, *, by_others_than: User) -> bool:
    """Whether another account signs in with a mail address."""
    others = User.objects.exclude(pk=by_others_than.pk)
    confirmed = EmailAddress.objects.filter(email=email, verified=True).values("user")
    return others.filter(Q(email__iexact=email) | Q(pk__in=confirmed)).exists()


def drop_unconfirmed(email: str) -> bool:
    """Remove a reader's account whose address nobody has confirmed and by which nobody ever came in, so that whoever
    signs up again, because the code never came, gets another. Gives whether there was one.
    """
    confirmed = EmailAddress.objects.filter(email__iexact=email, verified=True)
    waiting = User.objects.filter(email__iexact=email, reader__isnull=False, is_staff=False, last_login=None)
    return not confirmed.exists() and bool(waiting.filter(is_active=True).delete()[0])


def follow_address(user: User) -> None:
    """After somebody else changed a mail address: the earlier one opens the account no longer, and the new one is to be
    confirmed by whoever reads its mail.
    """
    EmailAddress.objects.filter(user=user).exclude(email=user.email).delete()
    if user.email:
        EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"primary": True})
