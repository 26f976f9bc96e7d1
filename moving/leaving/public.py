"""What readers may see at a moment, for every export but kateid's own: nothing else passes through here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone

from articles.models import (
    Article,
    Edition,
    EditionKind,
    LiveEntryEdition,
    Photo,
    Picture,
    Redirect,
    RedirectStatus,
    look_up_photos,
)
from articles.reading.live import every_entry
from articles.reading.story_page import TOLD_TO_READERS
from comments.models import Comment

from .report import Report

BATCH = 100
NOT_PUBLIC = "tidak tampil bagi pembaca"


@dataclass(frozen=True)
class Answer:
    """A public comment, below the nearest public one that it answers."""

    comment: Comment
    parent: int  # the key of that one, or 0


@dataclass(frozen=True)
class Story:
    """A story as readers have it.

    Attributes:
        edition: the live one.
        changes: what its readers were told of updates and corrections, oldest first.
        old_slugs: other last parts of its address that it had while it was public.
    """

    edition: Edition
    changes: list[Edition]
    old_slugs: list[str]
    answers: list[Answer] = field(default_factory=list)
    entries: list[LiveEntryEdition] = field(default_factory=list)  # of a live report, oldest first

    @property
    def pictures(self) -> list[Picture]:
        """Those that it shows, each photo once, the lead first."""
        lead = [self.edition.lead_picture] if self.edition.lead_picture else []
        of_entries = [entry.picture for entry in self.entries if entry.picture]
        shown = [*lead, *self.edition.inner, *self.edition.gallery_pictures, *of_entries]
        first: dict[int, Picture] = {}
        for picture in shown:
            first.setdefault(picture.photo.pk, picture)
        return list(first.values())


def stories(at: datetime, begun: datetime | None = None, ended: datetime | None = None) -> Iterator[Story]:
    """Every story that may stand in a list, by its key; retracted ones are none.

    Args:
        begun, ended: only those first published from the one moment on and before the other.
    """
    every = Edition.objects.listed(at).with_report().select_related("section__parent", "photo").order_by("article_id")
    if begun and ended:
        every = every.filter(published_at__gte=begun, published_at__lt=ended)
    batch = list(every[:BATCH])
    while batch:
        yield from _whole(batch, at)
        batch = list(every.filter(article_id__gt=batch[-1].article_id)[:BATCH])


def _whole(editions: Sequence[Edition], at: datetime) -> Iterator[Story]:
    look_up_photos(editions)
    keys = [edition.article_id for edition in editions]
    past: dict[int, list[Edition]] = defaultdict(list)
    for edition in Edition.objects.filter(article__in=keys).public_history(at).defer("body", "gallery"):
        past[edition.article_id].append(edition)
    answers = _answers(keys, at)
    reports = [edition.article_id for edition in editions if edition.is_live_report]
    entries = every_entry(reports) if reports else {}
    for edition in editions:
        history = past[edition.article_id]
        slugs = dict.fromkeys(old.slug for old in history if old.slug != edition.slug)
        told = [old for old in history if old.kind in TOLD_TO_READERS]
        yield Story(edition, told, list(slugs), answers[edition.article_id], entries.get(edition.article_id, []))


def _answers(keys: list[int], at: datetime) -> dict[int, list[Answer]]:
    found: dict[int, list[Answer]] = defaultdict(list)
    above = dict(Comment.objects.filter(article__in=keys).values_list("pk", "reply_to_id"))
    public = Comment.objects.public(at).filter(article__in=keys, created_at__lte=at).order_by("created_at", "pk")
    shown = {comment.pk: comment for comment in public}
    for comment in shown.values():
        parent = comment.reply_to_id
        while parent and parent not in shown:
            parent = above.get(parent)
        found[comment.article_id].append(Answer(comment, parent or 0))
    return found


def tell_stories(report: Report, at: datetime, taken: set[int], outside: str = "") -> None:
    """Note of every story and comment whether it went along.

    Args:
        taken: the keys of the stories that did.
        outside: why a public story did not.
    """
    live = dict(Edition.objects.live(at).values_list("article_id", "kind"))
    for pk, stage in Article.objects.order_by("pk").values_list("pk", "stage").iterator():
        if pk in taken:
            report.taken("story", pk)
        elif live.get(pk) == EditionKind.RETRACTION:
            report.skipped("story", pk, "dicabut")
        elif pk in live:
            report.skipped("story", pk, outside or NOT_PUBLIC)
        else:
            report.skipped("story", pk, f"{NOT_PUBLIC} ({stage})")


def tell_comments(report: Report, at: datetime, taken: set[int]) -> None:
    public = set(Comment.objects.public(at).values_list("pk", flat=True))
    for pk, article in Comment.objects.order_by("pk").values_list("pk", "article_id").iterator():
        if pk in public and article in taken:
            report.taken("comment", pk)
        else:
            report.skipped("comment", pk, NOT_PUBLIC if pk not in public else "naskahnya tidak dibawa")


def skip_comments(report: Report, reason: str) -> None:
    for pk in Comment.objects.order_by("pk").values_list("pk", flat=True).iterator():
        report.skipped("comment", pk, reason)


def tell_pictures(report: Report, taken: dict[int, str]) -> None:
    """Note of every photo whether it went along.

    Args:
        taken: why not, by key; "" for one that did.
    """
    for pk in Photo.objects.order_by("pk").values_list("pk", flat=True).iterator():
        if taken.get(pk) == "":
            report.taken("picture", pk)
        else:
            report.skipped("picture", pk, taken.get(pk, "tidak dipakai berita yang tampil"))


# Old addresses


@dataclass(frozen=True)
class OldAddress:
    """An address of ours that no page answers for, and what it leads to; nothing for what is gone."""

    path: str
    thing: Any = None  # an Edition, Section, Author or Tag
    elsewhere: str = ""


def old_addresses(at: datetime) -> Iterator[OldAddress]:
    """The redirects that lead readers somewhere, and the addresses of what is gone."""
    rows = Redirect.objects.for_answer().order_by("pk")
    batch = list(rows[:BATCH])
    while batch:
        keys = [row.article_id for row in batch if row.article_id]
        editions = {
            one.article_id: one
            for one in Edition.objects.live(at).filter(article__in=keys).select_related("section__parent")
        }
        for row in batch:
            edition = editions.get(row.article_id or 0)
            retracted = edition is not None and edition.kind == EditionKind.RETRACTION
            if row.status == RedirectStatus.GONE or retracted:
                yield OldAddress(row.path)
            elif thing := edition or row.section or row.author or row.tag:
                yield OldAddress(row.path, thing)
            elif row.target:
                yield OldAddress(row.path, elsewhere=row.target)
        batch = list(rows.filter(pk__gt=batch[-1].pk)[:BATCH])


def retracted_addresses(at: datetime) -> Iterator[str]:
    """Addresses of the notices of stories that were withdrawn."""
    notices = Edition.objects.live(at).filter(kind=EditionKind.RETRACTION).select_related("section")
    yield from (one.get_absolute_url() for one in notices.order_by("pk").iterator())


def local_time(moment: datetime) -> datetime:
    """On the newsroom's clock."""
    return timezone.localtime(moment, timezone.get_default_timezone())
