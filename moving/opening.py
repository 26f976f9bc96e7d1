"""Which reader a source needs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from .encodings import as_utf8
from .items import Item, MoveError, Problem, Reader
from .mapping import Mapping
from .packed import unpacked
from .sources import blogger, ghost, rest, tables, wordpress_dump, wxr

KINDS = ("wordpress", "blogger", "ghost", "table")
ROWS = frozenset({".csv", ".tsv", ".jsonl", ".ndjson", ".json", ".sql"})


def open_source(
    source: str, kind: str, mapping: Mapping, trusted: frozenset[str] = frozenset(), since: str = ""
) -> Reader:
    """The reader of a file, a folder or an address.

    Args:
        trusted: see `guard.fetch`.
        since: of an address: only what was modified after this moment, in ISO's form.

    Raises:
        MoveError: there is nothing there that can be read.
    """
    if rest.looks_like(source):
        return rest.RestReader(source, trusted, since)
    return _of_files(source, kind, mapping)


def _of_files(source: str, kind: str, mapping: Mapping) -> Reader:
    path = Path(source)
    if not source.strip() or not path.exists():  # "" would be the folder one stands in
        raise MoveError(f"“{source}” tidak ada. Tulis nama berkas atau foldernya.")
    files = sorted(one for one in path.rglob("*") if one.is_file()) if path.is_dir() else [path]
    if not files:
        raise MoveError(f"Folder “{source}” kosong.")
    readable, unread = _unpacked(files, path)
    for name, opened in OPENERS.items():
        if kind in {"", name} and (reader := opened(readable, mapping, bool(kind))):
            return _WithUnread(reader, unread) if unread else reader
    if unread:
        raise MoveError(unread[0].reason)
    raise MoveError(f"“{source}” tidak dikenali. Sebutkan jenisnya dengan --kind: {', '.join(KINDS)}.")


def _unpacked(files: list[Path], source: Path) -> tuple[list[Path], list[Problem]]:
    """The files and what archives among them hold. One that cannot be read does not stop its folder."""
    readable: list[Path] = []
    unread: list[Problem] = []
    for file in files:
        try:
            readable += unpacked(file)
        except MoveError as error:
            if not source.is_dir():
                raise
            unread.append(Problem(str(file.relative_to(source)), "file", str(error)))
    return readable, unread


class _WithUnread:
    """A reader of a folder in which files lie that nobody can read: they are reported too."""

    def __init__(self, reader: Reader, unread: list[Problem]) -> None:
        self.reader, self.unread, self.kind = reader, unread, reader.kind

    @property
    def name(self) -> str:
        return self.reader.name

    @property
    def site_names(self) -> list[str]:
        return self.reader.site_names

    def items(self) -> Iterator[Item]:
        yield from self.unread
        yield from self.reader.items()


def _wordpress(files: list[Path], mapping: Mapping, is_named: bool) -> Reader | None:
    if exports := [file for file in files if wxr.looks_like(_head(file))]:
        return wxr.WxrReader(exports)
    dumps = [] if mapping.tables else [file for file in files if wordpress_dump.looks_like(file)]
    return wordpress_dump.DumpReader(dumps) if dumps else None


def _blogger(files: list[Path], mapping: Mapping, is_named: bool) -> Reader | None:
    heads = {file: _head(file) for file in files}
    found = [file for file in files if blogger.looks_like(heads[file]) or "blogger#" in heads[file]]
    return blogger.BloggerReader(found) if found else None


def _ghost(files: list[Path], mapping: Mapping, is_named: bool) -> Reader | None:
    exports = (file for file in files if file.suffix.lower() == ".json")
    found = next((file for file in exports if is_named or ghost.looks_like(_head(file))), None)
    return ghost.GhostReader(found) if found else None


def _table(files: list[Path], mapping: Mapping, is_named: bool) -> Reader | None:
    found = [file for file in files if file.suffix.lower() in ROWS or is_named]
    return tables.TableReader(found, mapping) if found else None


Opener = Callable[[list[Path], Mapping, bool], Reader | None]  # the last: whether somebody named the kind
OPENERS: dict[str, Opener] = {"wordpress": _wordpress, "blogger": _blogger, "ghost": _ghost, "table": _table}


def _head(file: Path) -> str:
    with file.open("rb") as opened:
        return as_utf8(opened).read(1 << 16).decode("utf-8", "replace").replace("\x00", "")
