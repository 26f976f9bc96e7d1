"""Notes on a story: written beside its text and never in it, found again by their words after edits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from uuid import UUID

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.notices import News, tell
from accounts.people import Person, display_name
from articles import permissions
from articles.models import Article, Author, Note
from articles.richtext import plain_text
from articles.story_fields import STORY_FIELDS

AROUND = 60  # letters on either side by which equal passages are told apart
MOST = 300  # notes of one story that are shown
MOST_WORDS = 8_000  # of a text in which a passage that was changed is looked for
ENOUGH = 0.6  # of a passage's words, in their order, by which it is known again
SEARCHED = tuple(name for name in ("body", "headline", "subheadline", "summary", "photo_caption"))
LABELS = {field.name: field.label for field in STORY_FIELDS}
_MENTION = re.compile(r"(?<![\w.@])@([\w.+-]{2,150})")


@dataclass(frozen=True)
class Place:
    """Where a passage stands now.

    Attributes:
        field: of the story, by its name.
        words: as they are now; not those of the note where they were edited.
        start: of them in the field's text (`texts_of`).
        number: how many equal words stand before them there.
    """

    field: str
    words: str
    start: int
    number: int

    @property
    def label(self) -> str:
        return LABELS[self.field]


@dataclass(frozen=True)
class Thread:
    """A note, its answers, and its passage; `place` is None where that is gone, or was never meant."""

    note: Note
    answers: list[Note]
    place: Place | None

    @property
    def is_lost(self) -> bool:
        return bool(self.note.passage) and self.place is None


def texts_of(article: Article) -> dict[str, str]:
    """The words of a working copy in which passages are looked for, by the names of their fields."""
    return {
        name: _one_line(plain_text(article.body) if name == "body" else getattr(article, name)) for name in SEARCHED
    }


def threads(article: Article) -> list[Thread]:
    """All threads of a story, those that are open first, each oldest first."""
    notes = list(Note.objects.filter(article=article).order_by("pk")[:MOST])
    texts = texts_of(article)
    answers: dict[int, list[Note]] = {}
    for note in notes:
        if note.thread_id:
            answers.setdefault(note.thread_id, []).append(note)
    firsts = sorted((note for note in notes if not note.thread_id), key=lambda note: note.resolved_at is not None)
    return [Thread(note, answers.get(note.pk, []), find(note, texts)) for note in firsts]


def count_open(article: Article) -> int:
    return Note.objects.filter(Note.is_open(), article=article).count() if article.pk else 0


def find(note: Note, texts: Mapping[str, str]) -> Place | None:
    """The passage of a note in the texts as they are now.

    Its very words count first, and among equal ones those between the same neighbours; then a stretch that has most
    of its words in their order. A thread that is ended is not looked for among changed words.
    """
    passage = _one_line(note.passage)
    if not passage:
        return None
    places = [
        (_nearness(text, found.start(), found.end(), note), Place(name, passage, found.start(), number))
        for name, text in texts.items()
        for number, found in enumerate(re.finditer(re.escape(passage), text))
    ]
    if places:
        return max(places, key=lambda place: place[0])[1]
    return None if note.resolved_at else _changed(passage.split(), texts)


def _nearness(text: str, start: int, end: int, note: Note) -> int:
    """How many letters around a place are those that stood around the passage."""
    return _common(reversed(text[:start]), reversed(note.before)) + _common(text[end:], note.after)


def _common(one: Iterable[str], other: Iterable[str]) -> int:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


def _changed(passage: list[str], texts: Mapping[str, str]) -> Place | None:
    best: tuple[float, Place | None] = (0.0, None)
    for name, text in texts.items():
        words = text.split()[:MOST_WORDS]
        blocks = [
            block for block in SequenceMatcher(None, words, passage, autojunk=False).get_matching_blocks() if block.size
        ]
        if not blocks:
            continue
        longest = max(blocks, key=lambda block: block.size)
        reach = len(passage)  # words that came between do not part it further than its own length
        near = [block for block in blocks if abs(block.a - longest.a) <= 2 * reach]
        share = sum(block.size for block in near) / len(passage)
        if share >= ENOUGH and share > best[0]:
            found = " ".join(words[near[0].a : near[-1].a + near[-1].size])
            start = len(" ".join([*words[: near[0].a], ""]))
            best = share, Place(name, found, start, text.count(found, 0, start))
    return best[1]


def add(
    article: Article,
    text: str,
    *,
    by: User,
    key: UUID,
    passage: str = "",
    thread: Note | None = None,
    now: datetime | None = None,
) -> tuple[Note, list[str]]:
    """Write a note; the same form sent twice writes one. Who is mentioned hears of it.

    Returns:
        The note, and the mentions that were told to nobody: unknown, or not allowed to see the story.

    Raises:
        PermissionDenied: `by` may not see the story.
    """
    if not permissions.may_view(by, article):
        raise PermissionDenied
    passage = _one_line(passage)
    before, after = _neighbours(passage, texts_of(article)) if passage else ("", "")
    values = {
        "article": article,
        "thread": thread,
        "passage": "" if thread else passage,
        "before": "" if thread else before,
        "after": "" if thread else after,
        "text": text,
        "by": by,
        "by_name": display_name(by),
        "at": now or timezone.now(),
    }
    with transaction.atomic():
        note, made = Note.objects.get_or_create(key=key, defaults=values)
        if not made:
            return note, []
        if thread:
            Note.objects.filter(pk=thread.pk).update(resolved_at=None, resolved_by_name="")
        return note, _tell_mentioned(note, by)


def _neighbours(passage: str, texts: Mapping[str, str]) -> tuple[str, str]:
    for text in texts.values():
        if (start := text.find(passage)) >= 0:
            end = start + len(passage)
            return text[max(0, start - AROUND) : start], text[end : end + AROUND]
    return "", ""


def _tell_mentioned(note: Note, by: User) -> list[str]:
    names = list(dict.fromkeys(found.rstrip(".").lower() for found in _MENTION.findall(note.text)))
    if not names:
        return []
    hearers = _mentioned(names)
    allowed = {name: user for name, user in hearers.items() if permissions.may_view(user, note.article)}
    news = News(f"mentioned {note.pk}", f"Menyebut Anda: {note.article}", f"{note.by_name}: {note.text}", address(note))
    tell([user for user in allowed.values() if user.pk != by.pk], news)
    return [name for name in names if name not in allowed]


def _mentioned(names: list[str]) -> dict[str, User]:
    """People with a place at the desk by the names they are mentioned with: a code, or what they sign in with."""
    people = permissions.holders("articles.view_article")
    found = {user.get_username().lower(): user for user in people}
    coded = {
        author.code.lower(): found_user
        for author in Author.objects.filter(code__in=names, user__in=people).select_related("user")
        if author.code and (found_user := author.user)
    }
    return {name: user for name in names if (user := coded.get(name) or found.get(name))}


def may_end(user: Person, note: Note) -> bool:
    return note.by_id == user.pk or permissions.may_write(user, note.article)


def end(note: Note, *, by: User, now: datetime | None = None) -> None:
    """Say that a thread is done with; an answer opens it again.

    Raises:
        PermissionDenied: `by` neither began it nor works on the story.
    """
    if not may_end(by, note):
        raise PermissionDenied
    Note.objects.filter(pk=note.pk, resolved_at=None).update(
        resolved_at=now or timezone.now(), resolved_by_name=display_name(by)
    )


def address(note: Note) -> str:
    return f"{reverse('admin:articles_article_notes', args=[note.article_id])}#catatan-{note.thread_id or note.pk}"


def _one_line(text: str) -> str:
    return " ".join(text.split())
