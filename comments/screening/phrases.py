"""Turns of speech: short patterns of words that say what a comment is doing, such as calling to a profile.

`phrases.toml` holds them, grouped by what they say. A pattern is words in their order; in it

    cek/lihat   is one of these words,
    saja?       may be missing,
    YOU         is one of the words of the class `you`,
    #           is a number, with its unit ("20rb", "2,5 juta"), and x# a multiple ("x500"),
    @           is the name of a site, as `brands` finds them,
    ~           is up to three words of any kind, ~~ up to six, within one sentence.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple

from .normalising import Reading, Word

CLITICS = ("nya", "lah", "kah", "pun", "ku", "mu", "in", "e")
GAPS = {"~": 3, "~~": 6}
KEPT = 8  # comments whose words are remembered: the checks of one read them again and again
NUMBER, MULTIPLE, BRAND = "#", "x#", "@"
_UNITS = frozenset(["rb", "ribu", "k", "jt", "juta", "m", "miliar", "perak"])
_NUMERIC = re.compile(
    r"(?:rp|x)?\d+(?:rb|ribu|k|jt|juta|m|x|persen)?(?:an)?$|go(?:cap|ceng|pek|tun)$|ceban$|cepek$|noban$|se(?:juta|ceng|ratus)$"
)
_MULTIPLE = re.compile(r"x\d{2,5}$")
_ENDS = re.compile(r"[!?;\n]|\.(?!\d)")


class Step(NamedTuple):
    words: frozenset[str]
    gap: int = 0
    optional: bool = False


class Phrase(NamedTuple):
    says: str
    weight: int
    steps: tuple[Step, ...]


class Said(NamedTuple):
    """A turn of speech in a comment, from its first word to its last."""

    says: str
    weight: int
    first: int
    last: int


@dataclass(frozen=True)
class Speech:
    """The words of a comment, each with what it may be taken for and the sentence that it stands in."""

    reading: Reading
    brands: frozenset[int] = frozenset()  # which words name a site

    @property
    def words(self) -> tuple[Word, ...]:
        return self.reading.words

    @cached_property
    def keys(self) -> list[frozenset[str]]:
        keys = _keys_of(self.reading)
        return [of_one | {BRAND} if place in self.brands else of_one for place, of_one in enumerate(keys)]

    @cached_property
    def sentences(self) -> list[int]:
        """The number of the sentence of each word."""
        numbers, number, end = [], 0, 0
        for word in self.words:
            number += bool(_ENDS.search(self.reading.text, end, word.start))
            numbers.append(number)
            end = word.end
        return numbers

    def said(self, group: str) -> list[Said]:
        """Every turn of speech of a group, the longest at each place."""
        found: dict[tuple[str, int], Said] = {}
        index = _phrases(group)
        for place, keys in enumerate(self.keys):
            for phrase in {id(one): one for key in keys if key in index for one in index[key]}.values():
                last = self._follow(phrase.steps, 0, place)
                if last is not None:
                    one = Said(phrase.says, phrase.weight, place, last)
                    known = found.get((one.says, place))
                    if known is None or (known.weight, known.last) < (one.weight, one.last):
                        found[one.says, place] = one
        return list(found.values())

    def has(self, place: int, name: str) -> bool:
        """Whether a word belongs to a class."""
        return 0 <= place < len(self.words) and not self.keys[place].isdisjoint(classes()[name])

    def is_written(self, place: int, name: str) -> bool:
        """Whether a word belongs to a class just as it is written."""
        return 0 <= place < len(self.words) and not classes()[name].isdisjoint(self.words[place].forms)

    def places(self, said: Sequence[Said]) -> tuple[tuple[int, int], ...]:
        return tuple(sorted({(self.words[one.first].start, self.words[one.last].end) for one in said}))

    def _follow(self, steps: tuple[Step, ...], step: int, place: int) -> int | None:
        """The last word of a pattern that goes on here with one of its steps."""
        while step < len(steps):
            wanted = steps[step]
            if wanted.gap:
                return self._after_gap(steps, step, place)
            if not self._goes_on(place, wanted):
                if not wanted.optional:
                    return None
                step += 1
                continue
            place += 1
            if NUMBER in wanted.words and self._goes_on(place, Step(_UNITS)):
                place += 1
            step += 1
        return place - 1

    def _after_gap(self, steps: tuple[Step, ...], step: int, place: int) -> int | None:
        for skipped in range(steps[step].gap + 1):
            if place + skipped > len(self.words) - 1 or not self._same_sentence(place - 1, place + skipped):
                return None
            if (last := self._follow(steps, step + 1, place + skipped)) is not None:
                return last
        return None

    def _goes_on(self, place: int, wanted: Step) -> bool:
        return place < len(self.words) and not self.keys[place].isdisjoint(wanted.words)

    def _same_sentence(self, one: int, other: int) -> bool:
        return self.sentences[one] == self.sentences[other]


@lru_cache(maxsize=KEPT)
def _keys_of(reading: Reading) -> tuple[frozenset[str], ...]:
    return tuple(map(_keys, reading.words))


def _keys(word: Word) -> frozenset[str]:
    """What a word may be taken for."""
    keys = set(word.forms)
    keys |= {form.removesuffix(clitic) for form in word.forms for clitic in CLITICS if len(form) > len(clitic) + 2}
    if _NUMERIC.match(word.plain):
        keys.add(NUMBER)
    if _MULTIPLE.match(word.plain):
        keys.add(MULTIPLE)
    return frozenset(keys)


@cache
def _table() -> dict[str, dict[str, dict[str, list[str]]]]:
    table: dict[str, dict[str, dict[str, list[str]]]] = tomllib.loads(
        Path(__file__).with_name("phrases.toml").read_text()
    )
    return table


@cache
def classes() -> dict[str, frozenset[str]]:
    words: dict[str, str] = _table()["classes"]  # type: ignore[assignment]
    found = {name: frozenset(text.split()) for name, text in words.items()}
    return found | {"ku": found["ku"] | {f"ku{verb}" for verb in found["harm"]}}  # "kupotong": I shall cut


@cache
def _phrases(group: str) -> dict[str, list[Phrase]]:
    """The patterns of a group by the words that they may begin with."""
    index: dict[str, list[Phrase]] = {}
    for says, by_weight in _table()[group].items():
        for weight, patterns in by_weight.items():
            for pattern in patterns:
                phrase = Phrase(says, int(weight), tuple(_steps(pattern)))
                for word in phrase.steps[0].words:
                    index.setdefault(word, []).append(phrase)
    return index


def _steps(pattern: str) -> Iterator[Step]:
    for part in pattern.split():
        if part in GAPS:
            yield Step(frozenset(), gap=GAPS[part])
            continue
        words: set[str] = set()
        for word in part.rstrip("?").split("/"):
            words |= classes()[word.lower()] if word.isupper() else {word}
        yield Step(frozenset(words), optional=part.endswith("?"))
