"""How often stories are read, and by way of which sites; never by whom.

Readings gather in the process and are written together, every `KATEID_READINGS_SECONDS`. A process that is killed
loses what it gathered since, and nothing else; one that is stopped writes it first.
"""

from __future__ import annotations

import atexit
import logging
import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from threading import Event, Lock, Thread
from typing import Any, NamedTuple

from django.conf import settings
from django.db import Error, close_old_connections, connection, transaction
from django.utils import timezone

from articles.models import Edition, ReadingOrigin

from . import most_read
from .referrers import OTHERS

logger = logging.getLogger(__name__)

BATCH = 2_000  # different readings that are written without waiting for their time
LIMIT = 20_000  # beyond which no new ones are taken while the database does not answer
MOST_HOSTS = 50  # of a story and day that are counted apart
PATIENCE = 30  # seconds for the last writing


ADD_TO_HOUR = """
    INSERT INTO articles_readinghour (article_id, hour, count) VALUES (%s, %s, %s)
    ON CONFLICT (article_id, hour) DO UPDATE SET count = articles_readinghour.count + excluded.count
"""
ADD_TO_ORIGIN = """
    INSERT INTO articles_readingorigin (article_id, day, host, count) VALUES (%s, %s, %s, %s)
    ON CONFLICT (article_id, day, host) DO UPDATE SET count = articles_readingorigin.count + excluded.count
"""


class PageView(NamedTuple):
    """Readings of the same hour and origin are the same reading, many times."""

    article: int
    hour: datetime
    host: str


class Buffer:
    """The readings of this process that are not in the database yet."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Begin empty, as a new process must: what was gathered before it was forked is its parent's to write."""
        self._counts: Counter[PageView] = Counter()
        self._lock = Lock()
        self._wake = Event()
        self._thread: Thread | None = None
        self._closing = False

    def add(self, article: int, host: str, at: datetime) -> None:
        reading = PageView(article, at.replace(minute=0, second=0, microsecond=0), host)
        with self._lock:
            if len(self._counts) < LIMIT or reading in self._counts:
                self._counts[reading] += 1
            if len(self._counts) >= BATCH:
                self._wake.set()
            if self._thread is None or not self._thread.is_alive():
                self._thread = Thread(target=self._write_on, name="readings", daemon=True)
                self._thread.start()

    def flush(self) -> None:
        """Write what was gathered. Where that fails, nothing was written, and all of it stays for the next time."""
        with self._lock:
            counts, self._counts = self._counts, Counter()
        if not counts:
            return
        try:
            write(counts, timezone.now())
        except Exception:
            with self._lock:
                self._counts += counts
            raise

    def close(self) -> None:
        """Write the last readings of a process that ends."""
        self._closing = True
        self._wake.set()
        if self._thread:
            self._thread.join(PATIENCE)

    def _write_on(self) -> None:
        closing = False
        while not closing:
            self._wake.wait(settings.KATEID_READINGS_SECONDS)
            self._wake.clear()
            closing = self._closing  # asked before the writing, which would miss what comes meanwhile
            close_old_connections()
            try:
                self.flush()
                most_read.refresh(timezone.now())
            except Error:
                logger.exception("readings wait for the database")
        connection.close()


buffer = Buffer()
atexit.register(buffer.close)
os.register_at_fork(after_in_child=buffer.forget)


def write(counts: Mapping[PageView, int], at: datetime) -> None:
    """Add readings to what the database has, all or none. Those of stories that readers do not have are left out."""
    asked = {reading.article for reading in counts}
    live = set(Edition.objects.listed(at).filter(article__in=asked).values_list("article_id", flat=True))
    hours: Counter[tuple[Any, ...]] = Counter()
    origins: Counter[tuple[Any, ...]] = Counter()
    for reading, count in counts.items():
        if reading.article in live:
            hours[reading.article, reading.hour] += count
            origins[reading.article, timezone.localdate(reading.hour), reading.host] += count
    of_hour, of_day = connection.ops.adapt_datetimefield_value, connection.ops.adapt_datefield_value
    if hours:
        with transaction.atomic():
            _upsert(ADD_TO_HOUR, ((article, of_hour(hour), count) for (article, hour), count in hours.items()))
            _upsert(
                ADD_TO_ORIGIN,
                ((article, of_day(day), host, count) for (article, day, host), count in few_hosts(origins).items()),
            )


def few_hosts(origins: Mapping[tuple[Any, ...], int]) -> Counter[tuple[Any, ...]]:
    """Hosts are what others say, so that a day of a story has no more than MOST_HOSTS of them and then OTHERS."""
    known: defaultdict[tuple[Any, ...], set[str]] = defaultdict(set)
    rows = ReadingOrigin.objects.filter(
        article__in={article for article, _, _ in origins}, day__in={day for _, day, _ in origins}
    )
    for article, day, host in rows.values_list("article", "day", "host"):
        known[article, day].add(host)
    few: Counter[tuple[Any, ...]] = Counter()
    for (article, day, host), count in origins.items():
        hosts = known[article, day]
        counted_as = host if host in hosts or len(hosts) < MOST_HOSTS else OTHERS
        hosts.add(counted_as)
        few[article, day, counted_as] += count
    return few


def _upsert(statement: str, rows: Iterable[tuple[Any, ...]]) -> None:
    """All processes go through their rows in the same order and so never wait for one another in a circle."""
    with connection.cursor() as cursor:
        cursor.executemany(statement, sorted(rows))
