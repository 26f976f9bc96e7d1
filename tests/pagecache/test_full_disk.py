"""A full disk stops who writes, with a sentence, and nobody else: no process is killed, nothing is half written."""

import errno
import os
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from pytest_django import Settings

from articles.models import Photo
from pagecache.versions import FileVersions, VersionsUnavailableError, slots_of
from tests import make
from tests.cast import PASSWORD, Cast
from tests.server import running_server

SLOTS = slots_of(f"story:{number}" for number in range(3000))  # all over the file
needs_mount = pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a disk to fill")


@pytest.fixture
def disk(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
    """A small disk of so many megabytes."""
    place = tmp_path / "disk"
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={request.param}m", "kateid-tests", place], check=True)
    yield place
    subprocess.run(["umount", "--lazy", place], check=True)


def fill(disk: Path) -> Path:
    filling = disk / "filling"
    with filling.open("wb", buffering=0) as file, suppress(OSError):
        while file.write(b"x" * 4096):
            pass
    with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
        (disk / "more").write_bytes(b"x" * 8192)
    return filling


@needs_mount
@pytest.mark.parametrize("disk", [4], indirect=True)
def test_where_there_is_no_room_nobody_is_killed_and_nothing_leaks(disk: Path) -> None:
    before = len(os.listdir("/proc/self/fd"))  # noqa: PTH208
    for _ in range(3):
        with pytest.raises(VersionsUnavailableError):
            FileVersions(disk / "changes").record_change(SLOTS)
    assert len(os.listdir("/proc/self/fd")) == before  # noqa: PTH208
    assert outcome_in_process(disk / "changes") == "VersionsUnavailableError"


@needs_mount
@pytest.mark.parametrize("disk", [10], indirect=True)
def test_a_disk_that_fills_up_later_matters_to_nobody(disk: Path) -> None:
    FileVersions(disk / "changes").count()
    fill(disk)
    assert outcome_in_process(disk / "changes") == "recorded"


@needs_mount
@pytest.mark.parametrize("disk", [10], indirect=True)
def test_a_sparse_file_of_an_earlier_version_is_filled_up(disk: Path) -> None:
    with (disk / "changes").open("wb") as file:
        file.truncate(FileVersions.SIZE)
    fill(disk)
    assert outcome_in_process(disk / "changes") == "VersionsUnavailableError"


def test_a_disk_that_takes_no_writes_any_more_raises_before_anything_is_stored(tmp_path: Path) -> None:
    FileVersions(tmp_path / "changes").count()
    assert outcome_in_process(tmp_path / "changes", most=FileVersions.SIZE) == "VersionsUnavailableError"


@needs_mount
@pytest.mark.sqlite
@pytest.mark.parametrize("disk", [40], indirect=True)
def test_readers_have_their_pages_while_nobody_can_write(
    own_cast: Cast, own_database: str, disk: Path, tmp_path: Path
) -> None:
    make.published()
    place = disk / "kateid.sqlite3"
    connection.ensure_connection()
    with closing(sqlite3.connect(place)) as copied:
        connection.connection.backup(copied)
    site = {"KATEID_CHANGES_FILE": str(disk / "changes")}
    with running_server(f"sqlite:///{place}", tmp_path, **site) as server:
        assert answer(server.url, "/")[0] == 200
        filling = fill(disk)
        for page in ("/", "/metropolis/", "/feed/", "/cari/?q=berita"):
            assert answer(server.url, page)[0] == 200
        status, body = sign_in(server.url)
        assert (status, "Situs sedang beristirahat sebentar" in body) == (503, True)
        assert "Unexpected exit" not in server.log.read_text()
        filling.unlink()
        assert sign_in(server.url)[0] == 200


@pytest.fixture
def disk_that_takes_no_file(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
    """A disk whose folder for photos is there, and which then is full, out of files, or read-only."""
    place = tmp_path / "disk"
    place.mkdir()
    options = "size=4m,nr_inodes=60" if request.param == "files" else "size=4m"
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "kateid-tests", place], check=True)
    for folder in ("media", "originals"):
        (place / folder).mkdir()
    if request.param == "files":
        with suppress(OSError):
            for number in range(60):
                (place / str(number)).touch()
    elif request.param == "room":
        fill(place)
    else:
        subprocess.run(["mount", "-o", "remount,ro", place], check=True)
    yield place
    subprocess.run(["umount", "--lazy", place], check=True)


@needs_mount
@pytest.mark.django_db
@pytest.mark.parametrize("disk_that_takes_no_file", ["room", "files", "read-only"], indirect=True)
@pytest.mark.parametrize("away", ["MEDIA_ROOT", "KATEID_ORIGINALS"])
def test_a_photo_that_cannot_be_kept_is_answered_as_a_rest_and_leaves_no_row(
    cast: Cast, settings: Settings, disk_that_takes_no_file: Path, tmp_path: Path, away: str
) -> None:
    settings.MEDIA_ROOT, settings.KATEID_ORIGINALS = tmp_path / "media", tmp_path / "originals"
    setattr(settings, away, disk_that_takes_no_file / ("media" if away == "MEDIA_ROOT" else "originals"))
    client = Client(raise_request_exception=False)
    client.force_login(cast.reporter)
    for _ in range(2):
        file = SimpleUploadedFile("a.jpg", make.picture(1, (1600, 1200)).read(), "image/jpeg")
        response = client.post("/admin/articles/photo/unggah/", {"upload": file})
        assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
        assert "beristirahat" in response.content.decode()
    assert not Photo.objects.exists()
    assert client.get("/").status_code == 200


def answer(site: str, path: str, **data: str) -> tuple[int, str]:
    opener = build_opener(HTTPCookieProcessor())
    if data:
        page = opener.open(site + path, timeout=60).read().decode()
        data |= {"csrfmiddlewaretoken": page.partition('name="csrfmiddlewaretoken" value="')[2][:64]}
    try:
        with opener.open(Request(site + path, urlencode(data).encode() if data else None), timeout=90) as response:
            return response.status, response.read().decode()
    except HTTPError as error:
        return error.code, error.read().decode()


def outcome_in_process(changes: Path, most: int = resource.RLIM_INFINITY) -> str:
    """What another process meets that records changes all over the file; a kill shows as its signal."""
    code = f"""
import resource
from pathlib import Path
from pagecache.versions import FileVersions, VersionsUnavailableError
resource.setrlimit(resource.RLIMIT_FSIZE, ({most}, {most}))
try:
    FileVersions(Path({str(changes)!r})).record_change({SLOTS!r})
    print("recorded")
except VersionsUnavailableError as error:
    print(type(error).__name__)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=settings.BASE_DIR)
    return done.stdout.strip() or f"{done.returncode} {done.stderr}"


def sign_in(site: str) -> tuple[int, str]:
    """As the reporter Rina, which begins a session."""
    return answer(site, "/akun/masuk/", login="rina", password=PASSWORD)
