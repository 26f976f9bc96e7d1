"""Complaints about comments, and the clock of 2 x 24 hours (Pedoman Media Siber 3e-3h).

Anybody may complain, without an account. From then on the newsroom has 48 hours to decide. What is not decided by then
is hidden from readers at that moment by `Comment.hide_at`, though no job runs; `settle` only enters it in the records.
"""

from __future__ import annotations

import csv
import io
import secrets
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from accounts.people import display_name
from articles.models import Edition
from articles.reading import cache_tags
from kateid.absolute_urls import absolute

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
REMEMBERED = 50  # answered complaints about a comment with which a new one is compared
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
    sender on one day are one complaint, as when a form is sent twice. What was decided before and is said again starts
    no clock: it waits for an answer, and the comment stays meanwhile.

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
            repeats=answered_before(locked, reason, text),
        )
        _note(report, ReportEventKind.RECEIVED, now)
        if settings.KATEID_HIDE_UNDECIDED and locked.hide_at is None and report.repeats is None:
            lifecycle.hide_from(locked, report.due_at)
        if email and _may_have_receipt(email, reporter, now):
            decision_mail.to_reporter(report, ReportEventKind.RECEIVED, due_at=now)
    return report


def kept_before(comment: Comment) -> list[Report]:
    """Complaints after which a comment stayed as it stands now, the last decided first."""
    decided = comment.reports.exclude(decided_at=None).order_by("-decided_at", "-pk").prefetch_related("events")
    rewritten = comment.log.filter(action="newsroom_edit").values_list("at", flat=True).order_by("-at").first()
    since = max(filter(None, (comment.edited_at, rewritten)), default=None)
    return [
        report
        for report in decided[:REMEMBERED]
        if report.answer == ReportOutcome.KEPT and report.decided_at and (since is None or since < report.decided_at)
    ]


def answered_before(comment: Comment, reason: str, text: str) -> Report | None:
    """The complaint whose answer holds for this one too: on the same ground, after which nothing new is said."""
    earlier = [report for report in kept_before(comment) if report.reason == reason]
    said = {_folded(report.text) for report in earlier}
    return earlier[0] if earlier and _folded(text) in {"", *said} else None


def _folded(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


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
    for report in comment.reports.open().filter(due_at__lte=now, hidden_at=None, repeats=None):
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
    "nomor", "alasan", "penjelasan", "berita", "judul berita", "komentar", "teks komentar", "alamat komentar",
    "diterima", "batas waktu", "disembunyikan otomatis", "mengulang", "diputuskan", "keputusan", "oleh", "catatan",
    "dibetulkan",
)  # fmt: skip
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")
SEPARATOR = ";"  # as Excel expects where the comma stands in numbers, as in Indonesia
BYTE_ORDER_MARK = "\ufeff"  # by which Excel knows UTF-8


def lines(reports: QuerySet[Any]) -> Iterator[str]:
    """The log of complaints as CSV that Indonesian Excel opens, the oldest first. No cell is a formula to it."""
    printed_last = Edition.objects.public_history().filter(article=OuterRef("comment__article")).order_by("-number")
    rows = (
        reports.select_related("comment", "repeats")
        .prefetch_related("events")
        .annotate(headline=Subquery(printed_last.values("headline")[:1]))
        .order_by("pk")
    )
    yield BYTE_ORDER_MARK + _line(COLUMNS)
    for report in rows.iterator(chunk_size=500):
        yield _line(_row(report))


def _line(cells: Iterable[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=SEPARATOR).writerow(map(defused, cells))
    return buffer.getvalue()


def defused(cell: str) -> str:
    """Text that a spreadsheet does not run."""
    return f"'{cell}" if cell.lstrip().startswith(FORMULA) or cell.startswith(FORMULA) else cell


def _row(report: Report) -> tuple[str, ...]:
    comment = report.comment
    moments = (report.received_at, report.due_at, report.hidden_at, report.decided_at)
    received, due, hidden, decided = (timezone.localtime(at).isoformat() if at else "" for at in moments)
    return (
        report.ticket,
        str(ReportReason(report.reason).label),
        report.text,
        str(comment.article_id),
        report.headline or "",  # type: ignore[attr-defined]
        str(comment.pk),
        comment.text or "(dihapus penulisnya)",
        absolute(comment.get_absolute_url()),
        received,
        due,
        hidden,
        report.repeats.ticket if report.repeats else "",
        decided,
        str(ReportOutcome(report.outcome).label),
        report.decided_by_name,
        report.note,
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
