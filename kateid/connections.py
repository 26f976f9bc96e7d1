"""A connection to the database is closed when the thread ends that opened it.

The server program ends threads that have rested for a while. Django closes what is too old at the next request of the
same thread, and of such a thread there is none: its connection would stay open until the collector comes upon it, and
after some quiet hours a database that takes a hundred would take no more.

SQLite lets one write at a time. In a server process at most half of the threads wait for that, so that the others read.
"""

from collections.abc import Callable
from threading import BoundedSemaphore, local
from time import monotonic
from typing import Any
from weakref import WeakKeyDictionary

from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from jobs.faults import faults, slow_kind


class ClosedAtLast:
    """Closes a driver's connection when nobody holds this any more."""

    def __init__(self, opened: Any) -> None:
        self.opened = opened

    def __del__(self) -> None:
        self.opened.close()


class OpenedHere(local):
    """What this thread has opened; it goes with the thread."""

    def __init__(self) -> None:
        self.by_wrapper: WeakKeyDictionary[BaseDatabaseWrapper, ClosedAtLast] = WeakKeyDictionary()


opened_here = OpenedHere()


def close_with_thread(connection: BaseDatabaseWrapper, **_signal: Any) -> None:
    """Receive `connection_created`, which the thread sends that connects."""
    opened_here.by_wrapper[connection] = ClosedAtLast(connection.connection)


SLOW_SECONDS = 1.0


def count_slow(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """A wrapper of statements: those that take long are counted for who keeps the machine, by who asked."""
    began = monotonic()
    try:
        return execute(sql, params, many, context)
    finally:
        if monotonic() - began > SLOW_SECONDS:
            faults.count(slow_kind())


def watch_statements(connection: BaseDatabaseWrapper, **_signal: Any) -> None:
    """Receive `connection_created`."""
    if count_slow not in connection.execute_wrappers:
        connection.execute_wrappers.append(count_slow)


WRITES = ("BEGIN IMMEDIATE", "INSERT", "UPDATE", "DELETE", "REPLACE")
MOMENT = 1.0  # seconds in which some short writers one after another are done, also on a busy machine


class FewWaiters:
    """A wrapper of statements: so many threads wait for SQLite's write lock, the next is refused after a moment.

    Raises OperationalError, which is answered by 503.
    """

    def __init__(self, most: int) -> None:
        self.places = BoundedSemaphore(most)

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if context["connection"].in_atomic_block or not sql.lstrip().upper().startswith(WRITES):
            return execute(sql, params, many, context)
        if not self.places.acquire(timeout=MOMENT):
            raise OperationalError("database is locked, and enough wait for it")
        try:
            return execute(sql, params, many, context)
        finally:
            self.places.release()

    def watch(self, connection: BaseDatabaseWrapper, **_signal: Any) -> None:
        """Receive `connection_created`."""
        if connection.vendor == "sqlite" and self not in connection.execute_wrappers:
            connection.execute_wrappers.append(self)


few_waiters = FewWaiters(most=1)


def let_few_wait(threads: int) -> None:
    """For a server process with so many threads."""
    few_waiters.places = BoundedSemaphore(max(1, threads // 2))
    connection_created.connect(few_waiters.watch)
