"""What belongs to a backup, and whether it is all there."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from io import BufferedReader
from pathlib import Path, PurePosixPath
from typing import Any, Self

from . import BackupError

NAME = "manifest.json"
FORMAT = 1
CHUNK = 1024 * 1024  # bytes


@dataclass(frozen=True)
class Entry:
    """A file of a backup. `changed` is the moment of its last change, in nanoseconds, of what it was copied from."""

    size: int
    sha256: str
    changed: int

    def is_like(self, found: os.stat_result) -> bool:
        """Whether a file need not be read to know that it is the same. None of ours is ever written again."""
        return (self.size, self.changed) == (found.st_size, found.st_mtime_ns)


@dataclass(frozen=True)
class Manifest:
    """`rows` by table; `migrations` are all that were applied, as "app.name"."""

    moment: str
    version: str
    engine: str
    rows: dict[str, int]
    migrations: list[str]
    files: dict[str, Entry] = field(default_factory=dict)
    format: int = FORMAT

    def text(self) -> str:
        return json.dumps(asdict(self), indent=1, sort_keys=True)

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Raises BackupError."""
        try:
            return cls._of(json.loads((folder / NAME).read_bytes()))
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            raise BackupError(f"{folder} bukan cadangan yang utuh: {NAME} tidak ada atau tidak dapat dibaca.") from None

    @classmethod
    def _of(cls, data: dict[str, Any]) -> Self:
        if data["format"] != FORMAT:
            raise ValueError(data["format"])
        files = {str(_safe(name)): Entry(**entry) for name, entry in data["files"].items()}
        return cls(**data | {"files": files})

    def below(self, folder: str) -> dict[str, Entry]:
        """The files of one folder, by their names in it."""
        return {
            name.removeprefix(f"{folder}/"): entry
            for name, entry in self.files.items()
            if name.startswith(f"{folder}/")
        }


def _safe(name: str) -> PurePosixPath:
    """A name leads to nowhere but below the backup."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts:
        raise ValueError(name)
    return path


def problems(folder: Path, manifest: Manifest) -> Iterator[str]:
    """What is not as the manifest says."""
    for name, entry in manifest.files.items():
        path = folder / name
        try:
            with path.open("rb") as file:
                found = checksum(file)
        except OSError as error:
            yield f"{name}: {error.strerror}"
            continue
        if found != entry.sha256 or path.stat().st_size != entry.size:
            yield f"{name}: isinya berubah"


def checksum(file: BufferedReader) -> str:
    return hashlib.file_digest(file, "sha256").hexdigest()
