from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.models import Author, Edition, Section, Tag
from articles.paging import page_of

from .sidebar import sidebar

PAGE_SIZE = 20


@require_safe
def section(request: HttpRequest, slug: str) -> HttpResponse:
    at = timezone.now()
    shown = get_object_or_404(Section.objects.select_related("parent"), slug=slug)
    context = {
        "section": shown,
        "siblings": list(Section.objects.filter(parent=shown.parent_id or shown.pk)),
        "page": page_of(Edition.objects.listed(at).in_section(shown), request, PAGE_SIZE),
        **sidebar(at),
    }
    return render(request, "articles/section.html", context)


@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    at = timezone.now()
    shown = get_object_or_404(Tag, slug=slug)
    page = page_of(Edition.objects.listed(at).on_topic(shown), request, PAGE_SIZE)
    if not page.entries:
        raise Http404  # a topic that only drafts have is nobody's business yet
    return render(request, "articles/topic.html", {"topic": shown, "page": page, **sidebar(at)})


@require_safe
def author(request: HttpRequest, slug: str) -> HttpResponse:
    at = timezone.now()
    shown = get_object_or_404(Author.objects.select_related("photo"), slug=slug)
    page = page_of(Edition.objects.listed(at).by_author(shown), request, PAGE_SIZE)
    return render(request, "articles/author.html", {"author": shown, "page": page, **sidebar(at)})
