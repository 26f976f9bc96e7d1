"""What moderators may do with a comment: one table of verbs, and a function for each.

Every verb checks in this order: who may, and never with a comment of their own; whether the comment's status allows it;
whether a reason or a text is missing. Then it changes the comment (`lifecycle`), decides the complaints that wait for
it, and puts down what its writer is to be told, in one transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.people import Person

from . import decision_mail, lifecycle, reports
from .lifecycle import NotPossible
from .models import Appeal, AppealOutcome, Comment, CommentLog, Discussion, Letter, RefusalReason, ReportOutcome, Status
from .permissions import RIGHT

UNDO_FOR = timedelta(minutes=10)  # until then nobody has been told
AGAINST = {"refuse", "hide", "confirm"}  # by a person, who does not decide the appeal

P, H, R, X = Status.PUBLISHED, Status.HELD, Status.REFUSED, Status.HIDDEN


@dataclass(frozen=True)
class Verb:
    """One step of a moderator.

    Args:
        target: the status it leads to; "" if the status stays.
        outcome: what it answers to the complaints that wait.
        key: on the keyboard of the desk.
        in_bulk: whether it may be done with many at once.
    """

    name: str
    label: str
    sources: frozenset[str]
    target: str
    done: str
    needs: str = ""
    outcome: str = ""
    key: str = ""
    in_bulk: bool = False
    condition: Callable[[Comment], bool] = lambda _comment: True

    def possible(self, comment: Comment, at: datetime | None = None) -> bool:
        return comment.standing(at or timezone.now()) in self.sources and self.condition(comment)


def appealed(comment: Comment) -> bool:
    """Whether an appeal waits, which has its own two verbs: another person has to decide."""
    appeal = getattr(comment, "appeal", None)
    return appeal is not None and appeal.decided_at is None


def not_appealed(comment: Comment) -> bool:
    return not appealed(comment)


def reported(comment: Comment) -> bool:
    return any(report.is_open for report in comment.reports.all())


VERBS: dict[str, Verb] = {
    verb.name: verb
    for verb in (
        Verb("approve", "Setujui", frozenset({H, R}), P, "disetujui", outcome=ReportOutcome.KEPT, key="s", in_bulk=True,
             condition=not_appealed),
        Verb("refuse", "Tolak", frozenset({H}), R, "ditolak", "alasan", ReportOutcome.HIDDEN, "t", in_bulk=True),
        Verb("keep", "Biarkan tampil", frozenset({P}), "", "tetap tampil", outcome=ReportOutcome.KEPT, key="b",
             in_bulk=True, condition=reported),
        Verb("hide", "Sembunyikan", frozenset({P}), X, "disembunyikan", "alasan", ReportOutcome.HIDDEN, "h",
             in_bulk=True),
        Verb("unhide", "Tampilkan lagi", frozenset({X}), P, "ditampilkan lagi", outcome=ReportOutcome.KEPT,
             key="l", in_bulk=True, condition=not_appealed),
        Verb("confirm", "Tetap sembunyikan", frozenset({X}), "", "tetap disembunyikan", "alasan", ReportOutcome.HIDDEN,
             "k", in_bulk=True, condition=reported),
        Verb("edit", "Sunting", frozenset({P, H, X}), "", "disunting", "kata-kata baru dan alasan",
             ReportOutcome.EDITED),
        Verb("feature", "Jadikan pilihan", frozenset({P}), "", "menjadi pilihan redaksi", key="p",
             condition=lambda comment: not comment.featured),
        Verb("unfeature", "Lepas dari pilihan", frozenset({P}), "", "bukan pilihan lagi", key="p",
             condition=lambda comment: comment.featured),
        Verb("grant", "Terima banding", frozenset({R, X}), P, "ditampilkan karena banding", "orang lain",
             ReportOutcome.KEPT, condition=appealed),
        Verb("uphold", "Tolak banding", frozenset({R, X}), "", "tetap ditolak", "orang lain", condition=appealed),
    )
}  # fmt: skip


# What the log calls the steps that are not a moderator's.
OTHER_STEPS = {
    "write": "Ditulis",
    "edit": "Disunting penulisnya",
    "delete": "Dihapus penulisnya",
    "newsroom_edit": "Disunting redaksi",
    "run_out": "Disembunyikan",
    "protect": "Ditahan karena menyebut nama terlindungi",
    "undo": "Diurungkan",
}


def label_of(action: str) -> str:
    """A step of a comment's log in words."""
    if action in OTHER_STEPS:
        return OTHER_STEPS[action]
    return VERBS[action].done.capitalize() if action in VERBS else action


def may_moderate(user: Person) -> bool:
    return user.has_perm(RIGHT)


def may_decide(user: Person, comment: Comment) -> bool:
    """Moderators, and nobody on a comment of their own."""
    return may_moderate(user) and user.pk is not None and comment.author_id != user.pk


def offered(user: Person, comment: Comment) -> list[Verb]:
    """The verbs that somebody may use on a comment as it stands: its buttons."""
    if not may_decide(user, comment):
        return []
    verbs = [verb for verb in VERBS.values() if verb.possible(comment)]
    return [verb for verb in verbs if verb.name not in {"grant", "uphold"} or may_decide_appeal(user, comment)]


def may_decide_appeal(user: Person, comment: Comment) -> bool:
    """Anybody but the writer and whoever decided before."""
    return may_decide(user, comment) and appealed(comment) and comment.appeal.is_for(user)


def approve(comment: Comment, *, by: User, now: datetime | None = None) -> CommentLog:
    with _step("approve", comment, by, now) as step:
        step.decide()
    return step.log


def refuse(comment: Comment, *, by: User, reason: str, note: str = "", now: datetime | None = None) -> CommentLog:
    with _step("refuse", comment, by, now, reason, note) as step:
        step.decide()
        step.tell_writer()
    return step.log


def keep(comment: Comment, *, by: User, now: datetime | None = None) -> CommentLog:
    """Leave a comment that was complained of as it is."""
    with _step("keep", comment, by, now) as step:
        step.note_down()
    return step.log


def hide(comment: Comment, *, by: User, reason: str, note: str = "", now: datetime | None = None) -> CommentLog:
    with _step("hide", comment, by, now, reason, note) as step:
        step.decide()
        step.tell_writer()
    return step.log


def unhide(comment: Comment, *, by: User, now: datetime | None = None) -> CommentLog:
    with _step("unhide", comment, by, now) as step:
        step.decide()
    return step.log


def confirm(comment: Comment, *, by: User, reason: str, note: str = "", now: datetime | None = None) -> CommentLog:
    """Decide that a comment stays hidden which the clock had hidden."""
    with _step("confirm", comment, by, now, reason, note) as step:
        step.note_down()
        step.tell_writer()
    return step.log


def edit(
    comment: Comment, *, by: User, text: str, reason: str, note: str = "", now: datetime | None = None
) -> CommentLog:
    """Change somebody's words: readers see that it was done, and the original stays in the log (3d)."""
    with _step("edit", comment, by, now, reason, note) as step:
        if not text.strip():
            raise ValidationError("Tulis kata-kata barunya, atau sembunyikan saja komentarnya.", code="text")
        lifecycle.edit_by_newsroom(step.comment, by=by, text=text, reason=reason, note=note, now=step.now)
    return step.log


def feature(comment: Comment, *, by: User, now: datetime | None = None) -> CommentLog:
    with _step("feature", comment, by, now) as step:
        lifecycle.feature(step.comment, by=by, featured=True, now=step.now)
    return step.log


def unfeature(comment: Comment, *, by: User, now: datetime | None = None) -> CommentLog:
    with _step("unfeature", comment, by, now) as step:
        lifecycle.feature(step.comment, by=by, featured=False, now=step.now)
    return step.log


def undo(log: CommentLog, *, by: User, now: datetime | None = None) -> CommentLog:
    """Take back one's own last step, as long as nobody has been told of it.

    Raises:
        NotPossible: too late, or somebody did something since, or a complaint was answered by it.
    """
    now = now or timezone.now()
    with transaction.atomic():
        comment = _locked(log.comment)
        _require_rights(by, comment)
        if log.by_id != by.pk or now - log.at >= UNDO_FOR or comment.log.first() != log:
            raise NotPossible("Langkah ini tidak dapat diurungkan lagi. Putuskan sekali lagi.")
        if log.from_status == log.to_status or comment.reports.filter(decided_at=log.at).exists():
            raise NotPossible("Langkah ini sudah menjawab aduan. Putuskan sekali lagi.")
        Letter.objects.filter(about=log).delete()
        lifecycle.decide(comment, log.from_status, action="undo", by=by, now=now)
        return comment.log.get_queryset().latest("pk")


# Appeals


def appeal(comment: Comment, *, by: User, text: str, now: datetime | None = None) -> Appeal:
    """Ask for another person's decision, once.

    Raises:
        PermissionDenied: somebody else's comment.
        NotPossible: nothing was decided against it, or it was appealed before.
        ValidationError: without a reason.
    """
    with transaction.atomic():
        locked = _locked(comment)
        if locked.author_id is None or locked.author_id != by.pk:
            raise PermissionDenied
        decision = decision_against(locked)
        if decision is None or Appeal.objects.filter(comment=locked).exists():
            raise NotPossible("Banding hanya dapat diajukan satu kali, atas komentar yang ditolak atau disembunyikan.")
        if not text.strip():
            raise ValidationError("Tulis mengapa keputusan ini perlu dilihat lagi.", code="text")
        return Appeal.objects.create(
            comment=locked,
            text=text.strip(),
            made_at=now or timezone.now(),
            against_id=decision.by_id if decision.action in AGAINST else None,
        )


def decision_against(comment: Comment) -> CommentLog | None:
    """The step that keeps a comment from readers, or the last that confirmed it; None if they see it."""
    if comment.status not in {R, X}:
        return None
    steps = comment.log.filter(Q(action="confirm") | ~Q(from_status=comment.status), to_status=comment.status)
    decision: CommentLog | None = steps.first()
    return decision


def grant(comment: Comment, *, by: User, now: datetime | None = None) -> CommentLog:
    with _step("grant", comment, by, now) as step:
        step.close_appeal(AppealOutcome.GRANTED)
        step.decide()
        step.tell_writer()
    return step.log


def uphold(comment: Comment, *, by: User, note: str = "", now: datetime | None = None) -> CommentLog:
    with _step("uphold", comment, by, now, note=note) as step:
        step.close_appeal(AppealOutcome.UPHELD)
        step.note_down()
        step.tell_writer()
    return step.log


def in_bulk(
    name: str, comments: Iterable[Comment], *, by: User, reason: str = "", note: str = ""
) -> tuple[list[CommentLog], list[str]]:
    """Take one step with many comments, each in its own transaction. Gives the steps taken, and why others were not."""
    taken, refused = [], []
    for comment in comments:
        try:
            taken.append(take(name, comment, by=by, reason=reason, note=note))
        except NotPossible as error:
            refused.append(f"{comment}: {error}")
        except PermissionDenied:
            refused.append(f"{comment}: komentar sendiri diputuskan orang lain.")
    return taken, refused


def take(name: str, comment: Comment, *, by: User, reason: str = "", note: str = "", text: str = "") -> CommentLog:
    """A verb by its name, with what its form gave."""
    given = {"reason": reason, "note": note, "text": text}
    step, wants = STEPS[name]
    return step(comment, by=by, **{what: given[what] for what in wants})


# The function of each verb, and what its form asks for.
STEPS: dict[str, tuple[Callable[..., CommentLog], tuple[str, ...]]] = {
    "approve": (approve, ()),
    "refuse": (refuse, ("reason", "note")),
    "keep": (keep, ()),
    "hide": (hide, ("reason", "note")),
    "unhide": (unhide, ()),
    "confirm": (confirm, ("reason", "note")),
    "edit": (edit, ("text", "reason", "note")),
    "feature": (feature, ()),
    "unfeature": (unfeature, ()),
    "grant": (grant, ()),
    "uphold": (uphold, ("note",)),
}


@dataclass
class _Step:
    """One verb under way on the locked comment."""

    verb: Verb
    comment: Comment
    by: User
    now: datetime
    reason: str
    note: str

    @property
    def log(self) -> CommentLog:
        return self.comment.log.get_queryset().latest("pk")

    def decide(self) -> None:
        how = {"action": self.verb.name, "by": self.by, "reason": self.reason, "note": self.note, "now": self.now}
        lifecycle.decide(self.comment, self.verb.target, **how)  # type: ignore[arg-type]

    def note_down(self) -> None:
        lifecycle.note(
            self.comment, action=self.verb.name, by=self.by, reason=self.reason, note=self.note, now=self.now
        )

    def tell_writer(self) -> None:
        decision_mail.to_writer(self.log, due_at=self.now + UNDO_FOR)

    def close_appeal(self, outcome: str) -> None:
        Appeal.objects.filter(comment=self.comment).update(
            outcome=outcome, decided_at=self.now, decided_by=self.by, decided_by_name=lifecycle.name_in_log(self.by)
        )


@contextmanager
def _step(
    name: str, comment: Comment, by: User, now: datetime | None, reason: str = "", note: str = ""
) -> Iterator[_Step]:
    verb, now = VERBS[name], now or timezone.now()
    with transaction.atomic():
        locked = _locked(comment)
        _require_rights(by, locked)
        if name in {"grant", "uphold"} and not may_decide_appeal(by, locked):
            raise PermissionDenied
        locked = reports.settle(locked, now)
        if not verb.possible(locked, now):
            raise NotPossible(
                f"“{verb.label}” tidak dapat dilakukan: komentar ini sekarang {locked.get_status_display().lower()}."
            )
        if "alasan" in verb.needs and reason not in RefusalReason.values:
            raise ValidationError("Pilih alasannya; penulis komentar diberi tahu.", code="reason")
        step = _Step(verb, locked, by, now, reason, note.strip())
        yield step
        if verb.outcome:
            reports.decide(locked, verb.outcome, by=by, note=step.note, now=now)


def _locked(comment: Comment) -> Comment:
    """The row as it is now; the discussion first, as everybody who changes comments does."""
    Discussion.objects.locked(comment.article_id)
    return Comment.objects.select_for_update().get(pk=comment.pk)


def _require_rights(by: User, comment: Comment) -> None:
    if not may_decide(by, comment):
        raise PermissionDenied
