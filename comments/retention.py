"""Addresses of readers: what counts as one sender, and how long they are kept."""

from __future__ import annotations

import ipaddress
from datetime import datetime

from accounts.addresses import KEPT_WHOLE

from .models import Comment

HOUSEHOLD = 64  # bits of an IPv6 address; whoever has one has all below them


def sender_of(address: str | None) -> str:
    """What limits count as one sender: an IPv4 address, the /64 of an IPv6 address, "" if there is none."""
    if not address:
        return ""
    parsed = ipaddress.ip_address(address)
    if parsed.version == 4:
        return address
    return str(ipaddress.ip_network((parsed, HOUSEHOLD), strict=False))


def forget_addresses(now: datetime) -> int:
    """Takes the addresses of comments older than KEPT_WHOLE out; their network stays."""
    return Comment.objects.filter(created_at__lt=now - KEPT_WHOLE, address__isnull=False).update(address=None)
