"""What is kept for a while only. `manage.py forget` runs this every day; twice does no harm."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, QuerySet

from .addresses import KEPT_WHOLE, cut
from .erasure import PROOF_KEPT
from .models import Consent

UNCONFIRMED_KEPT = timedelta(days=7)


def forget_addresses(now: datetime) -> int:
    """Cuts network addresses of consents and sessions to their network after 30 days."""
    before = now - KEPT_WHOLE
    return cut_addresses(Consent.objects.filter(given_at__lt=before), "address") + cut_addresses(
        UserSession.objects.filter(last_seen_at__lt=before), "ip"
    )


def cut_addresses(rows: QuerySet[Any], field: str) -> int:
    """Cuts the address in each of these rows that still has its end."""
    whole = rows.exclude(**{f"{field}__endswith": ".0"}).exclude(**{f"{field}__endswith": "::"})
    changed = 0
    for pk, address in whole.filter(**{f"{field}__isnull": False}).values_list("pk", field).iterator():
        changed += rows.model.objects.filter(pk=pk).update(**{field: cut(address)})
    return changed


def forget_unconfirmed(now: datetime) -> int:
    """Removes readers' accounts whose address nobody confirmed, and which nobody ever entered."""
    confirmed = EmailAddress.objects.filter(user=OuterRef("pk"), verified=True)
    stale = User.objects.filter(
        ~Exists(confirmed),
        reader__joined_at__lt=now - UNCONFIRMED_KEPT,
        last_login=None,
        is_staff=False,
        is_superuser=False,
    )
    Consent.objects.filter(user__in=stale).delete()
    return stale.delete()[1].get("auth.User", 0)


def forget_proofs(now: datetime) -> int:
    """Removes the proof of consent of accounts that have been gone long enough."""
    return Consent.objects.filter(closed_at__lt=now - PROOF_KEPT).delete()[0]


# What `manage.py forget` reports, and what does it. Apps add what they store when they are ready.
FORGETTERS: dict[str, Callable[[datetime], int]] = {
    "alamat IP dipotong": forget_addresses,
    "akun tanpa surel terpastikan dihapus": forget_unconfirmed,
    "bukti persetujuan lama dihapus": forget_proofs,
}
