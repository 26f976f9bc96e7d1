from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles import shown as names
from articles.models import Author, Edition, Section, Tag
from articles.paging import PARAMETER, EditionPage, page_of
from kateid import page_cache
from kateid.page_cache import for_everybody, shows

from .sidebar import sidebar

PAGE_SIZE = 20


@for_everybody(PARAMETER)
@require_safe
def section(request: HttpRequest, slug: str) -> HttpResponse:
    at = timezone.now()
    shown = get_object_or_404(Section.objects.select_related("parent"), slug=slug)
    siblings = list(Section.objects.filter(parent=shown.parent_id or shown.pk))
    context = {
        "section": shown,
        "siblings": siblings,
        "page": page_of(Edition.objects.listed(at).in_section(shown), request, PAGE_SIZE),
        **sidebar(at),
    }
    family = {shown.pk, shown.parent_id or shown.pk, *(one.pk for one in siblings)}
    shows(request, *map(page_cache.section, family), *in_list(page_cache.section(shown.pk), context))
    return render(request, "articles/section.html", context)


@for_everybody(PARAMETER)
@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    at = timezone.now()
    shown = get_object_or_404(Tag, slug=slug)
    page = page_of(Edition.objects.listed(at).on_topic(shown), request, PAGE_SIZE)
    if not page.entries:
        raise Http404  # a topic that only drafts have is nobody's business yet
    context = {"topic": shown, "page": page, **sidebar(at)}
    shows(request, *in_list(page_cache.topic(shown.pk), context))
    return render(request, "articles/topic.html", context)


@for_everybody(PARAMETER)
@require_safe
def author(request: HttpRequest, slug: str) -> HttpResponse:
    at = timezone.now()
    shown = get_object_or_404(Author.objects.select_related("photo"), slug=slug)
    page = page_of(Edition.objects.listed(at).by_author(shown), request, PAGE_SIZE)
    context = {"author": shown, "page": page, **sidebar(at)}
    shows(request, *in_list(page_cache.author(shown.pk), context))
    if shown.photo_id:
        shows(request, page_cache.photo(shown.photo_id))
    return render(request, "articles/author.html", context)


def in_list(name: str, context: dict[str, Any]) -> Iterator[str]:
    page: EditionPage = context["page"]
    yield from names.page_of_list(name, page.entries, is_first=page.is_first)
    yield from names.sidebar(context)
