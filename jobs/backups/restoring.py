"""Puts a backup back: files that are missing, then the database in one piece; then files that are not in it go."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import Any

from django.db.migrations.loader import MigrationLoader

from . import BackupError, databases, sealing
from .making import alone
from .manifest import Entry, Manifest, problems

SHOWN = 5  # faults of a broken backup


@contextmanager
def opened(backup: Path, passphrase: Path | None = None) -> Iterator[tuple[Path, Manifest]]:
    """The folder of a backup, which was compared with its manifest. Raises BackupError."""
    if backup.is_dir():
        yield backup, _checked(backup)
        return
    if not backup.is_file():
        raise BackupError(f"Cadangan {backup} tidak ada.")
    if passphrase is None:
        raise BackupError("Cadangan ini terenkripsi; sebut berkas sandinya dengan KATEID_BACKUP_PASSPHRASE_FILE.")
    with alone(backup.parent), tempfile.TemporaryDirectory(prefix=".", suffix=".part", dir=backup.parent) as folder:
        sealing.unseal(backup, Path(folder), passphrase)
        yield Path(folder), _checked(Path(folder))


def _checked(folder: Path) -> Manifest:
    manifest = Manifest.read(folder)
    if found := list(islice(problems(folder, manifest), SHOWN)):
        raise BackupError(f"Cadangan ini rusak dan tidak dipakai. {'; '.join(found)}.")
    return manifest


def refuse_other_engine(manifest: Manifest, database: dict[str, Any]) -> None:
    engine = "sqlite" if databases.engine_of(database) == "sqlite3" else "postgresql"
    if manifest.engine != engine:
        raise BackupError(f"Cadangan ini dari {manifest.engine}, sedangkan DATABASE_URL menunjuk {engine}.")


def refuse_newer(manifest: Manifest) -> None:
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    if unknown := set(manifest.migrations) - known:
        raise BackupError(
            f"Cadangan ini dari kateid {manifest.version}, yang lebih baru daripada kode di sini "
            f"({min(unknown)} tidak dikenal). Pasang versi itu dahulu."
        )


def put_back(
    folder: Path, manifest: Manifest, database: dict[str, Any], folders: dict[str, Path], *, link: bool
) -> None:
    """Put all of it back. Killed in between, the newsroom is the one of before or that of the backup.

    Args:
        link: share the files with the backup instead of copying them; only for a newsroom to throw away.
    """
    for name, target in folders.items():
        _bring(folder / name, manifest.below(name), target, link=link)
    databases.put_back(folder, database)
    for name, target in folders.items():
        _remove_others(target, set(manifest.below(name)))


def _bring(source: Path, entries: dict[str, Entry], target: Path, *, link: bool) -> None:
    try:
        target.mkdir(parents=True, exist_ok=True)
        for name, entry in entries.items():
            path = target / name
            if path.exists() and entry.is_like(path.stat()):
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            _bring_one(source / name, path, entry, link=link)
    except OSError as error:
        raise BackupError(f"Berkas tidak dapat dikembalikan: {error.strerror} ({error.filename}).") from None


def _bring_one(source: Path, path: Path, entry: Entry, *, link: bool) -> None:
    growing = path.with_name(f".{path.name}.part")
    growing.unlink(missing_ok=True)
    if link:
        os.link(source, growing)
    else:
        shutil.copy(source, growing)
        os.utime(growing, ns=(entry.changed, entry.changed))
    growing.replace(path)


def _remove_others(target: Path, names: set[str]) -> None:
    for below, _folders, files in os.walk(target):
        for file in files:
            path = Path(below, file)
            if path.relative_to(target).as_posix() not in names:
                with suppress(FileNotFoundError):
                    path.unlink()
