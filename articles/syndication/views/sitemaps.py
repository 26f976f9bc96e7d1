from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from articles.models import Edition
from articles.reading import cache_tags
from articles.syndication import sitemaps
from articles.syndication.sitemaps import Address
from kateid.absolute_urls import absolute, address
from pagecache import depends_on, public_page

MAX_AGE = 60  # seconds, as Google asks of news


def _served(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Asked for again and again, so 304 unless it has changed."""
    return require_safe(conditional_page(cache_control(public=True, max_age=MAX_AGE)(view)))


@public_page()
@_served
def index(request: HttpRequest) -> HttpResponse:
    depends_on(request, cache_tags.editions())
    stories = [
        Address(absolute(address("articles:sitemap_stories", number)), changed_at)
        for number, changed_at in sitemaps.story_files(timezone.now()).items()
    ]
    return _xml("articles/sitemap_index.xml", files=[Address(absolute(address("articles:sitemap_pages"))), *stories])


@_served
def pages(request: HttpRequest) -> HttpResponse:
    return _xml("articles/sitemap.xml", addresses=sitemaps.pages())


@public_page()
@_served
def stories(request: HttpRequest, file: int) -> HttpResponse:
    at = timezone.now()
    found = sitemaps.stories(file, at)
    depends_on(
        request,
        cache_tags.editions(),
        *(cache_tags.photo(shown.pk) for edition in found for shown in sitemaps.photos(edition)),
    )
    if not found and file not in sitemaps.story_files(at):
        raise Http404
    return _xml("articles/sitemap.xml", addresses=map(sitemaps.story_address, found))


@public_page()
@_served
def news(request: HttpRequest) -> HttpResponse:
    """One file, or an index of several on two days that have more than one holds."""
    depends_on(request, cache_tags.editions())
    files = list(sitemaps.news_files(sitemaps.news(timezone.now())))
    if len(files) < 2:
        return _news(files[0] if files else ())
    numbers = range(1, len(files) + 1)
    addresses = [Address(absolute(address("articles:news_sitemap_file", number))) for number in numbers]
    return _xml("articles/sitemap_index.xml", files=addresses)


@public_page()
@_served
def news_file(request: HttpRequest, file: int) -> HttpResponse:
    depends_on(request, cache_tags.editions())
    files = list(sitemaps.news_files(sitemaps.news(timezone.now())))
    if file > len(files):
        raise Http404
    return _news(files[file - 1])


def _news(found: Sequence[Edition]) -> HttpResponse:
    entries = [(absolute(edition.get_absolute_url()), edition) for edition in found]
    return _xml("articles/news_sitemap.xml", entries=entries, publication=settings.KATEID_SITE_NAME)


def _xml(template: str, **context: Any) -> HttpResponse:
    return HttpResponse(render_to_string(template, context), content_type="application/xml; charset=utf-8")
