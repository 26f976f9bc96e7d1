"""Files of an old site that somebody has at hand: a folder, or a zip that is read where it is and never unpacked."""

from __future__ import annotations

import os
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from lzma import LZMAError
from pathlib import Path

from .guard import NotFetched
from .items import MoveError

MOST_FILES = 1_000_000
MOST_RATIO = 200  # a picture is packed already; what shrinks more is a bomb
_IS_ENCRYPTED = 0x1
_BROKEN = (
    OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, zlib.error, LZMAError,
)  # fmt: skip


def folder_at(place: Path) -> FileFolder | ZipFolder:
    """Raises:
    MoveError: it is neither a folder nor a sound zip.
    """
    if place.is_dir():
        return FileFolder(place)
    if not place.is_file():
        raise MoveError(f"Folder gambar “{place}” tidak ada.")
    if not zipfile.is_zipfile(place):
        raise MoveError(f"“{place.name}” bukan folder dan bukan berkas zip yang utuh.")
    return ZipFolder(place)


def require_room_for(file: Path) -> None:
    """Find out before hours of work that a file to be written at their end has no place.

    Raises:
        MoveError: its folder does not exist or is closed, or it is a folder itself.
    """
    folder = file.parent
    if not folder.is_dir():
        raise MoveError(f"Folder “{folder}” untuk “{file.name}” tidak ada. Buat dahulu foldernya, lalu jalankan lagi.")
    if file.is_dir():
        raise MoveError(f"“{file}” adalah folder. Tulis nama berkasnya juga, misalnya “{file / 'laporan.json'}”.")
    if not os.access(folder, os.W_OK):
        raise MoveError(f"Folder “{folder}” tidak boleh ditulisi. Pilih folder lain untuk “{file.name}”.")


class _Names:
    """The paths of files, found by how a path of the old site ends."""

    def __init__(self, paths: Iterator[str]) -> None:
        self.by_name: dict[str, list[str]] = {}
        for count, path in enumerate(paths):
            if count >= MOST_FILES:
                raise MoveError("Folder gambar berisi lebih dari sejuta berkas. Bagi menjadi beberapa.")
            self.by_name.setdefault(_same(path.rpartition("/")[2]), []).append(path)

    def match(self, asked: str) -> str | None:
        """The file that a path of the old site means: one of them ends as the other does, or both share a folder.

        Raises:
            NotFetched: several may be meant.
        """
        steps = _steps(asked)
        best: dict[int, list[str]] = {}
        for path in self.by_name.get(steps[-1], []) if steps else []:
            others = _steps(path)
            shared = 0
            while shared < min(len(steps), len(others)) and steps[-shared - 1] == others[-shared - 1]:
                shared += 1
            if shared >= 2 or shared == min(len(steps), len(others)):
                best.setdefault(shared, []).append(path)
        if not best:
            return None
        found = best[max(best)]
        if len(found) > 1:
            raise NotFetched(f"ada {len(found)} berkas yang cocok di folder gambar")
        return found[0]


def _same(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _steps(path: str) -> list[str]:
    return [_same(step) for step in path.split("/") if step not in {"", ".", ".."}]


class FileFolder:
    def __init__(self, top: Path) -> None:
        self.top = top.resolve()
        self.names = _Names(self._paths())

    def _paths(self) -> Iterator[str]:
        for folder, _, files in os.walk(self.top):
            for name in files:
                yield (Path(folder) / name).relative_to(self.top).as_posix()

    def read(self, path: str, most: int) -> bytes | None:
        name = self.names.match(path)
        file = self.top / name if name else None
        if file is None or not file.is_file() or not file.resolve().is_relative_to(self.top):  # a link leads elsewhere
            return None
        if file.stat().st_size > most:
            raise NotFetched(f"lebih dari {most // 1024**2} MB")
        return file.read_bytes()


class ZipFolder:
    def __init__(self, file: Path) -> None:
        try:
            self.zip = zipfile.ZipFile(file)
        except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise MoveError(f"“{file.name}” bukan berkas zip yang utuh.") from error
        self.names = _Names(info.filename for info in self.zip.infolist() if not info.is_dir())

    def read(self, path: str, most: int) -> bytes | None:
        name = self.names.match(path)
        if name is None:
            return None
        info = self.zip.getinfo(name)
        if info.flag_bits & _IS_ENCRYPTED:
            raise NotFetched("berkas di dalam zip dikunci dengan kata sandi")
        if info.file_size > most:
            raise NotFetched(f"lebih dari {most // 1024**2} MB")
        if info.file_size > MOST_RATIO * max(info.compress_size, 1024):
            raise NotFetched("berkas di dalam zip dimampatkan secara tidak wajar, jadi tidak dibuka")
        try:
            with self.zip.open(info) as opened:
                data = opened.read(most + 1)  # a header may promise less than there is
        except _BROKEN as error:
            raise NotFetched("berkas di dalam zip rusak") from error
        if len(data) > most:
            raise NotFetched(f"lebih dari {most // 1024**2} MB")
        return data
