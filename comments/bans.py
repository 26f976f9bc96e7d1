"""Bans and suspensions that outlive the account, by a keyed digest of its address, for as long as they run."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Q, QuerySet, Value
from django.utils import timezone
from django.utils.crypto import salted_hmac

from kateid.local_time import printed

from .models import BarredAddress, Sanction, SanctionKind

BARRING = (SanctionKind.SUSPENSION, SanctionKind.BAN)
ONE_BOX = {"gmail.com", "googlemail.com"}  # in which dots do not count


class Bar(NamedTuple):
    kind: str
    reason: str
    since: datetime
    until: datetime | None
    is_earlier: bool  # of an account that was deleted


def digest(email: str) -> str:
    return digests(email)[0]


def digests(email: str) -> list[str]:
    """The same for every way in which one mail box is written; without the secret key they reveal nothing.

    The first is by today's key, the others by the former ones that SECRET_KEY_FALLBACKS names.
    """
    local, _, domain = email.strip().casefold().rpartition("@")
    local = local.partition("+")[0] or local
    if domain in ONE_BOX:
        local, domain = local.replace(".", ""), "gmail.com"
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    box = f"{local}@{domain}"
    return [salted_hmac("comments.bans", box, secret=key, algorithm="sha256").hexdigest() for key in keys]


def worst(user: User, now: datetime) -> Sanction | None:
    """The last to end of what keeps somebody from writing: a ban says more than a suspension."""
    standing = Sanction.objects.standing(user, now).filter(kind__in=BARRING)
    return max(standing, key=lambda one: (one.until is None, one.until or one.since), default=None)


def bar(user: User, now: datetime) -> Bar | None:
    """What keeps somebody from writing now, of this account or of an earlier one with its address: one query."""
    columns = ("kind", "reason", "since", "until")
    rows = Sanction.objects.standing(user, now).filter(kind__in=BARRING).order_by().values_list(*columns, Value(0))
    if user.email and not user.is_staff:
        of_address = _running(now).filter(digest__in=digests(user.email)).order_by().values_list(*columns, Value(1))
        rows = rows.union(of_address, all=True).order_by()
    bars = [Bar(kind, reason, since, until, bool(earlier)) for kind, reason, since, until, earlier in rows]
    # Of this account first; a ban says more than a suspension, and a later end more than an earlier.
    return max(bars, key=lambda one: (not one.is_earlier, one.until is None, one.until or one.since), default=None)


def of_address(user: User, now: datetime) -> BarredAddress | None:
    """What was put down against the address of an account when an earlier one of it was deleted."""
    if not user.email or user.is_staff:
        return None
    running = _running(now).filter(digest__in=digests(user.email))
    return max(running, key=_end, default=None)


def outlive(user: User, keep_comments: bool) -> None:
    """Keep what keeps somebody from writing, before the account goes."""
    now = timezone.now()
    sanction = worst(user, now)
    if sanction is None or not user.email:
        return
    standing = of_address(user, now)
    if standing and _end(standing) >= _end(sanction):
        return  # of an earlier account with the same mail box: it says as much or more
    BarredAddress.objects.update_or_create(
        digest=digest(user.email),
        defaults={
            "kind": sanction.kind,
            "reason": sanction.reason,
            "since": sanction.since,
            "until": sanction.until,
            "by_name": sanction.by_name,
        },
    )


def stays(user: User) -> str:
    """What is kept of somebody who is banned when the account goes, as a sentence; "" if nothing."""
    sanction = worst(user, timezone.now()) or of_address(user, timezone.now())
    if sanction is None:
        return ""
    until = f"sampai {printed(sanction.until)}" if sanction.until else "selama pemblokiran berlaku"
    return (
        f"Anda sedang tidak boleh berkomentar. Kami menyimpan sidik acak alamat surel Anda beserta alasannya {until}, "
        "supaya akun baru dengan alamat itu juga tidak dapat berkomentar. Alamatnya sendiri tidak kami simpan."
    )


def forget_past(now: datetime) -> int:
    """Removes what no longer runs."""
    return BarredAddress.objects.filter(until__lte=now).delete()[0]


def _end(bar: Sanction | BarredAddress) -> tuple[bool, datetime]:
    return bar.until is None, bar.until or bar.since


def _running(now: datetime) -> QuerySet[BarredAddress]:
    return BarredAddress.objects.filter(Q(until=None) | Q(until__gt=now))
