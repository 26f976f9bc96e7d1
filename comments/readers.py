"""What moderators do about readers: warn, suspend, ban, review always, each with reason, end and history."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from accounts.people import display_name

from . import bans, decision_mail, moderation
from .models import Comment, Letter, ReaderNote, RefusalReason, Sanction, SanctionKind, Status
from .moderation import may_moderate

AT_ONCE = 500  # comments of a reader who is banned
STEPS_AGAINST: dict[str, str] = {Status.PUBLISHED: "hide", Status.HELD: "refuse"}


def warn(user: User, *, by: User, reason: str, now: datetime | None = None) -> Sanction:
    return _sanction(user, SanctionKind.WARNING, by, reason, None, now)


def suspend(user: User, *, by: User, reason: str, until: datetime | None, now: datetime | None = None) -> Sanction:
    """Keep a reader from writing until a moment."""
    now = now or timezone.now()
    if until is None or until <= now:
        raise ValidationError("Isi “Sampai” dengan waktu yang akan datang.", code="until")
    return _sanction(user, SanctionKind.SUSPENSION, by, reason, until, now)


def ban(user: User, *, by: User, reason: str, now: datetime | None = None) -> Sanction:
    return _sanction(user, SanctionKind.BAN, by, reason, None, now)


def refuse_standing(user: User, *, by: User, reason: str, note: str = "") -> tuple[int, list[str]]:
    """Hide and refuse what somebody wrote that is public or waits: the newest AT_ONCE, each in its own transaction.

    The reader hears of the ban, not of every comment.

    Args:
        reason: a RefusalReason.

    Returns:
        How many are gone, and of the others why not.
    """
    _require_rights(user, by)
    if reason not in RefusalReason.values:
        raise ValidationError("Pilih alasan untuk komentar-komentarnya.", code="comments_reason")
    standing = list(Comment.objects.of(user).filter(status__in=STEPS_AGAINST).newest()[:AT_ONCE])
    gone = 0
    problems: list[str] = []
    for status, verb in STEPS_AGAINST.items():
        these = [comment for comment in standing if comment.status == status]
        taken, refused = moderation.in_bulk(verb, these, by=by, reason=reason, note=note)
        Letter.objects.filter(about__in=taken).delete()
        gone, problems = gone + len(taken), problems + refused
    return gone, problems


def lift_address(user: User, *, by: User) -> None:
    """End what stands against the address of an account since an earlier one was deleted."""
    _require_rights(user, by)
    if barred := bans.of_address(user, timezone.now()):
        barred.delete()
        note(
            user, by=by, text=f"Pemblokiran alamat dari akun sebelumnya dicabut. Alasannya dulu: {barred.reason}"[:500]
        )


def always_review(
    user: User, *, by: User, reason: str, until: datetime | None = None, now: datetime | None = None
) -> Sanction:
    return _sanction(user, SanctionKind.REVIEW, by, reason, until, now)


def lift(sanction: Sanction, *, by: User, now: datetime | None = None) -> None:
    """End what stands against a reader before its time. The row stays."""
    _require_rights(sanction.user, by)
    Sanction.objects.filter(pk=sanction.pk, lifted_at=None).update(
        lifted_at=now or timezone.now(), lifted_by_name=display_name(by)
    )


def note(user: User, *, by: User, text: str) -> ReaderNote:
    """Tell other moderators something about a reader."""
    _require_rights(user, by)
    if not text.strip():
        raise ValidationError("Catatannya masih kosong.", code="text")
    return ReaderNote.objects.create(user=user, text=text.strip(), by=by, by_name=display_name(by))


def record(user: User) -> dict[str, int]:
    """How a reader's comments fared, by status, in one query."""
    counts = {
        str(status): Count("pk", filter=Q(status=status))
        for status in (Status.PUBLISHED, Status.HELD, Status.REFUSED, Status.HIDDEN)
    }
    return Comment.objects.filter(author=user).aggregate(**counts)


def may_sanction(by: User, user: User) -> bool:
    """Moderators, about readers: the newsroom's own people answer to others, and nobody acts on themselves."""
    return may_moderate(by) and not user.is_staff and by.pk != user.pk


def _sanction(user: User, kind: str, by: User, reason: str, until: datetime | None, now: datetime | None) -> Sanction:
    _require_rights(user, by)
    if not reason.strip():
        raise ValidationError("Tulis alasannya; pembaca itu diberi tahu.", code="reason")
    with transaction.atomic():
        made: Sanction = Sanction.objects.create(
            user=user, kind=kind, reason=reason.strip(), since=now or timezone.now(), until=until,
            by=by, by_name=display_name(by),
        )  # fmt: skip
        decision_mail.to_reader(made, due_at=made.since)
    return made


def _require_rights(user: User, by: User) -> None:
    if not may_sanction(by, user):
        raise PermissionDenied
