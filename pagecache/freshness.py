"""Whether what was made still says what is so."""

from __future__ import annotations

import logging
import time

from django.db import DatabaseError

from .entries import CacheEntry
from .schedule import Schedule
from .versions import PENDING, VersionsUnavailableError, versions

logger = logging.getLogger(__name__)

RETRY_SECONDS = 1.0  # without a look after the versions did not answer, since to wait for them would cost every reader


class Freshness:
    """Compares entries with the versions of what they depend on, and with what has become due meanwhile."""

    def __init__(self) -> None:
        self.schedule = Schedule(versions())
        self._versions = versions()
        self._unavailable_until = 0.0

    def is_valid(self, entry: CacheEntry, now: float) -> bool:
        """Whether nothing changed that an entry depends on. Raises nothing: what cannot be known is answered by no."""
        try:
            count = self._versions.quick_count()
            validated_at, validated_until = entry.validated
            if count == validated_at and now < validated_until:
                return True
            self.schedule.update(count)
            self.schedule.fall_due(now)
            due = self.schedule.due  # before it is asked what fell due, or something might in between
            if self._versions.last_change(entry.slots) > entry.count:
                return False
            if self.schedule.has_fallen_due(entry.slots, entry.made_at):
                return False
        except VersionsUnavailableError:
            self._note_unavailable(now)
            return False
        except DatabaseError:
            return False
        entry.validated = (count, due)
        return True

    def is_unchanged(self, count: int, slots: tuple[int, ...]) -> bool:
        """Whether nothing of these changed since a count of the versions, or is about to."""
        try:
            last = self._versions.last_change(slots)
            if last >= PENDING:
                self._versions.resolve_expired(slots)
        except VersionsUnavailableError:
            self._note_unavailable(time.time())
            return False
        return last <= count

    def start(self) -> tuple[int, float] | None:
        """The count of the versions and the time (Unix) before a page is made; None if nobody can say what changed."""
        now = time.time()
        if self.is_unknown(now):
            return None
        try:
            count, made_at = self._versions.count(), time.time()
            self.schedule.update(count)
            self.schedule.fall_due(made_at)
        except VersionsUnavailableError:
            self._note_unavailable(now)
            return None
        except DatabaseError:
            return None  # Django will say what is the matter
        return count, made_at

    def is_unknown(self, now: float) -> bool:
        """Whether nobody could say just now what has changed."""
        return now < self._unavailable_until

    def _note_unavailable(self, now: float) -> None:
        if not self.is_unknown(now):
            logger.error("no page is kept while nobody can say what has changed")
        self._unavailable_until = now + RETRY_SECONDS
