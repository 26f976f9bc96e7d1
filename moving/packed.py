"""Exports as they are downloaded: in a zip or a .gz, unpacked into a folder that is gone when the program ends."""

from __future__ import annotations

import atexit
import errno
import gzip
import shutil
import zipfile
import zlib
from lzma import LZMAError
from pathlib import Path
from tempfile import mkdtemp
from typing import Protocol

from .items import MoveError

READ = frozenset({".xml", ".atom", ".json", ".sql", ".csv", ".tsv", ".jsonl", ".ndjson"})
MOST_FILES = 10_000
MOST_BYTES = 16 * 1024**3  # of all files of one archive together
MOST_RATIO = 200  # of what is unpacked to what was packed: more is a bomb
FREE = 64 * 1024**2  # bytes for which no ratio is asked
CHUNK = 1 << 20
_BROKEN = (
    OSError, EOFError, zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, zlib.error, LZMAError,
)  # fmt: skip


class Packed(Protocol):
    def read(self, size: int, /) -> bytes: ...


def unpacked(file: Path) -> list[Path]:
    """This file, or in place of an archive what it holds that may be an export.

    Raises:
        MoveError: the archive is broken, locked, or holds far more than it says.
    """
    if file.suffix.lower() == ".zip" or (file.suffix.lower() == ".gz" and Path(file.stem).suffix.lower() in READ):
        return _unpack(file)
    return [file]


def _unpack(file: Path) -> list[Path]:
    folder = Path(mkdtemp(prefix="kateid-pindahan-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    left = min(MOST_BYTES, FREE + MOST_RATIO * file.stat().st_size)
    try:
        if file.suffix.lower() == ".gz":
            with gzip.open(file) as packed:
                return [_written(packed, folder / file.stem, left, file)]
        with zipfile.ZipFile(file) as archive:
            return _unpack_zip(archive, folder, left, file)
    except (MoveError, *_BROKEN) as error:
        shutil.rmtree(folder, ignore_errors=True)  # so that what swelled takes no room from what is read after it
        if isinstance(error, MoveError) or (isinstance(error, OSError) and error.errno == errno.ENOSPC):
            raise
        raise MoveError(
            f"“{file.name}” bukan arsip yang utuh, atau terkunci. Unduh ulang, atau buka dahulu."
        ) from error


def _unpack_zip(archive: zipfile.ZipFile, folder: Path, left: int, file: Path) -> list[Path]:
    members = [one for one in archive.infolist() if Path(one.filename).suffix.lower() in READ]
    if len(members) > MOST_FILES:
        raise MoveError(f"“{file.name}” berisi terlalu banyak berkas, jadi tidak dibuka.")
    written = []
    for number, member in enumerate(sorted(members, key=lambda one: one.filename)):
        place = folder / f"{number:05}"  # so that no name leads out of it
        place.mkdir()
        with archive.open(member) as packed:
            written.append(_written(packed, place / Path(member.filename).name, left, file))
        left -= written[-1].stat().st_size
    return written


def _written(packed: Packed, target: Path, left: int, file: Path) -> Path:
    with target.open("wb") as unpacked_file:
        while chunk := packed.read(CHUNK):
            left -= len(chunk)
            if left < 0:
                raise MoveError(f"“{file.name}” mengembang jauh melebihi ukurannya, jadi tidak dibuka.")
            unpacked_file.write(chunk)
    return target
