"""What a careful reader of proofs would mark in a text: pure functions of one line or of plain words."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from django.utils.dates import MONTHS, WEEKDAYS

from adminkit.characters import visible

LONGEST_WORD = 40  # letters; the longest in 3,463 real stories is a compound of 31
LONGEST_HEADLINE = 110  # letters, beyond which phones and search engines cut; 95 % of real ones have under 92
SAME_YEAR = timedelta(days=200)  # a date without its year is the one that is nearest to the day of writing

_DAYS = {name: number for number, day in WEEKDAYS.items() for name in (str(day).lower(),)} | {
    "jum'at": 4, "jum’at": 4, "ahad": 6,
}  # fmt: skip
_MONTHS = {str(name).lower(): number for number, name in MONTHS.items()} | {"pebruari": 2, "nopember": 11}
_SHORT_MONTHS = {
    "jan": 1, "feb": 2, "peb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "agu": 8, "agt": 8, "ags": 8, "agust": 8,
    "sep": 9, "sept": 9, "okt": 10, "nop": 11, "nov": 11, "des": 12,
}  # fmt: skip
_DAY = "|".join(map(re.escape, _DAYS))
_MONTH = "|".join(_MONTHS)
_SHORT = "|".join(_SHORT_MONTHS)
_BETWEEN = r"(?:\s+(?:dini\s+hari|pagi|siang|sore|petang|malam|subuh|lalu|kemarin|ini|besok|depan|mendatang|tanggal))*"
_DATE = rf"""(?:
      (?P<day>\d{{1,2}})\s+(?:(?P<month>{_MONTH})(?:\s+(?P<year>\d{{4}}))?
                            |(?P<short>{_SHORT})\.?\s+(?P<short_year>\d{{4}})) (?!\w)
    | (?P<d>\d{{1,2}})(?P<sep>[/.-])(?P<m>\d{{1,2}})(?:(?P=sep)(?P<y>\d{{4}}|\d{{2}}))? (?!\s?[/.-]?\d) (?!\w)
)"""
_DATED_DAY = re.compile(
    rf"(?<!\w)(?P<name>{_DAY}){_BETWEEN}\s*[,–—-]?\s*[(\[]?\s*(?:(?:tanggal|tgl)\b\.?\s*)?{_DATE}",
    re.IGNORECASE | re.VERBOSE,
)
_DAY_AFTER = re.compile(
    rf"(?<![\w/.-]){_DATE}\s*(?:\(\s*(?:hari\s+)?|,?\s*hari\s+)(?P<name>{_DAY})(?!\w)", re.IGNORECASE | re.VERBOSE
)
_ENDS = ("month", "year", "short_year", "m", "y")  # the last of them that is there ends the date
_ALONE = re.compile(rf"(?<![\w/.-]){_DATE}", re.IGNORECASE | re.VERBOSE)
_NUMBERED = re.compile(r"(?:\b(?:nomor|pasal|perkara|register|surat|perda|uu|ip|versi)|\bno)\W{0,3}$", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+", re.IGNORECASE)
_BREAKS = re.compile(r"(?<=\w[-‐–—/])(?=\w)")  # within a compound, where lines may break (UAX 14: HY, BA, SY)
_PLACEHOLDER = re.compile(
    r"""\blorem\ ipsum\b | \bdolor\ sit\ amet\b | \b(?:tktk|tba|tbc|tbd|todo|fixme)\b | (?-i:\bx{3,}\b | \bX{4,}\b)
    | \?{3,} | _{3,} | (?<!\.)\.{6,} | \bspot_img\b | \bscroll\ to\ (?:resume|continue)\ content\b
    | \[\s*(?:cek|menyusul|nama|isi|judul|tanggal|tgl|sumber|jabatan|foto|data|kutipan|lengkapi|konfirmasi|\.{3}|…)
      [^\]\n]{0,40}\]
    | \(\s*(?:(?:cek|dicek|konfirmasi)(?:\s+(?:lagi|ulang|dulu))?|(?:foto|data|nama|kutipan)?\s*menyusul|lengkapi)\s*\)
    | \b(?:judul|isi|teks|teras|keterangan|nama)(?:\ \w+)?\ di\ sini\b | \b(?:judul|teks)\ sementara\b
    | \b(?:isi|foto|data|kutipan)\ menyusul\b""",
    re.IGNORECASE | re.VERBOSE,
)


def remarks(text: str, written: date) -> Iterator[str]:
    """Sentences about what should be looked at in a text, each quoting it and saying the cure.

    Args:
        written: the day on which the text counts as written, for dates without a year.
    """
    yield from _dates(text, written)
    if found := _PLACEHOLDER.search(text):
        yield f"“{found[0].strip()}” tampaknya kata pengganti. Tulis yang sebenarnya."
    if visible(text) != text:
        yield "Ada huruf tidak terlihat atau yang membalik arah tulisan. Ketik ulang bagian itu, lalu simpan."


def long_word(text: str, *, addresses: bool = False) -> str:
    """The first word that no line holds, or "".

    Args:
        addresses: whether addresses of the web and of mail may be as long as they are.
    """
    words = (_ADDRESS.sub(" ", text) if addresses else text).split()
    return next((word for word in words if max(map(len, _BREAKS.split(word))) > LONGEST_WORD), "")


def _dates(text: str, written: date) -> Iterator[str]:
    named: set[int] = set()  # where dates end of which something was said, or nothing had to be
    for found in [*_DATED_DAY.finditer(text), *_DAY_AFTER.finditer(text)]:
        if found["name"].lower() == "minggu" and found["name"][0] == "m":
            continue  # “dua minggu (12/7)”: weeks
        parts = _parts(found)
        if parts is None:
            continue
        named.add(max(map(found.end, _ENDS)))
        if not _may_be(*parts):
            yield _no_such_day(found)
        elif days := _days(*parts, written):
            wanted = _DAYS[found["name"].lower()]
            if all(day.weekday() != wanted for day in days):
                nearest = min(days, key=lambda day: abs(day - written))
                said = f"{nearest.day} {MONTHS[nearest.month]} {nearest.year}"
                weekday = WEEKDAYS[nearest.weekday()]
                yield f"“{_quoted(found)}” tidak cocok: {said} adalah hari {weekday}. Periksa keduanya."
    for found in _ALONE.finditer(text):
        parts = _parts(found)
        is_number = found["d"] and (parts is None or parts[2] is None or _NUMBERED.search(text[: found.start()]))
        if max(map(found.end, _ENDS)) not in named and parts and not is_number and not _may_be(*parts):
            yield _no_such_day(found)


def _parts(found: re.Match[str]) -> tuple[int, int, int | None] | None:
    """Day, month and year as they are written, whether or not there is such a day; None for what is no date."""
    if found["day"]:
        year = found["year"] or found["short_year"]
        month = _MONTHS[found["month"].lower()] if found["month"] else _SHORT_MONTHS[found["short"].lower()]
        return int(found["day"]), month, int(year) if year else None
    if found["sep"] != "/" and not (found["y"] and len(found["y"]) == 4):
        return None  # “Selasa (12.30)” is a time of day, “Sabtu (3-1)” a result
    year = found["y"]
    return int(found["d"]), int(found["m"]), (int(year) + 2000 * (len(year) == 2)) if year else None


def _may_be(day: int, month: int, year: int | None) -> bool:
    return 1 <= month <= 12 and year != 0 and 1 <= day <= monthrange(year or 2000, month)[1]


def _days(day: int, month: int, year: int | None, written: date) -> list[date]:
    """The days that a date may mean: one, or without its year those not far from the day of writing."""
    if year:
        return [date(year, month, day)]
    years = (year for year in (written.year - 1, written.year, written.year + 1) if _may_be(day, month, year))
    return [found for year in years if abs((found := date(year, month, day)) - written) <= SAME_YEAR]


def _no_such_day(found: re.Match[str]) -> str:
    return f"Tanggal “{_quoted(found)}” tidak ada. Periksa hari, bulan, dan tahunnya."


def _quoted(found: re.Match[str]) -> str:
    said = " ".join(found[0].split())
    return f"{said})" if "(" in said else f"{said}]" if "[" in said else said
