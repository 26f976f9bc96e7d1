"""Everything stored about one user (UU 27/2022 art. 6-7, 32): displayed on a page, and as a download.

Whatever stores something about a person adds a function to SECTIONS.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.html import strip_tags

from kateid.local_time import printed

from .models import Consent, KnownNetwork, Notice, Reader

# A labelled value: text, a time, or nothing.
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
    return Section("Akun", [filled(row)])


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
            filled(
                {
                    "Waktu": consent.given_at,
                    "Cara": consent.get_way_display(),
                    "Alamat IP": consent.address,
                    "Versi ketentuan": f"berlaku sejak {printed(consent.terms.first_agreed_at)}",
                    "Teks ketentuan": _words(consent.terms.text),
                }
            )
            for consent in found
        ],
    )


def _words(html: str) -> str:
    """The words of a text that holds tags, a line for each of its paragraphs and points."""
    lines = unescape(strip_tags(re.sub(r"</(?:p|li|h\d)>|<br\s*/?>", "\n", html))).split("\n")
    return "\n".join(line for written in lines if (line := written.strip()))


def sessions(user: User) -> Section:
    found = UserSession.objects.filter(user=user).order_by("pk")
    return Section(
        "Sesi",
        [
            {"Sejak": entry.created_at, "Alamat IP": entry.ip, "Peramban": entry.user_agent or "tidak dikenal"}
            for entry in found
        ],
    )


def networks(user: User) -> Section:
    """From how many networks somebody signs in, not which: only their digests are stored."""
    found = KnownNetwork.objects.filter(user=user).order_by("pk")
    return Section(
        "Jaringan yang dikenal", [{"Sidik": entry.digest, "Terakhir masuk": entry.seen_at} for entry in found]
    )


def factors(user: User) -> Section:
    """Which keys exist and when they were used; never the keys themselves."""
    kinds = {
        Authenticator.Type.TOTP: "Aplikasi autentikator",
        Authenticator.Type.WEBAUTHN: "Kunci sandi",
        Authenticator.Type.RECOVERY_CODES: "Kode pemulihan",
    }
    found = Authenticator.objects.filter(user=user).order_by("pk")
    return Section(
        "Faktor kedua",
        [
            filled({"Jenis": kinds[entry.type], "Dibuat": entry.created_at, "Terakhir dipakai": entry.last_used_at})
            for entry in found
        ],
    )


def news(user: User) -> Section:
    """What somebody was told at the desk."""
    found = Notice.objects.filter(user=user).order_by("pk")
    return Section(
        "Kabar dari meja redaksi",
        [filled({"Waktu": row.at, "Judul": row.title, "Isi": row.text, "Dibaca": row.read_at}) for row in found],
    )


# Apps that store something about a user register a function in `ready()`.
SECTIONS: list[Callable[[User], Section]] = [account, addresses, consents, sessions, networks, factors, news]


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


def filled(row: Row) -> Row:
    return {label: value for label, value in row.items() if value not in (None, "")}


def _yes(answer: bool) -> str:
    return "ya" if answer else "belum"
