"""Whose word on how a request came is taken. Django's SECURE_PROXY_SSL_HEADER would believe anybody."""

from __future__ import annotations

import logging
from functools import cache, lru_cache
from ipaddress import ip_address, ip_network
from typing import Any

from django.conf import settings

logger = logging.getLogger(__name__)

ADDRESSES = 10_000  # whose answer is remembered


def scheme_of(environ: dict[str, Any]) -> str:
    """How the request came, as granian's `wrap_wsgi_with_proxy_headers` will tell Django; here without its cost."""
    scheme, address = environ.get("HTTP_X_FORWARDED_PROTO"), environ.get("HTTP_X_FORWARDED_FOR")
    if scheme is None and address is None:
        return environ["wsgi.url_scheme"]
    if is_ours(environ["REMOTE_ADDR"]):
        if scheme in {"http", "https"} and address:
            return scheme
        tell_that_it_says_half(str(environ["REMOTE_ADDR"]), "X-Forwarded-For" if scheme else "X-Forwarded-Proto")
    return environ["wsgi.url_scheme"]


@cache
def tell_that_it_says_half(proxy: str, missing: str) -> None:
    """Once in each process: by plain HTTP, as it then seems, a page leads for ever to itself."""
    logger.warning("The proxy %s sends no %s. It is believed only with X-Forwarded-For and -Proto.", proxy, missing)


@lru_cache(ADDRESSES)
def is_ours(address: str) -> bool:
    try:
        return any(ip_address(address) in ip_network(network) for network in settings.KATEID_PROXIES)
    except ValueError:  # a socket has none
        return False
