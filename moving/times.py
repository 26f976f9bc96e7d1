"""Moments as old systems wrote them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, tzinfo
from email.utils import parsedate_to_datetime

from django.utils import timezone

_NUMBER = re.compile(r"-?\d{9,13}(?:\.\d+)?\Z")
_SHAPES = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%d-%m-%Y %H:%M:%S", "%d/%m/%Y %H:%M:%S", "%d-%m-%Y", "%d/%m/%Y")


def moment(text: str, zone: tzinfo | None = None) -> datetime | None:
    """The moment that a text says; None for none, such as "0000-00-00 00:00:00".

    Args:
        zone: of a text that says none; the newsroom's own unless given.
    """
    text = text.strip()
    if not text or text.startswith("0000"):
        return None
    found = _number(text) if _NUMBER.match(text) else _written(text)
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


def _written(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        pass
    for shape in _SHAPES:
        try:
            return datetime.strptime(text, shape)  # noqa: DTZ007 - `moment` gives it a zone
        except ValueError:
            continue
    try:
        return parsedate_to_datetime(text)
    except (TypeError, ValueError, IndexError):
        return None
