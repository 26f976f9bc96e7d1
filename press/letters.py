"""Letters to who asked for a reply or a correction, by the outbox. None repeats what a stranger typed into the form."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage

from jobs.mail import KEY, SECONDS
from kateid.absolute_urls import absolute
from kateid.local_time import printed

from . import tickets
from .models import Outcome, ReplyRequest

PATIENCE = timedelta(days=14)  # a decision has to arrive though a mailbox is full for a week


def received(request: ReplyRequest) -> None:
    """Confirm that a request came in, and where it can be followed."""
    lines = [
        f"{request.get_kind_display()} Anda kami terima pada {printed(request.received_at)}.",
        f"Nomornya {request.ticket}.",
        "Redaksi menanganinya sesegera mungkin, tanpa biaya, dan memberi tahu keputusannya beserta alasannya.",
        f"Pastikan alamat surel Anda, dan lihat keadaannya kapan saja, di:\n{absolute(tickets.mailed_url(request))}",
        "Bukan Anda yang mengirimnya? Abaikan surat ini.",
    ]
    _put(request, f"Permintaan {request.ticket} kami terima", lines, "received")


def decided(request: ReplyRequest) -> None:
    """Tell what was decided, and why (Pedoman Media Siber 4e)."""
    lines = [
        f"Permintaan {request.ticket} sudah diputuskan.",
        f"Keputusan: {Outcome(request.outcome).label}.",
        f"Alasannya: {request.reason}",
        f"Selengkapnya:\n{absolute(tickets.status_url(request))}",
        "Tidak setuju? Anda dapat mengadu kepada Dewan Pers: https://dewanpers.or.id/",
    ]
    _put(request, f"Keputusan atas permintaan {request.ticket}", lines, "decided")


def _put(request: ReplyRequest, subject: str, paragraphs: list[str], what: str) -> None:
    headers = {KEY: f"press.{what}.{request.ticket}", SECONDS: str(int(PATIENCE.total_seconds()))}
    body = "\n\n".join([*paragraphs, settings.KATEID_SITE_NAME])
    EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [request.email], headers=headers).send()
