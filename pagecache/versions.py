"""Which of the things that pages show have changed, and in which order; the same for every process.

A ledger counts changes. Each name has a slot that holds the number of its last change. Whoever makes a page looks at
the count first; the page holds as long as no slot of what it shows has a greater number. Several names may share a
slot: then a page is made anew without need, which is rare among a million slots and never wrong.

Inside a transaction its names are in doubt: their slots hold a number greater than every count, so that no page which
shows them is kept or given out until the transaction has ended. The commit puts a real number there. If the process is
killed between commit and that, or the transaction is undone, the doubt is resolved after a while by whoever asks.
"""

from __future__ import annotations

import fcntl
import mmap
import os
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, Protocol
from zlib import crc32

import redis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

SLOTS = 1 << 20
PENDING = 1 << 62
PENDING_SECONDS = 10  # seconds, longer than any transaction goes on after it has said what it changes
REDIS_KEY = "kateid:changes"
REDIS_PATIENCE = 0.25  # seconds

# Slots that are no name's. The origin is the count at which a ledger began: pages made before know another one.
COUNT, ORIGIN = 0, 1
FIRST = 2


class VersionsUnavailableError(Exception):
    """Nobody can say now what has changed."""


def slots_of(tags: Iterable[str]) -> tuple[int, ...]:
    return tuple(sorted({FIRST + crc32(name.encode()) % SLOTS for name in tags}))


class Versions(Protocol):
    """Every method may raise LedgerAwayError."""

    def count(self) -> int:
        """How many changes there were; never the same after a change."""

    def last_change(self, slots: Sequence[int]) -> int:
        """The number of the last change of any of these, or one above DOUBT while a transaction changes them."""

    def record_change(self, slots: Sequence[int]) -> None:
        """Note a change that everybody can see by now."""

    def mark_pending(self, slots: Sequence[int]) -> None:
        """Note that a transaction is about to change these."""

    def resolve_expired(self, slots: Sequence[int]) -> None:
        """Turn doubts that nobody has resolved in time into changes."""


class FileVersions:
    """For the processes of one machine: a file that all of them map into memory."""

    SIZE = (FIRST + SLOTS) * 8

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = Lock()  # the file's own lock keeps processes apart, not threads
        self._file = -1
        self._inode = 0
        self._slots: Any = None

    def count(self) -> int:
        try:
            if os.stat(self.path).st_ino != self._inode:  # noqa: PTH116 (on every page that is made)
                self._open()
        except OSError:
            self._open()
        return self._slots[COUNT]

    def quick_count(self) -> int:
        """The count without a look whether the file was exchanged for another."""
        return self._slots[COUNT]

    def last_change(self, slots: Sequence[int]) -> int:
        if self._slots is None:
            self._open()
        held = self._slots
        return max([held[ORIGIN], *[held[slot] for slot in slots]])

    def record_change(self, slots: Sequence[int]) -> None:
        with self._locked():
            number = self._slots[COUNT] + 1
            for slot in slots:
                self._slots[slot] = number
            self._slots[COUNT] = number

    def mark_pending(self, slots: Sequence[int]) -> None:
        with self._locked():
            for slot in slots:
                self._slots[slot] = PENDING + int(time.time())
            self._slots[COUNT] += 1

    def resolve_expired(self, slots: Sequence[int]) -> None:
        overdue = PENDING + int(time.time()) - PENDING_SECONDS
        with self._locked():
            number = self._slots[COUNT] + 1
            for slot in slots:
                if PENDING <= self._slots[slot] < overdue:
                    self._slots[slot] = number
            self._slots[COUNT] = number

    @contextmanager
    def _locked(self) -> Iterator[None]:
        self.count()
        with self._lock:
            fcntl.flock(self._file, fcntl.LOCK_EX)
            try:
                # Raises where a store to the mapping would kill the process: the disk has become read-only, or broken.
                os.pwrite(self._file, b"\0", self.SIZE)
                yield
            except OSError as error:
                raise VersionsUnavailableError(f"KATEID_CHANGES_FILE cannot be written: {error}") from error
            finally:
                fcntl.flock(self._file, fcntl.LOCK_UN)

    def _open(self) -> None:
        with self._lock:
            try:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o660)
            except OSError as error:
                raise VersionsUnavailableError(f"KATEID_CHANGES_FILE cannot be used: {error}") from error
            try:
                slots = self._mapped(file)
            except OSError as error:
                os.close(file)  # and with it the lock
                raise VersionsUnavailableError(f"KATEID_CHANGES_FILE cannot be used: {error}") from error
            if self._file >= 0:
                os.close(self._file)
            self._file, self._slots, self._inode = file, slots, os.fstat(file).st_ino

    def _mapped(self, file: int) -> memoryview[int]:
        fcntl.flock(file, fcntl.LOCK_EX)
        # All of its room is taken now: to store into a hole of a file on a full disk would kill the process (SIGBUS).
        if os.fstat(file).st_blocks * 512 < self.SIZE:
            os.posix_fallocate(file, 0, self.SIZE + 1)
        slots = memoryview(mmap.mmap(file, self.SIZE)).cast("Q")
        if not slots[ORIGIN]:
            slots[ORIGIN] = slots[COUNT] = beginning()
        fcntl.flock(file, fcntl.LOCK_UN)
        return slots


class RedisVersions:
    """For several machines. One hash holds it, so that it is lost as a whole or not at all."""

    RECORD_CHANGE = """
        local count = string.format('%.0f', redis.call('HINCRBY', KEYS[1], 0, 1))
        for i = 1, #ARGV do redis.call('HSET', KEYS[1], ARGV[i], count) end
    """
    MARK_PENDING = """
        redis.call('HINCRBY', KEYS[1], 0, 1)
        for i = 2, #ARGV do redis.call('HSET', KEYS[1], ARGV[i], ARGV[1]) end
    """
    RESOLVE_EXPIRED = """
        local count = string.format('%.0f', redis.call('HINCRBY', KEYS[1], 0, 1))
        for i = 3, #ARGV do
            local held = redis.call('HGET', KEYS[1], ARGV[i])
            if held and #held == #ARGV[1] and held >= ARGV[1] and held < ARGV[2] then
                redis.call('HSET', KEYS[1], ARGV[i], count)
            end
        end
    """
    BEGIN = """
        if redis.call('HSETNX', KEYS[1], 1, ARGV[1]) == 1 then redis.call('HSET', KEYS[1], 0, ARGV[1]) end
    """

    def __init__(self, url: str) -> None:
        self._redis = redis.Redis.from_url(
            url,
            socket_timeout=REDIS_PATIENCE,
            socket_connect_timeout=REDIS_PATIENCE,
            retry=Retry(NoBackoff(), 1),  # a connection that an idle while has closed
        )

    def count(self) -> int:
        count = self._ask("HGET", REDIS_KEY, COUNT)
        if count is None:
            self._run(self.BEGIN, beginning())
            count = self._ask("HGET", REDIS_KEY, COUNT)
        return int(count)

    quick_count = count

    def last_change(self, slots: Sequence[int]) -> int:
        held = self._ask("HMGET", REDIS_KEY, ORIGIN, *slots)
        if held[0] is None:  # the origin is gone, and everything with it
            return PENDING
        return max([int(number or 0) for number in held])

    def record_change(self, slots: Sequence[int]) -> None:
        self.count()
        self._run(self.RECORD_CHANGE, *slots)

    def mark_pending(self, slots: Sequence[int]) -> None:
        self.count()
        self._run(self.MARK_PENDING, PENDING + int(time.time()), *slots)

    def resolve_expired(self, slots: Sequence[int]) -> None:
        self._run(self.RESOLVE_EXPIRED, PENDING, PENDING + int(time.time()) - PENDING_SECONDS, *slots)

    def _run(self, script: str, *arguments: int) -> None:
        self._ask("EVAL", script, 1, REDIS_KEY, *arguments)

    def _ask(self, *command: Any) -> Any:
        try:
            return self._redis.execute_command(*command)
        except redis.RedisError as error:
            raise VersionsUnavailableError(f"CACHE_URL: Redis does not answer ({type(error).__name__}).") from error


def beginning() -> int:
    """Where a new ledger starts to count: above every number of one that it replaces."""
    return time.time_ns() // 1000


@cache
def versions() -> FileVersions | RedisVersions:
    """The ledger that the settings name."""
    shared = settings.CACHES["default"]
    if shared["BACKEND"].endswith("RedisCache"):
        return RedisVersions(shared["LOCATION"])
    return FileVersions(Path(settings.KATEID_CHANGES_FILE))
