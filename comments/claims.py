"""Who has which comment in hand, so that two moderators do not decide past each other."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts import notices
from accounts.people import display_name

from .lifecycle import NotPossible
from .models import Claim, Comment, Discussion
from .permissions import RIGHT, moderators

LASTS = timedelta(minutes=30)
LASTS_HANDED_OVER = timedelta(hours=12)


def claim(comment: Comment, *, by: User, take_over: bool = False, now: datetime | None = None) -> Claim:
    """Take a comment in hand, which lasts for LASTS; asked again, it begins anew.

    Args:
        take_over: from whoever has it.

    Raises:
        PermissionDenied: not a moderator, or the comment is their own.
        NotPossible: somebody else has it.
    """
    now = now or timezone.now()
    with transaction.atomic():
        _lock(comment, by)
        if not take_over:
            require_free(comment, by, now)
        return _write(comment, by, now, LASTS)


def hand_over(comment: Comment, to: User, *, by: User, note: str = "", now: datetime | None = None) -> Claim:
    """Put a comment into somebody else's hand and tell them, with what they should know.

    Raises:
        PermissionDenied: as `claim`.
        NotPossible: a third person has it.
        ValidationError: the other may not decide it.
    """
    now = now or timezone.now()
    with transaction.atomic():
        _lock(comment, by)
        require_free(comment, by, now)
        if to.pk == comment.author_id or not moderators().filter(pk=to.pk).exists():
            raise ValidationError("Pilih moderator lain yang boleh memutuskannya.", code="to")
        made = _write(comment, to, now, LASTS_HANDED_OVER, handed_by_name=display_name(by), note=note.strip()[:300])
        news = notices.News(
            key=f"claim {comment.pk} {now.timestamp():.0f}",
            title=f"{display_name(by)} menyerahkan sebuah komentar kepada Anda",
            text=made.note,
            address=reverse("admin:comments_comment_change", args=[comment.pk]),
        )
        notices.tell([to], news, now)
        return made


def release(comment: Comment, *, by: User) -> None:
    """Put down what one has in hand; of others nothing happens."""
    Claim.objects.filter(comment=comment, user=by).delete()


def require_free(comment: Comment, by: User, at: datetime) -> None:
    """
    Raises:
        NotPossible: somebody else has the comment in hand.
    """
    other = Claim.objects.filter(comment=comment, until__gt=at).exclude(user=by).select_related("user").first()
    if other:
        raise NotPossible(
            f"Komentar ini sedang dipegang {display_name(other.user)}. Ambil alih dahulu bila Anda yang memutuskan."
        )


def forget_past(now: datetime) -> int:
    """Removes claims that ended."""
    return Claim.objects.filter(until__lte=now).delete()[0]


def _lock(comment: Comment, by: User) -> None:
    if comment.author_id == by.pk or not by.has_perm(RIGHT):
        raise PermissionDenied
    Discussion.objects.locked(comment.article_id)


def _write(comment: Comment, user: User, now: datetime, lasts: timedelta, **more: str) -> Claim:
    values = {"user": user, "since": now, "until": now + lasts, "handed_by_name": "", "note": ""} | more
    made, _ = Claim.objects.update_or_create(comment=comment, defaults=values)
    return made
