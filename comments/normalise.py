"""What people type, made storable: one form of each letter, and nothing that hides or spills."""

from __future__ import annotations

import re
import unicodedata

MOST_MARKS = 4  # combining marks on one letter, as no language of the world needs more
MOST_EMPTY_LINES = 1
BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # fillers, and the braille cell without a dot
UNSEEN = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf", "Mn", "Me"})

# Control characters but line feed and tab, and those that turn the direction of what follows.
HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\uffff]|[\ud800-\udfff]"
)


def clean(text: str) -> str:
    """The text as it is stored: NFC, plain line ends, no control or direction characters, few marks on a letter."""
    text = re.sub(r"\r\n?|[\u0085\u2028\u2029]", "\n", text)
    text = unicodedata.normalize("NFC", HIDDEN.sub("", text))
    text = "".join(_with_few_marks(text))
    lines = [line.rstrip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n" * (MOST_EMPTY_LINES + 1), "\n".join(lines)).strip()


def _with_few_marks(text: str) -> list[str]:
    kept, marks = [], 0
    for letter in text:
        marks = marks + 1 if unicodedata.category(letter) in {"Mn", "Me"} else 0
        if marks <= MOST_MARKS:
            kept.append(letter)
    return kept


def shows_nothing(text: str) -> bool:
    """Whether a text has nothing that can be seen: only spaces, marks, and letters that show nothing."""
    return all(
        letter in BLANK or unicodedata.category(letter) in UNSEEN or 0xE0000 <= ord(letter) < 0xE1000 for letter in text
    )
