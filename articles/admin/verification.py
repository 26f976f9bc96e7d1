"""The desk's screen of how a story was verified: who was asked, why it may run before, and what was found since."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from accounts.people import display_name, signed_in
from adminkit.forms import ReasonField, VisibleField
from articles import permissions, story_screens
from articles.editorial import publishing, verification
from articles.models import CLOSING_NOTE, Article, Confirmation, ConfirmationAnswer, UnverifiedCase, Verification
from articles.models.verification import ENCLOSING
from kateid.local_time import zone_name

from .context import page_context

FORMAT = "%Y-%m-%dT%H:%M"


class ConfirmationForm(forms.ModelForm[Confirmation]):
    """One attempt to ask somebody. It cannot be changed afterwards: a second one says what was wrong."""

    who = VisibleField(label="Siapa yang dihubungi", max_length=200)
    channel = VisibleField(label="Lewat apa", max_length=100, help_text="Misalnya telepon, WhatsApp, atau bertemu.")
    at = forms.DateTimeField(
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=FORMAT),
        input_formats=[FORMAT, f"{FORMAT}:%S"],
        error_messages={"invalid": "Waktu ini tidak terbaca. Tulis seperti 2026-07-12T14:05."},
    )
    words = ReasonField("Jawabannya", max_length=2_000)

    class Meta:
        model = Confirmation
        fields = ("who", "at", "channel", "answer", "words")
        widgets = {"answer": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | kwargs)
        self.fields["at"].label = f"Kapan ({zone_name()})"
        cast("forms.TypedChoiceField", self.fields["answer"]).choices = ConfirmationAnswer.choices

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("answer") == ConfirmationAnswer.ANSWERED and not data.get("words"):
            self.add_error("words", "Tulis jawabannya, supaya terlihat bahwa beritanya memuatnya.")
        if (at := data.get("at")) and at > timezone.now():
            self.add_error("at", "Waktu ini belum tiba. Tulis kapan ia dihubungi.")
        return data


class UnverifiedCaseForm(forms.ModelForm[UnverifiedCase]):
    note = VisibleField(
        label="Catatan penutup untuk pembaca",
        max_length=300,
        help_text="Tampil sebagai paragraf terakhir berita, dalam kurung dan dicetak miring.",
        widget=forms.Textarea(attrs={"rows": 2}),
        initial=CLOSING_NOTE,
    )

    class Meta:
        model = UnverifiedCase
        fields = ("urgency", "first_source", "unreachable", "note")
        widgets = dict.fromkeys(("urgency", "first_source", "unreachable"), forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | kwargs)

    def clean_note(self) -> str:
        note: str = self.cleaned_data["note"].strip(ENCLOSING)
        if not note:
            raise forms.ValidationError("Tulis apa yang perlu diketahui pembaca.")
        return note


def _may_change_words(request: HttpRequest, article: Article) -> bool:
    """The closing note is what readers get, so whoever may no longer change the text does not change it either."""
    return permissions.may_edit_now(request.user, article) or permissions.may_review(request.user, article)


def verification_view(request: HttpRequest, article: Article) -> HttpResponse:
    if not permissions.may_write(request.user, article):
        raise PermissionDenied
    asked = request.POST.get("step", "") if request.method == "POST" else ""
    if asked == "case" and not _may_change_words(request, article):
        raise PermissionDenied
    case = UnverifiedCase.objects.filter(article=article).first() or UnverifiedCase(article=article)
    confirmation = ConfirmationForm(
        request.POST if asked == "confirmation" else None,
        instance=Confirmation(article=article, recorded_by_name=display_name(signed_in(request))),
        initial={"at": timezone.localtime()},
    )
    reasons = UnverifiedCaseForm(request.POST if asked == "case" else None, instance=case)
    live = publishing.live_edition(article)
    may_tell = live is not None and live.verification == Verification.UNVERIFIED
    done = ""
    if asked == "result" and may_tell:
        answer = verification.begin_result(article, by=signed_in(request))
        messages.success(request, "Naskah hasil verifikasi dibuat dan sudah tertaut. Tulis, lalu terbitkan.")
        return HttpResponseRedirect(answer.get_absolute_url())
    if confirmation.is_valid():
        made = confirmation.save(commit=False)
        made.recorded_by = signed_in(request)
        made.save(force_insert=True)
        done = "Konfirmasi dicatat."
    elif reasons.is_valid():
        reasons.save()
        done = "Alasan dan catatan penutup disimpan."
    if done:
        messages.success(request, done)
        return HttpResponseRedirect(reverse("admin:articles_article_verification", args=[article.pk]))
    context = {
        **page_context(request, article, "Verifikasi"),
        "confirmations": article.confirmations.all(),
        "forms": [
            ("confirmation", "Catat konfirmasi", confirmation),
            *([("case", "Simpan alasan", reasons)] if _may_change_words(request, article) else []),
        ],
        "may_tell": may_tell,
    }
    return TemplateResponse(request, "admin/articles/article/verification.html", context)


story_screens.REGISTERED.append(
    story_screens.StoryScreen("verification", "verifikasi/", "Verifikasi", verification_view, for_writers=True)
)
