"""What this app stores about one person, for `accounts.my_data`."""

from __future__ import annotations

from django.contrib.auth.models import User

from accounts.my_data import Section, filled
from kateid.absolute_urls import absolute

from .models import Appeal, Comment, Like, ReaderNote, Report, Sanction
from .reply_mail import wants_replies


def comments(user: User) -> Section:
    found = Comment.objects.of(user).newest()
    return Section(
        "Komentar",
        [
            filled(
                {
                    "Ditulis": comment.created_at,
                    "Alamat": absolute(f"{comment.get_absolute_url()}#komentar-{comment.pk}"),
                    "Nama tampilan": comment.author_name,
                    "Komentar": comment.text,
                    "Status": comment.get_status_display(),
                    "Disunting": comment.edited_at,
                    "Alamat IP": comment.address,
                    "Jaringan": comment.network,
                }
            )
            for comment in found
        ],
    )


def likes(user: User) -> Section:
    found = Like.objects.filter(user=user).select_related("comment").order_by("pk")
    return Section(
        "Suka",
        [{"Waktu": like.created_at, "Komentar": absolute(like.comment.get_absolute_url())} for like in found],
    )


def mail_choices(user: User) -> Section:
    return Section("Pemberitahuan", [{"Surel bila komentar dibalas": "ya" if wants_replies(user) else "tidak"}])


def complaints(user: User) -> Section:
    found = Report.objects.filter(reporter=user).order_by("pk")
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
            {"Diajukan": appeal.made_at, "Alasan": appeal.text, "Keputusan": appeal.get_outcome_display()}
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
        + [{"Catatan": note.text, "Waktu": note.at} for note in notes],
    )


SECTIONS = [comments, likes, complaints, appeals, moderation, mail_choices]
