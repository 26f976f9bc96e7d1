"""The log of complaints: every one with its clock and its outcome, to be read and taken along, never changed."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from adminkit.base import DeskAdmin
from comments import moderation, reports
from comments.models import Report
from kateid.local_time import printed

COLOURS = {"overdue": "badge-error", "urgent": "badge-error", "soon": "badge-warning", "calm": ""}


class OpenFilter(admin.SimpleListFilter):
    title = "keadaan"
    parameter_name = "keadaan"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("menunggu", "Menunggu keputusan"), ("diputuskan", "Sudah diputuskan")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Report]) -> QuerySet[Report]:
        if self.value() not in {"menunggu", "diputuskan"}:
            return queryset
        return queryset.filter(decided_at__isnull=self.value() == "menunggu")


@admin.register(Report)
class ReportAdmin(DeskAdmin):
    empty_list = "Belum ada aduan."
    list_display = ("about", "reason", "received", "due", "state")
    list_display_links = None
    list_filter = (OpenFilter,)
    ordering = ("-received_at", "-pk")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Report | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Report | None = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("", wrap(self.changelist_view), name="comments_report_changelist"),
            path("ekspor/", wrap(self.export_view), name="comments_report_export"),
        ]

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        return self.list_display if moderation.may_moderate(request.user) else ("ticket", *self.list_display[1:])

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        may_export = request.user.has_perm("comments.export_reports")
        return super().changelist_view(request, {"may_export": may_export, "title": "Aduan", **(extra_context or {})})

    @method_decorator(require_safe)
    def export_view(self, request: HttpRequest) -> StreamingHttpResponse:
        """The whole log as a file, for whoever has to show it (Pedoman Media Siber 3g-h)."""
        if not request.user.has_perm("comments.export_reports"):
            raise PermissionDenied
        name = f"log-pengaduan-{timezone.localdate().isoformat()}.csv"
        return StreamingHttpResponse(
            reports.lines(Report.objects.all()),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    @admin.display(description="aduan")
    def about(self, row: Report) -> SafeString:
        address = reverse("admin:comments_comment_change", args=[row.comment_id])
        return format_html('<a href="{}">{}</a>', address, row.ticket)

    @admin.display(description="diterima")
    def received(self, row: Report) -> str:
        return printed(row.received_at)

    @admin.display(description="batas waktu")
    def due(self, row: Report) -> SafeString:
        if row.repeats_id:
            return format_html("{}", "Tanpa batas baru: sudah pernah diputuskan")
        colour = COLOURS[reports.urgency(row.due_at, timezone.now())] if row.is_open else ""
        return format_html('<span class="badge {}">{}</span>', colour, printed(row.due_at))

    @admin.display(description="keadaan")
    def state(self, row: Report) -> str:
        if row.is_open:
            return "Disembunyikan otomatis, menunggu keputusan" if row.hidden_at else "Menunggu keputusan"
        return f"{row.get_outcome_display()}, oleh {row.decided_by_name}"
