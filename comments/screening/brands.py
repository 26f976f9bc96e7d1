"""Names of gambling sites, known by their shape alone: no name stands in any list.

A name is letters with the digits that such sites like ("…88", "…138", "…4d"), or letters put together with a word of
gambling ("…toto", "…hoki"). What people write in the same shape without meaning a site, such as models of cars, is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from .normalising import Reading, Word
from .phrases import classes

SHOUTED, LIKELY, MAYBE = 3, 2, 1
_SHAPE = re.compile(r"(?P<letters>[a-z]{3,20})-?(?P<digits>\d{2,4}|[345]d)$")
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


class Brand(NamedTuple):
    name: str
    weight: int
    start: int
    end: int
    place: int | None  # among the words; None if it was spelled out


def brands(reading: Reading) -> list[Brand]:
    return [*_in_words(reading), *_spelled(reading)]


def _in_words(reading: Reading) -> Iterator[Brand]:
    for place, word in enumerate(reading.words):
        if reading.text[word.start - 1 : word.start] == "@":  # somebody who is answered
            continue
        if weight := _weight(word, reading.text[word.start : word.end]):
            yield Brand(word.plain, weight, word.start, word.end, place)


def _spelled(reading: Reading) -> Iterator[Brand]:
    for word in reading.joined:
        found = _SHAPE.search(word.plain) if word.spelled or "." not in reading.text[word.start : word.end] else None
        if found and _LUCKY.fullmatch(found["digits"]) and found["letters"] not in classes()["numbered"]:
            yield Brand(word.plain, LIKELY, word.start, word.end, None)


def _weight(word: Word, written: str) -> int:
    if found := _SHAPE.match(word.plain) or _SHAPE.match(_without_leet(word.plain)):
        if found["letters"] in classes()["numbered"] or _YEAR.match(found["digits"]):
            return 0
        if found["letters"] in classes()["given"] or found["letters"] in classes()["crowd"]:
            return MAYBE
        if _of_compound(found["letters"], written) == LIKELY:
            return SHOUTED if written.isupper() else LIKELY
        is_a_name = written[:1].isupper() and written[1:3].islower() and len(found["digits"]) == 2  # "Rina77"
        if is_a_name or not _LUCKY.fullmatch(found["digits"]):
            return MAYBE
        return SHOUTED if written.isupper() else LIKELY
    return max((_of_compound(form, written) for form in word.forms), default=0)


def _without_leet(plain: str) -> str:
    """A name whose letters are digits too: "l4ut4n138"."""
    letters, digits = _BEHIND.match(plain).groups()  # type: ignore[union-attr]
    return letters.translate(_LEET) + digits if letters[:1].isalpha() and not letters.isalpha() else ""


def _of_compound(form: str, written: str) -> int:
    if form in classes()["no_compound"] or not form.isalpha():
        return 0
    for part in _GAMBLING:
        rest = (
            form.removesuffix(part) if form.endswith(part) else form.removeprefix(part) if form.startswith(part) else ""
        )
        if len(rest) > 2 and rest not in classes()["added"]:
            return LIKELY
    if any(form.endswith(part) and len(form) > len(part) + 3 for part in _ENDINGS):
        return LIKELY if written.isupper() else MAYBE
    return 0
