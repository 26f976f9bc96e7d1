"""The photo library: finding photos, changing the words of several at once, and picking one for a story."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST, require_safe

from accounts.people import display_name
from adminkit.autocomplete import is_row_number
from adminkit.base import DeskAdmin
from adminkit.forms import VisibleField
from adminkit.keyset import Keyset
from articles import permissions
from articles.models import Article, ArticlePhoto, Author, Edition, EditionPhoto, Photo
from articles.photos import captions, renditions
from articles.photos.intake import is_file_name
from articles.reading import cache_tags, paging
from pagecache import invalidate

WORDS = ("caption", "credit", "creator", "people", "place", "alt_text")
ENDING_WITHIN = timedelta(days=30)
PICKER_LENGTH = 24
NEWEST = Keyset({"-uploaded_at": datetime, "-pk": int})
MOST_AT_ONCE = 100  # photos whose words one step changes
_MONTHS = {str(name).lower(): number for number, name in MONTHS.items()}
_DAY = re.compile(
    rf"\b(?:(?P<iso>\d{{4}}-\d{{2}}-\d{{2}})|(?:(?P<day>\d{{1,2}})\s+)?(?P<month>{'|'.join(_MONTHS)})\s+(?P<year>\d{{4}}))\b",
    re.IGNORECASE,
)


# Finding


def found(photos: QuerySet[Photo], typed: str) -> QuerySet[Photo]:
    """The photos about which all of what was typed is known: words, and a day or a month when they were taken."""
    words, days = taken_in(typed)
    if days:
        start, end = (timezone.make_aware(datetime.combine(day, time.min)) for day in days)
        unknown = Q(taken_at=None, uploaded_at__gte=start, uploaded_at__lt=end)
        photos = photos.filter(Q(taken_at__gte=start, taken_at__lt=end) | unknown)
    for word in words.split():
        photos = photos.filter(_about(word))
    return photos


def _about(word: str) -> Q:
    about = Q()
    for field in WORDS:
        about |= Q(**{f"{field}__icontains": word})
    return about | Q(pk=int(word)) if is_row_number(word) else about


def taken_in(typed: str) -> tuple[str, tuple[date, date] | None]:
    """What was typed without the day or month in it ("12 Juli 2022", "Juli 2022", "2022-07-12"), and that time.

    Returns:
        The other words, and the first day and the day after the last; None if there was none.
    """
    match = _DAY.search(typed)
    if match is None:
        return typed, None
    try:
        if match["iso"]:
            first = last = date.fromisoformat(match["iso"])
        else:
            year, month = int(match["year"]), _MONTHS[match["month"].lower()]
            first = date(year, month, int(match["day"] or 1))
            last = first if match["day"] else date(year, month, monthrange(year, month)[1])
        return f"{typed[: match.start()]} {typed[match.end() :]}", (first, last + timedelta(days=1))
    except (ValueError, OverflowError):  # 30 February
        return typed, None


def unused(photos: QuerySet[Photo]) -> QuerySet[Photo]:
    """The photos that no story shows or showed, and no profile."""
    for model in (Article, ArticlePhoto, Edition, EditionPhoto, Author):
        photos = photos.filter(~Exists(model._default_manager.filter(photo=OuterRef("pk"))))
    return photos


class OneChoiceFilter(admin.SimpleListFilter):
    """One question about photos, asked of the newest alone where its answer needs a look at each."""

    choice: tuple[str, str]

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [self.choice]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return self.narrowed(request, queryset) if self.value() == self.choice[0] else queryset

    def narrowed(self, request: HttpRequest, photos: Any) -> Any:
        raise NotImplementedError


class OwnFilter(OneChoiceFilter):
    title = "pengunggah"
    parameter_name = "milik"
    choice = ("saya", "Unggahan saya")

    def narrowed(self, request: HttpRequest, photos: Any) -> Any:
        return photos.filter(uploaded_by=request.user.pk)


class UnusedFilter(OneChoiceFilter):
    title = "pemakaian"
    parameter_name = "pemakaian"
    choice = ("belum", "Belum dipakai")

    def narrowed(self, request: HttpRequest, photos: Any) -> Any:
        return unused(newest(photos))


class WithoutAltTextFilter(OneChoiceFilter):
    title = "teks alternatif"
    parameter_name = "alt"
    choice = ("tanpa", "Belum ada")

    def narrowed(self, request: HttpRequest, photos: Any) -> Any:
        return newest(photos).filter(alt_text="")


class EndingFilter(OneChoiceFilter):
    title = "lisensi"
    parameter_name = "lisensi"
    choice = ("berakhir", "Berakhir dalam 30 hari atau sudah")

    def narrowed(self, request: HttpRequest, photos: Any) -> Any:
        return photos.filter(licence_until__lte=timezone.localdate() + ENDING_WITHIN)


def newest(photos: QuerySet[Photo]) -> QuerySet[Photo]:
    rows = Photo.objects.order_by("-pk").values("pk")[: DeskAdmin.searched_rows]
    return photos.filter(pk__in=rows)


# The words of several


class WordsForm(forms.Form):
    """What several photos are to say from now on; an empty field leaves what each says."""

    caption = VisibleField(
        label="Keterangan foto", max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    credit = VisibleField(label="Kredit foto", max_length=120, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["caption"], named = captions.without_credit(data.get("caption", ""))
        data["credit"] = captions.bare(data.get("credit", "")) or named
        if not self.errors and not any(data.values()):
            raise forms.ValidationError("Keterangan dan kredit masih kosong. Isi sedikitnya satu.")
        return data


@dataclass(frozen=True)
class Rewording:
    """What would become of one photo's words."""

    photo: Photo
    words: dict[str, str]  # by field, only those that change

    @property
    def changes(self) -> list[tuple[str, str, str]]:
        return [
            (str(Photo._meta.get_field(name).verbose_name), getattr(self.photo, name), words)  # type: ignore[union-attr]
            for name, words in self.words.items()
        ]


def reworded(photos: Sequence[Photo], words: dict[str, str]) -> list[Rewording]:
    return [
        Rewording(photo, {name: new for name, new in words.items() if new and new != getattr(photo, name)})
        for photo in photos
    ]


def lacking(photo: Photo) -> list[str]:
    """What a photo still needs, in a word or two each."""
    found = {
        "Ditarik": photo.withdrawn_at is not None,
        "Jangan dipakai": photo.do_not_use,
        "Lisensi berakhir": photo.licence_has_ended(),
        "Tanpa kredit": not photo.credit,
        "Tanpa hak pakai": not photo.rights,
        "Tanpa teks alternatif": not photo.alt_text or is_file_name(photo.alt_text),
    }
    return [words for words, holds in found.items() if holds]


class LibraryAdmin(DeskAdmin):
    """The list of photos and what is done from it. A photo's own form is `PhotoAdmin`."""

    list_display = ("card", "credit_line", "lacks", "uploaded")
    list_per_page = 48
    list_select_related = ("uploaded_by",)
    list_filter = (
        OwnFilter,
        UnusedFilter,
        WithoutAltTextFilter,
        EndingFilter,
        "rights",
        "digital_source",
        "do_not_use",
    )
    ordering = ("-uploaded_at", "-pk")
    search_fields = ("caption",)  # there must be some; `get_search_results` looks further
    search_help_text = "Mencari keterangan, kredit, orang, tempat, nomor, atau waktu, misalnya “Juli 2022”."
    actions = ("change_words",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return permissions.visible_photos(request.user)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        return found(newest(queryset), search_term[:100]) if search_term.strip() else queryset, False

    @admin.display(description="foto")
    def card(self, photo: Photo) -> SafeString:
        return format_html(
            '<img class="thumb" src="{}" alt="" loading="lazy"> <span class="photo-number">Foto {}</span> {}',
            photo.card_url,
            photo.pk,
            photo.caption,
        )

    @admin.display(description="kredit")
    def credit_line(self, photo: Photo) -> str:
        return f"Foto: {photo.credit}" if photo.credit else ""

    @admin.display(description="perlu dilengkapi")
    def lacks(self, photo: Photo) -> SafeString | str:
        badge = '<span class="badge badge-warning">{}</span>'
        return format_html_join(" ", badge, ((words,) for words in lacking(photo)))

    @admin.display(description="diunggah")
    def uploaded(self, photo: Photo) -> str:
        by = display_name(photo.uploaded_by) if photo.uploaded_by else "tanpa nama"
        return f"{by}, {date_format(timezone.localtime(photo.uploaded_at), 'j F Y')}"

    def autocomplete_label(self, photo: Photo) -> str:
        return f"{photo} (Foto: {photo.credit})" if photo.credit else str(photo)

    def get_urls(self) -> list[URLPattern]:
        here = self.admin_site.admin_view
        return [
            path("pilih/", here(self.pick_view), name="articles_photo_pick"),
            path("keterangan/", here(self.words_view), name="articles_photo_words"),
            path("<int:object_id>/kecil/", here(self.thumb_view), name="articles_photo_thumb"),
            *super().get_urls(),
        ]

    # The picker

    @method_decorator(require_safe)
    def pick_view(self, request: HttpRequest) -> HttpResponse:
        """The newest photos, or those that a search finds, for the window of the story form."""
        self._may_look(request)
        typed = request.GET.get("q", "")[:100].strip()
        photos = permissions.visible_photos(request.user).filter(withdrawn_at=None)
        photos = found(newest(photos), typed) if typed else photos
        page = NEWEST.page(photos, PICKER_LENGTH, paging.cursor_of(request, NEWEST))
        context = {
            "photos": [(photo, self.autocomplete_label(photo)) for photo in page.entries],
            "typed": typed,
            "page": page,
            "may_upload": self.has_add_permission(request),
        }
        return TemplateResponse(request, "admin/articles/photo/picker.html", context)

    @method_decorator(require_safe)
    def thumb_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """A photo by its number alone, as a text holds it, for whoever edits the text."""
        self._may_look(request)
        photo = get_object_or_404(permissions.visible_photos(request.user), pk=object_id, withdrawn_at=None)
        if not photo.card_url:
            raise Http404
        return redirect(photo.card_url)

    def _may_look(self, request: HttpRequest) -> None:
        if not self.has_view_permission(request):
            raise PermissionDenied

    # The words of several

    @admin.action(description="Ubah keterangan dan kredit", permissions=["change"])
    def change_words(self, request: HttpRequest, queryset: QuerySet[Photo]) -> HttpResponse:
        return self._words_page(request, list(queryset[:MOST_AT_ONCE]), WordsForm())

    @method_decorator(require_POST)
    def words_view(self, request: HttpRequest) -> HttpResponse:
        """Shows what would change, and on the second press changes it."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        keys = request.POST.getlist(ACTION_CHECKBOX_NAME)[:MOST_AT_ONCE]
        known = permissions.visible_photos(request.user)
        photos = list(known.filter(pk__in=[key for key in keys if is_row_number(key)]).order_by("-pk"))
        if not photos:
            raise Http404
        form = WordsForm(request.POST)
        allowed = [photo for photo in photos if permissions.may_change_photo(request.user, photo)]
        if not form.is_valid() or "simpan" not in request.POST or not allowed:
            return self._words_page(request, photos, form)
        done = self._reword(request, allowed, form.cleaned_data)
        messages.success(request, f"Keterangan dan kredit diubah pada {done} foto.")
        return HttpResponseRedirect(reverse("admin:articles_photo_changelist"))

    def _words_page(self, request: HttpRequest, photos: list[Photo], form: WordsForm) -> HttpResponse:
        allowed = [photo for photo in photos if permissions.may_change_photo(request.user, photo)]
        checked = form.is_bound and form.is_valid()
        rewordings = reworded(allowed, form.cleaned_data) if checked else []
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Ubah keterangan dan kredit",
            "form": form,
            "photos": allowed,
            "refused": [photo for photo in photos if photo not in allowed],
            "rewordings": [rewording for rewording in rewordings if rewording.words],
            "checked": checked,
            "key_name": ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "admin/articles/photo/words.html", context)

    def _reword(self, request: HttpRequest, photos: list[Photo], words: dict[str, str]) -> int:
        rewordings = [rewording for rewording in reworded(photos, words) if rewording.words]
        with transaction.atomic():
            for rewording in rewordings:
                for name, new in rewording.words.items():
                    setattr(rewording.photo, name, new)
                fields = list(rewording.words)
                rewording.photo.save(update_fields=fields)
                renditions.words_changed(rewording.photo)  # which carry these words
                self.log_change(request, rewording.photo, [{"changed": {"fields": fields}}])
            invalidate(*(cache_tags.photo(rewording.photo.pk) for rewording in rewordings))
        return len(rewordings)
