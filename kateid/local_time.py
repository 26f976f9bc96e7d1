"""Moments on the newsroom's own clock (WITA), as it prints them and as machines read them."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format

FORMAT = "l, j F Y | H:i T"


def local(moment: datetime) -> datetime:
    """A moment on this clock, whichever is the current one in Django."""
    return moment.astimezone(timezone.get_default_timezone())


def iso(moment: datetime) -> str:
    """For example "2022-07-12T14:05:00+08:00"."""
    return local(moment).isoformat(timespec="seconds")


def printed(moment: datetime) -> str:
    """For example "Selasa, 12 Juli 2022 | 14:05 WITA"."""
    return date_format(local(moment), FORMAT)


def printed_day(day: date) -> str:
    """For example "12 Juli 2022"."""
    return date_format(day, "j F Y")
