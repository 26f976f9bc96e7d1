"""What is noted once a day of disks, database and certificate, so that a page shows where they are going."""

from __future__ import annotations

import socket
import ssl
from contextlib import suppress
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from cryptography import x509
from django.conf import settings
from django.utils import timezone

from .models import Job, JobState

KIND = "sizes"
KEPT = timedelta(days=60)
LOOKED_BACK = timedelta(days=30)
CERTIFICATE = "certificate_ends"  # its key among the sizes, in seconds since 1970
PATIENCE = 5  # seconds for the web server to show its certificate

type Sizes = dict[str, float]


def note(now: datetime, sizes: Sizes) -> None:
    """Enter the sizes of today, in the place of those of an earlier hour."""
    ends = certificate_end()
    report = sizes | ({CERTIFICATE: ends.timestamp()} if ends else {})
    Job.objects.update_or_create(
        kind=KIND,
        key=timezone.localdate(now).isoformat(),
        defaults={"report": report, "state": JobState.DONE, "started_at": now, "finished_at": now},
    )
    Job.objects.filter(kind=KIND, started_at__lt=now - KEPT).delete()


def noted(now: datetime) -> list[tuple[datetime, Sizes]]:
    """Of the last days, the newest first."""
    rows = Job.objects.filter(kind=KIND, started_at__gt=now - LOOKED_BACK).order_by("-started_at")
    return list(rows.values_list("started_at", "report"))


def days_until_nothing(name: str, left: float, now: datetime, days: list[tuple[datetime, Sizes]]) -> float | None:
    """For how many days what is left will do, if it goes on as since the oldest note; None if it does not shrink.

    Args:
        name: of what is left, as it was noted.
    """
    older = [(at, sizes[name]) for at, sizes in days if name in sizes and now - at >= timedelta(days=1)]
    if not older:
        return None
    at, then = older[-1]
    a_day = (then - left) / ((now - at) / timedelta(days=1))
    return left / a_day if a_day > 0 else None


def certificate_end() -> datetime | None:
    """When the certificate ends that readers of this site are shown; None without HTTPS, or if nobody answers."""
    site = urlsplit(settings.KATEID_SITE_URL)
    if site.scheme != "https" or not site.hostname:
        return None
    # The web server of this machine first: its own public address is not always reached from within.
    for place in ("127.0.0.1", site.hostname):
        with suppress(OSError, ValueError):
            return _certificate_of(place, site.port or 443, site.hostname).not_valid_after_utc
    return None


def _certificate_of(place: str, port: int, name: str) -> x509.Certificate:
    """Without judging it: one that has ended is what is looked for."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with (
        socket.create_connection((place, port), timeout=PATIENCE) as opened,
        context.wrap_socket(opened, server_hostname=name) as shown,
    ):
        return x509.load_der_x509_certificate(shown.getpeercert(binary_form=True) or b"")
