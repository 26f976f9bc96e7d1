"""An answer at the door leaves the same line as one of Django's."""

import json
import logging

import pytest
from django.test import Client

from kateid.request_log import JsonFormatter, quick_lines
from tests.cast import Cast


def test_a_page_that_was_ready_is_logged_like_any_other(
    own_cast: Cast, reader: Client, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    quick_lines.write()  # of tests before
    capsys.readouterr()
    caplog.set_level(logging.INFO)
    caplog.handler.setFormatter(JsonFormatter())
    for _again in range(2):
        response = reader.get("/", headers={"x-request-id": "4f1d-from-the-proxy"})
    quick_lines.write()
    (made,) = (json.loads(line) for line in caplog.text.splitlines() if '"answered"' in line)
    (ready,) = map(json.loads, capsys.readouterr().err.splitlines())
    assert made.keys() == ready.keys()
    same = {"level", "logger", "message", "method", "path", "status", "request_id"}
    assert {name: made[name] for name in same} == {name: ready[name] for name in same}
    assert response["X-Request-ID"] == ready["request_id"] == "4f1d-from-the-proxy"


def test_a_path_cannot_forge_a_line(own_cast: Cast, reader: Client, capsys: pytest.CaptureFixture[str]) -> None:
    quick_lines.write()  # of tests before
    capsys.readouterr()
    quick_lines.answered("id", "GET", '/a"}\n{"level": "error', 200, 0.0)
    quick_lines.write()
    (line,) = capsys.readouterr().err.splitlines()
    assert json.loads(line)["path"] == '/a"}\n{"level": "error'
