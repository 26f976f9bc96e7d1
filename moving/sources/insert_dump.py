"""INSERT statements of a MySQL dump, read as a stream: one row at a time, without a server."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from typing import IO

from moving.encodings import readable
from moving.items import MoveError

CHUNK = 1 << 16
LONGEST_TOKEN = 32 * 1024 * 1024  # bytes of one value
_TOKEN = re.compile(
    rb"""(?P<space>[\s]+|--[^\n]*(?:\n|\Z)|\#[^\n]*(?:\n|\Z)|/\*.*?\*/)
    |(?P<text>(?:_?[a-zA-Z0-9]+)?'(?:[^'\\]|\\.|'')*+')
    |(?P<quoted>"(?:[^"\\]|\\.|"")*+")
    |(?P<name>`(?:[^`]|``)*+`)
    |(?P<mark>[(),;=])
    |(?P<word>(?!/\*)[^\s(),;='"`]+)""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(rb"\\(.)|''", re.DOTALL)
_ESCAPES = {b"0": b"\0", b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"Z": b"\x1a"}

Value = str | None


def rows(opened: IO[bytes], tables: Container[str]) -> Iterator[tuple[str, dict[str, Value]]]:
    """Each row of these tables, in the dump's order.

    Raises:
        MoveError: the dump breaks off, or one value is too large.
    """
    tokens = _tokens(opened)
    columns: dict[str, list[str]] = {}
    for kind, token in tokens:
        word = token.upper() if kind == "word" else b""
        if word == b"CREATE":
            _read_create(tokens, columns)
        elif word in {b"INSERT", b"REPLACE"}:
            yield from _read_insert(tokens, tables, columns)


def _read_create(tokens: Iterator[tuple[str, bytes]], columns: dict[str, list[str]]) -> None:
    """Learn the columns of a table, for INSERT statements that do not name them."""
    name, depth, at_start = "", 0, False
    found: list[str] = []
    for kind, token in tokens:
        if token == b"(" and kind == "mark":
            depth += 1
            at_start = depth == 1
        elif token == b")" and kind == "mark":
            depth -= 1
        elif token == b"," and depth == 1:
            at_start = True
        elif token == b";" and depth <= 0:
            break
        elif depth == 0 and kind in {"name", "quoted"} and not found:
            name = _bare(token)
        else:
            if depth == 1 and at_start and kind in {"name", "quoted"}:
                found.append(_bare(token))
            at_start = False
    if name and found:
        columns[name] = found


def _read_insert(
    tokens: Iterator[tuple[str, bytes]], tables: Container[str], columns: dict[str, list[str]]
) -> Iterator[tuple[str, dict[str, Value]]]:
    table, named = "", []
    for kind, token in tokens:
        if kind == "word" and token.upper() in {b"VALUES", b"VALUE"}:
            break
        if token == b";":
            return
        if kind in {"name", "quoted"} or (kind == "word" and token.upper() not in {b"INTO", b"IGNORE", b"DELAYED"}):
            if table:
                named.append(_bare(token))
            else:
                table = _bare(token.rpartition(b".")[2])
    names = named or columns.get(table, [])
    wanted = table in tables
    for values in _value_rows(tokens):
        if wanted and names:
            yield table, {name: _decoded(value) for name, value in zip(names, values, strict=False)}


def _value_rows(tokens: Iterator[tuple[str, bytes]]) -> Iterator[list[tuple[str, bytes]]]:
    values: list[tuple[str, bytes]] = []
    depth = 0
    for kind, token in tokens:
        if kind == "word" and token.startswith(b"_"):
            continue  # names the character set of the text after it
        if kind != "mark":
            if depth:
                values.append((kind, token))
            elif token.upper() == b"ON":  # DUPLICATE KEY UPDATE
                _skip_statement(tokens)
                return
        elif token == b"(":
            depth += 1
            values = values if depth > 1 else []
        elif token == b")":
            depth -= 1
            if depth == 0:
                yield values
        elif token == b";" and depth == 0:
            return


def _skip_statement(tokens: Iterator[tuple[str, bytes]]) -> None:
    for kind, token in tokens:
        if kind == "mark" and token == b";":
            return


def _tokens(opened: IO[bytes]) -> Iterator[tuple[str, bytes]]:
    buffer, place, size = b"", 0, CHUNK
    ended = False
    while True:
        found = _TOKEN.match(buffer, place)
        if found and (found.end() < len(buffer) or ended):
            place, size = found.end(), CHUNK
            if found.lastgroup != "space":
                yield str(found.lastgroup), found[0]
            continue
        if ended:
            if place < len(buffer):
                raise MoveError("Berkas SQL ini terpotong di tengah sebuah nilai. Buat atau unggah ulang.")
            return
        if len(buffer) - place > LONGEST_TOKEN:
            raise MoveError("Berkas SQL ini berisi satu nilai yang terlalu besar, jadi tidak dibaca.")
        more = opened.read(size)
        ended, size = not more, size * 2  # so that a long value is not matched again and again
        buffer, place = buffer[place:] + more, 0


def _bare(token: bytes) -> str:
    return token.strip(b"`\"'").replace(b"``", b"`").decode("utf-8", "replace")


def _decoded(value: tuple[str, bytes]) -> Value:
    kind, token = value
    if kind in {"text", "quoted"}:
        inside = token[token.index(token[-1:]) + 1 : -1]
        return readable(_ESCAPE.sub(lambda found: _ESCAPES.get(found[1], found[1]) if found[1] else b"'", inside))
    if token.upper() == b"NULL":
        return None
    if token[:2].lower() == b"0x" and len(token) % 2 == 0:
        try:
            return readable(bytes.fromhex(token[2:].decode()))
        except ValueError:
            pass
    return token.decode("ascii", "replace")
