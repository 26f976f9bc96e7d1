"""deploy/upgrade on a clone with a server under load: a good version stays, others are taken back, no request fails."""

import json
import os
import shutil
import sqlite3
import subprocess
import time
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings

from tests.databases import name_of
from tests.kateid.test_exchanging_code import PAGES, VERSIONED, failed, version_of
from tests.load import load
from tests.server import running_server

pytestmark = [pytest.mark.sqlite]

MIGRATION = """
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("jobs", "{after}")]
    operations = [migrations.RunSQL("{forward}", "{backward}")]
"""
ADD, DROP = "ALTER TABLE jobs_timer ADD COLUMN note varchar(9)", "ALTER TABLE jobs_timer DROP COLUMN note"

SIGN_IN_FAILS_IN_THE_SERVER = """

sound = application


def application(environ, start_response):
    if environ["PATH_INFO"] == "/akun/masuk/":
        start_response("500 Internal Server Error", [])
        return [b""]
    return sound(environ, start_response)
"""


class Site:
    """A repository, the clone of it that serves, and what its environment file says."""

    def __init__(self, folder: Path, database_url: str) -> None:
        self.origin, self.clone, self.env = folder / "origin", folder / "clone", folder / "kateid.env"
        self.folder, self.database_url = folder, database_url
        unneeded = shutil.ignore_patterns(".git", ".venv", "var", "docs", "bench", "__pycache__", ".*_cache", "browser")
        shutil.copytree(settings.BASE_DIR, self.origin, ignore=unneeded)
        self.git("init", "--quiet", "--initial-branch=main")
        self.commit(self.origin / "kateid/wsgi.py", VERSIONED.format(version="1"))
        self.git("tag", "v1.0")
        subprocess.run(["git", "clone", "--quiet", str(self.origin), str(self.clone)], check=True)
        (self.clone / ".venv").symlink_to((settings.BASE_DIR / ".venv").resolve())
        self.env.write_text("".join(f'{name}="{value}"\n' for name, value in self.variables().items()))

    def variables(self) -> dict[str, str]:
        kept = {
            name: value for name, value in os.environ.items() if name.startswith(("KATEID_", "SECRET_KEY", "EMAIL"))
        }
        return kept | {
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "ALLOWED_HOSTS": "localhost,127.0.0.1",
            "EMAIL_URL": "smtp://localhost:1",
            "DATABASE_URL": self.database_url,
            "MEDIA_ROOT": str(self.folder / "media"),
            "STATIC_ROOT": str(self.folder / "static"),
            "KATEID_ORIGINALS": str(self.folder / "originals"),
            "KATEID_BACKUPS": str(self.folder / "backups"),
            "KATEID_CHANGES_FILE": str(self.folder / "changes"),
            "SERVE_DRAIN_SECONDS": "1",  # who is still connected then is in test_keeper.py
        }

    def git(self, *arguments: str) -> str:
        name = ("-c", "user.name=Uji", "-c", "user.email=uji@kateid.example", "-c", "commit.gpgsign=false")
        done = subprocess.run(["git", *name, *arguments], cwd=self.origin, check=True, capture_output=True, text=True)
        return done.stdout.strip()

    def commit(self, path: Path, added: str) -> str:
        path.parent.mkdir(exist_ok=True)
        path.write_text((path.read_text() if path.exists() else "") + added)
        self.git("add", "--all", "--force")
        self.git("commit", "--quiet", "--message=Change")
        return self.git("rev-parse", "HEAD")

    def undo(self) -> None:
        self.git("reset", "--quiet", "--hard", "HEAD^")

    def upgrade(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["deploy/upgrade", "--env", str(self.env), *arguments], cwd=self.clone, capture_output=True, text=True
        )

    def head(self) -> str:
        return subprocess.run(
            ["git", "rev-parse", "HEAD"], cwd=self.clone, check=True, capture_output=True, text=True
        ).stdout.strip()

    def applied(self) -> set[str]:
        """The migrations of jobs, as the database has them."""
        with closing(sqlite3.connect(name_of(self.database_url))) as opened:
            return {name for (name,) in opened.execute("SELECT name FROM django_migrations WHERE app = 'jobs'")}


def test_a_good_version_stays_and_any_other_is_taken_back(own_database: str, tmp_path: Path) -> None:
    site = Site(tmp_path, own_database)
    last = max(path.stem for path in (site.origin / "jobs/migrations").glob("0*.py"))
    with running_server(own_database, tmp_path, code=site.clone, **site.variables()) as server:
        assert server.process
        options = ("--keeper", str(server.process.pid), "--address", server.url)
        with load([server.url + page for page in PAGES], readers=4, rate=10) as readers:
            readers.wait_for(8, 0)
            good = MIGRATION.format(after=last, forward=ADD, backward=DROP)
            site.commit(site.origin / "jobs/migrations/9001_good.py", good)
            wsgi = site.origin / "kateid/wsgi.py"
            wsgi.write_text(wsgi.read_text().replace('"X-Version", "1"', '"X-Version", "2"'))
            version_2 = site.commit(wsgi, "")
            site.git("tag", "v1.10")

            planned = site.upgrade("--dry-run", *options)
            assert "jobs/migrations/9001_good.py" in planned.stdout
            assert (site.head() == version_2, (tmp_path / "backups").exists()) == (False, False)

            done = site.upgrade(*options)
            assert done.returncode == 0, done.stdout + done.stderr
            assert version_of(server) == "2"
            assert site.head() == version_2
            assert "9001_good" in site.applied()
            assert len(list((tmp_path / "backups").glob("2*"))) == 1

            # Each is committed beside the good version and named.
            first_of_two = MIGRATION.format(
                after="9001_good", forward=ADD.replace("note", "more"), backward=DROP.replace("note", "more")
            )
            site.commit(site.origin / "jobs/migrations/9002_first.py", first_of_two)
            broken_migration = MIGRATION.format(
                after="9002_first", forward="ALTER TABLE tidak_ada RENAME TO x", backward=""
            )
            bad_migration = site.commit(site.origin / "jobs/migrations/9003_bad.py", broken_migration)
            site.undo()
            site.undo()
            bad_page = site.commit(
                site.origin / "articles/reading/views/front.py", "\ndef front(request):\n    raise ValueError\n"
            )
            site.undo()
            bad_server = site.commit(site.origin / "kateid/wsgi.py", "\nraise ImportError('server tidak bisa mulai')\n")
            site.undo()
            site.commit(wsgi, SIGN_IN_FAILS_IN_THE_SERVER)
            bad_sign_in = site.git("rev-parse", "HEAD")
            site.undo()
            bad_library = site.commit(
                site.origin / "requirements/runtime.txt",
                "\ntidak-ada-sama-sekali==1.0 --hash=sha256:" + "0" * 64 + "\n",
            )
            site.undo()
            subprocess.run(["git", "fetch", "--quiet", "origin"], cwd=site.clone, check=True)
            for commit, step in (
                (bad_migration, "migrations"),
                (bad_page, "pages"),
                (bad_server, "exchange"),
                (bad_sign_in, "smoke test"),
                (bad_library, "libraries"),
            ):
                ref = site.git("rev-parse", commit)
                subprocess.run(["git", "fetch", "--quiet", "origin", ref], cwd=site.clone, check=True)
                done = site.upgrade(commit, *options)
                assert done.returncode == 1, step
                assert f"{step} failed" in done.stdout
                assert "The version before goes on" in done.stderr
                assert site.head() == version_2
                assert version_of(server) == "2"
                assert {name for name in site.applied() if name.startswith("900")} == {"9001_good"}
            readers.wait_for(8, time.monotonic())
        assert failed(readers) == []


def test_a_change_by_hand_is_not_overwritten(tmp_path: Path) -> None:
    site = Site(tmp_path, "sqlite:////tidak/ada.sqlite3")
    (site.clone / "kateid/urls.py").write_text("diubah\n")
    done = site.upgrade("v1.0")
    assert done.returncode == 1
    assert "changed by hand" in done.stderr
    assert (site.clone / "kateid/urls.py").read_text() == "diubah\n"


def test_a_backup_that_fails_changes_nothing(own_database: str, tmp_path: Path) -> None:
    site = Site(tmp_path, own_database)
    site.commit(site.origin / "kateid/wsgi.py", VERSIONED.format(version="2"))
    site.git("tag", "v2.0")
    (tmp_path / "backups").write_text("no folder")
    before = site.head()
    done = site.upgrade()
    assert (done.returncode, site.head()) == (1, before)
    assert "Nothing was changed" in done.stderr


def test_what_a_killed_one_did_is_taken_back_by_the_next_that_fails(tmp_path: Path) -> None:
    """Libraries and migrations were taken already; now the libraries of a third version cannot be had."""
    origin, clone = tmp_path / "origin", tmp_path / "clone"

    def git(folder: Path, *arguments: str) -> str:
        name = ("-c", "user.name=Uji", "-c", "user.email=uji@kateid.example", "-c", "commit.gpgsign=false")
        return subprocess.run(
            ["git", *name, *arguments], cwd=folder, check=True, capture_output=True, text=True
        ).stdout.strip()

    for folder in ("deploy", "requirements"):
        (origin / folder).mkdir(parents=True)
    shutil.copy2(settings.BASE_DIR / "deploy/upgrade", origin / "deploy")
    kateid = origin / "deploy/kateid"
    kateid.write_text(
        f'#!/bin/sh\necho "$@" >> {tmp_path}/called\necho "[X]  jobs.0001_first"\necho "[X]  jobs.0002_new"\n'
    )
    kateid.chmod(0o755)
    git(tmp_path, "init", "--quiet", "--initial-branch=main", str(origin))
    for version in "123":
        (origin / "requirements/runtime.txt").write_text(version)
        git(origin, "add", "--all")
        git(origin, "commit", "--quiet", "--message=Change")
        git(origin, "tag", f"v{version}")
    git(tmp_path, "clone", "--quiet", str(origin), str(clone))
    git(clone, "checkout", "--quiet", "v2")
    old, new = clone / ".venvs/old", clone / ".venvs/new"
    for libraries in (old, new):
        (libraries / "bin").mkdir(parents=True)
        (libraries / "bin/python").symlink_to("/bin/false")
    (clone / ".venv").symlink_to(new)
    (clone / "var").mkdir()
    began = {"commit": git(clone, "rev-parse", "v1"), "libraries": str(old), "migrations": ["jobs.0001_first"]}
    (clone / "var/upgrade.json").write_text(json.dumps(began))

    done = subprocess.run(["deploy/upgrade", "--env", "env", "v3"], cwd=clone, capture_output=True, text=True)
    assert "libraries failed" in done.stdout
    assert "The version before goes on: v1" in done.stderr
    assert "migrate --noinput jobs 0001_first" in (tmp_path / "called").read_text()
    assert (clone / ".venv").resolve() == old
    assert git(clone, "rev-parse", "HEAD") == began["commit"]
    assert not (clone / "var/upgrade.json").exists()
