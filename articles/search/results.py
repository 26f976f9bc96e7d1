"""What was found, the most relevant first, a page at a time."""

from __future__ import annotations

import binascii
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from django.utils import timezone
from django.utils.safestring import SafeString

from articles.models import Edition, SearchEntry
from articles.richtext import plain_text

from . import lookup
from .filters import Filters
from .fragments import fragment, marked
from .queries import Query

PAGE_SIZE = 10
# The newest that match are ranked, and the newest that match with their headlines.
MOST = 300
MOST_BY_HEADLINE = 100

IN_HEADLINE, IN_LEAD, IN_TEXT = 8, 3, 1
WHOLE_IN_HEADLINE = 4  # the words of the query side by side
FRESH = 2  # how many times its relevance a story gains that is new
HALF_FRESH = timedelta(days=30)  # after which half of that is gone

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_PACKED = struct.Struct(">qqq")


class Place(NamedTuple):
    """A story's place in the order; greater is better."""

    score: int
    article: int


@dataclass(frozen=True)
class Cursor:
    """Where a page begins: after a story, in the order as it was when the reader began. Opaque to readers."""

    began: datetime
    after: Place

    def __str__(self) -> str:
        microseconds = (self.began - EPOCH) // timedelta(microseconds=1)
        return urlsafe_b64encode(_PACKED.pack(microseconds, *self.after)).decode()

    @classmethod
    def parse(cls, token: str) -> Cursor:
        """Read what `str()` wrote.

        Raises:
            ValueError: anything else, in whatever way it is wrong.
        """
        try:
            microseconds, *after = _PACKED.unpack(urlsafe_b64decode(token.encode("ascii")))
            cursor = cls(EPOCH + timedelta(microseconds=microseconds), Place(*after))
        except (binascii.Error, struct.error, OverflowError, UnicodeEncodeError) as error:
            raise ValueError(token) from error
        if min(after) < 1 or not 1900 < cursor.began.year < 9999 or str(cursor) != token:
            raise ValueError(token)
        return cursor


@dataclass(frozen=True)
class Hit:
    edition: Edition
    headline: SafeString
    fragment: SafeString


@dataclass(frozen=True)
class Results:
    hits: Sequence[Hit]
    count: int  # of all that were ranked, on whichever page
    here: Cursor | None
    more: Cursor | None
    ranked_from: date | None  # the day of the oldest that was ranked, if older ones match too


class Candidate(NamedTuple):
    place: Place
    edition: int
    key: int  # of its SearchEntry
    published_at: datetime


def search(query: Query, filters: Filters, *, at: datetime, here: Cursor | None = None) -> Results:
    """A page of the editions that readers may see at a moment and that match. Four queries, five with dates."""
    began = here.began if here else at
    through = filters.wishes(_first_day() if filters.by_days else date.min, timezone.localdate(at))
    newest = lookup.newest(SearchEntry, [query.wish(wish) for wish in through], MOST)
    by_headline = lookup.newest(SearchEntry, [query.wish_in_headline(wish) for wish in through], MOST_BY_HEADLINE)
    ranked = _ranked({*newest, *by_headline}, query, at, began)
    rest = [candidate for candidate in ranked if not here or candidate.place < here.after]
    page = rest[:PAGE_SIZE]
    return Results(
        hits=_hits(page, query, at),
        count=len(ranked),
        here=here,
        more=Cursor(began, page[-1].place) if len(rest) > PAGE_SIZE else None,
        ranked_from=_oldest(ranked, newest) if len(newest) == MOST else None,
    )


def _first_day() -> date:
    """Of the archive; today for an empty one."""
    oldest = Edition.objects.order_by("published_at").values_list("published_at", flat=True).first()
    return timezone.localdate(oldest)


def _ranked(keys: Collection[int], query: Query, at: datetime, began: datetime) -> list[Candidate]:
    """The live ones, the best first; those that came since the reader began are left for their next search."""
    rows = Edition.objects.listed(at).filter(search_entry__in=keys, published_at__lte=began).order_by()
    columns = (f"search_entry__{name}" for name in ("pk", "published_at", "head", "lead"))
    return sorted(
        (
            Candidate(Place(score(query, head, lead, began - published_at), article), edition, key, published_at)
            for edition, article, key, published_at, head, lead in rows.values_list("pk", "article_id", *columns)
        ),
        reverse=True,
    )


def _oldest(ranked: Sequence[Candidate], keys: Collection[int]) -> date | None:
    among = set(keys)
    moments = (candidate.published_at for candidate in ranked if candidate.key in among)
    oldest = min(moments, default=None)
    return timezone.localdate(oldest) if oldest else None


def score(query: Query, head: str, lead: str, age: timedelta) -> int:
    """How well a story answers a query: where its words stand, and how new it is.

    Args:
        head, lead: stems, see SearchEntry.
    """
    relevance = 1.0
    if query.words:
        head, lead = f" {head} ", f" {lead} "
        relevance = sum(_weight(f" {word} ", head, lead) for word in query.words) / len(query.words)
        if len(query.words) > 1 and f" {' '.join(query.words)} " in head:
            relevance += WHOLE_IN_HEADLINE
    return round(1_000_000 * relevance * (1 + FRESH * 0.5 ** (age / HALF_FRESH)))


def _weight(word: str, head: str, lead: str) -> int:
    return IN_HEADLINE if word in head else IN_LEAD if word in lead else IN_TEXT


def _hits(page: Sequence[Candidate], query: Query, at: datetime) -> list[Hit]:
    editions = Edition.objects.listed(at).select_related("section", "photo").defer("public_note")
    found = editions.in_bulk([candidate.edition for candidate in page])
    shown = [found[candidate.edition] for candidate in page if candidate.edition in found]
    return [_hit(edition, set(query.words)) for edition in shown]


def _hit(edition: Edition, stems: set[str]) -> Hit:
    text = plain_text(edition.body) if stems else edition.summary
    return Hit(edition, marked(edition.headline, stems), fragment(text, stems))
