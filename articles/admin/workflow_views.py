"""The verbs of the workflow as pages: each asks for what it needs, says what stands in the way, and acts by POST."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.people import Person, signed_in
from adminkit.forms import ReasonField
from articles.editorial import checks, publishing, revisions, workflow
from articles.editorial.workflow import StoryVerb
from articles.models import Article, Edition, EditionKind, Photo, RetractionGround, Stage, StageChange
from articles.photos import rights
from articles.richtext import plain_text
from kateid.local_time import printed, zone_name

from . import story_checks
from .context import page_context

FAR = timedelta(days=366)  # a time of publication beyond this is asked back
CHANGE_KINDS = [
    (EditionKind.MINOR.value, "Perbaikan ketik: pembaca tidak diberi tahu"),
    (EditionKind.UPDATE.value, "Pembaruan: ada perkembangan baru"),
    (EditionKind.CORRECTION.value, "Ralat: ada yang keliru"),
]


class StepForm(forms.Form):
    """What every step carries: the version that was decided on."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, verb: StoryVerb, live: Edition | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.verb, self.live = verb, live
        if verb.is_decision and "confirmed" in self.data:
            self.ask_whether_meant()

    def ask_whether_meant(self) -> None:
        """Offer to say that what was found, and may stand, is meant so."""
        self.fields["confirmed"] = forms.BooleanField(label="Sudah diperiksa, memang begitu", required=False)


class ReasonForm(StepForm):
    reason = ReasonField("Alasan", workflow.REASON_MISSING)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = self.verb.requires_reason


class PublishForm(StepForm):
    """A story that readers already have asks which kind of change this is, and what to tell them."""

    kind = forms.ChoiceField(
        label="Jenis perubahan",
        choices=CHANGE_KINDS,
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih jenis perubahan: perbaikan ketik, pembaruan, atau ralat."},
    )
    note = ReasonField(
        "Catatan untuk pembaca",
        help_text="Wajib untuk pembaruan dan ralat. Tampil di halaman berita bersama waktunya.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.live is None:
            del self.fields["kind"], self.fields["note"]


class ScheduleForm(PublishForm):
    at = forms.DateTimeField(
        label="Waktu terbit",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
        error_messages={
            "required": workflow.TIME_MISSING,
            "invalid": "Waktu ini tidak terbaca. Tulis seperti 2026-07-12T14:05.",
        },
    )
    field_order = ("at", "far", "kind", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["at"].label = f"Waktu terbit ({zone_name()})"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        at = data.get("at")
        if at and at > timezone.now() + FAR and "far" not in self.data:  # more likely a slip of the finger
            self.fields["far"] = forms.BooleanField(label="Ya, memang selama itu", required=False)
            self.order_fields(self.field_order)
            self.add_error("at", f"Terbit {printed(at)}: lebih dari setahun lagi. Periksa tahunnya, atau centang “Ya”.")
        return data


class RetractForm(StepForm):
    ground = forms.ChoiceField(
        label="Dasar pencabutan",
        choices=RetractionGround,
        widget=forms.RadioSelect,
        error_messages={"required": workflow.GROUND_MISSING},
    )
    note = ReasonField(
        "Alasan untuk pembaca",
        workflow.NOTE_MISSING,
        help_text="Tampil menggantikan berita, di alamat yang sama. Jangan menyebut siapa yang dilindungi.",
    )
    headline = forms.CharField(
        label="Judul netral untuk pemberitahuan",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text="Menggantikan judul dan alamat berita di mana pun. Kosong: judul berita tetap disebut, kecuali "
        "pencabutan demi anak atau korban, yang selalu disamarkan.",
    )
    photos = forms.TypedMultipleChoiceField(
        label="Tarik juga foto-foto ini",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Foto yang ditarik hilang dari semua halaman, dan alamat berkasnya tidak lagi menjawab.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        story = (self.live.article_id if self.live else None) or 0
        photos = list(rights.of_story(story))
        shared = rights.used_besides(story, photos)
        field = cast(forms.TypedMultipleChoiceField, self.fields["photos"])
        field.choices = [(photo.pk, _photo_label(photo, is_shared=photo.pk in shared)) for photo in photos]
        field.initial = [photo.pk for photo in photos if photo.pk not in shared]
        if not photos:
            field.widget = forms.MultipleHiddenInput()


def _photo_label(photo: Photo, *, is_shared: bool) -> SafeString:
    thumbnail = (
        format_html('<img src="{}" alt="" width="64" height="64"> ', url) if (url := photo.thumbnail_url) else ""
    )
    return format_html("{}<span>{}{}</span>", thumbnail, photo, " (juga dipakai di tempat lain)" if is_shared else "")


# By what a verb asks for: its form has exactly these fields.
FORMS: dict[tuple[str, ...], type[StepForm]] = {
    (): StepForm,
    ("reason",): ReasonForm,
    ("kind", "note"): PublishForm,
    ("at", "kind", "note"): ScheduleForm,
    ("ground", "note", "headline", "photos"): RetractForm,
}


@dataclass(frozen=True)
class Button:
    """A verb as the desk offers it."""

    verb: str
    label: str
    tone: str = ""
    immediate: bool = True


def buttons(user: Person, article: Article) -> list[Button]:
    """Only what both the right and the stage allow; the way forward first."""
    offered = [Button(verb.name, verb.label, verb.tone, verb.is_immediate) for verb in workflow.offered(user, article)]
    return sorted(offered, key=lambda button: button.tone != "primary")


def step_view(request: HttpRequest, article: Article, verb_name: str) -> HttpResponse:
    """Ask for what a verb needs (GET) and carry it out (POST); 409 when the story has moved on meanwhile."""
    verb = workflow.VERBS.get(verb_name)
    if verb is None:
        raise Http404
    if not verb.permitted(request.user, article):
        raise PermissionDenied
    live = publishing.live_edition(article)
    form_class = FORMS[verb.asks]
    form = form_class(request.POST or None, verb=verb, live=live, initial={"version": article.version})
    findings: list[checks.Finding] = []
    refusal = "" if verb.possible(article) else f"Naskah ini sekarang berstatus {article.stage_label.lower()}."
    if request.method == "POST" and form.is_valid():
        try:
            article = verb.act(article, by=signed_in(request), **form.cleaned_data)
        except workflow.TransitionNotAllowed as error:
            refusal = str(error)
            article.refresh_from_db()
            live = publishing.live_edition(article)
            # What was typed stays, for a second decision on the story as it is now.
            typed = request.POST.copy()
            typed["version"] = str(article.version)
            form = form_class(typed, verb=verb, live=live)
        except checks.ChecksFailed as failed:
            findings = _onto_form(form, failed.findings)
            if any(finding.may_stand for finding in findings):
                form.ask_whether_meant()
        else:
            tell(request, verb, article)
            return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))
    elif verb.is_decision:
        findings = checks.before_publishing(article) + checks.second_person(article, request.user)
        if any(finding.may_stand for finding in findings):
            form.ask_whether_meant()
    context = {
        **page_context(request, article, verb.label),
        "verb": verb,
        "form": form,
        "findings": story_checks.points(findings, article),
        "refusal": refusal,
        "possible": verb.possible(article),
        "live": live,
        "latest": revisions.latest(article),
        "words": len(plain_text(article.body).split()),
        "own_text": verb.is_decision and checks.is_own_decision(article, request.user),
    }
    return TemplateResponse(request, "admin/articles/article/step.html", context, status=409 if refusal else 200)


def act_at_once(request: HttpRequest, article: Article, verb: StoryVerb) -> str:
    """Carry out a verb that asks for nothing, after a save; what stands in the way becomes a message.

    Returns:
        Where it goes on: the story, or the step's page if what was found may stand.
    """
    try:
        article = verb.act(article, by=signed_in(request), version=article.version)
    except PermissionDenied:
        messages.error(request, f"Naskah tersimpan, tetapi Anda tidak berhak melakukan “{verb.label}”.")
    except workflow.TransitionNotAllowed as error:
        messages.error(request, str(error))
    except checks.ChecksFailed as failed:
        if all(finding.may_stand for finding in failed.findings):
            return reverse("admin:articles_article_step", args=[article.pk, verb.name])
        for point in story_checks.points(failed.findings, article):
            messages.error(request, point.link)
    else:
        tell(request, verb, article)
    return reverse("admin:articles_article_change", args=[article.pk])


def tell(request: HttpRequest, verb: StoryVerb, article: Article) -> None:
    """Say what happened; who submits hears at once what will stand in the way of publishing."""
    messages.success(request, outcome(verb, article))
    if verb.target != Stage.IN_REVIEW:
        return
    if missing := story_checks.points(checks.before_publishing(article), article):
        messages.warning(request, format_html("Sebelum terbit masih perlu: {}", story_checks.in_words(missing)))


def outcome(verb: StoryVerb, article: Article) -> SafeString:
    """What happened, in newsroom words, with the story's name and where it now is."""
    said = format_html("{}: “{}”.", verb.done.rstrip("."), article)
    if verb.target == Stage.SCHEDULED and article.publish_at:
        said = format_html("{} Terbit {}.", said, printed(article.publish_at))
    if verb.target in {Stage.PUBLISHED, Stage.RETRACTED}:
        live = publishing.live_edition(article)
        if live:
            said = format_html('{} <a href="{}">Lihat di situs</a>', said, live.get_absolute_url())
    if StageChange.objects.filter(article=article).order_by("-pk").values_list("own_text", flat=True).first():
        said = format_html("{} Tercatat: diputuskan oleh penulisnya sendiri.", said)
    return said


def _onto_form(form: StepForm, findings: list[checks.Finding]) -> list[checks.Finding]:
    """Put findings about the step's own fields there; the rest is about the story."""
    for finding in findings:
        if finding.field in form.fields:
            form.add_error(finding.field, finding.message)
    return [finding for finding in findings if finding.field not in form.fields]
