"""Moments as the newsroom prints them, on its own clock (WITA)."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format

FORMAT = "l, j F Y | H:i T"


def printed(moment: datetime) -> str:
    """For example "Selasa, 12 Juli 2022 | 14:05 WITA"."""
    return date_format(timezone.localtime(moment), FORMAT)


def printed_day(day: date) -> str:
    """For example "12 Juli 2022"."""
    return date_format(day, "j F Y")
