"""Links in a comment, told from ordinary numbers and abbreviations."""

from __future__ import annotations

import re
from collections.abc import Collection
from urllib.parse import urlsplit

from django.conf import settings

from .normalising import Reading

Span = tuple[int, int]

_TOP_LEVEL = (
    "com|net|org|info|biz|id|co|io|xyz|site|online|top|vip|club|live|shop|store|fun|win|bet|app|link|ly|me|cc|pro|asia|"
    "click|space|website|tech|tv|to|ru|cn|my|sg|gg|page|dev|ink|lol|wiki|icu|cyou|best|bid|art|world|today|life|games|"
    "casino|poker|bio|chat|digital|network|group|team|buzz|quest|sbs|cfd|bond|monster|pw|ws|us|uk|eu|in|ai|la|fyi|lat|tk"
)
_CERTAIN = "com|net|org|xyz|biz|vip|cc|site|bet|icu|cyou|sbs|cfd|co\\s?[.,]\\s?id"  # no words of any sentence
# Every part is bounded, so that no text makes it slow.
_LINK = re.compile(
    rf"(?:https?://|www\s?\.)[^\s<>]{{1,300}}"
    rf"|(?<![\w@.-])(?:[a-z0-9-]{{1,40}}\.){{1,4}}(?:{_TOP_LEVEL})(?![\w-])(?:/[^\s<>]{{0,300}})?"
    rf"|(?<![\w@.-])[a-z0-9-]{{2,40}}\s?(?:\((?:dot|titik|\.)\)|\[(?:dot|titik|\.)\]|\{{(?:dot|titik|\.)\}}|。)\s?(?:{_TOP_LEVEL})(?!\w)"
    rf"|(?<![\w@.-])[a-z0-9-]{{2,40}}\s(?:dot|d0t|titik)\s(?:{_CERTAIN}|id|info|me|live|pro|c0m)(?!\w)"
    rf"|(?<![\w@.-])[a-z0-9-]{{2,40}}(?:\s?[.,·]\s?|\s?[*_]\s?)(?:{_CERTAIN})(?![\w-])"
)
_BOUNDARY = re.compile(r"[a-z)]\.\s?[A-Z][a-z]+$")  # "… selesai.Info lengkap …": a space is missing, nothing more


def links(reading: Reading, welcome: Collection[str] = ()) -> list[Span]:
    """Links to other sites; those to our own are welcome.

    Args:
        welcome: sites, all their subdomains with them ("go.id").
    """
    known = {*welcome, *_own()}
    found = (match for match in _LINK.finditer(reading.plain) if not _is_welcome(match[0], known))
    places = [reading.place(*match.span()) for match in found]
    return [(start, end) for start, end in places if not _BOUNDARY.search(reading.text[start:end])]


def _own() -> set[str]:
    own = {urlsplit(settings.KATEID_SITE_URL).hostname, settings.KATEID_SITE_NAME.lower()}  # the name may look like one
    return {name.removeprefix("www.") for name in own if name}


def _is_welcome(link: str, known: Collection[str]) -> bool:
    try:
        parts = urlsplit(link if "://" in link else f"//{link}")
    except ValueError:
        return False
    if parts.username is not None:  # https://kate.id@elsewhere
        return False
    host = (parts.hostname or "").rstrip(".,)]}\"'")
    return any(host == name or host.endswith(f".{name}") for name in known)
