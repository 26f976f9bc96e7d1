"""The client's network address: of the connection, or as a trusted proxy reports it (KATEID_PROXIES)."""

from __future__ import annotations

import ipaddress
from datetime import timedelta

from django.http import HttpRequest

KEPT_WHOLE = timedelta(days=30)
PREFIXES = {4: 24, 6: 48}
HOUSEHOLD = 64  # bits of an IPv6 address; a subscriber has the whole network


def client_address(request: HttpRequest) -> str | None:
    """The address in its shortest form; None where the server has none, as over a local socket.

    No forwarding header is read here. The server program (kateid/wsgi.py) puts into REMOTE_ADDR what a trusted
    proxy said, and nothing that anybody else said.
    """
    try:
        address = ipaddress.ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv6Address):
        # Without the zone, which names an interface of this host ("fe80::1%eth0"), not another client.
        return str(address.ipv4_mapped or ipaddress.IPv6Address(int(address)))
    return str(address)


def cut(address: str) -> str:
    """What stays stored of an address after KEPT_WHOLE: the network, not the household (203.0.113.0, 2001:db8:1::)."""
    version = ipaddress.ip_address(address).version
    return str(ipaddress.ip_network(f"{address}/{PREFIXES[version]}", strict=False).network_address)


def sender_of(address: str | None) -> str:
    """What rate limits count as one client: an IPv4 address, the /64 of an IPv6 address, "" if there is none."""
    if not address:
        return ""
    parsed = ipaddress.ip_address(address)
    if parsed.version == 4:
        return address
    return str(ipaddress.ip_network((parsed, HOUSEHOLD), strict=False))
