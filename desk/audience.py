"""How the newsroom is read, for everybody who writes or edits."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.people import Person, signed_in
from articles import permissions
from articles.audience import misses
from articles.audience.overview import origin_rows, overview
from articles.models import MissKind


def may_see(user: Person) -> bool:
    return bool(user.has_perm("articles.view_article"))


@require_safe
def audience(request: HttpRequest) -> HttpResponse:
    if not may_see(request.user):
        raise PermissionDenied
    now = timezone.now()
    found, today = overview(now), timezone.localdate(now)
    shown = {row.article for row in (*found.today, *found.week)}
    known = permissions.visible_articles(signed_in(request)).filter(pk__in=shown)
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": "Pembaca",
        "overview": found,
        "known": set(known.values_list("pk", flat=True)),  # whose own pages this person may open
        "origins": origin_rows(found.origins),
        "missed_queries": misses.most(MissKind.QUERY, today),
        "missed_addresses": misses.most(MissKind.ADDRESS, today),
        "may_redirect": request.user.has_perm("articles.add_redirect"),
        "missed_days": misses.SHOWN.days,
        "missed_kept": misses.KEPT.days,
        "missed_networks": misses.NETWORKS,
    }
    return TemplateResponse(request, "admin/audience.html", context)
