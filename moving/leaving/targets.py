"""The folder that an export grows in. What it holds of a run that was killed is gone on with, at that run's moment."""

from __future__ import annotations

import errno
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from django.utils import timezone

from moving.items import MoveError

STATE = "belum-selesai.json"  # there while something is still missing
Progress = Callable[[str, int], None]


@dataclass(frozen=True)
class Target:
    """A folder that one export is written to.

    Attributes:
        at: the moment whose newsroom it is.
        resumed: whether an earlier run had begun it.
    """

    folder: Path
    at: datetime
    resumed: bool = False

    @contextmanager
    def writing(self, name: str) -> Iterator[IO[str]]:
        """A text file that has its name only once it is complete."""
        path = self.path(name)
        growing = path.with_name(f"{path.name}.part")
        with growing.open("w", encoding="utf-8", newline="\n") as file:
            yield file
        growing.replace(path)

    def path(self, name: str) -> Path:
        """Where a file stands, below folders that are there."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def copy(self, source: Path, name: str) -> None:
        """Copy a file of ours, whose name tells its content, unless that was done before."""
        path = self.path(name)
        if path.exists() and path.stat().st_size == source.stat().st_size:
            return
        growing = path.with_name(f"{path.name}.part")
        shutil.copyfile(source, growing)
        growing.replace(path)

    def finish(self) -> None:
        (self.folder / STATE).unlink(missing_ok=True)


@contextmanager
def opened(folder: Path, kind: str, *, private: bool = False) -> Iterator[Target]:
    """A folder for one export: new, empty, or begun by the same kind of export.

    Args:
        private: nobody but its owner may look into it.

    Raises:
        MoveError: there is something else in it, or it cannot be written.
    """
    try:
        folder.mkdir(mode=0o700 if private else 0o755, parents=True, exist_ok=True)
        target = _begun(folder, kind)
        yield target
        target.finish()
    except OSError as error:
        raise MoveError(_sentence(error, folder)) from error


def _begun(folder: Path, kind: str) -> Target:
    state = folder / STATE
    if state.exists():
        try:
            begun = json.loads(state.read_text())
            if begun["kind"] == kind:
                _remove_halves(folder)
                return Target(folder, datetime.fromisoformat(begun["at"]), resumed=True)
        except (ValueError, KeyError, TypeError):
            pass
        raise MoveError(f"{folder} berisi ekspor lain yang belum selesai. Pilih folder lain, atau hapus folder itu.")
    if any(folder.iterdir()):
        raise MoveError(f"{folder} sudah ada isinya. Pilih folder yang kosong atau belum ada.")
    now = timezone.now()
    state.write_text(json.dumps({"kind": kind, "at": now.isoformat()}))
    return Target(folder, now)


def _remove_halves(folder: Path) -> None:
    for half in list(folder.rglob("*.part")):
        half.unlink()


def _sentence(error: OSError, folder: Path) -> str:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return f"Tidak ada ruang lagi di {folder}. Kosongkan diska, lalu jalankan perintah ini lagi; ia melanjutkan."
    return f"Tidak dapat ditulis: {error.strerror or error} ({error.filename or folder})."
