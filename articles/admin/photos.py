"""Photos: uploading them, saying what and whose they are, finding them again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles import permissions, photos
from articles.models import Author, Photo
from articles.revisions import display_name
from kateid import page_cache

from .base import DeskAdmin
from .kept import Kept, story_links, using

ABOUT = ("caption", "alt_text", "credit", "creator", "rights", "digital_source", "taken_at")
FOCUS = ("focal_x", "focal_y")


class PhotoForm(forms.ModelForm[Photo]):
    class Meta:
        model = Photo
        fields = (*ABOUT, *FOCUS)
        widgets = {
            "caption": forms.Textarea(attrs={"rows": 3}),
            "alt_text": forms.Textarea(attrs={"rows": 2}),
        }


class UploadForm(PhotoForm):
    """A new photo. The file is a plain one here: an image field would decode it before its size is checked."""

    upload = forms.FileField(
        label="Berkas foto",
        help_text=f"JPEG, PNG, WebP, atau AVIF, paling besar {photos.MAX_BYTES // 1024**2} MB. "
        "Kirim berkas aslinya, bukan tangkapan layar.",
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/avif"}),
        error_messages={
            "required": "Berkas foto belum dipilih. Pilih satu foto.",
            "empty": "Berkas foto ini kosong. Pilih berkas lain.",
        },
    )

    def clean_upload(self) -> photos.Remade:
        return photos.remake(self.cleaned_data["upload"])


@admin.register(Photo)
class PhotoAdmin(DeskAdmin):
    form = PhotoForm
    add_label = "Unggah foto"
    new_title = "Unggah foto"
    empty_list = "Belum ada foto. Unggah yang pertama."
    list_display = ("card", "credit_line", "lacks", "uploaded")
    list_per_page = 48
    list_select_related = ("uploaded_by",)
    list_filter = ("rights", "digital_source")
    ordering = ("-uploaded_at", "-pk")
    search_fields = ("caption", "credit")
    search_help_text = "Mencari di keterangan dan kredit foto-foto terbaru."

    # Who may

    def has_change_permission(self, request: HttpRequest, obj: Photo | None = None) -> bool:
        if obj is None:
            return super().has_change_permission(request)
        return permissions.may_change_photo(request.user, obj)

    # The list

    @admin.display(description="foto")
    def card(self, photo: Photo) -> SafeString:
        return format_html('<img class="thumb" src="{}" alt="" loading="lazy"> {}', photo.small.url, photo.caption)

    @admin.display(description="kredit")
    def credit_line(self, photo: Photo) -> str:
        return f"Foto: {photo.credit}"

    @admin.display(description="perlu dilengkapi")
    def lacks(self, photo: Photo) -> SafeString | str:
        badge = '<span class="badge badge-warning">{}</span>'
        return "" if photo.alt_text else format_html(badge, "Tanpa teks alternatif")

    @admin.display(description="diunggah")
    def uploaded(self, photo: Photo) -> str:
        by = display_name(photo.uploaded_by) if photo.uploaded_by else "tanpa nama"
        return f"{by}, {date_format(timezone.localtime(photo.uploaded_at), 'j F Y')}"

    def autocomplete_label(self, photo: Photo) -> str:
        return f"{photo.caption} (Foto: {photo.credit})"

    # The form

    def get_form(self, request: HttpRequest, obj: Photo | None = None, change: bool = False, **kwargs: Any) -> Any:
        return super().get_form(request, obj, change, **({"form": UploadForm} if obj is None else {}) | kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Photo | None = None) -> Any:
        file = "picture" if obj else "upload"
        return (
            (None, {"fields": (file, *ABOUT, *(("uploaded",) if obj else ()))}),
            (
                "Titik fokus",
                {
                    "fields": (FOCUS,),
                    "classes": ("collapse",),
                    "description": "Bagian yang tetap terlihat bila foto dipotong. 50 dan 50 berarti tengah.",
                },
            ),
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Photo | None = None) -> tuple[str, ...]:
        return ("picture", "uploaded") if obj else ()

    @admin.display(description="foto")
    def picture(self, photo: Photo) -> SafeString:
        return format_html(
            '<img src="{}" alt="{}" width="{}" height="{}">',
            photo.file.url, photo.alt_text or photo.caption, photo.width, photo.height,
        )  # fmt: skip

    def save_model(self, request: HttpRequest, obj: Photo, form: Any, change: bool) -> None:
        if not change:
            photos.store(obj, form.cleaned_data["upload"])
            obj.uploaded_by_id = request.user.pk
        elif set(FOCUS) & set(form.changed_data):
            photos.crop_anew(obj)
        super().save_model(request, obj, form, change)

    def shown_as(self, obj: Photo, fields: set[str] | None) -> Iterable[str]:
        yield page_cache.photo(obj.pk)

    # Taking one away

    def kept(self, request: HttpRequest, obj: Photo) -> Kept | None:
        if stories := story_links(request, using(Q(editions__photo=obj))):
            return Kept("Foto ini sudah pernah terbit, jadi disimpan bersama beritanya:", stories)
        if stories := story_links(request, using(Q(photo=obj))):
            return Kept("Foto ini masih dipakai. Ganti dahulu fotonya di naskah ini:", stories)
        if people := list(Author.objects.filter(photo=obj)):
            return Kept("Foto ini masih dipakai. Ganti dahulu fotonya di profil ini:", [str(one) for one in people])
        return None

    def delete_model(self, request: HttpRequest, obj: Photo) -> None:
        photos.discard(obj)
