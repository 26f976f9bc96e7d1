"""Parts that many pages have in common, made once for all of them."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable, Iterable
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

from .entries import Proven
from .names import site
from .versions import slots_of

if TYPE_CHECKING:
    from .store import Page
    from .wsgi import Door

PAGE = "kateid.page"  # where the environment of a request holds its page in the making
FRESH = 60  # seconds
MOST = 5_000  # of a card 2 kB

Made = tuple[Any, Iterable[str]]  # a value, and the names of what it shows


class Parts:
    def __init__(self, door: Door) -> None:
        self._door = door
        self._held: dict[Hashable, tuple[Proven, Any, frozenset[str]]] = {}

    def get(self, page: Page, key: Hashable, make: Callable[[], Made]) -> Any:
        held = self._held.get(key)
        now = time.time()
        if held and now < held[0].fresh_until and self._door.holds(held[0], now):
            page.names |= held[2]
            return held[1]
        value, names = make()
        shown = frozenset(names)
        page.names |= shown
        slots = slots_of({site(), *shown})
        if self._door.is_as_it_was(page, slots):
            if len(self._held) >= MOST:
                self._held.clear()
            self._held[key] = (Proven(page.count, page.made_at, slots, page.made_at + FRESH), value, shown)
        return value


def part(request: HttpRequest | None, key: Hashable, make: Callable[[], Made]) -> Any:
    """A part of a page, as it was made for another page if it is still so.

    Args:
        key: which part it is, among all of the site.
        make: gives its value, the same for every request, and the names of what it shows.
    """
    page = request.META.get(PAGE) if request else None
    return page.parts.get(page, key, make) if page else make()[0]
