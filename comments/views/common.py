"""What the pages about comments share."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import get_object_or_404
from django.utils import timezone

from accounts.addresses import client_address, sender_of
from articles.models import Edition
from comments import lifecycle
from comments.limits import Limit
from comments.models import Comment, Like, Status
from comments.threads import ThreadEntry

SPAN = timedelta(minutes=10)
PERSONAL = "private, no-store"
TOO_OFTEN = "Terlalu sering dalam waktu singkat. Tulisan Anda masih ada: coba lagi {} lagi."


def live_edition(article_pk: int) -> Edition:
    """The story as readers have it.

    Raises:
        Http404: they do not, or no longer.
    """
    editions = Edition.objects.listed().filter(article=article_pk).select_related("section__parent")
    edition: Edition = get_object_or_404(editions.defer("body"))
    return edition


def session_user(request: HttpRequest) -> User | None:
    """Who asks. Somebody without a session has none looked up, so that their page is everybody's."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
        return None
    return request.user


def own_comment(request: HttpRequest, story: int, pk: int) -> Comment:
    """The comment, if the signed_in wrote it.

    Raises:
        Http404: it is somebody else's, deleted, or not there.
    """
    live_edition(story)
    return own_of(request, story, pk)


def own_of(request: HttpRequest, story: int, pk: int) -> Comment:
    """As `own_comment`, also where the story is no longer public."""
    comment: Comment = get_object_or_404(
        Comment.objects.of(request.user).exclude(status=Status.DELETED), pk=pk, article=story
    )
    return comment


def personal(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = PERSONAL
    return response


def to_sign_in(request: HttpRequest, back_to: str) -> HttpResponse:
    return personal(redirect_to_login(back_to))


class _Check(CsrfViewMiddleware):
    def _reject(self, request: HttpRequest, reason: str) -> Any:
        return reason


def is_forged(request: HttpRequest) -> bool:
    """What Django's middleware asks before every view, asked by one that must not lose what was typed."""
    check = _Check(lambda _request: HttpResponse())
    check.process_request(request)
    return check.process_view(request, cast(Any, None), (), {}) is not None


def limits_of_writing(request: HttpRequest, user: User, article_pk: int) -> list[Limit]:
    return [
        Limit("account", str(user.pk), settings.KATEID_COMMENTS_PER_ACCOUNT, SPAN),
        Limit("address", sender_of(client_address(request)), settings.KATEID_COMMENTS_PER_ADDRESS, SPAN),
        Limit("story", str(article_pk), settings.KATEID_COMMENTS_PER_STORY, SPAN),
    ]


def too_often(retry_after: int) -> str:
    wait = f"{retry_after} detik" if retry_after < 60 else f"{-(-retry_after // 60)} menit"
    return TOO_OFTEN.format(wait)


def everything_in(entries: Iterable[ThreadEntry]) -> list[Comment]:
    found = []
    for entry in entries:
        found += [entry.comment] if entry.comment else []
        found += everything_in(entry.answers)
    return found


def marks_of(user: User, comments: Iterable[Comment], *, may_write: bool) -> dict[str, set[int]]:
    """What is personal about comments: which are one's own, which of them may still be edited, which one likes."""
    now, shown = timezone.now(), list(comments)
    own = [comment for comment in shown if comment.author_id == user.pk]
    liked = Like.objects.filter(user=user, comment__in=[comment.pk for comment in shown])
    return {
        "own": {comment.pk for comment in own},
        "editable": {comment.pk for comment in own if may_write and lifecycle.may_edit(user, comment, now)},
        "liked": set(liked.values_list("comment", flat=True)),
    }
