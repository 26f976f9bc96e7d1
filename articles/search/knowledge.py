"""What the archive knows of a query's words: how common they are, which are names, what else they are written as."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any, NamedTuple

from django.db import connection

from articles.models import SearchWord, Tag

from . import equivalents
from .equivalents import Form
from .queries import Query, Unit

RARE = 3  # editions of a word below which it may be two written as one
SHORTEST_PART = 3
MOST_SPLIT = 3  # words of one query
LONGEST_TOPIC = 4  # words of a topic's name


class Known(NamedTuple):
    editions: int = 0
    named: int = 0  # of these, in how many it is a name

    @property
    def is_name(self) -> bool:
        return 2 * self.named > self.editions


UNKNOWN = Known()


def informed(query: Query) -> Query:
    """The query with what the archive knows. Two queries, three if a word is rare."""
    if not query:
        return query
    together: list[Form] = [(first, second) for first, second in pairwise(query.plain) if first != second]
    asked = {*query.words, *("".join(pair) for pair in together), *(unit.stem for unit in query.units)}
    known = known_words(asked - {""})
    joined: dict[Form, tuple[Form, ...]] = {pair: (("".join(pair),),) for pair in together if "".join(pair) in known}
    query = query.with_equivalents(joined).with_equivalents(_other_names(query))
    units = tuple(_with_knowledge(unit, known) for unit in query.units)
    return replace(query, units=_split(units))


def known_words(words: Iterable[str]) -> dict[str, Known]:
    asked = sorted(words)
    rows = _rows(
        f"SELECT word, editions, named FROM {SearchWord._meta.db_table}"
        f" WHERE word IN ({_places(asked)}) AND editions > 0",
        asked,
    )
    return {word: Known(editions, named) for word, editions, named in rows}


def _with_knowledge(unit: Unit, known: Mapping[str, Known]) -> Unit:
    of_forms = [[known.get(word, UNKNOWN).editions for word in form] for form in unit.forms]
    relatives = known.get(unit.stem, UNKNOWN).editions
    is_name = known.get(unit.forms[0][0], UNKNOWN).is_name
    editions = max(map(min, of_forms))
    return replace(
        unit, stem="" if is_name else unit.stem, editions=editions, is_known=bool(editions or relatives or is_name)
    )


def _split(units: tuple[Unit, ...]) -> tuple[Unit, ...]:
    """With the two words of which a rare one may be made: "koreautara"."""
    rare = [unit for unit in units if unit.editions < RARE and len(unit.forms[0]) == 1][:MOST_SPLIT]
    cuts = {unit.forms[0]: _halves(unit.forms[0][0]) for unit in rare}
    if not any(cuts.values()):
        return units
    known = known_words({part for halves in cuts.values() for half in halves for part in half})
    return tuple(_with_halves(unit, cuts.get(unit.forms[0], ()), known) for unit in units)


def _with_halves(unit: Unit, halves: Iterable[Form], known: Mapping[str, Known]) -> Unit:
    both = {half: min(known[part].editions for part in half) for half in halves if all(part in known for part in half)}
    if not both:
        return unit
    likeliest = max(both, key=lambda half: (both[half], half))
    return replace(unit.with_forms([likeliest]), is_known=True)


def _halves(word: str) -> list[Form]:
    if not word.isascii() or not word.isalpha():
        return []
    return [(word[:cut], word[cut:]) for cut in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1)]


def _other_names(query: Query) -> equivalents.Forms:
    """Of topics that were merged: who looks for IKN finds Ibu Kota Nusantara too."""
    names = list(_runs(query.plain))
    table = Tag._meta.db_table
    pairs = _rows(
        f"SELECT other.name, topic.name FROM {table} AS other JOIN {table} AS topic ON topic.id = other.merged_into_id"
        f" WHERE other.name IN ({_places(names)}) OR topic.name IN ({_places(names)}) ORDER BY other.id",
        [*names, *names],
    )
    return equivalents.same(pairs)


# As SQL: a search asks these for every reader, and Django writes a query for longer than a database answers it.
def _rows(sql: str, parameters: Sequence[str]) -> list[Any]:
    if not parameters:
        return []
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def _places(values: Sequence[str]) -> str:
    return ", ".join(["%s"] * len(values))


def _runs(words: tuple[str, ...]) -> Iterable[str]:
    for length in range(1, LONGEST_TOPIC + 1):
        for start in range(len(words) - length + 1):
            yield " ".join(words[start : start + length])
