"""A newsroom moves from one kind of database to the other and back, and is the same: all of it, or nothing moved."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from io import StringIO
from pathlib import Path

import psycopg2
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import DatabaseError

from articles.models import Edition, SearchEntry, Section
from demo import material
from jobs import database_move
from tests import databases, make
from tests.cast import Cast
from tests.databases import Template, connected_to

pytestmark = [pytest.mark.both_databases]
ODD = "Kapal “Nusantara” 🚢 tiba‑100% \\ 'dua' ﷽"  # what databases quote, fold and order each in its way


def move(to: str) -> str:
    out = StringIO()
    call_command("move_database", to, stdout=out, stderr=StringIO())
    return out.getvalue()


def in_a_process(url: str, *command: str) -> subprocess.CompletedProcess[str]:
    """As an operator runs it."""
    environment = os.environ | {"DATABASE_URL": url, "MEDIA_ROOT": str(settings.MEDIA_ROOT)}
    return subprocess.run(
        [sys.executable, "manage.py", *command], cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True
    )


def newsroom() -> Section:
    """Stories with editions, a photo, and a section that was deleted: its number is the highest there was."""
    make.published(headline=ODD, photo=make.photo())
    make.draft(headline="Draf yang tidak terbit")
    gone = Section.objects.create(name="Dihapus", slug="dihapus")
    Section.objects.filter(pk=gone.pk).delete()
    return gone


def test_it_moves_and_goes_on(own_cast: Cast, template: Template) -> None:
    gone = newsroom()
    with template.copy() as second:
        assert "DATABASE_URL" in move(second)
        with connected_to(second):
            assert Edition.objects.get().headline == ODD
            with pytest.raises(DatabaseError):  # its rules are there too
                Edition.objects.update(headline="Diubah")
            assert SearchEntry.objects.count() == 1
            assert Section.objects.create(name="Baru", slug="baru").pk == gone.pk + 1
        assert Section.objects.count() == 3


def test_a_filled_one_is_refused_and_stays(own_cast: Cast, template: Template) -> None:
    newsroom()
    with template.copy() as second:
        with connected_to(second):
            Section.objects.create(name="Sudah ada", slug="sudah-ada")
        with pytest.raises(CommandError, match=r"sudah terisi \(articles_section"):
            move(second)
        with connected_to(second):
            assert [section.name for section in Section.objects.all()] == ["Sudah ada"]


def test_what_did_not_arrive_is_noticed_and_taken_back(
    own_cast: Cast, template: Template, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if the other database had kept a text otherwise than it was given."""
    newsroom()
    kept = database_move._prepared

    def spoiling(field: object, value: object, target: object) -> object:
        return kept(field, value.replace("🚢", "?") if isinstance(value, str) else value, target)

    monkeypatch.setattr(database_move, "_prepared", spoiling)
    with template.copy() as second:
        with pytest.raises(CommandError, match=r"Isi tabel \w+ tidak sama"):
            move(second)
        with connected_to(second):
            assert not Edition.objects.exists()
            assert not Section.objects.exists()


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("mysql://localhost/koran", "must begin with sqlite:/// or postgres://"),
        ("postgres://siapa:rahasia-benar@127.0.0.1:1/koran", "Basis data tidak menjawab"),
        ("sqlite:////tidak/ada/folder/koran.sqlite3", "Basis data tidak menjawab"),
    ],
)
def test_a_wrong_address_is_named_without_its_password(own_cast: Cast, address: str, sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence) as refused:
        move(address)
    assert "rahasia-benar" not in str(refused.value)


@pytest.mark.postgresql
def test_to_sqlite_and_back_every_table_is_the_same(
    own_database: str, template: Template, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some of the demo newsroom, of every stage, compared by PostgreSQL itself before and after."""
    whole = material.read()
    some = {story.stage: replace(story, picture="", gallery=[]) for story in whole.stories}
    monkeypatch.setattr(material, "read", lambda: replace(whole, stories=list(some.values())))
    call_command("demo_content", stdout=StringIO(), stderr=StringIO())
    file = tmp_path / "kateid.sqlite3"
    databases.migrate_sqlite(file)
    move(f"sqlite:///{file}")
    with closing(sqlite3.connect(file)) as opened:
        assert opened.execute("SELECT count(*) FROM articles_edition").fetchone()[0] == Edition.objects.count()
        with pytest.raises(sqlite3.IntegrityError, match="never changes"):
            opened.execute("UPDATE articles_edition SET headline = 'Diubah'")
    with template.copy() as second:
        done = in_a_process(f"sqlite:///{file}", "move_database", second)
        assert (done.returncode, done.stderr.count("Traceback")) == (0, 0), done.stderr
        assert tables(second) == tables(own_database)

    # A text longer than its column, which SQLite takes and PostgreSQL does not.
    with closing(sqlite3.connect(file)) as opened, opened:
        opened.execute("UPDATE articles_section SET name = ? WHERE id = 1", ["n" * 500])
    with template.copy() as third:
        done = in_a_process(f"sqlite:///{file}", "move_database", third)
        assert done.returncode == 1
        assert "Tabel articles_section tidak dapat disalin" in done.stderr
        assert "Traceback" not in done.stderr
        with connected_to(third):
            assert not Section.objects.exists()
            assert not Edition.objects.exists()


def tables(url: str) -> dict[str, tuple[int, str]]:
    """Of each table how many rows it has and what PostgreSQL makes of them; and where each sequence stands."""
    again = {f"articles_{name}" for name in ("searchentry", "desksearchentry", "searchword")} | {"django_migrations"}
    with closing(psycopg2.connect(url.replace("postgres:", "postgresql:"))) as opened, opened.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        names = sorted({name for (name,) in cursor.fetchall()} - again)
        content = {}
        for name in names:
            cursor.execute(f"SELECT count(*), md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {name} t")
            content[name] = cursor.fetchone()
        cursor.execute("SELECT sequencename, coalesce(last_value, 0) FROM pg_sequences WHERE schemaname = 'public'")
        return content | {name: (last, "") for name, last in cursor.fetchall() if name[:-7] not in again}
