"""The people readers read of: authors and editors, of today and of earlier days."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import Q
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.people import display_name
from adminkit.autocomplete import RowsField
from adminkit.base import DeskAdmin
from adminkit.in_use import InUse
from articles.models import Author, Editor
from articles.reading import cache_tags

from .addresses import AddressedAdmin
from .in_use import story_links, using


class AccountField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{display_name(obj)} ({obj.get_username()})"


class PersonAdmin(DeskAdmin):
    list_filter = ("is_active",)
    ordering = ("name",)

    def shown_as(self, obj: Author | Editor, fields: set[str] | None) -> Iterable[str]:
        yield cache_tags.people()
        if isinstance(obj, Author):
            yield cache_tags.author(obj.pk)

    @admin.display(description="status")
    def duty(self, person: Author | Editor) -> SafeString:
        look, words = ("badge badge-success", "Bertugas") if person.is_active else ("badge", "Alumni")
        return format_html('<span class="{}">{}</span>', look, words)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "user":
            newsroom = User.objects.filter(is_staff=True).order_by("first_name", "username")
            return db_field.formfield(
                form_class=AccountField,
                queryset=newsroom,
                empty_label="Tanpa akun",
                help_text="Akun yang dipakai orang ini untuk masuk ke meja redaksi.",
            )
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Author)
class AuthorAdmin(AddressedAdmin, PersonAdmin):
    add_label = new_title = "Tambah penulis"
    fields = ("name", "slug", "code", "job_title", "bio", "photo", "user", "is_active")
    autocomplete_fields = ("photo",)
    list_display = ("name", "code", "job_title", "duty")
    search_fields = ("name", "code")

    def autocomplete_label(self, author: Author) -> str:
        return str(author) if author.is_active else f"{author}, alumni"

    def in_use(self, request: HttpRequest, obj: Author) -> InUse | None:
        stories = story_links(request, using(Q(bylines__author=obj), Q(editions__author_listings__author=obj)))
        return stories_keep("penulis", stories)


@admin.register(Editor)
class EditorAdmin(PersonAdmin):
    add_label = new_title = "Tambah redaktur"
    fields = ("name", "job_title", "user", "sections", "is_active")
    list_display = ("name", "job_title", "answers_for", "duty")
    search_fields = ("name",)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("sections")

    @admin.display(description="rubrik")
    def answers_for(self, editor: Editor) -> str:
        return ", ".join(section.name for section in editor.sections.all()) or "Semua rubrik"

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return super().formfield_for_manytomany(
            db_field, request, widget=forms.CheckboxSelectMultiple, form_class=RowsField, **kwargs
        )

    def in_use(self, request: HttpRequest, obj: Editor) -> InUse | None:
        return stories_keep("redaktur", story_links(request, using(Q(editor=obj), Q(editions__editor=obj))))


def stories_keep(what: str, stories: list[SafeString | str]) -> InUse | None:
    if not stories:
        return None
    return InUse(
        f"Nama {what} ini tercantum di berita, jadi tidak dapat dihapus. "
        "Bila ia tidak lagi bertugas, hapus centang “masih bertugas”. Tercantum di:",
        stories,
    )
