"""Photos: uploading them, saying what and whose they are, finding them again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from accounts.people import display_name
from adminkit.in_use import InUse
from articles import permissions
from articles.editorial.checks import photo_objections
from articles.models import Author, DigitalSource, Photo
from articles.photos import captions, intake, renditions, rights
from articles.reading import cache_tags

from . import photo_upload, photo_views
from .in_use import story_links, using
from .library import LibraryAdmin
from .photo_uses import uses

DESCRIBED = ("caption", "alt_text")
MADE = ("credit", "creator", "people", "place", "taken_at", "taken_at_is_estimate", "digital_source")
OWNED = ("rights", "copyright_notice", "licence", "licence_until", "do_not_use")
NEEDED = ("caption", "credit", "rights")


class PhotoForm(forms.ModelForm[Photo]):
    class Meta:
        model = Photo
        fields = (*DESCRIBED, *MADE, *OWNED)
        widgets = {
            "caption": forms.Textarea(attrs={"rows": 3}),
            "alt_text": forms.Textarea(attrs={"rows": 2}),
            "licence_until": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in NEEDED:
            if name in self.fields:
                self.fields[name].required = True
                self.fields[name].error_messages["required"] = missing(self.fields[name])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        take_credit_from_caption(self, data)
        return data

    def clean_alt_text(self) -> str:
        text: str = self.cleaned_data["alt_text"]
        if intake.is_file_name(text):
            raise ValidationError("“Teks alternatif” berisi nama berkas. Tulis apa yang terlihat di foto.")
        return text


class UploadForm(PhotoForm):
    """A new photo. The file is a plain one here: an image field would decode it before its size is checked.

    What is left empty is taken from what the file says of itself.
    """

    known_photos: QuerySet[Photo] = Photo.objects.all()  # of who uploads
    upload = forms.FileField(
        label="Berkas foto",
        help_text=f"JPEG, PNG, WebP, GIF, atau AVIF, paling besar {intake.MAX_BYTES // 1024**2} MB. "
        "Kirim berkas aslinya, bukan tangkapan layar.",
        widget=forms.FileInput(attrs={"accept": photo_upload.ACCEPT}),
        error_messages={
            "required": "Berkas foto belum dipilih. Pilih satu foto.",
            "empty": "Berkas foto ini kosong. Pilih berkas lain.",
        },
    )
    anyway = forms.BooleanField(label="Unggah juga walaupun mirip", required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in NEEDED:
            self.fields[name].required = False

    def clean_upload(self) -> intake.Examined:
        examined = intake.examine(self.cleaned_data["upload"])
        if known := intake.same(examined):
            if not self.known_photos.contains(known):
                raise ValidationError(photo_upload.HELD_BACK)
            raise ValidationError(format_html("Foto ini sudah ada di pustaka: {}. Pakai yang itu.", photo_link(known)))
        if self.data.get("anyway") != "on" and (similar := intake.alike(examined, among=self.known_photos)):
            self.fields["anyway"].widget = forms.CheckboxInput()
            links = format_html_join(", ", "{}", ((photo_link(photo),) for photo in similar))
            raise ValidationError(
                format_html(
                    "Foto ini mirip dengan yang sudah ada: {}. Pakai yang itu, atau pilih lagi berkasnya dan centang "
                    "“Unggah juga walaupun mirip”.",
                    links,
                )
            )
        return examined

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        examined = data.get("upload")
        said = examined.fields if examined else {}
        for name, value in said.items():
            if name in data and data[name] in ("", None, False, DigitalSource.CAPTURE):
                data[name] = value
        for name in NEEDED:
            if name not in self.errors and not data.get(name):
                self.add_error(name, missing(self.fields[name]))
        return data


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


def missing(field: forms.Field) -> str:
    return f"“{capfirst(str(field.label))}” masih kosong. Isi dahulu."


def photo_link(photo: Photo) -> SafeString:
    return format_html('<a href="{}">{}</a>', photo_views.change_url(photo), photo)


@admin.register(Photo)
class PhotoAdmin(LibraryAdmin):
    form = PhotoForm
    add_label = "Unggah foto"
    new_title = "Unggah foto"
    empty_list = "Belum ada foto. Unggah yang pertama."

    # Who may

    def has_change_permission(self, request: HttpRequest, obj: Photo | None = None) -> bool:
        if obj is None:
            return super().has_change_permission(request)
        return permissions.may_change_photo(request.user, obj)

    # Its pages

    def get_urls(self) -> list[URLPattern]:
        def step(view: Callable[..., Any]) -> Any:
            return self.admin_site.admin_view(partial(view, self))

        return [
            path("unggah/", step(photo_upload.upload), name="articles_photo_upload"),
            path("<int:pk>/potongan/", step(photo_views.crops), name="articles_photo_crops"),
            path("<int:pk>/samarkan/", step(photo_views.blur), name="articles_photo_blur"),
            path("<int:pk>/tarik/", step(photo_views.withdraw), name="articles_photo_withdraw"),
            path("<int:pk>/tampilkan/", step(photo_views.show_again), name="articles_photo_show_again"),
            *super().get_urls(),
        ]

    # The form

    def get_form(self, request: HttpRequest, obj: Photo | None = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change, **({"form": UploadForm} if obj is None else {}) | kwargs)
        form.known_photos = permissions.visible_photos(request.user)
        return form

    def get_fieldsets(self, request: HttpRequest, obj: Photo | None = None) -> Any:
        top = ("picture", "objections", *DESCRIBED) if obj else ("upload", "anyway", *DESCRIBED)
        return (
            (None, {"fields": top}),
            ("Siapa, di mana, kapan", {"fields": MADE}),
            ("Izin dan lisensi", {"fields": OWNED}),
            *([("Pemakaian", {"fields": ("used", "uploaded")})] if obj else []),
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Photo | None = None) -> tuple[str, ...]:
        return ("picture", "objections", "used", "uploaded") if obj else ()

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        photo = kwargs.get("obj")
        context["accept"] = photo_upload.ACCEPT
        if photo:
            photo.asked_by = request  # for `used`, whose links depend on who looks
            context["may_change"] = permissions.may_change_photo(request.user, photo)
            context["may_withdraw"] = permissions.may_change_every_photo(request.user)
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description="foto")
    def picture(self, photo: Photo) -> SafeString | str:
        if file := photo.main():
            return format_html(
                '<img class="photo-whole" src="{}" alt="{}" width="{}" height="{}">',
                file.url, photo.alt_text or photo.caption, file.width, file.height,
            )  # fmt: skip
        if photo.withdrawn_at:
            by = display_name(photo.withdrawn_by) if photo.withdrawn_by else "redaksi"
            when = date_format(timezone.localtime(photo.withdrawn_at), "j F Y, H:i T")
            return f"Ditarik oleh {by}, {when}: {photo.withdrawn_reason}"
        return "Berkas foto ini belum dibuat."

    @admin.display(description="kesiapan terbit")
    def objections(self, photo: Photo) -> SafeString | str:
        found = photo_objections(photo)
        if not found:
            return "Siap diterbitkan."
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((one,) for one in found)))

    @admin.display(description="dipakai di")
    def used(self, photo: Photo) -> SafeString | str:
        return uses(getattr(photo, "asked_by", None), photo)

    def save_model(self, request: HttpRequest, obj: Photo, form: Any, change: bool) -> None:
        if not change:
            examined = form.cleaned_data["upload"]
            if sideways := intake.turned(examined, request.user):
                intake.turn(sideways, examined)
                obj.pk = sideways.pk  # the form's answer is about the photo that was turned
                messages.info(request, f"“{sideways}” sudah ada dengan arah lain, jadi foto itu yang diputar.")
                return
            obj.uploaded_by_id = request.user.pk
            intake.store(obj, examined)
            return
        super().save_model(request, obj, form, change)
        if form.changed_data:
            renditions.words_changed(obj)

    def shown_as(self, obj: Photo, fields: set[str] | None) -> Iterable[str]:
        yield cache_tags.photo(obj.pk)

    # Taking one away

    def in_use(self, request: HttpRequest, obj: Photo) -> InUse | None:
        if stories := story_links(request, using(Q(editions__photo=obj), Q(editions__photo_uses__photo=obj))):
            return InUse("Foto ini sudah pernah terbit, jadi disimpan bersama beritanya:", stories)
        if stories := story_links(request, using(Q(photo=obj), Q(photo_uses__photo=obj))):
            return InUse("Foto ini masih dipakai. Ganti dahulu fotonya di naskah ini:", stories)
        if people := list(Author.objects.filter(photo=obj)):
            return InUse("Foto ini masih dipakai. Ganti dahulu fotonya di profil ini:", [str(one) for one in people])
        return None

    def delete_model(self, request: HttpRequest, obj: Photo) -> None:
        rights.discard(obj)
