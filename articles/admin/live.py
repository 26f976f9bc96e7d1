"""A live report at the desk: one box that sends, what waits for an editor, and each entry's own page.

Everything works as plain forms; static/js/desk-live.js sends the box without leaving the page and keeps what is typed
in the browser until it has arrived.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from accounts.people import display_name, signed_in
from adminkit.autocomplete import is_row_number
from adminkit.forms import ReasonField, VisibleField
from articles import permissions, story_screens
from articles.editorial import live, publishing
from articles.editorial.checks import ChecksFailed
from articles.editorial.workflow import GROUND_MISSING, NOTE_MISSING, TransitionNotAllowed
from articles.models import (
    LONGEST_ENTRY,
    Article,
    Author,
    EditionKind,
    LiveEntry,
    LiveEntryEdition,
    LiveReport,
    Photo,
    PhotoRights,
    RetractionGround,
)
from articles.photos import intake
from articles.richtext import as_typed, plain_text, typed_plainly

from .context import page_context
from .photo_upload import ACCEPT, HELD_BACK

NEWEST = 40  # entries on the screen; older ones stand on the readers' page
WAITING = 50
MOST_ROWS = 2**63
OTHER_TEXT = (
    "Kotak ini sudah terkirim, dengan tulisan lain. Yang di bawah ini belum: kirim sebagai kabar baru, atau sunting "
    "kabar yang tadi."
)
CHANGE_KINDS = [
    (EditionKind.MINOR.value, "Perbaikan ketik: pembaca tidak diberi tahu"),
    (EditionKind.CORRECTION.value, "Ralat: ada yang keliru"),
]


class TextField(VisibleField):
    def __init__(self, **options: Any) -> None:
        super().__init__(
            label="Kabar",
            max_length=LONGEST_ENTRY,
            widget=forms.Textarea(attrs={"rows": 4, "placeholder": "Apa yang baru saja terjadi?"}),
            error_messages={
                "required": "Tulis kabarnya dahulu.",
                "max_length": "Paling banyak %(limit_value)s huruf; ini %(show_value)s. Pendekkan, atau kirim sebagai "
                "dua kabar.",
            },
            **options,
        )


class EntryForm(forms.Form):
    """The box. Its key tells one box from the next, so that a second tap sends nothing twice."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    text = TextField()
    is_key = forms.BooleanField(label="Penting", required=False)
    photo = forms.FileField(label="Foto sendiri", required=False, widget=forms.FileInput(attrs={"accept": ACCEPT}))
    photo_caption = VisibleField(label="Keterangan foto", max_length=400, required=False)
    chosen = forms.IntegerField(widget=forms.HiddenInput, required=False)  # a photo that arrived while the box stayed

    photo_kept: Photo | None = None

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", "initial": {"key": uuid4()}} | kwargs)
        self.by = by
        if not by.has_perm("articles.add_photo"):
            del self.fields["photo"], self.fields["photo_caption"], self.fields["chosen"]

    def clean_photo(self) -> Photo | None:
        """The library's row of the file that was sent: new, or the one that is there already."""
        file: UploadedFile | None = self.cleaned_data["photo"]
        if file is None:
            return None
        examined = intake.examine(file)
        if known := intake.same(examined):
            if not permissions.visible_photos(self.by).filter(pk=known.pk).exists():
                raise ValidationError(HELD_BACK)
            return known
        author = Author.objects.filter(user=self.by.pk).first()
        own = {"rights": PhotoRights.OWN, "credit": (author.name if author else display_name(self.by))[:120]}
        photo = Photo(uploaded_by_id=self.by.pk, **own | examined.fields)
        intake.store(photo, examined)
        return photo

    def clean_chosen(self) -> int | None:
        """The photo's number, so that a box that comes back has it still."""
        number: int | None = self.cleaned_data["chosen"]
        sent: Photo | None = self.cleaned_data.get("photo")
        if sent is None and number and 0 < number < MOST_ROWS:
            sent = permissions.visible_photos(self.by).filter(pk=number).first()
        self.cleaned_data["photo"] = self.photo_kept = sent
        if self.photo_kept:
            self.put("chosen", str(self.photo_kept.pk))
        return number

    def put(self, name: str, value: str) -> None:
        """Have the box come back with another value than it was sent with."""
        sent = cast("QueryDict", self.data).copy()
        sent[name] = value
        self.data = sent


class BeginForm(forms.ModelForm[LiveReport]):
    class Meta:
        model = LiveReport
        fields = ("court_leave",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | kwargs)


class ChangeForm(forms.Form):
    base = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    text = TextField()
    is_key = forms.BooleanField(label="Penting", required=False)
    kind = forms.ChoiceField(
        label="Jenis perubahan",
        choices=CHANGE_KINDS,
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih jenis perubahan: perbaikan ketik atau ralat."},
    )
    note = ReasonField("Catatan untuk pembaca", help_text="Wajib untuk ralat. Tampil di bawah kabar bersama waktunya.")


class RetractForm(forms.Form):
    ground = forms.ChoiceField(
        label="Dasar pencabutan",
        choices=RetractionGround,
        widget=forms.RadioSelect,
        error_messages={"required": GROUND_MISSING},
    )
    note = ReasonField(
        "Alasan untuk pembaca",
        NOTE_MISSING,
        help_text="Tampil menggantikan kabar. Jangan menyebut siapa yang dilindungi.",
    )


def live_view(request: HttpRequest, article: Article) -> HttpResponse:
    """The screen of a story's live report: the box for who may write the story."""
    if not permissions.may_write(request.user, article):
        raise PermissionDenied
    report = live.report_of(article)
    if report is None:
        return _begin_view(request, article)
    step = STEPS.get(request.POST.get("step", "")) if request.method == "POST" else None
    if request.method == "POST" and step is None:
        raise PermissionDenied
    form = EntryForm(by=signed_in(request))
    status = 200
    if step is send:
        form = EntryForm(request.POST, request.FILES, by=signed_in(request))
        if form.is_valid():
            if answer := _send(request, report, form):
                return answer
            status = 409
    elif step:
        _say(request, lambda: step(request, report))
        return _here(article)
    return _screen(request, report, form, status=status)


def _begin_view(request: HttpRequest, article: Article) -> HttpResponse:
    may_begin = permissions.may_review(request.user, article)
    form = BeginForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if not may_begin:
            raise PermissionDenied
        if form.is_valid():
            begun = form.cleaned_data["court_leave"]
            _say(request, lambda: _begin(request, article, begun))
            return _here(article)
    context = {
        **page_context(request, article, "Laporan langsung"),
        "form": form,
        "may_begin": may_begin,
        "concerns_court": live.concerns_court(article),
    }
    return TemplateResponse(request, "admin/articles/article/live_begin.html", context)


def _begin(request: HttpRequest, article: Article, court_leave: str) -> None:
    live.begin(article, by=signed_in(request), court_leave=court_leave)
    messages.success(request, "Laporan langsung dimulai. Kabar tampil begitu berita ini terbit.")


def send(request: HttpRequest, report: LiveReport) -> None:
    """The step of the box, which `_send` takes."""


def _send(request: HttpRequest, report: LiveReport, form: EntryForm) -> HttpResponse | None:
    """Take in the box; None if it stays, with what was typed and why."""
    data = form.cleaned_data
    body = typed_plainly(data["text"])
    try:
        sent = live.send(
            report,
            by=signed_in(request),
            key=data["key"],
            body=body,
            photo=data.get("photo"),
            photo_caption=data.get("photo_caption", ""),
            is_key=data["is_key"],
        )
    except TransitionNotAllowed as error:
        form.add_error(None, str(error))
        return None
    except ChecksFailed as failed:
        _onto(form, failed)
        return None
    if sent.is_again and plain_text(sent.entry.body) != plain_text(body):
        form.add_error("text", OTHER_TEXT)
        form.put("key", str(uuid4()))
        return None
    if sent.edition is None:
        messages.success(request, "Kabar terkirim dan menunggu redaktur.")
    else:
        messages.success(request, "Kabar tampil.")
    return _here(report.article)


def finish(request: HttpRequest, report: LiveReport) -> None:
    live.finish(report, by=signed_in(request))
    messages.success(request, "Laporan selesai.")


def reopen(request: HttpRequest, report: LiveReport) -> None:
    live.reopen(report, by=signed_in(request))
    messages.success(request, "Laporan dibuka lagi.")


def let_in(request: HttpRequest, report: LiveReport) -> None:
    live.let_writers(report, True, by=signed_in(request))
    messages.success(request, "Kabar penulis berita ini sekarang langsung tampil.")


def let_out(request: HttpRequest, report: LiveReport) -> None:
    live.let_writers(report, False, by=signed_in(request))
    messages.success(request, "Kabar penulis berita ini sekarang menunggu redaktur.")


def publish(request: HttpRequest, report: LiveReport) -> None:
    live.publish(_entry(report, request.POST.get("entry", "")), by=signed_in(request))
    messages.success(request, "Kabar tampil.")


def refuse(request: HttpRequest, report: LiveReport) -> None:
    live.refuse(_entry(report, request.POST.get("entry", "")), by=signed_in(request))
    messages.success(request, "Kabar disisihkan.")


Step = Callable[[HttpRequest, LiveReport], None]
STEPS: dict[str, Step] = {step.__name__: step for step in (send, finish, reopen, let_in, let_out, publish, refuse)}


def _screen(request: HttpRequest, report: LiveReport, form: EntryForm, *, status: int = 200) -> HttpResponse:
    article = report.article
    newest = LiveEntryEdition.objects.of_report(report.pk).select_related("photo", "entry")[:NEWEST]
    waiting = report.entries.filter(editions=None, refused_at=None).select_related("photo").order_by("pk")
    if not permissions.may_publish_entries(request.user, report):
        waiting = waiting.filter(sent_by=request.user.pk)
    live_edition = publishing.live_edition(article, timezone.now())
    context = {
        **page_context(request, article, "Laporan langsung"),
        "report": report,
        "form": form,
        "entries": newest,
        "waiting": waiting[:WAITING],
        "is_public": live_edition is not None,
        "live": live_edition,
        "is_open": article.stage not in live.CLOSED,
        "may_lead": permissions.may_review(request.user, article),
        "may_publish": permissions.may_publish_entries(request.user, report),
        "concerns_court": live.concerns_court(article),
    }
    return TemplateResponse(request, "admin/articles/article/live.html", context, status=status)


def entry_view(request: HttpRequest, article: Article, entry_id: int) -> HttpResponse:
    """One entry: corrected, retracted, or begun as a story of its own."""
    if not permissions.may_write(request.user, article):
        raise PermissionDenied
    report = live.report_of(article)
    if report is None:
        raise Http404
    entry = _entry(report, str(entry_id))
    last = live.last_of(entry)
    if last is None:
        raise Http404
    asked = request.POST.get("step", "") if request.method == "POST" else ""
    as_it_is = {"base": last.number, "text": as_typed(last.body), "is_key": last.is_key}
    change = ChangeForm(request.POST if asked == "change" else None, initial=as_it_is, label_suffix="")
    retract = RetractForm(request.POST if asked == "retract" else None, label_suffix="")
    refusal = ""
    try:
        if asked == "break_out":
            return _break_out(request, entry)
        if (change.is_valid() and _change(request, entry, change)) or (
            retract.is_valid() and _retract(request, entry, retract)
        ):
            return _here(article)
    except TransitionNotAllowed as error:
        refusal = str(error)
    context = {
        **page_context(request, article, "Kabar"),
        "entry": last,
        "sent": entry,
        "change": change if live.may_change(request.user, report) and not last.is_retracted else None,
        "retract": retract if permissions.may_retract(request.user, article) and not last.is_retracted else None,
        "may_break_out": request.user.has_perm("articles.add_article") and not last.is_retracted,
        "story": entry.story if entry.story and permissions.may_view(request.user, entry.story) else None,
        "history": entry.editions.order_by("-number"),
        "refusal": refusal,
    }
    template = "admin/articles/article/live_entry.html"
    return TemplateResponse(request, template, context, status=409 if refusal else 200)


def _change(request: HttpRequest, entry: LiveEntry, form: ChangeForm) -> bool:
    """Whether the entry was changed; if not, the form says why and keeps what was typed."""
    data = form.cleaned_data
    try:
        live.change(
            entry,
            by=signed_in(request),
            base=data["base"],
            body=typed_plainly(data["text"]),
            is_key=data["is_key"],
            kind=data["kind"],
            note=data["note"],
        )
    except ChecksFailed as failed:
        _onto(form, failed)
        return False
    messages.success(request, "Kabar diperbarui.")
    return True


def _retract(request: HttpRequest, entry: LiveEntry, form: RetractForm) -> bool:
    try:
        live.retract(entry, by=signed_in(request), **form.cleaned_data)
    except ChecksFailed as failed:
        _onto(form, failed)
        return False
    messages.success(request, "Kabar dicabut. Pembaca melihat pemberitahuannya.")
    return True


def _break_out(request: HttpRequest, entry: LiveEntry) -> HttpResponse:
    story = live.break_out(entry, by=signed_in(request))
    messages.success(request, "Naskah dibuat dari kabar ini. Keduanya saling tertaut begitu terbit.")
    return HttpResponseRedirect(story.get_absolute_url())


def _onto(form: forms.Form, failed: ChecksFailed) -> None:
    for finding in failed.findings:
        form.add_error(finding.field if finding.field in form.fields else None, finding.message)


def _entry(report: LiveReport, number: str) -> LiveEntry:
    if not is_row_number(number):
        raise Http404
    entry = report.entries.filter(pk=number).select_related("report__article__section", "photo").first()
    if entry is None:
        raise Http404
    return entry


def _say(request: HttpRequest, act: Callable[[], None]) -> None:
    """Do something that asks for nothing; what stands in the way becomes a message."""
    try:
        act()
    except (TransitionNotAllowed, ChecksFailed) as error:
        messages.error(request, str(error))


def _here(article: Article) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:articles_article_live", args=[article.pk]))


story_screens.REGISTERED.append(
    story_screens.StoryScreen("live", "langsung/", "Laporan langsung", live_view, for_writers=True)
)
