"""Writes promotions as those write them who do not want to be found: python -m tests.comments.measuring.disguises

makes promotions-disguised.txt of both parts anew from their promotions.txt. The ways of the unseen part are other
ones, as far as there are two of a kind.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import cycle
from pathlib import Path

HERE = Path(__file__).parent
PLAIN = "abcdefghijklmnopqrstuvwxyz"


def _alphabet(small: str, capitals: str = "") -> Callable[[str], str]:
    table = str.maketrans(PLAIN + PLAIN.upper(), small + (capitals or small))
    return lambda text: text.translate(table)


def _row(first: int, capitals: int) -> Callable[[str], str]:
    return _alphabet(*("".join(chr(start + place) for place in range(26)) for start in (first, capitals)))


def _between(sign: str) -> Callable[[str], str]:
    return lambda text: " ".join(sign.join(word) for word in text.split())


def _after_each(sign: str) -> Callable[[str], str]:
    return lambda text: "".join(letter + sign if letter.isalpha() else letter for letter in text)


def _swapped(pairs: str) -> Callable[[str], str]:
    """Some letters, by pairs of what is written for what."""
    table = str.maketrans(pairs[::2], pairs[1::2])
    return lambda text: text.translate(table)


def _in_twos(text: str) -> str:
    return " ".join(" ".join(word[at : at + 2] for at in range(0, len(word), 2)) for word in text.split())


TUNING: dict[str, Callable[[str], str]] = {
    "bold": _row(0x1D41A, 0x1D400),
    "script": _row(0x1D4EA, 0x1D4D0),
    "fullwidth": _row(0xFF41, 0xFF21),
    "circled": _row(0x24D0, 0x24B6),
    "cyrillic": _swapped("aаeеoоpрcсxхAАEЕOОPРCСTТHНKКMМ"),
    "small capitals": _alphabet("ᴀʙᴄᴅᴇғɢʜɪᴊᴋʟᴍɴᴏᴘǫʀꜱᴛᴜᴠᴡxʏᴢ"),
    "zero width": _after_each("\u200b"),
    "struck through": _after_each("\u0336"),
    "leet": _swapped("a4i1o0s5A4I1O0S5"),
    "stretched": lambda text: text.replace("a", "aaa").replace("o", "ooo"),
    "framed": lambda text: f"🎰🔥 {text.upper()} 🔥🎰",
}
UNSEEN: dict[str, Callable[[str], str]] = {
    "sans bold": _row(0x1D5EE, 0x1D5D4),
    "fraktur": _row(0x1D586, 0x1D56C),
    "double struck": _alphabet("".join(chr(0x1D552 + place) for place in range(26))),
    "black squares": _row(0x1F170, 0x1F170),
    "lisu": _alphabet("ꓮꓐꓚꓓꓰꓝꓖꓧꓲꓙꓗꓡꓟꓠꓳꓑQꓣꓢꓔꓴꓦꓪꓫꓬꓜ"),
    "cherokee": _alphabet("ᎪᏴᏟᎠᎬFᏀᎻᏆᎫᏦᏞᎷNᎾᏢQᎡᏚᎢUᏙᏔXᎩᏃ"),
    "greek": _swapped("aαiιoοpρuυvνAΑEΕIΙOΟPΡTΤ"),
    "diacritics": _after_each("\u0308"),
    "joiners": _after_each("\u2060"),
    "underlined": _after_each("\u0332"),
    "flags": _row(0x1F1E6, 0x1F1E6),
    "capital i": _swapped("lI"),
    "framed": lambda text: f"💎💎 {text} 💎💎",
}
PIECES: dict[str, Callable[[str], str]] = {  # of what is short, as nobody spells a whole sentence
    "spelled": _between(" "),
    "dotted": _between("."),
    "in twos": _in_twos,
    "by pictures": _between("🔥"),
}
SHORT = (
    "slot gacor", "KUMBANG77 gacor", "main slot lautan138", "maxwin terus", "daftar teratai4d", "situs togel",
    "scatter maxwin", "BANGAU88", "judi slot", "rtp gacor", "jackpot cakra365", "kasino maxwin",
)  # fmt: skip


def disguised(ads: list[str], ways: dict[str, Callable[[str], str]], each: int) -> list[str]:
    """So many of the promotions in each way, in turn."""
    turn = cycle(ads)
    return [way(next(turn)) for way in ways.values() for _ in range(each)]


def main() -> None:
    for part, ways, each in (("tuning", TUNING, 8), ("unseen", UNSEEN, 8)):
        ads = (HERE / part / "promotions.txt").read_text().splitlines()[:36]  # those of gambling
        short = SHORT[::2] if part == "tuning" else SHORT[1::2]
        lines = [*disguised(ads, ways, each), *(way(text) for way in PIECES.values() for text in short)]
        (HERE / part / "promotions-disguised.txt").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
