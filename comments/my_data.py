"""What this app stores about one person, for `accounts.my_data`."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from accounts.my_data import Section, filled
from articles.models import Edition
from kateid.absolute_urls import absolute

from . import bans, lifecycle, waiting
from .decision_mail import wants_decisions
from .lifecycle import AUTOMATIC
from .models import (
    Appeal,
    Comment,
    CommentLog,
    Like,
    ReaderNote,
    RefusalReason,
    Report,
    Sanction,
    Status,
)
from .moderation import label_of
from .reply_mail import wants_replies


def comments(user: User) -> Section:
    found = Comment.objects.of(user).newest().prefetch_related("log")
    public = set(Edition.objects.listed().filter(article__comments__author=user).values_list("article", flat=True))
    return Section(
        "Komentar",
        [
            filled(
                {
                    "Ditulis": comment.created_at,
                    "Berita": comment.article_id,
                    "Alamat": _address(comment) if comment.article_id in public else "Beritanya tidak tampil lagi",
                    "Nama tampilan": comment.author_name,
                    "Komentar": comment.text,
                    "Status": comment.get_status_display(),
                    "Keadaannya": waiting.sentence_of(comment),
                    "Sunting": _page("comments:edit", comment, comment.article_id in public and _is_editable(comment)),
                    "Hapus": _page("comments:delete", comment, comment.status != Status.DELETED),
                    "Keputusan dan banding": absolute(reverse("comments:appeal", args=[comment.pk]))
                    if comment.status in {Status.REFUSED, Status.HIDDEN}
                    else "",
                    "Temuan penyaring": "\n".join(found["detail"] for found in comment.findings),
                    "Disunting": comment.edited_at,
                    "Alamat IP": comment.address,
                    "Jaringan": comment.network,
                }
            )
            for comment in found
        ],
    )


def _address(comment: Comment) -> str:
    return "" if comment.status == Status.DELETED else absolute(f"{comment.get_absolute_url()}#komentar-{comment.pk}")


def _page(name: str, comment: Comment, is_possible: bool) -> str:
    return absolute(reverse(name, args=[comment.article_id, comment.pk])) if is_possible else ""


def _is_editable(comment: Comment) -> bool:
    return comment.author is not None and lifecycle.may_edit(comment.author, comment)


def history(user: User) -> Section:
    """Every step of one's comments: what was decided and why, and the words that the newsroom still has of them."""
    found = CommentLog.objects.filter(comment__author=user).order_by("-pk")
    return Section(
        "Riwayat komentar",
        [
            filled(
                {
                    "Komentar": step.comment_id,
                    "Waktu": step.at,
                    "Langkah": label_of(step.action),
                    "Oleh": _who(step, user),
                    "Dari": step.get_from_status_display(),
                    "Menjadi": step.get_to_status_display(),
                    "Alasan": RefusalReason(step.reason).label if step.reason in RefusalReason.values else step.reason,
                    "Catatan": step.note,
                    "Kata-kata sebelumnya": step.text_before,
                    "Kata-kata sesudahnya": step.text_after,
                }
            )
            for step in found
        ],
    )


def _who(step: CommentLog, user: User) -> str:
    """Oneself, the machine, or the newsroom: which of its people decided is theirs."""
    if step.by_id == user.pk:
        return "Anda"
    return AUTOMATIC if step.by_name == AUTOMATIC else "Redaksi"


def likes(user: User) -> Section:
    found = Like.objects.filter(user=user).select_related("comment").order_by("pk")
    return Section(
        "Suka",
        [{"Waktu": like.created_at, "Komentar": absolute(like.comment.get_absolute_url())} for like in found],
    )


def mail_choices(user: User) -> Section:
    return Section(
        "Pemberitahuan",
        [
            {
                "Surel bila komentar dibalas": _yes(wants_replies(user)),
                "Surel bila redaksi memutuskan komentar": _yes(wants_decisions(user)),
            }
        ],
    )


def _yes(answer: bool) -> str:
    return "ya" if answer else "tidak"


def complaints(user: User) -> Section:
    found = Report.objects.filter(reporter=user).prefetch_related("events").order_by("pk")
    return Section(
        "Aduan saya",
        [
            filled(
                {
                    "Nomor": report.ticket,
                    "Diterima": report.received_at,
                    "Alasan": report.get_reason_display(),
                    "Penjelasan": report.text,
                    "Surel": report.email,
                    "Keputusan": report.get_outcome_display(),
                    "Diputuskan": report.decided_at,
                    "Catatan redaksi": report.note,
                    "Dibetulkan": "\n".join(event.get_outcome_display() for event in report.answers[1:]),
                }
            )
            for report in found
        ],
    )


def appeals(user: User) -> Section:
    found = Appeal.objects.filter(comment__author=user).order_by("pk")
    return Section(
        "Banding saya",
        [
            filled(
                {
                    "Komentar": appeal.comment_id,
                    "Diajukan": appeal.made_at,
                    "Alasan": appeal.text,
                    "Keputusan": appeal.get_outcome_display(),
                    "Diputuskan": appeal.decided_at,
                }
            )
            for appeal in found
        ],
    )


def moderation(user: User) -> Section:
    """What moderators keep about a reader."""
    sanctions = Sanction.objects.filter(user=user).order_by("pk")
    notes = ReaderNote.objects.filter(user=user).order_by("pk")
    return Section(
        "Catatan moderator",
        [
            filled(
                {
                    "Tindakan": sanction.get_kind_display(),
                    "Alasan": sanction.reason,
                    "Sejak": sanction.since,
                    "Sampai": sanction.until,
                    "Dicabut": sanction.lifted_at,
                }
            )
            for sanction in sanctions
        ]
        + [{"Catatan": note.text, "Waktu": note.at} for note in notes]
        + [
            filled(
                {
                    "Tindakan": f"{barred.get_kind_display()} (akun Anda sebelumnya)",
                    "Alasan": barred.reason,
                    "Sejak": barred.since,
                    "Sampai": barred.until,
                }
            )
            for barred in [bans.of_address(user, timezone.now())]
            if barred
        ],
    )


SECTIONS = [comments, history, likes, complaints, appeals, moderation, mail_choices]
