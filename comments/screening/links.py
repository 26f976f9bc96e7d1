"""Links and personal data in a comment, told from ordinary numbers and abbreviations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings

Span = tuple[int, int]

_TOP_LEVEL = (
    "com|net|org|info|biz|id|co|io|xyz|site|online|top|vip|club|live|shop|store|fun|win|bet|app|link|ly|me|cc|pro|asia|"
    "click|space|website|tech|tv|to|ru|cn|my|sg|gg|page|dev|ink|lol|wiki|icu|cyou|best|bid"
)
# Every part is bounded, so that no text makes it slow.
_LINK = re.compile(
    rf"(?:https?://|www\.)[^\s<>]{{1,300}}"
    rf"|(?<![\w@.-])(?:[a-z0-9-]{{1,40}}\.){{1,4}}(?:{_TOP_LEVEL})(?![\w-])(?:/[^\s<>]{{0,300}})?"
    rf"|(?<![\w@.-])[a-z0-9-]{{2,40}}\s?(?:\(dot\)|\[dot\]|\(titik\)|\[titik\])\s?(?:{_TOP_LEVEL})(?!\w)",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,60}@[a-z0-9-]{1,40}(?:\.[a-z0-9-]{1,40}){1,3}(?![\w-])", re.IGNORECASE)
_PHONE = re.compile(r"(?<![\d.,])(?:\+62|62|0)[ .-]?8\d(?:[ .-]?\d){7,10}(?!\d)")
_NIK = re.compile(r"(?<!\d)\d{16}(?!\d)")


def links(text: str) -> list[Span]:
    """Links to other sites; those to our own are welcome."""
    return [found.span() for found in _LINK.finditer(text) if not _is_own(found[0])]


def personal(text: str) -> list[tuple[str, Span]]:
    """What looks like somebody's data, and where."""
    return sorted(_personal(text), key=lambda found: found[1])


def _personal(text: str) -> Iterator[tuple[str, Span]]:
    for name, pattern in (("nomor telepon", _PHONE), ("nomor induk kependudukan", _NIK), ("alamat surel", _EMAIL)):
        for found in pattern.finditer(text):
            yield name, found.span()


def _is_own(link: str) -> bool:
    try:
        host = urlsplit(link if "://" in link else f"//{link}").hostname or ""
    except ValueError:
        return False
    own = {urlsplit(settings.KATEID_SITE_URL).hostname, settings.KATEID_SITE_NAME.lower()}  # the name may look like one
    return host.removeprefix("www.") in {name.removeprefix("www.") for name in own if name}
