"""Reading a comment as people read it: disguised letters unfolded, each word with its place in the original.

Everything here is linear in the length of the text, whatever it is made of.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

LONGEST_WORD = 60  # letters; nothing longer is a word
SHORTEST_SPELLING = 3  # single letters in a row that are read as one word

TABLE = Path(__file__).with_name("confusables.txt")  # made by make_confusables.py
# Letters that show nothing, though Unicode calls them letters or signs.
BLANKS = {0x115F: "", 0x1160: "", 0x3164: "", 0xFFA0: "", 0x2800: " "}
_MASKS = re.compile(r"(?<=[a-z0-9])[#%^~_](?=[a-z0-9])")  # they hide a letter, as * does

_LEET = str.maketrans("0123456789@$!", "oizeasgtbgasi")
_LEET_L = _LEET | {ord("1"): "l"}
_PIECE = re.compile(r"(?:[a-z0-9*]|@(?<=[a-z0-9]@)|[@$!](?=[a-z0-9]))+")
_REPEATED = re.compile(r"(.)\1+")
_LAST_DIGITS = re.compile(r"\d{1,6}d?$")


@dataclass(frozen=True)
class Word:
    """A word and its place in the original text, with everything that it may be read as."""

    start: int
    end: int
    forms: tuple[str, ...]
    spelled: bool = False  # letter by letter, so that it may hold several words

    @property
    def plain(self) -> str:
        return self.forms[0]


@dataclass(frozen=True, eq=False)
class Reading:
    """A comment, read: its words in their order, and beside them what several pieces make together.

    No two are equal, so that what is found in one can be kept with it.
    """

    text: str
    words: tuple[Word, ...]
    joined: tuple[Word, ...]
    plain: str = ""  # the whole text, unfolded
    origins: tuple[int, ...] = ()  # where in the text each letter of it is from

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where in the original a part of the unfolded text stands."""
        return self.origins[start], self.origins[end - 1] + 1

    def is_disguised(self, word: Word, form: str) -> bool:
        """Whether somebody took trouble to write this word so that it is not found."""
        return self.text[word.start : word.end].lower().rstrip("0123456789") != form.rstrip("0123456789")


def basic(text: str) -> str:
    """Lower-case letters without marks, by what Unicode says alone."""
    kept = (part for part in unicodedata.normalize("NFKD", text) if unicodedata.category(part)[0] != "M")
    return "".join(part for part in kept if unicodedata.category(part) not in {"Cf", "Cn", "Co", "Cs"}).casefold()


@cache
def confusables() -> dict[int, str]:
    """What looks like Latin letters without being one, by its code point."""
    lines = (line for line in TABLE.read_text().splitlines() if not line.startswith("#"))
    return BLANKS | {
        ord(like): letters for line in lines for letters, _, of_them in [line.partition(" ")] for like in of_them
    }


@lru_cache(maxsize=8192)
def unfolded(character: str) -> str:
    """What one character says: plain lower-case letters, digits and signs; "" for marks and invisible ones."""
    if character.isascii():
        return character.lower()
    if (digit := unicodedata.decimal(character, None)) is not None:
        return str(digit)
    table = confusables()
    plain = table.get(ord(character)) or basic(basic(character).translate(table))
    return plain.strip("()") or plain  # "⒜" is "(a)" by its decomposition


def is_a_flag(written: str) -> bool:
    """Whether letters are the picture of a flag, which is read as the two letters of its country."""
    return all("\U0001f1e6" <= letter <= "\U0001f1ff" for letter in written)


def read(text: str) -> Reading:
    letters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for letter in "1" if character in "Il" and _passes_for_another(text, place) else unfolded(character):
            letters.append(letter)
            places.append(place)
    plain = _MASKS.sub("*", "".join(letters))
    chunks = [[piece.span() for piece in _PIECE.finditer(plain, *chunk.span())] for chunk in re.finditer(r"\S+", plain)]
    word_at = _Places(plain, places)
    return Reading(
        text=text,
        words=tuple(word_at(*piece) for pieces in chunks for piece in pieces),
        joined=tuple(_joined(plain, chunks, word_at)),
        plain=plain,
        origins=tuple(places),
    )


def _passes_for_another(text: str, place: int) -> bool:
    """Whether an I stands among small letters, as in "sIot", or an l among capitals, as in "JUDl"."""
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    if text[place] == "l":
        return before.isupper() and not after.islower()
    return before.islower() or (before.isupper() and after.islower())


@dataclass(frozen=True)
class _Places:
    """Makes words of spans of the unfolded text."""

    plain: str
    places: list[int]

    def __call__(self, start: int, end: int, letters: str = "", spelled: bool = False) -> Word:
        return Word(
            start=self.places[start],
            end=self.places[end - 1] + 1,
            forms=forms(letters or self.plain[start:end]),
            spelled=spelled,
        )


def _joined(plain: str, chunks: list[list[tuple[int, int]]], word_at: _Places) -> Iterator[Word]:
    """Words in pieces: "ga.cor", and "g a c o r" letter by letter."""
    spelling: list[tuple[int, int]] = []
    for pieces in [*chunks, []]:
        single = bool(pieces) and all(end - start == 1 for start, end in pieces)
        gap = bool(spelling and pieces) and pieces[0][0] - spelling[-1][1] > 4  # beyond this, another word begins
        if spelling and (not single or gap):
            yield from _spelled(plain, spelling, word_at)
            spelling = []
        if single:
            spelling += pieces
        elif len(pieces) > 1:
            yield word_at(pieces[0][0], pieces[-1][1], "".join(plain[start:end] for start, end in pieces))


def _spelled(plain: str, letters: list[tuple[int, int]], word_at: _Places) -> Iterator[Word]:
    if len(letters) >= SHORTEST_SPELLING:
        for first in range(0, len(letters), LONGEST_WORD // 2):
            part = letters[first : first + LONGEST_WORD]
            yield word_at(part[0][0], part[-1][1], "".join(plain[start] for start, _ in part), spelled=True)


def squeezed(word: str) -> str:
    """Without stretching: "gaaacooor" is "gacor"."""
    return _REPEATED.sub(r"\1", word)


@lru_cache(maxsize=8192)
def forms(letters: str) -> tuple[str, ...]:
    """Everything a word may be read as, what is written there first."""
    short = letters if len(letters) <= LONGEST_WORD else squeezed(letters)[: LONGEST_WORD + 1]
    found = [short]
    if "*" in short:
        found.append(short.replace("*", ""))
    if not short.isalpha() and not short.isdecimal():
        core = _LAST_DIGITS.sub("", short).rstrip("*")
        found += [core, *(part.translate(table) for part in (core, short) for table in (_LEET, _LEET_L))]
    found += [squeezed(form) for form in found if not form.isdecimal()]
    return tuple(dict.fromkeys(form for form in found if form))
