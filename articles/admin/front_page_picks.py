"""The front page: which stories stand on top, and in which order."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone

from adminkit.base import DeskAdmin
from articles import permissions
from articles.editorial import front_page_picks
from articles.models import Edition, LeadStory
from articles.reading.views.front import LEADS, chosen_leads

MOST = 100
UP, DOWN, OFF = "naik", "turun", "lepas"


class FrontPageRow(NamedTuple):
    lead: LeadStory
    shown: bool
    state: str


@admin.register(LeadStory)
class LeadStoryAdmin(DeskAdmin):
    add_label = "Tambah berita utama"
    new_title = "Taruh berita di halaman depan"
    fields = ("article",)
    autocomplete_fields = ("article",)
    ordering = ("position",)

    # Which stories may stand there

    def limit_autocomplete(self, field_name: str, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(pk__in=front_page_picks.eligible().filter(lead=None).values("pk"))

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs["queryset"] = permissions.visible_articles(request.user) & front_page_picks.eligible()
        kwargs["help_text"] = "Ketik sebagian judulnya. Hanya berita yang sudah terbit; yang baru ditaruh teratas."
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_change_permission(self, request: HttpRequest, obj: LeadStory | None = None) -> bool:
        """A lead story is moved or taken down, never turned into another."""
        return obj is None and super().has_change_permission(request)

    def save_model(self, request: HttpRequest, obj: LeadStory, form: Any, change: bool) -> None:
        front_page_picks.put_on_top(obj)

    def delete_model(self, request: HttpRequest, obj: LeadStory) -> None:
        front_page_picks.take_down(obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[LeadStory]) -> None:
        for lead in queryset:
            front_page_picks.take_down(lead)

    # Their order

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": "Halaman depan",
            "opts": self.opts,
            "add_label": self.add_label,
            "rows": rows(),
            "places": LEADS,
            "may_add": self.has_add_permission(request),
            "may_move": self.has_change_permission(request),
            "may_take_down": self.has_delete_permission(request),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/articles/leadstory/change_list.html", context)

    def get_urls(self) -> list[URLPattern]:
        move = self.admin_site.admin_view(self.move_view)
        return [path("<int:pk>/pindah/<slug:step>/", move, name="articles_leadstory_move"), *super().get_urls()]

    def move_view(self, request: HttpRequest, pk: int, step: str) -> HttpResponse:
        """Moves a lead story up or down, or takes it away."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not (self.has_delete_permission(request) if step == OFF else self.has_change_permission(request)):
            raise PermissionDenied
        if step not in {UP, DOWN, OFF}:
            raise Http404
        lead = get_object_or_404(LeadStory.objects.select_related("article"), pk=pk)
        if step == OFF:
            front_page_picks.take_down(lead)
            messages.success(request, f"“{lead}” tidak lagi didahulukan di halaman depan. Beritanya tetap terbit.")
        else:
            front_page_picks.move(lead, -1 if step == UP else 1)
        return redirect("admin:articles_leadstory_changelist")


def rows() -> list[FrontPageRow]:
    now = timezone.now()
    shown = {edition.article_id for edition in chosen_leads(now)}
    order = list(LeadStory.objects.select_related("article")[:MOST])
    live = set(
        Edition.objects.listed(now)
        .filter(article__in=[lead.article_id for lead in order])
        .values_list("article_id", flat=True)
    )
    return [FrontPageRow(lead, lead.article_id in shown, _state(lead.article_id, shown, live)) for lead in order]


def _state(article: int, shown: set[int], live: set[int]) -> str:
    if article in shown:
        return "Tampil di halaman depan"
    return f"Menunggu: hanya {LEADS} yang tampil" if article in live else "Tidak tampil: beritanya dicabut"
