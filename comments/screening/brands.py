"""Names of gambling sites, known by their shape alone: no name stands in any list.

A name is letters with the digits that such sites like ("…88", "…138", "…4d"), or letters put together with a word of
gambling ("…toto", "…hoki"). What people write in the same shape without meaning a site, such as models of cars, is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from .normalising import Reading, Word
from .phrases import KEPT, classes

SHOUTED, LIKELY, MAYBE = 3, 2, 1
_SHAPE = re.compile(r"(?P<letters>[a-z]{3,20})[-*]?(?P<digits>\d{2,4}|[345]d)$")
_SPELLED = re.compile(r"[a-z]{4,20}\d{2,4}")
_BEHIND = re.compile(r"(.*?)(\d{0,4}|[345]d)$", re.DOTALL)
_LEET = str.maketrans("013457", "oieast")
_LUCKY = re.compile(r"(\d)\1+|138|168|188|189|303|365|368|69|77\d|88\d|99\d|123|128|178|212|889|[345]d|1000|500|700|4d")
_YEAR = re.compile(r"(?:19|20)\d\d$")

_GAMBLING = (
    "slot",
    "toto",
    "togel",
    "gacor",
    "maxwin",
    "casino",
    "kasino",
    "poker",
    "judi",
    "jackpot",
    "hoki",
    "jitu",
    "zeus",
)
_ENDINGS = ("bet", "win", "qq", "spin", "cuan", "jp", "play")


LONGEST_PIECE = 3  # letters
MOST_PIECES = 12
HARDLY_MORE = 3  # words of a text that is hardly more than a name
NEAR = 3  # signs between two pieces of a name
# Behind another word in capitals they end the name of a site: "RAJA SLOT".
TAILS = frozenset(
    [
        "bet",
        "casino",
        "cuan",
        "gacor",
        "hoki",
        "jitu",
        "jp",
        "play",
        "poker",
        "qq",
        "slot",
        "spin",
        "togel",
        "toto",
        "win",
    ]
)
SPELLED_BY = 3  # signs that a name is spelled with ("k*e*l*a*d*i")


class Brand(NamedTuple):
    name: str
    weight: int
    start: int
    end: int
    places: tuple[int, ...]  # its words, the first and the last
    hidden: bool = False  # whether it is spelled out or in pieces


def ends_like_a_site(letters: str) -> bool:
    """Whether a word is put together with one of gambling, as "kijanghoki" and "kijangbet" are."""
    return _of_compound(letters, letters) > 0


@lru_cache(maxsize=KEPT)
def brands(reading: Reading) -> tuple[Brand, ...]:
    return (*_in_words(reading), *_spelled(reading), *_in_pieces(reading), *_apart(reading))


def _in_words(reading: Reading) -> Iterator[Brand]:
    for place, word in enumerate(reading.words):
        if reading.text[word.start - 1 : word.start] == "@":  # somebody who is answered
            continue
        if weight := _weight(word, reading.text[word.start : word.end]):
            yield Brand(word.plain, weight, word.start, word.end, (place,))


def _spelled(reading: Reading) -> Iterator[Brand]:
    """Names letter by letter: "k e l a d i 8 8", "k*e*l*a*d*i*8*8"; and "keladi-88"."""
    for word in reading.joined:
        is_dotted = "." in reading.text[word.start : word.end]
        is_numbered = word.spelled and _SPELLED.fullmatch(word.plain)  # nobody else spells numbers out
        if is_numbered or ((word.spelled or not is_dotted) and _is_likely(word.plain, compounds=word.spelled)):
            yield _spanning(reading, word.plain, word.start, word.end)
    for word in reading.words:
        letters = word.plain.replace("*", "")
        if word.plain.count("*") >= SPELLED_BY and word.plain == "*".join(letters) and _is_likely(letters):
            yield _spanning(reading, letters, word.start, word.end)


def _in_pieces(reading: Reading) -> Iterator[Brand]:
    """Names in pieces that are no words: "KE LA DI 88", "kel ad i8 8"."""
    words = reading.words
    first = 0
    while first < len(words):
        last = first + 1
        while last < min(len(words), first + MOST_PIECES) and _goes_on(words[last - 1], words[last]):
            last += 1
        for end in range(last, first + 2, -1):
            if _is_in_pieces(plain := [word.plain for word in words[first:end]]):
                yield Brand("".join(plain), LIKELY, words[first].start, words[end - 1].end, (first, end - 1), True)
                first = end - 1
                break
        first += 1


def _goes_on(before: Word, word: Word) -> bool:
    return max(len(before.plain), len(word.plain)) <= LONGEST_PIECE and word.start - before.end <= NEAR


def _is_in_pieces(pieces: list[str]) -> bool:
    numbers = [piece for piece in pieces if piece.isdecimal()]
    if numbers and (pieces[0].isdecimal() or pieces[-len(numbers) - 1] in classes()["numbered"]):
        return False
    strange = sum(piece.isalpha() and piece not in classes()["short"] for piece in pieces)
    even = len(pieces) > LONGEST_PIECE and {len(piece) for piece in pieces[:-1]} == {2}
    split = any(not piece.isalpha() and not piece.isdecimal() for piece in pieces)  # "…n1 38"
    is_strange = strange > 1 or (even and (strange > 0 or split))
    return is_strange and _is_likely("".join(pieces), compounds=strange > 1)


def _apart(reading: Reading) -> Iterator[Brand]:
    """A name that is shouted among small letters, its digits or tail behind a space: "di KELADI 88", "KELADI JP"."""
    for place, (word, number) in enumerate(pairwise(reading.words)):
        if _has_a_tail(reading, word, number):
            yield Brand(word.plain + number.plain, LIKELY, word.start, number.end, (place, place + 1))
        if len(word.plain) <= LONGEST_PIECE or not number.plain[0].isdigit() or number.start - word.end > NEAR:
            continue
        is_shouted = reading.text[word.start : word.end].isupper() and not reading.text.isupper()
        together = word.plain + number.plain
        if is_shouted and not _is_a_person(word.plain) and _is_likely(together, compounds=False):
            yield Brand(together, MAYBE, word.start, number.end, (place, place + 1))


def _has_a_tail(reading: Reading, word: Word, tail: Word) -> bool:
    written = reading.text[word.start : tail.end]
    is_shouted = written.isupper() and (not reading.text.isupper() or len(reading.words) <= HARDLY_MORE)
    is_one = tail.start - word.end == 1 and tail.plain in TAILS and word.plain not in TAILS
    return is_shouted and is_one and len(word.plain) > LONGEST_PIECE and not _is_a_person(word.plain)


def _is_written_like_a_name(written: str, digits: str) -> bool:
    """Like "Rina77"."""
    return written[:1].isupper() and written[1:3].islower() and len(digits) == 2 and digits.isdecimal()


def _is_a_person(letters: str) -> bool:
    return any(letters in classes()[name] for name in ("given", "crowd", "homely"))


def _is_likely(letters: str, *, compounds: bool = True) -> bool:
    """Whether letters that were put together name a site."""
    found = _SHAPE.search(letters)
    if found and _LUCKY.fullmatch(found["digits"]):
        return found["letters"] not in classes()["numbered"]
    return compounds and _of_compound(letters, letters.upper()) >= LIKELY


def _spanning(reading: Reading, name: str, start: int, end: int) -> Brand:
    within = [place for place, word in enumerate(reading.words) if start <= word.start < end]
    return Brand(name, LIKELY, start, end, (within[0], within[-1]) if within else (), True)


def _weight(word: Word, written: str) -> int:
    if found := _SHAPE.match(word.plain) or _SHAPE.match(_without_leet(word.plain)):
        if found["letters"] in classes()["numbered"] or _YEAR.match(found["digits"]):
            return 0
        if _is_a_person(found["letters"]) and found["digits"].isdecimal():
            return MAYBE
        if _of_compound(found["letters"], written) == LIKELY:
            return SHOUTED if written.isupper() else LIKELY
        if _is_written_like_a_name(written, found["digits"]) or not _LUCKY.fullmatch(found["digits"]):
            return MAYBE
        return SHOUTED if written.isupper() else LIKELY
    bare = word.plain.replace("*", "").rstrip("0123456789")  # of "kijang_hoki88"
    return max(_of_compound(form, written) for form in (*word.forms, bare))


def _without_leet(plain: str) -> str:
    """A name whose letters are digits too: "l4ut4n138"."""
    letters, digits = _BEHIND.match(plain).groups()  # type: ignore[union-attr]
    return letters.translate(_LEET) + digits if letters[:1].isalpha() and not letters.isalpha() else ""


@lru_cache(maxsize=8192)
def _of_compound(form: str, written: str) -> int:
    if form in classes()["no_compound"] or not form.isalpha():
        return 0
    for part in _GAMBLING:
        rest = (
            form.removesuffix(part) if form.endswith(part) else form.removeprefix(part) if form.startswith(part) else ""
        )
        if len(rest) > 2 and rest not in classes()["added"]:
            is_a_surname = part == "slot" and rest.startswith("e") and written.istitle()  # "Slotemaker"
            return MAYBE if is_a_surname else LIKELY
    if any(form.endswith(part) and len(form) > len(part) + 3 for part in _ENDINGS):
        return LIKELY if written.isupper() else MAYBE
    return 0
