"""Word-level comparison of two revisions, for people to read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from articles.field_kinds import GALLERY, RICH_TEXT
from articles.models import Photo
from articles.models.articles import photo_numbers
from articles.story_fields import STORY_FIELDS, Content

# Above this many words in one changed passage, it is shown as replaced whole: matching is quadratic.
MAX_WORDS = 2_000


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
    changed = [field for field in STORY_FIELDS if old[field.name] != new[field.name]]
    photos = named_photos(old, new) if {RICH_TEXT, GALLERY} & {field.kind for field in changed} else {}
    for field in changed:
        before, after = (field.kind.in_words(content[field.name], photos) for content in (old, new))
        pieces = list(compare(before, after))
        found.append(FieldDifference(field.name, field.label, pieces, only_format=before == after))
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
    numbers = {pk for content in contents for pk in photo_numbers(content["body"], content["gallery"])}
    return {photo.pk: str(photo) for photo in Photo.objects.filter(pk__in=numbers).only("caption")} if numbers else {}


def merge(base: Content, mine: Content, theirs: Content) -> tuple[Content, list[str]]:
    """Take from each side what only it changed.

    Returns:
        The merged content, and the names of the fields that both changed differently; those hold `mine`.
    """
    merged, both = dict(theirs), []
    for name in (field.name for field in STORY_FIELDS):
        if mine[name] in (base[name], theirs[name]):
            continue
        merged[name] = mine[name]
        if theirs[name] != base[name]:
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
