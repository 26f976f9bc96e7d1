"""Merging a text that two people changed, paragraph by paragraph; a choice is left only where both changed the same."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from html.parser import HTMLParser

from articles.richtext import BLOCKS

MAX_PARAGRAPHS = 400  # of one text; above, it is merged whole: matching is quadratic
MAX_PAIRS = 2_500  # looked at in one changed passage; above, its paragraphs are paired in their order
SIMILAR = 0.3  # of the words, from which on a changed paragraph counts as the old one edited
_VOID = frozenset({"br", "hr"})


class Side(StrEnum):
    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"  # theirs, then mine


@dataclass(frozen=True)
class Clash:
    """A paragraph that both changed, or a place where both added some (then `base` is ""); "" is also one deleted."""

    base: str
    mine: str
    theirs: str

    @property
    def proposed(self) -> Side:
        """Both additions; of two edits mine; rather an edit than a deletion."""
        if not self.base:
            return Side.BOTH
        return Side.MINE if self.mine else Side.THEIRS

    def take(self, side: Side) -> list[str]:
        taken = {Side.MINE: [self.mine], Side.THEIRS: [self.theirs], Side.BOTH: [self.theirs, self.mine]}[side]
        return [text for text in taken if text]


def blocks(html: str) -> list[str]:
    """The top level of sanitised HTML, piece by piece: an element of BLOCKS, or what stands between two of them."""
    cutter = _Cutter()
    cutter.feed(html)
    cutter.close()
    return cutter.done()


def lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


def merge(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> list[str | Clash]:
    """Paragraphs in their order, each as the one who changed it left it, and a Clash where both did differently."""
    if max(len(base), len(mine), len(theirs)) > MAX_PARAGRAPHS:
        return [Clash("\n".join(base), "\n".join(mine), "\n".join(theirs))]
    ours, others = _follow(base, mine), _follow(base, theirs)
    for at, paragraph in enumerate(base):
        _carry_along(paragraph, at, ours, others)
        _carry_along(paragraph, at, others, ours)
    merged: list[str | Clash] = []
    for at in range(len(base) + 1):
        merged += _at_gap(ours.added[at], others.added[at])
        if at < len(base):
            merged += _at_paragraph(base[at], ours.became[at], others.became[at])
    return merged


def settle(merged: Sequence[str | Clash], choices: Mapping[int, Side]) -> str:
    """The merged text, with the clashes decided by their numbers, or as each proposes."""
    number, taken = 0, []
    for piece in merged:
        if isinstance(piece, str):
            taken.append(piece)
            continue
        taken += piece.take(choices.get(number, piece.proposed))
        number += 1
    return "\n".join(taken)


@dataclass(frozen=True)
class _Followed:
    """What became of each paragraph of the base on one side ("" if deleted), and what was added before each."""

    became: list[str]
    added: list[list[str]]


def _follow(base: Sequence[str], side: Sequence[str]) -> _Followed:
    became, added = [""] * len(base), [list[str]() for _ in range(len(base) + 1)]
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, base, side, autojunk=False).get_opcodes():
        if kind == "equal":
            became[i1:i2] = side[j1:j2]
            continue
        old, new = base[i1:i2], side[j1:j2]
        gap = 0
        partner = {after: before for before, after in _pairs(old, new)}
        for after, text in enumerate(new):
            if after in partner:
                became[i1 + partner[after]] = text
                gap = partner[after] + 1
            else:
                added[i1 + gap].append(text)
    return _Followed(became, added)


def _carry_along(paragraph: str, at: int, mover: _Followed, other: _Followed) -> None:
    """Let a paragraph that one side moved take the other's edit along, and stand once if both moved it."""
    if mover.became[at] or other.became[at] == paragraph:
        return
    place = next((texts for texts in mover.added if paragraph in texts), None)
    if place is None:
        return
    if edited := other.became[at]:
        place[place.index(paragraph)] = edited
        other.became[at] = paragraph
        return
    elsewhere = next((texts for texts in other.added if paragraph in texts), place)
    if elsewhere != place:
        elsewhere.remove(paragraph)


def _pairs(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Which of the new paragraphs are which of the old ones, edited: the most alike, none crossing another."""
    if len(old) == len(new) == 1 or len(old) * len(new) > MAX_PAIRS:
        return list(zip(range(len(old)), range(len(new)), strict=False))
    old_words, new_words = list(map(_words, old)), list(map(_words, new))
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]  # of what follows from here
    alike = [[_alike(before, after) for after in new_words] for before in old_words]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], alike[i][j] and alike[i][j] + best[i + 1][j + 1])
    return list(_walk(best, alike))


def _walk(best: list[list[float]], alike: list[list[float]]) -> Iterator[tuple[int, int]]:
    i = j = 0
    while i < len(alike) and j < len(alike[i]):
        if alike[i][j] and best[i][j] == alike[i][j] + best[i + 1][j + 1]:
            yield i, j
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1


def _words(paragraph: str) -> Counter[str]:
    return Counter(re.sub(r"<[^>]*>", " ", paragraph).split())


def _alike(before: Counter[str], after: Counter[str]) -> float:
    """The part of their words that two paragraphs share, 0 if it is too small to be one of them edited."""
    share = 2 * (before & after).total() / ((before.total() + after.total()) or 1)
    return share if share >= SIMILAR else 0.0


def _at_gap(mine: list[str], theirs: list[str]) -> list[str | Clash]:
    if not mine or not theirs or mine == theirs:
        return [*(theirs or mine)]
    return [Clash("", "\n".join(mine), "\n".join(theirs))]


def _at_paragraph(base: str, mine: str, theirs: str) -> list[str | Clash]:
    if mine in (base, theirs):
        return [theirs] if theirs else []
    if theirs == base:
        return [mine] if mine else []
    return [Clash(base, mine, theirs)]


class _Cutter(HTMLParser):
    """Cuts before and after each block that no other element holds open."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self._pieces: list[list[str]] = [[]]
        self._open = 0

    def done(self) -> list[str]:
        return [text for parts in self._pieces if (text := "".join(parts).strip())]

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in BLOCKS and not self._open:
            self._pieces.append([])
        self._pieces[-1].append(self.get_starttag_text() or "")
        if tag not in _VOID:
            self._open += 1
        elif tag in BLOCKS and not self._open:
            self._pieces.append([])

    def handle_endtag(self, tag: str) -> None:
        self._open -= 1
        self._pieces[-1].append(f"</{tag}>")
        if tag in BLOCKS and not self._open:
            self._pieces.append([])

    def handle_data(self, data: str) -> None:
        self._pieces[-1].append(data)

    def handle_entityref(self, name: str) -> None:
        self._pieces[-1].append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._pieces[-1].append(f"&#{name};")
