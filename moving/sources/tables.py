"""Any table by a mapping: CSV, JSON lines, or the INSERT statements of a dump.

A mapping's `tables` say for each kind of thing ("post", "person", "category", "tag", "comment") where it stands:

    [[tables]]
    kind = "post"
    table = "berita"            # of a dump, or a list of names that it may have; files of rows need none
    fields = {id = "id_berita", title = "judul", ...}
    published = {aktif = ["Y"]} # what these columns hold in a row that readers saw
    published_if_there = {...}  # the same, for columns that a table may lack
    form = "html"               # or "classic", "text"
    separator = ","             # between the tags of one column
    addresses = ["/berita-{judul_seo}.html"]
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections.abc import Container, Iterator
from collections.abc import Mapping as Columns
from datetime import datetime
from itertools import chain, count
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

from django.utils.text import slugify

from articles.richtext import storable
from moving.bodies import title_of
from moving.encodings import as_utf8, readable
from moving.items import Comment, Item, MoveError, Person, Post, Problem, Term
from moving.mapping import Mapping
from moving.times import moment

from . import insert_dump

LONGEST_LINE = 32 * 1024 * 1024
MOST_NAMED = 40  # tables of a dump in a sentence
LONGEST_LIST = 64 * 1024 * 1024  # of rows that are one value, and so are read at once
_BETWEEN_ROWS = re.compile(r"[\s,\[\]]*")
NEVER_READ = re.compile(
    r"pass(?:word|wd)?|sandi|secret|token|api_?key|user_pass|hash|salt|e?mail|\bip\b|ip_addr", re.IGNORECASE
)
Row = Columns[str, Any]

# Names of columns that rows have without a mapping: an archive of plain rows.
PLAIN_FIELDS = {
    "id": ("id", "uuid", "url", "link"),
    "title": ("headline", "title", "judul"),
    "body": ("text", "body", "content", "isi", "html"),
    "at": ("time", "published_at", "published", "date", "tanggal", "waktu"),
    "section": ("section", "category", "rubrik", "kategori"),
    "people": ("authors", "author", "byline", "penulis"),
    "tags": ("topics", "tags", "topik", "tag"),
    "slug": ("slug",),
    "url": ("url", "link"),
    "excerpt": ("summary", "excerpt", "description", "ringkasan"),
    "subtitle": ("subheadline", "subtitle", "subjudul"),
    "place": ("place", "dateline"),
    "editor": ("editor",),
    "status": ("status",),
    "modified": ("modified_at", "updated_at", "modified"),
    "picture": ("picture", "image", "photo", "gambar"),
}
PUBLIC_WORDS = frozenset({
    "publish", "published", "public", "terbit", "live", "1", "y", "ya", "yes", "true", "aktif",
    "t", "on", "tayang", "1.0", "\x01",
})  # fmt: skip
# Columns that say of a row without a mapping whether readers saw it: those that have to be so, and those that may not.
SAY_PUBLIC = frozenset({
    "status", "state", "is_published", "published", "publish", "public", "is_public", "visibility", "aktif", "active",
    "is_active", "terbit", "tayang", "post_status",
})  # fmt: skip
SAY_HIDDEN = frozenset({
    "draft", "is_draft", "draf", "deleted", "is_deleted", "deleted_at", "trashed", "private", "is_private", "hidden",
    "archived", "password", "post_password", "protected", "dihapus",
})  # fmt: skip
# What these hold where they say nothing: as JSON, CSV of MySQL and PostgreSQL, spreadsheets and BIT(1) write it.
# A password may be "no" or "off"; only what is no text at all is none.
NO_TEXT = frozenset({"", "0", "false", "null", "none", r"\n", "\0"})
NOTHING = NO_TEXT | {"no", "n", "f", "off", "tidak", "nan", "nat"}
ZEROS = "0-: ."  # of "0000-00-00 00:00:00" and "0.0"


# What a mapping may say of a table, and how.
SHAPES: dict[str, type | tuple[type, ...]] = {
    "kind": str, "table": (str, list), "fields": dict, "published": dict, "published_if_there": dict, "form": str,
    "separator": str, "several_people": bool, "addresses": list,
}  # fmt: skip
KINDS = frozenset({"post", "person", "category", "tag", "comment"})
FORMS = frozenset({"html", "classic", "text"})


def _require_shape(table: Any) -> None:
    """Raises:
    MoveError: a mapping's table cannot be read as one; the sentence says where.
    """
    if not isinstance(table, dict):
        raise MoveError(
            "“tables” di pemetaan ini tidak berbentuk seperti seharusnya: tulis setiap tabel di bawah [[tables]]."
        )
    if table.get("kind") not in KINDS:
        raise MoveError(f"Pemetaan ini memuat jenis yang tidak dikenal: “{table.get('kind')}”.")
    wrong = [name for name, value in table.items() if not isinstance(value, SHAPES.get(name, ()))]
    columns = table.get("fields", {})
    if not wrong and not all(isinstance(column, str) for column in columns.values()):
        wrong = ["fields"]
    rules = [*table.get("published", {}).values(), *table.get("published_if_there", {}).values()] if not wrong else []
    if not all(isinstance(public, list) for public in rules):
        wrong = ["published"]
    if table.get("form", "html") not in FORMS:
        wrong = ["form"]
    if wrong:
        raise MoveError(
            f"“{wrong[0]}” di bawah [[tables]] pemetaan ini tidak dikenal atau tidak berbentuk seperti seharusnya."
        )


def _names_of(table: dict[str, Any]) -> list[str]:
    named = table.get("table", "")
    return [str(name).lower() for name in (named if isinstance(named, list) else [named])]


class _Met:
    """The tables that are read, and those that a dump was found to have."""

    def __init__(self, wanted: frozenset[str]) -> None:
        self.wanted, self.asked = wanted, set[str]()

    def __contains__(self, name: object) -> bool:
        self.asked.add(str(name))
        return name in self.wanted


class TableReader:
    kind = "table"

    def __init__(self, files: list[Path], mapping: Mapping) -> None:
        self.files, self.mapping = files, mapping
        self.tables = mapping.tables or [{"kind": "post"}]
        for table in self.tables:
            _require_shape(table)

    @property
    def name(self) -> str:
        return self.mapping.name or self.files[0].stem

    @property
    def site_names(self) -> list[str]:
        return [self.mapping.name] if self.mapping.name else []

    def items(self) -> Iterator[Item]:
        by_name = {name: table for table in self.tables for name in _names_of(table)}
        met = _Met(frozenset(by_name))
        for file in self.files:
            for name, number, row in _rows(file, met):
                table = by_name.get(name) or self.tables[0]
                yield from self._items(table, row, f"{file.stem}-{number}")
        if not met.asked:
            return
        there = ", ".join(sorted(met.asked)[:MOST_NAMED])
        if not self.mapping.tables:
            raise MoveError(f"Dump ini butuh pemetaan (--mapping, misalnya lokomedia). Tabel di dalamnya: {there}.")
        for table in self.tables:
            if table["kind"] == "post" and met.asked.isdisjoint(_names_of(table)):
                names = " atau ".join(_names_of(table))
                yield Problem(names, "table", f"tabel “{names}” tidak ada di dump ini; yang ada: {there}")

    def _items(self, table: dict[str, Any], row: Row | str, place: str) -> Iterator[Item]:
        if isinstance(row, str):
            yield Problem(place, table["kind"], row)
            return
        get = _Getter(table, row)
        number = get("id") or _number_of(get) or place
        if table["kind"] == "person":
            name = get("name") or number
            yield Person(number, name.partition("@")[0], slugify(get("slug") or name), addresses=get.addresses())
        elif table["kind"] in {"category", "tag"}:
            name = get("name") or get("slug")
            if name:
                yield Term(
                    number, table["kind"], name, get("slug") or slugify(name), get("parent").removeprefix("0"),
                    addresses=get.addresses(),
                )  # fmt: skip
        elif table["kind"] == "comment":
            yield Comment(
                number, get("post"), get("parent").removeprefix("0"), get("name"), get("text"), self._moment(get),
                not self._withheld(table, get),
            )  # fmt: skip
        else:
            yield self._post(table, get, number)

    def _post(self, table: dict[str, Any], get: _Getter, number: str) -> Post:
        body = get("body")
        form = table.get("form") or ("html" if re.search(r"</?(?:p|div|br|h\d|ul|table|img)\b", body) else "text")
        section = get.listed("section")
        url = get("url")
        return Post(
            number,
            title_of(get("title")),
            body,
            form,
            self._withheld(table, get),
            published_at=self._moment(get),
            modified_at=moment(get("modified"), self.mapping.zone),
            people=[name for name in get.listed("people") if name],
            categories=section,
            tags=get.listed("tags"),
            slug=get("slug"),
            excerpt=get("excerpt"),
            subtitle=get("subtitle"),
            place=get("place"),
            editor=get("editor"),
            picture=get("picture"),
            picture_caption=get("picture_caption"),
            views=int(get("views")[:12]) if get("views").isdecimal() else 0,
            addresses=[*([url] if url.startswith("/") else get.path_of(url)), *get.addresses()],
        )

    def _moment(self, get: _Getter) -> datetime | None:
        day, clock, zone = get("at").strip(), get("time").strip(), self.mapping.zone
        if not clock:
            return moment(day, zone)
        return moment(f"{day} {clock}", zone) or moment(f"{day[:10]} {clock}", zone) or moment(day, zone)

    def _withheld(self, table: dict[str, Any], get: _Getter) -> str:
        """Why readers did not see a row; "" if they did. A row that does not say is public if the mapping says so."""
        rules = table.get("published", {}) | {
            column: public
            for column, public in table.get("published_if_there", {}).items()
            if column.strip().casefold() in get.row
        }
        for column, public in rules.items():
            if get.raw(column).strip() not in [str(value) for value in public]:
                return f"belum terbit di situs lama: {column} = “{get.raw(column)[:40]}”"
        judged = {column.strip().casefold() for column in rules if not NEVER_READ.search(column)}
        said = [(name, value) for name, value in get.said() if name not in judged]
        for name, value in said:
            if not _is_harmless(name, value.casefold()):
                shown = "…" if NEVER_READ.search(name) else value[:40]
                return f"belum terbit di situs lama: {name} “{shown}”"
        if rules or self.mapping.publish or any(name in SAY_PUBLIC for name, _ in said):
            return ""
        return "sumbernya tidak menyebut apakah ini sudah terbit (publish = true di pemetaan bila sudah)"


def _is_harmless(column: str, value: str) -> bool:
    """Whether a column that says if readers saw a row does not say that they did not."""
    if column in SAY_PUBLIC:
        return value in PUBLIC_WORDS
    return value in NO_TEXT if NEVER_READ.search(column) else value in NOTHING or not value.strip(ZEROS)


class _Getter:
    """The fields of one row by what they mean."""

    def __init__(self, table: dict[str, Any], row: Row) -> None:
        self.fields: dict[str, Any] = table.get("fields", {})
        self.table = table
        self.row = {name.strip().casefold(): value for name, value in row.items() if name is not None}

    def value(self, name: str) -> Any:
        if self.fields:
            column = self.fields.get(name, "")
            return self.row.get(column.strip().casefold()) if column and not NEVER_READ.search(column) else None
        return next((self.row[one] for one in PLAIN_FIELDS.get(name, ()) if self.row.get(one)), None)

    def __call__(self, name: str) -> str:
        value = self.value(name)
        if isinstance(value, dict):
            value = value.get("name", "")
        if isinstance(value, list):
            value = ", ".join(_name(one) for one in value)
        return "" if value is None else storable(str(value))

    def said(self) -> list[tuple[str, str]]:
        """What the columns that tell whether readers saw a row hold, whatever the mapping names: no draft is public.

        A moment in a column such as "published" is when it was, and says nothing else.
        """
        found = []
        for name, value in self.row.items():
            text = "" if value is None else str(value).strip()
            if name in SAY_HIDDEN or (name in SAY_PUBLIC and text and moment(text) is None):
                found.append((name, text))
        return found

    def raw(self, column: str) -> str:
        value = self.row.get(column.strip().casefold())
        return "" if value is None or NEVER_READ.search(column) else storable(str(value))

    def listed(self, name: str) -> list[str]:
        """Several values: a list, or text between separators where the mapping names one."""
        value = self.value(name)
        if isinstance(value, list):
            return [text for one in value if (text := _name(one))]
        separator = self.table.get("separator", "" if name != "tags" else ",")
        text = self(name)
        parts = text.split(separator) if separator and name in {"tags", "people"} and self._splits(name) else [text]
        return [part.strip() for part in parts if part.strip()]

    def _splits(self, name: str) -> bool:
        return name == "tags" or bool(self.table.get("several_people"))

    def addresses(self) -> list[str]:
        columns = {name: quote(self.raw(name), safe="/-_.~") for name in self.row}
        found = []
        for pattern in self.table.get("addresses", ()):
            names = [name.casefold() for name in re.findall(r"\{(\w+)\}", pattern)]
            if all(columns.get(name) for name in names):
                found.append(re.sub(r"\{(\w+)\}", lambda name: columns[name[1].casefold()], pattern))
        return found

    def path_of(self, url: str) -> list[str]:
        match = re.match(r"https?://[^/]+(/[^#]*)", url)
        return [match[1]] if match and match[1] != "/" else []


def _number_of(get: _Getter) -> str:
    """What tells a story without an id from others, wherever its row stands."""
    told = f"{get('title')} {get('at')}".strip()
    return hashlib.sha256(told.encode()).hexdigest()[:32] if get("title") else ""


def _name(value: Any) -> str:
    value = value.get("name") if isinstance(value, dict) else value
    return "" if value is None else str(value)


def _rows(file: Path, tables: Container[str]) -> Iterator[tuple[str, int, Row | str]]:
    """Each row with its table's name and its number; a sentence in place of one that cannot be read."""
    with file.open("rb") as raw:
        opened = as_utf8(raw)
        if file.suffix.lower() == ".sql":
            for number, (name, row) in enumerate(insert_dump.rows(opened, tables), start=1):
                yield name, number, row
        elif file.suffix.lower() in {".csv", ".tsv", ".txt"}:
            yield from (("", number, row) for number, row in _csv_rows(opened, file))
        else:
            yield from (("", number, row) for number, row in _json_rows(opened, file))


def _csv_rows(opened: IO[bytes], file: Path) -> Iterator[tuple[int, Row | str]]:
    lines = (readable(line).replace("\0", "") for line in iter(opened.readline, b""))
    first = next(lines, "")
    separator = max(",;\t", key=re.sub(r'"[^"]*"', "", first).count)
    if said := re.match(r"sep=(.)\s*\Z", first):  # as Excel writes it for itself
        separator, first = said[1], next(lines, "")

    usual = csv.field_size_limit(LONGEST_LINE)  # of the whole process, so it is given back
    try:
        for number, row in enumerate(csv.DictReader(chain([first], lines), delimiter=separator), start=1):
            if None in row:
                yield number, "baris ini berisi lebih banyak kolom daripada judul kolomnya"
            else:
                yield number, row
    except csv.Error as error:
        raise MoveError(f"“{file.name}” tidak terbaca sebagai CSV: {error}") from error
    finally:
        csv.field_size_limit(usual)


def _json_rows(opened: IO[bytes], file: Path) -> Iterator[tuple[int, Row | str]]:
    start = [opened.readline(LONGEST_LINE)]
    begins = _bare_row(start[0])
    if begins == "[":
        start.append(opened.readline(LONGEST_LINE))
    has_row_a_line = len(start) > 1 and isinstance(_json_row(_bare_row(start[1]), 2), dict)
    if begins == "{" or (begins.startswith("[") and not has_row_a_line):
        yield from _json_list(opened, b"".join(start), file)
        return
    lines = chain(start, iter(lambda: opened.readline(LONGEST_LINE), b""))
    for number, line in enumerate(lines, start=1):
        if (text := _bare_row(line)) not in {"", "[", "]"}:
            yield number, _json_row(text, number)


def _bare_row(line: bytes) -> str:
    return readable(line).strip(" \t\r\n\0").rstrip(",")


def _json_list(opened: IO[bytes], line: bytes, file: Path) -> Iterator[tuple[int, Row | str]]:
    """The rows of a file that is one list, however it is laid out, or objects over several lines."""
    text = readable(line + opened.read(LONGEST_LIST))
    if opened.read(1):
        raise MoveError(f"“{file.name}” terlalu besar untuk satu daftar JSON: tulis satu naskah per baris.")
    decoder, place = json.JSONDecoder(), 0
    for number in count(1):
        place = _BETWEEN_ROWS.match(text, place).end()  # type: ignore[union-attr]  # it matches anything
        if place >= len(text):
            return
        try:
            row, place = decoder.raw_decode(text, place)
        except (ValueError, RecursionError):
            yield number, f"naskah ke-{number} dan sesudahnya bukan JSON yang utuh"
            return
        yield number, row if isinstance(row, dict) else f"bagian ke-{number} bukan satu naskah"


def _json_row(text: str, number: int) -> Row | str:
    try:
        row = json.loads(text)
    except (ValueError, RecursionError):
        return f"baris {number} bukan JSON yang utuh"
    return row if isinstance(row, dict) else f"baris {number} bukan satu naskah"
