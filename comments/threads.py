"""What readers see of the comments of a story: threads, a page of them at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.conf import settings
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.http import HttpRequest

from adminkit.keyset import BrokenToken, Cursor, Keyset
from articles.models import Article, Edition
from articles.querysets import EditionQuerySet
from articles.reading.below_story import Below

from . import querysets
from .models import Comment, Discussion, DiscussionState, Status

THREADS = 20  # on a page of a story's comments
FEATURED = 3  # threads that the newsroom chose, before the newest
ANSWERS = 10  # shown with each; the thread's own page has all
ANSWERS_OF_ONE = 50  # on a page of one thread


@dataclass(frozen=True)
class Order:
    name: str  # in the address
    label: str
    keyset: Keyset


NEWEST = Order("terbaru", "Terbaru", querysets.NEWEST)
OLDEST = Order("terlama", "Terlama", querysets.OLDEST)
MOST_LIKED = Order("disukai", "Paling disukai", querysets.MOST_LIKED)
ORDERS = {order.name: order for order in (NEWEST, OLDEST, MOST_LIKED)}


@dataclass
class ThreadEntry:
    """A comment as a page prints it, or the empty place that one left: then there is no comment to print."""

    pk: int
    depth: int
    comment: Comment | None
    sentence: str = ""  # what stands in an empty place
    answers_to: str = ""  # whom a comment answers, where the place does not say it
    answers: list[ThreadEntry] = field(default_factory=list)
    has_more: bool = False

    @classmethod
    def of(cls, comment: Comment) -> ThreadEntry:
        if comment.is_public:
            return cls(comment.pk, comment.depth, comment)
        deleted = comment.status == Status.DELETED
        return cls(comment.pk, comment.depth, None, "Komentar dihapus" if deleted else "Komentar ini tidak ditampilkan")


@dataclass(frozen=True)
class ThreadPage:
    entries: Sequence[ThreadEntry]
    order: Order = NEWEST
    next: Cursor | None = None
    is_first: bool = True


@dataclass(frozen=True)
class DiscussionView:
    """The comments of one story, as far as they are the same for everybody."""

    article_pk: int
    count: int
    message: str
    closed_because: str  # a sentence, "" while comments are open
    closes_at: datetime | None = None  # if they close by themselves

    @property
    def is_open(self) -> bool:
        return not self.closed_because


def with_discussion(editions: EditionQuerySet, now: datetime) -> EditionQuerySet:
    """Editions with what is set and counted for the comments of their stories, for `discussion_view_of`."""
    gone = Comment.objects.overdue(now).filter(article=OuterRef("article")).order_by().values("article")
    return editions.annotate(
        discussion_state=F("article__discussion__state"),
        discussion_message=F("article__discussion__message"),
        public_comments=F("article__discussion__public_comments"),
        overdue_comments=Subquery(gone.annotate(number=Count("pk")).values("number")),
    )


def discussion_view_of(edition: Any, now: datetime) -> DiscussionView:
    """The discussion below an edition that was read `with_discussion`."""
    state = edition.discussion_state or DiscussionState.BY_RULE
    because = closed_because(edition, state, now)
    closes_at = closing_time(edition) if not because and state == DiscussionState.BY_RULE else None
    count = (edition.public_comments or 0) - (edition.overdue_comments or 0)
    return DiscussionView(edition.article_id, count, edition.discussion_message or "", because, closes_at)


def discussion_view(edition: Edition, now: datetime) -> DiscussionView:
    """What is set and counted for a story's comments: one query."""
    return discussion_view_of(with_discussion(Edition.objects.filter(pk=edition.pk), now).get(), now)


def closed_because(edition: Edition, state: str, now: datetime) -> str:
    """Why nobody may comment on a story, as a sentence; "" if everybody may."""
    if settings.KATEID_COMMENTS == "closed":
        return "Kolom komentar sedang ditutup."
    if state == DiscussionState.OPEN:
        return ""
    if state == DiscussionState.CLOSED or edition.is_sensitive:
        return "Kolom komentar berita ini ditutup."
    closes_at = closing_time(edition)
    if closes_at and now >= closes_at:
        return f"Kolom komentar ditutup {settings.KATEID_COMMENTS_DAYS} hari sesudah berita terbit."
    return ""


def closing_time(edition: Edition) -> datetime | None:
    """When the comments of a story are closed by its age; None if they never are."""
    days = settings.KATEID_COMMENTS_DAYS
    return edition.published_at + timedelta(days=days) if days else None


# What is personal about a list of comments, for a page that is everybody's.
NOBODYS: dict[str, frozenset[int]] = {"own": frozenset(), "editable": frozenset(), "liked": frozenset()}


def below_story(edition: Edition, now: datetime) -> Below:
    """What a story's page prints below a story that was read `with_discussion`: two queries if there are comments."""
    found = discussion_view_of(edition, now)
    threads = page_of_threads(edition.article_id, NEWEST) if found.count else ThreadPage([])
    return Below({"discussion": found, "threads": threads, **NOBODYS}, valid_until=found.closes_at)


def cursor_of(request: HttpRequest, order: Order) -> Cursor | None:
    """After which comment the reader asks a list to begin. A broken token gives its first page."""
    try:
        return order.keyset.parse(request.GET.get("sesudah", ""))
    except BrokenToken:
        return None


def page_of_threads(article_pk: int, order: Order, after: Cursor | None = None) -> ThreadPage:
    """Threads with their first answers, of the newest those first that the newsroom chose.

    Three queries, however many comments there are; two in another order.
    """
    one_too_many = Comment.objects.placed().filter(root=OuterRef("pk")).oldest()[ANSWERS : ANSWERS + 1]
    threads = Comment.objects.threads_of(article_pk).annotate(cut_at=Subquery(one_too_many.values("created_at")))
    featured = list(threads.public().filter(featured=True).newest()[:FEATURED]) if order is NEWEST else []
    page = order.keyset.page(threads.exclude(pk__in=[root.pk for root in featured]), THREADS, after)
    roots = [*featured, *page.entries] if page.is_first else page.entries
    entries = tree([*roots, *_first_answers(roots)])
    for entry, root in zip(entries, roots, strict=True):
        entry.has_more = root.cut_at is not None
        entry.answers.sort(key=_is_chosen, reverse=True)
    return ThreadPage(entries, order, page.next, page.is_first)


def _is_chosen(entry: ThreadEntry) -> bool:
    """Whether an answer stands before the others of its thread: the newsroom's own, and what it chose."""
    return entry.comment is not None and (entry.comment.from_newsroom or entry.comment.featured)


def _first_answers(roots: Iterable[Comment]) -> Iterable[Comment]:
    conditions = [
        Q(root=root.pk, created_at__lt=cut_at) if (cut_at := root.cut_at) else Q(root=root.pk)  # type: ignore[attr-defined]
        for root in roots
    ]
    return Comment.objects.placed().filter(reduce(or_, conditions)).oldest() if conditions else ()


def page_of_answers(root: Comment, after: Cursor | None = None) -> ThreadPage:
    """One thread, its answers in the order in which they were written: at most two queries."""
    page = OLDEST.keyset.page(Comment.objects.placed().filter(root=root.pk), ANSWERS_OF_ONE, after)
    known = {root.pk, *(comment.pk for comment in page.entries)}
    # Of what a page before this one began: what the first answers here stand below.
    begun = {comment.parent_id for comment in page.entries} - known
    parents = Comment.objects.placed().filter(pk__in=begun).oldest() if begun else ()
    entries = tree([root, *parents, *page.entries])
    return ThreadPage(entries, OLDEST, page.next, page.is_first)


def one_answer(comment: Comment) -> ThreadPage:
    """An answer with what stands above it and the first of what stands below: one query for a loaded comment."""
    above = [entry for entry in (comment.root, comment.parent) if entry]
    below = list(Comment.objects.placed().filter(parent=comment.pk).oldest()[:ANSWERS_OF_ONE])
    return ThreadPage(tree([*dict.fromkeys(above), comment, *below]), OLDEST)


def tree(comments: Iterable[Comment]) -> list[ThreadEntry]:
    """The threads, and below each entry its answers; none comes before the one it stands below."""
    entries: dict[int, ThreadEntry] = {}
    tops: list[ThreadEntry] = []
    for comment in comments:
        entry = entries[comment.pk] = ThreadEntry.of(comment)
        above = entries.get(comment.parent_id or 0) or entries.get(comment.root_id or 0)
        (above.answers if above else tops).append(entry)
        answered = entries.get(comment.reply_to_id or 0)
        if entry.comment and answered and answered.comment and answered is not above:
            entry.answers_to = answered.comment.author_name
    return tops


def discussion_of(article: Article) -> Discussion:
    """What is set for a story, as it would be if nothing was."""
    return Discussion.objects.filter(pk=article.pk).first() or Discussion(article=article)
