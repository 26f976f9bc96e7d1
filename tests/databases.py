"""Databases of a test's own: migrated once into a template, then copied.

A test that commits cannot be undone by a rollback, and flushing tables is no way out either, since
triggers forbid deleting what was published. A copy is quick and is simply thrown away.
"""

import os
import shutil
import subprocess
import sys
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


@contextmanager
def template_database(directory: Path) -> Iterator["Template"]:
    with empty_database(directory) as url:
        subprocess.run(
            [sys.executable, "manage.py", "migrate", "--verbosity=0"],
            check=True,
            cwd=settings.BASE_DIR,
            env=os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings"},
        )
        yield Template(url, directory)


@contextmanager
def empty_database(directory: Path) -> Iterator[str]:
    url = os.environ["DATABASE_URL"]
    if url.startswith("sqlite"):
        yield f"sqlite:///{directory / 'template.sqlite3'}"
    else:
        with created(renamed(url, f"kateid_template_{os.getpid()}")) as fresh:
            yield fresh


@dataclass(frozen=True)
class Template:
    url: str
    directory: Path

    @contextmanager
    def copy(self) -> Iterator[str]:
        name = f"kateid_copy_{os.getpid()}_{next(copies)}"
        if self.url.startswith("sqlite"):
            path = self.directory / f"{name}.sqlite3"
            shutil.copy(self.url.removeprefix("sqlite:///"), path)
            yield f"sqlite:///{path}"
            path.unlink()
        else:
            with created(renamed(self.url, name), template=self.url) as url:
                yield url


@contextmanager
def created(url: str, template: str = "") -> Iterator[str]:
    name = urlsplit(url).path.strip("/")
    like = f"TEMPLATE {urlsplit(template).path.strip('/')}" if template else ""
    with closing(psycopg2.connect(renamed(url, "postgres"))) as server:
        server.autocommit = True
        with server.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name} {like}")
            yield url
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def renamed(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(scheme="postgresql", path=f"/{name}"))


@contextmanager
def connected_to(url: str) -> Iterator[None]:
    """Points this process, whichever thread asks, at another database."""
    shared = connections.settings["default"]
    outer_name, outer_connection = shared["NAME"], connections["default"]
    path = urlsplit(url).path
    shared["NAME"] = path if url.startswith("sqlite") else path.strip("/")
    connections["default"] = connections.create_connection("default")
    try:
        yield
    finally:
        connections["default"].close()
        shared["NAME"] = outer_name
        connections["default"] = outer_connection
