"""Finding the words of a list in a comment: whole words, with the prefixes and suffixes that Indonesian gives them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import NamedTuple

from comments.models import WordKind

from .normalising import Reading, Word, read

CLITICS = ("nya", "lah", "kah", "pun", "ku", "mu")
SUFFIXES = ("kan", "an", "in", "i")
PREFIXES = (
    "menge", "meny", "meng", "men", "mem", "me", "peng", "pen", "pem", "pe",
    "nge", "ng", "di", "ter", "ber", "ke", "se",
)  # fmt: skip
SHORT = 4  # letters: so short a word takes clitics alone, or "membabi buta" would be an insult
MASKED = 4  # letters and stars of a word of which some are hidden
FRAGMENTS = 5  # pieces that a word may be written in
LONGEST_IN_FRAGMENTS = 14  # letters
GIVEN = 3  # letters that tell a masked word, or the first and the last one
SPELLED = 4  # letters that a word needs to be found inside a run of single letters
SOUNDED = 5  # letters that a swearword needs to be known by its sound
CLIPPED = 6  # letters that a swearword needs to be known without some of its vowels
STRONG = 2  # the weight from which on a word insults by being shouted alone ("Anjing!")

_OLD_SPELLING = (("oe", "u"), ("dj", "j"), ("tj", "c"))
_ALIKE = str.maketrans("qz", "ks")
_LAST = str.maketrans("gcqxdb", "kkkktp")
_EMPHASIS = re.compile(r"^([b-df-hj-np-tv-z]?)u(?=[aeio])")  # Javanese: "guoblok", "uasu"
_VOWELS = re.compile(r"[aeiou]")
_UNSPEAKABLE = re.compile(
    r"^[^aeiou][^aeioulrwy]|[^aeiou]{3}|[^aeiou]{2}(?<![rnlk][tskd])$"
)  # where a vowel is missing


@dataclass(frozen=True)
class Entry:
    """One word or phrase of a list.

    Args:
        weight: what it says for promotion (gambling words alone); less than nothing speaks against it.
        unless: words in whose company it means nothing bad ("anjing" beside "rabies").
    """

    text: str
    kind: str
    meaning: str = ""
    weight: int = 1
    unless: tuple[str, ...] = ()

    @cached_property
    def words(self) -> tuple[str, ...]:
        return tuple(word.plain for word in read(self.text).words)


class Match(NamedTuple):
    entry: Entry
    start: int
    end: int
    disguised: bool


@dataclass
class Lexicon:
    """The words of all lists, found in one walk through a comment."""

    entries: tuple[Entry, ...]
    _single: dict[str, list[Entry]] = field(init=False, default_factory=lambda: defaultdict(list))
    _phrases: dict[str, list[Entry]] = field(init=False, default_factory=lambda: defaultdict(list))
    _by_length: dict[int, list[str]] = field(init=False, default_factory=lambda: defaultdict(list))
    _by_sound: dict[str, list[Entry]] = field(init=False, default_factory=lambda: defaultdict(list))
    _by_consonants: dict[str, list[Entry]] = field(init=False, default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for entry in self.entries:
            if not entry.words or entry.kind == WordKind.WELCOME:
                continue
            if len(entry.words) > 1:
                self._phrases[entry.words[0]].append(entry)
            joined = "".join(entry.words)  # "slotgacor" for "slot gacor"
            self._single[joined].append(entry)
            if joined not in self._by_length[len(joined)]:
                self._by_length[len(joined)].append(joined)
            if len(entry.words) == 1 and _is_a_swearword(entry):
                self._know_by_sound(entry, joined)

    def _know_by_sound(self, entry: Entry, word: str) -> None:
        if len(word) >= SOUNDED:
            self._by_sound[sound(word)].append(entry)
        if len(word) >= CLIPPED:
            self._by_consonants[_VOWELS.sub("", word)].append(entry)

    @cached_property
    def welcome(self) -> frozenset[str]:
        return frozenset(entry.text for entry in self.entries if entry.kind == WordKind.WELCOME)

    def find(self, reading: Reading, subject: str = "") -> list[Match]:
        """Every entry in a comment, once for each place, in the order of the text.

        Args:
            subject: what the comment is about, whose words are company too: below a story about pigs, pigs are pigs.
        """
        stems = [_all_stems(word) for word in reading.words]
        about = frozenset(stem for word in read(subject).words for stem in _all_stems(word))
        company = about.union(*stems)
        matches = [*self._in_words(reading), *self._in_order(reading, stems), *self._in_fragments(reading)]
        found = {(match.entry.kind, match.entry.text, match.start): match for match in matches}
        kept = (match for match in found.values() if not _is_meant_well(match.entry, company, about))
        return sorted(kept, key=lambda match: (match.start, match.end))

    def _in_words(self, reading: Reading) -> Iterator[Match]:
        for word in reading.words:
            yield from self._of_one(reading, word, in_pieces=False)
        for word in reading.joined:
            yield from self._of_one(reading, word, in_pieces=True)
            if word.spelled:
                yield from self._inside(word)

    def _of_one(self, reading: Reading, word: Word, *, in_pieces: bool) -> Iterator[Match]:
        for form in word.forms:
            known = self._masked(form) if "*" in form else stems(form) & self._single.keys()
            for stem in known:
                for entry in self._single[stem]:
                    yield Match(entry, word.start, word.end, in_pieces or reading.is_disguised(word, form))
            if form.isalpha() and not known:
                for entry in self._alike(form):
                    yield Match(entry, word.start, word.end, True)

    def _alike(self, form: str) -> Iterator[Entry]:
        """Swearwords as people type them: "goblox" and "guoblok" by their sound, "gblok" by its consonants."""
        if len(form) >= SHORT:
            yield from self._by_sound.get(sound(form), ())
            for entry in self._by_consonants.get(_VOWELS.sub("", form), ()):
                if _is_clipped(form, entry.words[0]):
                    yield entry

    def _inside(self, word: Word) -> Iterator[Match]:
        """Words in a run of single letters, which has no spaces between words."""
        lengths = [length for length in self._by_length if length >= SPELLED]
        for form in word.forms:
            for first in range(len(form)):
                for length in lengths:
                    for entry in self._single.get(form[first : first + length], ()):
                        yield Match(entry, word.start, word.end, True)

    def _masked(self, form: str) -> Iterator[str]:
        """The words that "b*ngs*t" may stand for: enough letters are given, the first among them."""
        given = len(form) - form.count("*")
        if len(form) >= MASKED and form[0] != "*" and (given >= GIVEN or (given > 1 and form[-1] != "*")):
            for word in self._by_length.get(len(form), ()):
                if all(mask in {"*", letter} for mask, letter in zip(form, word, strict=True)):
                    yield word

    def _in_fragments(self, reading: Reading) -> Iterator[Match]:
        """Words in pieces that look like words themselves: "ga cor", "ba ji ngan"."""
        for first, word in enumerate(reading.words):
            letters = word.plain
            for last in range(first + 1, min(first + FRAGMENTS, len(reading.words))):
                piece = reading.words[last]
                letters += piece.plain
                if piece.start - reading.words[last - 1].end > 2 or len(letters) > LONGEST_IN_FRAGMENTS:
                    break
                shortest = SHORT if max(len(one.plain) for one in reading.words[first : last + 1]) < 3 else SHORT + 1
                if len(letters) >= shortest and word.plain not in self._single and piece.plain not in self._single:
                    for entry in self._single.get(letters, ()):
                        if len(entry.words) == 1:
                            yield Match(entry, word.start, piece.end, True)

    def _in_order(self, reading: Reading, stems: list[dict[str, str]]) -> Iterator[Match]:
        for place, here in enumerate(stems):
            for stem in here.keys() & self._phrases.keys():
                for entry in self._phrases[stem]:
                    end = place + len(entry.words)
                    there = list(zip(entry.words, stems[place:end], reading.words[place:end], strict=False))
                    if end <= len(stems) and all(wanted in of_one for wanted, of_one, _ in there):
                        disguised = any(reading.is_disguised(word, of_one[wanted]) for wanted, of_one, word in there)
                        yield Match(entry, there[0][2].start, there[-1][2].end, disguised)


@lru_cache(maxsize=8192)
def sound(word: str) -> str:
    """How a word sounds, however it is spelled."""
    for old, new in _OLD_SPELLING:
        word = word.replace(old, new)
    plain = word[:-1].translate(_ALIKE) + word[-1:].translate(_LAST)
    without = _EMPHASIS.sub(r"\1", plain)
    return without if len(without) >= SHORT else plain


def _is_a_swearword(entry: Entry) -> bool:
    return entry.kind == WordKind.BANNED or (entry.kind == WordKind.AIMED and entry.weight >= STRONG)


def _is_clipped(form: str, word: str) -> bool:
    """Whether a form is a word that some vowels were taken out of, so that it can hardly be spoken."""
    letters = iter(word)
    return (
        len(form) < len(word)
        and bool(_UNSPEAKABLE.search(form.replace("ng", "g").replace("ny", "n")))
        and all(letter in letters for letter in form)
    )


def _is_meant_well(entry: Entry, company: frozenset[str], about: frozenset[str]) -> bool:
    return bool(entry.unless) and (not company.isdisjoint(entry.unless) or about.issuperset(entry.words))


def _all_stems(word: Word) -> dict[str, str]:
    """Every stem of a word, and the form that it is the stem of."""
    return {stem: form for form in reversed(word.forms) for stem in stems(form)}


@lru_cache(maxsize=8192)
def stems(form: str) -> frozenset[str]:
    clipped = {form} | {form.removesuffix(clitic) for clitic in CLITICS if len(form) > len(clitic) + 2}
    bare = clipped | {stem.removesuffix(suffix) for stem in clipped for suffix in SUFFIXES}
    roots = bare | {stem.removeprefix(prefix) for stem in bare for prefix in PREFIXES}
    return frozenset(clipped) | {root for root in roots if len(root) > SHORT}
