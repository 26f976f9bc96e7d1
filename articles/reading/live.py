"""The entries of a live report as readers have them: a page at a time, newest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import Q
from django.http import Http404

from adminkit.autocomplete import is_row_number
from articles.models import Edition, EditionKind, LiveEntry, LiveEntryEdition
from articles.querysets import ENTRIES

from . import cache_tags

PAGE = 20  # entries
MOMENTS = 12
MOST_GONE = 200  # retracted entries that an open page is told of
PARAMETER = "kabar"  # in the report's address: the entry with which the page begins


@dataclass(frozen=True)
class LivePage:
    """
    Args:
        entries: as they stand; a retracted one is its notice.
        moments: those marked "penting", newest first.
        gone: the anchors of retracted entries, for pages that are open.
        next: the number of the entry with which the next page begins, or "".
    """

    edition: Edition
    entries: Sequence[LiveEntryEdition]
    moments: Sequence[LiveEntryEdition]
    gone: Sequence[str]
    next: str
    is_first: bool

    @property
    def address(self) -> str:
        """Of the report's own page."""
        return self.edition.get_absolute_url()


class ReportAbout(NamedTuple):
    """
    Args:
        place: of the entry within the report's page.
    """

    report: Edition
    place: str


def page(edition: Edition, asked: str | None, at: datetime) -> LivePage:
    """A page of the report of a live edition: three queries, and one more each if it is asked for by an entry's number
    and if entries grew into stories.

    Raises:
        Http404: there is no such entry.
    """
    of_report = LiveEntryEdition.objects.of_report(edition.article_id)
    some = of_report if asked is None else of_report.filter(_from(edition, asked))
    found = list(some.select_related("photo", "entry")[: PAGE + 1])
    entries, rest = found[:PAGE], found[PAGE:]
    _look_up_stories(entries, at)
    gone = of_report.filter(kind=EditionKind.RETRACTION).values_list("entry", flat=True)[:MOST_GONE]
    return LivePage(
        edition,
        entries,
        moments=list(of_report.readable().filter(is_key=True)[:MOMENTS]),
        gone=[f"kabar-{number}" for number in gone],
        next=str(rest[0].entry_id) if rest else "",
        is_first=asked is None,
    )


def depended_on(live: LivePage) -> Iterator[str]:
    """The cache tags of a page of entries beside its story's own: photos, and the stories that entries grew into."""
    for entry in live.entries:
        if entry.photo_id:
            yield cache_tags.photo(entry.photo_id)
        if entry.entry.story_id:
            yield cache_tags.story(entry.entry.story_id)


def every_entry(articles: Iterable[int]) -> dict[int, list[LiveEntryEdition]]:
    """The texts of whole reports by their stories' numbers, in the order in which they were told: one query."""
    found: dict[int, list[LiveEntryEdition]] = defaultdict(list)
    for entry in LiveEntryEdition.objects.texts_of(articles).select_related("photo"):
        found[entry.report_id].append(entry)
    return found


def report_about(article: int, at: datetime) -> ReportAbout | None:
    """The live report out of whose entry a story grew, and where that entry stands; None where readers have neither."""
    entry = LiveEntry.objects.filter(story=article).order_by("pk").first()
    if entry is None:
        return None
    report = Edition.objects.listed(at).filter(article=entry.report_id).for_cards().first()
    stands = LiveEntryEdition.objects.of_report(entry.report_id).readable().filter(entry=entry.pk).first()
    return ReportAbout(report, stands.place) if report and stands else None


def _from(edition: Edition, asked: str) -> Q:
    """The entries from one on, which is named by its number."""
    if not is_row_number(asked):
        raise Http404
    number = int(asked)
    of_report = LiveEntryEdition.objects.of_report(edition.article_id)
    at = of_report.filter(entry=number).values_list("at", flat=True).first()
    if at is None or str(number) != asked:
        raise Http404
    return ENTRIES.beyond((at, number + 1))


def _look_up_stories(entries: Sequence[LiveEntryEdition], at: datetime) -> None:
    grown = {entry.entry.story_id: entry for entry in entries if entry.entry.story_id and not entry.is_retracted}
    if not grown:
        return
    for edition in Edition.objects.listed(at).filter(article__in=grown).select_related("section").defer("body"):
        grown[edition.article_id].story = edition
