"""The number of a request, and the secret addresses under which its sender finds it without an account."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from .models import ReplyRequest

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # without what looks alike
STATUS, MAIL = "press.tickets.status", "press.tickets.mail"


def new(now: datetime) -> str:
    """For example "H260714-7KQ2MWXA"."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"H{timezone.localtime(now):%y%m%d}-{letters}"


def find(ticket: str, secret: str) -> ReplyRequest | None:
    """The request whose status page somebody has the address of, or None."""
    if not _is_of(STATUS, ticket, secret):
        return None
    found: ReplyRequest | None = ReplyRequest.objects.filter(ticket=ticket).first()
    return found


def status_url(request: ReplyRequest) -> str:
    return reverse("press:status", args=[request.ticket, _secret(STATUS, request.ticket)])


def mailed_url(request: ReplyRequest) -> str:
    """The same page with what proves that its visitor reads the sender's mail."""
    return f"{status_url(request)}?surel={_secret(MAIL, request.ticket)}"


def is_mailed(request: ReplyRequest, proof: str) -> bool:
    return _is_of(MAIL, request.ticket, proof)


def _secret(purpose: str, ticket: str, key: str | None = None) -> str:
    return salted_hmac(purpose, ticket, secret=key, algorithm="sha256").hexdigest()[:32]


def _is_of(purpose: str, ticket: str, given: str) -> bool:
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return any(constant_time_compare(_secret(purpose, ticket, key), given) for key in keys)
