"""What somebody of the newsroom was told: the page “Kabar”, and how they hear of it by mail."""

from __future__ import annotations

from django import forms
from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts import notices
from accounts.models import NoticeMail
from accounts.people import signed_in
from adminkit.autocomplete import is_row_number

PAGE = 50


class MailForm(forms.Form):
    mail = forms.ChoiceField(
        label="Surel",
        choices=NoticeMail,
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih salah satu cara.", "invalid_choice": "Pilih salah satu cara."},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def notices_view(request: HttpRequest) -> HttpResponse:
    user, now = signed_in(request), timezone.now()
    form = MailForm(request.POST if "mail" in request.POST else None, initial={"mail": notices.mail_choice(user)})
    if request.method == "POST" and "newest" in request.POST:
        if is_row_number(newest := request.POST["newest"]):  # what came since then has not been seen
            notices.read(notices.newest(user).filter(pk__lte=newest), now)
        return redirect("admin:notices")
    if request.method == "POST" and form.is_valid():
        notices.choose_mail(user, form.cleaned_data["mail"])
        messages.success(request, "Pilihan surel tersimpan.")
        return redirect("admin:notices")
    found = notices.newest(user)
    if is_row_number(before := request.GET.get("sebelum", "")):
        found = found.filter(pk__lt=before)
    rows = list(found[: PAGE + 1])
    context = {
        **admin.site.each_context(request),
        "title": "Kabar",
        "form": form,
        "rows": rows[:PAGE],
        "older": rows[PAGE - 1].pk if len(rows) > PAGE else None,
        "now": now,
    }
    return TemplateResponse(request, "admin/notices.html", context)


@require_POST
def notice_view(request: HttpRequest, pk: int) -> HttpResponse:
    """On to what a notice is about; whoever goes there has read it."""
    found = notices.newest(signed_in(request)).filter(pk=pk)
    notice = found.first()
    if notice is None:
        raise Http404
    notices.read(found, timezone.now())
    return redirect(notice.address)
