"""Data about people: telephone and identity numbers, accounts and mail addresses, however they are written.

All is looked for in the text as it is read (`Reading.plain`), where ０８１２ and 0️⃣8️⃣ are digits like any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .links import Span
from .normalising import Reading

_GAP = r"[\s.,/()_*-]{0,3}"  # what people put between digits
_DIGIT = r"[0-9oil]"  # digits, and letters that are written for them
_PHONE = re.compile(rf"(?<![\d.,a-z])(?:\+?{_GAP}6{_GAP}2|[0o]){_GAP}8(?:{_GAP}{_DIGIT}){{8,11}}(?![\d])")
_NIK = re.compile(rf"(?<![\d.,])[1-9](?:{_GAP}\d){{15}}(?!{_GAP}\d)")
_MONEY = re.compile(r"(?:rp|idr|usd|\$)[\s.]*$")
_BANK = re.compile(
    r"(?<![a-z])(?:no(?:mor|mer)?\.?\s?rek(?:ening)?|rek(?:ening)?|norek|bca|bri|bni|mandiri|bsi|btn|cimb|danamon|permata|"
    r"bankaltimtara|bpd|seabank|jago|transfer|tf|kirim ke|a[./]?n\.?|atas nama|va|virtual account)(?![a-z])"
    r"[^\d\n]{0,25}(?P<number>\d(?:[\s.-]{0,2}\d){8,17})(?!\d)"
)
_BANK_AFTER = re.compile(
    r"(?<!\d)(?P<number>\d(?:[\s.-]{0,2}\d){8,17})[\s,(]{0,3}"
    r"(?:a[./]?n\.?|atas nama|rek(?:ening)?|bca|bri|bni|mandiri|bsi)(?![a-z])"
)
_AT = r"\s?(?:@|\(at\)|\[at\]|\bat\b)\s?"
_DOT = r"\s?(?:\.|\(dot\)|\[dot\]|\bdot\b|\btitik\b)\s?"
_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,60}@[a-z0-9-]{1,40}(?:\.[a-z0-9-]{1,40}){1,3}(?![\w-])"
    rf"|(?<![\w.+-])[\w.+-]{{2,60}}{_AT}(?:gmail|yahoo|ymail|outlook|hotmail|icloud|proton(?:mail)?){_DOT}(?:com?|id|me)(?!\w)"
)
_SPOKEN = {
    "nol": "0", "kosong": "0", "satu": "1", "dua": "2", "tiga": "3", "empat": "4", "lima": "5", "enam": "6",
    "tujuh": "7", "delapan": "8", "lapan": "8", "sembilan": "9",
}  # fmt: skip
SPOKEN = 8  # digits in words that make a number
PHONE, NIK, ACCOUNT, EMAIL = "nomor telepon", "nomor induk kependudukan atau kartu", "nomor rekening", "alamat surel"


def personal(reading: Reading) -> list[tuple[str, Span]]:
    """What looks like somebody's data, and where."""
    found = [*_in_figures(reading), *_spoken(reading)]
    return sorted(set(found), key=lambda one: one[1])


def _in_figures(reading: Reading) -> Iterator[tuple[str, Span]]:
    text = reading.plain
    taken: list[Span] = []
    for name, pattern in ((NIK, _NIK), (PHONE, _PHONE), (EMAIL, _EMAIL), (ACCOUNT, _BANK), (ACCOUNT, _BANK_AFTER)):
        for found in pattern.finditer(text):
            start, end = found.span("number" if name == ACCOUNT else 0)
            if _MONEY.search(text, max(start - 6, 0), start) or any(
                start < last and first < end for first, last in taken
            ):
                continue
            if name == PHONE and sum(letter.isdigit() for letter in found[0]) < SPOKEN:
                continue
            taken.append((start, end))
            yield name, reading.place(start, end)


def _spoken(reading: Reading) -> Iterator[tuple[str, Span]]:
    """Digits said in words: "nol delapan satu dua …"."""
    run: list[int] = []
    for place in range(len(reading.words) + 1):
        word = reading.words[place] if place < len(reading.words) else None
        if word and (word.plain in _SPOKEN or (run and word.plain.isdecimal())):
            run.append(place)
            continue
        if len([one for one in run if reading.words[one].plain in _SPOKEN]) >= SPOKEN:
            yield PHONE, (reading.words[run[0]].start, reading.words[run[-1]].end)
        run = []
