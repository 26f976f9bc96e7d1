"""What becomes public, or ends, at a moment still to come: pages that show it end at that moment, without any job."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from math import inf
from threading import Lock
from typing import cast

from django.conf import settings
from django.db import close_old_connections
from django.utils.module_loading import import_string

from .tags import SCHEDULE
from .versions import FileVersions, RedisVersions, slots_of

Read = Callable[[datetime], Iterable[tuple[datetime, set[str]]]]


class Schedule:
    """This process's copy of the agenda, read again when the ledger says that it has changed.

    It goes by this process's own clock alone, as the pages do that are made here.
    """

    def __init__(self, versions: FileVersions | RedisVersions) -> None:
        self.due = inf  # Unix time of the next moment
        self._versions = versions
        self._slots = slots_of([SCHEDULE])
        self._read_at_count = self._known_at_count = -1
        self._known_at = time.time()  # when the agenda was last known as it is
        self._coming: list[tuple[float, tuple[int, ...]]] = []
        self._fallen: dict[int, float] = {}
        self._lock = Lock()

    def update(self, count: int) -> None:
        """Know the agenda as it is at a count of the ledger."""
        if count == self._known_at_count:
            return
        now = time.time()
        if self._versions.last_change(self._slots) > self._read_at_count:
            self._read(count)
        self.fall_due(now)
        self._known_at, self._known_at_count = now, count

    def fall_due(self, now: float) -> None:
        if now < self.due:
            return
        with self._lock:
            while self._coming and self._coming[0][0] <= now:
                moment, slots = self._coming.pop(0)
                self._fallen |= dict.fromkeys(slots, moment)
            self.due = self._coming[0][0] if self._coming else inf

    def has_fallen_due(self, slots: Sequence[int], since: float) -> bool:
        """Whether anything of these became public or ended after a moment."""
        return any(self._fallen.get(slot, 0) > since for slot in slots)

    def _read(self, count: int) -> None:
        """What came in and fell due since the agenda was last known is read too."""
        readers = [cast(Read, import_string(name)) for name in settings.PAGE_CACHE_SCHEDULE]
        close_old_connections()
        try:
            since = datetime.fromtimestamp(self._known_at, UTC)
            found = sorted((moment.timestamp(), slots_of(tags)) for read in readers for moment, tags in read(since))
        finally:
            close_old_connections()
        with self._lock:
            self._coming, self._read_at_count = found, count
            self.due = found[0][0] if found else inf
