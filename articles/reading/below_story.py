"""What stands below a story on its page. Apps above this one, such as comments, register theirs when they are ready."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from articles.models import Edition
from articles.querysets import EditionQuerySet


@dataclass(frozen=True)
class Below:
    """What one app adds to the context of a story's page, and when that changes by itself (None: never)."""

    context: dict[str, Any] = field(default_factory=dict)
    valid_until: datetime | None = None


@dataclass(frozen=True)
class BelowStory:
    """How an app fills the place below a story.

    Args:
        annotate: adds to the query of the edition whatever `make` needs of the app's own tables.
        make: from the annotated edition and the moment of the page.
    """

    annotate: Callable[[EditionQuerySet, datetime], EditionQuerySet]
    make: Callable[[Edition, datetime], Below]


REGISTERED: list[BelowStory] = []


def annotated(editions: EditionQuerySet, at: datetime) -> EditionQuerySet:
    for part in REGISTERED:
        editions = part.annotate(editions, at)
    return editions


def below(edition: Edition, at: datetime) -> list[Below]:
    """What stands below an edition that was read `annotated`."""
    return [part.make(edition, at) for part in REGISTERED]
