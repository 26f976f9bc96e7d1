"""Moments on the newsroom's own clock (KATEID_TIME_ZONE), as it prints them and as machines read them."""

from datetime import UTC, date, datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timesince import timesince

FORMAT = "l, j F Y | H:i T"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)  # from which stored numbers count, such as those in tokens of pages


def local(moment: datetime) -> datetime:
    """A moment on this clock, whichever is the current one in Django."""
    return moment.astimezone(timezone.get_default_timezone())


def zone_name() -> str:
    """WIB, WITA or WIT."""
    return local(timezone.now()).strftime("%Z")


def iso(moment: datetime) -> str:
    """For example "2022-07-12T14:05:00+08:00"."""
    return local(moment).isoformat(timespec="seconds")


def printed(moment: datetime) -> str:
    """For example "Selasa, 12 Juli 2022 | 14:05 WITA"."""
    return date_format(local(moment), FORMAT)


def printed_day(day: date) -> str:
    """For example "12 Juli 2022"."""
    return date_format(day, "j F Y")


def ago(then: datetime, now: datetime) -> str:
    return "baru saja" if now - then < timedelta(minutes=1) else f"{lasting(then, now)} lalu"


def lasting(then: datetime, now: datetime) -> str:
    """How long something has lasted, in its largest unit: “2 jam”."""
    return "sebentar" if now - then < timedelta(minutes=1) else timesince(then, now, depth=1)


def moment(at: datetime, now: datetime) -> str:
    """A moment on the newsroom's clock: “hari ini pukul 14:05 WITA”."""
    local, days = timezone.localtime(at), (timezone.localdate(at) - timezone.localdate(now)).days
    day = {0: "hari ini", 1: "besok", -1: "kemarin"}.get(days) or date_format(local, "l, j F Y")
    return f"{day} pukul {date_format(local, 'H:i T')}"
