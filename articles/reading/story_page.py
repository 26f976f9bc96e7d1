"""A story's page, for readers and for the desk's preview: what it prints and how it is rendered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csp import csp_override

from articles import videos
from articles.models import Edition, EditionKind
from articles.querysets import EditionQuerySet
from pagecache.compiled_queries import compiled_query

from .story_links import look_up_linked

TEMPLATE = "articles/article_detail.html"
TOLD_TO_READERS = {EditionKind.UPDATE, EditionKind.CORRECTION}


def rendered(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """A story's page, whose policy lets in the players of the videos that the story holds, and no other."""
    players = videos.origins(context["edition"].videos)
    if not players:
        return render(request, template, context)
    policy: dict[str, Any] = {**settings.SECURE_CSP, "frame-src": players}
    return csp_override(policy)(render)(request, template, context)


def public_history(edition: Edition, at: datetime) -> list[Edition]:
    """What a story's readers were told, oldest first: its first publication, updates and corrections."""
    return [edition] if edition.number == 1 else past_editions(at, edition.article_id)


@compiled_query(at=models.DateTimeField(), article=models.BigIntegerField())
def past_editions(at: datetime, article: int) -> EditionQuerySet:
    editions = Edition.objects.filter(article=article).public_history(at)
    return editions.filter(kind__in={EditionKind.FIRST, *TOLD_TO_READERS}).only("kind", "public_note", "live_from")


def story_context(edition: Edition, *, history: Sequence[Edition] = (), at: datetime | None = None) -> dict[str, Any]:
    """Everything that TEMPLATE prints.

    Args:
        edition: a live one, or an unsaved one as `publishing.compose` makes it for a preview: then it
            may lack a section, a photo, an address and its times.
        history: see `public_history`; none for a preview of a story that readers do not have.
        at: the moment of the page, now unless given.
    """
    at = at or timezone.now()
    section = edition.section if edition.section_id else None
    address = settings.KATEID_SITE_URL + edition.get_absolute_url() if section and edition.article_id else ""
    published_at = edition.published_at or at
    linked = look_up_linked([edition], at)
    changes = [past for past in reversed(history) if past.kind in TOLD_TO_READERS]
    return {
        "edition": edition,
        "section": section,
        "published_at": published_at,
        "modified_at": edition.changed_at if edition.modified_at else published_at,
        "address": address,
        "breadcrumbs": list(reversed(section.lineage)) if section else [],
        "photo_origin": edition.photo.origin if edition.photo else "",
        "is_archive_photo": edition.photo is not None and edition.photo.is_archive_in(published_at),
        "notices": notices(changes),
        "linked_stories": linked,
        "history": [*changes, *(past for past in history if past.kind == EditionKind.FIRST)] if changes else [],
        "quoted": {"title": quote(edition.labelled_headline, safe=""), "url": quote(address, safe="")},
    }


def notices(changes: Sequence[Edition]) -> list[Edition]:
    """What stands above the text: every correction, and of the updates the last."""
    last_update = next((change for change in changes if change.kind == EditionKind.UPDATE), None)
    return [change for change in changes if change.kind == EditionKind.CORRECTION or change is last_update]
