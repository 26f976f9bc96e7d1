"""What the archive knows of a query's words: how common they are, which are names, what else they are written as."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

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
    """The query with what the archive knows. One query."""
    if not query:
        return query
    together: list[Form] = [(first, second) for first, second in pairwise(query.plain) if first != second]
    halves = {unit.forms[0]: _halves(unit.forms[0][0]) for unit in query.units if len(unit.forms[0]) == 1}
    parts = {part for cuts in halves.values() for half in cuts for part in half}
    written = {word for unit in query.units for form in unit.forms for word in form}
    asked = {*written, *("".join(pair) for pair in together), *(unit.stem for unit in query.units), *parts}
    known, names = _looked_up(asked - {""}, list(_runs(query.plain)))
    joined: dict[Form, tuple[Form, ...]] = {pair: (("".join(pair),),) for pair in together if "".join(pair) in known}
    query = query.with_equivalents(joined).with_equivalents(equivalents.same(names))
    units = [_with_knowledge(unit, known) for unit in query.units]
    rare = [unit.forms[0] for unit in units if unit.editions < RARE and unit.forms[0] in halves][:MOST_SPLIT]
    return replace(
        query,
        units=tuple(
            _with_halves(unit, halves[form], known) if (form := unit.forms[0]) in rare else unit for unit in units
        ),
    )


def _looked_up(words: Iterable[str], names: Sequence[str]) -> tuple[dict[str, Known], list[tuple[str, str]]]:
    """Of these words those that the archive has, and of these names those that are of one topic with another.

    Who looks for IKN finds Ibu Kota Nusantara too, once the topics were merged.
    """
    asked, topics = sorted(words), Tag._meta.db_table
    # As SQL: a search asks it for every reader, and Django writes a query for longer than a database answers it.
    sql = (
        f"SELECT word, editions, named, '', 0 FROM {SearchWord._meta.db_table}"
        f" WHERE word IN ({_places(asked)}) AND editions > 0"
    )
    if names:
        sql += (
            f" UNION ALL SELECT other.name, 0, 0, topic.name, other.id FROM {topics} AS other"
            f" JOIN {topics} AS topic ON topic.id = other.merged_into_id"
            f" WHERE other.name IN ({_places(names)}) OR topic.name IN ({_places(names)})"
        )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*asked, *names, *names])
        rows = cursor.fetchall()
    known = {word: Known(editions, named) for word, editions, named, _topic, number in rows if not number}
    merged = sorted((number, name, topic) for name, _editions, _named, topic, number in rows if number)
    return known, [(name, topic) for _number, name, topic in merged]


def _with_knowledge(unit: Unit, known: Mapping[str, Known]) -> Unit:
    of_forms = [[known.get(word, UNKNOWN).editions for word in form] for form in unit.forms]
    relatives = known.get(unit.stem, UNKNOWN).editions
    is_name = known.get(unit.forms[0][0], UNKNOWN).is_name
    editions = max(map(min, of_forms))
    return replace(
        unit, stem="" if is_name else unit.stem, editions=editions, is_known=bool(editions or relatives or is_name)
    )


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


def _places(values: Sequence[str]) -> str:
    return ", ".join(["%s"] * len(values))


def _runs(words: tuple[str, ...]) -> Iterable[str]:
    for length in range(1, LONGEST_TOPIC + 1):
        for start in range(len(words) - length + 1):
            yield " ".join(words[start : start + length])
