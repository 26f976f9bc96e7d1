"""A cache in front that keeps pages for a second: deploy/nginx-one-second-cache.conf.

Time is cut into windows of KATEID_EDGE_CACHE_SECONDS. A page may be kept to the end of the window in which it was found
to hold. A request that withdraws something is answered in the next window, when nobody has a page of before.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextvars import ContextVar

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest
from django.http.response import HttpResponseBase

MARGIN = 0.05  # seconds, by which a proxy's clock may lag while it is busy

_must_wait: ContextVar[bool] = ContextVar("must_wait", default=False)


def wait_for_edge() -> None:
    """Answer the running request only when no cache in front has a page of before. Commands do not wait."""
    _must_wait.set(True)


def window_end(now: float) -> int:
    """Unix time at which the running window ends."""
    seconds = settings.KATEID_EDGE_CACHE_SECONDS
    return int(now) // seconds * seconds + seconds


def expiry_headers(right_until: float, now: float) -> list[tuple[str, str]]:
    """Until when a cache in front may keep a page: to the end of the running window, if it is right all through it.

    Args:
        right_until: Unix time to which the page is right, as far as is known.
        now: Unix time, before the page was found valid.
    """
    if not settings.KATEID_EDGE_CACHE_SECONDS or right_until < window_end(now):
        return []
    # It is for nginx, which sends it on to nobody. The second that it names is the last one, not the first without.
    return [("X-Accel-Expires", f"@{window_end(now) - 1}")]


class EdgeCacheMiddleware:
    """Holds back the answer to a request that withdrew something until the running window is over."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if not settings.KATEID_EDGE_CACHE_SECONDS:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        _must_wait.set(False)
        response = self.get_response(request)
        if _must_wait.get():
            now = time.time()
            time.sleep(window_end(now) - now + MARGIN)
        return response
