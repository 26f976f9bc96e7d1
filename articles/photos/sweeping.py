"""Puts files and rows in step again after a crash: no file without a row, no row without its files."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import PurePosixPath

from django.core.files.storage import Storage, default_storage, storages
from django.db import transaction
from django.utils import timezone

from articles.models import Photo

from .sandbox import scratch

FOLDER = "foto"
# Young files may belong to an upload that is under way. Older ones without a row are what a crash left, or crops
# that were changed, which some page in somebody's browser may still ask for.
GRACE = timedelta(days=1)


@dataclass
class Swept:
    files: list[str] = field(default_factory=list)  # renditions that no row has
    originals: list[str] = field(default_factory=list)  # that no row has
    incomplete: list[int] = field(default_factory=list)  # photos that lacked a file: it is made again
    lost: list[int] = field(default_factory=list)  # photos whose original is gone: nothing can be made of them


def sweep(older_than: timedelta = GRACE) -> Swept:
    done = Swept()
    _empty_scratch(older_than)
    found = set(_files(default_storage, FOLDER))
    originals = set(_files(storages["originals"], ""))
    keys: set[str] = set()
    for photo in Photo.objects.order_by("pk").iterator():  # after the listing: what is new there has its row here
        keys.update(spec["key"] for spec in photo.renditions.values())
        if not photo.withdrawn_at and photo.original not in originals:
            done.lost.append(photo.pk)
        elif any(name not in found and not default_storage.exists(name) for name in photo.every_file()):
            _have_made_again(photo.pk)
            done.incomplete.append(photo.pk)
    for name in found:
        if _key(name) not in keys and _is_old(default_storage, name, older_than) and not _has_row(_key(name)):
            default_storage.delete(name)
            done.files.append(name)
    for name in originals:
        if _is_old(storages["originals"], name, older_than) and not Photo.objects.filter(original=name).exists():
            storages["originals"].delete(name)
            done.originals.append(name)
    return done


def _files(storage: Storage, folder: str) -> Iterator[str]:
    if folder and not storage.exists(folder):
        return
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in files:
        yield str(PurePosixPath(folder) / name)
    for name in folders:
        if not name.startswith("."):
            yield from _files(storage, str(PurePosixPath(folder) / name))


def _key(name: str) -> str:
    return PurePosixPath(name).stem.rpartition("-")[0]


def _has_row(key: str) -> bool:
    """Asked again at the last moment: an old crop may have become the current one."""
    return bool(key) and Photo.objects.filter(renditions__icontains=key).exists()


def _is_old(storage: Storage, name: str, older_than: timedelta) -> bool:
    try:
        return storage.get_modified_time(name) <= timezone.now() - older_than
    except FileNotFoundError:
        return False


def _have_made_again(pk: int) -> None:
    """Take what is missing out of the row, so that pages use what exists, and have it made."""
    with transaction.atomic():
        photo = Photo.objects.select_for_update().get(pk=pk)
        for name, spec in list(photo.renditions.items()):
            one = Photo(renditions={name: spec})
            if not all(map(default_storage.exists, one.every_file())):
                del photo.renditions[name]
        photo.due_since = timezone.now()
        photo.save(update_fields=["renditions", "due_since"])


def _empty_scratch(older_than: timedelta) -> None:
    """What was left where files wait between the darkroom and their storage."""
    before = time.time() - older_than.total_seconds()
    for folder in scratch().iterdir():
        if folder.is_dir() and folder.stat().st_mtime <= before:
            for file in folder.iterdir():
                file.unlink(missing_ok=True)
            folder.rmdir()
