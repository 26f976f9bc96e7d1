"""One line of JSON for each answered request and each message, with nothing that names a person."""

import atexit
import json
import logging
import re
import sys
import time
import traceback
import uuid
from collections import deque
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import lru_cache
from itertools import count
from threading import Lock, Thread
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

logger = logging.getLogger("kateid.request")
request_id: ContextVar[str | None] = ContextVar("request_id", default=None)

LONGEST_PATH = 300
TRUSTED_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
# To draw a random id for each request would cost a tenth of a page that is ready.
_process = uuid.uuid4().hex[:16]
_requests = count(1)
QUICK_LINES_WAIT = 1.0  # seconds
Answer = tuple[float, str, str, str, int, float]  # what quick_line() takes
SECRET_PARTS = {"key", "signed", "token", "uidb36", "uidb64"}


class RequestLogMiddleware:
    """Gives each request an id, which every line logged meanwhile and the answer carry, and logs its outcome."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        started = time.perf_counter()
        identity = identity_of(request.headers.get("X-Request-ID"))
        # Not taken back afterwards: Django reports some failures only when this has returned.
        request_id.set(identity)
        response = self.get_response(request)
        response.headers["X-Request-ID"] = identity
        answered(identity, request.method, path_without_secrets(request), response.status_code, started)
        return response


def identity_of(given: str | None) -> str:
    """The id of a request: the one that a proxy gave it, unless it could forge a line."""
    return given if given is not None and TRUSTED_ID.fullmatch(given) else f"{_process}{next(_requests):016x}"


def answered(identity: str, method: str | None, path: str, status: int, started: float) -> None:
    """Log an answer; `started` is by time.perf_counter()."""
    if logger.isEnabledFor(logging.INFO):
        request_id.set(identity)
        ms = round((time.perf_counter() - started) * 1000, 1)
        logger.info("answered", extra={"method": method, "path": path[:LONGEST_PATH], "status": status, "ms": ms})


class QuickLines:
    """The same lines for pages that are ready, far cheaper: written many at a time, a second late at most."""

    def __init__(self) -> None:
        self._answers: deque[Answer] = deque()
        self._writer: Thread | None = None
        self._lock = Lock()

    def answered(self, identity: str, method: str, path: str, status: int, started: float) -> None:
        if not logger.isEnabledFor(logging.INFO):
            return
        if settings.DEBUG:  # for people to read, in another form
            answered(identity, method, path, status, started)
            return
        self._answers.append((time.time(), identity, method, path, status, time.perf_counter() - started))
        if self._writer is None:
            self._start()

    def _start(self) -> None:
        with self._lock:
            if self._writer is None:
                self._writer = Thread(target=self._write_for_ever, name="request log", daemon=True)
                self._writer.start()
                atexit.register(self.write)

    def _write_for_ever(self) -> None:
        while True:
            time.sleep(QUICK_LINES_WAIT)
            self.write()

    def write(self) -> None:
        with self._lock:
            if self._answers:
                sys.stderr.write("".join([quick_line(*self._answers.popleft()) for _ in range(len(self._answers))]))
                sys.stderr.flush()


def quick_line(at: float, identity: str, method: str, path: str, status: int, took: float) -> str:
    """What JsonFormatter makes of an answer at a Unix time that took so many seconds."""
    second = int(at)
    return (
        f'{{"time": "{clock_at(second)}.{int((at - second) * 1000):03}+00:00", "level": "info", '
        f'"logger": "{logger.name}", "message": "answered", "request_id": "{identity}", "method": "{method}", '
        f'"path": {quoted(path)}, "status": {status}, "ms": {took * 1000:.1f}}}\n'
    )


@lru_cache(10)
def clock_at(second: int) -> str:
    return f"{datetime.fromtimestamp(second, UTC):%Y-%m-%dT%H:%M:%S}"


@lru_cache(1_000)
def quoted(path: str) -> str:
    """A path as WSGI gives it, in JSON."""
    return json.dumps(path.encode("latin-1").decode(errors="replace")[:LONGEST_PATH], ensure_ascii=False)


quick_lines = QuickLines()


def path_without_secrets(request: HttpRequest) -> str:
    match = request.resolver_match
    if match and SECRET_PARTS & match.kwargs.keys():
        return f"/{match.route}"
    return request.path


class JsonFormatter(logging.Formatter):
    FIELDS = ("method", "path", "status", "ms")

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            "request_id": request_id.get(),
        }
        line |= {name: getattr(record, name) for name in self.FIELDS if hasattr(record, name)}
        if record.exc_info and record.exc_info[1]:
            line |= failure(record.exc_info[1])
        return json.dumps({name: value for name, value in line.items() if value is not None}, ensure_ascii=False)


def failure(error: BaseException) -> dict[str, Any]:
    """What went wrong and where. A database quotes the offending row after the first line, so that is cut."""
    first_line = str(error).partition("\n")[0]
    return {
        "error": f"{type(error).__name__}: {first_line}",
        "trace": [
            f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)
        ],
    }
