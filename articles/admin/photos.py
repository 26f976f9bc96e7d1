"""Photos: uploading them, saying what and whose they are, finding them again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles import permissions
from articles.models import Author, Photo
from articles.photos import intake, renditions

from .kept import Kept, story_links, using
from .library import LibraryAdmin

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
        help_text=f"JPEG, PNG, WebP, GIF, atau AVIF, paling besar {intake.MAX_BYTES // 1024**2} MB. "
        "Kirim berkas aslinya, bukan tangkapan layar.",
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/gif,image/avif"}),
        error_messages={
            "required": "Berkas foto belum dipilih. Pilih satu foto.",
            "empty": "Berkas foto ini kosong. Pilih berkas lain.",
        },
    )

    def clean_upload(self) -> intake.Examined:
        return intake.examine(self.cleaned_data["upload"])


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
            photo.card_url, photo.alt_text or photo.caption, photo.width, photo.height,
        )  # fmt: skip

    def save_model(self, request: HttpRequest, obj: Photo, form: Any, change: bool) -> None:
        if not change:
            obj.uploaded_by_id = request.user.pk
            intake.store(obj, form.cleaned_data["upload"])
            return
        super().save_model(request, obj, form, change)
        if form.changed_data:
            renditions.changed(obj)

    # Taking one away

    def kept(self, request: HttpRequest, obj: Photo) -> Kept | None:
        if stories := story_links(request, using(Q(editions__photo=obj), Q(editions__photo_uses__photo=obj))):
            return Kept("Foto ini sudah pernah terbit, jadi disimpan bersama beritanya:", stories)
        if stories := story_links(request, using(Q(photo=obj), Q(photo_uses__photo=obj))):
            return Kept("Foto ini masih dipakai. Ganti dahulu fotonya di naskah ini:", stories)
        if people := list(Author.objects.filter(photo=obj)):
            return Kept("Foto ini masih dipakai. Ganti dahulu fotonya di profil ini:", [str(one) for one in people])
        return None

    def delete_model(self, request: HttpRequest, obj: Photo) -> None:
        renditions.take_away(obj)
        obj.delete()
