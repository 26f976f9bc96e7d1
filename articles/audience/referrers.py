"""Where readers come from: the host of the page that led them here, and never more of its address."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings

from articles.models.readings import LONGEST_HOST

DIRECT = ""
UNKNOWN = "?"  # readers without JavaScript, whose browser tells no more than the story's own address
OTHERS = "*"  # hosts beyond those that are counted apart

# A host, or an Android app's name, which has the same form.
_HOST = re.compile(rf"(?=.{{1,{LONGEST_HOST}}}\Z)[a-z0-9_-]+(?:\.[a-z0-9_-]+)*")

# Where the host ends so, or is the app's name. Google's search has a domain for each country.
_GROUPS = {
    "Dibagikan dari telepon": "dibagikan",  # by the device's own sheet, which does not tell to which app
    "WhatsApp": r"(?:.*\.)?(?:whatsapp\.com|wa\.me|com\.whatsapp(?:\.w4b)?)",
    "Facebook": r"(?:.*\.)?(?:facebook\.com|fb\.com|fb\.me|messenger\.com|com\.facebook\.[a-z]+)",
    "Instagram": r"(?:.*\.)?(?:instagram\.com|com\.instagram\.android)",
    "Threads": r"(?:.*\.)?threads\.(?:com|net)",
    "Google": r"(?:.*\.)?google\.(?:com?\.)?[a-z]{2,3}|com\.google\.android\..+",
    "X": r"(?:.*\.)?(?:t\.co|x\.com|twitter\.com|com\.twitter\.android)",
    "Telegram": r"(?:.*\.)?(?:t\.me|telegram\.org|org\.telegram\.messenger)",
    "TikTok": r"(?:.*\.)?tiktok\.com",
    "YouTube": r"(?:.*\.)?(?:youtube\.com|youtu\.be)",
    "LinkedIn": r"(?:.*\.)?(?:linkedin\.com|lnkd\.in|com\.linkedin\.android)",
    "Bing": r"(?:.*\.)?bing\.com",
    "Yahoo": r"(?:.*\.)?yahoo\.(?:com?\.)?[a-z]{2,3}",
    "DuckDuckGo": r"(?:.*\.)?duckduckgo\.com",
}
_GROUP_OF = [(name, re.compile(pattern)) for name, pattern in _GROUPS.items()]


class Origin(NamedTuple):
    name: str
    times: int
    hosts: list[tuple[str, int]]  # most first; of a group more than one


def host_of(told: str) -> str:
    """What a browser tells of where its reader came from, as it is counted: a host, DIRECT or UNKNOWN."""
    host = told.strip().lower().removeprefix("www.")
    return host if not host or _HOST.fullmatch(host) else UNKNOWN


def group_of(host: str) -> str:
    """What the desk calls a host, e.g. "Google" for google.co.id."""
    if host == DIRECT:
        return "Langsung"
    if host == UNKNOWN:
        return "Tidak diketahui"
    if host == OTHERS:
        return "Situs lain"
    if host == (urlsplit(settings.KATEID_SITE_URL).hostname or "").removeprefix("www."):
        return f"Halaman lain {settings.KATEID_SITE_NAME}"
    return next((name for name, pattern in _GROUP_OF if pattern.fullmatch(host)), host)


def is_known(host: str) -> bool:
    """Whether a host is one that everybody may be told of, or none at all: our own, and those of `_GROUPS`."""
    return group_of(host) != host


def grouped(counts: Iterable[tuple[str, int]]) -> list[Origin]:
    """Counts by host put together by what the desk calls them, most first."""
    groups: dict[str, Counter[str]] = {}
    for host, count in counts:
        groups.setdefault(group_of(host), Counter())[host] += count
    found = [Origin(name, hosts.total(), hosts.most_common()) for name, hosts in groups.items()]
    return sorted(found, key=lambda origin: (-origin.times, origin.name))
