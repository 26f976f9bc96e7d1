"""Promotion of online gambling: words that add up, and the trouble taken to hide them."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from comments.models import WordKind

from .links import Span, links
from .normalising import Reading
from .words import Match

CORE = 2  # the weight from which on a word is about gambling itself
HIDDEN = 2  # what a disguised word weighs more
FRAME = LINK = 1
_BRAND = re.compile(r"(?<![a-z0-9])[a-z]{3,20}-?(?:\d{2,3}|[34]d)(?![a-z0-9])", re.IGNORECASE)
# Numbers that people write behind a word without meaning a gambling site.
_NO_BRAND = re.compile(
    r"covid|tahun|jam|rp|pukul|nomor|pasal|usia|umur|persen|km|rt|rw|hut|g20|sd|smp|sma|tanggal", re.IGNORECASE
)


class Promotion(NamedTuple):
    weight: int
    words: tuple[str, ...]
    places: tuple[Span, ...]


NOTHING = Promotion(0, (), ())


def promotion(reading: Reading, matches: list[Match]) -> Promotion:
    """How much a comment promotes gambling, whatever else it says: nothing unless it is about gambling at all."""
    of_gambling = {match.entry.text: match for match in matches if match.entry.kind == WordKind.GAMBLING}
    told = [match for match in of_gambling.values() if match.entry.weight > 0]
    brands = [found for found in _BRAND.finditer(reading.text) if not _NO_BRAND.match(found[0])][:3]
    if not brands and all(match.entry.weight < CORE for match in told):
        return NOTHING
    hidden = [match for match in told if match.disguised]
    weight = sum(match.entry.weight for match in told) + HIDDEN * len(hidden) + CORE * bool(brands)
    weight += FRAME * _is_framed(reading.text) + LINK * bool(links(reading.text))
    if not hidden:
        weight += sum(match.entry.weight for match in of_gambling.values() if match.entry.weight < 0)
    words = tuple(dict.fromkeys([*(match.entry.text for match in told), *(found[0] for found in brands)]))
    places = tuple(sorted({*((match.start, match.end) for match in told), *(found.span() for found in brands)}))
    return Promotion(max(weight, 0), words, places)


def _is_framed(text: str) -> bool:
    """Whether pictures stand at both ends, as in "🎰 … 🎰"."""
    bare = text.strip()
    return len(bare) > 2 and all(
        unicodedata.category(end) == "So" for end in (bare[0], bare[-1].strip("\ufe0f") or "x")
    )
