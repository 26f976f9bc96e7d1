"""The database in a backup: taken at one moment while others write, and put back in one piece or not at all.

Both are for a Django connection's settings, of whichever database: the newsroom's own, or one to try in.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg2
from psycopg2 import sql

from . import BackupError

FILES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
SQLITE_PATIENCE = 60.0  # seconds in which a writer may hold the database that is put back


@dataclass(frozen=True)
class Content:
    """What the database held at the moment of its copy."""

    rows: dict[str, int]
    migrations: list[str]


def engine_of(database: dict[str, Any]) -> str:
    return str(database["ENGINE"]).rpartition(".")[2]


def copy_to(folder: Path, database: dict[str, Any], at_its_moment: Callable[[], None]) -> Content:
    """Write the database's file into a folder. Raises BackupError or OSError.

    Args:
        at_its_moment: is called as soon as later writes are not in the copy any more.
    """
    if engine_of(database) == "sqlite3":
        return _copy_sqlite(folder / FILES["sqlite"], Path(database["NAME"]), at_its_moment)
    return _copy_postgresql(folder / FILES["postgresql"], database, at_its_moment)


def put_back(folder: Path, database: dict[str, Any]) -> None:
    """Put a folder's file in the place of what the database holds. Raises BackupError; all is then as it was."""
    if engine_of(database) == "sqlite3":
        _put_back_sqlite(folder / FILES["sqlite"], Path(database["NAME"]))
    else:
        _put_back_postgresql(folder / FILES["postgresql"], database)


def content_of(database: dict[str, Any]) -> Content:
    if engine_of(database) == "sqlite3":
        with closing(sqlite3.connect(database["NAME"])) as opened:
            return _content_of_sqlite(opened)
    with closing(psycopg2.connect(**parameters(database))) as opened, opened.cursor() as cursor:
        return _content_of_postgresql(cursor)


# SQLite


def _copy_sqlite(target: Path, source: Path, at_its_moment: Callable[[], None]) -> Content:
    # Opened by its address, since connect() would make an empty database where there is none.
    try:
        with (
            closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=rw", uri=True)) as opened,
            closing(sqlite3.connect(target)) as copy,
        ):
            opened.execute("BEGIN")
            opened.execute(
                "SELECT count(*) FROM sqlite_schema"
            ).fetchone()  # a reader's moment is that of its first read
            at_its_moment()
            opened.backup(copy)  # all pages in one step: begun anew for each writer, it would never end
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, without a second beside it
            if (found := copy.execute("PRAGMA quick_check").fetchone()[0]) != "ok":
                raise BackupError(f"Basis data rusak: {found}")
            return _content_of_sqlite(copy)
    except sqlite3.Error as error:
        raise BackupError(f"Basis data tidak dapat disalin: {error}.") from None


def _content_of_sqlite(opened: sqlite3.Connection) -> Content:
    # Not the virtual tables of the search, whose rows are other tables' too.
    ours = "type = 'table' AND name NOT LIKE 'sqlite_%' AND sql NOT LIKE 'CREATE VIRTUAL%'"
    rows = {
        name: opened.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608 (names of our own tables)
        for (name,) in opened.execute(f"SELECT name FROM sqlite_schema WHERE {ours} ORDER BY name").fetchall()  # noqa: S608
    }
    migrations = opened.execute("SELECT app || '.' || name FROM django_migrations") if rows else ()
    return Content(rows, sorted(name for (name,) in migrations))


def _put_back_sqlite(source: Path, target: Path) -> None:
    """One transaction in the database's own file, so that whoever has it open sees the one state or the other."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with (
            closing(sqlite3.connect(source)) as copy,
            closing(sqlite3.connect(target, timeout=SQLITE_PATIENCE)) as opened,
        ):
            copy.backup(opened)
            opened.execute("PRAGMA journal_mode = WAL")
    except (sqlite3.Error, OSError) as error:
        raise BackupError(f"Basis data tidak dapat dikembalikan: {error}.") from None


# PostgreSQL


def _copy_postgresql(target: Path, database: dict[str, Any], at_its_moment: Callable[[], None]) -> Content:
    """The rows are counted in the very snapshot that pg_dump reads."""
    try:
        with closing(psycopg2.connect(**parameters(database))) as opened, opened.cursor() as cursor:
            opened.set_session(isolation_level="REPEATABLE READ", readonly=True)
            cursor.execute("SELECT pg_export_snapshot()")
            snapshot = cursor.fetchone()[0]
            at_its_moment()
            _run(database, ["pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={target}"])
            return _content_of_postgresql(cursor)
    except psycopg2.Error as error:
        raise BackupError(f"Basis data tidak dapat disalin: {_first_line(str(error))}") from None


def _content_of_postgresql(cursor: Any) -> Content:
    rows = {}
    for name in _tables_of_postgresql(cursor):
        cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(name)))
        rows[name] = cursor.fetchone()[0]
    cursor.execute("SELECT app || '.' || name FROM django_migrations" if rows else "SELECT '' LIMIT 0")
    return Content(rows, sorted(name for (name,) in cursor.fetchall()))


def _tables_of_postgresql(cursor: Any) -> list[str]:
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename")
    return [name for (name,) in cursor.fetchall()]


def _put_back_postgresql(source: Path, database: dict[str, Any]) -> None:
    """One transaction, which first drops what is there: a table that only newer code knows too."""
    restoring = ["--clean", "--if-exists", "--no-owner", "--no-privileges", "--file=-", str(source)]
    statements = _run(database, ["pg_restore", *restoring])
    try:
        with closing(psycopg2.connect(**parameters(database))) as opened, opened.cursor() as cursor:
            drops = [
                sql.SQL("DROP TABLE IF EXISTS {} CASCADE;\n").format(sql.Identifier(name)).as_string(cursor)
                for name in _tables_of_postgresql(cursor)
            ]
    except psycopg2.Error as error:
        raise BackupError(f"Basis data tidak menjawab: {_first_line(str(error))}") from None
    whole = ["psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--output=/dev/null"]
    _run(database, whole, "".join(drops).encode() + statements)


def parameters(database: dict[str, Any]) -> dict[str, Any]:
    named = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    found = {name: str(database[key]) for name, key in named.items() if database.get(key)}
    return {"host": database.get("OPTIONS", {}).get("host", "")} | found


def _run(database: dict[str, Any], command: list[str], sent: bytes = b"") -> bytes:
    """One of PostgreSQL's own programs, told by its environment where to connect: other users see arguments."""
    program = shutil.which(command[0])
    if program is None:
        raise BackupError(f"Program {command[0]} tidak ada. Pasang: apt install postgresql-client")
    variables = {"dbname": "PGDATABASE", "user": "PGUSER", "password": "PGPASSWORD", "host": "PGHOST", "port": "PGPORT"}
    environment = os.environ | {variables[name]: value for name, value in parameters(database).items() if value}
    done = subprocess.run([program, *command[1:]], input=sent, capture_output=True, env=environment)  # noqa: S603, PLW1510
    if done.returncode:
        raise BackupError(f"{command[0]} gagal: {_first_line(done.stderr.decode(errors='replace'))}")
    return done.stdout


def _first_line(text: str) -> str:
    return next((line for line in text.splitlines() if line.strip()), "tanpa keterangan")
