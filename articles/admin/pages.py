"""The fixed pages: their texts; which ones exist is set by migration."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import Field
from django.http import HttpRequest

from adminkit.base import DeskAdmin
from articles.models import Page
from articles.reading import cache_tags

from .editor import RichTextAdminMixin, rich_text_widget


@admin.register(Page)
class PageAdmin(RichTextAdminMixin, DeskAdmin):
    fields = ("title", "body", "in_footer", "position")
    list_display = ("title", "address", "footer")
    ordering = ("position", "title")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Page | None = None) -> bool:
        return False

    @admin.display(description="alamat")
    def address(self, obj: Page) -> str:
        return obj.get_absolute_url()

    @admin.display(description="kaki halaman")
    def footer(self, obj: Page) -> str:
        return "Tampil di kaki halaman" if obj.in_footer else ""

    def view_on_site(self, obj: Page) -> str:
        return obj.get_absolute_url()

    def shown_as(self, obj: Page, fields: set[str] | None) -> Iterable[str]:
        yield cache_tags.page(obj.pk)
        if fields is None or fields & {"title", "in_footer", "position"}:
            yield cache_tags.site()

    def formfield_for_dbfield(self, db_field: Field[Any, Any], request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "body":
            kwargs["widget"] = rich_text_widget()
        return super().formfield_for_dbfield(db_field, request, **kwargs)
