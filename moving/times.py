"""Moments as old systems wrote them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, tzinfo
from datetime import timezone as FixedZone  # noqa: N812
from email.utils import parsedate_to_datetime

from django.utils import timezone

_NUMBER = re.compile(r"-?\d{9,13}(?:\.\d+)?\Z")
LONGEST = 60  # characters of a moment as people write it
_SERIAL = re.compile(r"[2-6]\d{4}(?:[.,]\d{1,12})?\Z")  # a day of a spreadsheet, with the part of it that is over
_EPOCH_OF_SERIALS = datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet knows no zone
_MONTHS = {
    "jan": 1, "feb": 2, "peb": 2, "mar": 3, "apr": 4, "mei": 5, "may": 5, "jun": 6, "jul": 7, "agu": 8, "ags": 8,
    "agt": 8, "aug": 8, "sep": 9, "okt": 10, "oct": 10, "nov": 11, "nop": 11, "des": 12, "dec": 12,
}  # fmt: skip
_ZONES = {"WIB": 7, "WITA": 8, "WIT": 9, "UTC": 0, "GMT": 0}  # hours before UTC
_CLOCK = r"(?:[\s,T|–-]*(?:pukul|jam)?\s*(?P<hour>\d{1,2})[.:](?P<minute>\d{2})(?:[.:](?P<second>\d{2}))?(?:[.,]\d+)?"
_CLOCK += r"\s*(?P<half>[AaPp][Mm])?\s*(?P<zone>WIB|WITA|WIT|UTC|GMT)?)?\s*\Z"
# As people write days: the day before the month, as words or figures; "Senin, 5 April 2021 - 14:20 WIB".
_WRITTEN = (
    re.compile(
        r"(?:[^\W\d_]{3,9}\s*,?\s*)?(?P<day>\d{1,2})[\s./-]+(?P<month>[A-Za-z]{3,9}|\d{1,2})[\s./-]+(?P<year>\d{4}|\d{2})"
        + _CLOCK,
        re.IGNORECASE,
    ),
    re.compile(r"(?P<year>\d{4})[./-](?P<month>\d{1,2})[./-](?P<day>\d{1,2})" + _CLOCK, re.IGNORECASE),
    re.compile(r"(?P<month>[A-Za-z]{3,9})\.?\s+(?P<day>\d{1,2})\s*,\s*(?P<year>\d{4})" + _CLOCK, re.IGNORECASE),
)


def moment(text: str, zone: tzinfo | None = None) -> datetime | None:
    """The moment that a text says; None for none, such as "0000-00-00 00:00:00".

    Args:
        zone: of a text that says none; the newsroom's own unless given.
    """
    text = " ".join(text.split())
    if not text or text.startswith("0000") or len(text) > LONGEST:
        return None
    found = _number(text) if _NUMBER.match(text) else _serial(text) if _SERIAL.match(text) else _written(text)
    if found is None or not 1800 < found.year < 3000:
        return None
    return found if timezone.is_aware(found) else found.replace(tzinfo=zone or timezone.get_default_timezone())


def utc(text: str) -> datetime | None:
    return moment(text, UTC)


def _number(text: str) -> datetime | None:
    seconds = float(text)
    try:
        return datetime.fromtimestamp(seconds / 1000 if abs(seconds) > 1e11 else seconds, UTC)
    except (OverflowError, OSError, ValueError):
        return None


def _serial(text: str) -> datetime:
    seconds = round(float(text.replace(",", ".")) * 86_400)
    return _EPOCH_OF_SERIALS + timedelta(seconds=seconds)


def _written(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        pass
    for shape in _WRITTEN:
        if found := shape.match(text):
            return _of_parts(found)
    try:
        return parsedate_to_datetime(text)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None


def _of_parts(found: re.Match[str]) -> datetime | None:
    month = _MONTHS.get(found["month"][:3].casefold(), 0) if found["month"].isalpha() else int(found["month"])
    year, hour = int(found["year"]), int(found["hour"] or 0)
    if found["half"]:
        hour = hour % 12 + (12 if found["half"].casefold() == "pm" else 0)
    offset = _ZONES.get((found["zone"] or "").upper())
    zone = None if offset is None else FixedZone(timedelta(hours=offset))
    century = 0 if year > 99 else 2000 if year < 70 else 1900
    try:
        clock = (hour, int(found["minute"] or 0), int(found["second"] or 0))
        return datetime(year + century, month, int(found["day"]), *clock, tzinfo=zone)
    except ValueError:
        return None
