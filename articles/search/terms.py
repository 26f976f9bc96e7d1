"""What is matched: every property of a story that can be asked for is one term of ASCII letters.

A word is as it was typed, and if it is derived from another there is "~" with its stem beside it. "^" begins a word of
the headline, "+" two words that stand side by side, and "@" what is no word: section, author, day, month, year, owner.
So words, phrases, headlines and filters are all the same boolean question to both databases, and cost the same.
"""

from __future__ import annotations

from base64 import b32encode
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any
from zlib import crc32

from django.db import models

MARKS = "^+@~"  # what terms hold besides letters and digits
NEVER = "@never"  # which no story has
ANYTHING = "*"


type Group = tuple[str | tuple[str, ...], ...]  # one term of them, or all of those that stand together


def word(word: str) -> str:
    return word if word.isascii() else f"~{word.encode().hex()}"


def derived(stem: str) -> str:
    """Any word that is made of this stem."""
    return f"~{stem}"


def beginning(word: str) -> str:
    """Whatever begins like this."""
    return f"{word}{ANYTHING}"


def in_headline(term: str) -> str:
    """The term of a word or stem, as one of the headline."""
    return f"^{term}"


def whole_headline(words: Sequence[str]) -> str:
    return f"^+{_short(' '.join(words))}"


def pairs(words: Sequence[str]) -> Iterator[str]:
    """The neighbours of a phrase, in short: of 100,000 stories with both words, one is found wrongly."""
    return (f"+{_short(f'{first} {second}')}" for first, second in pairwise(words))


def section(pk: int) -> str:
    return f"@s{pk}"


def author(pk: int) -> str:
    return f"@a{pk}"


def owner(pk: int) -> str:
    """Whose working copy it is: their account's number."""
    return f"@o{pk}"


def moments(day: date) -> list[str]:
    """The day, month and year of a story."""
    return [f"@d{day:%Y%m%d}", f"@m{day:%Y%m}", f"@y{day:%Y}"]


def between(first: date, last: date) -> list[str]:
    """As few terms as make up the days from `first` to `last`: whole years, else whole months, else days."""
    found = []
    day = first
    while day <= last:
        next_year, next_month = date(day.year + 1, 1, 1), (day.replace(day=1) + timedelta(days=31)).replace(day=1)
        of_day, of_month, of_year = moments(day)
        if (day.month, day.day) == (1, 1) and next_year - timedelta(days=1) <= last:
            term, day = of_year, next_year
        elif day.day == 1 and next_month - timedelta(days=1) <= last:
            term, day = of_month, next_month
        else:
            term, day = of_day, day + timedelta(days=1)
        found.append(term)
    return found


@dataclass(frozen=True)
class Wish:
    """What to find: rows that hold all of `every`, one member of each group in `some`, and no whole group of `none`."""

    every: tuple[str, ...] = ()
    some: tuple[Group, ...] = ()
    none: tuple[tuple[str, ...], ...] = ()

    def __bool__(self) -> bool:
        """Whether it says anything that rows could be found by."""
        return bool(self.every or self.some)

    def for_sqlite(self) -> str:
        """In the words of FTS5's MATCH."""
        groups = (_any_of(group, _double_quoted, " OR ", " AND ") for group in self.some)
        wanted = _joined(" AND ", [*map(_double_quoted, self.every), *groups])
        unwanted = _joined(" OR ", [_joined(" AND ", map(_double_quoted, group)) for group in self.none])
        return f"{wanted} NOT {unwanted}" if self.none else wanted

    def for_postgresql(self) -> str:
        """In the words of a tsquery."""
        groups = (_any_of(group, _single_quoted, " | ", " & ") for group in self.some)
        wanted = [*map(_single_quoted, self.every), *groups]
        unwanted = [f"!{_joined(' & ', map(_single_quoted, group))}" for group in self.none]
        return " & ".join([*wanted, *unwanted])


class TermsField(models.Field[Any, Any]):
    """A set of terms, in the form that the database's own index takes."""

    def db_type(self, connection: Any) -> str:
        return "tsvector" if connection.vendor == "postgresql" else "text"

    def get_prep_value(self, value: Any) -> Any:
        return " ".join(sorted(value)) if isinstance(value, (set, frozenset)) else value

    def from_db_value(self, value: str, expression: Any, connection: Any) -> frozenset[str]:
        return frozenset(value.replace("'", "").split())


def _short(text: str) -> str:
    """25 bits in five letters."""
    return b32encode(crc32(text.encode()).to_bytes(4)).decode()[:5].lower()


def _any_of(group: Group, quoted: Callable[[str], str], either: str, both: str) -> str:
    return _joined(
        either, (quoted(each) if isinstance(each, str) else _joined(both, map(quoted, each)) for each in group)
    )


def _joined(operator: str, terms: Iterable[str]) -> str:
    return f"({operator.join(terms)})"


def _double_quoted(term: str) -> str:
    return f'"{term.removesuffix(ANYTHING)}"' + "*" * term.endswith(ANYTHING)


def _single_quoted(term: str) -> str:
    return f"'{term.removesuffix(ANYTHING)}'" + ":*" * term.endswith(ANYTHING)
