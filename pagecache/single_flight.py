"""One request makes a page; the others that ask for it meanwhile wait for the result."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from threading import Event, Lock


@dataclass
class Flight:
    is_over: Event = field(default_factory=Event)
    was_for_all: bool = False  # whether those who waited find an answer for them too


class SingleFlight:
    def __init__(self) -> None:
        self._flights: dict[Hashable, Flight] = {}
        self._lock = Lock()

    def join(self, key: Hashable) -> tuple[Flight, bool]:
        """The flight that makes something, and whether the caller leads it: makes it, and then finishes the flight."""
        with self._lock:
            flight = self._flights.get(key)
            if flight:
                return flight, False
            flight = self._flights[key] = Flight()
            return flight, True

    def finish(self, key: Hashable, flight: Flight) -> None:
        with self._lock:
            del self._flights[key]
        flight.is_over.set()
