"""One line of JSON an answer, from which nobody can be recognised."""

import json
import logging
import re
import sys
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from pagecache.request_log import JsonFormatter


def fails(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("the first line\nDETAIL: Key (email)=(rina@kate.id) already exists.")


def reset(request: HttpRequest, token: str) -> HttpResponse:
    return HttpResponse()


type Lines = Callable[[], list[dict[str, Any]]]

urlpatterns = [path("gagal/", fails), path("akun/atur-ulang/<token>/", reset)]


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> Lines:
    """The log as it would be written, one dictionary a line."""
    caplog.set_level(logging.INFO)
    caplog.handler.setFormatter(JsonFormatter())
    return lambda: [json.loads(line) for line in caplog.text.splitlines()]


def test_an_answer_is_one_line(client: Client, lines: Lines) -> None:
    client.get("/healthz", headers={"x-request-id": "4f1d-from-the-proxy"})
    [line] = lines()
    assert line["request_id"] == "4f1d-from-the-proxy"
    assert (line["method"], line["path"], line["status"]) == ("GET", "/healthz", 200)
    assert line["ms"] >= 0


def test_the_answer_carries_the_id_of_its_line(client: Client, lines: Lines) -> None:
    response = client.get("/healthz")
    assert response.headers["X-Request-ID"] == lines()[0]["request_id"]


def test_an_id_that_could_forge_a_line_is_replaced(client: Client, lines: Lines) -> None:
    client.get("/healthz", headers={"x-request-id": 'x" "status": 200'})
    assert re.fullmatch(r"[0-9a-f]{16}-\d+", lines()[0]["request_id"])


def test_what_was_asked_for_and_by_whom_is_left_out(client: Client, lines: Lines) -> None:
    client.get(
        "/healthz?q=kabar-rahasia", headers={"user-agent": "Peramban", "cookie": "a=kue"}, REMOTE_ADDR="203.0.113.7"
    )
    [line] = lines()
    for trace in ("rahasia", "Peramban", "kue", "203.0.113.7"):
        assert trace not in json.dumps(line)


@pytest.mark.urls(__name__)
def test_a_token_in_an_address_is_left_out(client: Client, lines: Lines) -> None:
    client.get("/akun/atur-ulang/s3cr3t/")
    assert lines()[0]["path"] == "/akun/atur-ulang/<token>/"


@pytest.mark.urls(__name__)
def test_a_failure_is_told_with_its_place_but_not_with_the_row(client: Client, lines: Lines) -> None:
    client.raise_request_exception = False
    client.get("/gagal/")
    failure, answered = lines()
    assert failure["level"] == "error"
    assert failure["error"] == "RuntimeError: the first line"
    assert failure["trace"][-1].endswith("fails")
    assert failure["request_id"] == answered["request_id"]
    assert answered["status"] == 500


def test_a_line_break_stays_inside_its_line() -> None:
    try:
        int("a\nb")
    except ValueError:
        record = logging.LogRecord("kateid", logging.ERROR, __file__, 1, "satu\ndua", (), sys.exc_info())
    assert "\n" not in JsonFormatter().format(record)
