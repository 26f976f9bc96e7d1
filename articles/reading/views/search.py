from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.audience import misses
from articles.reading import cache_tags
from articles.search import beginnings, subjects
from articles.search import filters as filtering
from articles.search.filters import Filters
from articles.search.queries import Query, parse
from articles.search.results import Cursor, Results
from articles.search.results import search as find
from articles.search.subjects import Subject
from articles.search.suggestions import suggestion
from pagecache import depends_on, public_page

PARAMETER = "lanjut"


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    query = parse(request.GET.get("q", ""))
    filters = filtering.read(request.GET)
    results = find(query, filters, at=at, here=_cursor_of(request)) if query or filters else None
    meant = None
    if query and results and not results.here:
        meant = suggestion(results.query, filters, at=at, found=results.count)
        if not results.count and not filters and not (meant and meant.is_sure):
            misses.note_query(results.query, request, at)
    # Nothing has all the words: what was meant is shown at once.
    corrected = meant if results and meant and not results.count and (meant.is_sure or not results.page) else None
    context: dict[str, Any] = {
        "query": query,
        "filters": filters,
        "today": timezone.localdate(at),
        "results": corrected.results if corrected else results,
        "address": address(corrected.text if corrected else query.text, filters),
        "meant": meant,
        "corrected": corrected,
        "subject": _subject(query, filters, results, at),
        "meant_address": address(meant.text, filters) if meant else "",
        **_ways_out(query, filters, corrected.results if corrected else results),
    }
    return render(request, "articles/search.html", context)


def _subject(query: Query, filters: Filters, results: Results | None, at: datetime) -> Subject | None:
    """Where a topic or author is named there are stories: they can be found by their topics and bylines."""
    if not results or not results.count or results.here or filters:
        return None
    return subjects.named_by(query, at)


@public_page("q")
@require_safe
def completions(request: HttpRequest) -> HttpResponse:
    """What a half-typed query may become, for static/js/search.js: one small answer for each beginning, kept."""
    found = beginnings.completions(beginnings.normalised(request.GET.get("q", "")), timezone.now())
    depends_on(
        request,
        cache_tags.latest(),
        *map(cache_tags.topic, found.topics),
        *map(cache_tags.author, found.authors),
        *map(cache_tags.story, found.stories),
    )
    return JsonResponse({"saran": [{"jenis": one.kind, "teks": one.text} for one in found.listed()]})


def address(text: str, filters: Filters) -> str:
    """The query string of a search."""
    parameters = {
        "q": text,
        "rubrik": filters.section.slug if filters.section else "",
        "penulis": filters.author.slug if filters.author else "",
        "dari": filters.first.isoformat() if filters.first else "",
        "sampai": filters.last.isoformat() if filters.last else "",
    }
    return urlencode({name: value for name, value in parameters.items() if value})


def _ways_out(query: Query, filters: Filters, results: Results | None) -> dict[str, Any]:
    """Where else to look: each word alone, without filters, further back in time."""
    if results is None:
        return {}
    words = dict.fromkeys(query.as_written(word) for word in query.words)
    older = Filters(filters.section, filters.author, filters.first, results.ranked_from)
    leads_on = results.ranked_from not in (None, filters.last) and not results.more
    return {
        "single_words": [(word, address(word, filters)) for word in words] if len(words) > 1 else [],
        "unfiltered_address": address(query.text, Filters()) if filters and query else "",
        "older_address": address(query.text, older) if leads_on else "",
    }


def _cursor_of(request: HttpRequest) -> Cursor | None:
    token = request.GET.get(PARAMETER)
    if token is None:
        return None
    try:
        return Cursor.parse(token)
    except ValueError as error:
        raise Http404 from error
