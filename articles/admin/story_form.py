"""The form in which a story is written."""

from __future__ import annotations

import re
from typing import Any, cast

from django import forms
from django.conf import settings
from django.contrib.admin import site as admin_site
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from accounts.people import Person
from adminkit.autocomplete import ChooseInOrder, RowsField, is_row_number
from articles import permissions
from articles.field_kinds import PEOPLE, REFERENCE
from articles.models import Article, Author, Photo, Verification
from articles.richtext import figures, in_paragraphs, plain_text, sanitise
from articles.story_fields import STORY_FIELDS, Content, StoryField

from . import photo_words
from .editor import rich_text_widget

MAX_HEADLINE = 200
CODE_LENGTH = 100  # as much as may be typed of "(lmo/ama)" and the space around it
MOST_TOPICS = 30
MOST_GALLERY_PHOTOS = 50
MAX_CAPTION = 400
BODY_HELP = (
    "Tautan ke YouTube atau Vimeo yang berdiri sendiri menjadi panel video. Ditulis sebagai keterangan sebuah foto, "
    "panel itu bergambar foto tersebut."
)
GALLERY_HELP = (
    "Tampil sesudah isi. Satu baris satu foto: nomornya di perpustakaan, lalu bila perlu titik dua dan keterangannya "
    "di berita ini, misalnya “12: Antrean feri pagi”."
)
TOPICS_HELP = "Pisahkan dengan koma, misalnya “air bersih, ikn”."


class TopicsField(forms.CharField):
    """Topic names between commas, and only commas: "air bersih, ikn" are two."""

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) else ", ".join(value or [])

    def to_python(self, value: Any) -> Any:
        return [name for part in (super().to_python(value) or "").split(",") if (name := part.strip())]

    def validate(self, value: Any) -> None:
        super().validate(value)
        if any(len(name) > 100 for name in value):
            raise forms.ValidationError("Satu topik paling panjang 100 huruf. Pendekkan, atau pisahkan dengan koma.")
        if len(value) > MOST_TOPICS:
            raise forms.ValidationError(f"Paling banyak {MOST_TOPICS} topik. Pilih yang terpenting.")

    def run_validators(self, value: Any) -> None:
        super().run_validators(",".join(value))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return sorted(initial or []) != sorted(self.to_python(data))


class GalleryField(forms.CharField):
    """The photos of a gallery, one a line: a photo's number, then a colon and the caption for this place if it has one.

    A script makes of it a list of pictures to put in order; the value is that of `Article.gallery`.
    """

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) else "\n".join(map(gallery_line, value or []))

    def to_python(self, value: Any) -> Any:
        lines = [line.strip() for line in (super().to_python(value) or "").splitlines() if line.strip()]
        if len(lines) > MOST_GALLERY_PHOTOS:
            raise forms.ValidationError(f"Paling banyak {MOST_GALLERY_PHOTOS} foto di galeri. Pilih yang terbaik.")
        return [self._entry(line) for line in lines]

    def _entry(self, line: str) -> dict[str, Any]:
        number, _, caption = line.partition(":")
        if not is_row_number(number.strip()):
            raise forms.ValidationError(
                f"Baris “{Truncator(line).chars(40)}” tidak dimulai dengan nomor foto. Tulis misalnya “12: keterangan”."
            )
        if len(caption.strip()) > MAX_CAPTION:
            raise forms.ValidationError(f"Keterangan foto {number.strip()} lebih dari {MAX_CAPTION} huruf. Pendekkan.")
        return {"photo": int(number), "caption": " ".join(caption.split())}

    def validate(self, value: Any) -> None:
        super().validate(value)
        numbers = [entry["photo"] for entry in value]
        there = set(Photo.objects.filter(pk__in=numbers).values_list("pk", flat=True)) if numbers else set()
        for number in numbers:
            if number not in there:
                raise forms.ValidationError(f"Foto nomor {number} tidak ada di perpustakaan. Periksa nomornya.")
            if numbers.count(number) > 1:
                raise forms.ValidationError(f"Foto nomor {number} ada dua kali di galeri. Hapus salah satunya.")

    def run_validators(self, value: Any) -> None:
        super().run_validators(self.prepare_value(value))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.prepare_value(initial or []) != self.prepare_value(self.to_python(data))


def gallery_line(entry: dict[str, Any]) -> str:
    return f"{entry['photo']}: {entry['caption']}" if entry["caption"] else str(entry["photo"])


class StoryForm(forms.ModelForm[Article]):
    """The editorial fields of a working copy, and the version that they were read from.

    A draft may be saved incomplete; what must be there is asked when the story moves on.
    """

    base_version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 2)
    byline = RowsField(
        Author.objects.all(),
        required=False,
        label="Penulis",
        help_text="Urutannya menjadi urutan nama di berita.",
        widget=ChooseInOrder(Article._meta.get_field("authors"), admin_site),
    )
    gallery = GalleryField(
        required=False,
        label="Galeri foto",
        help_text=GALLERY_HELP,
        widget=forms.Textarea(attrs={"rows": 3, "data-gallery": ""}),
    )
    tags = TopicsField(required=False, label="Topik", help_text=TOPICS_HELP)
    photos: QuerySet[Photo] = Photo.objects.all()  # that who writes may know of
    by: Person = AnonymousUser()
    empty_body = forms.BooleanField(required=False, label="Kosongkan isi naskah ini", widget=forms.HiddenInput)

    class Meta:
        model = Article
        fields = [field.name for field in Article._meta.fields if field.name in {one.name for one in STORY_FIELDS}]
        widgets = {
            "headline": forms.Textarea(attrs={"rows": 2, "data-count": "letters", "data-soft-marks": "65 110"}),
            "subheadline": forms.TextInput,
            "summary": forms.Textarea(attrs={"rows": 3, "data-count": "letters", "data-soft-marks": "200"}),
            "place": forms.TextInput(attrs={"list": "places", "autocomplete": "off"}),
            "photo_caption": forms.Textarea(attrs={"rows": 2}),
            "body": rich_text_widget(photos=True),
        }
        help_texts = {"body": BODY_HELP}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["base_version"] = self.instance.version
        for field in self.fields.values():
            field.widget.attrs.pop("maxlength", None)  # with it browsers cut what is pasted, without a word
        if self.instance.verification != Verification.INHERITED:  # which nobody may say of a new story
            field = cast("forms.TypedChoiceField", self.fields["verification"])
            field.choices = [each for each in Verification.choices if each[0] != Verification.INHERITED]
        self.words = photo_words.sent(cast("QueryDict", self.data), self.by) if self.is_bound else []
        self.stored_body: str = self.instance.body  # before what is sent is put onto it
        self.stored_photos = set(self.instance.photo_numbers)
        cast("forms.ModelChoiceField[Photo]", self.fields["photo"]).queryset = self._choosable_photos()
        if self.instance.pk:
            self.initial["byline"] = [author.pk for author in self.instance.ordered_authors()]
            self.initial["tags"] = [tag.name for tag in self.instance.tags.order_by("name")]
        self.fields["tags"].widget.attrs |= {
            "data-suggestions": reverse("admin:articles_article_suggest_tags"),
            "list": "tag-suggestions",
            "autocomplete": "off",
        }

    def _choosable_photos(self) -> QuerySet[Photo]:
        """Those that who writes may know of, and the one that stands there."""
        return self.photos | Photo.objects.filter(pk=self.instance.photo_id or 0)

    def begin_with(self, content: Content) -> None:
        """Show a revision's content in place of what is stored; nothing of it is saved until somebody does."""
        self.initial.update({field.form_name: _to_choose(field, content[field.name]) for field in STORY_FIELDS})

    def clean_headline(self) -> str:
        return " ".join(self.cleaned_data["headline"].split())

    def clean_byline(self) -> list[Author]:
        chosen = {str(author.pk): author for author in self.cleaned_data["byline"]}
        return [chosen[key] for key in self["byline"].data if key in chosen]

    def clean_body(self) -> str:
        body = self.cleaned_data["body"]
        return sanitise(body if body == self.stored_body else in_paragraphs(body))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "body" not in self.data:
            data["body"] = self.stored_body  # a form that came without its text takes none away
        if "body" in data and not data.get("empty_body") and holds_words(self.stored_body):
            self._refuse_nothing_over_something(data["body"])
        for words in self.words:
            if not words.is_valid():
                self.add_error("photo", f"Yang ditulis tentang foto “{words.instance}” belum benar: lihat di bawah.")
        self._refuse_unknown_photos("body", [figure.photo for figure in figures(data.get("body", ""))])
        self._refuse_unknown_photos("gallery", [entry["photo"] for entry in data.get("gallery", [])])
        if data.get("body"):
            data["body"] = without_empty_paragraphs(data["body"])
            if "headline" in data:
                data["headline"], data["body"] = without_typed_headline(data["headline"], data["body"])
            place, data["body"] = without_typed_dateline(data["body"])
            if place and "place" not in self.changed_data:
                data["place"] = place
            data["body"] = without_typed_code(data["body"], [author.code for author in data.get("byline", [])])
        return data

    def _refuse_unknown_photos(self, field: str, numbers: list[int]) -> None:
        """A photo that is held back with another story is not there, also for who guesses its number."""
        added = set(numbers) - self.stored_photos
        if not added or field in self.errors:
            return
        hidden = set(Photo.objects.filter(pk__in=added).values_list("pk", flat=True))
        hidden -= set(self.photos.filter(pk__in=added).values_list("pk", flat=True))
        if hidden:
            self.add_error(field, f"Foto nomor {min(hidden)} tidak ada di perpustakaan. Periksa nomornya.")

    def _refuse_nothing_over_something(self, body: str) -> None:
        """An editor whose script broke sends no text at all; who means it ticks a box."""
        if holds_words(body):
            return
        self.fields["empty_body"].widget = forms.CheckboxInput()
        shown = cast("MultiValueDict[str, Any]", self.data).copy()
        shown["body"] = self.stored_body
        self.data = shown
        self.add_error(
            "body",
            "Isi yang terkirim kosong, padahal naskah ini sudah berisi. Isinya ditaruh kembali di sini. Bila memang "
            "hendak dikosongkan, hapus lagi dan centang “Kosongkan isi naskah ini”.",
        )


def form_for(user: Person) -> type[StoryForm]:
    """The form as somebody may fill it in."""
    return type("StoryForm", (StoryForm,), {"photos": permissions.visible_photos(user), "by": user})


def holds_words(body: str) -> bool:
    return bool(figures(body) or plain_text(body))


def _to_choose(field: StoryField, value: Any) -> Any:
    """A content's value as the form begins with it: rows by their numbers."""
    if field.kind == REFERENCE:
        return value["id"] if value else None
    return [person["id"] for person in value] if field.kind == PEOPLE else value


def own_crop_link(story: Article) -> SafeString:
    """To the crop that the lead photo has in this story alone."""
    address = reverse("admin:articles_photo_crops", args=[story.photo_id])
    return format_html('<a href="{}?naskah={}">Atur potongannya untuk naskah ini</a>', address, story.pk)


def without_empty_paragraphs(body: str) -> str:
    """Who is used to typewriters presses Enter twice; the page sets paragraphs apart by itself."""
    return re.sub(r"<p>(?:\s|&nbsp;|<br ?/?>)*</p>\s*", "", body)


def without_typed_headline(headline: str, body: str) -> tuple[str, str]:
    """Take the headline off a pasted message, whose first line it is when a dateline begins the second.

    Returns:
        The headline, and the body without it. Both as they were where a different headline was written.
    """
    first = re.match(r"<p>.*?</p>\s*", body, re.DOTALL)
    if first is None:
        return headline, body
    typed, rest = " ".join(plain_text(first[0]).split()), body[first.end() :]
    if not typed or figures(first[0]) or len(typed) > MAX_HEADLINE or headline not in {"", typed}:
        return headline, body
    return (typed, rest) if without_typed_dateline(rest)[0] else (headline, body)


def without_typed_dateline(body: str) -> tuple[str, str]:
    """Take "SAMARINDA, Kate.id –" off the first paragraph: the page prints it by itself.

    A place that stands alone ("SAMARINDA –") has to be in capitals and one of the newsroom's own (KATEID_PLACES):
    "PLN –" is none. Beside the newsroom's name any of at most three words that begin with capitals is one
    ("Tenggarong (Kate.id) –"): a longer one may be the beginning of a sentence.

    Returns:
        The place that was typed, in capitals, or "", and the body without it.
    """
    gap, bold = r"(?:\s|&nbsp;)*+", r"(?:</?(?:strong|em)>){0,2}+"
    name = re.escape(settings.KATEID_SITE_NAME).replace(r"\.", r"\.?")
    site = rf"{bold}{gap}(?:,{gap}{bold}{name}|{gap}\({name}\))\.?"
    typed = re.match(
        rf"<p>{gap}{bold}{gap}(?P<place>[A-Za-z][A-Za-z ,.'/-]{{2,58}}?)(?P<site>{site})?"
        rf"{bold}(?P<space>{gap}){bold}[–—-]++{gap}{bold}{gap}",
        body,
        re.IGNORECASE,
    )
    if typed is None:
        return "", body
    written = typed["place"].strip(" ,.'/-")
    place, words = written.upper(), written.split()
    is_in_capitals, is_ours = written == place, place in map(str.upper, settings.KATEID_PLACES)
    if typed["site"] is None:
        is_dateline = is_in_capitals and is_ours and bool(typed["space"])
    else:
        is_dateline = is_in_capitals or is_ours or (len(words) <= 3 and all(word[:1].isupper() for word in words))
    if not is_dateline:
        return "", body
    return place, _balanced(f"<p>{body[typed.end() :]}", typed[0])


def _balanced(body: str, taken: str) -> str:
    """The rest of a paragraph whose bold began in what was taken off it."""
    still_open = "".join(tag for tag in ("<strong>", "<em>") if taken.count(tag) > taken.count(tag.replace("<", "</")))
    return body.replace("<p>", f"<p>{still_open}", 1)


def without_typed_code(body: str, codes: list[str | None]) -> str:
    """Take "(lmo)", or "(lmo/ama)" with the editor's, off the last paragraph: the page prints who wrote it."""
    typed = re.search(r"\s*+\(([\w/ ]+)\)\s*+</p>\Z", body[-CODE_LENGTH:])
    if typed is None:
        return body
    first, *others = (part.strip().lower() for part in typed[1].split("/"))
    unknown = set(others) - set(codes)
    if first not in codes or (unknown and Author.objects.filter(code__in=unknown).count() < len(unknown)):
        return body  # “(lmo/ant)” may name an agency
    return f"{body[: -len(typed[0])]}</p>"
