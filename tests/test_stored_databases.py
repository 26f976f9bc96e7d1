"""A database that an earlier version left, with stories, is upgraded: all rows stay, and it is as one made today.

In tests/stored/ lies, for each version and of each kind, what its migrations and its demo made; docs/operations.md says
how they are made. From its tag on no migration of a version is edited, and here is seen whether.
"""

import lzma
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from django.conf import settings
from django.db import DatabaseError, connection

from articles.models import Edition
from tests import databases
from tests.databases import Template, connected_to

pytestmark = [pytest.mark.both_databases]
STORED = Path(__file__).parent / "stored"
VERSIONS = sorted({path.name.partition(".sq")[0] for path in STORED.glob("*.xz")})
# Without texts of pages, rights of roles and words of the screening, which migrations change as they like.
KEPT = (
    "auth_user",
    "articles_article",
    "articles_edition",
    "articles_revision",
    "articles_stagechange",
    "comments_comment",
)

# What a migration changed on purpose: articles 0010 took the names out of notices of retraction.
ALTERED = {"articles_edition": "kind = 'retraction'"}


@contextmanager
def stored(version: str, template: Template, folder: Path) -> Iterator[str]:
    """A copy of it; gives its address."""
    if template.url.startswith("sqlite"):
        file = folder / f"{version}.sqlite3"
        file.write_bytes(lzma.decompress((STORED / f"{version}.sqlite3.xz").read_bytes()))
        yield f"sqlite:///{file}"
        return
    name = f"kateid_stored_{os.getpid()}"
    url = databases.renamed(template.url, name)
    databases.on_server(url, f"CREATE DATABASE {name} TEMPLATE template0")
    try:
        dump = lzma.decompress((STORED / f"{version}.sql.xz").read_bytes()).decode()
        with closing(psycopg2.connect(url)) as opened, opened, opened.cursor() as cursor:
            cursor.execute("\n".join(line for line in dump.splitlines() if not line.startswith("\\")))
        yield url
    finally:
        databases.drop(url)


def run(url: str, *command: str) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DATABASE_URL": url},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def rows() -> dict[str, list[Any]]:
    """Of the kept tables, the columns that there were."""
    found = {}
    with connection.cursor() as cursor:
        for table in KEPT:
            cursor.execute(f"SELECT * FROM {table} WHERE NOT ({ALTERED.get(table, '1 = 0')}) ORDER BY id")
            names = [column.name if hasattr(column, "name") else column[0] for column in cursor.description]
            found[table] = [dict(zip(names, map(str, row), strict=True)) for row in cursor.fetchall()]
    return found


# In what PostgreSQL writes an expression otherwise once it was dumped and read again: spaces, brackets, casts.
SPELLING = re.compile(r"::(?:character varying|text)(?:\[\])?|[\s()]+")
SCHEMA = {
    "sqlite": ["SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%%'"],
    "postgresql": [
        """
        SELECT table_name, column_name, data_type, is_nullable, character_maximum_length
        FROM information_schema.columns WHERE table_schema = 'public'
        """,
        "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
        """
        SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
        FROM pg_constraint WHERE contype != 't' AND connamespace = 'public'::regnamespace
        """,
        "SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
        "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
    ],
}


def schema() -> set[tuple[str, ...]]:
    with connection.cursor() as cursor:
        found = set()
        for asked in SCHEMA[connection.vendor]:
            cursor.execute(asked, [])
            found |= {tuple(SPELLING.sub("", str(value)) for value in row) for row in cursor.fetchall()}
    return found


def test_there_is_one_to_upgrade() -> None:
    assert VERSIONS


@pytest.mark.parametrize("version", VERSIONS)
def test_it_is_as_one_made_today_and_has_all_its_rows(
    version: str, own_database: str, template: Template, tmp_path: Path
) -> None:
    with stored(version, template, tmp_path) as url:
        with connected_to(url):
            before = rows()
        run(url, "migrate", "--noinput", "--verbosity=0")
        with connected_to(url):
            after, upgraded = rows(), schema()
            assert before["articles_edition"]
            for table, old in before.items():
                assert [{name: new[name] for name in row} for row, new in zip(old, after[table], strict=True)] == old
            with pytest.raises(DatabaseError):
                Edition.objects.update(headline="Diubah")
        with template.copy() as today, connected_to(today):
            made_today = schema()
        assert upgraded == made_today
        pages = run(url, "ask_pages")
        assert pages.count("200 ") > 5
        assert "selesai" in run(url, "rebuild_search").lower()
