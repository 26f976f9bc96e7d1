"""Everything stored about one person (UU 27/2022 art. 6-7, 32): for reading on a page and for taking along.

Whatever stores something about a reader adds a function to SECTIONS.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import User
from django.utils import timezone

from comments.models import Appeal, Comment, Like, ReaderNote, Report, Sanction
from comments.reply_mail import wants_replies
from kateid.absolute_urls import absolute

from .models import Consent, Reader

# What a label says of a value: words, a time, or nothing.
Row = dict[str, str | int | datetime | None]


@dataclass(frozen=True)
class Section:
    title: str
    rows: list[Row]


def account(user: User) -> Section:
    row: Row = {
        "Nama masuk": user.get_username(),
        "Nama": user.get_full_name(),
        "Surel": user.email,
        "Dibuat": user.date_joined,
        "Terakhir masuk": user.last_login,
    }
    if reader := Reader.objects.filter(user=user).first():
        row["Nama tampilan"] = reader.display_name
        row["Berusia 18 tahun atau lebih"] = _yes(reader.is_adult)
    return Section("Akun", [_filled(row)])


def addresses(user: User) -> Section:
    found = EmailAddress.objects.filter(user=user).order_by("pk")
    return Section(
        "Alamat surel", [{"Alamat": entry.email, "Sudah dipastikan": _yes(entry.verified)} for entry in found]
    )


def consents(user: User) -> Section:
    found = Consent.objects.filter(user=user).select_related("terms")
    return Section(
        "Persetujuan",
        [
            _filled(
                {
                    "Waktu": consent.given_at,
                    "Cara": consent.get_way_display(),
                    "Alamat IP": consent.address,
                    "Versi ketentuan": consent.terms.digest,
                }
            )
            for consent in found
        ],
    )


def sessions(user: User) -> Section:
    found = UserSession.objects.filter(user=user).order_by("pk")
    return Section(
        "Sesi",
        [
            {"Sejak": entry.created_at, "Alamat IP": entry.ip, "Peramban": entry.user_agent or "tidak dikenal"}
            for entry in found
        ],
    )


def factors(user: User) -> Section:
    """That there are keys and when they were used; never the keys."""
    kinds = {
        Authenticator.Type.TOTP: "Aplikasi autentikator",
        Authenticator.Type.WEBAUTHN: "Kunci sandi",
        Authenticator.Type.RECOVERY_CODES: "Kode pemulihan",
    }
    found = Authenticator.objects.filter(user=user).order_by("pk")
    return Section(
        "Faktor kedua",
        [
            _filled({"Jenis": kinds[entry.type], "Dibuat": entry.created_at, "Terakhir dipakai": entry.last_used_at})
            for entry in found
        ],
    )


def comments(user: User) -> Section:
    found = Comment.objects.of(user).newest()
    return Section(
        "Komentar",
        [
            _filled(
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
            _filled(
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
            _filled(
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


SECTIONS: tuple[Callable[[User], Section], ...] = (
    account,
    addresses,
    consents,
    sessions,
    factors,
    comments,
    likes,
    complaints,
    appeals,
    moderation,
    mail_choices,
)


def of(user: User) -> list[Section]:
    return [section(user) for section in SECTIONS]


def portable(user: User) -> dict[str, Any]:
    """The same as JSON values, times in the newsroom's zone."""
    return {
        section.title: [{label: _portable(value) for label, value in row.items()} for row in section.rows]
        for section in of(user)
    }


def _portable(value: str | int | datetime | None) -> str | int | None:
    return timezone.localtime(value).isoformat(timespec="seconds") if isinstance(value, datetime) else value


def _filled(row: Row) -> Row:
    return {label: value for label, value in row.items() if value not in (None, "")}


def _yes(answer: bool) -> str:
    return "ya" if answer else "belum"
