"""Why something in use is kept: one sentence and the stories that use it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles import permissions
from articles.models import Article

SHOWN = 20


@dataclass(frozen=True)
class Kept:
    sentence: str
    uses: list[SafeString | str] = field(default_factory=list)


def using(*rules: Q) -> QuerySet[Any]:
    """Some of the stories under any of the rules, each looked up by its own index."""
    keys: list[int] = []
    for rule in rules:
        keys += Article.objects.filter(rule).order_by().values_list("pk", flat=True).distinct()[: SHOWN + 1]
    return Article.objects.filter(pk__in=keys).order_by("-updated_at")


def story_links(request: HttpRequest, stories: QuerySet[Any]) -> list[SafeString | str]:
    """The stories by name, where somebody may know of them."""
    found = list(stories.only("pk", "headline")[: SHOWN + 1])
    visible = set(
        permissions.visible_articles(request.user)
        .filter(pk__in=[story.pk for story in found])
        .values_list("pk", flat=True)
    )
    links: list[SafeString | str] = [
        format_html('<a href="{}">{}</a>', story.get_absolute_url(), story)
        for story in found[:SHOWN]
        if story.pk in visible
    ]
    if len(visible) < len(found) or len(found) > SHOWN:
        links.append("dan naskah lain")
    return links
