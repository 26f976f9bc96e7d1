"""Sections: their names, their order, which stands below which."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest

from adminkit.in_use import InUse
from articles.models import Section
from articles.reading import cache_tags

from .addresses import AddressedAdmin
from .in_use import story_links, using


@admin.register(Section)
class SectionAdmin(AddressedAdmin):
    add_label = new_title = "Tambah rubrik"
    fields = ("name", "slug", "parent", "description", "position")
    list_display = ("name", "above", "description", "position")
    list_editable = ("position",)
    list_select_related = ("parent",)
    list_per_page = 200
    ordering = ("position", "name")
    search_fields = ("name",)

    @admin.display(description="rubrik induk")
    def above(self, section: Section) -> str:
        return f"di bawah {section.parent.name}" if section.parent else ""

    def shown_as(self, obj: Section, fields: set[str] | None) -> Iterable[str]:
        yield cache_tags.section(obj.pk)
        if obj.parent_id:
            yield cache_tags.section(obj.parent_id)  # whose page and subsections name it
        if fields is None or (obj.parent_id is None and fields & {"name", "slug", "parent", "position"}):
            yield cache_tags.site()
        if fields is None or "slug" in fields:
            yield cache_tags.editions()  # sitemaps name addresses and pictures alone

    def in_use(self, request: HttpRequest, obj: Section) -> InUse | None:
        if stories := story_links(request, using(Q(section=obj), Q(editions__section_listings__section=obj))):
            return InUse("Rubrik ini berisi naskah, jadi tidak dapat dihapus. Ganti namanya bila perlu.", stories)
        if children := [str(child) for child in obj.children.all()]:
            return InUse("Rubrik ini masih punya subrubrik. Pindahkan atau hapus dahulu subrubriknya:", children)
        return None
