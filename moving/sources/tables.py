"""Any table by a mapping: CSV, JSON lines, or the INSERT statements of a dump.

A mapping's `tables` say for each kind of thing ("post", "person", "category", "tag", "comment") where it stands:

    [[tables]]
    kind = "post"
    table = "berita"            # of a dump; files of rows need none
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
from collections.abc import Iterator
from collections.abc import Mapping as Columns
from datetime import datetime
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

from django.utils.text import slugify

from moving.bodies import title_of
from moving.encodings import readable
from moving.items import Comment, Item, MoveError, Person, Post, Problem, Term
from moving.mapping import Mapping
from moving.times import moment

from . import insert_dump

LONGEST_LINE = 32 * 1024 * 1024
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
PUBLIC_WORDS = frozenset({"publish", "published", "public", "terbit", "live", "1", "y", "ya", "yes", "true"})


class TableReader:
    kind = "table"

    def __init__(self, files: list[Path], mapping: Mapping) -> None:
        self.files, self.mapping = files, mapping
        self.tables = mapping.tables or [{"kind": "post"}]
        for table in self.tables:
            if table.get("kind") not in {"post", "person", "category", "tag", "comment"}:
                raise MoveError(f"Pemetaan ini memuat jenis yang tidak dikenal: “{table.get('kind')}”.")

    @property
    def name(self) -> str:
        return self.mapping.name or self.files[0].stem

    @property
    def site_names(self) -> list[str]:
        return [self.mapping.name] if self.mapping.name else []

    def items(self) -> Iterator[Item]:
        by_name = {str(table.get("table", "")): table for table in self.tables}
        for file in self.files:
            for name, number, row in _rows(file, set(by_name)):
                table = by_name.get(name) or self.tables[0]
                yield from self._items(table, row, f"{file.stem}-{number}")

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
        text = f"{get('at')} {get('time')}".strip() if get("time") else get("at")
        return moment(text, self.mapping.zone)

    def _withheld(self, table: dict[str, Any], get: _Getter) -> str:
        """Why readers did not see a row; "" if they did. A row that does not say is public if the mapping says so."""
        rules = table.get("published", {}) | {
            column: public for column, public in table.get("published_if_there", {}).items() if column in get.row
        }
        for column, public in rules.items():
            if get.raw(column).strip() not in [str(value) for value in public]:
                return f"belum terbit di situs lama: {column} = “{get.raw(column)[:40]}”"
        if not rules and (status := get("status").strip()):
            return "" if status.casefold() in PUBLIC_WORDS else f"belum terbit di situs lama: status “{status[:40]}”"
        if rules or self.mapping.publish:
            return ""
        return "sumbernya tidak menyebut apakah ini sudah terbit (publish = true di pemetaan bila sudah)"


class _Getter:
    """The fields of one row by what they mean."""

    def __init__(self, table: dict[str, Any], row: Row) -> None:
        self.fields: dict[str, Any] = table.get("fields", {})
        self.table, self.row = table, row

    def value(self, name: str) -> Any:
        if self.fields:
            column = self.fields.get(name, "")
            return self.row.get(column) if column and not NEVER_READ.search(column) else None
        return next((self.row[one] for one in PLAIN_FIELDS.get(name, ()) if self.row.get(one)), None)

    def __call__(self, name: str) -> str:
        value = self.value(name)
        if isinstance(value, dict):
            value = value.get("name", "")
        if isinstance(value, list):
            value = ", ".join(_name(one) for one in value)
        return "" if value is None else str(value)

    def raw(self, column: str) -> str:
        value = self.row.get(column)
        return "" if value is None or NEVER_READ.search(column) else str(value)

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
            names = re.findall(r"\{(\w+)\}", pattern)
            if all(columns.get(name) for name in names):
                found.append(re.sub(r"\{(\w+)\}", lambda name: columns[name[1]], pattern))
        return found

    def path_of(self, url: str) -> list[str]:
        match = re.match(r"https?://[^/]+(/[^#]*)", url)
        return [match[1]] if match and match[1] != "/" else []


def _number_of(get: _Getter) -> str:
    """What tells a story without an id from others, wherever its row stands."""
    told = f"{get('title')} {get('at')}".strip()
    return hashlib.sha256(told.encode()).hexdigest()[:32] if get("title") else ""


def _name(value: Any) -> str:
    return str(value.get("name", "")) if isinstance(value, dict) else str(value)


def _rows(file: Path, tables: set[str]) -> Iterator[tuple[str, int, Row | str]]:
    """Each row with its table's name and its number; a sentence in place of one that cannot be read."""
    with file.open("rb") as opened:
        if file.suffix.lower() == ".sql":
            for number, (name, row) in enumerate(insert_dump.rows(opened, tables), start=1):
                yield name, number, row
        elif file.suffix.lower() in {".csv", ".tsv"}:
            yield from (("", number, row) for number, row in _csv_rows(opened, file))
        else:
            yield from (("", number, row) for number, row in _json_rows(opened))


def _csv_rows(opened: IO[bytes], file: Path) -> Iterator[tuple[int, Row | str]]:
    csv.field_size_limit(LONGEST_LINE)
    lines = (readable(line).replace("\0", "") for line in opened)
    first = next(lines, "").removeprefix("\ufeff")
    separator = max(",;\t", key=first.count)

    def every() -> Iterator[str]:
        yield first
        yield from lines

    try:
        for number, row in enumerate(csv.DictReader(every(), delimiter=separator), start=1):
            if None in row:
                yield number, "baris ini berisi lebih banyak kolom daripada judul kolomnya"
            else:
                yield number, row
    except csv.Error as error:
        raise MoveError(f"“{file.name}” tidak terbaca sebagai CSV: {error}") from error


def _json_rows(opened: IO[bytes]) -> Iterator[tuple[int, Row | str]]:
    number = 0
    while line := opened.readline(LONGEST_LINE):
        number += 1
        text = readable(line).strip().removeprefix("\ufeff").rstrip(",")
        if text in {"", "[", "]"}:
            continue
        try:
            row = json.loads(text)
        except (ValueError, RecursionError):
            yield number, f"baris {number} bukan JSON yang utuh"
            continue
        yield number, row if isinstance(row, dict) else f"baris {number} bukan satu naskah"
