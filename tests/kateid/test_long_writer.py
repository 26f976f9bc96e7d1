"""While something else holds a store for long, readers read on, and who cannot write hears of it."""

import os
import sqlite3
import subprocess
import sys
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings

from tests.cast import Cast
from tests.pagecache.test_full_disk import answer, sign_in
from tests.redis import IS_INSTALLED, NOT_INSTALLED, running_redis
from tests.server import running_server


@pytest.mark.sqlite
def test_readers_read_on_while_sqlite_is_held(own_cast: Cast, own_database: str, tmp_path: Path) -> None:
    site = {"KATEID_CHANGES_FILE": str(tmp_path / "changes")}
    with (
        running_server(own_database, tmp_path, **site) as server,
        closing(sqlite3.connect(own_database.removeprefix("sqlite:///"), isolation_level=None)) as writer,
        ThreadPoolExecutor(6) as people,
    ):
        answer(server.url, "/akun/masuk/")
        writer.execute("BEGIN IMMEDIATE")
        signing_in = {people.submit(sign_in, server.url) for _ in range(6)}
        done, waiting = wait(signing_in, return_when=FIRST_COMPLETED)
        assert {each.result()[0] for each in done} == {503}
        assert waiting
        assert answer(server.url, "/cari/?q=air")[0] == 200
        assert any(not each.done() for each in signing_in)  # the writer still holds it
        writer.execute("ROLLBACK")
        assert {each.result()[0] for each in signing_in} == {200, 503}


@pytest.mark.sqlite
def test_while_sqlite_is_held_no_command_says_that_it_knows_no_json(own_database: str) -> None:
    with closing(sqlite3.connect(own_database.removeprefix("sqlite:///"), isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        done = subprocess.run(
            [sys.executable, "manage.py", "check", "--database", "default"],
            cwd=settings.BASE_DIR,
            env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": own_database},
            capture_output=True,
            text=True,
        )
    assert (done.returncode, "JSON" in done.stderr) == (0, False), done.stderr


@pytest.mark.skipif(not IS_INSTALLED, reason=NOT_INSTALLED)
def test_without_redis_who_writes_is_told_so(own_cast: Cast, own_database: str, tmp_path: Path) -> None:
    with running_redis(tmp_path) as url:
        running = running_server(own_database, tmp_path, CACHE_URL=url)
        server = running.__enter__()
        assert answer(server.url, "/readyz")[0] == 200
    try:
        assert answer(server.url, "/")[0] == 200
        assert answer(server.url, "/readyz") == (
            503,
            "nothing can be changed: CACHE_URL or KATEID_CHANGES_FILE does not answer\n",
        )
        status, body = sign_in(server.url)
        assert (status, "Situs sedang beristirahat sebentar" in body) == (503, True)
    finally:
        running.__exit__(None, None, None)
