"""What may happen to a comment, a function for each. Nothing else assigns `Comment.status`.

Every function locks the discussion of the story first, so that all who change the comments of one story do so in
turn: counts and the shape of threads change in the transaction that changes a comment, and so does the page cache.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.addresses import cut
from accounts.standing import public_name
from articles.models import Article
from articles.reading import cache_tags
from pagecache import invalidate, wait_for_edge

from . import limits, screening, search
from .database_rules import FORMER_READER
from .models import DEEPEST, Comment, CommentLog, Discussion, Letter, Like, ReplyNotice, Status
from .normalise import clean

EDITABLE_FOR = timedelta(minutes=5)
STATUS_BY_DECISION = {"publish": Status.PUBLISHED, "hold": Status.HELD, "refuse": Status.REFUSED}
DECIDED = "Komentar ini sudah diputuskan redaksi, jadi tidak dapat disunting lagi."
TOO_LATE = "Waktu menyunting, lima menit sejak dikirim, sudah lewat."
AUTOMATIC = "Otomatis"  # who acts when nobody does


class NotPossible(Exception):  # noqa: N818
    """Not now: what became of the comment stands in the way (HTTP 409). Its text is for readers."""


def write(
    article: Article,
    *,
    author: User,
    text: str,
    form_key: UUID,
    reply_to: Comment | None = None,
    address: str | None = None,
    limited_by: Sequence[limits.Limit] = (),
    now: datetime | None = None,
) -> Comment:
    """Take in a new comment, screened. A form that was sent before gives the comment that it made then.

    Args:
        form_key: what tells this form from every other.
        address: of the sender (`client_address`).
        limited_by: counted, all or none, if a comment comes about.

    Raises:
        limits.LimitReached: nothing is stored.
        NotPossible: what is answered is no longer public; nothing is stored.
    """
    now = now or timezone.now()
    text = clean(text)
    verdict = screening.screen(text, author=author, article=article, now=now)
    with transaction.atomic():
        Discussion.objects.locked(article.pk)
        if sent_before := Comment.objects.filter(form_key=form_key, author=author).first():
            return sent_before
        limits.take(limited_by, now)
        comment = Comment(
            article=article,
            author=author,
            author_name=public_name(author),
            from_newsroom=author.is_staff,
            text=text,
            status=STATUS_BY_DECISION[verdict.decision],
            findings=verdict.findings,
            risk=verdict.risk,
            form_key=form_key,
            # Never before what it answers, even where two machines' clocks differ: threads are read in this order.
            created_at=max(now, reply_to.created_at) if reply_to else now,
            address=address,
            network=cut(address) if address else "",
            **_place(reply_to),
        )
        if comment.is_published:
            comment.published_at, comment.has_place = now, True
        comment.save(force_insert=True)
        _log(comment, "write", by=author, now=now)
        search.enter([comment])
        _settle(comment, was_public=False, had_place=False)
    return comment


@dataclass(eq=False)
class OldComment:
    """A comment that somebody without an account here wrote on another site.

    Attributes:
        is_public: whether readers saw it there; otherwise it waits for a moderator.
        key: stands where a form's key would: the same key makes one comment.
        reply_to: of the same story; it may come with this one.
        made: what it became.
    """

    article_id: int
    name: str
    text: str
    is_public: bool
    at: datetime
    key: UUID
    reply_to: Comment | OldComment | None = None
    made: Comment | None = None

    @property
    def answered(self) -> Comment | None:
        return self.reply_to.made if isinstance(self.reply_to, OldComment) else self.reply_to

    @property
    def can_be_made(self) -> bool:
        return self.reply_to is None or self.answered is not None


def move_in(comments: Sequence[OldComment]) -> None:
    """Take over many comments, in a constant number of queries for each level of answers among them.

    Raises:
        ValueError: they answer each other in a circle.
    """
    with transaction.atomic():
        Discussion.objects.lock_all({one.article_id for one in comments})
        keys = [one.key for one in comments]
        before = {one.form_key: one for one in Comment.objects.filter(form_key__in=keys).select_related("parent")}
        waiting = list(comments)
        while waiting:
            ready = [one for one in waiting if one.can_be_made]
            if not ready:
                raise ValueError("comments answer each other in a circle")
            _make(ready, before)
            waiting = [one for one in waiting if one.made is None]
        _recount([one.made for one in comments if one.made and one.key not in before])


def _make(comments: Sequence[OldComment], before: dict[UUID, Comment]) -> None:
    new: list[Comment] = []
    for one in comments:
        one.made = before.get(one.key) or _of_another_site(one)
        if one.key not in before:
            new.append(one.made)
    Comment.objects.bulk_create(new)
    search.enter(new)
    now = timezone.now()
    CommentLog.objects.bulk_create(
        CommentLog(comment=one, action="move_in", to_status=one.status, by_name=name_in_log(None), at=now)
        for one in new
    )


def _of_another_site(old: OldComment) -> Comment:
    answered = old.answered
    comment = Comment(
        article_id=old.article_id,
        author_name=clean(old.name)[:80] or "Tanpa nama",
        text=clean(old.text),
        status=Status.PUBLISHED if old.is_public else Status.HELD,
        form_key=old.key,
        created_at=max(old.at, answered.created_at) if answered else old.at,
        **(_below(answered) if answered else {}),
    )
    if comment.is_published:
        comment.published_at, comment.has_place = comment.created_at, True
    return comment


def _recount(made: Sequence[Comment]) -> None:
    """Count new comments below what they answer, the deepest first, and below their stories."""
    placed = Comment.objects.filter(parent=OuterRef("pk"), has_place=True).order_by()
    parents = {one.parent_id for one in made if one.parent_id}
    for depth in reversed(range(DEEPEST)):
        level = Comment.objects.filter(pk__in=parents, depth=depth)
        parents |= set(level.exclude(parent=None).values_list("parent", flat=True))
        level.update(placed_children=Coalesce(_number_of(placed, "parent"), 0))
        level.filter(placed_children__gt=0).update(has_place=True)
    public = Comment.objects.filter(article=OuterRef("pk"), status=Status.PUBLISHED).order_by()
    articles = {one.article_id for one in made if one.is_published}
    Discussion.objects.filter(pk__in=articles).update(public_comments=Coalesce(_number_of(public, "article"), 0))
    invalidate(*map(cache_tags.comments, articles))


def _number_of(comments: QuerySet[Comment], of: str) -> Subquery:
    return Subquery(comments.values(of).annotate(number=Count("pk")).values("number"))


def edit(comment: Comment, *, by: User, text: str, now: datetime | None = None) -> Comment:
    """The writer's own second thoughts, within EDITABLE_FOR and screened like a new comment.

    Raises:
        PermissionDenied: somebody else's comment.
        NotPossible: too late.
    """
    now = now or timezone.now()
    text = clean(text)
    verdict = screening.screen(text, author=by, article=comment.article, now=now, comment=comment)
    with _changing(comment) as locked:
        if not may_edit(by, locked, now):
            raise NotPossible(why_not_editable(locked))
        if text != locked.text:
            before, locked.text, locked.edited_at = locked.text, text, now
            locked.findings, locked.risk = verdict.findings, verdict.risk
            old_status = _move(locked, STATUS_BY_DECISION[verdict.decision], now)
            _log(locked, "edit", by=by, now=now, from_status=old_status, text_before=before, text_after=text)
    return locked


def delete_own(comment: Comment, *, by: User, now: datetime | None = None) -> Comment:
    """Take back one's own comment; the newsroom's log keeps what it said.

    Raises:
        PermissionDenied: somebody else's comment.
    """
    now = now or timezone.now()
    with _changing(comment) as locked:
        if locked.author_id != by.pk:
            raise PermissionDenied
        if locked.status != Status.DELETED:
            _delete(locked, by, now)
    return locked


def decide(
    comment: Comment,
    status: str,
    *,
    action: str,
    by: User | None,
    reason: str = "",
    note: str = "",
    now: datetime | None = None,
) -> Comment:
    """Give a comment another status. Who may is the caller's business (`moderation`).

    Args:
        action: what the log calls it, such as "approve".
        by: nobody if it happens by rule, such as when a complaint's time runs out.
        reason: a code.

    Raises:
        NotPossible: deleted, or somebody else has just decided the same.
    """
    now = now or timezone.now()
    with _changing(comment) as locked:
        if locked.status == Status.DELETED:
            raise NotPossible("Komentar ini sudah dihapus penulisnya.")
        if locked.status == status:
            raise NotPossible(f"Komentar ini sudah {locked.get_status_display().lower()}.")
        old_status = _move(locked, Status(status), now)
        _log(locked, action, by=by, now=now, from_status=old_status, reason=reason, note=note)
    return locked


def edit_by_newsroom(
    comment: Comment, *, by: User, text: str, reason: str = "", note: str = "", now: datetime | None = None
) -> Comment:
    """Change the words of somebody else; readers see that it was done, the log keeps the original (PMS 3d).

    Raises:
        NotPossible: deleted.
    """
    now = now or timezone.now()
    with _changing(comment) as locked:
        if locked.status == Status.DELETED:
            raise NotPossible("Komentar ini sudah dihapus penulisnya.")
        before, locked.text, locked.edited_by_newsroom = locked.text, clean(text), True
        words = {"text_before": before, "text_after": locked.text}
        _log(locked, "newsroom_edit", by=by, now=now, from_status=locked.status, reason=reason, note=note, **words)
    return locked


def feature(comment: Comment, *, by: User, featured: bool, now: datetime | None = None) -> Comment:
    with _changing(comment) as locked:
        if locked.featured != featured:
            locked.featured = featured
            action = "feature" if featured else "unfeature"
            _log(locked, action, by=by, now=now or timezone.now(), from_status=locked.status)
    return locked


def note(
    comment: Comment, *, action: str, by: User | None, reason: str = "", note: str = "", now: datetime | None = None
) -> Comment:
    """Put a step in the log that leaves the comment as it is."""
    with _changing(comment) as locked:
        _log(locked, action, by=by, now=now or timezone.now(), from_status=locked.status, reason=reason, note=note)
        if reason:
            search.enter([locked])  # which is found by it
    return locked


def hide_from(comment: Comment, moment: datetime | None) -> Comment:
    """Let readers no longer see a comment from a moment on, or go on seeing it."""
    with _changing(comment) as locked:
        locked.hide_at = moment if locked.is_published else None
        invalidate(cache_tags.comments(locked.article_id), cache_tags.agenda())
    return locked


def like(comment: Comment, *, by: User) -> int:
    """Count somebody's liking, once. Gives how many there are now.

    Raises:
        NotPossible: one's own comment, or one that is not public.
    """
    with _changing(comment) as locked:
        if not locked.is_public or locked.author_id == by.pk:
            raise NotPossible("Komentar ini tidak dapat disukai.")
        _, is_new = Like.objects.get_or_create(comment=locked, user=by)
        locked.likes += is_new
    return locked.likes


def unlike(comment: Comment, *, by: User) -> int:
    with _changing(comment) as locked:
        gone, _ = Like.objects.filter(comment=locked, user=by).delete()
        locked.likes -= gone
    return locked.likes


def forget(user: User, keep_comments: bool) -> None:
    """Take a reader who leaves out of the comments, before the account goes.

    Args:
        keep_comments: whether the comments stay, as of a former reader; otherwise their words go everywhere.
    """
    now = timezone.now()
    with transaction.atomic():
        liked = list(Comment.objects.filter(liked_by__user=user))
        own = list(Comment.objects.of(user))
        # All locks first and in one order, so that two who leave at once do not wait for each other.
        for article_pk in sorted({comment.article_id for comment in liked + own}):
            Discussion.objects.locked(article_pk)
        for comment in liked:
            unlike(comment, by=user)
        for comment in own:
            with _changing(comment) as locked:
                if not keep_comments and locked.status != Status.DELETED:
                    _delete(locked, user, now)
                locked.author, locked.author_name = None, FORMER_READER
                locked.address, locked.network = None, ""
            if not keep_comments:
                CommentLog.objects.filter(comment=comment).update(text_before="", text_after="")
                Comment.objects.filter(pk=comment.pk).update(findings=[])
        CommentLog.objects.filter(by=user).update(by=None, by_name=FORMER_READER)


def may_edit(user: User, comment: Comment, now: datetime | None = None) -> bool:
    """Whether the writer may still change the words."""
    if comment.author_id != user.pk:
        raise PermissionDenied
    now = now or timezone.now()
    return comment.status in {Status.PUBLISHED, Status.HELD} and now - comment.created_at < EDITABLE_FOR


def why_not_editable(comment: Comment) -> str:
    """Why its writer can no longer change the words, as a sentence."""
    return TOO_LATE if comment.status in {Status.PUBLISHED, Status.HELD} else DECIDED


def name_in_log(by: User | None) -> str:
    """The newsroom knows its own people by their real name, readers by the one they chose."""
    return public_name(by) if by else AUTOMATIC


def _place(reply_to: Comment | None) -> dict[str, Any]:
    """Where in a thread an answer stands: three levels, and what answers the third stands beside it."""
    if reply_to is None:
        return {}
    reply_to = Comment.objects.get(pk=reply_to.pk)
    if not reply_to.is_public:
        raise NotPossible("Komentar yang Anda balas sudah tidak tampil.")
    return _below(reply_to)


def _below(reply_to: Comment) -> dict[str, Any]:
    parent = reply_to.parent if reply_to.parent and reply_to.depth == DEEPEST else reply_to
    return {"reply_to": reply_to, "parent": parent, "root_id": reply_to.thread_root, "depth": parent.depth + 1}


@contextmanager
def _changing(comment: Comment) -> Iterator[Comment]:
    """The row as it is now, locked with its discussion; saved and settled at the end."""
    with transaction.atomic():
        Discussion.objects.locked(comment.article_id)
        locked = Comment.objects.select_for_update().get(pk=comment.pk)
        was_public, had_place, was_found_by = locked.is_published, locked.has_place, _found_by(locked)
        yield locked
        locked.has_place = locked.is_published or locked.placed_children > 0
        locked.save(force_update=True)
        if _found_by(locked) != was_found_by:
            search.enter([locked])
        _settle(locked, was_public, had_place)


def _found_by(comment: Comment) -> tuple[object, ...]:
    return comment.text, comment.status, comment.author_id, comment.author_name, comment.network, comment.findings


def _move(comment: Comment, status: Status, now: datetime) -> str:
    """Change the status; gives the one before."""
    before, comment.status = comment.status, status
    comment.hide_at = None
    Letter.objects.filter(about__comment=comment).delete()  # what they tell is over
    if status == Status.PUBLISHED:
        comment.published_at = comment.published_at or now
    return before


def _delete(comment: Comment, by: User, now: datetime) -> None:
    before, comment.text, comment.featured = comment.text, "", False
    old_status = _move(comment, Status.DELETED, now)
    _log(comment, "delete", by=by, now=now, from_status=old_status, text_before=before)


def _settle(comment: Comment, was_public: bool, had_place: bool) -> None:
    """Count a comment where it has become public or has ceased to be, and tell the page cache."""
    if comment.is_published != was_public:
        one = 1 if comment.is_published else -1
        Discussion.objects.filter(pk=comment.article_id).update(public_comments=F("public_comments") + one)
    if comment.has_place != had_place and comment.parent_id:
        _count_child(comment.parent_id, 1 if comment.has_place else -1)
    if comment.is_published and not was_public:
        _give_notice(comment)
    if comment.is_published or was_public:
        invalidate(cache_tags.comments(comment.article_id))
    if was_public and not comment.is_published:
        wait_for_edge()


def _count_child(parent_pk: int, one: int) -> None:
    """A place below another has come or gone, which may give that one a place or take it."""
    parent = Comment.objects.get(pk=parent_pk)
    had_place = parent.has_place
    parent.placed_children += one
    parent.has_place = parent.is_published or parent.placed_children > 0
    parent.save(update_fields=["placed_children", "has_place"])
    if parent.has_place != had_place and parent.parent_id:
        _count_child(parent.parent_id, one)


def _give_notice(comment: Comment) -> None:
    """Put down that whoever was answered should hear of it, once however often the reply comes and goes."""
    answered = comment.reply_to.author_id if comment.reply_to else None
    if answered and answered != comment.author_id:
        notice = ReplyNotice(comment=comment, recipient_id=answered, due_at=timezone.now())
        ReplyNotice.objects.bulk_create([notice], ignore_conflicts=True)


def _log(comment: Comment, action: str, *, by: User | None, now: datetime, from_status: str = "", **more: str) -> None:
    CommentLog.objects.create(
        comment=comment,
        action=action,
        from_status=from_status,
        to_status=comment.status,
        by=by,
        by_name=name_in_log(by),
        at=now,
        **more,
    )
