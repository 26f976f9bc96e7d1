"""A comment's words with those marked that screening spoke of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple


class MarkedText(NamedTuple):
    text: str
    is_marked: bool


def marked(text: str, findings: Sequence[dict[str, Any]]) -> list[MarkedText]:
    """The text in pieces, in its order. Places that do not fit, because it was edited since, are left out."""
    places = sorted(
        (start, end)
        for finding in findings
        for start, end in finding.get("places", ())
        if 0 <= start < end <= len(text)
    )
    pieces: list[MarkedText] = []
    done = 0
    for start, end in places:
        if end <= done:
            continue
        if start > done:
            pieces.append(MarkedText(text[done:start], False))
        pieces.append(MarkedText(text[max(start, done) : end], True))
        done = end
    if done < len(text):
        pieces.append(MarkedText(text[done:], False))
    return pieces


def beginning(pieces: Sequence[MarkedText], most: int) -> list[MarkedText]:
    """The pieces up to a number of letters, cut at a space if there is one near."""
    found: list[MarkedText] = []
    left = most
    for piece in pieces:
        if len(piece.text) > left:
            cut = piece.text[:left].rpartition(" ")[0] or piece.text[:left]
            return [*found, piece._replace(text=f"{cut} …")]
        found.append(piece)
        left -= len(piece.text)
    return found
