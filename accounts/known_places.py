"""Devices and networks by which somebody has signed in before.

Whoever signs in there waits only for their own wrong passwords and codes, never for those of strangers.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TypedDict
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.models import User
from django.core import signing
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from .addresses import client_address, sender_of
from .models import KnownNetwork

COOKIE = "kateid_known"
SALT = "accounts.known_places"
DEVICE_KEPT = timedelta(days=365)
NETWORK_KEPT = timedelta(days=90)
MOST_ACCOUNTS = 5  # that one device is known to


class Device(TypedDict):
    key: str
    accounts: list[int]


def remember(request: HttpRequest, user: User, response: HttpResponseBase) -> None:
    """Notes that somebody has just signed in here. The cookie goes to pages of accounts alone."""
    device = _device(request)
    device["accounts"] = [user.pk, *(pk for pk in device["accounts"] if pk != user.pk)][:MOST_ACCOUNTS]
    response.set_cookie(
        COOKIE,
        signing.dumps(device, salt=SALT),
        max_age=DEVICE_KEPT,
        path=reverse("account_home"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    if network := sender_of(client_address(request)):
        KnownNetwork.objects.update_or_create(user=user, digest=_digest(network), defaults={"seen_at": timezone.now()})


def place_of(request: HttpRequest, user: User | None) -> str:
    """By what an account is known to whoever asks: a session, a device or a network; "" for strangers."""
    pk = user.pk if user else 0
    if request.user.is_authenticated and request.user.pk == pk:
        return f"session {pk}"
    device = _device(request)
    digest = _digest(sender_of(client_address(request)))
    is_known = KnownNetwork.objects.filter(user=pk, digest=digest).exists()
    if pk in device["accounts"]:
        return f"device {device['key']}"
    return f"network {digest}" if is_known else ""


def forget_networks(now: datetime) -> int:
    """Deletes networks from which nobody has signed in for NETWORK_KEPT. Returns how many."""
    return KnownNetwork.objects.filter(seen_at__lt=now - NETWORK_KEPT).delete()[0]


def _device(request: HttpRequest) -> Device:
    try:
        device: Device = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=DEVICE_KEPT)
    except signing.BadSignature:
        return {"key": uuid4().hex, "accounts": []}
    return device


def _digest(network: str) -> str:
    return salted_hmac(SALT, network, algorithm="sha256").hexdigest()
