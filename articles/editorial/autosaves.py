"""What people type and have not saved: kept for its writer alone until they save it or throw it away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils import timezone

from articles.models import Article, Autosave

MOST = 100  # copies of one person on which they have not decided
KEPT = timedelta(days=90)


class TooManyCopiesError(Exception):
    """Somebody leaves ever more copies undecided; none of them is given up for a newer one."""


@dataclass(frozen=True)
class Page:
    """An opened story form.

    Attributes:
        key: of this opening.
        article: the story, or None for one that is new.
        form_key: of the add form.
        base_version: of the story as the form shows it.
    """

    key: UUID
    article: Article | None = None
    form_key: UUID | None = None
    base_version: int = 0


def keep(page: Page, content: Mapping[str, Any], turn: int, *, by: User, now: datetime | None = None) -> Autosave:
    """Store what a page holds, over what it held in an earlier turn. Nothing else is ever overwritten.

    Raises:
        TooManyCopiesError: `by` has MOST undecided copies, and this page none of them.
    """
    values = {
        "article": page.article,
        "form_key": page.form_key,
        "base_version": page.base_version,
        "turn": turn,
        "content": dict(content),
        "saved_at": now or timezone.now(),
    }
    copies = Autosave.objects.filter(user=by)
    if not copies.filter(key=page.key).exists() and copies.count() >= MOST:
        raise TooManyCopiesError
    kept, made = Autosave.objects.get_or_create(user=by, key=page.key, defaults=values)
    if not made and Autosave.objects.filter(pk=kept.pk, turn__lt=turn).update(**values):
        kept.refresh_from_db()
    return kept


def undecided(user: User, article: Article | None, *, but: UUID | None = None) -> QuerySet[Autosave]:
    """Somebody's copies of a story, or of stories that were never saved, the newest first.

    Args:
        but: the key of a page whose own copy is left out.
    """
    copies = Autosave.objects.filter(user=user, article=article)
    return copies.exclude(key=but) if but else copies


def settle(user: User, *, page: tuple[UUID, int] | None, taken: tuple[int, int] | None) -> None:
    """Delete the copies that a saved form held; one that has grown since then stays.

    Args:
        page: the key of the page that was saved, and its turn.
        taken: the number of an earlier copy that the page began with, and its turn.
    """
    if page:
        Autosave.objects.filter(user=user, key=page[0], turn__lte=page[1]).delete()
    if taken:
        Autosave.objects.filter(user=user, pk=taken[0], turn__lte=taken[1]).delete()


def belong_to(article: Article, *, user: User, form_key: UUID) -> None:
    """From now on what somebody typed in an add form, on whichever page, is about the story that it made."""
    Autosave.objects.filter(user=user, form_key=form_key, article=None).update(article=article, base_version=1)


def forget(now: datetime) -> int:
    """Removes copies on which nobody decided for KEPT."""
    return Autosave.objects.filter(saved_at__lt=now - KEPT).delete()[0]
