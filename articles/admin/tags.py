"""Topics: they are born with the stories; here their names are put right."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest
from django.utils.text import slugify
from taggit.admin import Tag as UnusedTag

from articles.models import Tag
from articles.tags import normalise

from .base import DeskAdmin
from .kept import Kept, story_links, using

admin.site.unregister(UnusedTag)  # its screen lists every tagged item


class TagForm(forms.ModelForm[Tag]):
    class Meta:
        model = Tag
        fields = ("name",)

    def clean_name(self) -> str:
        name = normalise(self.cleaned_data["name"])
        slug = slugify(name, allow_unicode=True)
        if not slug:
            raise ValidationError("Nama topik berisi huruf atau angka, misalnya “banjir samarinda”.", code="empty")
        twin = Tag.objects.filter(Q(name=name) | Q(slug=slug)).exclude(pk=self.instance.pk).first()
        if twin:
            raise ValidationError(f"Topik “{twin}” sudah ada. Pakai topik itu.", code="taken")
        return name


@admin.register(Tag)
class TagAdmin(DeskAdmin):
    form = TagForm
    add_label = new_title = "Tambah topik"
    list_display = ("name", "address")
    ordering = ("name",)
    search_fields = ("name",)
    search_help_text = "Mencari di topik-topik terbaru."

    def get_fields(self, request: HttpRequest, obj: Tag | None = None) -> Any:
        return ("name", "address") if obj else ("name",)

    def get_readonly_fields(self, request: HttpRequest, obj: Tag | None = None) -> tuple[str, ...]:
        return ("address",)

    @admin.display(description="alamat")
    def address(self, tag: Tag) -> str:
        return tag.get_absolute_url()

    def view_on_site(self, obj: Tag) -> str:
        return obj.get_absolute_url()

    def save_model(self, request: HttpRequest, obj: Tag, form: Any, change: bool) -> None:
        if not change:
            obj.slug = slugify(obj.name, allow_unicode=True)
        super().save_model(request, obj, form, change)

    def kept(self, request: HttpRequest, obj: Tag) -> Kept | None:
        stories = story_links(request, using(Q(tagged__tag=obj), Q(editions__topic_listings__tag=obj)))
        return Kept("Topik ini dipakai naskah, jadi tidak dapat dihapus:", stories) if stories else None
