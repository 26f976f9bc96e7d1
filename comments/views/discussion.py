"""The comments of one story: everybody's list, and the form for who is signed in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

import pagecache
from accounts.addresses import client_address, sender_of
from accounts.honeypot import OLD
from accounts.standing import obstacles, public_name
from articles.models import Edition
from articles.reading import cache_tags
from comments import drafts, lifecycle, limits, waiting
from comments.forms import CommentForm
from comments.models import Comment, Status
from comments.nudge import nudge
from comments.threads import (
    NEWEST,
    NOBODYS,
    OLDEST,
    ORDERS,
    DiscussionView,
    ThreadEntry,
    cursor_of,
    discussion_view,
    one_answer,
    page_of_answers,
    page_of_threads,
)

from .common import (
    SPAN,
    everything_in,
    is_forged,
    limits_of_writing,
    live_edition,
    marks_of,
    personal,
    session_user,
    to_sign_in,
    too_often,
)

FRAGMENT = "X-Fragment"  # sent by static/js/comments.js, which wants the form alone
MOST_NUDGES = 10  # in SPAN
MOST_KNOWN = 500  # of one's own and liked comments on one story, that a page marks
ANSWERS: dict[str, str] = {
    Status.PUBLISHED: "Komentar Anda sudah tampil.",
    Status.HELD: "Komentar Anda sudah kami terima dan menunggu diperiksa moderator.",
}


def answer_to(comment: Comment) -> str:
    """What its writer is told of a comment that was just taken in."""
    return ANSWERS.get(comment.status) or waiting.sentence_of(comment)


@csrf_exempt  # asked below, by a page that gives back what was typed
@require_http_methods(["GET", "HEAD", "POST"])
def discussion(request: HttpRequest, story: int) -> HttpResponse:
    """The page of a story's comments, and where the form is sent to."""
    edition = live_edition(story)
    found = discussion_view(edition, timezone.now())
    if request.method == "POST":
        return _write(request, edition, found)
    order = ORDERS.get(request.GET.get("urut", ""), NEWEST)
    user = session_user(request)
    form = _empty_form(request, user, story) if user else None
    return _page(request, edition, found, form=form, order=order.name)


@require_safe
def thread(request: HttpRequest, story: int, pk: int) -> HttpResponse:
    """One comment with what stands above and below it, and the form to answer it."""
    edition = live_edition(story)
    user = session_user(request)
    if user and Comment.objects.of(user).filter(pk=pk, article=story, has_place=False).exists():
        return personal(redirect(f"{reverse('comments:discussion', args=[story])}#komentar-{pk}"))
    comments = Comment.objects.placed().filter(article=story).select_related("root", "parent")
    comment: Comment = get_object_or_404(comments, pk=pk)
    threads = page_of_answers(comment, cursor_of(request, OLDEST)) if comment.root is None else one_answer(comment)
    found = discussion_view(edition, timezone.now())
    form = _empty_form(request, user, story, answered=comment) if user else None
    focus: dict[str, Any] = {"threads": threads, "focus": ThreadEntry.of(comment), "thread_root": comment.thread_root}
    return _page(request, edition, found, form=form, **focus)


@require_safe
def form(request: HttpRequest, story: int) -> HttpResponse:
    """The form alone, and what is personal about the comments that the page shows; nothing for a stranger."""
    edition = live_edition(story)
    user = session_user(request)
    if user is None:
        return personal(HttpResponse(status=204))
    context = {
        "edition": edition,
        "discussion": discussion_view(edition, timezone.now()),
        **_of_person(user, story, list(Comment.objects.public().known_to(user, story)[:MOST_KNOWN])),
        "form": _empty_form(request, user, story),
    }
    return personal(render(request, "comments/form.html", context))


def _write(request: HttpRequest, edition: Edition, found: DiscussionView) -> HttpResponse:
    user, story = session_user(request), edition.article_id
    if is_forged(request):
        return _again(request, edition, found, user, OLD, status=403)
    if user is None:
        return _put_aside(request, edition, found)
    if obstacles(user):
        drafts.store(request, story)
        return _again(request, edition, found, user, "", status=403)
    if not found.is_open:
        return _again(request, edition, found, user, found.closed_because, status=409)
    if waiting.barred(user, timezone.now()):
        return _again(request, edition, found, user, "", status=403)
    form = CommentForm(user, story, request.POST)
    if not form.is_valid():
        return _page(request, edition, found, form=form, status=400)
    if told := _nudge(user, edition, form):
        form.is_nudged = True
        return _page(request, edition, found, form=form, status=422, problem=told)
    try:
        comment = lifecycle.write(
            edition.article,
            author=user,
            text=form.cleaned_data["text"],
            reply_to=form.cleaned_data["reply_to"],
            form_key=form.cleaned_data["ticket"],
            address=client_address(request),
            limited_by=limits_of_writing(request, user, story),
        )
    except limits.LimitReached as reached:
        response = _again(request, edition, found, user, too_often(reached.retry_after), status=429)
        response.headers["Retry-After"] = str(reached.retry_after)
        return response
    except lifecycle.NotPossible as error:
        return _again(request, edition, found, user, str(error), status=409)
    drafts.forget(request, story)
    return _done(request, edition, found, user, comment)


def _nudge(user: User, edition: Edition, form: CommentForm) -> str:
    """What to say, once, before a comment is taken that would be held for its tone; not to who tries many."""
    if form.cleaned_data["nudged"]:
        return ""
    now = timezone.now()
    told = nudge(form.cleaned_data["text"], user, edition.article, now)
    if told:
        try:
            limits.take([limits.Limit("nudge", str(user.pk), MOST_NUDGES, SPAN)], now)
        except limits.LimitReached:
            return ""
    return told


def _put_aside(request: HttpRequest, edition: Edition, found: DiscussionView) -> HttpResponse:
    """Somebody whose session has ended signs in first, and finds the words here again."""
    story = edition.article_id
    try:
        limits.take([limits.Limit("draft", sender_of(client_address(request)), 10, SPAN)], timezone.now())
    except limits.LimitReached as reached:
        response = _again(request, edition, found, None, too_often(reached.retry_after), status=429)
        response.headers["Retry-After"] = str(reached.retry_after)
        return response
    drafts.store(request, story)
    return to_sign_in(request, f"{reverse('comments:discussion', args=[story])}#tulis-komentar")


def _done(request: HttpRequest, edition: Edition, found: DiscussionView, user: User, comment: Comment) -> HttpResponse:
    sentence = answer_to(comment)
    if FRAGMENT in request.headers:
        context = {
            "edition": edition,
            "discussion": found,
            "form": CommentForm(user, edition.article_id),
            "said": sentence,
            "entry": ThreadEntry.of(comment) if comment.is_public else None,
            **_of_person(user, edition.article_id, [comment]),
        }
        return personal(render(request, "comments/form.html", context))
    messages.success(request, sentence)
    if comment.is_public:
        return personal(redirect(f"{comment.get_absolute_url()}#komentar-{comment.pk}"))
    return personal(redirect(f"{reverse('comments:discussion', args=[edition.article_id])}#komentar-{comment.pk}"))


def _empty_form(request: HttpRequest, user: User, story: int, answered: Comment | None = None) -> CommentForm:
    """The form as somebody first sees it: with what they could not send before, if there is anything."""
    draft = drafts.stored(request, story)
    initial: dict[str, Any] = {"text": draft["text"], "reply_to": draft["reply_to"]} if draft else {}
    if answered and answered.is_public:
        initial["reply_to"] = answered.pk
    return CommentForm(user, story, initial=initial)


def _again(
    request: HttpRequest, edition: Edition, found: DiscussionView, user: User | None, sentence: str, status: int
) -> HttpResponse:
    """The page with what was typed, and why it was not taken."""
    form = CommentForm(user, edition.article_id, request.POST) if user else None
    kept = {"problem": sentence, "typed": request.POST.get("text", "")[: drafts.LONGEST]}
    return _page(request, edition, found, form=form, status=status, **kept)


def _page(
    request: HttpRequest,
    edition: Edition,
    found: DiscussionView,
    *,
    form: CommentForm | None,
    status: int = 200,
    order: str = NEWEST.name,
    **more: Any,
) -> HttpResponse:
    user = session_user(request)
    context = {"edition": edition, "discussion": found, "orders": ORDERS.values(), "form": form, **more}
    if FRAGMENT in request.headers:
        return personal(
            render(request, "comments/form.html", context | _of_person(user, edition.article_id, []), status=status)
        )
    if "threads" not in context:
        context["threads"] = page_of_threads(edition.article_id, ORDERS[order], cursor_of(request, ORDERS[order]))
    context |= _of_person(user, edition.article_id, everything_in(context["threads"].entries))
    response = render(request, "comments/discussion.html", context, status=status)
    if user is None and request.method != "POST":
        pagecache.depends_on(request, cache_tags.story(edition.article_id), cache_tags.comments(edition.article_id))
        return response
    return personal(response)


def _of_person(user: User | None, story: int, shown: list[Comment]) -> dict[str, Any]:
    """What a page shows to one person alone; the page is then kept by no cache (`personal`)."""
    if user is None:
        return {"person": None, **NOBODYS}
    now = timezone.now()
    in_the_way, barred = obstacles(user), waiting.barred(user, now)
    may_write = not in_the_way and not barred
    return {
        "person": user,
        "name": public_name(user),
        "obstacles": in_the_way,
        "barred": barred,
        "waiting": waiting.of(user, story, now, may_write=may_write),
        **marks_of(user, shown, may_write=may_write),
    }
