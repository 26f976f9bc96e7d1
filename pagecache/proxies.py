"""Whose word on how a request came is taken. Django's SECURE_PROXY_SSL_HEADER would believe anybody."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import ip_address, ip_network
from typing import Any

from django.conf import settings

ADDRESSES = 10_000  # whose answer is remembered


def scheme_of(environ: dict[str, Any]) -> str:
    """How the request came, as granian's `wrap_wsgi_with_proxy_headers` will tell Django; here without its cost."""
    forwarded = environ.get("HTTP_X_FORWARDED_PROTO")
    if forwarded in {"http", "https"} and environ.get("HTTP_X_FORWARDED_FOR") and is_ours(environ["REMOTE_ADDR"]):
        return forwarded
    return environ["wsgi.url_scheme"]


@lru_cache(ADDRESSES)
def is_ours(address: str) -> bool:
    try:
        return any(ip_address(address) in ip_network(network) for network in settings.KATEID_PROXIES)
    except ValueError:  # a socket has none
        return False
