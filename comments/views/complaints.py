"""What readers say against a comment, and against a decision: complaints and appeals."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.addresses import client_address, sender_of
from accounts.people import signed_in
from adminkit.forms import ReasonField
from comments import limits, moderation, reports, waiting
from comments.lifecycle import NotPossible
from comments.limits import Limit
from comments.models import Appeal, Comment, RefusalReason, ReportReason, Status

from .common import live_edition, personal, session_user, to_sign_in, too_often

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PER_SENDER = 10  # an hour, for any comment
PER_SENDER_AND_COMMENT = 3  # a day
PER_COMMENT = 50  # a day; by then everybody has been told of it


class ReportForm(forms.Form):
    reason = forms.ChoiceField(
        label="Apa yang salah dengan komentar ini?",
        choices=ReportReason,
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih dahulu apa yang salah dengan komentar ini."},
    )
    text = ReasonField(
        "Penjelasan", rows=4, help_text="Boleh kosong. Membantu bila kesalahannya tidak langsung terlihat."
    )
    email = forms.EmailField(
        label="Surel Anda",
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text="Boleh kosong. Dipakai hanya untuk memberi tahu keputusannya, lalu dihapus.",
        error_messages={"invalid": "Alamat surel ini belum benar. Perbaiki, atau kosongkan."},
    )


class AppealForm(forms.Form):
    text = ReasonField(
        "Mengapa keputusan ini perlu dilihat lagi?", "Tulis dahulu mengapa keputusan ini perlu dilihat lagi.", rows=5
    )


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Anybody's complaint about a comment, without account and without JavaScript (Pedoman Media Siber 3e)."""
    comment: Comment = get_object_or_404(Comment.objects.public(), pk=pk)
    edition = live_edition(comment.article_id)
    form, status = ReportForm(request.POST if request.method == "POST" else None), 200
    context = {"comment": comment, "edition": edition, "form": form, "kept_before": reports.kept_before(comment)[:1]}
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                limits.take(_limits_of(request, comment), timezone.now())
                made = reports.receive(
                    comment,
                    reporter=session_user(request),
                    sender=sender_of(client_address(request)),
                    **form.cleaned_data,
                )
            except limits.LimitReached as reached:
                context["problem"] = too_often(reached.retry_after)
                response = personal(render(request, "comments/report.html", context, status=429))
                response.headers["Retry-After"] = str(reached.retry_after)
                return response
            except NotPossible as error:
                context["problem"], status = str(error), 409
            else:
                return personal(redirect(made))
    return personal(render(request, "comments/report.html", context, status=status))


@require_safe
def complaint(request: HttpRequest, ticket: str, secret: str) -> HttpResponse:
    """How far a complaint is, for whoever has its address."""
    found = reports.find(ticket, secret)
    if found is None:
        raise Http404
    answers = found.answers
    context = {
        "report": found,
        "is_hidden": found.is_open and not found.comment.is_public,
        "answers": answers,
        "answer": answers[-1] if answers else None,
    }
    return personal(render(request, "comments/complaint.html", context))


@require_http_methods(["GET", "HEAD", "POST"])
def appeal(request: HttpRequest, pk: int) -> HttpResponse:
    """What was decided about a comment of one's own, and the one appeal against it."""
    if session_user(request) is None:
        return to_sign_in(request, request.path)
    comment: Comment = get_object_or_404(Comment.objects.of(request.user).exclude(status=Status.DELETED), pk=pk)
    form, status = AppealForm(request.POST if request.method == "POST" else None), 200
    context = {"comment": comment, "form": form}
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                moderation.appeal(comment, by=signed_in(request), text=form.cleaned_data["text"])
            except ValidationError as error:
                form.add_error("text", error)
            except NotPossible as error:
                context["problem"], status = str(error), 409
            else:
                return personal(redirect("comments:appeal", pk))
    decision = moderation.decision_against(comment)
    context |= {
        "decision": decision,
        "reason": RefusalReason(decision.reason).label if decision and decision.reason else "",
        "told": waiting.told_by_machine(comment),
        "appeal": Appeal.objects.filter(comment=comment).first(),
    }
    return personal(render(request, "comments/appeal.html", context, status=status))


def _limits_of(request: HttpRequest, comment: Comment) -> list[Limit]:
    sender = sender_of(client_address(request))
    return [
        Limit("report", sender, PER_SENDER, HOUR),
        Limit("report-again", f"{sender} {comment.pk}", PER_SENDER_AND_COMMENT, DAY),
        Limit("report-comment", str(comment.pk), PER_COMMENT, DAY),
    ]
