"""The public form for a reply or a correction, without an account and without JavaScript, and its status page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.addresses import client_address, sender_of
from articles.models import Edition
from comments import limits
from comments.limits import Limit, LimitReached
from comments.views.common import is_forged, personal, too_often
from kateid.absolute_urls import absolute

from . import replies, tickets
from .attachments import LONGEST_BODY
from .forms import FILES_ARE_NOT_KEPT, ReplyForm

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PER_SENDER, PER_SENDER_AND_DAY = 5, 15
LETTERS_PER_ADDRESS = 3  # a day: nobody's mailbox is filled by strangers who name it
FILES_OF_EVERYBODY = 100  # a day; by then the disk is somebody's target, and words alone still come in

FIELDS = ("kind", "story_named", "statement", "name", "capacity", "email", "phone")

TOO_LARGE = "Kiriman ini terlalu besar untuk dibaca. Kembali ke formulirnya, kurangi lampiran, lalu kirim lagi."
OLD = "Formulir ini tidak dikenali lagi. Tulisan Anda masih ada: periksa, lalu kirim sekali lagi."
TOO_MANY_FILES = (
    "Hari ini terlalu banyak lampiran yang masuk. Kirim permintaan Anda tanpa lampiran; redaksi akan memintanya."
)


@csrf_exempt  # asked below, by a page that gives back what was typed
@require_http_methods(["GET", "HEAD", "POST"])
def request_reply(request: HttpRequest) -> HttpResponse:
    """The form (UU 40/1999, articles 5 and 11; Pedoman Media Siber 4)."""
    if request.method != "POST":
        return _page(request, ReplyForm(initial=_about(request)))
    if int(request.META.get("CONTENT_LENGTH") or 0) > LONGEST_BODY:  # before anything of it is read
        return _page(request, ReplyForm(initial=_about(request)), TOO_LARGE, status=413)
    form = ReplyForm(request.POST, request.FILES)
    if is_forged(request):
        return _page(request, form, OLD, status=403)
    if not form.is_valid():
        return _page(request, form, status=400)
    now = timezone.now()
    try:
        limits.take(_limits_of(request, len(form.files_given)), now)
    except LimitReached as reached:
        problem = TOO_MANY_FILES if reached.limit.what.startswith("reply-file") else too_often(reached.retry_after)
        response = _page(request, form, problem, status=429)
        response.headers["Retry-After"] = str(reached.retry_after)
        return response
    fields = {name: form.cleaned_data[name] for name in FIELDS}
    made = replies.receive(
        form_key=form.cleaned_data["ticket"],
        files=form.files_given,
        by_mail=_may_write_to(form.cleaned_data["email"]),
        now=now,
        **fields,
    )
    return personal(redirect(tickets.status_url(made)))


@require_http_methods(["GET", "HEAD", "POST"])
def status(request: HttpRequest, ticket: str, secret: str) -> HttpResponse:
    """How far a request is, for whoever has its address; with what the letter brought, also to confirm the mailbox."""
    found = tickets.find(ticket, secret)
    if found is None:
        raise Http404
    proof = request.POST.get("surel", "") or request.GET.get("surel", "")
    has_mail = tickets.is_mailed(found, proof)
    if request.method == "POST":
        if has_mail:
            replies.confirm(found)
        return personal(redirect(tickets.status_url(found)))
    answer = Edition.objects.listed().filter(article=found.answer_id).select_related("section").first()
    may_confirm = has_mail and found.is_open and not found.is_confirmed
    context = {"asked": found, "answer": answer, "proof": proof if may_confirm else ""}
    return personal(render(request, "press/status.html", context))


def _page(request: HttpRequest, form: ReplyForm, problem: str = "", status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "problem": problem}
    if form.is_bound and any(request.FILES):
        context["files_note"] = FILES_ARE_NOT_KEPT
    return personal(render(request, "press/request.html", context, status=status))


def _about(request: HttpRequest) -> dict[str, str]:
    """The story that somebody came from, as its address."""
    number = request.GET.get("berita", "")
    story = replies.story_of(number, timezone.now()) if number.isdecimal() else None
    live = Edition.objects.live().filter(article=story).select_related("section").first() if story else None
    return {"story_named": absolute(live.get_absolute_url())} if live else {}


def _limits_of(request: HttpRequest, files: int) -> list[Limit]:
    sender = sender_of(client_address(request))
    found = [Limit("reply", sender, PER_SENDER, HOUR), Limit("reply-day", sender, PER_SENDER_AND_DAY, DAY)]
    # One for each file: all that a day may bring are counted together.
    return found + [Limit("reply-file", "everybody", FILES_OF_EVERYBODY, DAY)] * files


def _may_write_to(email: str) -> bool:
    try:
        limits.take([Limit("reply-mail", email.lower(), LETTERS_PER_ADDRESS, DAY)], timezone.now())
    except LimitReached:
        return False
    return True
