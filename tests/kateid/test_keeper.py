"""The keeper and its servers, on a site of one file: what an exchange does to requests, whatever the new code is."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPConnection
from pathlib import Path
from urllib.request import urlopen

import pytest
from django.conf import settings

from tests.load import load
from tests.server import PATIENCE, Server, free_port

SITE = """
import time

def application(environ, start_response):
    if environ["PATH_INFO"] == "/slow":
        time.sleep(0.3)
    start_response("{status}", [("X-Version", "{version}"), ("Content-Type", "text/plain")])
    return [b"{version}"]
"""
# What deploy/server.py and its log ask of the project beside it.
STANDING_IN = {
    "django/__init__.py": "",
    "django/conf.py": 'class settings:\n    KATEID_SITE_URL = "http://127.0.0.1"\n',
    "pagecache/__init__.py": "",
    "pagecache/request_log.py": "from logging import Formatter as JsonFormatter\n",
    "kateid/__init__.py": "",
}


SERVE = {"SERVE_START_SECONDS": "300", "SERVE_DRAIN_SECONDS": "10"}


class Code:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copytree(settings.BASE_DIR / "deploy", folder / "deploy")
        (folder / ".venv").symlink_to(settings.BASE_DIR / ".venv")
        for path, text in STANDING_IN.items():
            self.write(path, text)
        self.version("1")

    def write(self, path: str, text: str) -> None:
        (self.folder / path).parent.mkdir(exist_ok=True)
        (self.folder / path).write_text(text)

    def version(self, version: str, status: str = "200 OK", before: str = "") -> None:
        self.write("kateid/wsgi.py", before + SITE.format(version=version, status=status))


@pytest.fixture
def code(tmp_path: Path) -> Code:
    return Code(tmp_path / "code")


@pytest.fixture
def site(code: Code, tmp_path: Path) -> Iterator[Server]:
    port = free_port()
    log = tmp_path / "server.log"
    with log.open("w") as written:
        process = subprocess.Popen(
            ["deploy/serve", "--port", str(port)],
            cwd=code.folder,
            env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1", "GRANIAN_WORKERS": "2"} | SERVE,
            stdout=written,
            stderr=subprocess.STDOUT,
        )
        server = Server(f"http://127.0.0.1:{port}", "", tmp_path, log, process)
        try:
            assert version_of(server) == "1"
            yield server
        finally:
            process.terminate()
            process.wait(PATIENCE)
    assert process.returncode == 0


def test_no_request_fails_and_only_code_that_answers_takes_over(code: Code, site: Server) -> None:
    broken = {
        "SyntaxError": lambda: code.version("bad", before="def broken(:\n"),
        "ImproperlyConfigured": lambda: code.version("bad", before="raise RuntimeError('ImproperlyConfigured')\n"),
        "No module named 'tidak_ada'": lambda: code.version("bad", before="import tidak_ada\n"),
        "/readyz answers 503 bad": lambda: code.version("bad", status="503 Service Unavailable"),
        "TypeError": lambda: code.write("kateid/wsgi.py", "application = None\n"),
    }
    with load([site.url + page for page in ("/", "/slow", "/slow?2", "/other")], readers=8, rate=60) as readers:
        for version in ("2", "3"):
            code.version(version)
            exchange(site, "ends what it has begun", and_ended=False)  # and so while the one before still ends
            assert version_of(site) == version
        for shown, break_it in broken.items():
            break_it()
            exchange(site, "did not start", and_ended=False)
            assert version_of(site) == "3"
            assert shown in site.log.read_text()
        code.version("4")
        exchange(site, "ends what it has begun")
        readers.wait_for(60, time.monotonic())
    assert [answer for answer in readers.answers if answer.status != 200 or answer.body == "bad"] == []
    assert version_of(site) == "4"


def test_who_has_connected_is_answered_whenever_they_ask(code: Code, site: Server) -> None:
    """A connection that was accepted and has not asked yet, and one that is kept for more, outlive the exchange."""
    silent, kept = connections(site, 8), connections(site, 8)
    for connection in kept:
        assert answer_to(connection, "GET") == ("1", None)
    time.sleep(0.5)  # in which the old workers accept the silent ones; later, they would be asking too little
    code.version("2")
    exchange(site, "ends what it has begun", and_ended=False)
    for connection in kept:
        assert answer_to(connection, "POST") == ("1", "close")
    for connection in silent:
        assert answer_to(connection, "GET") in {("1", "close"), ("2", None)}
    assert version_of(site) == "2"
    for connection in kept:  # which has heard that it is closed, and so opens another
        assert answer_to(connection, "POST") == ("2", None)
        connection.close()


def connections(site: Server, number: int) -> list[HTTPConnection]:
    opened = [HTTPConnection(site.url.removeprefix("http://"), timeout=PATIENCE) for _ in range(number)]
    for connection in opened:
        connection.connect()
    return opened


def answer_to(connection: HTTPConnection, method: str) -> tuple[str, str | None]:
    """The version that answers, and whether it closes the connection."""
    connection.request(method, "/")
    response = connection.getresponse()
    return response.read().decode(), response.headers["Connection"]


def test_a_server_that_falls_is_started_again_with_its_own_code(code: Code, site: Server) -> None:
    """A worker comes back as it was, whatever lies on the disk; if everything falls, who connects waits."""
    assert site.process
    parent = children_of(site.process.pid)[0]
    code.version("bad", before="def broken(:\n")
    for worker in children_of(parent):
        os.kill(worker, signal.SIGKILL)
    assert version_of(site) == "1"
    code.version("2")
    os.kill(parent, signal.SIGKILL)
    wait_for_line(site, "ended by itself")
    while version_of(site) != "2":  # its workers end what they have begun
        time.sleep(0.1)


def exchange(site: Server, outcome: str, and_ended: bool = True) -> None:
    """As `systemctl reload` does it."""
    assert site.process
    before = site.log.read_text().count(outcome)
    site.process.send_signal(signal.SIGHUP)
    wait_for_line(site, outcome, before + 1)
    while and_ended and len(children_of(site.process.pid)) > 1:  # the other has not ended yet
        time.sleep(0.05)


def wait_for_line(site: Server, words: str, times: int = 1) -> None:
    deadline = time.monotonic() + PATIENCE
    while site.log.read_text().count(words) < times:
        assert time.monotonic() < deadline, site.log.read_text()
        time.sleep(0.05)


def version_of(site: Server) -> str:
    """Asked on a connection of its own. One that a killed worker had taken falls with it, so ask again."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with suppress(OSError), urlopen(site.url, timeout=PATIENCE) as response:
            return str(response.headers["X-Version"])
        time.sleep(0.05)
    raise AssertionError(site.log.read_text())


def children_of(process: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
