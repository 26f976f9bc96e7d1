"""What is written in more than one way: sumut and Sumatera Utara, ektp and e-KTP, wali kota and walikota."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from .words import words

type Form = tuple[str, ...]  # words that stand side by side
type Forms = Mapping[Form, tuple[Form, ...]]  # what means the same as a form

_LETTERS_AND_DIGITS = re.compile(r"([a-z]+)(\d+)\Z")


def same(groups: Iterable[Iterable[str]]) -> dict[Form, tuple[Form, ...]]:
    """Each form of some groups, and the others of its group."""
    found: dict[Form, tuple[Form, ...]] = {}
    for group in groups:
        forms = list(dict.fromkeys(form for text in group if (form := tuple(words(text)))))
        for form in forms:
            found[form] = (*found.get(form, ()), *(other for other in forms if other != form))
    return found


def _in_file() -> Iterator[list[str]]:
    lines = (Path(__file__).parent / "equivalents.txt").read_text(encoding="utf-8").splitlines()
    return (line.split("|") for line in lines if not line.startswith("#"))


EVERYWHERE = same(_in_file())
LONGEST = max(map(len, EVERYWHERE))


def found_in(sequence: Sequence[str], forms: Forms) -> Iterator[tuple[Form, tuple[Form, ...]]]:
    """The forms that stand in a sequence of words, with what means the same."""
    for length in range(1, min(LONGEST, len(sequence)) + 1):
        for start in range(len(sequence) - length + 1):
            form = tuple(sequence[start : start + length])
            if form in forms:
                yield form, forms[form]


def together(sequence: Sequence[str]) -> dict[Form, tuple[Form, ...]]:
    """Letters and digits that stand side by side as one word: u 19 as u19."""
    pairs = (pair for pair in pairwise(sequence) if _LETTERS_AND_DIGITS.match("".join(pair)) and pair[0].isalpha())
    return {pair: (("".join(pair),),) for pair in pairs}


def apart(word: str) -> tuple[Form, ...]:
    """A word of letters and digits as two: u19 as u 19."""
    match = _LETTERS_AND_DIGITS.match(word)
    return ((match[1], match[2]),) if match else ()
