"""What moderators may do with a comment: a function for each verb, and one table of them (`VERBS`).

Every verb checks in this order: who may, and never with a comment of their own; whether the comment's status allows it;
whether a reason or a text is missing. Then it changes the comment (`lifecycle`), decides the complaints that wait for
it, and puts down what its writer is to be told, in one transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.people import Person
from adminkit.verbs import Verb

from . import claims, decision_mail, lifecycle, reports
from .lifecycle import NotPossible
from .models import Appeal, AppealOutcome, Comment, CommentLog, Discussion, Letter, RefusalReason, ReportOutcome, Status
from .permissions import RIGHT

UNDO_FOR = timedelta(minutes=10)  # until then nobody has been told


@dataclass(frozen=True, kw_only=True)
class ModeratorVerb(Verb[Comment]):
    """One step of a moderator.

    Args:
        outcome: what it answers to the complaints that wait.
        told: what its writer is told of the comment, in words; "" if nothing.
        is_against: the writer, who may then appeal; whoever decided does not decide that appeal.
        decides_appeal: and so is for somebody else than whoever decided before.
    """

    outcome: str = ""
    told: str = ""
    is_against: bool = False
    decides_appeal: bool = False

    def possible(self, comment: Comment, at: datetime | None = None) -> bool:
        at = at or timezone.now()
        return self.fits(comment, comment.standing(at), at)


def appealed(comment: Comment) -> bool:
    """Whether an appeal waits, which has its own two verbs: another person has to decide."""
    appeal = getattr(comment, "appeal", None)
    return appeal is not None and appeal.decided_at is None


def is_appealed(comment: Comment, _at: datetime) -> bool:
    return appealed(comment)


def is_not_appealed(comment: Comment, _at: datetime) -> bool:
    return not appealed(comment)


def is_reported(comment: Comment, _at: datetime) -> bool:
    return any(report.is_open for report in comment.reports.all())


# What the log calls the steps that are not a moderator's.
OTHER_STEPS = {
    "write": "Ditulis",
    "edit": "Disunting penulisnya",
    "delete": "Dihapus penulisnya",
    "newsroom_edit": "Disunting redaksi",
    "run_out": "Disembunyikan",
    "protect": "Ditahan karena menyebut nama terlindungi",
    "undo": "Diurungkan",
    "move_in": "Dipindahkan dari situs lama",
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


def offered(user: Person, comment: Comment) -> list[ModeratorVerb]:
    """The verbs that somebody may use on a comment as it stands: its buttons."""
    if not may_decide(user, comment):
        return []
    verbs = [verb for verb in VERBS.values() if verb.possible(comment)]
    return [verb for verb in verbs if not verb.decides_appeal or may_decide_appeal(user, comment)]


def may_decide_appeal(user: Person, comment: Comment) -> bool:
    """Anybody but the writer and whoever decided before."""
    return may_decide(user, comment) and appealed(comment) and comment.appeal.is_for(user)


def approve(comment: Comment, *, by: User, now: datetime | None = None) -> CommentLog:
    with _step("approve", comment, by, now) as step:
        step.decide()
        step.tell_writer()
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
        knows = not Letter.objects.filter(about__comment=step.comment).exists()
        step.decide()
        if knows:
            step.tell_writer()
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
            against_id=decision.by_id if (verb := VERBS.get(decision.action)) and verb.is_against else None,
        )


def decision_against(comment: Comment) -> CommentLog | None:
    """The step that keeps a comment from readers, or the last that confirmed it; None if they see it."""
    if comment.status not in {Status.REFUSED, Status.HIDDEN}:
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
    verb = VERBS[name]
    log: CommentLog = verb.act(comment, by=by, **{field: given[field] for field in verb.asks})
    return log


P, H, R, X = Status.PUBLISHED, Status.HELD, Status.REFUSED, Status.HIDDEN
WITH_REASON = ("reason", "note")

VERBS: dict[str, ModeratorVerb] = {
    verb.name: verb
    for verb in (
        ModeratorVerb(
            "approve", "Setujui", frozenset({H, R}), P, approve, "disetujui",
            outcome=ReportOutcome.KEPT, key="s", in_bulk=True, condition=is_not_appealed,
            told="sudah tampil",
        ),
        ModeratorVerb(
            "refuse", "Tolak", frozenset({H}), R, refuse, "ditolak",
            needs="alasan", asks=WITH_REASON, requires_reason=True, outcome=ReportOutcome.HIDDEN, key="t",
            in_bulk=True, told="tidak ditampilkan", is_against=True,
        ),
        ModeratorVerb(
            "keep", "Biarkan tampil", frozenset({P}), "", keep, "tetap tampil",
            outcome=ReportOutcome.KEPT, key="b", in_bulk=True, condition=is_reported,
        ),
        ModeratorVerb(
            "hide", "Sembunyikan", frozenset({P}), X, hide, "disembunyikan",
            needs="alasan", asks=WITH_REASON, requires_reason=True, outcome=ReportOutcome.HIDDEN, key="h",
            in_bulk=True, told="disembunyikan", is_against=True,
        ),
        ModeratorVerb(
            "unhide", "Tampilkan lagi", frozenset({X}), P, unhide, "ditampilkan lagi",
            outcome=ReportOutcome.KEPT, key="l", in_bulk=True, condition=is_not_appealed,
            told="tampil lagi",
        ),
        ModeratorVerb(
            "confirm", "Tetap sembunyikan", frozenset({X}), "", confirm, "tetap disembunyikan",
            needs="alasan", asks=WITH_REASON, requires_reason=True, outcome=ReportOutcome.HIDDEN, key="k",
            in_bulk=True, condition=is_reported, told="tetap disembunyikan", is_against=True,
        ),
        ModeratorVerb(
            "edit", "Sunting", frozenset({P, H, X}), "", edit, "disunting",
            needs="kata-kata baru dan alasan", asks=("text", *WITH_REASON), requires_reason=True,
            outcome=ReportOutcome.EDITED,
        ),
        ModeratorVerb(
            "feature", "Jadikan pilihan", frozenset({P}), "", feature, "menjadi pilihan redaksi",
            key="p", condition=lambda comment, _at: not comment.featured,
        ),
        ModeratorVerb(
            "unfeature", "Lepas dari pilihan", frozenset({P}), "", unfeature, "bukan pilihan lagi",
            key="p", condition=lambda comment, _at: comment.featured,
        ),
        ModeratorVerb(
            "grant", "Terima banding", frozenset({R, X}), P, grant, "ditampilkan karena banding",
            needs="orang lain", outcome=ReportOutcome.KEPT, condition=is_appealed, decides_appeal=True,
            told="ditampilkan kembali karena banding Anda",
        ),
        ModeratorVerb(
            "uphold", "Tolak banding", frozenset({R, X}), "", uphold, "tetap ditolak",
            needs="orang lain", asks=("note",), condition=is_appealed, decides_appeal=True,
            told="tetap tidak ditampilkan setelah banding Anda diperiksa orang lain",
        ),
    )
}  # fmt: skip


@dataclass
class _Step:
    """One verb under way on the locked comment."""

    verb: ModeratorVerb
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
        due_at = self.now + UNDO_FOR
        Letter.objects.filter(about__comment=self.comment).delete()  # overtaken by this one
        decision_mail.to_writer(self.log, self.verb.told, may_appeal=self.verb.is_against, due_at=due_at)

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
        if verb.decides_appeal and not may_decide_appeal(by, locked):
            raise PermissionDenied
        locked = reports.settle(locked, now)
        if not verb.possible(locked, now):
            raise NotPossible(
                f"“{verb.label}” tidak dapat dilakukan: komentar ini sekarang {locked.get_status_display().lower()}."
            )
        if verb.requires_reason and reason not in RefusalReason.values:
            raise ValidationError("Pilih alasannya; penulis komentar diberi tahu.", code="reason")
        claims.require_free(locked, by, now)
        step = _Step(verb, locked, by, now, reason, note.strip())
        yield step
        if verb.outcome:
            reports.decide(locked, verb.outcome, by=by, note=step.note, now=now)
            if verb.target:
                reports.put_right(locked, verb.outcome, by=by, note=step.note, now=now)
        claims.release(locked, by=by)


def _locked(comment: Comment) -> Comment:
    """The row as it is now; the discussion first, as everybody who changes comments does."""
    Discussion.objects.locked(comment.article_id)
    return Comment.objects.select_for_update().get(pk=comment.pk)


def _require_rights(by: User, comment: Comment) -> None:
    if not may_decide(by, comment):
        raise PermissionDenied
