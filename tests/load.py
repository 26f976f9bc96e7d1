"""Readers who ask again and again while something happens."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from itertools import cycle
from threading import Event, Lock, Thread
from urllib.parse import urlsplit

PATIENCE = 900  # seconds


@dataclass(frozen=True)
class Asked:
    sent_at: float
    url: str
    status: int  # 0 if nothing came
    body: str
    seconds: float


@dataclass
class Load:
    urls: Sequence[str]
    readers: int
    rate: float = 0  # requests a second of all readers together; 0 is as quick as they can
    answers: list[Asked] = field(default_factory=list)
    enough: Event = field(default_factory=Event)
    lock: Lock = field(default_factory=Lock)

    def read(self, first: int) -> None:
        started = time.monotonic()
        for number, url in enumerate(cycle([*self.urls[first:], *self.urls[:first]])):
            if self.rate:
                self.enough.wait(
                    max(0, started + (number + first / self.readers) * self.readers / self.rate - time.monotonic())
                )
            if self.enough.is_set():
                return
            answer = ask(url)
            with self.lock:
                self.answers.append(answer)

    def after(self, moment: float) -> list[Asked]:
        with self.lock:
            return [answer for answer in self.answers if answer.sent_at > moment]

    def wait_for(self, number: int, moment: float) -> list[Asked]:
        """The answers to so many requests that were sent after a moment."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if len(found := self.after(moment)) >= number:
                return found
            time.sleep(0.05)
        raise TimeoutError(f"{len(self.after(moment))} of {number} requests")


@contextmanager
def load(urls: Sequence[str], readers: int = 8, rate: float = 0) -> Iterator[Load]:
    running = Load(urls, readers, rate)
    threads = [Thread(target=running.read, args=[number % len(urls)]) for number in range(readers)]
    for thread in threads:
        thread.start()
    try:
        yield running
    finally:
        running.enough.set()
        for thread in threads:
            thread.join()


def ask(url: str) -> Asked:
    """One request on a connection of its own."""
    parts = urlsplit(url)
    connection = HTTPConnection(parts.hostname or "", parts.port, timeout=60)
    sent_at = time.monotonic()
    try:
        connection.request("GET", parts.path)
        response = connection.getresponse()
        status, body = response.status, response.read().decode()
    except (OSError, HTTPException) as error:
        status, body = 0, repr(error)
    finally:
        connection.close()
    return Asked(sent_at, url, status, body, time.monotonic() - sent_at)
