from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles import shown as names
from articles.models import Author, Edition, Section, Tag
from articles.paging import PARAMETER, page_of
from kateid import page_cache
from kateid.page_cache import for_everybody, shows

PAGE_SIZE = 20


@for_everybody(PARAMETER)
@require_safe
def section(request: HttpRequest, slug: str) -> HttpResponse:
    at = timezone.now()
    shown = get_object_or_404(Section.objects.select_related("parent"), slug=slug)
    siblings = list(Section.objects.filter(parent=shown.parent_id or shown.pk))
    page = page_of(Edition.objects.listed(at).in_section(shown), request, PAGE_SIZE)
    family = {shown.pk, shown.parent_id or shown.pk, *(one.pk for one in siblings)}
    shows(request, *map(page_cache.section, family), *names.page_of_list(page_cache.section(shown.pk), page))
    return render(request, "articles/section.html", {"section": shown, "siblings": siblings, "page": page})


@for_everybody(PARAMETER)
@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    at = timezone.now()
    shown = get_object_or_404(Tag, slug=slug)
    page = page_of(Edition.objects.listed(at).on_topic(shown), request, PAGE_SIZE)
    if not page.entries:
        raise Http404  # a topic that only drafts have is nobody's business yet
    shows(request, *names.page_of_list(page_cache.topic(shown.pk), page))
    return render(request, "articles/topic.html", {"topic": shown, "page": page})


@for_everybody(PARAMETER)
@require_safe
def author(request: HttpRequest, slug: str) -> HttpResponse:
    at = timezone.now()
    shown = get_object_or_404(Author.objects.select_related("photo"), slug=slug)
    page = page_of(Edition.objects.listed(at).by_author(shown), request, PAGE_SIZE)
    shows(request, *names.page_of_list(page_cache.author(shown.pk), page))
    if shown.photo_id:
        shows(request, page_cache.photo(shown.photo_id))
    return render(request, "articles/author.html", {"author": shown, "page": page})
