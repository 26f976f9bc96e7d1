"""The stories that use something, by name."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles import permissions
from articles.models import Article

MOST_LINKS = 20


def using(*rules: Q) -> QuerySet[Any]:
    """Some of the stories under any of the rules, each looked up by its own index."""
    keys: list[int] = []
    for rule in rules:
        keys += Article.objects.filter(rule).order_by().values_list("pk", flat=True).distinct()[: MOST_LINKS + 1]
    return Article.objects.filter(pk__in=keys).order_by("-updated_at")


def story_links(request: HttpRequest, stories: QuerySet[Any]) -> list[SafeString | str]:
    """The stories by name, where somebody may know of them."""
    found = list(stories.only("pk", "headline")[: MOST_LINKS + 1])
    visible = set(
        permissions.visible_articles(request.user)
        .filter(pk__in=[story.pk for story in found])
        .values_list("pk", flat=True)
    )
    links: list[SafeString | str] = [
        format_html('<a href="{}">{}</a>', story.get_absolute_url(), story)
        for story in found[:MOST_LINKS]
        if story.pk in visible
    ]
    if len(visible) < len(found) or len(found) > MOST_LINKS:
        links.append("dan naskah lain")
    return links
