"""Word-level comparison of two revisions, for people to read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from articles.field_kinds import GALLERY, RICH_TEXT
from articles.models import Photo
from articles.models.articles import photo_numbers
from articles.story_fields import STORY_FIELDS, Content, StoryField

from . import paragraphs
from .paragraphs import Clash, Side

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


@dataclass(frozen=True)
class LeftOut:
    """Something that somebody wrote and that a merge did not take."""

    field: StoryField
    side: Side
    value: Any  # of the field's kind


@dataclass(frozen=True)
class Merge:
    """What became of two people's changes.

    Attributes:
        both: the fields in which a choice is asked.
        clashes: the fields that were merged by paragraph, each with the places where both changed the same.
        left_out: everything that one of them wrote and `merged` does not have.
    """

    merged: Content
    both: list[str]
    clashes: dict[str, list[Clash]]
    left_out: list[LeftOut]


def merge(base: Content, mine: Content, theirs: Content, choices: Mapping[str, str] | None = None) -> Merge:
    """Take from each side what only it changed, and where both did what was chosen, else mine.

    Args:
        choices: "mine" or "theirs" by a field's name; by "name-0", "name-1" … a Side for a clash in it. All else
            is passed over.
    """
    choices = choices or {}
    merge = Merge(dict(theirs), [], {}, [])
    for field in STORY_FIELDS:
        sides = base[field.name], mine[field.name], theirs[field.name]
        if choices.get(field.name) in {Side.MINE, Side.THEIRS}:
            _take(merge, field, *sides, Side(choices[field.name]))
        elif sides[1] in (sides[0], sides[2]):
            continue
        elif sides[2] == sides[0]:
            merge.merged[field.name] = sides[1]
        elif (pieces := _paragraphs(field, *sides)) and not _is_one_clash(pieces):
            _settle(merge, field, pieces, choices)
        else:
            merge.both.append(field.name)
            _take(merge, field, *sides, Side.MINE)
    return merge


def _paragraphs(field: StoryField, base: Any, mine: Any, theirs: Any) -> list[str | Clash]:
    cut = field.kind.paragraphs
    return paragraphs.merge(cut(base), cut(mine), cut(theirs)) if cut else []


def _is_one_clash(pieces: list[str | Clash]) -> bool:
    """Whether there is but one paragraph, which both changed: then the choice is between the whole texts."""
    return len(pieces) == 1 and isinstance(pieces[0], Clash) and bool(pieces[0].base)


def _take(merge: Merge, field: StoryField, base: Any, mine: Any, theirs: Any, side: Side) -> None:
    taken, other, left = (mine, theirs, Side.THEIRS) if side == Side.MINE else (theirs, mine, Side.MINE)
    merge.merged[field.name] = taken
    if other not in (base, taken):
        merge.left_out.append(LeftOut(field, left, other))


def _settle(merge: Merge, field: StoryField, pieces: list[str | Clash], choices: Mapping[str, str]) -> None:
    clashes = [piece for piece in pieces if isinstance(piece, Clash)]
    asked = ((number, choices.get(f"{field.name}-{number}")) for number in range(len(clashes)))
    chosen = {number: Side(side) for number, side in asked if side in set(Side)}
    merge.merged[field.name] = paragraphs.settle(pieces, chosen)
    merge.both.extend([field.name] if clashes else [])
    merge.clashes[field.name] = clashes
    for number, clash in enumerate(clashes):
        side = chosen.get(number, clash.proposed)
        for other, text in ((Side.MINE, clash.mine), (Side.THEIRS, clash.theirs)):
            if side not in {other, Side.BOTH} and text:
                merge.left_out.append(LeftOut(field, other, text))


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
