"""Makes examples from `patterns.toml`: the same seed makes the same ones.

In a pattern, {place} takes one of the list `place`, and [this|that] one of what stands there; lists may hold patterns.
{brand}, {amount} and {number} are made up anew each time, so that no name can be learned by heart.
"""

from __future__ import annotations

import random
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_SLOT = re.compile(r"\{(\w+)\}")
_STARTS = (
    "ba", "be", "bi", "bo", "bu", "ca", "da", "de", "di", "ga", "gi", "go", "ja", "ka", "ki", "ko", "la", "le",
    "li", "lo", "ma", "me", "mi", "mo", "na", "ni", "pa", "pe", "ra", "re", "ri", "ro", "sa", "se", "si", "su",
    "ta", "te", "ti", "tu", "wa",
)  # fmt: skip
_ENDS = ["n", "ng", "r", "s", "m", "t", "k", "l", "ra", "ta", "na", "ya", "la", "mu", "di", "ri", "ka"]
_DIGITS = ["77", "88", "99", "138", "168", "303", "365", "777", "888", "33", "55", "4d", "69", "123"]
_TAILS = ["slot", "toto", "bet", "win", "hoki", "play", "qq", "jitu", "cuan"]


class Example(NamedTuple):
    text: str
    is_refused: bool


def examples(count: int, seed: int = 1) -> list[Example]:
    """So many different comments, half of them such as a newsroom refuses."""
    chance = random.Random(seed)  # noqa: S311  (nothing is kept safe by it)
    found: dict[str, bool] = {}
    for _ in range(20 * count):
        kind = chance.choice([*_patterns()["kinds"]])
        text = _varied(_written(chance.choice(_patterns()["kinds"][kind]), chance), chance)
        found.setdefault(text, kind not in _patterns()["fair"]["kinds"])
        if len(found) == count:
            break
    return [Example(text, is_refused) for text, is_refused in found.items()]


@cache
def _patterns() -> dict[str, dict[str, list[str]]]:
    table: dict[str, dict[str, list[str]]] = tomllib.loads(Path(__file__).with_name("patterns.toml").read_text())
    return table


def _written(pattern: str, chance: random.Random) -> str:
    while "[" in pattern or "{" in pattern:
        pattern = _CHOICE.sub(lambda found: chance.choice(found[1].split("|")), pattern)
        pattern = _SLOT.sub(lambda found: _filled(found[1], chance), pattern)
    return " ".join(pattern.split())


def _filled(name: str, chance: random.Random) -> str:
    if name == "brand":
        return _brand(chance)
    if name == "amount":
        return str(chance.choice([5, 10, 20, 25, 50, 75, 100, 150, 300])) + chance.choice(["rb", "k", " ribu", ".000"])
    if name == "riches":
        return f"{chance.randint(1, 40)}{chance.choice(['jt', ' juta', ',5 juta', ',2jt'])}"
    if name == "number":
        return str(chance.randint(2, 400))
    return chance.choice(_patterns()["lists"][name])


def _brand(chance: random.Random) -> str:
    name = "".join(chance.choices(_STARTS, k=chance.choice([1, 2, 2, 3]))) + chance.choice(_ENDS)
    name += chance.choice(_DIGITS if chance.random() < 0.7 else _TAILS)
    return name.upper() if chance.random() < 0.5 else name


def _varied(text: str, chance: random.Random) -> str:
    """As different people would type it."""
    return chance.choice(
        [text, text, text.lower(), text.capitalize(), text.upper(), f"{text}!!", f"{text} 🙏", f"{text}."]
    )
