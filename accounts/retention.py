"""Data that is stored for a limited time. `manage.py forget` runs this every day; it is idempotent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, QuerySet

from adminkit import sent_forms

from . import known_places, notices
from .addresses import KEPT_WHOLE, cut
from .erasure import PROOF_KEPT
from .models import Consent

UNCONFIRMED_KEPT = timedelta(days=7)


def forget_addresses(now: datetime) -> int:
    """Truncates the client addresses of consents and sessions to their network after 30 days. Returns how many."""
    before = now - KEPT_WHOLE
    return cut_addresses(Consent.objects.filter(given_at__lt=before), "address") + cut_addresses(
        UserSession.objects.filter(last_seen_at__lt=before), "ip"
    )


def cut_addresses(rows: QuerySet[Any], field: str) -> int:
    """Truncates the address in each of these rows that still has a complete one. Returns how many."""
    whole = rows.exclude(**{f"{field}__endswith": ".0"}).exclude(**{f"{field}__endswith": "::"})
    changed = 0
    for pk, address in whole.filter(**{f"{field}__isnull": False}).values_list("pk", field).iterator():
        changed += rows.model.objects.filter(pk=pk).update(**{field: cut(address)})
    return changed


def forget_unconfirmed(now: datetime) -> int:
    """Deletes readers' accounts with an unconfirmed address and no sign-in. Returns how many rows of users."""
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
    """Deletes the proof of consent of accounts that were deleted more than PROOF_KEPT ago. Returns how many."""
    return Consent.objects.filter(closed_at__lt=now - PROOF_KEPT).delete()[0]


# What `manage.py forget` reports, and the function that does it. Apps register theirs in `ready()`.
FORGETTERS: dict[str, Callable[[datetime], int]] = {
    "alamat IP dipotong": forget_addresses,
    "akun tanpa surel terpastikan dihapus": forget_unconfirmed,
    "bukti persetujuan lama dihapus": forget_proofs,
    "kabar lama dihapus": notices.forget,
    "jaringan lama dilupakan": known_places.forget_networks,
    "kunci formulir lama dihapus": sent_forms.forget,
}
