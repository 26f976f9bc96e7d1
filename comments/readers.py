"""What moderators do about readers: warn, suspend, ban, review always, each with reason, end and history."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from accounts.people import display_name

from . import decision_mail
from .models import Comment, ReaderNote, Sanction, SanctionKind, Status
from .moderation import may_moderate


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
