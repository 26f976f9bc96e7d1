"""Which requests are a reader's, and which of them are the same reader's looking again. Nobody is recognised."""

from __future__ import annotations

import re
import secrets
from datetime import datetime, time, timedelta
from functools import lru_cache
from hashlib import blake2b
from typing import cast

from crawleruseragents import is_crawler
from django.core.cache import caches
from django.http import HttpRequest
from django.utils import timezone

WINDOW = timedelta(minutes=30)  # in which looking again at the same page is the same reading

LONGEST_NAME = 400  # characters of a browser's name that are looked at
# Browsers have begun their names so for thirty years; most programs do not even try.
_BROWSER = re.compile(r"(?:Mozilla|Opera|UCWEB)/")
# How programs name themselves that no list knows yet. Cubot makes telephones.
_PROGRAM = re.compile(r"(?<!cu)bot(?:\b|_)|crawl|spider|scrap|fetch|headless|monitor|https?://", re.IGNORECASE)


@lru_cache(maxsize=1024)
def is_program(agent: str) -> bool:
    """Whether a browser's name is a program's, by itself or by the list of crawler-user-agents.

    The list costs 2 ms, and few names are many readers'.
    """
    return _BROWSER.match(agent) is None or _PROGRAM.search(agent) is not None or is_crawler(agent, case_sensitive=True)


def is_reader(request: HttpRequest) -> bool:
    """Whether somebody looks at a page of ours, as far as their browser says so.

    Not: known programs, pages that are only made ready for later (Sec-Purpose, and the older Purpose and X-Moz),
    and other sites that ask in a reader's name.
    """
    headers = request.headers
    agent = headers.get("User-Agent", "")
    return (
        not is_program(agent[:LONGEST_NAME])
        and "prefetch" not in headers.get("Sec-Purpose", "")
        and headers.get("Purpose", "") not in {"prefetch", "prerender", "preview"}
        and headers.get("X-Purpose", "") != "preview"
        and headers.get("X-Moz", "") != "prefetch"
        and headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
    )


def looks_again(request: HttpRequest, article: int, view: str, at: datetime) -> bool:
    """Whether the same view of a story was told of less than WINDOW ago; then the window does not begin anew.

    What is kept is a hash with a key that nobody knows and that the next day's takes the place of: of two hashes nobody
    can say whether they are of one reader, and of a reader nobody can say, a day later, what they read.

    Args:
        view: the number that the page gave to this view of it; "" without JavaScript, where the same address and
            browser are taken for the same reader.
    """
    told = f"{request.META.get('REMOTE_ADDR', '')}\n{request.headers.get('User-Agent', '')}\n{article}\n{view}"
    return not caches["readers"].add(mark(told, at), True, WINDOW.total_seconds())


def mark(told: str, at: datetime) -> str:
    """What stands for somebody or something in the memory of readers: a digest with the key of the day."""
    return blake2b(told.encode(errors="replace"), key=_key_of_the_day(at), digest_size=16).hexdigest()


def _key_of_the_day(at: datetime) -> bytes:
    local = timezone.localtime(at)
    midnight = timezone.make_aware(datetime.combine(local.date() + timedelta(days=1), time.min))
    remaining = (midnight - local).total_seconds()
    return cast(bytes, caches["readers"].get_or_set("key", lambda: secrets.token_bytes(32), remaining))
