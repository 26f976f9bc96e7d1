"""Whether somebody gets a mail when they are answered."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.people import signed_in
from comments import reply_mail
from comments.models import MailChoice

from .common import personal, session_user, to_sign_in

FIELDS = {"replies": "balasan", "decisions": "keputusan"}


@csrf_exempt  # mail programs send it, without a cookie; the link itself is the proof (RFC 8058)
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    user = reply_mail.who_unsubscribes(token)
    if user is None:
        raise Http404
    if request.method == "POST":
        reply_mail.choose_replies(user, wanted=False)
    return personal(render(request, "comments/unsubscribe.html", {"is_done": request.method == "POST"}))


@require_http_methods(["GET", "HEAD", "POST"])
def choices(request: HttpRequest) -> HttpResponse:
    if session_user(request) is None:
        return to_sign_in(request, request.path)
    if request.method == "POST":
        chosen = {name: request.POST.get(field) == "ya" for name, field in FIELDS.items()}
        MailChoice.objects.update_or_create(user=signed_in(request), defaults=chosen)
        messages.success(request, "Pilihan Anda disimpan.")
        return personal(redirect("comments:mail"))
    choice = MailChoice.objects.filter(user=signed_in(request)).first() or MailChoice()
    return personal(render(request, "comments/mail.html", {"choice": choice}))
