"""WSGI middleware before Django: who asks for a page that is ready gets its bytes here.

request ── ready, and still valid? ── yes: its bytes, a few microseconds
                    │ no
              PageMaker (maker.py) ── Django
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.conf import settings

from .edge import expiry_headers
from .encoding import negotiated
from .freshness import Freshness
from .maker import PageMaker
from .proxies import scheme_of
from .request_log import quick_lines
from .responses import respond
from .store import PageStore

# Who sends none of these gets what everybody gets. A proxy sends the last three.
PARTICULAR = (
    *("HTTP_COOKIE", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE"),
    *("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_REQUEST_ID"),
)


class PageCacheMiddleware:
    """Answers for readers' pages.

    Args:
        most: bytes that this process keeps ready.
    """

    def __init__(self, application: WSGIApplication, most: int) -> None:
        self.application = application
        self.pages = PageStore(most)
        self.freshness = Freshness()
        self.is_valid = self.freshness.is_valid  # one step less on the shortest way
        self.maker = PageMaker(application, self.pages, self.freshness)
        self.personal = (settings.SESSION_COOKIE_NAME + "=", "messages=")

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request, most by the shortest way there is: each step on it costs a hundredth of the whole."""
        now = time.time()
        if environ["REQUEST_METHOD"] == "GET" and environ.keys().isdisjoint(PARTICULAR):
            path = environ["PATH_INFO"]
            cached = self.pages.get(
                (environ["wsgi.url_scheme"], environ.get("HTTP_HOST"), path, environ["QUERY_STRING"])
            )
            if cached is not None and now < cached.fresh_until and self.is_valid(cached, now):
                encoding = negotiated.get(environ.get("HTTP_ACCEPT_ENCODING"))
                encoded = None if encoding is None else cached.encodings.get(encoding)
                if encoded is not None:
                    cached.was_served = True
                    start_response("200 OK", encoded.headers)
                    quick_lines.answered(cached.line)
                    return [encoded.body]
        return self.answer_slowly(environ, start_response, now)

    def answer_slowly(self, environ: WSGIEnvironment, start_response: StartResponse, now: float) -> Iterable[bytes]:
        """Answer who asks for something particular, or for what is not ready in this form."""
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return self.application(environ, start_response)
        if self.is_personal(environ):
            return self.maker.ask_django(environ, start_response)
        key = (scheme_of(environ), environ.get("HTTP_HOST", ""), environ["PATH_INFO"], environ["QUERY_STRING"])
        cached = self.pages.get(key)
        if cached is not None and now < cached.fresh_until and self.is_valid(cached, now):
            right_until = min(self.freshness.schedule.due, cached.valid_until)
            return respond(cached, environ, start_response, expiry_headers(right_until, now))
        return self.maker.answer(key, environ, start_response)

    def is_personal(self, environ: WSGIEnvironment) -> bool:
        """Whether who asks is signed in or is to be told something."""
        cookies = environ.get("HTTP_COOKIE")
        return cookies is not None and any(name in cookies for name in self.personal)
