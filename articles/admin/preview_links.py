"""The desk's page of a story's preview links: make one, revoke one, see how often each was opened."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from accounts.people import signed_in
from adminkit.autocomplete import is_row_number
from articles import permissions, story_screens
from articles.editorial import preview_links, revisions
from articles.models import Article
from kateid.absolute_urls import absolute

from .context import page_context

DAYS = [("1", "1 hari"), ("3", "3 hari"), ("7", "7 hari"), ("14", "14 hari")]
MOST = 50  # links on the page, the newest


class LinkForm(forms.Form):
    revision = forms.IntegerField(widget=forms.HiddenInput)
    for_whom = forms.CharField(
        label="Untuk siapa",
        max_length=100,
        help_text="Satu tautan untuk satu orang, supaya dapat dicabut sendiri-sendiri.",
        error_messages={
            "required": "Tulis untuk siapa tautan ini.",
            "max_length": "Paling panjang 100 huruf. Pendekkan.",
        },
    )
    days = forms.ChoiceField(
        label="Berlaku",
        choices=DAYS,
        initial="3",
        error_messages={"required": "Pilih berapa lama.", "invalid_choice": "Pilih berapa lama dari daftar."},
    )


def preview_links_view(request: HttpRequest, article: Article) -> HttpResponse:
    if not permissions.may_review(request.user, article):
        raise PermissionDenied
    user, latest = signed_in(request), revisions.latest(article)
    sent = request.POST if request.method == "POST" and "revoke" not in request.POST else None
    form = LinkForm(sent, initial={"revision": latest.pk if latest else None}, label_suffix="")
    here = HttpResponseRedirect(reverse("admin:articles_article_preview_links", args=[article.pk]))
    if request.method == "POST" and "revoke" in request.POST:
        asked = request.POST["revoke"]
        link = preview_links.of_story(article).filter(pk=asked).first() if is_row_number(asked) else None
        if link is None:
            raise Http404
        preview_links.revoke(link, by=user)
        messages.success(request, f"Tautan untuk {link.for_whom} dicabut.")
        return here
    if sent is not None and latest and form.is_valid() and form.cleaned_data["revision"] != latest.pk:
        again = sent.copy()
        again["revision"] = str(latest.pk)
        form = LinkForm(again, label_suffix="")
        form.add_error(None, "Naskah ini disimpan lagi sejak halaman ini dibuka. Periksa, lalu buat tautannya.")
    elif sent is not None and latest and form.is_valid():
        lasts = timedelta(days=int(form.cleaned_data["days"]))
        preview_links.share(latest, by=user, for_whom=form.cleaned_data["for_whom"], lasts=lasts)
        messages.success(request, "Tautan dibuat. Salin dari daftar di bawah.")
        return here
    now = timezone.now()
    rows = [
        (link, absolute(link.get_absolute_url()), link.is_open(now)) for link in preview_links.of_story(article)[:MOST]
    ]
    context = {**page_context(request, article, "Tautan pratinjau"), "form": form, "rows": rows, "latest": latest}
    return TemplateResponse(request, "admin/articles/article/preview_links.html", context)


story_screens.REGISTERED.append(
    story_screens.StoryScreen("preview_links", "tautan/", "Tautan pratinjau", preview_links_view)
)
