"""Puts a backup back in a place of its own, and looks whether it is the newsroom that it says."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg2
from django.conf import settings
from psycopg2 import sql

from . import BackupError, databases, restoring
from .manifest import Manifest, checksum

SCRATCH_DATABASE = "kateid_rehearsal"
SHOWN = 5


def rehearse(backup: Path, database: dict[str, Any], passphrase: Path | None) -> dict[str, Any]:
    """Give what was compared, as numbers. Raises BackupError for whatever is not as it should be.

    Args:
        database: the newsroom's own, beside which one to throw away is made.
    """
    with (
        restoring.opened(backup, passphrase) as (folder, manifest),
        tempfile.TemporaryDirectory(prefix=".", suffix=".part", dir=folder.parent) as place,
        _scratch(database, Path(place)) as scratch,
    ):
        restoring.refuse_other_engine(manifest, database)
        restoring.refuse_newer(manifest)
        folders = {name: Path(place, name) for name in ("media", "originals")}
        restoring.put_back(folder, manifest, scratch, folders, link=True)
        _compare(manifest, scratch, folders)
        pages = _ask_pages(scratch, Path(place))
        return {"rows": sum(manifest.rows.values()), "files": len(manifest.files), "pages": pages}


def _compare(manifest: Manifest, scratch: dict[str, Any], folders: dict[str, Path]) -> None:
    rows = databases.content_of(scratch).rows
    if different := [name for name in manifest.rows | rows if manifest.rows.get(name) != rows.get(name)]:
        raise BackupError(f"Jumlah baris berbeda: {', '.join(sorted(different)[:SHOWN])}.")
    for name, folder in folders.items():
        wanted = {path: entry.sha256 for path, entry in manifest.below(name).items()}
        found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
        if different := [
            path for path in wanted | found if path not in found or _checksum(found[path]) != wanted.get(path)
        ]:
            raise BackupError(f"Berkas berbeda: {', '.join(sorted(different)[:SHOWN])}.")


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        return checksum(file)


def _ask_pages(scratch: dict[str, Any], place: Path) -> int:
    """By the code of now, in a process of its own."""
    environment = os.environ | {
        "DATABASE_URL": url_of(scratch),
        "MEDIA_ROOT": str(place / "media"),
        "KATEID_ORIGINALS": str(place / "originals"),
        "KATEID_CHANGES_FILE": str(place / "changes"),
        "CACHE_URL": "locmem://",
        "EMAIL_URL": "dummy://",
        "KATEID_BACKGROUND": "false",
    }
    for command in (["migrate", "--noinput", "--verbosity=0"], ["ask_pages"]):
        done = subprocess.run(  # noqa: PLW1510, S603
            [sys.executable, "manage.py", *command],
            cwd=settings.BASE_DIR,
            env=environment,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            last = (done.stderr.strip().splitlines() or ["tanpa keterangan"])[-1]
            raise BackupError(f"manage.py {command[0]} gagal: {last}")
    return len(done.stdout.splitlines())


@contextmanager
def _scratch(database: dict[str, Any], place: Path) -> Iterator[dict[str, Any]]:
    if databases.engine_of(database) == "sqlite3":
        yield database | {"NAME": place / "database.sqlite3"}
        return
    name = sql.Identifier(SCRATCH_DATABASE)
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name)
    _on_server(database, drop, sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(name))
    try:
        yield database | {"NAME": SCRATCH_DATABASE}
    finally:
        _on_server(database, drop)


def _on_server(database: dict[str, Any], *statements: sql.Composed) -> None:
    try:
        with closing(psycopg2.connect(**databases.parameters(database))) as opened:
            opened.autocommit = True
            with opened.cursor() as cursor:
                for statement in statements:
                    cursor.execute(statement)
    except psycopg2.errors.InsufficientPrivilege:
        user = database.get("USER") or "kateid"
        raise BackupError(
            "Gladi membutuhkan basis data sementara. Izinkan sekali: "
            f"sudo -u postgres psql -c 'ALTER ROLE {user} CREATEDB'"
        ) from None
    except psycopg2.Error as error:
        raise BackupError(f"Basis data tidak menjawab: {type(error).__name__}.") from None


def url_of(database: dict[str, Any]) -> str:
    """As DATABASE_URL names it."""
    if databases.engine_of(database) == "sqlite3":
        return f"sqlite:///{database['NAME']}"
    parts = {name: quote(value, safe="") for name, value in databases.parameters(database).items()}
    person = parts.get("user", "") + (f":{parts['password']}" if "password" in parts else "")
    port = f"&port={parts['port']}" if "port" in parts else ""
    return f"postgres://{person}@/{parts['dbname']}?host={parts['host']}{port}"
