"""One line of JSON for each answered request and each message, with nothing that names a person."""

import json
import logging
import re
import time
import traceback
import uuid
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

logger = logging.getLogger("kateid.request")
request_id: ContextVar[str | None] = ContextVar("request_id", default=None)

LONGEST_PATH = 300
TRUSTED_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
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
    return given if given is not None and TRUSTED_ID.fullmatch(given) else uuid.uuid4().hex


def answered(identity: str, method: str | None, path: str, status: int, started: float) -> None:
    """Log an answer; `started` is by time.perf_counter()."""
    if logger.isEnabledFor(logging.INFO):
        request_id.set(identity)
        ms = round((time.perf_counter() - started) * 1000, 1)
        logger.info("answered", extra={"method": method, "path": path[:LONGEST_PATH], "status": status, "ms": ms})


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
