"""Letters to writers and reporters about what was decided: put down as it is decided, sent afterwards.

`manage.py tend_comments`, run every minute, sends what is due. A letter that was sent is deleted, with its address.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from kateid.absolute_urls import absolute
from kateid.local_time import printed

from .models import (
    Appeal,
    Comment,
    CommentLog,
    Letter,
    MailChoice,
    RefusalReason,
    Report,
    ReportEvent,
    ReportEventKind,
    ReportOutcome,
    ReportReason,
    Sanction,
    SanctionKind,
    Status,
)
from .permissions import NOBODY_ELSE, moderators

log = logging.getLogger(__name__)

BATCH = 200
DIGEST = 50  # complaints in one letter, and as many appeals
MOST_COUNTED = 999
LONGEST_PAUSE = timedelta(hours=6)

SANCTIONS: dict[str, str] = {
    SanctionKind.WARNING: "Redaksi memberi Anda peringatan. Anda tetap dapat berkomentar.",
    SanctionKind.SUSPENSION: "Anda tidak dapat berkomentar{}.",
    SanctionKind.BAN: "Anda tidak dapat berkomentar lagi.",
}


def to_writer(step: CommentLog, decision: str, *, may_appeal: bool, due_at: datetime) -> None:
    """Tell the writer of a comment what was decided about it, and why.

    Args:
        decision: in words that follow "Komentar Anda".
    """
    author = step.comment.author
    if author is None or not author.email or not wants_decisions(author):
        return
    lines = [f"Komentar Anda {decision}."]
    if step.reason:
        lines.append(f"Alasannya: {RefusalReason(step.reason).label}.")
    if step.note:
        lines.append(f"Catatan redaksi: {step.note}")
    lines.append(f"Komentar Anda:\n{step.comment.text}")
    if may_appeal:
        page = absolute(reverse("comments:appeal", args=[step.comment_id]))
        lines.append(f"Tidak setuju? Anda dapat mengajukan banding satu kali; orang lain yang memutuskan:\n{page}")
    _put_down(author.email, f"Komentar Anda {decision}", lines, about=step, due_at=due_at)


def wants_decisions(user: User) -> bool:
    choice = MailChoice.objects.filter(user=user).first()
    return choice is None or choice.decisions


def to_reader(sanction: Sanction, *, due_at: datetime) -> None:
    """Tell a reader of a warning, or that they may not write, and why. That somebody is always reviewed is not told."""
    if not sanction.user.email or sanction.kind not in SANCTIONS:
        return
    until = f" sampai {printed(sanction.until)}" if sanction.until else ""
    lines = [SANCTIONS[sanction.kind].format(until), f"Alasannya: {sanction.reason}"]
    _put_down(sanction.user.email, "Tentang komentar Anda", lines, due_at=due_at)


def to_reporter(report: Report, what: ReportEventKind, *, due_at: datetime) -> None:
    """Confirm a complaint, or tell what was decided about it."""
    page = absolute(report.get_absolute_url())
    if what == ReportEventKind.RECEIVED:
        subject = f"Aduan {report.ticket} kami terima"
        lines = [_received(report)]
    else:
        subject = f"Aduan {report.ticket} sudah diputuskan"
        lines = [f"Keputusan: {ReportOutcome(report.outcome).label}."]
        if report.note:
            lines.append(f"Catatan redaksi: {report.note}")
    lines.append(f"Keadaan aduan Anda:\n{page}")
    _put_down(report.email, subject, lines, report=report if what == ReportEventKind.DECIDED else None, due_at=due_at)


def _received(report: Report) -> str:
    if report.repeats and report.repeats.decided_at:
        return (
            f"Aduan yang sama sudah diputuskan {printed(report.repeats.decided_at)}: komentar tetap tampil. Moderator "
            "melihat aduan Anda juga. Bila ada hal baru, laporkan lagi dengan penjelasan."
        )
    return f"Aduan Anda kami putuskan paling lambat {printed(report.due_at)}."


def remind_moderators(now: datetime) -> int:
    """Put down a digest of what waits for a decision, for every moderator; gives how many letters that is."""
    reports = list(Report.objects.open().most_urgent()[:DIGEST])
    held = _held(now)
    appeals = list(Appeal.objects.waiting().select_related("comment")[:DIGEST])
    everybody = list(moderators())
    written = 0
    for moderator in everybody:
        of_appeals = [*_appeals_for(moderator, appeals), *_appeals_for_nobody(everybody, appeals)]
        lines = [*_complaints(reports, now), *of_appeals, *held]
        if moderator.email and lines:
            _put_down(moderator.email, _subject(reports, of_appeals), lines, due_at=now)
            written += 1
    return written


def _subject(reports: list[Report], of_appeals: list[str]) -> str:
    if reports:
        return f"{len(reports)} aduan menunggu keputusan"
    return "Banding menunggu keputusan" if of_appeals else "Komentar menunggu diperiksa"


def _held(now: datetime) -> list[str]:
    """How many comments wait, and since when; counted up to MOST_COUNTED."""
    waiting = list(
        Comment.objects.filter(status=Status.HELD).oldest().values_list("created_at", flat=True)[: MOST_COUNTED + 1]
    )
    if not waiting:
        return []
    number = f"lebih dari {MOST_COUNTED}" if len(waiting) > MOST_COUNTED else str(len(waiting))
    page = absolute(f"{reverse('admin:comments_comment_changelist')}?antrean=ditahan")
    return [f"{number} komentar ditahan menunggu diperiksa, yang paling lama sejak {printed(waiting[0])}:\n{page}"]


def _complaints(reports: list[Report], now: datetime) -> list[str]:
    if not reports:
        return []
    late = sum(report.is_late(now) for report in reports)
    more = " paling mendesak" if len(reports) == DIGEST else ""
    first = f"{len(reports)} aduan{more} menunggu keputusan; {late} sudah lewat batas 2x24 jam."
    return [first, *(_line_of(report, now) for report in reports)]


def _appeals_for(moderator: User, appeals: list[Appeal]) -> list[str]:
    mine = sum(appeal.is_for(moderator) for appeal in appeals)
    page = absolute(f"{reverse('admin:comments_comment_changelist')}?antrean=banding")
    return [f"{mine} banding menunggu keputusan Anda:\n{page}"] if mine else []


def _appeals_for_nobody(everybody: list[User], appeals: list[Appeal]) -> list[str]:
    stuck = sum(not any(map(appeal.is_for, everybody)) for appeal in appeals)
    return [f"{stuck} banding tidak dapat diputuskan. {NOBODY_ELSE}"] if stuck else []


def _line_of(report: Report, now: datetime) -> str:
    late = " (LEWAT)" if report.is_late(now) else ""
    until = "sudah pernah diputuskan" if report.repeats_id else f"batas {printed(report.due_at)}{late}"
    page = absolute(reverse("admin:comments_comment_change", args=[report.comment_id]))
    return f"{report.ticket}: {ReportReason(report.reason).label}\n{until}\n{page}"


def forget(user: User, keep_comments: bool) -> None:
    """Take a reader who leaves out of what moderators keep, before the account goes."""
    if user.email:
        Letter.objects.filter(to=user.email).delete()
    Report.objects.filter(reporter=user).update(email="", reporter=None)
    if not keep_comments:
        Appeal.objects.filter(comment__author=user).update(text="")


def send_due(now: datetime) -> int:
    """Send what is due, each once; what fails is tried again later. Gives how many were sent."""
    keys = list(Letter.objects.filter(due_at__lte=now).order_by("due_at").values_list("pk", flat=True)[:BATCH])
    return sum(_send(pk, now) for pk in keys)


def _send(pk: int, now: datetime) -> bool:
    with transaction.atomic():
        letter = Letter.objects.select_for_update().filter(pk=pk, due_at__lte=now).first()
        if letter is None:  # another process was quicker
            return False
        try:
            send_mail(letter.subject, letter.body, settings.DEFAULT_FROM_EMAIL, [letter.to])
        except (SMTPException, OSError) as error:
            log.warning("letter %s not sent: %s", pk, type(error).__name__)
            pause = min(timedelta(minutes=2 ** min(letter.failures, 10)), LONGEST_PAUSE)
            Letter.objects.filter(pk=pk).update(failures=letter.failures + 1, due_at=now + pause)
            return False
        if report := letter.report:
            ReportEvent.objects.create(report=report, kind=ReportEventKind.TOLD, at=now)
            Report.objects.filter(pk=report.pk).update(email="")
        letter.delete()
        return True


def _put_down(
    to: str,
    subject: str,
    paragraphs: list[str],
    *,
    due_at: datetime,
    about: CommentLog | None = None,
    report: Report | None = None,
) -> None:
    body = "\n\n".join([*paragraphs, f"{settings.KATEID_SITE_NAME}, {timezone.localdate(due_at):%d/%m/%Y}"])
    Letter.objects.create(to=to, subject=subject, body=body, about=about, report=report, due_at=due_at)
