"""Errors are sent to a Sentry-compatible address: what failed and where, and no word of anybody."""

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import brotli
import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from kateid import environment

FAILING = """
import logging
import os
import django
django.setup()
name = os.environ["TYPED"]
try:
    raise ValueError(f"surel {name}")
except ValueError:
    logging.getLogger("kateid.trial").exception("Could not send to %s", name)
logging.getLogger("kateid.trial").warning("Nothing of %s", name)
logging.getLogger("django.security.DisallowedHost").error("Invalid host %s", name)
"""


UNPACK = {None: bytes, "gzip": gzip.decompress, "br": brotli.decompress}


class Sink(BaseHTTPRequestHandler):
    received: list[str] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.received.append(UNPACK[self.headers["Content-Encoding"]](body).decode())
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_arguments: object) -> None:
        pass


@pytest.fixture
def sink() -> Iterator[str]:
    Sink.received.clear()
    with HTTPServer(("127.0.0.1", 0), Sink) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://{'a' * 32}@127.0.0.1:{server.server_port}/7"
        server.shutdown()


def log_with(**variables: str) -> None:
    program = [sys.executable, "-c", FAILING]
    environ = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings", "TYPED": "siti@contoh.id"} | variables
    subprocess.run(program, check=True, cwd=settings.BASE_DIR, env=environ, capture_output=True)


def test_what_failed_and_where_is_sent_and_no_word_of_it(sink: str) -> None:
    log_with(KATEID_ERRORS_DSN=sink)
    (sent,) = Sink.received  # one: a warning is none, nor is what was refused to a stranger
    (error,) = [json.loads(line) for line in sent.splitlines() if '"exception"' in line]
    (kind,) = error["exception"]["values"]
    assert kind["type"] == "ValueError"
    assert kind["stacktrace"]["frames"][-1]["lineno"] == 8
    assert error["logentry"]["message"] == "Could not send to %s"
    assert error["release"].startswith("kateid@")
    assert "siti@contoh.id" not in sent


def test_without_an_address_nothing_leaves(sink: str) -> None:
    log_with(KATEID_ERRORS_DSN="")
    assert Sink.received == []


@pytest.mark.parametrize(
    "address",
    ["galat.example", "http://rahasia@galat.example/7", "https://galat.example/7", "https://rahasia@galat.example"],
)
def test_an_address_that_cannot_be_stops_the_start_and_is_not_repeated(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("KATEID_ERRORS_DSN", address)
    with pytest.raises(ImproperlyConfigured) as refused:
        environment.dsn("KATEID_ERRORS_DSN")
    assert "rahasia" not in str(refused.value)
