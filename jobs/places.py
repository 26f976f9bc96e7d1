"""Folders that must be the ones of yesterday: a disk that is not mounted any more leaves an empty one in its place.

Each folder that was in use once is marked by a file in it, and the database knows that it was. Without its mark it is
another folder: nothing of it is taken for a backup, and the operator is told.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from .models import Job, JobState

KIND = "place"
BACKUPS = "backups"
MARK = ".kateid/here"  # in a folder with a dot, which nobody sweeps and no web server gives out


class PlaceError(Exception):
    """A folder takes no mark; a sentence says which."""


def places() -> dict[str, Path]:
    return {
        "media": Path(settings.MEDIA_ROOT),
        "originals": Path(settings.KATEID_ORIGINALS),
        BACKUPS: Path(settings.KATEID_BACKUPS),
    }


def mark_new(names: Collection[str] = ()) -> None:
    """Mark each folder, or each of these names, that there is and that was never marked."""
    known = _known()
    for name, folder in places().items():
        if name not in known and (not names or name in names) and folder.is_dir():
            with suppress(OSError):  # a disk that takes no writes is told of by another line
                put_mark(folder)
                Job.objects.create(kind=KIND, key=name, state=JobState.DONE)


def accept() -> None:
    """Take the folders of now for those that were marked. One that is not there is marked once it is.

    Raises:
        PlaceError: one of them takes no mark.
    """
    known = _known()
    for name, folder in places().items():
        if name in known and not folder.exists():
            Job.objects.filter(kind=KIND, key=name).delete()
        elif name in known:
            try:
                put_mark(folder)
            except OSError as error:
                raise PlaceError(f"{folder} tidak dapat ditandai: {error.strerror}.") from error


def forget() -> None:
    """For rows that came from another machine, whose folders are not here."""
    Job.objects.filter(kind=KIND).delete()


def put_mark(folder: Path) -> None:
    (folder / MARK).parent.mkdir(mode=0o750, exist_ok=True)
    (folder / MARK).touch()


def strangers() -> Iterator[tuple[str, Path]]:
    """The folders that were marked and are not any more."""
    known = _known()
    for name, folder in places().items():
        if name in known and not (folder / MARK).exists():
            yield name, folder


def _known() -> set[str]:
    return set(Job.objects.filter(kind=KIND).values_list("key", flat=True))
