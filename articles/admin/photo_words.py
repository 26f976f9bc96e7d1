"""What is said of a photo: checked the same in its own form and beside the lead photo of a story."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, QueryDict
from django.template.response import TemplateResponse

from accounts.people import Person
from adminkit.autocomplete import is_row_number
from articles import permissions
from articles.editorial.checks import photo_objections
from articles.models import Photo
from articles.photos import captions, intake, renditions
from articles.reading import cache_tags
from articles.richtext import storable
from pagecache import invalidate

PREFIX = "foto"
MOST = 60  # photos that one form tells of
TEMPLATE = "admin/articles/article/photo_words.html"
_NAME = re.compile(rf"(?:initial-)?{PREFIX}-(\d{{1,18}})-(?:alt_text|caption|credit|rights)")


class SaidOfPhoto(forms.ModelForm[Photo]):
    """A form with the caption, the alternative text and the credit of a photo among its fields."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        take_credit_from_caption(self, data)
        return data

    def clean_alt_text(self) -> str:
        text: str = self.cleaned_data["alt_text"]
        if intake.is_file_name(text):
            raise ValidationError("“Teks alternatif” berisi nama berkas. Tulis apa yang terlihat di foto.")
        return text


def take_credit_from_caption(form: forms.BaseForm, data: dict[str, Any]) -> None:
    """Put "(Foto: …)", typed at the end of the caption, into the credit; where another is typed, ask which it is."""
    credit = captions.bare(data.get("credit") or "")
    caption, named = captions.without_credit(data.get("caption") or "")
    if named and credit and not captions.same(named, credit):
        said = f"Keterangan ini menyebut “Foto: {named}”, sedangkan kreditnya “{credit}”. Hapus salah satunya."
        form.add_error("caption", said)
        return
    if named:
        data["caption"] = caption
        form.errors.pop("credit", None)  # which is not missing any more
        credit = credit or named[: intake.LONGEST["credit"]]
    if credit != data.get("credit", ""):
        data["credit"] = credit
        form.changed_data.append("credit")


class WordsForm(SaidOfPhoto):
    """What a story form says of one of its photos; each photo has fields of its own, so that none takes another's."""

    class Meta:
        model = Photo
        fields = ("alt_text", "caption", "credit", "rights")
        widgets = {"alt_text": forms.Textarea(attrs={"rows": 2}), "caption": forms.Textarea(attrs={"rows": 2})}
        labels = {"caption": "Keterangan di pustaka"}

    def __init__(self, data: QueryDict | None = None, *, photo: Photo) -> None:
        super().__init__(data, instance=photo, prefix=f"{PREFIX}-{photo.pk}")
        for field in self.fields.values():
            field.show_hidden_initial = True  # only what was changed here is written: others may change the rest
            field.help_text = ""
            field.widget.attrs.pop("maxlength", None)
        self.fields["alt_text"].help_text = "Apa yang terlihat, untuk yang tidak melihat foto."
        self.fields["credit"].help_text = "Nama atau lembaganya saja; juga dari “(Foto: …)” di akhir keterangan."

    def clean(self) -> dict[str, Any]:
        """The photo may be published, here and elsewhere: what is said of it is replaced and never taken away."""
        data = super().clean()
        for name in self.Meta.fields:
            if name in self.changed_data and data.get(name) == "" and getattr(self.instance, name):
                self.add_error(name, "Sudah terisi: ganti, jangan dikosongkan.")
        return data


@dataclass(frozen=True)
class Panel:
    """A photo beside a story: its form, None for who may not change it, and what it still needs."""

    photo: Photo
    form: WordsForm | None
    objections: list[str]


def sent(data: QueryDict, by: Person) -> list[WordsForm]:
    """The photos of which a story form says something, as far as `by` may change them."""
    numbers = dict.fromkeys(number for name in data if (number := _number(name)) is not None)
    photos = Photo.objects.in_bulk(list(numbers)[:MOST]) if numbers else {}
    return [WordsForm(data, photo=photo) for photo in photos.values() if permissions.may_change_photo(by, photo)]


def typed(data: QueryDict) -> dict[str, str]:
    """What a story form says of photos, as it was typed."""
    return {name: storable(str(data[name])) for name in data if _number(name) is not None}


def _number(name: str) -> int | None:
    found = _NAME.fullmatch(name)
    return int(found[1]) if found and is_row_number(found[1]) else None


def save(words: WordsForm) -> None:
    """Write what was changed of a photo, and nothing else of it."""
    if changed := [name for name in words.changed_data if name in words.fields]:
        words.instance.save(update_fields=changed)
        renditions.words_changed(words.instance)
        invalidate(cache_tags.photo(words.instance.pk))


def panels(lead: Photo | None, by: Person, words: list[WordsForm]) -> list[Panel]:
    """The lead photo first, then the others of which something was typed."""
    forms_of = {form.instance.pk: form for form in words}
    found = []
    if lead:
        form = forms_of.pop(lead.pk, None)
        may_change = form is None and permissions.may_change_photo(by, lead)
        found.append(Panel(lead, WordsForm(photo=lead) if may_change else form, photo_objections(lead)))
    return found + [Panel(form.instance, form, []) for form in forms_of.values()]


def view(screen: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """The panel of a photo that was just chosen."""
    if request.method not in {"GET", "HEAD"}:
        return HttpResponseNotAllowed(["GET", "HEAD"])
    if not screen.has_view_permission(request):
        raise PermissionDenied
    photo = permissions.visible_photos(request.user).filter(pk=pk).first()
    if photo is None:
        raise Http404
    return TemplateResponse(request, TEMPLATE, {"panels": panels(photo, request.user, []), "lead": photo.pk})
