"""Makes examples from `patterns.toml` and reads those written by hand: the same seed makes the same ones.

In a pattern, {place} takes one of the list `place`, and [this|that] one of what stands there; lists may hold patterns.
{brand}, {amount}, {phone} and their like are made up anew each time, so that none can be learned by heart.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Callable
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
# As people shorten what they type.
_SHORT = {
    "yang": ["yg"], "tidak": ["ga", "gak", "nggak", "tdk", "ngga"], "saya": ["sy", "aku", "gw", "gue", "q"],
    "sudah": ["udah", "sdh", "dah", "udh"], "banget": ["bgt", "bangett"], "juga": ["jg"], "dengan": ["dgn"],
    "karena": ["krn", "karna"], "orang": ["org"], "kalau": ["kalo", "klo", "kl"], "bisa": ["bs", "bsa"],
    "dapat": ["dpt", "dapet"], "kemarin": ["kmrn", "kmren"], "sampai": ["sampe", "smp"], "terus": ["trus", "trs"],
    "semua": ["smua", "smw"], "saja": ["aja", "ae"], "dari": ["dr"], "untuk": ["utk", "buat"], "lagi": ["lg"],
    "jangan": ["jgn", "jangn"], "kenapa": ["knp", "napa"], "memang": ["emang", "mmg"], "belum": ["blm", "belom"],
    "tolong": ["tlg"], "bapak": ["bpk"], "rumah": ["rmh"], "hanya": ["cm", "cuma"], "kamu": ["km", "kmu"],
    "dasar": ["dsr"], "malam": ["mlm"], "langsung": ["lgsg", "lsg"], "seperti": ["kyk", "kayak"],
}  # fmt: skip
_ALIKE = str.maketrans("aeios", "43105")
_FAIR_BY_HAND = {"ordinary", "against", "prose"}


class Example(NamedTuple):
    text: str
    is_refused: bool


def examples(count: int, seed: int = 1) -> list[Example]:
    """So many different comments, about half of them such as a newsroom refuses."""
    chance = random.Random(seed)  # noqa: S311  (nothing is kept safe by it)
    kinds, fair = _patterns()["kinds"], {*_patterns()["fair"]["kinds"]}
    shares = [kind for kind in sorted(kinds) for _ in range(SHARES.get(kind, 1))]
    refused, approved = [kind for kind in shares if kind not in fair], [kind for kind in shares if kind in fair]
    found: dict[str, bool] = {}
    for number in range(20 * count):
        kind = chance.choice(refused if number % 2 else approved)
        text = _varied(_written(chance.choice(kinds[kind]), chance), chance)
        found.setdefault(text, kind not in fair)
        if len(found) == count:
            break
    return [Example(text, is_refused) for text, is_refused in found.items()]


SHARES = {"gambling": 4, "goods": 3, "insult": 3, "hatred": 2, "against": 4}  # of a kind among its like


def by_hand() -> list[Example]:
    """Those that people would write, from files of one comment a line."""
    return [
        Example(line, file.stem not in _FAIR_BY_HAND)
        for file in sorted(Path(__file__).parent.glob("*.txt"))
        for line in file.read_text().splitlines()
        if line.strip()
    ]


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
    made = _MADE.get(name)
    return made(chance) if made else chance.choice(_patterns()["lists"][name])


def _amount(chance: random.Random) -> str:
    return str(chance.choice([5, 10, 15, 20, 25, 30, 50, 75, 100, 120, 150, 300, 450])) + chance.choice(
        ["rb", "k", " ribu", ".000", "rb an", "rebu"]
    )


def _riches(chance: random.Random) -> str:
    return f"{chance.randint(1, 40)}{chance.choice(['jt', ' juta', ',5 juta', ',2jt', '.750.000', ',7jt', 'jutaan'])}"


def _number(chance: random.Random) -> str:
    return str(chance.choice([chance.randint(2, 12), chance.randint(2, 400)]))


def _phone(chance: random.Random) -> str:
    digits = "08" + "".join(chance.choices("0123456789", k=chance.choice([9, 10])))
    gap = chance.choice(["", "", "-", " ", "."])
    return gap.join(digits[start : start + 4] for start in range(0, len(digits), 4))


def _foreign_phone(chance: random.Random) -> str:
    return "628" + "".join(chance.choices("0123456789", k=10))


def _handle(chance: random.Random) -> str:
    return _bare(chance) + chance.choice(["", "_id", ".official", "99", "vip", "fx"])


def _site(chance: random.Random) -> str:
    end = chance.choice(["com", "net", "vip", "xyz", "live", "site", "my.id", "co", "id", "top"])
    return _bare(chance) + chance.choice([".", ".", " . ", " dot ", "[.]", " titik "]) + end


def _bare(chance: random.Random) -> str:
    """The name of a site, in small letters."""
    table = _patterns()["brand"]
    noun = chance.choice(table["nouns"])
    if chance.random() < 0.25:
        noun = "".join(chance.choices(_STARTS, k=chance.choice([1, 2, 2, 3]))) + chance.choice(_ENDS)
    shape = chance.random()
    if shape < 0.5:
        return noun + chance.choice(table["digits"])
    if shape < 0.7:
        return noun + chance.choice(table["tails"])
    if shape < 0.8:
        return chance.choice(table["heads"]) + noun
    return noun + chance.choice(["", " ", "-"]) + chance.choice([*table["tails"], *table["nouns"], *table["digits"]])


def _brand_name(chance: random.Random) -> str:
    name = _bare(chance)
    if name.isalpha() or chance.random() < 0.6:
        return name.upper()
    return chance.choice([name, name.title()])


def _brand(chance: random.Random) -> str:
    """The name of a site, as such comments hide it."""
    name = _brand_name(chance)
    if chance.random() < 0.5:
        return name
    return chance.choice(_HIDING)(name, chance)


def _spaced(name: str, chance: random.Random) -> str:
    return chance.choice([" ", " ", ".", "-", "_", "*"]).join(name.replace(" ", ""))


def _fancy(name: str, chance: random.Random) -> str:
    capital, small, digit = chance.choice(
        [
            (0x1D400, 0x1D41A, 0x1D7CE),
            (0x1D5D4, 0x1D5EE, 0x1D7EC),
            (0x1D670, 0x1D68A, 0x1D7F6),
            (0xFF21, 0xFF41, 0xFF10),
        ]
    )
    table = {ord("A") + step: capital + step for step in range(26)} | {
        ord("a") + step: small + step for step in range(26)
    }
    return name.translate(table | {ord("0") + step: digit + step for step in range(10)})


def _framed(name: str, chance: random.Random) -> str:
    signs = chance.choice(["“”", "()", "[]", "<>", "**", "✨✨", "🔥🔥", "★★", "‘’", "⚡⚡"])
    return f"{signs[0]}{name}{signs[1]}"


def _apart(name: str, chance: random.Random) -> str:
    return re.sub(r"(?<=[a-zA-Z])(?=\d)", chance.choice([" ", "-", "_", ".", "•"]), name)


_HIDING: list[Callable[[str, random.Random], str]] = [
    _spaced,
    _fancy,
    _framed,
    _apart,
    _apart,
    lambda name, chance: name.lower().translate(_ALIKE),
    lambda name, chance: "#" + name.replace(" ", ""),
    lambda name, chance: "\u200b".join(name),
]


def _word(chance: random.Random) -> str:
    """A name of a place or a person, as there may be one."""
    made = "".join(chance.choices(_STARTS, k=chance.choice([1, 1, 2]))) + chance.choice(_ENDS)
    return chance.choice([made.title(), made.title(), made])


_MADE: dict[str, Callable[[random.Random], str]] = {
    "brand": _brand,
    "brandname": _brand_name,
    "made": _word,
    "amount": _amount,
    "riches": _riches,
    "n": _number,
    "phone": _phone,
    "phone62": _foreign_phone,
    "handle": _handle,
    "site": _site,
    "spelled": lambda chance: _spaced(chance.choice(_patterns()["lists"]["slur"]), chance),
}


def _varied(text: str, chance: random.Random) -> str:
    """As different people would type it."""
    text = " ".join(
        chance.choice(_SHORT[word]) if word in _SHORT and chance.random() < 0.4 else word for word in text.split(" ")
    )
    if chance.random() < 0.15:
        text = _slipped(text, chance)
    return chance.choice(
        [text, text, text, text.lower(), text.lower(), text.capitalize(), text.upper(), f"{text}!!", f"{text} 🙏",
         f"{text}.", f"{text} 😭", f"{text} wkwk", f"{text}..."]
    )  # fmt: skip


def _slipped(text: str, chance: random.Random) -> str:
    """With one letter left out or said twice."""
    place = chance.randrange(len(text))
    return text[:place] + chance.choice(["", text[place] * 2]) + text[place + 1 :]
