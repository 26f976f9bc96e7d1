"""What the newsroom owns up to: corrections, updates and retractions, each with its time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from adminkit.keyset import Cursor, KeysetPage
from articles.models import Edition, EditionKind, LiveEntryEdition
from articles.querysets import CHANGES
from articles.reading import cache_dependencies, cache_tags
from articles.reading.paging import PARAMETER, cursor_of
from kateid.local_time import local
from pagecache import depends_on, public_page

PAGE_SIZE = 20


type Told = Edition | LiveEntryEdition  # of a story, or of an entry of a live report


class Change(NamedTuple):
    told: Told  # the edition that brought the note
    story: Edition  # what readers see today

    @property
    def is_of_entry(self) -> bool:
        return isinstance(self.told, LiveEntryEdition)

    @property
    def headline(self) -> str:
        if isinstance(self.told, Edition):
            return self.story.labelled_headline
        return f"Kabar pukul {local(self.told.at):%H.%M} dalam “{self.story.labelled_headline}”"

    @property
    def place(self) -> str:
        """Of the entry within the story's page; "" for the story itself."""
        return "" if isinstance(self.told, Edition) else self.told.place

    @property
    def link(self) -> str:
        return self.story.get_absolute_url() + self.place


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
    at = timezone.now()
    page = changes_page(request, [EditionKind.RETRACTION], at)
    of_entries = with_stories([told for told in page.entries if isinstance(told, LiveEntryEdition)], at)
    depends_on(request, cache_tags.corrections(), *cache_dependencies.cards(change.story for change in of_entries))
    stories = {change.told.pk: change for change in of_entries}
    return render(request, "articles/retractions.html", {"page": page, "retracted": retracted(page.entries, stories)})


def retracted(found: Iterable[Told], stories: Mapping[int, Change]) -> Iterator[tuple[Told, str]]:
    """What was withdrawn, with the words by which it is known. An entry's story is not named once it is gone itself."""
    for told in found:
        if isinstance(told, Edition):
            yield told, told.headline
        else:
            change = stories.get(told.pk)
            yield told, change.headline if change else "Kabar dalam laporan langsung yang tidak tampil lagi"


def changes_page(request: HttpRequest, kinds: list[EditionKind], at: datetime) -> KeysetPage[Told]:
    """Changes of some kinds, newest first; two queries a kind, since each is a range of an index."""
    here = cursor_of(request, CHANGES)
    found: list[Told] = [change for kind in kinds for change in _changes(kind, here, at)]
    found += [change for kind in kinds if kind != EditionKind.UPDATE for change in entry_changes(kind, at, here)]
    found.sort(key=lambda edition: (edition.live_from, edition.pk), reverse=True)
    if here and not found:
        raise Http404
    return CHANGES.cut(found[: PAGE_SIZE + 1], PAGE_SIZE, here)


def with_stories(changes: Sequence[Told], at: datetime) -> list[Change]:
    """Each change with its story as it stands; those of stories that were retracted since are left out."""
    live = Edition.objects.listed(at).filter(article__in=[change.article_id for change in changes]).for_cards()
    stories = {edition.article_id: edition for edition in live} if changes else {}
    return [Change(told, stories[told.article_id]) for told in changes if told.article_id in stories]


def entry_changes(kind: EditionKind, at: datetime, here: Cursor | None = None) -> list[LiveEntryEdition]:
    """What readers were told of entries of live reports, by changes of one kind, newest first."""
    of_story = Edition.objects.public_history(at).filter(article=OuterRef("report")).order_by()
    changes = LiveEntryEdition.objects.public_changes(kind).filter(Exists(of_story))
    if here:
        changes = changes.filter(CHANGES.beyond(here.values))
    return list(changes.defer("body")[: PAGE_SIZE + 1])


def _changes(kind: EditionKind, here: Cursor | None, at: datetime) -> list[Edition]:
    changes = Edition.objects.public_changes(kind, at)
    if here:
        changes = changes.changed_before(*here.values)
    return list(changes.defer("body")[: PAGE_SIZE + 1])
