"""The lists beside a story and beside every longer list."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from articles import shown
from articles.models import Edition
from kateid.page_cache import part
from kateid.page_cache.parts import Made

LENGTH = 5


class Sidebar(TypedDict):
    latest: list[Edition]
    popular: list[Edition]


def sidebar(at: datetime, besides: int | None = None) -> Sidebar:
    """TERKINI and POPULER, without one article.

    Nothing counts readers yet, so POPULER goes on in time where TERKINI ends.
    """
    newest = Edition.objects.listed(at).newest().for_cards()[: 2 * LENGTH + 1]
    others = [edition for edition in newest if edition.article_id != besides]
    return {"latest": others[:LENGTH], "popular": others[LENGTH : 2 * LENGTH]}


def aside(request: HttpRequest | None, besides: int | None = None) -> SafeString:
    """The lists as they are printed; nearly all pages have the same."""
    html, articles = part(request, ("aside", None), lambda: _printed(None))
    if besides in articles:
        html, _others = part(request, ("aside", besides), lambda: _printed(besides))
    return html


def _printed(besides: int | None) -> Made:
    lists = sidebar(timezone.now(), besides)
    editions = [*lists["latest"], *lists["popular"]]
    html = render_to_string("includes/aside.html", {**lists})
    return (html, {edition.article_id for edition in editions}), shown.beside(editions)
