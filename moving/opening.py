"""Which reader a source needs."""

from __future__ import annotations

from pathlib import Path

from .items import MoveError, Reader
from .mapping import Mapping
from .sources import blogger, ghost, rest, tables, wxr

KINDS = ("wordpress", "blogger", "ghost", "table")
ROWS = frozenset({".csv", ".tsv", ".jsonl", ".ndjson", ".sql"})


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
    if not path.exists():
        raise MoveError(f"“{source}” tidak ada. Tulis nama berkas atau foldernya.")
    files = sorted(one for one in path.rglob("*") if one.is_file()) if path.is_dir() else [path]
    if not files:
        raise MoveError(f"Folder “{source}” kosong.")
    heads = {file: _head(file) for file in files}
    if kind in {"", "wordpress"}:
        of_wordpress = [file for file in files if wxr.looks_like(heads[file])]
        if of_wordpress:
            return wxr.WxrReader(of_wordpress)
    if kind in {"", "blogger"}:
        of_blogger = [file for file in files if blogger.looks_like(heads[file]) or "blogger#" in heads[file]]
        if of_blogger:
            return blogger.BloggerReader(of_blogger)
    if kind in {"", "ghost"}:
        of_ghost = [file for file in files if file.suffix.lower() == ".json" and _is_of_ghost(heads[file], kind)]
        if of_ghost:
            return ghost.GhostReader(of_ghost[0])
    of_rows = [file for file in files if file.suffix.lower() in ROWS or kind == "table"]
    if kind in {"", "table"} and of_rows:
        return tables.TableReader(of_rows, mapping)
    raise MoveError(f"“{source}” tidak dikenali. Sebutkan jenisnya dengan --kind: {', '.join(KINDS)}.")


def _head(file: Path) -> str:
    with file.open("rb") as opened:
        return opened.read(1 << 16).decode("utf-8", "replace").replace("\x00", "")


def _is_of_ghost(head: str, kind: str) -> bool:
    return kind == "ghost" or '"exported_on"' in head
