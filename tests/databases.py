"""Databases of a test's own: migrated once for a whole run into a template, then copied.

A test that commits cannot be undone by a rollback, and flushing tables is no way out either, since
triggers forbid deleting what was published. A copy is quick and is simply thrown away.
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2
from django.conf import settings
from django.db import connections

copies = count(1)
KEPT = Path(settings.BASE_DIR) / "var" / "test-templates"
# What decides how a migrated database looks; when any of it changes, it is migrated anew.
DECIDES = (
    "*/migrations/*.py",
    "*/models.py",
    "*/models/*.py",
    "*/apps.py",
    "*/roles.py",
    "*/database_rules.py",
    "*/search/*.py",
    "requirements/*.txt",
    "tests/settings.py",
    "kateid/settings.py",
)
IN_MEMORY = "file:memorydb_tests?mode=memory&cache=shared"


@contextmanager
def template_database(shared: Path, own: Path) -> Iterator["Template"]:
    """The migrated database that all processes of a run copy: whichever comes first makes it, the last drops it.

    Args:
        shared: a folder that the processes of this run share, and no other run.
        own: a folder of this process, for its copies.
    """
    template = Template(template_url(shared), own)
    users = shared / "template-users"
    with locked(shared):
        if not users.exists():
            migrate(template.url)
            users.mkdir()
        (users / str(os.getpid())).touch()
    try:
        yield template
    finally:
        with locked(shared):
            (users / str(os.getpid())).unlink()
            if not any(users.iterdir()):
                users.rmdir()
                drop(template.url)


@contextmanager
def locked(directory: Path) -> Iterator[None]:
    with (directory / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def template_url(directory: Path) -> str:
    url = os.environ["DATABASE_URL"]
    if url.startswith("sqlite"):
        return f"sqlite:///{directory / 'template.sqlite3'}"
    return renamed(url, f"kateid_template_{zlib.crc32(str(directory).encode()):08x}")


def migrate(url: str) -> None:
    """Make the template; SQLite's is kept from run to run, since a narrow run would wait for nothing else as long."""
    if url.startswith("sqlite"):
        migrate_sqlite(Path(name_of(url)))
    else:
        run_migrations(url)


def migrate_sqlite(template: Path) -> None:
    KEPT.mkdir(parents=True, exist_ok=True)
    kept = KEPT / f"{state_of_migrations()}.sqlite3"
    with locked(KEPT):
        if not kept.exists():
            for outdated in KEPT.glob("*.sqlite3"):
                outdated.unlink()
            made = KEPT / "making"
            made.unlink(missing_ok=True)  # of a run that was stopped
            run_migrations(f"sqlite:///{made}")
            made.rename(kept)
        shutil.copy(kept, template)


def state_of_migrations() -> str:
    digest = hashlib.sha256(sys.version.encode())
    for file in sorted(file for pattern in DECIDES for file in Path(settings.BASE_DIR).glob(pattern)):
        digest.update(f"{file.relative_to(settings.BASE_DIR)}\0".encode() + file.read_bytes())
    return digest.hexdigest()[:20]


def run_migrations(url: str) -> None:
    if not url.startswith("sqlite"):
        on_server(url, f"CREATE DATABASE {name_of(url)}")
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity=0"],
        check=True,
        cwd=settings.BASE_DIR,
        env=os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings"},
    )


def drop(url: str) -> None:
    if url.startswith("sqlite"):
        Path(name_of(url)).unlink()
    else:
        on_server(url, f"DROP DATABASE {name_of(url)} WITH (FORCE)")


@dataclass(frozen=True)
class Template:
    url: str
    directory: Path

    @contextmanager
    def copy(self) -> Iterator[str]:
        """A copy where commits are real; gives its address."""
        name = f"kateid_copy_{os.getpid()}_{next(copies)}"
        if self.url.startswith("sqlite"):
            url = f"sqlite:///{self.directory / name}.sqlite3"
            shutil.copy(name_of(self.url), name_of(url))
        else:
            url = renamed(self.url, name)
            on_server(url, f"CREATE DATABASE {name} TEMPLATE {name_of(self.url)}")
        try:
            yield url
        finally:
            drop(url)

    @contextmanager
    def connected_copy(self) -> Iterator[None]:
        """This process on a copy for tests that are rolled back; SQLite's is in memory."""
        if self.url.startswith("sqlite"):
            with using(IN_MEMORY), closing(sqlite3.connect(name_of(self.url))) as migrated:
                connections["default"].ensure_connection()
                migrated.backup(connections["default"].connection)
                yield
        else:
            with self.copy() as url, connected_to(url):
                yield


def on_server(url: str, statement: str) -> None:
    with closing(psycopg2.connect(renamed(url, "postgres"))) as server:
        server.autocommit = True
        with server.cursor() as cursor:
            cursor.execute(statement)


def renamed(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(scheme="postgresql", path=f"/{name}"))


def name_of(url: str) -> str:
    """What Django calls its NAME: the path of SQLite's file, or a database's name on its server."""
    path = urlsplit(url).path
    return path if url.startswith("sqlite") else path.strip("/")


@contextmanager
def connected_to(url: str) -> Iterator[None]:
    """Points this process, whichever thread asks, at another database."""
    with using(name_of(url)):
        yield


@contextmanager
def using(name: str) -> Iterator[None]:
    shared = connections.settings["default"]
    outer_name, outer_connection = shared["NAME"], connections["default"]
    shared["NAME"] = name
    connections["default"] = connections.create_connection("default")
    try:
        yield
    finally:
        connections["default"].close()
        shared["NAME"] = outer_name
        connections["default"] = outer_connection
