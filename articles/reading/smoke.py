"""Readers' pages that must answer before somebody says that the newsroom is well."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from articles.models import Edition, EditionKind

STORIES = 5


def pages() -> Iterator[str]:
    yield from (reverse(f"articles:{name}") for name in ("front", "archive", "feed", "sitemap", "masthead"))
    yield f"{reverse('articles:search')}?q=berita"
    newest = Edition.objects.live().exclude(kind=EditionKind.RETRACTION).select_related("section").newest()
    yield from (edition.get_absolute_url() for edition in newest[:STORIES])
