"""What waits for moderators: each queue in its own order, a page at a time, in a constant number of queries."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from accounts.people import Person, display_name
from adminkit.keyset import BrokenToken, Keyset
from comments import moderation, reports
from comments.models import Appeal, Comment, Report, ReportReason, Status
from comments.moderation import ModeratorVerb
from comments.permissions import NOBODY_ELSE, moderators
from comments.querysets import NEWEST

from .marking import MarkedText, marked

PAGE = 30
PAGE_PARAMETER = "sesudah"

RISKIEST = Keyset({"-risk": int, "created_at": datetime, "pk": int})


@dataclass(frozen=True)
class Queue:
    """A heap of comments, or of what leads to them.

    Args:
        rows: what it consists of.
        keyset: its order.
        verbs: that may be used on many at once.
        comment: how a row names its comment.
    """

    name: str
    label: str
    empty: str
    rows: Callable[[], QuerySet[Any]]
    keyset: Keyset
    verbs: tuple[str, ...] = ()
    comment: str = "pk"


def reported() -> QuerySet[Any]:
    """The most urgent complaint about each comment."""
    earlier = Report.objects.open().filter(
        Q(due_at__lt=OuterRef("due_at")) | Q(due_at=OuterRef("due_at"), pk__lt=OuterRef("pk")),
        comment=OuterRef("comment"),
    )
    return Report.objects.open().filter(~Exists(earlier)).exclude(comment__status=Status.DELETED)


def appeals() -> QuerySet[Any]:
    return Appeal.objects.waiting()


def in_status(status: str) -> Callable[[], QuerySet[Any]]:
    return lambda: Comment.objects.filter(status=status)


QUEUES: dict[str, Queue] = {
    queue.name: queue
    for queue in (
        Queue(
            "dilaporkan", "Dilaporkan", "Tidak ada aduan yang menunggu keputusan.",
            reported, Keyset({"due_at": datetime, "pk": int}), ("keep", "hide", "unhide", "confirm"), comment="comment",
        ),
        Queue(
            "ditahan", "Ditahan", "Tidak ada komentar yang ditahan.",
            in_status(Status.HELD), RISKIEST, ("approve", "refuse"),
        ),
        Queue(
            "banding", "Banding", "Tidak ada banding yang menunggu.",
            appeals, Keyset({"made_at": datetime, "pk": int}), (), comment="comment",
        ),
        Queue("baru", "Semua baru", "Belum ada komentar.", Comment.objects.all, NEWEST, ("hide",)),
        Queue(
            "ditolak", "Ditolak", "Tidak ada komentar yang ditolak.",
            in_status(Status.REFUSED), NEWEST, ("approve",),
        ),
        Queue(
            "disembunyikan", "Disembunyikan", "Tidak ada komentar yang disembunyikan.",
            in_status(Status.HIDDEN), NEWEST, ("unhide",),
        ),
    )
}  # fmt: skip


@dataclass(frozen=True)
class Card:
    """A comment as moderators see it."""

    comment: Comment
    status: Status
    text: list[MarkedText]
    reports: list[Report]
    due_at: datetime | None
    urgency: str
    verbs: list[ModeratorVerb]
    deciders: str  # of an appeal that waits, as a sentence

    @property
    def reasons(self) -> list[str]:
        """Why it was complained of, each reason once with how often."""
        counts: dict[str, int] = {}
        for report in self.reports:
            label = str(ReportReason(report.reason).label)
            counts[label] = counts.get(label, 0) + 1
        return [f"{label} ({count} kali)" if count > 1 else label for label, count in counts.items()]


@dataclass(frozen=True)
class QueuePage:
    cards: Sequence[Card]
    next_token: str = ""


def page_of(queue: Queue, user: Person, token: str = "", now: datetime | None = None) -> QueuePage:
    """The cards of one page of a queue.

    Raises:
        BrokenToken: not written by us, or of another queue.
    """
    keyset = queue.keyset
    name, _, cursor = token.partition(".")
    if token and name != queue.name:
        raise BrokenToken
    columns = dict.fromkeys((queue.comment, *keyset.names))
    rows = queue.rows().values_list(*columns, named=True)
    page = keyset.page(rows, PAGE, keyset.parse(cursor) if token else None)
    keys = [getattr(row, queue.comment) for row in page.entries]
    return QueuePage(cards(keys, user, now), f"{queue.name}.{page.next}" if page.next else "")


def cards(keys: Sequence[int], user: Person, now: datetime | None = None) -> list[Card]:
    """Comments in the order of these keys, in four queries however many."""
    now = now or timezone.now()
    waiting = Prefetch("reports", queryset=Report.objects.open().most_urgent())
    comments = Comment.objects.select_related("article", "author", "appeal").defer("article__body")
    found = comments.prefetch_related(waiting).in_bulk(list(keys))
    people = list(moderators()) if any(map(moderation.appealed, found.values())) else []
    return [card(found[key], user, now, people) for key in keys]


def card(comment: Comment, user: Person, now: datetime, people: Sequence[User]) -> Card:
    """A comment; `people` are the moderators if an appeal waits."""
    waiting = [report for report in comment.reports.all() if report.is_open]
    due_at = min((report.due_at for report in waiting), default=None)
    return Card(
        comment=comment,
        status=comment.standing(now),
        text=marked(comment.text, comment.findings),
        reports=waiting,
        due_at=due_at,
        urgency=reports.urgency(due_at, now) if due_at else "",
        verbs=moderation.offered(user, comment),
        deciders=deciders(comment, people) if moderation.appealed(comment) else "",
    )


def deciders(comment: Comment, people: Sequence[User]) -> str:
    names = [display_name(person) for person in people if comment.appeal.is_for(person)]
    return f"Yang boleh memutuskan: {', '.join(names)}." if names else NOBODY_ELSE
