"""Notes on a story: written beside its text and never in it, found again by their words after edits."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from itertools import islice
from uuid import UUID

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.notices import News, tell
from accounts.people import Person, display_name
from articles import permissions
from articles.models import Article, Author, Note
from articles.richtext import plain_text
from articles.story_fields import STORY_FIELDS

AROUND = 60  # letters on either side by which equal passages are told apart
MOST = 300  # notes of ended threads that are shown, the newest; of open ones all are
MOST_EQUAL = 100  # places of equal words in a field among which one is chosen
# What looking for changed passages may cost whoever opens the story.
MOST_WORDS = 8_000  # of a text in which one is looked for
MOST_PAIRS = 20_000  # equal words of a text and a passage, each with each
MOST_WORDS_OF_ALL = 60_000  # looked through for all passages of a story together
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
    of_story, texts = Note.objects.filter(article=article), texts_of(article)
    is_ended = Q(resolved_at__isnull=False) | Q(thread__resolved_at__isnull=False)
    is_open = Q(thread=None, resolved_at=None) | Q(thread__isnull=False, thread__resolved_at=None)
    notes = [*of_story.filter(is_open).order_by("pk"), *reversed(of_story.filter(is_ended).order_by("-pk")[:MOST])]
    answers: dict[int, list[Note]] = {}
    for note in notes:
        if note.thread_id:
            answers.setdefault(note.thread_id, []).append(note)
    firsts = [note for note in notes if not note.thread_id]
    places = _places(firsts, texts)
    return [Thread(note, answers.get(note.pk, []), places.get(note.pk)) for note in firsts]


def _places(firsts: list[Note], texts: Mapping[str, str]) -> dict[int, Place]:
    """Where the passages of notes stand, by the notes' numbers; changed ones are looked for until it costs too much."""
    places = {note.pk: place for note in firsts if (place := find(note, texts))}
    changed = [note for note in firsts if note.passage and note.pk not in places and not note.resolved_at]
    words = sum(len(text.split()[:MOST_WORDS]) for text in texts.values())
    for note in changed[: MOST_WORDS_OF_ALL // max(1, words)]:
        if place := find_changed(note, texts):
            places[note.pk] = place
    return places


def count_open(article: Article) -> int:
    return Note.objects.filter(Note.is_open(), article=article).count() if article.pk else 0


def find(note: Note, texts: Mapping[str, str]) -> Place | None:
    """The very words of a note's passage in the texts as they are now; of equal ones those between its neighbours."""
    passage = _one_line(note.passage)
    if not passage:
        return None
    places = [
        (_nearness(text, found.start(), found.end(), note), Place(name, passage, found.start(), number))
        for name, text in texts.items()
        for number, found in enumerate(islice(re.finditer(re.escape(passage), text), MOST_EQUAL))
    ]
    return max(places, key=lambda place: place[0])[1] if places else None


def _nearness(text: str, start: int, end: int, note: Note) -> int:
    """How many letters around a place are those that stood around the passage."""
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    return _common(reversed(before), reversed(note.before)) + _common(after, note.after)


def _common(one: Iterable[str], other: Iterable[str]) -> int:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


def find_changed(note: Note, texts: Mapping[str, str]) -> Place | None:
    """A stretch that has most words of a note's passage, in their order; None too where looking would cost too much."""
    passage = note.passage.split()
    best: tuple[float, Place | None] = (0.0, None)
    for name, text in texts.items():
        words = text.split()[:MOST_WORDS]
        if not _is_worth_comparing(words, passage):
            continue
        blocks = [
            block for block in SequenceMatcher(None, words, passage, autojunk=False).get_matching_blocks() if block.size
        ]
        longest = max(blocks, key=lambda block: block.size)
        reach = len(passage)  # words that came between do not part it further than its own length
        near = [block for block in blocks if abs(block.a - longest.a) <= 2 * reach]
        share = sum(block.size for block in near) / len(passage)
        if share >= ENOUGH and share > best[0]:
            found = " ".join(words[near[0].a : near[-1].a + near[-1].size])
            start = len(" ".join([*words[: near[0].a], ""]))
            best = share, Place(name, found, start, text.count(found, 0, start))
    return best[1]


def _is_worth_comparing(words: list[str], passage: list[str]) -> bool:
    """Whether a text has enough words of a passage, in any order, and not so often that comparing them takes long."""
    counts, wanted = Counter(words), Counter(passage)
    shared = (counts & wanted).total()
    return shared >= max(1, ENOUGH * len(passage)) and sum(counts[word] for word in passage) <= MOST_PAIRS


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
