"""The answer while the database is away: remembered, so that not every reader waits for it."""

from __future__ import annotations

import time

from .responses import RenderedResponse

REMEMBERED = 1.0  # seconds without another look
PROBING = 5.0  # and while one request looks whether the database is back


class Outage:
    def __init__(self) -> None:
        self._until = 0.0  # Unix time; 0 while the database answers
        self._refusal: RenderedResponse | None = None

    def refusal(self, now: float) -> RenderedResponse | None:
        """The 503 to give without another look, if there is one."""
        return self._refusal if now < self._until else None

    def probe(self) -> None:
        """One request is about to look; until it knows, all others get the 503."""
        if self._until:
            self._until = time.time() + PROBING

    def begin(self, refusal: RenderedResponse) -> None:
        self._refusal, self._until = refusal, time.time() + REMEMBERED

    def end(self) -> None:
        self._until = 0.0
