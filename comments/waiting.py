"""What its writer sees of a comment that readers do not see: where it stands, why, and what can be done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import Q

from kateid.local_time import printed

from . import bans, lifecycle
from .models import Comment, CommentLog, Decision, RefusalReason, Status

MOST = 20  # on one page
FOR_THE_WRITER = {"length", "closed", "sanction", "repeat"}  # checks whose sentence is meant for the writer
AGAINST = {"refuse", "hide", "confirm"}
# What the other checks found, for the writer: never which word, which would teach how to get past them.
SAID = {
    "links": "ada tautan ke situs lain",
    "personal": "ada data pribadi orang",
    "name": "nama tampilan Anda berbentuk promosi, kasar, atau seperti nama lembaga",
    "banned": "ada kata yang tidak dipakai di sini",
    "aimed": "ada makian kepada orang",
    "hatred": "terbaca sebagai kebencian atau ancaman",
    "gambling": "terbaca sebagai promosi judi",
    "gambling_sure": "terbaca sebagai promosi judi",
    "promotion": "terbaca sebagai promosi",
    "rate": "terlalu banyak komentar dalam waktu singkat",
    "protected": "menyebut orang atau tempat yang dilindungi",
}
HELD = "Menunggu diperiksa moderator."
RAN_OUT = "Disembunyikan karena aduan atasnya belum diputuskan dalam 2 x 24 jam."


@dataclass(frozen=True)
class Waiting:
    comment: Comment
    sentence: str
    may_edit: bool
    may_appeal: bool


def of(user: User, article_pk: int, now: datetime, *, may_write: bool) -> list[Waiting]:
    """Somebody's own comments on a story that readers do not see, newest first: at most two queries."""
    unseen = Q(status__in=(Status.HELD, Status.REFUSED, Status.HIDDEN)) | Q(status=Status.PUBLISHED, hide_at__lte=now)
    found = Comment.objects.of(user).filter(unseen, article=article_pk).newest().select_related("appeal")
    return [
        Waiting(
            comment,
            sentence_of(comment),
            may_write and lifecycle.may_edit(user, comment, now),
            comment.status in {Status.REFUSED, Status.HIDDEN},
        )
        for comment in found.prefetch_related("log")[:MOST]
    ]


def sentence_of(comment: Comment) -> str:
    """Where a comment stands and why."""
    if comment.status == Status.HELD:
        return HELD
    if comment.status == Status.PUBLISHED:
        return "Tampil untuk semua pembaca." if comment.is_public else RAN_OUT
    if comment.status == Status.DELETED:
        return "Sudah dihapus."
    decision = _decision(comment)
    if decision is None:
        return RAN_OUT if comment.status == Status.HIDDEN else "Tidak ditampilkan."
    if decision.reason:
        note = f" Catatan redaksi: {decision.note}" if decision.note else ""
        return f"Tidak ditampilkan redaksi. Alasannya: {RefusalReason(decision.reason).label}.{note}"
    if decision.action == "run_out":
        return RAN_OUT
    return " ".join(["Tidak ditampilkan.", *told_by_machine(comment)])


def told_by_machine(comment: Comment) -> list[str]:
    """Why screening refused a comment, in sentences for its writer."""
    refusing = [found for found in comment.findings if found["decision"] == Decision.REFUSE]
    own = [found["detail"] for found in refusing if found["check"] in FOR_THE_WRITER]
    other = dict.fromkeys(SAID[found["check"]] for found in refusing if found["check"] in SAID)
    return [*own, *([f"Penyaring otomatis menolaknya: {', '.join(other)}."] if other else [])]


def barred(user: User, now: datetime) -> str:
    """Until when somebody may not write, and why; "" if they may."""
    bar = bans.bar(user, now)
    if bar is None:
        return ""
    until = f" sampai {printed(bar.until)}" if bar.until else " lagi"
    earlier = " Ini berlaku sejak akun Anda sebelumnya dengan alamat surel yang sama." if bar.is_earlier else ""
    return f"Anda tidak dapat berkomentar{until}. Alasannya: {bar.reason.rstrip(' .')}.{earlier}"


def _decision(comment: Comment) -> CommentLog | None:
    """The last step that keeps it from readers, of a comment that was read with its log (newest first)."""
    return next(
        (
            step
            for step in comment.log.all()
            if step.to_status == comment.status and (step.action in AGAINST or step.from_status != step.to_status)
        ),
        None,
    )
