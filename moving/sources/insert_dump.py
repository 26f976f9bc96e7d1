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

_AROUND_NAME = frozenset({b"TEMPORARY", b"TABLE", b"IF", b"NOT", b"EXISTS", b"."})
_KEYS = frozenset(
    {b"PRIMARY", b"UNIQUE", b"KEY", b"INDEX", b"CONSTRAINT", b"FULLTEXT", b"SPATIAL", b"FOREIGN", b"CHECK"}
)
_BEFORE_ROWS = frozenset({b"VALUES", b"VALUE", b"SET", b"SELECT"})
_BEFORE_NAME = frozenset({b"INTO", b"IGNORE", b"DELAYED", b"LOW_PRIORITY", b"HIGH_PRIORITY"})

Value = str | None
Token = tuple[str, bytes]
Row = dict[str, Value]


def rows(opened: IO[bytes], tables: Container[str]) -> Iterator[tuple[str, Row | str]]:
    """Each row of these tables, in the dump's order; a sentence in place of rows that cannot be read.

    Args:
        tables: is asked for each name, in small letters and without its database's.

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


def _read_create(tokens: Iterator[Token], columns: dict[str, list[str]]) -> None:
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
        elif depth == 0 and not found and (kind in {"name", "quoted"} or token.upper() not in _AROUND_NAME):
            name = _bare(token.rpartition(b".")[2]) or name
        else:
            if depth == 1 and at_start and (kind in {"name", "quoted"} or token.upper() not in _KEYS):
                found.append(_bare(token))
            at_start = False
    if name and found:
        columns[name.lower()] = found


def _read_insert(
    tokens: Iterator[Token], tables: Container[str], columns: dict[str, list[str]]
) -> Iterator[tuple[str, Row | str]]:
    table, named, what = _head(tokens)
    names = named or columns.get(table, [])
    if not what:
        return
    if table not in tables:
        _skip_statement(tokens)
    elif what == b"SET":
        yield table, _pairs(tokens)
    elif what == b"SELECT" or not names:
        _skip_statement(tokens)
        yield table, f"dump ini tidak menyebut kolom tabel “{table}”, jadi barisnya tidak terbaca"
    else:
        for values in _value_rows(tokens):
            if len(values) == len(names):
                yield table, dict(zip(names, map(_value, values), strict=True))
            else:
                yield table, f"baris ini berisi {len(values)} nilai untuk {len(names)} kolom tabel “{table}”"


def _head(tokens: Iterator[Token]) -> tuple[str, list[str], bytes]:
    """What stands before an INSERT's rows: the table, the columns it names, and the word that begins them or b""."""
    table, named, depth = "", list[str](), 0
    for kind, token in tokens:
        word = token.upper() if kind == "word" else b""
        if kind == "mark":
            if token == b";":
                break
            depth += (token == b"(") - (token == b")")
        elif word in _BEFORE_ROWS:
            return table, named, word
        elif depth:
            named.append(_bare(token))
        elif word not in _BEFORE_NAME:
            table = _bare(token.rpartition(b".")[2]).lower() or table  # of "site.table" the last
    return table, named, b""


def _value_rows(tokens: Iterator[Token]) -> Iterator[list[list[Token]]]:
    """The rows of VALUES, each a list of what stands between its commas."""
    values: list[list[Token]] = []
    depth = 0
    for kind, token in tokens:
        if kind != "mark":
            if depth:
                values[-1].append((kind, token))
            elif token.upper() == b"ON":  # DUPLICATE KEY UPDATE
                _skip_statement(tokens)
                return
        elif token == b"(":
            depth += 1
            values = values if depth > 1 else [[]]
        elif token == b")":
            depth -= 1
            if depth == 0:
                yield values
        elif token == b"," and depth == 1:
            values.append([])
        elif token == b";" and depth == 0:
            return


def _pairs(tokens: Iterator[Token]) -> Row:
    """The row of `INSERT … SET column = value, …`."""
    found: dict[str, list[Token]] = {}
    name, depth = "", 0
    for kind, token in tokens:
        if kind == "mark" and depth == 0 and token in {b";", b","}:
            name = ""
            if token == b";":
                break
        elif kind == "mark":
            depth += (token == b"(") - (token == b")")
        elif name:
            found[name].append((kind, token))
        else:
            name = _bare(token)
            found[name] = []
    return {name: _value(value) for name, value in found.items()}


def _value(tokens: list[Token]) -> Value:
    """What stands between two commas: one value, or an expression of which only texts are read."""
    if len(tokens) == 1:
        return _decoded(tokens[0])
    texts = [_decoded(one) or "" for one in tokens if one[0] in {"text", "quoted"}]
    first = tokens[0][1].upper() if tokens else b""
    if first == b"CONCAT" or all(kind in {"text", "quoted"} for kind, _ in tokens):
        return "".join(texts) if texts else None
    return texts[0] if texts else None  # CAST('…' AS …), _utf8'…' COLLATE …


def _skip_statement(tokens: Iterator[Token]) -> None:
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
        prefix, inside = token[: token.index(token[-1:])], token[token.index(token[-1:]) + 1 : -1]
        if prefix.lower() == b"x":
            return _of_hex(inside)
        return readable(_ESCAPE.sub(lambda found: _ESCAPES.get(found[1], found[1]) if found[1] else b"'", inside))
    if token.upper() == b"NULL":
        return None
    return _of_hex(token[2:]) if token[:2].lower() == b"0x" else token.decode("ascii", "replace")


def _of_hex(digits: bytes) -> str:
    try:
        return readable(bytes.fromhex(digits.decode("ascii", "replace")))
    except ValueError:
        return digits.decode("ascii", "replace")
