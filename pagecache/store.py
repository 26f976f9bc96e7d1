"""A page in the making, and pages that are kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import inf
from threading import Lock
from typing import Any
from zlib import crc32

from django.http import HttpRequest

from .encoding import PLAIN, encode, is_compressible
from .entries import CacheEntry
from .fragments import PAGE, Fragments
from .request_log import about_answer, new_identity
from .responses import Headers

Key = tuple[str, str, str, str]  # scheme, host, path, query

WITH_ENCODINGS = 1.5  # of a page's bytes
OVERHEAD = 4_000  # bytes of headers, slots and the rest


@dataclass
class PageInProgress:
    """What is known of a page while Django makes it."""

    count: int  # of the versions, before anything was read
    made_at: float  # Unix time, before anything was read
    query: str  # as it was asked, with the parameters that the view does not know
    fragments: Fragments
    is_for_all: bool = True  # otherwise only its fragments are
    tags: set[str] = field(default_factory=set)
    valid_until: float = inf  # Unix time at which what it says ceases to be so


def page_in_progress(request: HttpRequest) -> PageInProgress | None:
    """The page in the making, if what answers this request may be kept."""
    page: PageInProgress | None = request.META.get(PAGE)
    return page if page and page.is_for_all else None


class CachedPage(CacheEntry):
    """A page that is kept, with its bytes as they go out."""

    __slots__ = (
        *("body", "common", "compressible", "encodings", "identity", "last_modified", "line", "number"),
        *("quickly_encoded", "size", "valid_until", "was_served"),
    )

    def __init__(
        self, page: PageInProgress, slots: tuple[int, ...], path: str, headers: Headers, body: bytes, fresh_until: float
    ) -> None:
        super().__init__(page.count, page.made_at, slots, min(fresh_until, page.valid_until))
        self.valid_until = page.valid_until
        self.body = body
        self.was_served = False  # since the store last looked for something to drop
        self.identity = new_identity()  # for all to whom no proxy gave one
        self.line = about_answer(self.identity, "GET", path, 200)
        own = {name.lower(): value for name, value in headers}
        self.last_modified = own.get("last-modified", "")
        self.compressible = is_compressible(own, body)
        left_out = {"content-length", "etag", "vary", "x-request-id"}
        self.common = [(name, value) for name, value in headers if name.lower() not in left_out]
        self.common.append(("Vary", "Accept-Encoding"))
        self.number = crc32(body)
        self.encodings: dict[str, EncodedPage] = {}
        self.quickly_encoded: set[str] = set()
        self.size = int(len(body) * WITH_ENCODINGS) + OVERHEAD

    def encode(self, encoding: str) -> EncodedPage:
        """Its bytes in an encoding: at the first time made quickly, at the second as small as they stay."""
        if not self.compressible:
            encoding = PLAIN
        if encoding != PLAIN and encoding not in self.quickly_encoded:
            self.quickly_encoded.add(encoding)
            return self._encoded(encoding, quickly=True)
        encoded = self.encodings.get(encoding)
        if encoded is None:
            encoded = self.encodings[encoding] = self._encoded(encoding, quickly=False)
        return encoded

    def _encoded(self, encoding: str, *, quickly: bool) -> EncodedPage:
        body = encode(self.body, encoding, quickly=quickly)
        etag = f'"{self.number:x}-{encoding or "plain"}"'  # "5f3a9c01-br"
        identity = ("X-Request-ID", self.identity)
        # Weak: the same page, not always the same bytes.
        same = [*self.common, ("ETag", f"W/{etag}")]
        of_body = [("Content-Length", str(len(body))), *([("Content-Encoding", encoding)] if encoding else [])]
        unchanged = [each for each in same if each[0].lower() not in {"content-type", "content-language"}]
        return EncodedPage(body, etag, [*same, *of_body, identity], [*unchanged, identity])


@dataclass(slots=True)
class EncodedPage:
    body: bytes
    etag: str  # without what says that it is a weak one
    headers: Headers  # the last of which is the id
    unchanged: Headers  # of a 304, likewise


class PageStore:
    """The pages of this process, within a number of bytes.

    When there are too many, those go first that nobody has asked for since the last look, the oldest first. So pages
    that are asked for once, as crawlers do, never drive out those that readers come back to.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self.held = 0
        self._pages: dict[Any, CachedPage] = {}
        self._lock = Lock()
        self.get = self._pages.get

    def __len__(self) -> int:
        return len(self._pages)

    def __iter__(self) -> Any:
        return iter(list(self._pages))

    def store(self, key: Any, cached: CachedPage) -> None:
        if not self.has_room_for(cached):
            return
        with self._lock:
            self._drop(key)
            self._pages[key] = cached
            self.held += cached.size
            while self.held > self.most:
                self._make_room()

    def has_room_for(self, cached: CachedPage) -> bool:
        return cached.size <= self.most // 8

    def clear(self) -> None:
        with self._lock:
            self._pages.clear()
            self.held = 0

    def _drop(self, key: Any) -> None:
        if old := self._pages.pop(key, None):
            self.held -= old.size

    def _make_room(self) -> None:
        key = next(iter(self._pages))
        oldest = self._pages.pop(key)
        if oldest.was_served:
            oldest.was_served = False
            self._pages[key] = oldest
        else:
            self.held -= oldest.size


def is_storable(status: str, headers: Headers, most: int, body: bytes) -> bool:
    """Whether everybody may get these bytes."""
    own: dict[str, list[str]] = {}
    for name, value in headers:
        own.setdefault(name.lower(), []).append(value)
    control = ",".join(own.get("cache-control", ())).lower()
    varies = {part.strip().lower() for value in own.get("vary", ()) for part in value.split(",")}
    return (
        status.startswith("200 ")
        and len(body) <= most
        and "set-cookie" not in own
        and not any(word in control for word in ("private", "no-store"))
        and varies <= {"", "accept-encoding"}
        # A nonce is for one page of one reader.
        and not any("'nonce-" in value for value in own.get("content-security-policy", ()))
    )


def joined(chunks: Iterable[bytes]) -> bytes:
    return chunks[0] if isinstance(chunks, Sequence) and len(chunks) == 1 else b"".join(chunks)
