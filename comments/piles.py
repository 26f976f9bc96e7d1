"""What waits for moderators: each pile in one bounded query."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from accounts.people import Person
from adminkit.piles import Pile, PileEntry, pile_of
from comments.models import Appeal, Comment, Report, Status
from kateid.local_time import ago, moment


def complaints(user: Person, now: datetime) -> Pile:
    return pile_of(
        "complaints",
        "Aduan atas komentar",
        "Tidak ada aduan yang menunggu keputusan.",
        Report.objects.open().most_urgent().exclude(comment__status=Status.DELETED).select_related("comment"),
        lambda report: PileEntry(
            title=report.comment.text[:120],
            url=reverse("admin:comments_comment_change", args=[report.comment_id]),
            details=(
                report.get_reason_display(),
                "sudah pernah diputuskan" if report.repeats_id else f"putuskan sebelum {moment(report.due_at, now)}",
            ),
            flag="Lewat batas 2 x 24 jam" if report.is_late(now) else "",
        ),
        _queue("dilaporkan"),
    )


def held_comments(user: Person, now: datetime) -> Pile:
    return pile_of(
        "held",
        "Komentar yang ditahan",
        "Tidak ada komentar yang ditahan.",
        Comment.objects.filter(status=Status.HELD).order_by("-risk", "created_at", "pk"),
        lambda comment: PileEntry(
            title=comment.text[:120],
            url=reverse("admin:comments_comment_change", args=[comment.pk]),
            details=(comment.author_name, ago(comment.created_at, now)),
        ),
        _queue("ditahan"),
    )


def appeals(user: Person, now: datetime) -> Pile:
    return pile_of(
        "appeals",
        "Banding",
        "Tidak ada banding yang menunggu keputusan Anda.",
        Appeal.objects.waiting_for(user).order_by("made_at", "pk").select_related("comment"),
        lambda appeal: PileEntry(
            title=appeal.comment.text[:120],
            url=reverse("admin:comments_comment_change", args=[appeal.comment_id]),
            details=(appeal.comment.author_name, ago(appeal.made_at, now)),
            reason=appeal.text,
        ),
        _queue("banding"),
    )


def _queue(name: str) -> str:
    return f"{reverse('admin:comments_comment_changelist')}?antrean={name}"
