"""The desk's queue of requests for a reply or a correction, and one request with all that is known of it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, register_converter
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_http_methods, require_POST

from accounts.people import signed_in
from adminkit.autocomplete import is_row_number
from adminkit.base import DeskAdmin
from adminkit.encryption import InvalidToken
from articles.converters import StoryConverter
from kateid.local_time import lasting, printed

from . import replies
from .forms import DecisionForm, RefusalForm
from .models import EventKind, Outcome, ReplyFile, ReplyRequest
from .permissions import RIGHT
from .replies import NotPossible

COLOURS = {"overdue": "badge-error", "soon": "badge-warning", "calm": ""}
AT_ONCE = 100  # requests that are refused with one reason
register_converter(StoryConverter, "reply")


class StateFilter(admin.SimpleListFilter):
    """What waits, unless told otherwise."""

    title = "keadaan"
    parameter_name = "keadaan"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("pasti", "Menunggu, surel dipastikan"),
            ("belum", "Menunggu, surel belum dipastikan"),
            ("diputuskan", "Sudah diputuskan"),
        ]

    def choices(self, changelist: Any) -> Any:
        first, *others = super().choices(changelist)
        return [{**first, "display": "Menunggu keputusan"}, *others]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        match self.value():
            case "diputuskan":
                return queryset.exclude(decided_at=None)
            case "pasti":
                return queryset.open().filter(is_confirmed=True)
            case "belum":
                return queryset.open().filter(is_confirmed=False)
        return queryset.open()


@admin.action(description="Tolak dengan satu alasan (yang dipilih)")
def refuse_many(self: ReplyRequestAdmin, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse:
    """Asks for the reason, which every sender is told: nothing is closed without."""
    keys = "&".join(f"nomor={pk}" for pk in queryset.values_list("pk", flat=True)[:AT_ONCE])
    return redirect(f"tolak/?{keys}")


@admin.register(ReplyRequest)
class ReplyRequestAdmin(DeskAdmin):
    empty_list = "Tidak ada permintaan yang menunggu."
    list_display = ("about", "kind", "sender", "waits", "state")
    list_display_links = None
    list_filter = (StateFilter, "kind")
    ordering = ("received_at", "pk")
    actions = (refuse_many,)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: ReplyRequest | None = None) -> bool:
        return request.user.has_perm(RIGHT)

    def has_change_permission(self, request: HttpRequest, obj: ReplyRequest | None = None) -> bool:
        return request.user.has_perm(RIGHT)

    def has_delete_permission(self, request: HttpRequest, obj: ReplyRequest | None = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("", wrap(self.changelist_view), name="press_replyrequest_changelist"),
            path("tolak/", wrap(self.refuse_view), name="press_replyrequest_refuse"),
            path("<reply:pk>/", wrap(self.request_view), name="press_replyrequest_change"),
            path("<reply:pk>/naskah/", wrap(self.draft_view), name="press_replyrequest_draft"),
            path("<reply:pk>/lampiran/<reply:file>/", wrap(self.file_view), name="press_replyrequest_file"),
        ]

    # The queue

    @admin.display(description="permintaan")
    def about(self, row: ReplyRequest) -> SafeString:
        return format_html('<a href="{}">{}</a><br>{}', row.desk_url, row.ticket, row.story_named[:120])

    @admin.display(description="pengirim")
    def sender(self, row: ReplyRequest) -> str:
        return f"{row.name}, surel dipastikan" if row.is_confirmed else row.name

    @admin.display(description="menunggu")
    def waits(self, row: ReplyRequest) -> SafeString:
        now = timezone.now()
        if not row.is_open:
            return format_html("{}", printed(row.received_at))
        colour = COLOURS[replies.urgency(row.received_at, now)]
        return format_html('<span class="badge {}">{}</span>', colour, lasting(row.received_at, now))

    @admin.display(description="keadaan")
    def state(self, row: ReplyRequest) -> str:
        if row.is_open:
            return "Naskah jawaban sudah dibuat" if row.answer_id else "Menunggu keputusan"
        return f"{row.get_outcome_display()}, oleh {row.decided_by_name}"

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def refuse_view(self, request: HttpRequest) -> HttpResponse:
        """Many at once, with one reason that each sender is told: how a flood is cleared."""
        self._require_right(request)
        keys = [key for key in request.GET.getlist("nomor")[:AT_ONCE] if is_row_number(key)]
        chosen = list(ReplyRequest.objects.open().filter(pk__in=keys).order_by("received_at", "pk"))
        form = RefusalForm(request.POST if request.method == "POST" else None, label_suffix="")
        if request.method == "POST" and form.is_valid():
            done = 0
            for one in chosen:
                try:
                    replies.decide(one, by=signed_in(request), outcome=Outcome.REFUSED, **form.cleaned_data)
                    done += 1
                except NotPossible as error:
                    messages.warning(request, f"{one}: {error}")
            messages.success(request, f"{done} permintaan ditolak, dan pengirimnya diberi tahu alasannya.")
            return redirect("admin:press_replyrequest_changelist")
        context = {**self._context(request, "Tolak dengan satu alasan"), "form": form, "chosen": chosen}
        status = 400 if form.is_bound else 200
        return TemplateResponse(request, "admin/press/replyrequest/refuse.html", context, status=status)

    # One request

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def request_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        self._require_right(request)
        asked = get_object_or_404(ReplyRequest.objects.select_related("story", "answer"), pk=pk)
        if request.method != "POST":
            return self._page(request, asked, DecisionForm(label_suffix=""))
        form = DecisionForm(request.POST, label_suffix="")
        if not form.is_valid():
            return self._page(request, asked, form, status=400)
        try:
            replies.decide(asked, by=signed_in(request), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
            return self._page(request, asked, form, status=400)
        except NotPossible as error:
            return self._page(request, asked, form, str(error), status=409)
        messages.success(request, f"Permintaan {asked} ditutup, dan pengirimnya diberi tahu alasannya.")
        return redirect("admin:press_replyrequest_changelist")

    @method_decorator(require_POST)
    def draft_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Begin the story that carries the reply, and go on in its form."""
        self._require_right(request)
        if not request.user.has_perm("articles.add_article"):
            raise PermissionDenied
        asked = get_object_or_404(ReplyRequest, pk=pk)
        try:
            answer = replies.draft_answer(asked, by=signed_in(request))
        except NotPossible as error:
            messages.error(request, str(error))
            return redirect(asked.desk_url)
        messages.success(request, "Naskah hak jawab dibuat dan terhubung dengan beritanya. Sunting, lalu terbitkan.")
        return redirect(answer.get_absolute_url())

    @method_decorator(require_POST)
    @method_decorator(csp_override({"default-src": ["'none'"], "sandbox": []}))
    def file_view(self, request: HttpRequest, pk: int, file: int) -> HttpResponse:
        """A file, to be downloaded: what a stranger sent is never shown by the desk's own site. Who did so is noted."""
        self._require_right(request)
        found = get_object_or_404(ReplyFile.objects.select_related("request"), pk=file, request=pk)
        try:
            content = found.content()
        except InvalidToken:
            messages.error(request, "Lampiran ini tidak dapat dibuka: berkasnya berubah, atau kuncinya sudah diganti.")
            return redirect(found.request.desk_url)
        replies.note_opened(found, by=signed_in(request))
        response = HttpResponse(content, content_type="application/octet-stream")
        response.headers["Content-Disposition"] = f'attachment; filename="{found.name}"'
        response.headers["Cache-Control"] = "private, no-store"
        return response

    def _page(
        self, request: HttpRequest, asked: ReplyRequest, form: DecisionForm, problem: str = "", status: int = 200
    ) -> HttpResponse:
        now = timezone.now()
        context = {
            **self._context(request, f"Permintaan {asked}"),
            "asked": asked,
            "form": form,
            "problem": problem,
            "files": asked.files.defer("sealed"),
            "log": [(EventKind(event.kind).label, event) for event in asked.events.all()],
            "waited": lasting(asked.received_at, asked.decided_at or now),
            "colour": COLOURS[replies.urgency(asked.received_at, now)] if asked.is_open else "",
            "may_draft": asked.is_open and asked.story and request.user.has_perm("articles.add_article"),
        }
        return TemplateResponse(request, "admin/press/replyrequest/request.html", context, status=status)

    def _context(self, request: HttpRequest, title: str) -> dict[str, Any]:
        return {**self.admin_site.each_context(request), "opts": self.opts, "title": title}

    def _require_right(self, request: HttpRequest) -> None:
        if not request.user.has_perm(RIGHT):
            raise PermissionDenied
