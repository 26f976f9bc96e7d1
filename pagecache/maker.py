"""Asking Django for pages that are not ready, one request at a time for each, and keeping what everybody may have."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from .decorators import Declaration, declaration_of
from .fragments import PAGE, Fragments
from .freshness import Freshness
from .outage import Outage
from .request_log import identity_of
from .responses import Headers, RenderedResponse, refuse, respond, respond_once
from .single_flight import Flight, SingleFlight
from .store import CachedPage, Key, PageInProgress, PageStore, is_storable, joined
from .tags import EVERY_PAGE
from .versions import slots_of

LARGEST = 4_000_000  # bytes of one page
STALE_SECONDS = 600  # after it ceased to be fresh in which a page still goes out while another is made
PATIENCE = 30  # seconds to wait for somebody else's page
ATTEMPTS = 3
# What the view may know of a request, beside the address.
HANDED_ON = {"HTTP_HOST", "HTTP_X_REQUEST_ID"}
WITHHELD = {"REMOTE_ADDR", "REMOTE_PORT", "REMOTE_USER", "AUTH_TYPE", "CONTENT_TYPE", "CONTENT_LENGTH"}


class PageMaker:
    def __init__(self, application: WSGIApplication, pages: PageStore, freshness: Freshness) -> None:
        self.application = application
        self.flights = SingleFlight()
        self._pages = pages
        self._freshness = freshness
        self._fragments = Fragments(freshness)
        self._outage = Outage()

    def answer(self, key: Key, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request whose page is not ready, or not any more."""
        declaration = declaration_of(environ)
        query = declaration.query(environ["QUERY_STRING"]) if declaration else None
        if declaration is None or query is None or self._freshness.is_unknown(time.time()):
            return self.ask_django(environ, start_response)
        key = (*key[:3], query)
        for _attempt in range(ATTEMPTS):
            now = time.time()
            held = self._valid(key, now)
            if held and now < held.fresh_until:
                return respond(held, environ, start_response)
            if not held and (refusal := self._outage.refusal(now)):
                return refuse(refusal, environ, start_response)
            flight, leads = self.flights.join(key)
            if leads:
                try:
                    return self._make(flight, key, declaration, held, environ, start_response)
                finally:
                    self.flights.finish(key, flight)
            if held and now < held.fresh_until + STALE_SECONDS:
                return respond(held, environ, start_response)
            if not flight.is_over.wait(PATIENCE) or not flight.was_for_all:
                break
        return self.ask_django(environ, start_response)

    def ask_django(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Hand on a request whose page is not kept, but may have fragments that are."""
        if page := self._begin(environ, is_for_all=False):
            environ[PAGE] = page
        return self.application(environ, start_response)

    def _valid(self, key: Key, now: float) -> CachedPage | None:
        """A page that is right, though perhaps no longer fresh."""
        cached = self._pages.get(key)
        return cached if cached and now < cached.valid_until and self._freshness.is_valid(cached, now) else None

    def _begin(self, environ: WSGIEnvironment, *, is_for_all: bool) -> PageInProgress | None:
        """A page before anything of it was read; None if nobody can say what has changed."""
        started = self._freshness.start()
        return PageInProgress(*started, environ["QUERY_STRING"], self._fragments, is_for_all) if started else None

    def _make(
        self,
        flight: Flight,
        key: Key,
        declaration: Declaration,
        held: CachedPage | None,
        environ: WSGIEnvironment,
        start_response: StartResponse,
    ) -> Iterable[bytes]:
        environ["HTTP_X_REQUEST_ID"] = identity_of(environ.get("HTTP_X_REQUEST_ID"))  # the same in Django's line
        self._outage.probe()
        page = self._begin(environ, is_for_all=True)
        rendered = self._render(anonymous(environ, key) | {PAGE: page})
        if rendered.status.startswith("503 "):
            self._outage.begin(rendered)
            flight.was_for_all = True
            if held:
                return respond(held, environ, start_response)
        else:
            self._outage.end()
        if page and (cached := self._store(key, declaration, page, rendered)):
            flight.was_for_all = self._pages.has_room_for(cached)
            return respond(cached, environ, start_response, is_logged=True)
        return respond_once(rendered, environ, start_response)

    def _render(self, environ: WSGIEnvironment) -> RenderedResponse:
        said: list[Any] = []

        def start_response(status: str, headers: Headers, exc_info: Any = None, /) -> Any:
            said[:] = status, headers

        chunks = self.application(environ, start_response)
        try:
            return RenderedResponse(body=joined(chunks), status=said[0], headers=said[1])
        finally:
            if close := getattr(chunks, "close", None):
                close()

    def _store(
        self, key: Key, declaration: Declaration, page: PageInProgress, rendered: RenderedResponse
    ) -> CachedPage | None:
        """Keep a page if everybody may have it and it says what it depends on; give it as it goes out."""
        if not page.tags or not is_storable(rendered.status, rendered.headers, LARGEST, rendered.body):
            return None
        slots = slots_of({EVERY_PAGE, *page.tags})
        cached = CachedPage(page, slots, key[2], rendered.headers, rendered.body, page.made_at + declaration.fresh)
        if self._freshness.is_unchanged(page.count, slots):
            self._pages.store(key, cached)
        return cached


def anonymous(environ: WSGIEnvironment, key: Key) -> WSGIEnvironment:
    """The request without anything of who asks."""
    remaining = {
        name: value
        for name, value in environ.items()
        if name not in WITHHELD and (not name.startswith("HTTP_") or name in HANDED_ON)
    }
    return remaining | {"REQUEST_METHOD": "GET", "QUERY_STRING": key[3], "wsgi.url_scheme": key[0]}
