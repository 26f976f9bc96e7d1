"""Which words of a text are names. They are compared as they stand: Sebatik is no batik, and Penajam is not sharp."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import Enum
from typing import NamedTuple

from .words import NAMES, WORD, fold, is_regular, spelled

# What ends a sentence or begins a quotation: the next word would have a capital anyway.
_BEGINNING = re.compile(r"[.!?:;…\"“”„»«(\[–—•|/\n]")
_HYPHENS = ("-", "\u2010", "\u2011")
# A line of which most words have capitals is a headline, and they say nothing.
_MOSTLY = 0.6
_LONG = 4  # letters of a word that a headline writes with a capital


class Kind(Enum):
    PLAIN = 0
    NAME = 1
    EITHER = 2  # the capital may be there for another reason


class Token(NamedTuple):
    word: str
    kind: Kind
    is_joined: bool  # to the word before, by a hyphen


def tokens(text: str) -> Iterator[Token]:
    """The words of a text (composed), and whether they are names: by a capital in the middle of a sentence."""
    found = list(WORD.finditer(text))
    is_title = _is_title([match[0] for match in found])
    ended = 0
    for number, match in enumerate(found):
        begins = number == 0 or bool(_BEGINNING.search(text, ended, match.start()))
        is_joined = number > 0 and text[ended : match.start()] in _HYPHENS
        ended = match.end()
        if word := spelled(fold(match[0])):
            yield Token(word, _kind(match[0], word, is_open=begins or is_title), is_joined)


def names_among(tokens: Iterable[Token]) -> frozenset[str]:
    """The words that are names wherever a text shows what they are."""
    tokens = list(tokens)
    plain = {token.word for token in tokens if token.kind is Kind.PLAIN}
    return frozenset({token.word for token in tokens if token.kind is Kind.NAME} - plain)


def _kind(written: str, word: str, *, is_open: bool) -> Kind:
    if word in NAMES:
        return Kind.NAME
    if not written[0].isupper() or is_regular(word):
        return Kind.PLAIN
    return Kind.EITHER if is_open else Kind.NAME


def _is_title(written: list[str]) -> bool:
    long = [word for word in written if len(word) >= _LONG]
    return len(long) > 1 and sum(word[0].isupper() for word in long) >= _MOSTLY * len(long)
