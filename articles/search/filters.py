"""What a reader narrows a search to: section, author, days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

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

    def wishes(self, today: date) -> list[terms.Wish]:
        found = []
        if self.section:
            found.append(terms.Wish(every=(terms.section(self.section.pk),)))
        if self.author:
            found.append(terms.Wish(every=(terms.author(self.author.pk),)))
        if self.first or self.last:
            first, last = self.first or date(FIRST_YEAR, 1, 1), min(self.last or today, today)
            found.append(terms.Wish(some=(tuple(terms.between(first, last)) or (terms.NEVER,),)))
        return found


def read(asked: Mapping[str, str], sections: list[Section], authors: list[Author]) -> Filters:
    """Take the filters from an address, and leave out whatever has no meaning.

    Args:
        authors: those that are offered; another one costs a query.
    """
    problems: list[str] = []
    section = next((section for section in sections if section.slug == asked.get("rubrik")), None)
    if asked.get("rubrik") and not section:
        problems.append("Rubrik itu tidak ada, jadi semua rubrik dicari.")
    author = _author(asked.get("penulis", ""), authors)
    if asked.get("penulis") and not author:
        problems.append("Penulis itu tidak ada, jadi tulisan semua penulis dicari.")
    first, last = (_day(asked.get(name, ""), problems) for name in ("dari", "sampai"))
    if first and last and first > last:
        first, last = last, first
    return Filters(section, author, first, last, problems)


def _author(slug: str, authors: list[Author]) -> Author | None:
    offered = next((author for author in authors if author.slug == slug), None)
    return offered or (Author.objects.filter(slug=storable(slug)[:100]).first() if slug else None)


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
