"""The process that takes an upload is killed at any moment: afterwards rows and files are in step."""

import os
import random
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import default_storage, storages

from articles.models import Photo
from articles.photos import renditions, sweeping

pytestmark = pytest.mark.both_databases

ROUNDS = 5


def test_no_row_without_its_files_and_no_file_without_its_row(own_database: str, own_media: Path) -> None:
    chance = random.Random(11)
    for _ in range(ROUNDS):
        Photo.objects.all().delete()
        upload_until_killed(own_database, own_media, chance.uniform(0.1, 3))
        # A row never stands without its files, swept or not.
        for photo in Photo.objects.all():
            assert photo.renditions
            assert storages["originals"].exists(photo.original)
            assert all(map(default_storage.exists, photo.every_file()))
        sweeping.sweep(timedelta(0))
        listed = {name for photo in Photo.objects.all() for name in photo.every_file()}
        there = {str(path.relative_to(own_media)) for path in own_media.rglob("*.*")}
        planned = {spec["key"] for photo in Photo.objects.all() for spec in renditions.plan(photo).values()}
        assert listed <= there
        # What else lies there is of a photo whose next format was just being made: the same name is made again.
        assert {Path(name).stem.rpartition("-")[0] for name in there - listed} <= planned
        originals = {path.name for path in (own_media.parent / "originals").glob("*.*") if path.is_file()}
        assert originals == set(Photo.objects.values_list("original", flat=True))
        assert not [path for path in (own_media.parent / "originals/.scratch").iterdir() if path.is_dir()]


def upload_until_killed(database: str, media: Path, seconds: float) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.uploading"],
        cwd=settings.BASE_DIR,
        env=os.environ
        | {
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "DATABASE_URL": database,
            "MEDIA_ROOT": str(media),
            "KATEID_ORIGINALS": str(settings.KATEID_ORIGINALS),
        },
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    assert process.stdout
    with process.stdout:
        assert process.stdout.readline() == b"begins\n"
        time.sleep(seconds)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
