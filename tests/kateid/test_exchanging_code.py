"""The whole site exchanges its code under load: what test_keeper.py tries on a site of one file."""

import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.request import urlopen

import pytest
from django.conf import settings

from tests.load import Load, load
from tests.server import PATIENCE, Server, running_server

PAGES = ("/", "/healthz", "/cari/", "/tidak-ada/")
VERSIONED = """

unversioned = application


def application(environ, start_response):
    def start(status, headers, *rest):
        return start_response(status, [*headers, ("X-Version", "{version}")], *rest)
    return unversioned(environ, start)
"""


class Code:
    """A copy of the project, to change as an upgrade does."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        unneeded = shutil.ignore_patterns(".git*", ".venv", "var", "tests", "docs", "bench", "__pycache__", ".*_cache")
        shutil.copytree(settings.BASE_DIR, folder, ignore=unneeded)
        shutil.copytree(settings.BASE_DIR / "tests", folder / "tests", ignore=shutil.ignore_patterns("__pycache__"))
        (folder / ".venv").symlink_to(settings.BASE_DIR / ".venv")

    def write(self, path: str, added: str) -> None:
        """The file as this project has it, and something more."""
        (self.folder / path).write_text((settings.BASE_DIR / path).read_text() + added)


@pytest.fixture
def code(tmp_path: Path) -> Code:
    return Code(tmp_path / "code")


@pytest.fixture
def site(code: Code, own_database: str, tmp_path: Path) -> Iterator[Server]:
    code.write("kateid/wsgi.py", VERSIONED.format(version="1"))
    changes = str(tmp_path / "changes")
    with running_server(own_database, tmp_path, code=code.folder, KATEID_CHANGES_FILE=changes) as server:
        yield server


def test_good_code_takes_over_and_no_other_ever_does(code: Code, site: Server) -> None:
    with load([site.url + page for page in PAGES], readers=4, rate=10) as readers:
        readers.wait_for(8, 0)
        code.write("kateid/wsgi.py", VERSIONED.format(version="2"))
        exchange(site, "ends what it has begun")
        assert version_of(site) == "2"

        for path, broken in (
            ("kateid/settings.py", '\nenvironment.text("TIDAK_ADA")\n'),
            ("articles/reading/views/front.py", "\nraise ImportError('a page that breaks')\n"),
        ):
            code.write(path, broken)
            exchange(site, "did not start")
            code.write(path, "")
            assert version_of(site) == "2"

        readers.wait_for(8, time.monotonic())
    assert failed(readers) == []
    log = site.log.read_text()
    for shown in ("TIDAK_ADA: must be set", "a page that breaks"):
        assert shown in log


def test_code_that_cannot_serve_is_not_even_begun_with(code: Code, own_database: str, tmp_path: Path) -> None:
    code.write("kateid/settings.py", '\nenvironment.text("TIDAK_ADA")\n')
    with (
        pytest.raises(RuntimeError, match="TIDAK_ADA: must be set"),
        running_server(own_database, tmp_path, code=code.folder),
    ):
        pass


def exchange(site: Server, outcome: str) -> None:
    """As `systemctl reload` does it."""
    assert site.process
    before = site.log.read_text().count(outcome)
    site.process.send_signal(signal.SIGHUP)
    deadline = time.monotonic() + PATIENCE
    while site.log.read_text().count(outcome) == before:
        assert site.process.poll() is None
        assert time.monotonic() < deadline, site.log.read_text()
        time.sleep(0.1)
    while len(children_of(site.process.pid)) > 1:  # the other has not ended yet
        time.sleep(0.1)


def version_of(site: Server) -> str:
    """Asked on a connection of its own. One that a killed worker had taken falls with it, so ask again."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with suppress(OSError), urlopen(f"{site.url}/healthz", timeout=PATIENCE) as response:
            return response.headers["X-Version"]
    raise AssertionError(site.log.read_text())


def failed(readers: Load) -> list[str]:
    return [
        f"{answer.url} {answer.status} {answer.body[:200]}"
        for answer in readers.answers
        if answer.status not in {200, 404}
    ]


def children_of(process: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
