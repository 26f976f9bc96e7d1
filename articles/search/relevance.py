"""How well a story answers a query: where its words stand, side by side or not, how much of its headline they are."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import NamedTuple

from .descriptions import APART
from .queries import Query, Unit

# What a word of the query is worth by where it stands: as it was typed, or by a relative alone. One that was typed in
# the text outweighs any relative, so that "penghargaan" is not drowned in prices (harga).
TYPED_IN_HEADLINE, TYPED_IN_LEAD, TYPED_IN_TEXT = 8.0, 5.0, 3.0
RELATED_IN_HEADLINE, RELATED_IN_LEAD, RELATED_IN_TEXT = 2.5, 1.5, 0.75
MISSING = 0.4  # it may be in the text, or not at all
WEAKEST = 0.3  # how much the word counts that a story is least about: all in the lead is more than one in the headline

# What a query gains whose words stand side by side as they were typed.
TOGETHER_IN_HEADLINE, TOGETHER_IN_LEAD, TOGETHER_IN_TEXT = 4.0, 2.0, 1.5
WHOLE_HEADLINE = 12.0  # exactly the query
NEARLY_WHOLE = 8.0  # as far as headline and query have the same words, and the query has more than one
RELATED = 0.6  # of a word, when words are counted
COMPLETE = 1 << 50  # above everything: all words were found

FRESH = 0.15  # by how much of its relevance a story gains that is new
HALF_FRESH = timedelta(days=60)  # when half of that is gone


class Placed(NamedTuple):
    """What the index says of a story; see SearchEntry."""

    head: str
    lead: str
    typed: bool  # all words of the query stand in it as typed
    together: bool  # and somewhere side by side
    complete: bool  # it has all the words, if only by relatives


class Wanted(NamedTuple):
    """A unit in the form that is looked for in lines of words."""

    typed: tuple[str, ...]
    related: tuple[str, ...]
    weight: float


class Relevance:
    """The measure of one query."""

    def __init__(self, query: Query) -> None:
        self._wanted = [_wanted(unit) for unit in query.units]
        self._weights = sum(wanted.weight for wanted in self._wanted) or 1.0
        self._light = [f" {word} " for word in query.light]
        self._neighbours = [f" {first} {second} " for first, second in query.neighbours]
        self._whole = f" {' '.join(typed.word for typed in query.typed)} "
        self._length = len(query.typed)

    def score(self, placed: Placed, age: timedelta) -> int:
        relevance = self._relevance(placed) if self._wanted else 1.0
        aged = max(age / HALF_FRESH, 0.0)
        return round(1_000_000 * relevance * (1 + FRESH / (1 + aged))) + COMPLETE * placed.complete

    def _relevance(self, placed: Placed) -> float:
        head, _, known_of_head = f" {placed.head}".partition(APART)
        head, known_of_head = f"{head} ", f"{known_of_head} "
        lead, _, known_of_lead = f" {placed.lead}".partition(APART)
        lead, known_of_lead = f"{lead} ", f"{known_of_lead} "
        in_text = TYPED_IN_TEXT if placed.typed else RELATED_IN_TEXT if placed.complete else MISSING
        total, met, weakest = 0.0, 0.0, TYPED_IN_HEADLINE
        for typed, related, weight in self._wanted:
            if _has(typed, head, known_of_head):
                total += weight * TYPED_IN_HEADLINE
                met += 1
                continue
            worth = TYPED_IN_LEAD if _has(typed, lead, known_of_lead) else in_text
            if related and _has(related, head, known_of_head):
                worth = max(worth, RELATED_IN_HEADLINE)
                met += RELATED
            elif related and worth < RELATED_IN_LEAD and _has(related, lead, known_of_lead):
                worth = RELATED_IN_LEAD
            total += weight * worth
            weakest = min(weakest, worth)
        met += sum(word in head for word in self._light)
        nearness = 2 * met / (self._length + head.count(" ") - 1)
        relevance = (1 - WEAKEST) * total / self._weights + WEAKEST * weakest
        relevance += NEARLY_WHOLE * (1 - 1 / self._length) * nearness * nearness
        if self._neighbours:
            relevance += self._together(head, lead, placed)
        return relevance + WHOLE_HEADLINE * (head == self._whole)

    def _together(self, head: str, lead: str, placed: Placed) -> float:
        in_text = TOGETHER_IN_TEXT if placed.together else 0.0
        worth = (
            TOGETHER_IN_HEADLINE if pair in head else max(in_text, TOGETHER_IN_LEAD * (pair in lead))
            for pair in self._neighbours
        )
        return sum(worth) / len(self._neighbours)


def _wanted(unit: Unit) -> Wanted:
    typed = tuple(f" {' '.join(form)} " for form in unit.forms)
    related = (f" {unit.stem} ", f" ~{unit.stem} ") if unit.stem else ()
    return Wanted(typed, related, unit.weight)


def _has(any_of: Collection[str], words: str, known: str) -> bool:
    return any(each in words or each in known for each in any_of)
