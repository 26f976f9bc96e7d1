"""Pictures of an old site: where their files are, and how one becomes a photo of the library."""

from __future__ import annotations

import io
import re
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import parse_qs, unquote, urljoin, urlsplit

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from articles.models import Photo
from articles.photos import intake
from articles.photos.intake import Examined, is_file_name
from articles.richtext import storable

from .bodies import plain
from .guard import NotFetched, fetch

LONGEST_WAIT = 60.0  # seconds that an old site may ask us to wait before it is asked again
TRIES = 3
SILENCES = 5  # after so many in a row a host is asked no more
_SIZE = re.compile(r"-\d{2,5}x\d{2,5}(?=\.\w{2,5}\Z)")  # as WordPress names its sizes
_SCALED = re.compile(r"-(?:scaled|rotated)(?=\.\w{2,5}\Z)")
_GOOGLE = re.compile(r"(?:\A|\.)(?:blogspot\.com|blogger\.com|googleusercontent\.com|ggpht\.com)\Z")
_GOOGLE_SIZE = re.compile(r"/(?:[swh]\d{1,5}(?:-[\w-]+)*)(?=/[^/]*\Z)|=(?:[swh]\d{1,5})(?:-[\w-]+)*\Z")
_GHOST_SIZE = re.compile(r"(/content/images)/size/[wh]\d+(?:[wh]\d+)?(?:/format/\w+)?(?=/)")
_SIZE_FACTS = frozenset({
    "w", "h", "width", "height", "resize", "fit", "crop", "quality", "q", "strip", "ssl", "zoom", "size", "lb",
    "unscale", "is-pending-load", "dpr", "auto", "fm",
})  # fmt: skip
# Proxies that draw pictures of others: their addresses have the host and path of the original in them.
_PROXIES = (
    re.compile(r"\Ahttps?://i\d\.wp\.com/(?P<inner>[^?]+)"),
    re.compile(r"\Ahttps?://cdn\.statically\.io/img/(?P<inner>[^/]+/(?:[a-z]=[^/]*/)?[^?]+)"),
    re.compile(r"\Ahttps?://[\w-]+\.cdn\.ampproject\.org/i(?:i/[^/]+)?/(?:s/)?(?P<inner>[^?]+)"),
    re.compile(r"\Ahttps?://[^/]+/cdn-cgi/image/[^/]+/(?P<inner>https?:/.+)"),
    re.compile(r"\Ahttps?://substackcdn\.com/image/fetch/.*?(?P<inner>https?%3A.+)", re.IGNORECASE),
)
_PROXY_QUERIES = re.compile(r"\Ahttps?://(?:images\.weserv\.nl|wsrv\.nl)/|/timthumb\.php\?", re.IGNORECASE)
_CREDIT = re.compile(
    r"\s*[(\[]?\s*(?:foto|photo|kredit|dok(?:umentasi)?)\s*[:/.]\s*(?P<name>[^()\[\]]{2,110}?)\s*[)\]]?\s*\.?\s*\Z"
    r"|\s*[(\[]\s*(?:foto\s*[:/]?\s*)?(?P<unknown>ist(?:imewa)?\.?)\s*[)\]]\s*\.?\s*\Z",
    re.IGNORECASE,
)


def largest(url: str) -> str:
    """The address of a picture's largest version, as far as its address tells."""
    return next(versions(url), url)


def versions(url: str) -> Iterator[str]:
    """Where a picture's file may be, the largest first: sizes in names and photo proxies stand for an original."""
    found: list[str] = []
    original = _behind_proxy(url)
    parts = urlsplit(original)
    if parts.query and {name.partition("=")[0] for name in parts.query.split("&")} <= _SIZE_FACTS:
        original = original.partition("?")[0]
    if _GOOGLE.search(parts.hostname or ""):
        found.append(_GOOGLE_SIZE.sub(lambda size: "/s0" if size[0].startswith("/") else "=s0", original))
    elif "?" not in original:
        bare = _GHOST_SIZE.sub(r"\1", _SCALED.sub("", _SIZE.sub("", original)))
        found.append(bare)
        if _SIZE.search(original):
            found.append(_SIZE.sub("-scaled", original))
    yield from dict.fromkeys((*found, original, url))


def _behind_proxy(url: str) -> str:
    for proxy in _PROXIES:
        if found := proxy.match(url):
            inner = found["inner"]
            inner = unquote(inner) if "%3a" in inner.lower() else inner
            return re.sub(r"\A(https?):/{1,2}", r"\1://", inner) if inner.startswith("http") else f"https://{inner}"
    if _PROXY_QUERIES.search(url):
        facts = parse_qs(urlsplit(url).query)
        inner = next((facts[name][0] for name in ("src", "url") if facts.get(name)), "")
        if inner:
            is_whole = inner.startswith(("http://", "https://", "/"))
            return urljoin(url, inner if is_whole else f"https://{inner}")
    return url


class Folder(Protocol):
    """Files of an old site that are at hand."""

    def read(self, path: str, most: int) -> bytes | None:
        """The file that stood at a path of the old site; None if there is none.

        Raises:
            NotFetched: it cannot be read.
        """


@dataclass
class Pictures:
    """Where files come from: a folder or a zip first, then the old site.

    Attributes:
        folder: with the old site's files, such as its "wp-content/uploads".
        base: the address that paths and bare names of files belong to.
        trusted: see `guard.fetch`.
        is_online: whether the old site may be asked at all.
    """

    folder: Folder | None = None
    base: str = ""
    trusted: frozenset[str] = frozenset()
    is_online: bool = True
    silences: Counter[str] = field(default_factory=Counter)  # in a row, by host

    def find(self, url: str) -> Examined | str:
        """A picture's file, looked at as an upload is, or why there is none."""
        reasons = []
        for version in versions(urljoin(self.base, url) if self.base else url):
            try:
                data = self._at_hand(version)
                return intake.examine(io.BytesIO(self._online(version) if data is None else data))
            except NotFetched as error:
                reasons.append(str(error))
            except ValidationError as error:
                reasons.append(" ".join(error.messages))
        return reasons[-1]  # of the address as the story has it

    def _at_hand(self, url: str) -> bytes | None:
        return self.folder.read(unquote(urlsplit(url).path), intake.MAX_BYTES) if self.folder else None

    def _online(self, url: str) -> bytes:
        if not self.is_online:
            raise NotFetched("tidak ada di folder gambar")
        host = urlsplit(url).netloc
        if self.silences[host] >= SILENCES:
            raise NotFetched("situs lama berkali-kali tidak menjawab, jadi tidak ditanya lagi")
        try:
            data = patiently(url, intake.MAX_BYTES, self.trusted)
        except NotFetched as error:
            self.silences[host] = self.silences[host] + 1 if error.is_silent else 0
            raise
        self.silences[host] = 0
        return data


def patiently(url: str, most: int, trusted: frozenset[str]) -> bytes:
    """The bytes at an address; an old site that asks to wait gets time."""
    for rest in reversed(range(TRIES)):
        try:
            return fetch(url, most, trusted).data
        except NotFetched as error:
            if not rest or error.wait is None or error.wait > LONGEST_WAIT:
                raise
            time.sleep(error.wait)
    raise AssertionError("the last try either returns or raises")


@dataclass(frozen=True)
class Told:
    """What an old site says of a picture.

    Attributes:
        headline: of a story that shows it.
        credit: of a picture whose source names nobody.
        rights: a value of PhotoRights.
    """

    caption: str
    alt: str
    headline: str
    credit: str
    rights: str


def photo_of(examined: Examined, told: Told, *, by: User) -> Photo:
    """An unsaved photo with its files, or the one that was made from the same file before."""
    if known := intake.same(examined):
        return known
    caption, named = caption_and_credit(told.caption)
    photo = Photo(**examined.fields)
    photo.caption = (caption or photo.caption)[: intake.LONGEST["caption"]]
    photo.credit = (named or photo.credit or told.credit)[: intake.LONGEST["credit"]]
    alt = " ".join(storable(plain(told.alt)).split())
    alt = "" if is_file_name(alt) else alt
    photo.alt_text = alt or photo.alt_text or caption or f"Foto pada berita “{told.headline}”"
    photo.alt_text = photo.alt_text[: intake.LONGEST["alt_text"]]
    photo.rights = told.rights
    photo.uploaded_by = by
    intake.develop(photo, examined)
    return photo


def caption_and_credit(text: str) -> tuple[str, str]:
    """A caption, and who is credited at its end: "Feri berlayar (Foto: Rina)"."""
    text = storable(plain(text))
    found = _CREDIT.search(text)
    if found is None:
        return text, ""
    name = found["name"].strip() if found["name"] else "Istimewa"
    return text[: found.start()].rstrip(" .-–—|/([,"), name
