"""The door before Django: who asks for a page that is ready gets its bytes here."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from threading import Event, Lock
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError
from django.utils.http import parse_http_date_safe

from .decorators import Declaration, declaration_at
from .edge import window_end
from .entries import CacheEntry
from .fragments import PAGE, Fragments
from .proxies import scheme_of
from .request_log import about_answer, identity_of, quick_lines, trusted
from .schedule import Schedule
from .store import CachedPage, Headers, Key, PageInProgress, PageStore, is_storable, joined
from .tags import EVERY_PAGE
from .versions import PENDING, VersionsUnavailableError, slots_of, versions

logger = logging.getLogger(__name__)

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

LARGEST = 4_000_000  # bytes of one page
STALE_SECONDS = 600  # seconds after it ceased to be fresh in which a page still goes out while another is made
PATIENCE = 30  # seconds to wait for somebody else's page
ATTEMPTS = 3
CLOSED = 1.0  # seconds without a look after the database did not answer
PROBING = 5.0  # and while one request looks whether it does
# Who sends none of these gets what everybody gets. A proxy sends the last three.
PARTICULAR = (
    *("HTTP_COOKIE", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE"),
    *("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_REQUEST_ID"),
)
# What the view may know of a request, beside the address.
HANDED_ON = {"HTTP_HOST", "HTTP_X_REQUEST_ID"}
WITHHELD = {"REMOTE_ADDR", "REMOTE_PORT", "REMOTE_USER", "AUTH_TYPE", "CONTENT_TYPE", "CONTENT_LENGTH"}


@dataclass
class Rendered:
    status: str
    headers: Headers
    body: bytes


@dataclass
class Flight:
    """One request makes a page; the others wait."""

    landed: Event = field(default_factory=Event)
    was_for_all: bool = False


class PageCacheMiddleware:
    def __init__(self, application: Application, most: int) -> None:
        self.application = application
        self.pages = PageStore(most)
        self.versions = versions()
        self.schedule = Schedule(self.versions)
        self.fragments = Fragments(self)
        self.flights: dict[Key, Flight] = {}
        self.lock = Lock()
        self.closed_until = 0.0
        self.refusal: Rendered | None = None
        self.versions_unavailable_until = 0.0
        self.personal = (settings.SESSION_COOKIE_NAME + "=", "messages=")

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request, most by the shortest way there is: each step on it costs a hundredth of the whole."""
        now = time.time()
        if environ["REQUEST_METHOD"] == "GET" and environ.keys().isdisjoint(PARTICULAR):
            path = environ["PATH_INFO"]
            cached = self.pages.get(
                (environ["wsgi.url_scheme"], environ.get("HTTP_HOST"), path, environ["QUERY_STRING"])
            )
            if cached is not None and now < cached.fresh_until and self.is_valid(cached, now):
                encoding = ENCODINGS.get(environ.get("HTTP_ACCEPT_ENCODING"))
                given = None if encoding is None else cached.encodings.get(encoding)
                if given is not None:
                    cached.was_served = True
                    start_response("200 OK", given.headers)
                    quick_lines.answered(cached.line)
                    return [given.body]
        return self.answer_slowly(environ, start_response, now)

    def answer_slowly(self, environ: Environ, start_response: StartResponse, now: float) -> Iterable[bytes]:
        """Answer who asks for something particular, or for what is not ready in this form."""
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return self.application(environ, start_response)
        if self.is_personal(environ):
            return self.ask_django(environ, start_response)
        key = (scheme_of(environ), environ.get("HTTP_HOST", ""), environ["PATH_INFO"], environ["QUERY_STRING"])
        cached = self.pages.get(key)
        if cached is not None and now < cached.fresh_until and self.is_valid(cached, now):
            return answer(cached, environ, start_response, self.edge_headers(cached, now))
        return self.without_one_ready(key, environ, start_response)

    def is_personal(self, environ: Environ) -> bool:
        cookies = environ.get("HTTP_COOKIE")
        return cookies is not None and any(name in cookies for name in self.personal)

    # Whether a page still says what is so

    def is_valid(self, cached: CacheEntry, now: float) -> bool:
        """Whether nothing changed that a page shows. It throws nothing: what cannot be known is answered by no."""
        try:
            count = self.versions.quick_count()
            validated_at, validated_until = cached.validated
            if count == validated_at and now < validated_until:
                return True
            self.schedule.update(count)
            self.schedule.fall_due(now)
            due = self.schedule.due  # before it is asked what fell due, or something might in between
            if self.versions.last_change(cached.slots) > cached.count or self.schedule.has_fallen_due(
                cached.slots, cached.made_at
            ):
                return False
        except VersionsUnavailableError:
            self.note_versions_unavailable(now)
            return False
        except DatabaseError:
            return False
        cached.validated = (count, due)
        return True

    def edge_headers(self, cached: CachedPage, now: float) -> Headers:
        """Until when a cache in front may keep a page: to the end of this window, if it holds all through it.

        Args:
            now: Unix time, before the page was seen to hold.
        """
        if not settings.KATEID_EDGE_CACHE_SECONDS or min(self.schedule.due, cached.valid_until) < window_end(now):
            return []
        # Of nginx, which sends it on to nobody. The second that it names is the last one.
        return [("X-Accel-Expires", f"@{window_end(now) - 1}")]

    def note_versions_unavailable(self, now: float) -> None:
        """Ask it again after a while only, since to wait for it would cost every reader."""
        if now >= self.versions_unavailable_until:
            logger.error("no page is kept while nobody can say what has changed")
        self.versions_unavailable_until = now + CLOSED

    # Making one

    def without_one_ready(self, key: Key, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        declaration = self.declaration(environ)
        query = declaration.query(environ["QUERY_STRING"]) if declaration else None
        if declaration is None or query is None or time.time() < self.versions_unavailable_until:
            return self.ask_django(environ, start_response)
        key = (*key[:3], query)
        for _attempt in range(ATTEMPTS):
            now = time.time()
            cached = self.pages.get(key)
            held = cached if cached and now < cached.valid_until and self.is_valid(cached, now) else None
            if held and now < held.fresh_until:
                return answer(held, environ, start_response)
            if not held and now < self.closed_until and self.refusal:
                return refuse(self.refusal, environ, start_response)
            flight, leads = self.board(key)
            if leads:
                try:
                    return self.make(flight, key, declaration, held, environ, start_response)
                finally:
                    self.land(key, flight)
            if held and now < held.fresh_until + STALE_SECONDS:
                return answer(held, environ, start_response)
            if not flight.landed.wait(PATIENCE) or not flight.was_for_all:
                break
        return self.ask_django(environ, start_response)

    def ask_django(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Hand on a request whose page is not kept, but may have parts that are."""
        if page := self.begin_page(environ, is_for_all=False):
            environ[PAGE] = page
        return self.application(environ, start_response)

    def begin_page(self, environ: Environ, *, is_for_all: bool) -> PageInProgress | None:
        """A page before anything of it was read; None if nobody can say what has changed."""
        now = time.time()
        if now < self.versions_unavailable_until:
            return None
        try:
            count, made_at = self.versions.count(), time.time()
            self.schedule.update(count)
            self.schedule.fall_due(made_at)
        except VersionsUnavailableError:
            self.note_versions_unavailable(now)
            return None
        except DatabaseError:
            return None  # Django will say what is the matter
        return PageInProgress(count, made_at, environ["QUERY_STRING"], self.fragments, is_for_all)

    def declaration(self, environ: Environ) -> Declaration | None:
        if not is_our_host(environ):
            return None
        path = environ["PATH_INFO"]
        try:
            return declaration_at(path.encode("latin-1").decode())
        except UnicodeDecodeError:
            return None

    def board(self, key: Key) -> tuple[Flight, bool]:
        """The flight that makes a page, and whether it is ours to make."""
        with self.lock:
            flight = self.flights.get(key)
            if flight:
                return flight, False
            flight = self.flights[key] = Flight()
            return flight, True

    def land(self, key: Key, flight: Flight) -> None:
        with self.lock:
            del self.flights[key]
        flight.landed.set()

    def make(
        self,
        flight: Flight,
        key: Key,
        declaration: Declaration,
        held: CachedPage | None,
        environ: Environ,
        start_response: StartResponse,
    ) -> Iterable[bytes]:
        environ["HTTP_X_REQUEST_ID"] = identity_of(environ.get("HTTP_X_REQUEST_ID"))  # the same in Django's line
        if self.closed_until:
            self.closed_until = time.time() + PROBING
        page = self.begin_page(environ, is_for_all=True)
        rendered = self.rendered(bare(environ, key) | {PAGE: page})
        if rendered.status.startswith("503 "):
            self.refusal, self.closed_until = rendered, time.time() + CLOSED
            flight.was_for_all = True
            if held:
                return answer(held, environ, start_response)
        else:
            self.closed_until = 0.0
        if page and (cached := self.store(key, declaration, page, rendered)):
            flight.was_for_all = self.pages.has_room_for(cached)
            return answer(cached, environ, start_response, is_logged=True)
        start_response(rendered.status, rendered.headers)
        return [rendered.body] if environ["REQUEST_METHOD"] == "GET" else []

    def rendered(self, environ: Environ) -> Rendered:
        said: list[Any] = []

        def start_response(status: str, headers: Headers, exc_info: Any = None) -> None:
            said[:] = status, headers

        chunks = self.application(environ, start_response)
        try:
            return Rendered(body=joined(chunks), status=said[0], headers=said[1])
        finally:
            if close := getattr(chunks, "close", None):
                close()

    def store(self, key: Key, declaration: Declaration, page: PageInProgress, rendered: Rendered) -> CachedPage | None:
        """Keep a page if everybody may have it and it says what it shows; give it as it goes out."""
        if not page.tags or not is_storable(rendered.status, rendered.headers, LARGEST, rendered.body):
            return None
        slots = slots_of({EVERY_PAGE, *page.tags})
        cached = CachedPage(page, slots, key[2], rendered.headers, rendered.body, page.made_at + declaration.fresh)
        if self.is_unchanged(page, slots):
            self.pages.store(key, cached)
        return cached

    def is_unchanged(self, page: PageInProgress, slots: tuple[int, ...]) -> bool:
        """Whether nothing of these changed, or is about to, since a page began to be made."""
        try:
            last = self.versions.last_change(slots)
            if last >= PENDING:
                self.versions.resolve_expired(slots)
        except VersionsUnavailableError:
            self.note_versions_unavailable(time.time())
            return False
        return last <= page.count


def is_our_host(environ: Environ) -> bool:
    """Whether pages are kept for the name by which the site was asked: no more names than the settings know."""
    host = environ.get("HTTP_HOST", "")
    name, _, port = host.rpartition(":") if ":" in host and not host.endswith("]") else (host, "", "")
    own = urlsplit(settings.KATEID_SITE_URL)
    return (name in settings.ALLOWED_HOSTS or name == own.hostname) and port in {
        "", str(own.port), environ.get("SERVER_PORT"),
    }  # fmt: skip


def bare(environ: Environ, key: Key) -> Environ:
    """The request without anything of who asks."""
    cached = {
        name: value
        for name, value in environ.items()
        if name not in WITHHELD and (not name.startswith("HTTP_") or name in HANDED_ON)
    }
    return cached | {"REQUEST_METHOD": "GET", "QUERY_STRING": key[3], "wsgi.url_scheme": key[0]}


def answer(
    cached: CachedPage,
    environ: Environ,
    start_response: StartResponse,
    more: Sequence[tuple[str, str]] = (),
    *,
    is_logged: bool = False,
) -> Iterable[bytes]:
    """Give out a page that is kept."""
    cached.was_served = True
    encoding = encoding_for(environ)
    given = cached.encodings.get(encoding) or cached.encoded(encoding)
    identity = trusted(environ.get("HTTP_X_REQUEST_ID")) or cached.identity
    seen = environ.get("HTTP_IF_NONE_MATCH")
    if seen is not None:
        unchanged = given.etag in seen or seen == "*"
    else:
        unchanged = bool(cached.last_modified) and not_newer(
            cached.last_modified, environ.get("HTTP_IF_MODIFIED_SINCE")
        )
    status, headers = ("304 Not Modified", given.unchanged) if unchanged else ("200 OK", given.headers)
    if not is_logged:
        quick_lines.answered(about_answer(identity, environ["REQUEST_METHOD"], environ["PATH_INFO"], int(status[:3])))
    start_response(status, [*headers[:-1], ("X-Request-ID", identity), *more])
    return [given.body] if environ["REQUEST_METHOD"] == "GET" and not unchanged else []


def refuse(refusal: Rendered, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    """Say without another look that the database does not answer."""
    identity = identity_of(environ.get("HTTP_X_REQUEST_ID"))
    headers = [(name, value) for name, value in refusal.headers if name.lower() != "x-request-id"]
    quick_lines.answered(about_answer(identity, environ["REQUEST_METHOD"], environ["PATH_INFO"], 503))
    start_response(refusal.status, [*headers, ("X-Request-ID", identity)])
    return [refusal.body] if environ["REQUEST_METHOD"] == "GET" else []


def not_newer(last_modified: str, since: str | None) -> bool:
    if since is None:
        return False
    changed_at, seen_at = parse_http_date_safe(last_modified), parse_http_date_safe(since)
    return changed_at is not None and seen_at is not None and changed_at <= seen_at


MOST_ENCODINGS = 1_000
ENCODINGS: dict[str | None, str] = {None: ""}  # by what browsers write, the same few lines again and again


def encoding_for(environ: Environ) -> str:
    accepted = environ.get("HTTP_ACCEPT_ENCODING", "")
    encoding = ENCODINGS.get(accepted)
    return preferred(accepted) if encoding is None else encoding


def preferred(accepted: str) -> str:
    """The best encoding that a browser takes."""
    weights = {}
    for each in accepted.split(","):
        name, _, parameters = each.partition(";")
        weight = parameters.strip().removeprefix("q=").strip() if parameters else "1"
        weights[name.strip().lower()] = weight
    refused = {"0", "0.0", "0.00", "0.000"}
    chosen = next((name for name in ("br", "gzip") if weights.get(name, "0") not in refused), "")
    if len(ENCODINGS) < MOST_ENCODINGS and len(accepted) < 200:
        ENCODINGS[accepted] = chosen
    return chosen
