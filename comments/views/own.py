"""What somebody does with a single comment: change one's own, take it back, like another's."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.people import signed_in
from accounts.standing import obstacles
from articles.models import Edition
from comments import lifecycle, limits, waiting
from comments.forms import EditForm
from comments.limits import Limit
from comments.models import Comment, Like
from comments.threads import ThreadEntry

from .common import SPAN, live_edition, own_comment, own_of, personal, session_user, to_sign_in, too_often
from .discussion import answer_to

MOST_LIKES = 60  # in SPAN
MOST_EDITS = 20


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, story: int, pk: int) -> HttpResponse:
    if session_user(request) is None:
        return to_sign_in(request, request.path)
    comment = own_comment(request, story, pk)
    form = EditForm(request.POST if request.method == "POST" else None, initial={"text": comment.text})
    context = {"comment": comment, "edition": live_edition(story), "form": form}
    status = 400
    if blocked := obstacles(signed_in(request)):
        context["problem"], status = blocked[0].sentence, 403
    elif barred := waiting.barred(signed_in(request), timezone.now()):
        context["problem"], status = barred, 403
    elif request.method != "POST":
        status = 200
        if not lifecycle.may_edit(signed_in(request), comment):
            context["problem"], status = lifecycle.why_not_editable(comment), 409
    elif form.is_valid():
        try:
            limits.take([Limit("edit", str(signed_in(request).pk), MOST_EDITS, SPAN)], timezone.now())
            comment = lifecycle.edit(comment, by=signed_in(request), text=form.cleaned_data["text"])
        except lifecycle.NotPossible as error:
            context["problem"], status = str(error), 409
        except limits.LimitReached as reached:
            context["problem"], status = too_often(reached.retry_after), 429
        else:
            messages.success(request, answer_to(comment))
            return personal(_back_to(comment))
    return personal(render(request, "comments/edit.html", context, status=status))


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, story: int, pk: int) -> HttpResponse:
    if session_user(request) is None:
        return to_sign_in(request, request.path)
    # Also where the story was retracted: whoever wrote below it may still take their words back.
    comment = own_of(request, story, pk)
    edition = Edition.objects.listed().filter(article=story).select_related("section__parent").defer("body").first()
    back_to = reverse("comments:discussion", args=[story]) if edition else reverse("account_data")
    if request.method == "POST":
        lifecycle.delete_own(comment, by=signed_in(request))
        messages.success(request, "Komentar Anda sudah dihapus.")
        return personal(redirect(back_to))
    context = {"comment": comment, "edition": edition, "back_to": back_to}
    return personal(render(request, "comments/delete.html", context))


@require_http_methods(["GET", "HEAD", "POST"])
def like(request: HttpRequest, story: int, pk: int) -> HttpResponse:
    """Like a comment, or no longer: what is posted as `suka` is 1 or 0."""
    user = session_user(request)
    if user is None:
        return to_sign_in(request, request.path)
    edition = live_edition(story)
    comment: Comment = get_object_or_404(Comment.objects.public(), pk=pk, article=story)
    wants_json = request.accepts("application/json") and not request.accepts("text/html")
    if request.method == "POST":
        liked = request.POST.get("suka") != "0"
        try:
            limits.take([Limit("like", str(user.pk), MOST_LIKES, SPAN)], timezone.now())
            likes = (lifecycle.like if liked else lifecycle.unlike)(comment, by=user)
        except limits.LimitReached as reached:
            return _refused(request, too_often(reached.retry_after), 429, comment, as_json=wants_json)
        except lifecycle.NotPossible as error:
            return _refused(request, str(error), 409, comment, as_json=wants_json)
        return personal(JsonResponse({"likes": likes, "liked": liked}) if wants_json else _back_to(comment))
    context = {"entry": ThreadEntry.of(comment), "comment": comment, "edition": edition}
    context["is_liked"] = Like.objects.filter(user=user, comment=comment).exists()
    return personal(render(request, "comments/like.html", context))


def _refused(request: HttpRequest, sentence: str, status: int, comment: Comment, *, as_json: bool) -> HttpResponse:
    if as_json:
        return personal(JsonResponse({"problem": sentence}, status=status))
    messages.error(request, sentence)
    return personal(_back_to(comment))


def _back_to(comment: Comment) -> HttpResponse:
    if comment.has_place:
        return redirect(f"{comment.get_absolute_url()}#komentar-{comment.pk}")
    return redirect("comments:discussion", comment.article_id)
