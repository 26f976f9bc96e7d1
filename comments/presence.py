"""Who else has a story's comments open, so that two moderators do not decide past each other."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth.models import User

from accounts.people import display_name

from .models import Presence

LASTS = timedelta(minutes=2)


def touch(article_pk: int, user: User, now: datetime) -> None:
    Presence.objects.update_or_create(article_id=article_pk, user=user, defaults={"seen_at": now})


def others(article_pk: int, user: User, now: datetime) -> list[str]:
    """The names of the others who are there."""
    there = Presence.objects.filter(article=article_pk, seen_at__gt=now - LASTS).exclude(user=user)
    return [display_name(presence.user) for presence in there.select_related("user").order_by("user__pk")[:10]]
