"""Ghost's export. What an export holds beside stories (keys, hashes, sessions, members) is dropped unread."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from django.utils.html import escape

from moving import encodings
from moving.bodies import plain, title_of
from moving.items import Item, MoveError, Person, Post, Problem, Term
from moving.times import utc

LARGEST = 1024 * 1024 * 1024
OWN_ADDRESS = "__GHOST_URL__"  # what Ghost writes for its own
READ = frozenset({"posts", "tags", "posts_tags", "users", "posts_authors", "posts_meta"})
OWN_WORDS = ("text", "html", "markdown", "caption", "code")
BRANCHES = ("root", "children", "sections", "cards", "listItems")
WITHHELD = {"draft": "draf di situs lama", "scheduled": "terjadwal di situs lama", "sent": "hanya dikirim lewat surel"}

# As Ghost writes one, and as its programs for other sites do, which leave out the time.
_BEGINS = re.compile(r'\ufeff?\s*\{\s*"(?:db|meta|data)"\s*:\s*[\[{]')


def looks_like(head: str) -> bool:
    return '"exported_on"' in head or _BEGINS.match(head) is not None


class GhostReader:
    kind = "ghost"

    def __init__(self, file: Path) -> None:
        self.file = file

    @cached_property
    def _tables(self) -> dict[str, list[dict[str, Any]]]:
        if self.file.stat().st_size > LARGEST:
            raise MoveError(f"“{self.file.name}” lebih dari 1 GB, jadi tidak dibaca.")
        try:
            whole = json.loads(encodings.whole(self.file))
        except (ValueError, RecursionError) as error:
            raise MoveError(f"“{self.file.name}” bukan JSON yang utuh: {error}") from error
        if isinstance(whole, dict) and isinstance(whole.get("db"), list) and whole["db"]:
            whole = whole["db"][0]
        data = whole.get("data", whole) if isinstance(whole, dict) else {}
        data = data if isinstance(data, dict) else {}
        titles = (row.get("value") for row in _rows(data, "settings") if row.get("key") == "title")
        self._site = str(next(titles, "") or "ghost")
        return {name: _rows(data, name) for name in READ}

    @property
    def name(self) -> str:
        _ = self._tables
        return self._site or "ghost"

    @property
    def site_names(self) -> list[str]:
        return [self.name]

    def items(self) -> Iterator[Item]:
        tables = self._tables
        for user in tables["users"]:
            slug = str(user.get("slug") or "")
            name = str(user.get("name") or slug)
            yield Person(_id_of(user), name, slug, addresses=[f"/author/{slug}/"] if slug else [])
        internal = {_id_of(tag) for tag in tables["tags"] if tag.get("visibility") == "internal"}
        for tag in tables["tags"]:
            slug = str(tag.get("slug") or "")
            name = str(tag.get("name") or slug)
            if _id_of(tag) in internal:
                yield Problem(_id_of(tag), "tag", "tanda dalam, tidak tampil di situs lama", name)
            elif name:
                yield Term(_id_of(tag), "tag", name, slug, addresses=[f"/tag/{slug}/"] if slug else [])
        people = _by_post(tables["posts_authors"], "author_id")
        known = {_id_of(tag) for tag in tables["tags"]} - internal
        tags = _by_post([row for row in tables["posts_tags"] if str(row.get("tag_id")) in known], "tag_id")
        meta = {str(row.get("post_id")): row for row in tables["posts_meta"]}
        for row in tables["posts"]:
            number = _id_of(row)
            body, unclear = _body(row)
            if not body and not row.get("title"):
                yield Problem(number, "post", "tanpa judul dan tanpa isi")
                continue
            authors = people.get(number) or ([str(row["author_id"])] if row.get("author_id") else [])
            slug = str(row.get("slug") or "")
            yield Post(
                number,
                title_of(str(row.get("title") or "")),
                body,
                "html",
                _withheld(row),
                unclear,
                "page" if row.get("type") == "page" or row.get("page") == 1 else "post",
                utc(str(row.get("published_at") or "")),
                modified_at=utc(str(row.get("updated_at") or "")),
                people=authors,
                tags=tags.get(number, []),
                slug=slug,
                excerpt=str(row.get("custom_excerpt") or ""),
                picture=_own(str(row.get("feature_image") or "")),
                picture_caption=str(meta.get(number, {}).get("feature_image_caption") or ""),
                addresses=[f"/{slug}/"] if slug else [],
            )


def _withheld(row: dict[str, Any]) -> str:
    status, visibility = str(row.get("status") or ""), str(row.get("visibility") or "public")
    if status != "published":
        return WITHHELD.get(status, f"status di situs lama tidak dikenal: “{status[:40]}”")
    return "" if visibility == "public" else "hanya untuk anggota di situs lama"


def _by_post(rows: list[dict[str, Any]], column: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in sorted(rows, key=_place):
        found.setdefault(str(row.get("post_id")), []).append(str(row.get(column)))
    return found


def _place(row: dict[str, Any]) -> int:
    order = str(row.get("sort_order"))
    return int(order[:12]) if order.isdecimal() else 0


def _rows(data: dict[str, Any], table: str) -> list[dict[str, Any]]:
    rows = data.get(table)
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _id_of(row: dict[str, Any]) -> str:
    return str(row.get("id") or row.get("uuid") or row.get("slug") or "")


def _own(text: str) -> str:
    """Addresses of the old site itself as paths."""
    return text.replace(OWN_ADDRESS, "")


def _body(row: dict[str, Any]) -> tuple[str, str]:
    """The body as HTML, and why somebody has to look at it; Ghost draws it itself unless it never did."""
    if row.get("html"):
        return _own(str(row["html"])), ""
    for name in ("lexical", "mobiledoc"):
        if row.get(name):
            words = _words(_loaded(row[name]))
            if words:
                return "".join(f"<p>{escape(word)}</p>" for word in words), "isi dibaca dari susunan Ghost; periksa"
    plain = str(row.get("plaintext") or "")
    return "".join(f"<p>{escape(part)}</p>" for part in plain.split("\n\n") if part.strip()), ""


def _loaded(text: Any) -> Any:
    try:
        return json.loads(str(text))
    except (ValueError, RecursionError):
        return {}


def _of_html(text: str) -> str:
    return plain(text) if "<" in text else text


def _words(node: Any, depth: int = 0) -> list[str]:
    """Every text of a tree of nodes (lexical) or sections (mobiledoc), a paragraph each."""
    if depth > 60:
        return []
    if isinstance(node, dict):
        held = [_of_html(node[name]) for name in OWN_WORDS if isinstance(node.get(name), str)]
        inner = [one for name in BRANCHES for one in _words(node.get(name), depth + 1)]
        if node.get("type") in {"paragraph", "heading", "extended-heading", "quote", "listitem", "aside"}:
            return ["".join(inner)] if inner else []
        return [*held, *inner]
    if isinstance(node, list):
        if len(node) == 4 and node[0] == 0 and isinstance(node[3], str):  # a text of mobiledoc
            return [node[3]]
        if len(node) >= 3 and node[0] == 1 and isinstance(node[1], str) and isinstance(node[2], list):
            words = "".join(word for one in node[2] for word in _words(one, depth + 1))
            return [words] if words else []
        return [word for one in node for word in _words(one, depth + 1)]
    return []
