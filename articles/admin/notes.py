"""The desk's page of the notes on a story, beside its text: it needs no script."""

from __future__ import annotations

from uuid import uuid4, uuid5

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from accounts.people import signed_in
from adminkit.autocomplete import is_row_number
from adminkit.forms import VisibleField
from adminkit.sent_forms import FIELD, content_of, read_key
from articles import permissions, story_screens
from articles.editorial import notes
from articles.editorial.notes import Thread
from articles.models import Article, Note
from articles.richtext import plain_text

from .context import page_context

PASSAGE = "bagian"  # in the address: the words that somebody chose in the text


class NoteForm(forms.Form):
    passage = VisibleField(
        label="Bagian naskah",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Salin kata-katanya dari naskah. Kosong berarti seluruh naskah.",
        error_messages={"max_length": "Bagian ini lebih dari 500 huruf. Pilih kalimat yang dimaksud saja."},
    )
    text = forms.CharField(
        label="Catatan",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Sebut rekan dengan @kode atau @nama masuk; ia mendapat kabar. Pembaca tidak pernah melihat catatan.",
        error_messages={
            "required": "Tulis catatannya.",
            "max_length": "Catatan paling panjang 2.000 huruf. Pendekkan, atau tulis menjadi dua.",
        },
    )


class AnswerForm(NoteForm):
    passage = None  # type: ignore[assignment]


def notes_view(request: HttpRequest, article: Article) -> HttpResponse:
    sent = request.POST if request.method == "POST" else None
    if sent is not None and "end" in sent:
        notes.end(_thread(article, sent["end"]), by=signed_in(request))
        return HttpResponseRedirect(request.path)
    answered = _thread(article, sent["thread"]) if sent is not None and sent.get("thread") else None
    form_class = AnswerForm if answered else NoteForm
    form = form_class(sent, initial={"passage": request.GET.get(PASSAGE, "")[:500]}, label_suffix="")
    if sent is not None and form.is_valid():
        return _added(request, article, form, answered)
    threads, may_write = notes.threads(article), permissions.may_write(request.user, article)
    context = {
        **page_context(request, article, "Catatan"),
        "form": form if answered is None else NoteForm(label_suffix=""),
        "answer": form if answered else AnswerForm(label_suffix=""),
        "answered": answered.pk if answered else None,
        "form_key": read_key(request.POST.get(FIELD, "")) or uuid4(),
        "threads": [(one, may_write or one.note.by_id == request.user.pk) for one in threads],
        "marked": marked_text(article, threads),
    }
    return TemplateResponse(request, "admin/articles/article/notes.html", context)


def _added(request: HttpRequest, article: Article, form: forms.Form, thread: Note | None) -> HttpResponse:
    data = form.cleaned_data
    key = read_key(request.POST.get(FIELD, "")) or uuid4()
    note, unheard = notes.add(
        article,
        data["text"],
        by=signed_in(request),
        key=uuid5(key, f"{article.pk} {content_of(request)}"),  # all forms of the page share one, and Back keeps it
        passage=data.get("passage", ""),
        thread=thread,
    )
    if unheard:
        names = ", ".join(f"@{name}" for name in unheard)
        messages.warning(request, f"{names} tidak diberi tahu: tidak dikenal, atau tidak berhak membuka naskah ini.")
    return HttpResponseRedirect(notes.address(note))


def _thread(article: Article, number: str) -> Note:
    found = Note.objects.filter(article=article, thread=None, pk=number).first() if is_row_number(number) else None
    if found is None:
        raise Http404
    return found


def marked_text(article: Article, threads: list[Thread]) -> SafeString:
    """The words of the story with the passages of open threads marked, each leading to its note."""
    marks = [one for one in threads if one.place and not one.note.resolved_at]
    written = [_marked(article.headline, 0, [one for one in marks if one.place and one.place.field == "headline"])]
    in_body, start = [one for one in marks if one.place and one.place.field == "body"], 0
    for line in plain_text(article.body).split("\n"):
        if words := " ".join(line.split()):
            written.append(_marked(words, start, in_body))
            start += len(words) + 1
    return format_html_join("", "<p>{}</p>", ((line,) for line in written))


def _marked(line: str, start: int, threads: list[Thread]) -> SafeString:
    """A line with the marks that begin in it, as far as they do not overlap; `start` is its place in the whole text."""
    parts, end = [], 0
    for thread in sorted(threads, key=lambda one: one.place.start if one.place else 0):
        place = thread.place
        first = place.start - start if place else -1
        if place is None or not end <= first < len(line):
            continue
        last = min(first + len(place.words), len(line))
        link = '<a class="note-mark" href="#catatan-{}"><mark>{}</mark></a>'
        parts += [conditional_escape(line[end:first]), format_html(link, thread.note.pk, line[first:last])]
        end = last
    return format_html_join("", "{}", ((part,) for part in (*parts, line[end:])))


story_screens.REGISTERED.append(story_screens.StoryScreen("notes", "catatan/", "Catatan", notes_view, for_writers=True))
