"""What a reader narrows a search to: section, author, days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import QuerySet

from articles.models import Author, Section
from articles.richtext import storable

from . import terms

FIRST_YEAR = 1900


@dataclass(frozen=True)
class Filters:
    section: Section | None = None
    author: Author | None = None
    first: date | None = None
    last: date | None = None
    problems: list[str] = field(default_factory=list)  # what of the address has no meaning, for who reads it

    def __bool__(self) -> bool:
        return bool(self.section or self.author or self.first or self.last)

    @property
    def by_days(self) -> bool:
        return self.first is not None or self.last is not None

    def wishes(self, oldest: date, newest: date) -> list[terms.Wish]:
        """What to let through, in one piece or in pieces of time, the newest first.

        Args:
            oldest, newest: the days of the first and the last story that there may be.
        """
        sections = [terms.section(self.section.pk)] if self.section else []
        authors = [terms.author(self.author.pk)] if self.author else []
        every = (*sections, *authors)
        if not self.by_days:
            return [terms.Wish(every=every)]
        pieces = pieces_of_time(max(self.first or oldest, oldest), min(self.last or newest, newest))
        groups = [tuple(terms.between(first, last)) for first, last in pieces] or [(terms.NEVER,)]
        return [terms.Wish(every=every, some=(group,)) for group in groups]


def pieces_of_time(first: date, last: date) -> list[tuple[date, date]]:
    """A time in up to three pieces, the newest first: a month or two, two years, what is left.

    They begin with months, so that few terms make them up, and whoever looks for the newest rarely needs the last.
    """
    pieces = []
    for months in (1, 24):
        begin = month_before(last, months)
        if begin > first:
            pieces.append((begin, last))
            last = begin - timedelta(days=1)
    return [*pieces, (first, last)] if first <= last else []


def month_before(day: date, months: int) -> date:
    """The first day of the month that many months before a day's own."""
    years, month = divmod(12 * day.year + day.month - 1 - months, 12)
    return date(years, month + 1, 1)


def read(asked: Mapping[str, str]) -> Filters:
    """Take the filters from an address, and leave out whatever has no meaning."""
    problems: list[str] = []
    section = _with_slug(Section.objects.all(), asked.get("rubrik", ""))
    if asked.get("rubrik") and not section:
        problems.append("Rubrik itu tidak ada, jadi semua rubrik dicari.")
    author = _with_slug(Author.objects.all(), asked.get("penulis", ""))
    if asked.get("penulis") and not author:
        problems.append("Penulis itu tidak ada, jadi tulisan semua penulis dicari.")
    first, last = (_day(asked.get(name, ""), problems) for name in ("dari", "sampai"))
    if first and last and first > last:
        first, last = last, first
    return Filters(section, author, first, last, problems)


def _with_slug[Row: Section | Author](rows: QuerySet[Row], slug: str) -> Row | None:
    return rows.filter(slug=storable(slug)[:100]).first() if slug else None


def _day(text: str, problems: list[str]) -> date | None:
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = date.min
    if FIRST_YEAR <= day.year < date.max.year:
        return day
    problems.append("Tanggal ditulis seperti 2022-07-12. Yang tidak terbaca tidak dipakai.")
    return None
