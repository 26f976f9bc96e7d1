"""A comment's words with those marked that screening spoke of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple


class Piece(NamedTuple):
    text: str
    is_marked: bool


def marked(text: str, findings: Sequence[dict[str, Any]]) -> list[Piece]:
    """The text in pieces, in its order. Places that do not fit, because it was edited since, are left out."""
    places = sorted(
        (start, end)
        for finding in findings
        for start, end in finding.get("places", ())
        if 0 <= start < end <= len(text)
    )
    pieces: list[Piece] = []
    done = 0
    for start, end in places:
        if end <= done:
            continue
        if start > done:
            pieces.append(Piece(text[done:start], False))
        pieces.append(Piece(text[max(start, done) : end], True))
        done = end
    if done < len(text):
        pieces.append(Piece(text[done:], False))
    return pieces
