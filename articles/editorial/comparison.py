"""Word-level comparison of two revisions, for people to read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, cast

from django.db.models import Field
from django.utils.html import escape

from articles.models import Article, ContentClass, Photo
from articles.models.articles import photo_numbers
from articles.richtext import plain_text, with_figures

from .revisions import Content

# Above this many words in one changed passage, it is shown as replaced whole: matching is quadratic.
MAX_WORDS = 2_000

FIELDS = (
    "headline",
    "subheadline",
    "section",
    "content_class",
    "advertiser",
    "authors",
    "place",
    "summary",
    "body",
    "photo",
    "photo_caption",
    "gallery",
    "editor",
    "tags",
    "slug",
    "is_sensitive",
)


@dataclass(frozen=True)
class Piece:
    kind: str  # "same", "added" or "removed"
    text: str


@dataclass(frozen=True)
class FieldDifference:
    name: str
    label: str
    pieces: list[Piece]
    only_format: bool = False  # the words are the same; bold, links or the like differ


def differences(old: Content, new: Content) -> list[FieldDifference]:
    """The fields in which two revisions differ, each word by word, in the order of the story form."""
    found = []
    changed = [name for name in FIELDS if old.get(name) != new.get(name)]
    photos = named_photos(old, new) if {"body", "gallery"} & set(changed) else {}
    for name in changed:
        before, after = shown(name, old.get(name), photos), shown(name, new.get(name), photos)
        found.append(FieldDifference(name, label(name), list(compare(before, after)), only_format=before == after))
    return found


def compare(before: str, after: str) -> Iterator[Piece]:
    """Compare by lines first and by words within the lines that changed."""
    for kind, old, new in _matched(_lines(before), _lines(after)):
        if kind == "equal":
            yield Piece("same", "".join(old))
            continue
        old_words, new_words = _words("".join(old)), _words("".join(new))
        if max(len(old_words), len(new_words)) > MAX_WORDS:
            yield from _replaced("".join(old), "".join(new))
            continue
        for inner, old_part, new_part in _matched(old_words, new_words):
            if inner == "equal":
                yield Piece("same", "".join(old_part))
            else:
                yield from _replaced("".join(old_part), "".join(new_part))


def named_photos(*contents: Content) -> dict[int, str]:
    """What the photos in the texts and galleries of some revisions are called, by number."""
    numbers = {pk for content in contents for pk in photo_numbers(content.get("body", ""), content.get("gallery", []))}
    return {photo.pk: str(photo) for photo in Photo.objects.filter(pk__in=numbers).only("caption")} if numbers else {}


def shown(name: str, value: Any, photos: Mapping[int, str]) -> str:
    """A field's value as the newsroom reads it. `photos`: see `named_photos`."""
    if name == "body":
        body = with_figures(
            value or "", lambda figure: f"<p>{escape(_photo(figure.photo, photos, figure.caption))}</p>"
        )
        return plain_text(body).replace("\n", "\n\n")
    if name == "gallery":
        return "\n".join(_photo(entry["photo"], photos, entry["caption"]) for entry in value or [])
    if name == "authors":
        return ", ".join(author["name"] for author in value or [])
    if name == "tags":
        return ", ".join(value or [])
    if name in {"section", "photo", "editor"}:
        return value["name"] if value else ""
    if name == "is_sensitive":
        return "ya" if value else "tidak"
    if name == "content_class":
        return str(ContentClass(value).label)
    return value or ""


def _photo(number: int, photos: Mapping[int, str], caption: str) -> str:
    words = f"[Foto {number}: {photos[number]}]" if number in photos else f"[Foto {number}, tidak ada]"
    return f"{words} {caption}".strip()


def label(name: str) -> str:
    field = cast("Field[Any, Any]", Article._meta.get_field(name))
    return str(field.verbose_name).capitalize()


def merge(base: Content, mine: Content, theirs: Content) -> tuple[Content, list[str]]:
    """Take from each side what only it changed.

    Returns:
        The merged content, and the names of the fields that both changed differently; those hold `mine`.
    """
    merged, both = dict(theirs), []
    for name in FIELDS:
        if mine.get(name) == base.get(name) or mine.get(name) == theirs.get(name):
            continue
        merged[name] = mine.get(name)
        if theirs.get(name) != base.get(name):
            both.append(name)
    return merged, both


def _replaced(old: str, new: str) -> Iterator[Piece]:
    if old:
        yield Piece("removed", old)
    if new:
        yield Piece("added", new)


def _matched(old: list[str], new: list[str]) -> Iterator[tuple[str, list[str], list[str]]]:
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield kind, old[i1:i2], new[j1:j2]


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def _words(text: str) -> list[str]:
    return re.findall(r"\s+|\S+", text)
