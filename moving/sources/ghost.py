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
from moving.bodies import title_of
from moving.items import Attachment, Item, MoveError, Person, Post, Problem, Term
from moving.times import utc

from . import ghost_cards

LARGEST = 1024 * 1024 * 1024
OWN_ADDRESS = "__GHOST_URL__"  # what Ghost writes for its own
READ = frozenset({"posts", "tags", "posts_tags", "users", "posts_authors", "posts_meta"})
WITHHELD = {"draft": "draf di situs lama", "scheduled": "terjadwal di situs lama", "sent": "hanya dikirim lewat surel"}

# A part of a story that only members saw.
_GATED = re.compile(
    r"<!--kg-gated-block:begin\s(?=[^>]*nonMember:false)(?:(?!-->).)*-->.*?(?:<!--kg-gated-block:end-->|\Z)", re.DOTALL
)
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
            if lead := _lead(row, meta.get(number, {})):
                yield lead
            yield Post(
                number,
                title_of(str(row.get("title") or "")),
                body,
                "html",
                _withheld(row, meta.get(number, {})),
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


def _lead(row: dict[str, Any], meta: dict[str, Any]) -> Attachment | None:
    """The file of a story's lead picture, where Ghost knows more of it than its address."""
    url, alt = _own(str(row.get("feature_image") or "")), str(meta.get("feature_image_alt") or "")
    caption = str(meta.get("feature_image_caption") or "")
    return Attachment(url, url, _id_of(row), caption=caption, alt=alt) if url and alt else None


def _withheld(row: dict[str, Any], meta: dict[str, Any]) -> str:
    status, visibility = str(row.get("status") or ""), str(row.get("visibility") or "public")
    if status != "published":
        return WITHHELD.get(status, f"status di situs lama tidak dikenal: “{status[:40]}”")
    if meta.get("email_only"):
        return WITHHELD["sent"]
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
        return _GATED.sub("", _own(str(row["html"]))), ""
    for name, read in ghost_cards.READERS.items():
        if row.get(name) and (html := read(_loaded(row[name]))):
            return _own(html), "isi dibaca dari susunan Ghost; periksa"
    plain = str(row.get("plaintext") or "")
    return "".join(f"<p>{escape(part)}</p>" for part in plain.split("\n\n") if part.strip()), ""


def _loaded(text: Any) -> Any:
    try:
        return json.loads(str(text))
    except (ValueError, RecursionError):
        return {}
