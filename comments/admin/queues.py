"""What waits for moderators: each queue in its own order, a page at a time, in a constant number of queries."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from accounts.people import Person, display_name
from adminkit.autocomplete import is_row_number
from adminkit.keyset import BrokenToken, Keyset
from comments import moderation, reports, search
from comments.models import Appeal, Claim, Comment, Report, ReportReason, Status
from comments.moderation import ModeratorVerb
from comments.permissions import NOBODY_ELSE, moderators
from comments.querysets import NEWEST

from .marking import MarkedText, beginning, marked

PAGE = 30
MOST_COUNTED = 99  # of what waits in a queue
LONG, LONGEST_LINES = 600, 12  # letters and lines that are shown whole
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
        status: of all comments in it, if they share one.
        is_work: whether somebody has to decide what stands in it.
    """

    name: str
    label: str
    empty: str
    rows: Callable[[], QuerySet[Any]]
    keyset: Keyset
    verbs: tuple[str, ...] = ()
    comment: str = "pk"
    status: str = ""
    is_work: bool = False


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
            is_work=True,
        ),
        Queue(
            "ditahan", "Ditahan", "Tidak ada komentar yang ditahan.",
            in_status(Status.HELD), RISKIEST, ("approve", "refuse"), status=Status.HELD, is_work=True,
        ),
        Queue(
            "banding", "Banding", "Tidak ada banding yang menunggu.",
            appeals, Keyset({"made_at": datetime, "pk": int}), (), comment="comment", is_work=True,
        ),
        Queue("baru", "Semua baru", "Belum ada komentar.", Comment.objects.all, NEWEST, ("hide",)),
        Queue(
            "ditolak", "Ditolak", "Tidak ada komentar yang ditolak.",
            in_status(Status.REFUSED), NEWEST, ("approve",), status=Status.REFUSED,
        ),
        Queue(
            "disembunyikan", "Disembunyikan", "Tidak ada komentar yang disembunyikan.",
            in_status(Status.HIDDEN), NEWEST, ("unhide",), status=Status.HIDDEN,
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
    claim: Claim | None = None  # that stands
    same: int = 0  # others that are held with the same words
    near: int = 0  # others that are held from the same network
    fingerprint: str = ""

    @property
    def is_long(self) -> bool:
        return len(self.comment.text) > LONG or self.comment.text.count("\n") > LONGEST_LINES

    @property
    def beginning(self) -> list[MarkedText]:
        return beginning(self.text, min(LONG, _place_of_line(self.comment.text, LONGEST_LINES)))

    @property
    def hides_marks(self) -> bool:
        """Whether something that screening spoke of stands behind the fold."""
        return sum(piece.is_marked for piece in self.beginning) < sum(piece.is_marked for piece in self.text)

    @property
    def immediate(self) -> list[ModeratorVerb]:
        """The steps that a button of the queue takes at once."""
        return [verb for verb in self.verbs if verb.is_immediate and not verb.decides_appeal]

    @property
    def against(self) -> ModeratorVerb | None:
        """The step against it that needs a reason and nothing else; in the queue one key a reason."""
        return next((verb for verb in self.verbs if verb.requires_reason and "text" not in verb.asks), None)

    @property
    def repeats(self) -> Report | None:
        """What was decided before, if nothing that waits says anything new."""
        return self.reports[0].repeats if self.reports and self.due_at is None else None

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


def counts() -> dict[str, int]:
    """How much waits in each queue that is work, counted up to one more than MOST_COUNTED."""
    return {
        queue.name: len(queue.rows().order_by().values_list("pk", flat=True)[: MOST_COUNTED + 1])
        for queue in QUEUES.values()
        if queue.is_work
    }


def rows_of(queue: Queue, filters: search.Filters) -> QuerySet[Any]:
    """What of a queue matches: of what is found by words and the like, the newest `search.MOST`."""
    rows = queue.rows()
    if filters.reason and queue.rows is reported:
        rows = rows.filter(comment__in=Report.objects.open().filter(reason=filters.reason).values("comment"))
        filters = replace(filters, reason="")
    if queue.comment != "pk" and is_row_number(filters.story):  # older ones too, however many comments it has
        rows = rows.filter(comment__article=int(filters.story))
        filters = replace(filters, story="")
    if filters:
        rows = rows.filter(**{f"{queue.comment}__in": search.newest(filters, queue.status)})
    return rows


def page_of(
    queue: Queue,
    user: Person,
    token: str = "",
    now: datetime | None = None,
    filters: search.Filters = search.Filters(),  # noqa: B008 (frozen)
) -> QueuePage:
    """The cards of one page of a queue.

    Raises:
        BrokenToken: not written by us, or of another queue.
    """
    keyset = queue.keyset
    name, _, cursor = token.partition(".")
    if token and name != queue.name:
        raise BrokenToken
    columns = dict.fromkeys((queue.comment, *keyset.names))
    rows = rows_of(queue, filters).values_list(*columns, named=True)
    page = keyset.page(rows, PAGE, keyset.parse(cursor) if token else None)
    keys = [getattr(row, queue.comment) for row in page.entries]
    return QueuePage(cards(keys, user, now), f"{queue.name}.{page.next}" if page.next else "")


def cards(keys: Sequence[int], user: Person, now: datetime | None = None) -> list[Card]:
    """Comments in the order of these keys, in seven queries however many."""
    now = now or timezone.now()
    waiting = Prefetch("reports", queryset=Report.objects.open().most_urgent().select_related("repeats"))
    comments = Comment.objects.select_related("article", "author", "appeal", "claim__user").defer("article__body")
    found = comments.prefetch_related(waiting).in_bulk(list(keys))
    people = list(moderators()) if any(map(moderation.appealed, found.values())) else []
    same, near = search.sizes(found.values())
    return [_beside_others(card(found[key], user, now, people), same, near) for key in keys]


def _beside_others(card: Card, same: dict[str, int], near: dict[str, int]) -> Card:
    """The card of a comment that is held, with how many others say the same and share its network."""
    if card.comment.status != Status.HELD:
        return card
    fingerprint = search.fingerprint(card.comment.text)
    return replace(
        card,
        fingerprint=fingerprint,
        same=max(same.get(fingerprint, 1) - 1, 0),
        near=max(near.get(card.comment.network, 1) - 1, 0),
    )


def card(comment: Comment, user: Person, now: datetime, people: Sequence[User]) -> Card:
    """A comment; `people` are the moderators if an appeal waits."""
    waiting = [report for report in comment.reports.all() if report.is_open]
    claim = standing_claim(comment, now)
    waiting.sort(key=lambda report: report.repeats_id is not None)  # what the clock runs for stands first
    due_at = min((report.due_at for report in waiting if report.repeats_id is None), default=None)
    return Card(
        comment=comment,
        status=comment.standing(now),
        text=marked(comment.text, comment.findings),
        reports=waiting,
        due_at=due_at,
        urgency=reports.urgency(due_at, now) if due_at else "",
        verbs=[] if claim and claim.user_id != user.pk else moderation.offered(user, comment),
        claim=claim,
        deciders=deciders(comment, people) if moderation.appealed(comment) else "",
    )


def standing_claim(comment: Comment, now: datetime) -> Claim | None:
    claim: Claim | None = getattr(comment, "claim", None)
    return claim if claim and claim.stands(now) else None


def _place_of_line(text: str, number: int) -> int:
    """Where the line after so many ends, or the text."""
    return len("\n".join(text.split("\n")[:number]))


def deciders(comment: Comment, people: Sequence[User]) -> str:
    names = [display_name(person) for person in people if comment.appeal.is_for(person)]
    return f"Yang boleh memutuskan: {', '.join(names)}." if names else NOBODY_ELSE
