"""Beginning a story that answers another."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from articles.models import Article, Author, FollowUp, FollowUpKind
from articles.reading import cache_tags
from pagecache import invalidate

from . import publishing, revisions


def begin(
    story: Article, kind: FollowUpKind, *, by: User, headline: str, body: str, now: datetime | None = None
) -> Article:
    """Write the draft of a story that answers a published one: in the same section, linked both ways for ever.

    Args:
        body: HTML, which passes the sanitiser like every other text.
    """
    now = now or timezone.now()
    live = publishing.live_edition(story, now)
    draft = Article(headline=headline[:200], section=live.section if live else story.section, body=body)
    with transaction.atomic():
        authors = list(Author.objects.filter(user=by))
        revisions.save(draft, by=by, authors=authors, tags=list(story.tags.names()), base_version=0, now=now)
        link(story, draft, kind, by=by, now=now)
    return draft


def link(story: Article, answer: Article, kind: FollowUpKind, *, by: User, now: datetime) -> FollowUp:
    """Have two stories lead to each other, from when readers have both."""
    made, _ = FollowUp.objects.get_or_create(
        story=story, answer=answer, defaults={"kind": kind, "made_by": by, "made_at": now}
    )
    invalidate(cache_tags.story(story.pk), cache_tags.story(answer.pk))
    return made
