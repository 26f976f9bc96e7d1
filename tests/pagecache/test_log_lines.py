"""An answer at the door leaves the same line as one of Django's, and all that are alike within a second one."""

import json
import logging
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from pagecache.request_log import JsonFormatter, about_answer, quick_lines
from tests.cast import Cast

pytestmark = pytest.mark.both_databases

Lines = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]) -> Lines:
    """Those written for answers of this test."""
    caplog.set_level(logging.INFO)
    quick_lines.write()
    capsys.readouterr()

    def written() -> list[dict[str, Any]]:
        quick_lines.write()
        return [json.loads(line) for line in capsys.readouterr().err.splitlines()]

    return written


def test_a_page_that_was_ready_is_logged_like_any_other(
    own_cast: Cast, reader: Client, caplog: pytest.LogCaptureFixture, lines: Lines
) -> None:
    caplog.handler.setFormatter(JsonFormatter())
    for _again in range(2):
        response = reader.get("/", headers={"x-request-id": "4f1d-from-the-proxy"})
    (ready,) = lines()
    (made,) = (json.loads(line) for line in caplog.text.splitlines() if '"answered"' in line)
    assert ready.keys() ^ made.keys() == {"ms", "times"}
    same = {"level", "logger", "message", "method", "path", "status", "request_id"}
    assert {name: made[name] for name in same} == {name: ready[name] for name in same}
    assert response["X-Request-ID"] == ready["request_id"] == "4f1d-from-the-proxy"


def test_what_many_ask_for_within_a_second_is_one_line(own_cast: Cast, reader: Client, lines: Lines) -> None:
    first, *ready = [reader.get("/") for _again in range(4)]
    unchanged = reader.get("/", headers={"if-none-match": first["ETag"]})
    told = {(line["request_id"], line["status"]): line["times"] for line in lines()}
    # That of the page, since no proxy gave one.
    (identity,) = {answer["X-Request-ID"] for answer in [*ready, unchanged]}
    assert told == {(identity, 200): 3, (identity, 304): 1}
    assert first["X-Request-ID"] != identity


def test_nothing_is_written_that_nobody_wants(
    own_cast: Cast, reader: Client, caplog: pytest.LogCaptureFixture, lines: Lines
) -> None:
    caplog.set_level(logging.WARNING, logger="kateid.request")
    for _again in range(2):
        reader.get("/")
    assert lines() == []


def test_a_path_cannot_forge_a_line(lines: Lines) -> None:
    quick_lines.answered(about_answer("id", "GET", '/a"}\n{"level": "error', 200))
    (line,) = lines()
    assert line["path"] == '/a"}\n{"level": "error'
