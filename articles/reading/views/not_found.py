"""What answers where no page does: an old address leads on, all others are not found."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import unquote

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.views.defaults import page_not_found

from articles.models import RedirectStatus
from articles.redirects import mending, rules
from articles.search.filters import Filters
from articles.search.queries import parse
from articles.search.results import Hit, search
from pagecache import page_in_progress

# A browser may keep a permanent redirect for ever, and with it a mistake.
WORDS = re.compile(r"[^\W\d_]{4,40}")
FEWEST_WORDS, MOST_WORDS = 2, 8
LONGEST_ASKED = 200  # characters
LIKELY = 5  # stories
OF_PROGRAMS = re.compile(r"\.(?!html?\Z)\w{1,5}\Z", re.IGNORECASE)  # files that machines try
KEPT = f"public, max-age={timedelta(hours=1) // timedelta(seconds=1)}"


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The site's handler404: it costs nothing where a page answers, and one query where none does."""
    if request.method not in {"GET", "HEAD"}:
        return page_not_found(request, exception)
    if answer := old_address(request) or spoiled_address(request):
        return answer
    likely = likely_stories(request.path)
    return render(request, "404.html", {"likely": likely}, status=404) if likely else page_not_found(request, exception)


def old_address(request: HttpRequest) -> HttpResponse | None:
    query = query_of(request)
    found = rules.find(request.path, query)
    if found is None:
        return None
    redirect, rest = found
    if "?" in redirect.path:  # what of the query told the page was heard
        query = mending.without_tracking(query)[1]
    if redirect.status == RedirectStatus.GONE:
        response = render(request, "articles/gone.html", status=410)
    elif address := _onwards(redirect.destination(), rest, query):
        response = HttpResponsePermanentRedirect(address)
    else:
        return None
    rules.count_hit(redirect)
    response.headers["Cache-Control"] = KEPT
    return response


def spoiled_address(request: HttpRequest) -> HttpResponse | None:
    """Leads on from an address that something was glued to, or that has capitals where there are none."""
    address = rules.page_meant(request.path)
    return onwards_to(request, address) if address and address != request.path else None


def onwards_to(request: HttpRequest, address: str) -> HttpResponse:
    """A permanent redirect that keeps the query of who asks."""
    query = query_of(request)
    response = HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)
    response.headers["Cache-Control"] = KEPT
    return response


def query_of(request: HttpRequest) -> str:
    """The query as it was asked, with the parameters that the view does not know."""
    page = page_in_progress(request)
    return page.query if page else str(request.META.get("QUERY_STRING", ""))


def likely_stories(path: str) -> list[Hit]:
    """Stories that the words of an address speak of; none for what no reader asks for, such as "/wp-login.php"."""
    last = path.rstrip("/").rpartition("/")[2]
    if path[1:].partition("/")[0] in rules.NO_PAGES or len(last) > LONGEST_ASKED or OF_PROGRAMS.search(last):
        return []
    words = [word for word in WORDS.findall(last) if word not in {"html", "htm"}]
    if len(words) < FEWEST_WORDS:
        return []
    return list(search(parse(" ".join(words[:MOST_WORDS])), Filters(), at=timezone.now()).hits[:LIKELY])


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
