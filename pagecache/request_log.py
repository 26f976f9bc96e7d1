"""One line of JSON for each answered request and each message, with nothing that names a person."""

import atexit
import json
import logging
import os
import re
import sys
import time
import traceback
import uuid
from collections import Counter, deque
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from itertools import count
from threading import Lock, Thread
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import Resolver404, ResolverMatch, resolve

logger = logging.getLogger("kateid.request")
request_id: ContextVar[str | None] = ContextVar("request_id", default=None)

LONGEST_PATH = 300
LONGEST_MESSAGE = 2_000
TRUSTED_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
# To draw a random id for each request would cost a tenth of a page that is ready.
_process = ""
_requests = count(1)


def draw_process() -> None:
    global _process  # noqa: PLW0603
    _process = uuid.uuid4().hex[:16]


draw_process()
os.register_at_fork(after_in_child=draw_process)  # workers are forks of what has loaded this
SECRET_PARTS = {"key", "secret", "signed", "ticket", "token", "uidb36", "uidb64"}

QUICK_LINES_WAIT = 1.0  # seconds


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
        answer = {
            "method": request.method,
            "path": path_without_secrets(request)[:LONGEST_PATH],
            "status": response.status_code,
            "ms": round((time.perf_counter() - started) * 1000, 1),
        }
        logger.info("answered", extra=answer)
        return response


def identity_of(given: str | None) -> str:
    """The id of a request: the one that a proxy gave it, unless it could forge a line."""
    return trusted(given) or new_identity()


def trusted(identity: str | None) -> str | None:
    return identity if identity is not None and TRUSTED_ID.fullmatch(identity) else None


def new_identity() -> str:
    return f"{_process}-{next(_requests)}"


class QuickLines:
    """Answers for which no work was done, in a line for all that were alike within a second, with how many they were.

    A page that thousands ask for at once is told in a few words, and to note an answer costs it nothing.
    """

    def __init__(self) -> None:
        self._answers: deque[str] = deque()
        self._writer: Thread | None = None
        self._lock = Lock()

    def answered(self, about: str) -> None:
        """Log an answer, given by about_answer()."""
        self._answers.append(about)
        if self._writer is None:
            self._start()

    def write(self) -> None:
        with self._lock:
            times = Counter(self._answers.popleft() for _ in range(len(self._answers)))
            if times and logger.isEnabledFor(logging.INFO):
                sys.stderr.write("".join([quick_line(time.time(), *each) for each in times.items()]))
                sys.stderr.flush()

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


def about_answer(identity: str, method: str, path: str, status: int) -> str:
    """What the line of an answer tells of it. The path is as WSGI gives it."""
    told = {
        "request_id": identity,
        "method": method,
        "path": path.encode("latin-1").decode(errors="replace")[:LONGEST_PATH],
        "status": status,
    }
    return json.dumps(told, ensure_ascii=False)[1:-1]


def quick_line(at: float, about: str, times: int) -> str:
    """As JsonFormatter writes them."""
    begin = {"time": isoformat(at), "level": "info", "logger": logger.name, "message": "answered"}
    return f'{json.dumps(begin)[:-1]}, {about}, "times": {times}}}\n'


quick_lines = QuickLines()


def path_without_secrets(request: HttpRequest) -> str:
    match = request.resolver_match or resolved_with_slash(request.path_info)
    if match and SECRET_PARTS & match.kwargs.keys():
        return f"/{match.route}"
    return request.path


def resolved_with_slash(path: str) -> ResolverMatch | None:
    """Where an address leads that lacks only its last slash, and is about to be completed."""
    try:
        return None if path.endswith("/") else resolve(f"{path}/")
    except Resolver404:
        return None


class JsonFormatter(logging.Formatter):
    FIELDS = ("method", "path", "status", "ms")

    def format(self, record: logging.LogRecord) -> str:
        message = record.getMessage()
        if isinstance(request := getattr(record, "request", None), HttpRequest):  # Django names the path
            message = message.replace(request.path, path_without_secrets(request))
        line: dict[str, Any] = {
            "time": isoformat(record.created),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": message[:LONGEST_MESSAGE],
            "request_id": request_id.get(),
        }
        line |= {name: getattr(record, name) for name in self.FIELDS if hasattr(record, name)}
        if record.exc_info and record.exc_info[1]:
            line |= failure(record.exc_info[1])
        return json.dumps({name: value for name, value in line.items() if value is not None}, ensure_ascii=False)


def isoformat(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds")


def failure(error: BaseException) -> dict[str, Any]:
    """What went wrong and where. A database quotes the offending row after the first line, so that is cut."""
    first_line = str(error).partition("\n")[0]
    return {
        "error": f"{type(error).__name__}: {first_line}",
        "trace": [
            f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)
        ],
    }
