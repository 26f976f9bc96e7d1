"""From text to the words that are compared: without case and accents, Indonesian ones by their stems."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from snowballstemmer import stemmer

LONGEST = 40  # letters of a word that count
SHORTEST_STEM = 3

WORD = re.compile(r"[^\W_]+(?:['’ʼ][^\W_]+)*")


def _words_in(file: str) -> frozenset[str]:
    return frozenset((Path(__file__).parent / file).read_text(encoding="utf-8").split())


# Words of no weight: in a query they count only inside a phrase, or when there is nothing else.
STOP_WORDS = _words_in("stop_words.txt")

# The stemmer knows no dictionary, so it cuts "sekolah" to "seko" and "menulis" to "ulis". These roots of a
# newsroom's everyday words are looked for first. Whoever changes them runs rebuild_search.
ROOTS = _words_in("roots.txt")

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
    """Where each word of a text stands, and the word."""
    for found in WORD.finditer(text):
        if word := fold(found[0]):
            yield found.start(), found.end(), word


def words(text: str) -> list[str]:
    return [word for _start, _end, word in spans(composed(text))]


def stems(text: str) -> list[str]:
    return [stem(word) for word in words(text)]


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
def stem(word: str) -> str:
    """The stem of a folded word."""
    if not word.isascii() or not word.isalpha():
        return word
    return _known_root(word) or _guessed_root(word)


def _known_root(word: str) -> str:
    """The longest root that a word is made of, "" if it is none of ours."""
    found = ""
    for suffix in SUFFIXES:
        if not word.endswith(suffix):
            continue
        rest = word.removesuffix(suffix)
        for prefix, swallowed in PREFIXES:
            root = swallowed + rest[len(prefix) :]
            if len(root) > len(found) and root in ROOTS and rest.startswith(prefix):
                found = root
    return found


def _guessed_root(word: str) -> str:
    guess = str(_stemmer.stemWord(word))
    prefix = _SWALLOWED_T.match(word)
    if prefix and word[prefix.end() :].startswith(guess):
        guess = f"t{guess}"
    return guess if len(guess) >= SHORTEST_STEM else word
