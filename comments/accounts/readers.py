"""A reader's account from its beginning to its end."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from comments.models import Reader
from comments.names import skeleton


def claim_name(user: User) -> bool:
    """Makes the display name this reader's alone; False where somebody else has one that looks the same."""
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
