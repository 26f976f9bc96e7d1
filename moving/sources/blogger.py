"""Blogger: the back-up of old, today's Takeout (both Atom) and the answers of its API (JSON)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from django.utils.text import slugify

from moving.addresses import path_of, site_of
from moving.bodies import title_of
from moving.encodings import whole
from moving.items import Comment, Item, MoveError, Person, Post, Problem, Term
from moving.times import moment

from .xml_stream import elements

LARGEST = 512 * 1024 * 1024
LABELS = "http://www.blogger.com/atom/ns#"


def looks_like(head: str) -> bool:
    return "schemas.google.com/blogger" in head or ("<feed" in head and "blogger" in head.lower())


class BloggerReader:
    kind = "blogger"

    def __init__(self, files: list[Path]) -> None:
        self.files = files

    @property
    def name(self) -> str:
        for item in self._entries():
            if item.get("blog"):
                return item["blog"][:200]
        return self.files[0].stem

    @property
    def site_names(self) -> list[str]:
        return [self.name]

    def items(self) -> Iterator[Item]:
        seen: set[tuple[str, str]] = set()
        for entry in self._entries():
            for found in _people_and_labels(entry):
                if (found.kind, found.id) not in seen:
                    seen.add((found.kind, found.id))
                    yield found
            if not entry["parent"]:
                yield _item(entry)
        for entry in self._entries():  # answers, which a back-up may hold before what they answer
            if entry["parent"]:
                yield _item(entry)

    def _entries(self) -> Iterator[dict[str, Any]]:
        """Each entry with the same names, whichever form it came in."""
        for file in self.files:
            if file.suffix.lower() == ".json":
                yield from _of_api(file)
                continue
            with file.open("rb") as opened:
                for element in elements(opened, file.name, wanted=frozenset({"entry"}), depth=1):
                    if entry := _of_atom(element):
                        yield entry


def _of_api(file: Path) -> Iterator[dict[str, Any]]:
    if file.stat().st_size > LARGEST:
        raise MoveError(f"“{file.name}” terlalu besar, jadi tidak dibaca.")
    try:
        answer = json.loads(whole(file))
    except (ValueError, RecursionError) as error:
        raise MoveError(f"“{file.name}” bukan JSON yang utuh: {error}") from error
    rows = answer.get("items", [answer]) if isinstance(answer, dict) else answer
    for found in rows if isinstance(rows, list) else []:
        row = found if isinstance(found, dict) else {"title": str(found)[:100]}
        kind = str(row.get("kind", "")).rpartition("#")[2]
        labels = row.get("labels")
        yield {
            "id": str(row.get("id", "")),
            "type": kind,
            "status": str(row.get("status") or "LIVE").upper(),
            "title": title_of(str(row.get("title") or "")),
            "body": str(row.get("content") or ""),
            "published": str(row.get("published") or ""),
            "updated": str(row.get("updated") or ""),
            "url": str(row.get("url") or ""),
            "author": unescape(_inside(row, "author", "displayName")),
            "labels": [unescape(str(label)) for label in labels] if isinstance(labels, list) else [],
            "post": _inside(row, "post", "id"),
            "parent": _inside(row, "inReplyTo", "id"),
            "blog": site_of(str(row.get("url") or "")).partition("/")[0],
        }


def _inside(row: dict[str, Any], name: str, inner: str) -> str:
    value = row.get(name)
    return str(value.get(inner) or "") if isinstance(value, dict) else ""


def _of_atom(entry: Element) -> dict[str, Any] | None:
    values: dict[str, Any] = dict.fromkeys(("type", "url", "author", "post", "parent"), "")
    values |= {"labels": [], "status": "LIVE"}
    for child in entry:
        name, text = child.tag.rpartition("}")[2], (child.text or "").strip()
        if name in PLAIN:
            values[PLAIN[name]] = text
        elif name in NESTED:
            NESTED[name](child, values)
        elif name in {"type", "status"}:
            values[name] = text.lower() if name == "type" else text.upper()
        elif name == "filename":
            values["url"] = values["url"] or text
    if values["type"] in {"settings", "template"}:
        return None
    blog = re.search(r"blog-(\d+)", str(values.get("id", "")))
    values["blog"] = site_of(values["url"]).partition("/")[0] or (f"blog-{blog[1]}" if blog else "")
    return values


def _author(child: Element, values: dict[str, Any]) -> None:
    values["author"] = next((one.text or "" for one in child if one.tag.endswith("}name")), "")


def _control(child: Element, values: dict[str, Any]) -> None:
    if any(one.tag.endswith("}draft") and one.text == "yes" for one in child):
        values["status"] = "DRAFT"


def _in_reply_to(child: Element, values: dict[str, Any]) -> None:
    values["post"] = child.get("ref", "")


def _category(child: Element, values: dict[str, Any]) -> None:
    scheme, term = child.get("scheme", ""), child.get("term", "")
    if scheme.endswith("#kind"):
        values["type"] = term.rpartition("#")[2]
    elif term:
        values["labels"].append(unescape(term))


def _link(child: Element, values: dict[str, Any]) -> None:
    if child.get("rel") == "alternate":
        values["url"] = child.get("href", "")
    elif child.get("rel") == "related":
        values["parent"] = child.get("href", "").rpartition("/")[2]


def _property(child: Element, values: dict[str, Any]) -> None:
    if child.get("name") == "blogger.contentRemoved" and child.get("value") == "true":
        values["trashed"] = "yes"  # what a reader wrote there is gone; the text only says so


PLAIN = {
    "id": "id", "title": "title", "content": "body", "published": "published", "updated": "updated",
    "trashed": "trashed", "parent": "post", "inReplyTo": "parent",
}  # fmt: skip
NESTED = {
    "category": _category, "link": _link, "author": _author, "control": _control, "in-reply-to": _in_reply_to,
    "extendedProperty": _property,
}  # fmt: skip


def _people_and_labels(entry: dict[str, Any]) -> Iterator[Item]:
    if entry["type"] == "comment":
        return
    if name := entry["author"]:
        yield Person(name, name.partition("@")[0], slugify(name))
    for label in entry["labels"]:
        yield Term(label, "tag", label, slugify(label), addresses=[f"/search/label/{label}"])


def _item(entry: dict[str, Any]) -> Item:
    number = str(entry.get("id") or entry["url"])
    body, title = str(entry.get("body") or ""), title_of(str(entry.get("title") or ""))
    if entry["type"] == "comment":
        return Comment(
            number,
            entry["post"],
            _full_id(number, entry["parent"]),
            str(entry["author"]),
            body,
            moment(str(entry.get("published") or "")),
            entry["status"] == "LIVE" and not entry.get("trashed"),
            "dibuang atau spam di situs lama" if entry.get("trashed") or "SPAM" in entry["status"] else "",
        )
    if entry["type"] not in {"post", "page"}:
        return Problem(number, entry["type"] or "entry", "bukan naskah", title)
    if not title and entry["url"]:
        title = entry["url"].rpartition("/")[2].removesuffix(".html").replace("-", " ").capitalize()
    return Post(
        number,
        title,
        body,
        "html",
        _withheld(entry),
        type=entry["type"],
        published_at=moment(str(entry.get("published") or "")),
        modified_at=moment(str(entry.get("updated") or "")),
        people=[entry["author"]] if entry["author"] else [],
        tags=list(entry["labels"]),
        slug=slugify(entry["url"].rpartition("/")[2].removesuffix(".html")),
        was_withdrawn=bool(entry.get("trashed")) and entry["status"] == "LIVE",
        addresses=[path_of(entry["url"])] if path_of(entry["url"]) else [],
    )


def _full_id(number: str, parent: str) -> str:
    """A back-up's comment names the one it answers by its bare number; ids are "tag:…post-NUMBER"."""
    head, mark, _ = number.rpartition("post-")
    return f"{head}{mark}{parent}" if parent.isdecimal() and mark else parent


def _withheld(entry: dict[str, Any]) -> str:
    if entry.get("trashed"):
        return "dibuang di situs lama"
    if entry["status"] == "LIVE":
        return ""
    return {"DRAFT": "draf di situs lama", "SCHEDULED": "terjadwal di situs lama"}.get(
        entry["status"], f"status di situs lama tidak dikenal: “{entry['status'][:40]}”"
    )
