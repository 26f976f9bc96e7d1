"""Finding comments at the desk: words, reader, story, network, reason, days, all as terms of one index.

`articles.search` says how both databases hold and match terms; this says which a comment has. Whatever is asked for
costs the same however many comments there are: the newest MOST that match are found, and no more.
"""

from __future__ import annotations

import hashlib
import ipaddress
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from itertools import batched
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from accounts.addresses import cut
from articles.models import Edition, SearchEntry
from articles.search import lookup, terms
from articles.search.words import words as words_of_headline

from .models import Comment, CommentLog, CommentSearchEntry, Discussion, Status
from .screening.normalising import Word, read

MOST = 1_000  # of what matches, the newest
STORIES = 50  # whose headlines have the words that were asked for
BATCH = 500
LONGEST = 60  # letters of a term
SHORTEST_SAME = 8  # letters and digits; shorter comments, such as "setuju", are no pile
FIRST_DAY = date(1990, 1, 1)  # before any comment


@dataclass(frozen=True)
class Filters:
    """What a moderator asks for, as it was typed; "" for what does not matter."""

    words: str = ""
    reader: str = ""  # words of a name, or "#" with the number of an account
    story: str = ""  # the number of a story, or words of its headline
    network: str = ""  # any address of it
    reason: str = ""  # a check, or why something was refused
    since: date | None = None
    until: date | None = None
    same: str = ""  # the fingerprint of a text

    def __bool__(self) -> bool:
        return any(getattr(self, field.name) for field in fields(self))


def newest(filters: Filters, status: str = "") -> list[int]:
    """The keys of the newest MOST comments that match: one query, or two where headlines are asked for."""
    wish = terms.Wish(every=tuple(_every(filters, status)), some=tuple(_some(filters)))
    return lookup.newest(CommentSearchEntry, [wish], MOST) if wish else []


def _every(filters: Filters, status: str) -> Iterator[str]:
    if status:
        yield _status(status)
    if filters.network:
        yield _network(_cut(filters.network))
    if filters.reason:
        yield _reason(filters.reason)
    if filters.same:
        yield _same(filters.same)
    if filters.reader.startswith("#"):
        yield terms.author(int(filters.reader[1:])) if filters.reader[1:].isdecimal() else terms.NEVER


def _some(filters: Filters) -> Iterator[terms.Group]:
    yield from _words(filters.words)
    if not filters.reader.startswith("#"):
        yield from _words(filters.reader, mark="^")
    if filters.story:
        yield tuple(map(_story, _stories(filters.story))) or (terms.NEVER,)
    if filters.since or filters.until:
        today = timezone.localdate()
        first, last = max(filters.since or FIRST_DAY, FIRST_DAY), min(filters.until or today, today)
        yield tuple(terms.between(first, last)) or (terms.NEVER,)


def _words(typed: str, mark: str = "") -> Iterator[terms.Group]:
    found = read(typed).words
    for word in found:
        yield tuple(f"{mark}{form}" for form in _forms(word)) or (terms.NEVER,)
    if typed and not found:
        yield (terms.NEVER,)


def _stories(typed: str) -> list[int]:
    if typed.isdecimal() and typed.isascii():
        return [int(typed)]
    wish = terms.Wish(every=tuple(terms.in_headline(terms.word(word)) for word in words_of_headline(typed)))
    editions = lookup.newest(SearchEntry, [wish], STORIES)
    entries = SearchEntry.objects.filter(pk__in=editions).values("edition")
    return list(Edition.objects.filter(pk__in=entries).values_list("article", flat=True).distinct())


# What a comment has


def terms_of(comment: Any, reason: str = "") -> frozenset[str]:
    """Everything that a comment can be found by.

    Args:
        comment: a row of a migration's model too.
        reason: why it was refused or hidden.
    """
    found = {form for word in _all_words(comment.text) for form in _forms(word)}
    found |= {f"^{form}" for word in _all_words(comment.author_name) for form in _forms(word)}
    found |= {_reason(finding["check"]) for finding in comment.findings}
    found |= {_status(comment.status), _story(comment.article_id), *terms.moments(_day(comment))}
    found |= {_same(same) for same in [fingerprint(comment.text)] if same}
    found |= {_network(comment.network)} if comment.network else set()
    found |= {terms.author(comment.author_id)} if comment.author_id else set()
    found |= {_reason(reason)} if reason else set()
    return frozenset(found)


def fingerprint(text: str) -> str:
    """The same for texts that say the same to who reads them, whatever their signs, marks and capitals; "" for few."""
    letters = "".join(filter(str.isalnum, read(text).plain))
    return hashlib.sha256(letters.encode()).hexdigest()[:16] if len(letters) >= SHORTEST_SAME else ""


def _all_words(text: str) -> list[Word]:
    reading = read(text)
    return [*reading.words, *reading.joined]


def _forms(word: Word) -> list[str]:
    return [terms.word(form) for form in word.forms if form.isalnum() and len(form) <= LONGEST]


def _day(comment: Any) -> date:
    return timezone.localdate(comment.created_at)


def _status(status: str) -> str:
    return f"@status{status}"


def _story(article_pk: int) -> str:
    return f"@story{article_pk}"


def _network(network: str) -> str:
    return f"@net{network.encode().hex()}"


def _reason(reason: str) -> str:
    return f"@why{reason.replace('_', '')}"


def _same(fingerprint: str) -> str:
    return f"@same{fingerprint}"


def _cut(typed: str) -> str:
    try:
        return cut(str(ipaddress.ip_address(typed)))
    except ValueError:
        return "?"  # of no comment


# Writing


def enter(comments: Sequence[Any], entry: Any = CommentSearchEntry, log: Any = CommentLog) -> None:
    """Let comments be found as they stand now; deleted ones no more. Two queries, or three.

    Args:
        entry, log: a migration's models.
    """
    gone = [comment.pk for comment in comments if comment.status == Status.DELETED]
    if gone:
        entry.objects.filter(pk__in=gone).delete()
    there = [comment for comment in comments if comment.status != Status.DELETED]
    against = [comment.pk for comment in there if comment.status in {Status.REFUSED, Status.HIDDEN}]
    steps = log.objects.filter(comment__in=against).exclude(reason="").order_by("pk") if against else log.objects.none()
    reasons = dict(steps.values_list("comment", "reason"))
    entry.objects.bulk_create(
        [
            entry(
                comment_id=comment.pk,
                status=comment.status,
                fingerprint=fingerprint(comment.text),
                network=comment.network,
                terms=terms_of(comment, reasons.get(comment.pk, "")),
            )
            for comment in there
        ],
        update_conflicts=True,
        unique_fields=["comment"],
        update_fields=["status", "fingerprint", "network", "terms"],
    )


def rebuild(comment: Any = Comment, entry: Any = CommentSearchEntry, log: Any = CommentLog) -> Iterator[int]:
    """Let all comments be found, the oldest first; gives after each batch how many it was."""
    entry.objects.exclude(comment__in=comment.objects.exclude(status=Status.DELETED)).delete()
    keys = comment.objects.exclude(status=Status.DELETED).order_by("pk").values_list("pk", flat=True)
    for batch in batched(list(keys), BATCH):
        with transaction.atomic():
            if comment is Comment:  # the site is running: nobody changes one between its reading and its entry
                Discussion.objects.lock_all(set(Comment.objects.filter(pk__in=batch).values_list("article", flat=True)))
            enter(list(comment.objects.filter(pk__in=batch)), entry, log)
        yield len(batch)


# Piles


def same_text(comment: Comment, limit: int) -> list[int]:
    """The keys of comments in the same status that say the same, the oldest first, the comment itself among them."""
    same = fingerprint(comment.text)
    if not same:
        return [comment.pk]
    found = CommentSearchEntry.objects.filter(status=comment.status, fingerprint=same).order_by("pk")
    keys = list(found.values_list("pk", flat=True)[:limit])
    return keys if comment.pk in keys else [comment.pk, *keys[: limit - 1]]


def sizes(comments: Iterable[Comment]) -> tuple[dict[str, int], dict[str, int]]:
    """How many comments that are held say the same as one of these, and share its network: two queries.

    Args:
        comments: of which those count that are held themselves.
    """
    held = [comment for comment in comments if comment.status == Status.HELD]
    same = {fingerprint(comment.text) for comment in held}
    return _sizes("fingerprint", same - {""}), _sizes("network", {comment.network for comment in held} - {""})


def _sizes(column: str, values: set[str]) -> dict[str, int]:
    entries = CommentSearchEntry.objects.filter(**{"status": Status.HELD, f"{column}__in": values}).order_by()
    return dict(entries.values_list(column).annotate(number=Count("pk")))
