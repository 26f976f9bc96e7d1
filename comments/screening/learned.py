"""A small model that learns from what this newsroom approved and refused: "like what you refused before".

It is logistic regression over pieces of two to five letters of the text as it is read, so that a disguise makes no new
pieces. What kinds of words stand near each other (`phrases.toml`) are pieces too, so that what was learned of one group
of people holds for the others. A piece is known by a hash alone: a model holds no word of any comment. Nothing but
Python is needed to train it or to judge by it.
"""

from __future__ import annotations

import json
import math
import random
import re
import unicodedata
import zlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any, NamedTuple

from .brands import brands
from .links import Span
from .normalising import Reading, is_a_flag, read
from .phrases import KEPT, Speech, classes

PIECES = (2, 3, 4, 5)  # letters
BUCKETS = 1 << 16
SCALE = 2_000  # weights are kept as whole numbers
MAGIC = b"kateid screening 2\n"
WORDS_KEPT = 8192  # that are not taken to pieces again
LITTLE = 30  # pieces; of fewer a model is not so sure
LONGEST = 1_500  # letters that are looked at
EPOCHS = 10
RATE = 1.5
LEARNED = 0.02  # a comment that is judged as well as this teaches nothing more
TELLING = 4  # words that an explanation names
NEAR = 6  # words within which two kinds are seen together
MOST_NEAR = 8  # kinds
# The classes of words that are kinds.
KINDS = (
    "target", "frail", "demean", "expel", "kill", "killed", "must", "kin", "person", "harm", "yours", "house", "you",
    "crazy", "mindless", "chat", "account", "profile", "buy", "gain", "lay", "pay", "when", "not", "good", "work",
    "look", "mine", "before", "first",
)  # fmt: skip
SITE, CAPITALS = "§", "^"  # stand for the name of a site, and for a word that is shouted among others
SUBJECT = "="  # stands for what the comment is about
SHOUTED = 4  # letters of a word that may be shouted, or tell what a story is about
LONG_NUMBER = 5  # digits; more are the number of a phone or an account
# Whose letters people write for their own sake.
SCRIPTS = (
    "ARABIC", "HEBREW", "CYRILLIC", "GREEK", "THAI", "LAO", "CJK", "HANGUL", "HIRAGANA", "KATAKANA", "DEVANAGARI",
    "BENGALI", "TAMIL", "JAVANESE", "BALINESE", "BUGINESE", "SUNDANESE",
)  # fmt: skip
_NUMBER = re.compile(r"x?(\d+)([a-z]{0,4})")


class Piece(NamedTuple):
    bucket: int
    word: int  # which word of the text it stands in


class Decided(NamedTuple):
    """What was decided about one comment."""

    reading: Reading
    is_refused: bool
    weight: int = 1  # how many others it counts for


class Likeness(NamedTuple):
    percent: int  # how sure the model is that this is like what was refused
    words: tuple[str, ...]  # what decided, the strongest first
    places: tuple[Span, ...]


@dataclass(frozen=True)
class Model:
    weights: array[int]
    bias: float = 0.0
    about: dict[str, Any] = field(default_factory=dict)  # on how much it was trained, and how it measured

    def judge(self, reading: Reading, subject: str = "") -> Likeness:
        """How like a comment is to what was refused.

        Args:
            subject: what it is about, whose words say nothing: below a story about pigs, pigs are pigs.
        """
        if _is_of_another_language(reading):
            return Likeness(0, (), ())
        found = pieces(reading, _words_of(subject))
        if not found:
            return Likeness(0, (), ())
        share = 1 / (SCALE * math.sqrt(len(found) + LITTLE))
        by_word: dict[int, float] = {}
        for bucket, word in found:
            by_word[word] = by_word.get(word, 0.0) + self.weights[bucket] * share
        telling = sorted((word for word, said in by_word.items() if said > 0), key=lambda word: -by_word[word])[
            :TELLING
        ]
        spans = [(reading.words[word].start, reading.words[word].end) for word in telling]
        return Likeness(
            int(100 * _sure(self.bias + sum(by_word.values()))),
            tuple(reading.text[start:end] for start, end in spans),
            tuple(sorted(spans)),
        )

    def to_bytes(self) -> bytes:
        head = json.dumps({"bias": self.bias, "about": self.about}).encode() + b"\n"
        return MAGIC + head + zlib.compress(self.weights.tobytes())

    @classmethod
    def from_bytes(cls, kept: bytes) -> Model:
        """
        Raises:
            ValueError: it is no model, or one of another version.
        """
        head, _, packed = kept.removeprefix(MAGIC).partition(b"\n")
        weights = array("h")
        if not kept.startswith(MAGIC):
            raise ValueError("This is no screening model of this version.")
        try:
            said = json.loads(head)
            unpacking = zlib.decompressobj()
            weights.frombytes(unpacking.decompress(packed, 2 * BUCKETS))
            model = cls(weights, float(said["bias"]), dict(said["about"]))
        except (zlib.error, KeyError, TypeError, ValueError) as error:
            raise ValueError("This screening model is damaged.") from error
        if len(weights) != BUCKETS:
            raise ValueError("This screening model is damaged.")
        return model


@lru_cache(maxsize=KEPT)
def _words_of(subject: str) -> frozenset[str]:
    return frozenset(word.plain for word in read(subject).words)


@lru_cache(maxsize=KEPT)
def pieces(reading: Reading, about: frozenset[str] = frozenset()) -> tuple[Piece, ...]:
    """The pieces of a comment, each once: letters of words, words side by side, and the shape of what is written."""
    found: dict[int, int] = {}
    letters = 0
    before, one_before = "<", "<"
    for place, written in _written(reading, about):
        padded = f" {written} "
        for bucket in _buckets(padded):
            found.setdefault(bucket, place)
        for together in (f"{before}+{written}", f"{one_before}_{written}"):
            found.setdefault(zlib.crc32(together.encode()) % BUCKETS, place)
        one_before, before = before, written
        letters += len(padded)
        if letters > LONGEST:
            break
    for shape in _shapes(reading):
        found.setdefault(zlib.crc32(shape.encode()) % BUCKETS, 0)
    for kinds, place in _kinds(reading, about):
        found.setdefault(zlib.crc32(kinds.encode()) % BUCKETS, place)
    return tuple(Piece(bucket, word) for bucket, word in found.items()) if letters else ()


def _is_of_another_language(reading: Reading) -> bool:
    """Whether most letters are of another script: what has learned from Indonesian knows nothing of it."""
    letters = [letter for letter in reading.text if letter.isalpha()]
    others = [letter for letter in letters if not letter.isascii()]
    return 2 * sum(unicodedata.name(letter, "").startswith(SCRIPTS) for letter in others) > len(letters)


def _written(reading: Reading, about: frozenset[str]) -> Iterator[tuple[int, str]]:
    """Each word as it counts: names of sites, numbers and what is shouted by their shape, the rest by its letters."""
    sites = {place for brand in brands(reading) for place in brand.places}
    shouts = not reading.text.isupper()
    for place, word in enumerate(reading.words):
        text = reading.text[word.start : word.end]
        if is_a_flag(text):
            continue
        if place in sites:
            yield place, SITE
        elif _is_subject(word.plain, about):
            yield place, SUBJECT
        elif found := _NUMBER.fullmatch(word.plain):
            yield place, f"{'#' * min(len(found[1]), LONG_NUMBER)}{found[2]}"
        else:
            if shouts and len(text) >= SHOUTED and text.isupper():
                yield place, CAPITALS
            yield place, word.plain if word.plain.isalpha() else word.forms[-1]
    for word in reading.joined:
        if word.spelled:
            yield next((place for place, one in enumerate(reading.words) if one.start >= word.start), 0), word.forms[-1]


def _is_subject(word: str, about: frozenset[str]) -> bool:
    return word in about and len(word) >= SHOUTED


def _shapes(reading: Reading) -> Iterator[str]:
    """What is to be seen in a whole text: its pictures, and what stands in it beside words."""
    pictures = [letter for letter in reading.text if unicodedata.category(letter) in {"So", "Sk"}]
    yield from {f"picture {letter}" for letter in pictures}
    if pictures:
        yield f"pictures {min(len(pictures), 4)}"
    if reading.text and unicodedata.category(reading.text.strip()[:1] or " ") == "So":
        yield "picture first"
    yield f"words {min(len(reading.words), 8)}"
    for sign in "@/:?!.,#_*":
        if sign in reading.text:
            yield f"sign {sign}"


def _kinds(reading: Reading, about: frozenset[str]) -> Iterator[tuple[str, int]]:
    """The kinds of words in a comment, each alone and before another of its sentence, and the word that is first."""
    speech, kind_of = Speech(reading), _kind_of()
    letters = 0
    found: list[tuple[str, int]] = []
    for place, keys in enumerate(speech.keys):
        if not _is_subject(speech.words[place].plain, about):
            kinds = {kind for key in keys if key in kind_of for kind in kind_of[key]}
            found += ((kind, place) for kind in sorted(kinds))
        letters += len(speech.words[place].plain) + 2
        if letters > LONGEST:
            break
    for number, (kind, place) in enumerate(found):
        yield f"%{kind}", place
        for other, behind in found[number + 1 : number + MOST_NEAR]:
            if 0 < behind - place <= NEAR and speech.sentences[place] == speech.sentences[behind]:
                yield f"%{kind}>{other}", place


@cache
def _kind_of() -> dict[str, list[str]]:
    """The kinds that each word is of."""
    found: dict[str, list[str]] = {}
    for kind in KINDS:
        for word in classes()[kind]:
            found.setdefault(word, []).append(kind)
    return found


def train(decided: Sequence[Decided], *, seed: int = 1) -> Model:
    """A model of what was decided; the same decisions in the same order make the same model."""
    found = [([piece.bucket for piece in pieces(one.reading)], one) for one in decided]
    rows = [(buckets, one.is_refused, one.weight) for buckets, one in found if buckets]
    weights, bias, steps = [0.0] * BUCKETS, 0.0, [1e-6] * BUCKETS
    chance = random.Random(seed)  # noqa: S311  (an order, nothing that is kept safe)
    for _ in range(EPOCHS):
        chance.shuffle(rows)
        for buckets, is_refused, weight in rows:
            share = 1 / math.sqrt(len(buckets) + LITTLE)
            miss = is_refused - _sure(bias + share * sum(map(weights.__getitem__, buckets)))
            if abs(miss) < LEARNED:
                continue
            bias += 0.01 * miss
            step = weight * miss * share
            for bucket in buckets:
                steps[bucket] += step * step
                weights[bucket] += RATE * step / math.sqrt(1 + steps[bucket] * 10)
    most = 32_000
    whole = array("h", (max(-most, min(most, round(weight * SCALE))) for weight in weights))
    return Model(whole, bias)


@lru_cache(maxsize=WORDS_KEPT)
def _buckets(padded: str) -> tuple[int, ...]:
    text = padded.encode()
    return tuple(
        zlib.crc32(text[start : start + size]) % BUCKETS for size in PIECES for start in range(len(text) - size + 1)
    )


def _sure(sum_of_weights: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, sum_of_weights))))


def measured(model: Model, decided: Iterable[Decided], limit: int) -> dict[str, int]:
    """How a model judges decisions that it was not trained on: how many of each kind, and how many of them it finds."""
    counts = {"refused": 0, "refused_found": 0, "approved": 0, "approved_found": 0}
    for one in decided:
        kind = "refused" if one.is_refused else "approved"
        counts[kind] += 1
        counts[f"{kind}_found"] += model.judge(one.reading).percent >= limit
    return counts
