"""Complaints about comments, and the clock of 2 x 24 hours (Pedoman Media Siber 3e-3h).

Anybody may complain, without an account. From then on the newsroom has 48 hours to decide. What is not decided by then
is hidden from readers at that moment by `Comment.hide_at`, though no job runs; `settle` only enters it in the records.
"""

from __future__ import annotations

import csv
import io
import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from accounts.people import display_name
from articles.reading import cache_tags

from . import decision_mail, lifecycle, limits
from .lifecycle import AUTOMATIC, NotPossible
from .models import (
    TIME_TO_DECIDE,
    Comment,
    Discussion,
    Letter,
    Report,
    ReportEvent,
    ReportEventKind,
    ReportOutcome,
    ReportReason,
    Status,
    secret_of,
)

SOON = timedelta(hours=24)
URGENT = timedelta(hours=6)
RAN_OUT = "otomatis: batas 2x24 jam"
OPPOSITES: dict[str, str] = {
    ReportOutcome.KEPT: ReportOutcome.HIDDEN,
    ReportOutcome.HIDDEN: ReportOutcome.KEPT,
}
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # without what looks alike


def receive(
    comment: Comment,
    *,
    reason: str,
    text: str = "",
    email: str = "",
    reporter: User | None = None,
    sender: str = "",
    now: datetime | None = None,
) -> Report:
    """Take in a complaint about a comment that readers see, and start its clock.

    How many complain, or who, never hides anything: that is for people, or for the clock. The same words of the same
    sender on one day are one complaint, as when a form is sent twice.

    Args:
        sender: whoever sends, as limits count them.

    Raises:
        NotPossible: readers do not see the comment any more.
    """
    now = now or timezone.now()
    with transaction.atomic():
        Discussion.objects.locked(comment.article_id)
        locked = Comment.objects.select_for_update().get(pk=comment.pk)
        if not Comment.objects.public(now).filter(pk=locked.pk).exists():
            raise NotPossible("Komentar ini sudah tidak tampil.")
        said = {"reason": reason, "text": text.strip(), "email": email, "reporter": reporter}
        if sent_before := _sent_before(locked, sender or (f"user {reporter.pk}" if reporter else ""), said, now):
            return sent_before
        report = Report.objects.create(
            comment=locked,
            ticket=_new_ticket(now),
            **said,
            received_at=now,
            due_at=now + TIME_TO_DECIDE,
        )
        _note(report, ReportEventKind.RECEIVED, now)
        if settings.KATEID_HIDE_UNDECIDED and locked.hide_at is None:
            lifecycle.hide_from(locked, report.due_at)
        if email and _may_have_receipt(email, reporter, now):
            decision_mail.to_reporter(report, ReportEventKind.RECEIVED, due_at=now)
    return report


def _may_have_receipt(email: str, reporter: User | None, now: datetime) -> bool:
    """An address that anybody may have typed hears of complaints once a day; its page says the number in any case."""
    if reporter is not None and email.lower() == reporter.email.lower():
        return True
    try:
        limits.take([limits.Limit("receipt", email.lower(), 1, timedelta(days=1))], now)
    except limits.LimitReached:
        return False
    return True


def _sent_before(comment: Comment, sender: str, said: dict[str, Any], now: datetime) -> Report | None:
    """The complaint that somebody has already made today in the same words, as long as it waits."""
    if not sender:
        return None
    reporter = said["reporter"].pk if said["reporter"] else ""
    words = " ".join([sender, f"{reporter} {comment.pk}", said["reason"], said["text"], said["email"]])
    try:
        limits.take([limits.Limit("same-report", words, 1, timedelta(days=1))], now)
    except limits.LimitReached:
        found: Report | None = comment.reports.open().filter(**said).order_by("-pk").first()
        return found
    return None


def put_right(comment: Comment, outcome: str, *, by: User, note: str = "", now: datetime) -> None:
    """Correct what earlier complaints about a comment were answered, where a later decision is the opposite of it.

    The earlier answer stays in the log, and the correction beside it.
    """
    if outcome not in OPPOSITES:
        return
    for report in comment.reports.exclude(decided_at=None).exclude(decided_at=now).prefetch_related("events"):
        if report.answer != OPPOSITES[outcome]:
            continue
        _note(report, ReportEventKind.CORRECTED, now, by=by, outcome=outcome)
        Letter.objects.filter(report=report).delete()
        if report.email:
            report.outcome, report.note = outcome, note
            decision_mail.to_reporter(report, ReportEventKind.DECIDED, due_at=now)


def decide(comment: Comment, outcome: str, *, by: User | None, note: str = "", now: datetime | None = None) -> None:
    """Answer every complaint about a comment that waits, and stop the clock."""
    now = now or timezone.now()
    open_reports = list(comment.reports.open().select_for_update())
    if not open_reports:
        return
    by_name = display_name(by) if by else AUTOMATIC
    for report in open_reports:
        report.decided_at, report.outcome, report.decided_by, report.decided_by_name = now, outcome, by, by_name
        report.note = note
        report.save(update_fields=["decided_at", "outcome", "decided_by", "decided_by_name", "note"])
        _note(report, ReportEventKind.DECIDED, now, by=by, outcome=outcome)
        if report.email:
            decision_mail.to_reporter(report, ReportEventKind.DECIDED, due_at=now)
    lifecycle.hide_from(comment, None)


def settle(comment: Comment, now: datetime) -> Comment:
    """Enter in status and logs what the clock has already done. Gives the comment as it is then."""
    if comment.status != Status.PUBLISHED or comment.hide_at is None or comment.hide_at > now:
        return comment
    moment = comment.hide_at
    settled = lifecycle.decide(comment, Status.HIDDEN, action="run_out", by=None, note=RAN_OUT, now=moment)
    for report in comment.reports.open().filter(due_at__lte=now, hidden_at=None):
        Report.objects.filter(pk=report.pk).update(hidden_at=report.due_at)
        _note(report, ReportEventKind.HIDDEN, report.due_at)
    return settled


def settle_overdue(now: datetime) -> int:
    """Enter everything that ran out; gives how much there was."""
    overdue = list(Comment.objects.overdue(now).order_by("hide_at"))
    for comment in overdue:
        with transaction.atomic():
            Discussion.objects.locked(comment.article_id)
            settle(Comment.objects.select_for_update().get(pk=comment.pk), now)
    return len(overdue)


def settle_deleted(now: datetime) -> int:
    """Answer the complaints about comments that their writers have deleted; gives how many comments there were."""
    deleted = list(
        Comment.objects.filter(status=Status.DELETED, reports__decided_at=None, reports__isnull=False).distinct()
    )
    for comment in deleted:
        with transaction.atomic():
            decide(comment, ReportOutcome.DELETED, by=None, now=now)
    return len(deleted)


def agenda(since: datetime) -> Iterator[tuple[datetime, set[str]]]:
    """Every moment after one at which a comment goes because its clock ran out, for `pagecache.schedule`."""
    clocks = Comment.objects.filter(status=Status.PUBLISHED, hide_at__gt=since).order_by()
    for hide_at, article in clocks.values_list("hide_at", "article"):
        yield hide_at, {cache_tags.comments(article)}


def urgency(due_at: datetime, now: datetime) -> str:
    """How near a deadline is: its colour at the desk."""
    if due_at <= now:
        return "overdue"
    if due_at - now <= URGENT:
        return "urgent"
    return "soon" if due_at - now <= SOON else "calm"


# The reporter's own page


def find(ticket: str, secret: str) -> Report | None:
    """The complaint whose address somebody has, or None."""
    if not constant_time_compare(secret_of(ticket), secret):
        return None
    report: Report | None = Report.objects.filter(ticket=ticket).select_related("comment").first()
    return report


# The log as a file

COLUMNS = (
    "nomor", "alasan", "penjelasan", "berita", "komentar", "diterima", "batas waktu", "disembunyikan otomatis",
    "diputuskan", "keputusan", "oleh", "dibetulkan",
)  # fmt: skip
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def lines(reports: QuerySet[Any]) -> Iterator[str]:
    """The log of complaints as CSV, the oldest first. Nothing in it is a formula to a spreadsheet."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    for row in (
        COLUMNS,
        *map(
            _row, reports.select_related("comment").prefetch_related("events").order_by("pk").iterator(chunk_size=500)
        ),
    ):
        writer.writerow([defused(cell) for cell in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def defused(cell: str) -> str:
    """Text that a spreadsheet does not run."""
    return f"'{cell}" if cell.lstrip(" ").startswith(FORMULA) or cell.startswith(FORMULA) else cell


def _row(report: Report) -> tuple[str, ...]:
    moments = (report.received_at, report.due_at, report.hidden_at, report.decided_at)
    received, due, hidden, decided = (timezone.localtime(at).isoformat() if at else "" for at in moments)
    return (
        report.ticket,
        str(ReportReason(report.reason).label),
        report.text,
        str(report.comment.article_id),
        str(report.comment_id),
        received,
        due,
        hidden,
        decided,
        str(ReportOutcome(report.outcome).label),
        report.decided_by_name,
        "; ".join(
            f"{timezone.localtime(event.at).isoformat()} {event.get_outcome_display()} ({event.by_name})"
            for event in report.answers
            if event.kind == ReportEventKind.CORRECTED
        ),
    )


def _new_ticket(now: datetime) -> str:
    letters_of_ticket = "".join(secrets.choice(ALPHABET) for _ in range(6))
    return f"A{timezone.localtime(now):%y%m%d}-{letters_of_ticket}"


def _note(report: Report, kind: str, at: datetime, *, by: User | None = None, outcome: str = "") -> None:
    ReportEvent.objects.create(
        report=report, kind=kind, at=at, by=by, by_name=display_name(by) if by else "", outcome=outcome
    )
