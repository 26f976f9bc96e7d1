"""How the machine fares, for who keeps it and who answers for the newsroom."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.people import Person
from jobs import condition
from jobs.models import Outbox

MOST_DELAYED = 100  # messages on the page, the oldest


def may_see(user: Person) -> bool:
    return bool(user.has_perm("auth.change_user") or user.has_perm("articles.retract_article"))


@require_safe
def system_condition(request: HttpRequest) -> HttpResponse:
    if not may_see(request.user):
        raise PermissionDenied
    now = timezone.now()
    delayed = list(Outbox.objects.delayed().defer("content", "recipient").order_by("created_at")[: MOST_DELAYED + 1])
    found = condition.findings(now)
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": "Kondisi sistem",
        "red": [finding for finding in found if finding.to_do],
        "well": [finding for finding in found if not finding.to_do],
        "delayed": delayed[:MOST_DELAYED],
        "has_more": len(delayed) > MOST_DELAYED,
        "may_send": request.user.has_perm("auth.change_user"),
    }
    return TemplateResponse(request, "admin/condition.html", context)


@require_POST
def send_again(request: HttpRequest) -> HttpResponse:
    """Have all delayed mail tried at once; whoever sends comes by within a minute."""
    if not request.user.has_perm("auth.change_user"):
        raise PermissionDenied
    number = Outbox.objects.delayed().update(next_try_at=timezone.now())
    told = f"{number} surel dicoba lagi dalam semenit." if number else "Tidak ada surel yang tertahan."
    messages.success(request, told)
    return redirect("admin:condition")
