"""From text to the words that are compared: without case and accents, in today's spelling, and by their stems."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterator
from functools import lru_cache
from pathlib import Path

from snowballstemmer import stemmer

LONGEST = 40  # letters of a word that count
SHORTEST_STEM = 3

# Words with apostrophes of any shape (Jum'at), and letters that are joined by dots (p.k.s.).
WORD = re.compile(r"(?:[^\W\d_]\.){2,}(?:[^\W\d_](?![^\W_]))?|[^\W_]+(?:['’‘ʼʻ`´′][^\W_]+)*")


def _words_in(file: str) -> frozenset[str]:
    return frozenset((Path(__file__).parent / file).read_text(encoding="utf-8").split())


# Words of no weight: in a query they count only inside a phrase, or when there is nothing else.
STOP_WORDS = _words_in("stop_words.txt")
# And those that only introduce what somebody looks for: "foto banjir", but not "pameran foto".
INTRODUCING = frozenset({"berita", "foto", "info", "informasi", "kabar", "video"})

# Words of names that look derived: places, clubs, people. They are compared as they stand.
NAMES = _words_in("names.txt")

# What many people write, to what the dictionary has: "ijin" to "izin".
SPELLINGS = {
    variant: standard
    for standard, *variants in map(str.split, (Path(__file__).parent / "spellings.txt").read_text().splitlines())
    for variant in variants
}
# Spellings of a kind: aktifitas, Soekarno, kwartir, Tjahjo, wudhu.
_OLD_SPELLINGS = (
    (re.compile(r"ifitas"), "ivitas"),
    (re.compile(r"(?<=[^aeiou])oe(?=[^aeiou])"), "u"),
    (re.compile(r"\Akw(?=[aei])"), "ku"),
    (re.compile(r"tj(?=[aeiou])"), "c"),
    (re.compile(r"dj(?=[aeiou])"), "j"),
    (re.compile(r"(?<=[aeiou])dh(?=[aeiou])"), "d"),
)

# The stemmer knows no dictionary, so it cuts "sekolah" to "seko" and "menulis" to "ulis". These roots of a
# newsroom's everyday words are looked for first. Whoever changes them runs rebuild_search.
ROOTS = (_words_in("roots.txt") - SPELLINGS.keys()) | set(SPELLINGS.values())

# A prefix, and the letter of the root that it swallowed.
PREFIXES = (
    *((prefix, "") for prefix in ("", "di", "ke", "se", "ber", "be", "bel", "ter", "te", "per", "pe", "pel", "memper")),
    *((prefix, "") for prefix in ("diper", "dipe", "keber", "keter", "seper", "berke", "berpe", "pember", "pemer")),
    *((nasal + end, "") for nasal in ("me", "pe") for end in ("", "m", "n", "ng", "nge")),
    *(
        (nasal + end, root)
        for nasal in ("me", "pe")
        for end, root in (("m", "p"), ("n", "t"), ("ng", "k"), ("ny", "s"))
    ),
)
SUFFIXES = tuple(
    derived + owner + particle
    for derived in ("", "an", "kan", "i")
    for owner in ("", "nya", "ku", "mu")
    for particle in ("", "lah", "kah", "pun")
)
# The stemmer takes "men" off and forgets the t that it stood for: menumpang, penerbangan.
_SWALLOWED_T = re.compile(r"(?:mem|di|ke|se)?[mp]en(?=[aiueo])")

_stemmer = stemmer("indonesian")


def spans(text: str) -> Iterator[tuple[int, int, str]]:
    """Where each word of a text stands, and the word in today's spelling."""
    for found in WORD.finditer(text):
        if word := spelled(fold(found[0])):
            yield found.start(), found.end(), word


def words(text: str) -> list[str]:
    return [word for _start, _end, word in spans(composed(text))]


def composed(text: str) -> str:
    """Text whose accents are part of their letters, so that no word is cut at them."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


@lru_cache(maxsize=50_000)
def fold(word: str) -> str:
    """A word as it is compared: "Jum’at" as "jumat", "Café" as "cafe"."""
    if not word.isascii():
        word = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", word))
    return "".join(filter(str.isalnum, word.casefold()))[:LONGEST]


@lru_cache(maxsize=50_000)
def spelled(word: str) -> str:
    """A folded word in today's spelling: "perijinan" as "perizinan", "soekarno" as "sukarno"."""
    if not word.isascii() or not word.isalpha() or word in ROOTS:
        return word
    if root := _longest_root(word, SPELLINGS)[0]:
        return word.replace(root, SPELLINGS[root], 1) if root in word else word
    for old, new in _OLD_SPELLINGS:
        word = old.sub(new, word)
    return word


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem of a folded word; of a name that looks derived, the name."""
    if not word.isascii() or not word.isalpha() or word in NAMES:
        return word
    return _longest_root(word, ROOTS)[0] or _guessed_root(word)


def is_regular(word: str) -> bool:
    """Whether a word is a known root between a prefix and -an: what institutions are called by, and nobody else."""
    root, prefix, suffix = _longest_root(word, ROOTS)
    return bool(root and prefix) and suffix.startswith("an") and word not in NAMES


def _longest_root(word: str, roots: Container[str]) -> tuple[str, str, str]:
    """The longest of the roots that a word is made of, with its affixes; "" if it is of none."""
    found = ("", "", "")
    for suffix in SUFFIXES:
        if not word.endswith(suffix):
            continue
        rest = word.removesuffix(suffix)
        for prefix, swallowed in PREFIXES:
            root = swallowed + rest[len(prefix) :]
            if len(root) > len(found[0]) and root in roots and rest.startswith(prefix):
                found = (root, prefix, suffix)
    return found


def _guessed_root(word: str) -> str:
    guess = str(_stemmer.stemWord(word))
    prefix = _SWALLOWED_T.match(word)
    if prefix and word[prefix.end() :].startswith(guess):
        guess = f"t{guess}"
    return guess if len(guess) >= SHORTEST_STEM else word
