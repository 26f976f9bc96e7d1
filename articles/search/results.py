"""What was found, the most relevant first, a page at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from itertools import batched, chain, combinations
from typing import Any, NamedTuple

from django.db.models import BigIntegerField, DateTimeField
from django.utils import timezone
from django.utils.safestring import SafeString

from adminkit import keyset
from articles.models import Edition, SearchEntry
from articles.querysets import EditionQuerySet
from articles.richtext import plain_text
from pagecache.compiled_queries import compiled_query

from . import lookup
from .descriptions import texts_of
from .filters import Filters
from .fragments import Marks, fragment, marked
from .indexes import look_up_entries
from .knowledge import informed
from .queries import Query
from .relevance import COMPLETE, Placed, Relevance
from .terms import Group, Wish, pairs, whole_headline

PAGE_SIZE = 10
# The newest that match are ranked, the newest that match with their headlines, and those that hold the words together.
MOST = 100
MOST_BY_HEADLINE = 50
MOST_TOGETHER = 50
MOST_INCOMPLETE = 100
AT_ONCE, PRINTED = MOST + MOST_BY_HEADLINE, PAGE_SIZE  # stories that one query reads to rank them, and to print them
ENOUGH = PAGE_SIZE  # of those that have all words: fewer are followed by those that have most of them
MOST_CHOSEN = 5  # words of which half must be there


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
        return str(keyset.Cursor((self.began, *self.after)))

    @classmethod
    def parse(cls, token: str) -> Cursor:
        """Read what `str()` wrote.

        Raises:
            BrokenToken: anything else, in whatever way it is wrong.
        """
        cursor = keyset.Cursor.parse(token, (datetime, int, int))
        began, *after = cursor.values
        if cursor.backward or min(after) < 1:
            raise keyset.BrokenToken
        return cls(began, Place(*after))


@dataclass(frozen=True)
class Hit:
    edition: Edition
    headline: SafeString
    fragment: SafeString
    missing: tuple[str, ...] = ()  # words of the query that it does not have, as they were written


class Candidate(NamedTuple):
    place: Place
    edition: int
    key: int  # of its SearchEntry
    published_at: datetime


@dataclass(frozen=True)
class Results:
    query: Query  # with what the archive knows of it
    page: Sequence[Candidate]
    count: int  # of all that were ranked and have every word, on whichever page
    here: Cursor | None
    more: Cursor | None
    ranked_from: date | None  # the day of the oldest that was ranked, if older ones match too
    at: datetime

    @cached_property
    def hits(self) -> Sequence[Hit]:
        """The stories of the page, read when they are first asked for: what is not shown costs nothing."""
        return _hits(self.page, self.query, self.at)


@dataclass(frozen=True)
class Found:
    """Keys of the entries that match."""

    complete: frozenset[int]  # all words, as typed or by relatives
    typed: frozenset[int] = frozenset()
    together: frozenset[int] = frozenset()
    incomplete: frozenset[int] = frozenset()  # most of the words
    cut: frozenset[int] = frozenset()  # the newest that match, if there are older ones that were not looked at


def search(query: Query, filters: Filters, *, at: datetime, here: Cursor | None = None) -> Results:
    """A page of the editions that readers may see at a moment and that match; those with most of the words last."""
    query = informed(query)
    began = here.began if here else at
    through = filters.wishes(_first_day() if filters.by_days else date.min, timezone.localdate(at))
    found = Finder(query, through).find()
    ranked = _ranked(found, query, at, began)
    rest = [candidate for candidate in ranked if not here or candidate.place < here.after]
    page = rest[:PAGE_SIZE]
    return Results(
        query=query,
        page=page,
        count=sum(candidate.place.score >= COMPLETE for candidate in ranked),
        here=here,
        more=Cursor(began, page[-1].place) if len(rest) > PAGE_SIZE else None,
        ranked_from=_oldest(ranked, found.cut),
        at=at,
    )


class Finder:
    """Asks the index for the newest that match a query in one way or another."""

    def __init__(self, query: Query, through: Sequence[Wish]) -> None:
        self._query = query
        self._through = through

    def find(self) -> Found:
        query = self._query
        is_anywhere = all(unit.is_anywhere for unit in query.units)
        typed = self._newest((unit.as_typed for unit in query.units), MOST) if is_anywhere else []
        if not query:
            return Found(frozenset(typed), frozenset(typed), cut=_if_cut(typed))
        together = self._together() if typed else frozenset()
        cut = _if_cut(typed)
        more = self._older() if cut else set()
        if not cut and any(unit.stem for unit in query.units):
            related = self._newest((unit.related for unit in query.units), MOST)
            more, cut = {*more, *related}, _if_cut(related)
            if cut:
                more |= {*self._newest((unit.related_in_headline for unit in query.units), MOST_BY_HEADLINE)}
        complete = frozenset({*typed, *together, *more})
        return Found(
            complete=complete,
            typed=frozenset({*typed, *together}),
            together=together,
            incomplete=self._incomplete(complete) if len(complete) < ENOUGH else frozenset(),
            cut=cut,
        )

    def _newest(self, groups: Iterable[Group], limit: int, every: Iterable[str] = ()) -> list[int]:
        groups, every = tuple(groups), tuple(every)
        wishes = [self._query.wish(groups, wish, every=every) for wish in self._through]
        return lookup.newest(SearchEntry, wishes, limit)

    def _together(self) -> frozenset[int]:
        """What has the words side by side as they were typed."""
        query = self._query
        if not query.neighbours:
            return frozenset()
        neighbours = [pair for each in query.neighbours for pair in pairs(each)]
        return frozenset(self._newest((unit.as_typed for unit in query.units), MOST_TOGETHER, neighbours))

    def _older(self) -> set[int]:
        """What matches better than by its text, whatever its age."""
        query = self._query
        found = self._newest((unit.typed_in_headline for unit in query.units), MOST_BY_HEADLINE)
        if len(found) == MOST_BY_HEADLINE:
            found += self._newest((), MOST_BY_HEADLINE, [whole_headline([one.word for one in query.typed])])
        return {*found}

    def _incomplete(self, complete: frozenset[int]) -> frozenset[int]:
        """What has most of the words."""
        most = _most_of(self._query)
        return frozenset(self._newest(most, MOST_INCOMPLETE) if most else ()) - complete


def _if_cut(keys: Sequence[int]) -> frozenset[int]:
    """The newest that match, if there are older ones that were not looked at."""
    return frozenset(keys) if len(keys) == MOST else frozenset()


def _most_of(query: Query) -> list[Group]:
    """What has at least half of the query's words, of many the rarest ones; [] for a single word."""
    known = sorted((unit for unit in query.units if unit.is_known), key=lambda unit: unit.editions)[:MOST_CHOSEN]
    least = min((len(query.units) + 1) // 2, len(known))
    if len(query.units) < 2 or not known:
        return []
    # "At least two of three" is "of each two, one".
    return [
        tuple(dict.fromkeys(chain.from_iterable(unit.related for unit in some)))
        for some in combinations(known, len(known) - least + 1)
    ]


def _first_day() -> date:
    """Of the archive; today for an empty one."""
    oldest = Edition.objects.order_by("published_at").values_list("published_at", flat=True).first()
    return timezone.localdate(oldest)


def _ranked(found: Found, query: Query, at: datetime, began: datetime) -> list[Candidate]:
    """The live ones, the best first; those that came since the reader began are left for their next search."""
    relevance = Relevance(query)

    def candidate(edition: int, article: int, key: int, published_at: datetime, head: str, lead: str) -> Candidate:
        placed = Placed(head, lead, key in found.typed, key in found.together, key in found.complete)
        return Candidate(Place(relevance.score(placed, began - published_at), article), edition, key, published_at)

    keys = sorted(found.complete | found.incomplete)
    rows = chain.from_iterable(_to_rank(at, began, *_padded(some, AT_ONCE)) for some in batched(keys, AT_ONCE))
    return sorted((candidate(*row) for row in rows), reverse=True)


def _padded(keys: Sequence[int], size: int) -> list[int]:
    """As many keys as a prepared query takes; no row has the number 0."""
    return [*keys, *[0] * (size - len(keys))]


@compiled_query(
    at=DateTimeField(), began=DateTimeField(), **{f"key_{number}": BigIntegerField() for number in range(AT_ONCE)}
)
def _to_rank(at: datetime, began: datetime, *keys: int) -> Any:
    columns = (f"search_entry__{name}" for name in ("pk", "published_at", "head", "lead"))
    rows = Edition.objects.listed(at).filter(search_entry__id__in=keys, published_at__lte=began).order_by()
    return rows.values_list("pk", "article_id", *columns)


@compiled_query(at=DateTimeField(), **{f"key_{n}": BigIntegerField() for n in range(PRINTED)})
def _to_print(at: datetime, *keys: int) -> EditionQuerySet:
    editions = Edition.objects.listed(at).filter(pk__in=keys).order_by()
    return editions.select_related("section", "photo").defer("public_note").with_report()


def _oldest(ranked: Sequence[Candidate], keys: Collection[int]) -> date | None:
    among = set(keys)
    moments = (candidate.published_at for candidate in ranked if candidate.key in among)
    oldest = min(moments, default=None)
    return timezone.localdate(oldest) if oldest else None


def _hits(page: Sequence[Candidate], query: Query, at: datetime) -> list[Hit]:
    if not page:
        return []
    found = {edition.pk: edition for edition in _to_print(at, *_padded([each.edition for each in page], PRINTED))}
    look_up_entries([edition for edition in found.values() if edition.is_live_report])
    marks = Marks(query)
    return [
        _hit(found[candidate.edition], query, marks, is_complete=candidate.place.score >= COMPLETE)
        for candidate in page
        if candidate.edition in found
    ]


def _hit(edition: Edition, query: Query, marks: Marks, *, is_complete: bool) -> Hit:
    text = "\n".join([plain_text(edition.body), *edition.entry_texts]) if query else edition.summary
    missing = () if is_complete else tuple(query.as_written(word) for word in marks.missing_in(texts_of(edition).all))
    return Hit(edition, marked(edition.headline, marks), fragment(text, marks), missing)
