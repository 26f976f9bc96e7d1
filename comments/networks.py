"""Addresses of readers: what may be kept of them, and what counts as one sender."""

from __future__ import annotations

from datetime import datetime, timedelta
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.http import HttpRequest

from .models import Comment

KEPT_FOR = timedelta(days=30)  # UU 27/2022: no longer than the purpose asks
ONE_SENDER = {4: 32, 6: 64}  # bits: a household has a whole /64
NETWORK = {4: 24, 6: 48}  # bits of what stays when the address goes


def address_of(request: HttpRequest) -> str:
    """The reader's address, in one form for each; "" if there is none, as over a socket.

    Nothing but REMOTE_ADDR counts. `kateid.wsgi` puts there what the proxies of KATEID_PROXIES say.
    """
    address = _parsed(request.META.get("REMOTE_ADDR", ""))
    return str(address) if address else ""


def sender_of(address: str) -> str:
    """What counts as one sender: an IPv4 address, or the /64 of an IPv6 address."""
    return _cut(address, ONE_SENDER)


def network_of(address: str) -> str:
    """What of an address may be kept for longer."""
    return _cut(address, NETWORK)


def cut_old_addresses(now: datetime) -> int:
    """Take out the addresses of comments older than KEPT_FOR; their network stays. Gives how many there were."""
    return Comment.objects.filter(created_at__lt=now - KEPT_FOR, address__isnull=False).update(address=None)


def _cut(address: str, bits: dict[int, int]) -> str:
    parsed = _parsed(address)
    return str(ip_network((parsed, bits[parsed.version]), strict=False)) if parsed else ""


def _parsed(address: str) -> IPv4Address | IPv6Address | None:
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return None
    return getattr(parsed, "ipv4_mapped", None) or parsed
