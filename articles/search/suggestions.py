"""“Maksud Anda: …” – a query that finds more, in words that readers can read on this site."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from . import spelling
from .descriptions import texts_of
from .filters import Filters
from .fragments import written
from .queries import Query, parse
from .results import Results, search
from .words import stem

FEW = 3  # results below which the spelling is doubted
READ = 5  # of the better results, to take the words from


@dataclass(frozen=True)
class Suggestion:
    text: str
    results: Results  # what it finds
    is_sure: bool  # the archive knows none of the words that it changes: there is nothing else to show


def suggestion(query: Query, filters: Filters, *, at: datetime, found: int) -> Suggestion | None:
    """What somebody may have meant who found too little; None if nothing better comes to mind.

    Args:
        query: an informed one.
    """
    if found >= FEW and all(unit.editions for unit in query.units):
        return None
    return _corrected(query, filters, at=at, found=found) or (None if found else _loosened(query, filters, at=at))


def _loosened(query: Query, filters: Filters, *, at: datetime) -> Suggestion | None:
    """Words that were typed in quotation marks and stand nowhere side by side, as words."""
    if query.loosened == query.text:
        return None
    loose = search(parse(query.loosened), filters, at=at)
    if not loose.count and (corrected := _corrected(loose.query, filters, at=at, found=0)):
        return corrected
    return Suggestion(loose.query.text, loose, is_sure=True) if loose.page else None


def _corrected(query: Query, filters: Filters, *, at: datetime, found: int) -> Suggestion | None:
    corrections = spelling.corrections(query)
    if not corrections:
        return None
    better = search(parse(query.corrected(corrections)), filters, at=at)
    if better.count <= found:
        return None
    # The known words may be those of a story that is not public, so they are taken from what was found.
    texts = chain.from_iterable(texts_of(hit.edition).all for hit in better.hits[:READ])
    public = Counter(chain.from_iterable(map(written, texts)))
    shown = {typed: _as_it_occurs(correction, public) for typed, correction in corrections.items()}
    known = {form[0] for unit in query.units if unit.is_known for form in unit.forms}
    is_sure = known.isdisjoint(corrections)
    return Suggestion(query.corrected(shown), better, is_sure) if all(shown.values()) else None


def _as_it_occurs(word: str, public: Counter[tuple[str, str]]) -> str:
    """A word as it is most often written, without capitals; a relative of it if it is not there."""
    forms = {
        form: (spelled == word, count, form) for (spelled, form), count in public.items() if _is_same(spelled, word)
    }
    return max(forms, key=forms.__getitem__, default="")


def _is_same(word: str, other: str) -> bool:
    return word == other or stem(word) == stem(other)
