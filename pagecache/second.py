"""A proxy in front has pages as files for the running second, and whoever changes something is answered in the next.

So a proxy is as quick as with a file, and none of its pages is older than an answer that a change was made.
"""

import time
from collections.abc import Callable
from threading import local

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

MARGIN = 0.05  # seconds, by which a proxy's clock may lag while it is busy

_request = local()


def has_changed() -> None:
    """Remember that this thread's request changed what readers see."""
    _request.changed = True


class NextSecondMiddleware:
    """Holds back the answer to a change until the second is over in which a proxy may give out a page of before."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        _request.changed = False
        response = self.get_response(request)
        if _request.changed and settings.KATEID_PAGES_FOLDER:
            time.sleep(1 - time.time() % 1 + MARGIN)
        return response
