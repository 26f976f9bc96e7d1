"""The desk: the admin site where the newsroom works."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial, update_wrapper
from typing import Any, TypedDict

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import include, path, reverse
from django.utils.decorators import method_decorator
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from accounts import notices, second_factor
from accounts.people import signed_in
from adminkit.autocomplete import Autocomplete
from moving import screens

from . import audience, condition, news
from .dashboard import first_page

# What the desk's menu shows, in the order of a newsroom's day.
NAVIGATION: tuple[tuple[str, dict[str, str]], ...] = (
    ("Berita", {"article": "Naskah", "leadstory": "Halaman depan", "photo": "Foto", "tag": "Topik"}),
    (
        "Susunan",
        {"section": "Rubrik", "author": "Penulis", "editor": "Redaktur", "page": "Halaman", "redirect": "Pengalihan"},
    ),
    (
        "Komentar",
        {"comment": "Antrean", "report": "Aduan", "screeningrule": "Aturan", "screeningword": "Kata"},
    ),
    ("Pers", {"replyrequest": "Hak jawab"}),
    ("Orang", {"user": "Akun", "group": "Peran"}),
)


class Link(TypedDict):
    name: str
    url: str
    current: bool


class LinkGroup(TypedDict):
    name: str
    links: list[Link]


class Desk(AdminSite):
    site_header = settings.KATEID_SITE_NAME
    site_title = f"Meja redaksi {settings.KATEID_SITE_NAME}"
    index_title = "Meja redaksi"
    site_url = "/"
    password_change_template = "admin/password_change_form.html"  # noqa: S105
    password_change_done_template = "admin/password_change_done.html"  # noqa: S105
    logout_template = "admin/logged_out.html"

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self.disable_action("delete_selected")  # the newsroom's things have a history

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Asks strangers to sign in; who has signed in and has no place at the desk finds nothing here."""
        guarded = super().admin_view(view, cacheable)

        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.user.is_authenticated and not self.has_permission(request):
                raise Http404
            if request.user.is_authenticated and (first := second_factor.ask(request)):
                return first
            if "%00" in request.META["QUERY_STRING"]:  # no text of ours holds one, and PostgreSQL refuses it
                raise BadRequest
            response: HttpResponse = guarded(request, *args, **kwargs)
            return response

        return update_wrapper(answer, guarded)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The newsroom signs in where everybody does, behind the same limits."""
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"))

    def get_urls(self) -> list[Any]:
        # The generic "view on site" looks up any row of any model for anybody at the desk.
        kept = [pattern for pattern in super().get_urls() if getattr(pattern, "name", "") != "view_on_site"]
        return [
            path("kabar/", self.admin_view(news.notices_view), name="notices"),
            path("kabar/<int:pk>/", self.admin_view(news.notice_view), name="notice"),
            path("pembaca/", self.admin_view(audience.audience), name="audience"),
            path("kondisi/", self.admin_view(condition.system_condition), name="condition"),
            path("pindahan/", include(screens.urls(self.admin_view))),
            path("kondisi/kirim-lagi/", self.admin_view(condition.send_again), name="send_again"),
            *kept,
        ]

    @method_decorator(require_safe)
    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        return super().index(request, {"desk": first_page(signed_in(request)), **(extra_context or {})})

    def app_index(self, request: HttpRequest, app_label: str, extra_context: dict[str, Any] | None = None) -> Any:
        return redirect("admin:index")

    def autocomplete_view(self, request: HttpRequest) -> Any:
        return Autocomplete.as_view(admin_site=self)(request)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        context: dict[str, Any] = dict(super().each_context(request))
        models = [model for app in context["available_apps"] for model in app["models"]]
        return context | {
            "navigation": navigation(models, request.path),
            "may_see_readers": audience.may_see(request.user),
            "may_write_stories": request.user.has_perm("articles.add_article"),
            "unread": partial(notices.unread, signed_in(request)) if context["has_permission"] else 0,
        }


def navigation(models: Iterable[dict[str, Any]], path: str) -> list[LinkGroup]:
    """The menu of somebody who may see these models; what NAVIGATION does not name comes last."""
    reachable = {model["object_name"].lower(): model for model in models if model["admin_url"]}
    named = {name for _, names in NAVIGATION for name in names}
    others = {name: capfirst(model["name"]) for name, model in reachable.items() if name not in named}
    groups: list[LinkGroup] = []
    for title, names in (*NAVIGATION, ("Lainnya", others)):
        links: list[Link] = [
            {"name": label, "url": url, "current": path.startswith(url)}
            for name, label in names.items()
            if name in reachable and (url := reachable[name]["admin_url"])
        ]
        if links:
            groups.append({"name": title, "links": links})
    return groups
