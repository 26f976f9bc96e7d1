"""“Maksud Anda: …” – a query that finds more, in words that readers can read on this site."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from itertools import chain

from . import spelling
from .descriptions import texts_of
from .filters import Filters
from .queries import Query, parse
from .results import search
from .words import STOP_WORDS, stem, words

FEW = 3  # results below which the spelling is doubted
READ = 5  # of the better results, to take the words from


def suggestion(query: Query, filters: Filters, *, at: datetime, found: int) -> str:
    """What somebody may have meant who found too little; "" if nothing better comes to mind."""
    if found >= FEW:
        return ""
    corrections = spelling.corrections([typed.word for typed in query.typed if typed.word not in STOP_WORDS])
    if not corrections:
        return ""
    better = search(parse(query.corrected(corrections)), filters, at=at)
    if better.count <= found:
        return ""
    # The known words may be those of a story that is not public, so they are taken from what was found.
    texts = (
        chain((text.headline,), text.lead, text.rest) for hit in better.hits[:READ] for text in [texts_of(hit.edition)]
    )
    public = Counter(word for text in chain.from_iterable(texts) for word in words(text))
    shown = {typed: _as_it_occurs(correction, public) for typed, correction in corrections.items()}
    return query.corrected(shown) if all(shown.values()) else ""


def _as_it_occurs(word: str, public: Counter[str]) -> str:
    if word in public:
        return word
    same = (other for other, _count in public.most_common() if stem(other) == stem(word))
    return next(same, "")
