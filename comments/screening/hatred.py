"""Hatred and threats, most of them without one swearword (Pedoman Media Siber 3c; UU 1/2024 art. 28).

Groups of people by origin, faith or what they are, beside words that drive out, kill, belittle or shut out; calls to
violence; threats. Whoever speaks against hatred is told by what they say about it.
"""

from __future__ import annotations

from typing import NamedTuple

from .links import Span
from .normalising import Reading
from .phrases import Speech

LABELS = {
    "expel": "mengusir golongan",
    "kill": "ajakan membinasakan golongan",
    "demean": "merendahkan golongan",
    "exclude": "menyingkirkan golongan",
    "frail": "merendahkan yang lemah",
    "violence": "ajakan kekerasan",
    "threat": "ancaman",
}


class Hatred(NamedTuple):
    kinds: tuple[str, ...]
    places: tuple[Span, ...]


def hatred(reading: Reading) -> Hatred:
    """What a comment threatens or whom it would have hated, and where."""
    speech = Speech(reading)
    said = speech.said("hatred")
    if any(one.says == "rebuke" for one in said):
        said = [one for one in said if one.says == "threat"]
    return Hatred(tuple(dict.fromkeys(LABELS[one.says] for one in said)), speech.places(said))
