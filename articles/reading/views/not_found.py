"""What answers where no page does: an old address leads on, all others are not found."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import unquote

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.views.defaults import page_not_found

from articles.models import RedirectStatus
from articles.redirects import rules
from pagecache import page_in_progress

# A browser may keep a permanent redirect for ever, and with it a mistake.
KEPT = f"public, max-age={timedelta(hours=1) // timedelta(seconds=1)}"


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The site's handler404: it costs nothing where a page answers, and one query where none does."""
    old = old_address(request) if request.method in {"GET", "HEAD"} else None
    return old or page_not_found(request, exception)


def old_address(request: HttpRequest) -> HttpResponse | None:
    page = page_in_progress(request)
    query = page.query if page else request.META.get("QUERY_STRING", "")
    found = rules.find(request.path, query)
    if found is None:
        return None
    redirect, rest = found
    if redirect.status == RedirectStatus.GONE:
        response = render(request, "articles/gone.html", status=410)
    elif address := _onwards(redirect.destination(), rest, query if "?" not in redirect.path else ""):
        response = HttpResponsePermanentRedirect(address)
    else:
        return None
    rules.count_hit(redirect)
    response.headers["Cache-Control"] = KEPT
    return response


def _onwards(destination: str | None, rest: str, query: str) -> str | None:
    """The address to go to, with what stood behind the old one; None if no page of ours is there."""
    if destination is None:
        return None
    if rest:
        destination += rest
        try:
            resolve(unquote(destination))
        except Resolver404:
            return None
    return f"{destination}?{query}" if query and "?" not in destination else destination
