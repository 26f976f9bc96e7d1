"""What the newsroom owns up to: corrections, updates and retractions, each with its time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from adminkit.keyset import Cursor
from articles.models import Edition, EditionKind
from articles.querysets import CHANGES
from articles.reading import cache_dependencies, cache_tags
from articles.reading.paging import PARAMETER, EditionPage, cursor_of, cut
from pagecache import depends_on, public_page

PAGE_SIZE = 20


class Change(NamedTuple):
    told: Edition  # the edition that brought the note
    story: Edition  # what readers see today


@public_page(PARAMETER)
@require_safe
def corrections(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    page = changes_page(request, [EditionKind.CORRECTION, EditionKind.UPDATE], at)
    changes = with_stories(page.entries, at)
    depends_on(request, cache_tags.corrections(), *cache_dependencies.cards(change.story for change in changes))
    return render(request, "articles/corrections.html", {"page": page, "changes": changes})


@public_page(PARAMETER)
@require_safe
def retractions(request: HttpRequest) -> HttpResponse:
    page = changes_page(request, [EditionKind.RETRACTION], timezone.now())
    depends_on(request, cache_tags.corrections())
    return render(request, "articles/retractions.html", {"page": page})


def changes_page(request: HttpRequest, kinds: list[EditionKind], at: datetime) -> EditionPage:
    """Changes of some kinds, newest first; one query a kind, since each is a range of the index."""
    here = cursor_of(request, CHANGES)
    found = [change for kind in kinds for change in _changes(kind, here, at)]
    found.sort(key=lambda edition: (edition.live_from, edition.pk), reverse=True)
    return cut(found[: PAGE_SIZE + 1], PAGE_SIZE, here, CHANGES)


def with_stories(changes: Sequence[Edition], at: datetime) -> list[Change]:
    """Each change with its story as it stands; those of stories that were retracted since are left out."""
    live = Edition.objects.listed(at).filter(article__in=[change.article_id for change in changes]).for_cards()
    stories = {edition.article_id: edition for edition in live}
    return [Change(told, stories[told.article_id]) for told in changes if told.article_id in stories]


def _changes(kind: EditionKind, here: Cursor | None, at: datetime) -> list[Edition]:
    changes = Edition.objects.public_changes(kind, at)
    if here:
        changes = changes.changed_before(*here.values)
    return list(changes.defer("body")[: PAGE_SIZE + 1])
