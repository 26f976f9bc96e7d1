"""Makes a backup while the newsroom goes on."""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from django.conf import settings
from django.db import connection

from . import BackupError, databases, sealing
from .keeping import backups, name_of
from .manifest import CHUNK, NAME, Entry, Manifest, checksum

SETTINGS = "settings.env"
TRIES = 10  # of copying the database at a moment that loses no file
ROUNDS = 5  # of looking for files that came while others were copied


@dataclass(frozen=True)
class Source:
    """What is copied: the database, folders by their names in the backup, and the environment's variables."""

    database: dict[str, Any]
    folders: dict[str, Path]
    variables: dict[str, str]
    version: str

    @classmethod
    def of_settings(cls) -> Self:
        """This newsroom."""
        return cls(
            connection.settings_dict,
            {"media": Path(settings.MEDIA_ROOT), "originals": Path(settings.KATEID_ORIGINALS)},
            {name: os.environ[name] for name in settings.VARIABLES if name in os.environ},
            settings.VERSION,
        )


def make(source: Source, folder: Path, now: datetime, passphrase: Path | None = None) -> Path:
    """Write a backup into a folder. Gives its path; raises BackupError, and then there is none."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with alone(folder):
            return _make(source, folder, now, passphrase)
    except OSError as error:
        raise BackupError(_sentence(error, folder)) from error


def _make(source: Source, folder: Path, now: datetime, passphrase: Path | None) -> Path:
    target = folder / (name_of(now) + (sealing.SUFFIX if passphrase else ""))
    if target.exists():
        raise BackupError(f"{target} sudah ada.")
    growing = folder / f".{name_of(now)}.part"
    try:
        growing.mkdir(mode=0o700)
        manifest = _copy(source, growing, previous(folder))
        _write(growing / NAME, manifest.text().encode())
        finished = growing
        if passphrase:
            finished = growing.with_name(f".{target.name}.part")
            sealing.seal(growing, finished, passphrase)
        _make_sure(growing)
        finished.rename(target)
        _make_sure(folder)
    finally:
        _remove_parts(folder)
    return target


def _copy(source: Source, growing: Path, older: tuple[Path, Manifest] | None) -> Manifest:
    """Files before the database's moment and at once after it, so that none is missing that a row of that moment names.

    What is there at neither time is left out, such as a photo that was withdrawn meanwhile.
    """
    files = Files(growing, source.folders, older)
    for _try in range(TRIES):
        files.copy_until_none_is_new()
        present = files.present()
        lost: set[str] = set()

        def look_again(present: set[str] = present, lost: set[str] = lost) -> None:
            there = files.present()
            present.update(there)
            files.copy_until_none_is_new()
            lost.update(there - files.entries.keys())

        content = databases.copy_to(growing, source.database, look_again)
        if not lost:  # otherwise the copy may name a file that was taken away before it could be copied too
            break
    else:
        raise BackupError("Foto datang dan pergi lebih cepat daripada dapat disalin. Ulangi sebentar lagi.")
    files.leave_out_all_but(present)
    _write(growing / SETTINGS, environment_file(source.variables).encode())
    engine = "sqlite" if databases.engine_of(source.database) == "sqlite3" else "postgresql"
    for name in (databases.FILES[engine], SETTINGS):
        files.entries[name] = entry_of(growing / name)
    moment = growing.name.removeprefix(".").removesuffix(".part")
    return Manifest(moment, source.version, engine, content.rows, content.migrations, files.entries)


@dataclass
class Files:
    """Those of some folders, copied into a growing backup; or linked from the one before, where they are the same."""

    growing: Path
    folders: dict[str, Path]
    older: tuple[Path, Manifest] | None
    entries: dict[str, Entry] = field(default_factory=dict)

    def copy_until_none_is_new(self) -> None:
        for _round in range(ROUNDS):
            changed = {name: path for name, path, found in self._found() if not self._has(name, found)}
            if not changed:
                return
            for name, path in changed.items():
                with suppress(FileNotFoundError):  # gone since it was found
                    self._copy(name, path)

    def present(self) -> set[str]:
        return {name for name, _path, _found in self._found()}

    def leave_out_all_but(self, names: set[str]) -> None:
        for name in set(self.entries) - names:
            (self.growing / name).unlink()
            del self.entries[name]

    def _found(self) -> Iterator[tuple[str, Path, os.stat_result]]:
        for name, folder in self.folders.items():
            for below, _folders, files in os.walk(folder, onerror=_complain):
                for file in files:
                    path = Path(below, file)
                    with suppress(FileNotFoundError):
                        yield f"{name}/{path.relative_to(folder).as_posix()}", path, path.stat()

    def _has(self, name: str, found: os.stat_result) -> bool:
        entry = self.entries.get(name)
        return entry is not None and entry.is_like(found)

    def _copy(self, name: str, path: Path) -> None:
        found, target = path.stat(), self.growing / name
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        target.unlink(missing_ok=True)  # it may be a link, or half
        if self.older and (entry := self.older[1].files.get(name)) and entry.is_like(found):
            with suppress(OSError):  # where links are not possible, or it is not there any more
                os.link(self.older[0] / name, target)
                self.entries[name] = entry
                return
        digest = hashlib.sha256()
        size = 0
        with path.open("rb") as read, target.open("xb") as write:
            while chunk := read.read(CHUNK):
                digest.update(chunk)
                size += write.write(chunk)
            write.flush()
            os.fsync(write.fileno())
        shutil.copymode(path, target)
        self.entries[name] = Entry(size, digest.hexdigest(), found.st_mtime_ns)


def _complain(error: OSError) -> None:
    """A folder that cannot be read is no empty one; one that is not there is, before the first photo."""
    if not isinstance(error, FileNotFoundError):
        raise error


def previous(folder: Path) -> tuple[Path, Manifest] | None:
    for path in backups(folder):
        if path.is_dir():
            with suppress(BackupError):
                return path, Manifest.read(path)
    return None


def entry_of(path: Path) -> Entry:
    with path.open("rb") as file:
        return Entry(path.stat().st_size, checksum(file), path.stat().st_mtime_ns)


def environment_file(variables: dict[str, str]) -> str:
    """As systemd reads it."""
    escaped = {name: value.replace("\\", "\\\\").replace('"', '\\"') for name, value in sorted(variables.items())}
    return "".join(f'{name}="{value}"\n' for name, value in escaped.items())


def _write(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    path.chmod(0o600)


def _make_sure(folder: Path) -> None:
    """That the disk has it, whatever happens to the machine."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """At most one works in a folder of backups. Raises BackupError for the second."""
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupError("Cadangan lain sedang dibuat atau dibuka di folder ini.") from None
        _remove_parts(folder)  # what a kill left
        yield


def _remove_parts(folder: Path) -> None:
    for part in folder.glob(".*.part"):
        if part.is_dir():
            shutil.rmtree(part, ignore_errors=True)
        else:
            part.unlink(missing_ok=True)


def _sentence(error: OSError, folder: Path) -> str:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return f"Tidak ada ruang lagi untuk cadangan di {folder}; yang lama tetap utuh. Kosongkan diska, lalu ulangi."
    return f"Cadangan tidak dapat dibuat: {error.strerror or error} ({error.filename or folder})."
