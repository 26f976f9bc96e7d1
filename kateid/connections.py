"""A connection to the database is closed when the thread ends that opened it.

The server program ends threads that have rested for a while. Django closes what is too old at the next request of the
same thread, and of such a thread there is none: its connection would stay open until the collector comes upon it, and
after some quiet hours a database that takes a hundred would take no more.
"""

from threading import local
from typing import Any
from weakref import WeakKeyDictionary

from django.db.backends.base.base import BaseDatabaseWrapper


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
