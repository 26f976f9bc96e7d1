"""Parts that many pages have in common, made once for all of them."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable, Iterable
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

from .entries import CacheEntry
from .tags import EVERY_PAGE
from .versions import slots_of

if TYPE_CHECKING:
    from .freshness import Freshness
    from .store import PageInProgress

PAGE = "kateid.page"  # where the environment of a request holds its page in the making
FRESH = 60  # seconds
MOST = 5_000  # of a card 2 kB

Fragment = tuple[Any, Iterable[str]]  # a value, and the tags that it depends on


class Fragments:
    def __init__(self, freshness: Freshness) -> None:
        self._freshness = freshness
        self._held: dict[Hashable, tuple[CacheEntry, Any, frozenset[str]]] = {}

    def get(self, page: PageInProgress, key: Hashable, make: Callable[[], Fragment]) -> Any:
        held = self._held.get(key)
        now = time.time()
        if held and now < held[0].fresh_until and self._freshness.is_valid(held[0], now):
            page.tags |= held[2]
            return held[1]
        value, tags = make()
        shown = frozenset(tags)
        page.tags |= shown
        slots = slots_of({EVERY_PAGE, *shown})
        if self._freshness.is_unchanged(page.count, slots):
            if len(self._held) >= MOST:
                self._held.clear()
            self._held[key] = (CacheEntry(page.count, page.made_at, slots, page.made_at + FRESH), value, shown)
        return value


def fragment(request: HttpRequest | None, key: Hashable, make: Callable[[], Fragment]) -> Any:
    """A part of a page, as it was made for another page if it is still so.

    Args:
        key: which part it is, among all of the site.
        make: gives its value, the same for every request, and the tags that it depends on.
    """
    page = request.META.get(PAGE) if request else None
    return page.fragments.get(page, key, make) if page else make()[0]
