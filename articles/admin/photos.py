"""Photos: uploading them, saying what and whose they are, finding them again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from accounts.people import Person, display_name
from adminkit.in_use import InUse
from articles import permissions
from articles.editorial.checks import photo_objections
from articles.models import Author, DigitalSource, Photo
from articles.photos import intake, renditions, rights
from articles.photos.held import Held, hold, take
from articles.reading import cache_tags

from . import photo_upload, photo_views, photo_words
from .in_use import story_links, using
from .library import LibraryAdmin
from .photo_uses import uses
from .photo_words import SaidOfPhoto

DESCRIBED = ("caption", "alt_text")
MADE = ("credit", "creator", "people", "place", "taken_at", "taken_at_is_estimate", "digital_source")
OWNED = ("rights", "copyright_notice", "licence", "licence_until", "do_not_use")
NEEDED = ("caption", "credit", "rights")


class PhotoForm(SaidOfPhoto):
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


class UploadForm(PhotoForm):
    """A new photo. The file is a plain one here: an image field would decode it before its size is checked.

    What is left empty is taken from what the file says of itself. A sound file of a refused form is held, and chosen
    when the form comes again.
    """

    known_photos: QuerySet[Photo] = Photo.objects.all()  # of who uploads
    by: Person = AnonymousUser()
    upload = forms.FileField(
        label="Berkas foto",
        help_text=f"JPEG, PNG, WebP, GIF, atau AVIF, paling besar {intake.MAX_BYTES // 1024**2} MB. "
        "Kirim berkas aslinya, bukan tangkapan layar.",
        widget=forms.FileInput(attrs={"accept": photo_upload.ACCEPT}),
        error_messages={"empty": "Berkas foto ini kosong. Pilih berkas lain."},
    )
    held = forms.CharField(required=False, widget=forms.HiddenInput)
    anyway = forms.BooleanField(label="Unggah juga walaupun mirip", required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sound: Held | None = None  # a picture that the library lacks

    def _clean_fields(self) -> None:
        """What is missing is told in `clean`: it may come with the file, and the file from an earlier sending."""
        names = ("upload", *NEEDED)
        for name in names:
            self.fields[name].required = False
        super()._clean_fields()  # type: ignore[misc]
        for name in names:
            self.fields[name].required = True

    def clean_upload(self) -> intake.Examined:
        upload = self._uploaded()
        examined = upload.examined
        if known := intake.same(examined):
            if not self.known_photos.contains(known):
                raise ValidationError(photo_upload.HELD_BACK)
            raise ValidationError(format_html("Foto ini sudah ada di pustaka: {}. Pakai yang itu.", photo_link(known)))
        self.sound = upload
        if self.data.get("anyway") != "on" and (similar := intake.alike(examined, among=self.known_photos)):
            self.fields["anyway"].widget = forms.CheckboxInput()
            links = format_html_join(", ", "{}", ((photo_link(photo),) for photo in similar))
            raise ValidationError(
                format_html(
                    "Foto ini mirip dengan yang sudah ada: {}. Pakai yang itu, atau centang “Unggah juga walaupun "
                    "mirip” lalu simpan lagi.",
                    links,
                )
            )
        return examined

    def _uploaded(self) -> Held:
        if file := self.cleaned_data["upload"]:
            return Held(intake.examine(file), file.name)
        token = self.data.get("held", "")
        if not token:
            raise ValidationError("Berkas foto belum dipilih. Pilih satu foto.")
        if upload := take(token, by=self.by):
            return upload
        raise ValidationError("Foto yang tadi dikirim sudah tidak disimpan lagi. Pilih sekali lagi berkasnya.")

    def hold(self) -> None:
        """Keep the file of a refused form, and show it as chosen. A bad one takes the place of no earlier one."""
        held_one = self.sound
        if held_one is None and self.files.get("upload"):
            held_one = take(self.data.get("held", ""), by=self.by)
        shown = cast("MultiValueDict[str, Any]", self.data).copy()
        shown["held"] = hold(held_one, by=self.by) if held_one else ""
        self.data = shown
        if held_one:
            facts = held_one.examined.facts
            self["upload"].help_text = (
                f"Sudah terunggah dan terpilih: {held_one.name} ({facts['width']} × {facts['height']} piksel). "
                "Pilih berkas lagi hanya untuk menggantinya."
            )

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
            path("<int:pk>/kata/", step(photo_words.view), name="articles_photo_words"),
            path("<int:pk>/potongan/", step(photo_views.crops), name="articles_photo_crops"),
            path("<int:pk>/samarkan/", step(photo_views.blur), name="articles_photo_blur"),
            path("<int:pk>/tarik/", step(photo_views.withdraw), name="articles_photo_withdraw"),
            path("<int:pk>/tampilkan/", step(photo_views.show_again), name="articles_photo_show_again"),
            *super().get_urls(),
        ]

    # The form

    def get_form(self, request: HttpRequest, obj: Photo | None = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change, **({"form": UploadForm} if obj is None else {}) | kwargs)
        form.known_photos, form.by = permissions.visible_photos(request.user), request.user
        return form

    def get_fieldsets(self, request: HttpRequest, obj: Photo | None = None) -> Any:
        top = ("picture", "objections", *DESCRIBED) if obj else ("upload", "held", "anyway", *DESCRIBED)
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
        form = context["adminform"].form
        if isinstance(form, UploadForm) and form.is_bound:
            form.hold()
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
