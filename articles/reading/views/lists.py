from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.models import Author, Edition, Section, Tag
from articles.reading import cache_dependencies as names
from articles.reading import cache_tags
from articles.reading.paging import PARAMETER, CardList
from pagecache import depends_on, fragment, public_page
from pagecache.fragments import Fragment

PAGE_SIZE = 20

IN_SECTION = CardList(lambda at, section: Edition.objects.listed(at).in_section(section), PAGE_SIZE)
ON_TOPIC = CardList(lambda at, tag: Edition.objects.listed(at).on_topic(tag), PAGE_SIZE)
BY_AUTHOR = CardList(lambda at, author: Edition.objects.listed(at).by_author(author), PAGE_SIZE)


class Family(NamedTuple):
    """A section and those below the same one, or below itself."""

    section: Section
    siblings: list[Section]

    @property
    def names(self) -> set[str]:
        return {
            cache_tags.section(pk)
            for pk in (self.section.pk, self.section.parent_id, *(one.pk for one in self.siblings))
            if pk
        }


@public_page(PARAMETER)
@require_safe
def section(request: HttpRequest, slug: str) -> HttpResponse:
    at = timezone.now()
    family = family_of(request, slug)
    page = IN_SECTION.page(request, at, family.section.pk)
    depends_on(request, *family.names, *names.page_of_list(cache_tags.section(family.section.pk), page))
    context = {"section": family.section, "siblings": family.siblings, "page": page}
    return render(request, "articles/section.html", context)


def family_of(request: HttpRequest, slug: str) -> Family:
    """The same for all pages of a section."""

    def make() -> Fragment:
        shown = get_object_or_404(Section.objects.select_related("parent"), slug=slug)
        family = Family(shown, list(Section.objects.filter(parent=shown.parent_id or shown.pk)))
        return family, family.names

    return fragment(request, ("family", slug), make)


@public_page(PARAMETER)
@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    at = timezone.now()
    shown = get_object_or_404(Tag, slug=slug)
    page = ON_TOPIC.page(request, at, shown.pk)
    if not page.entries:
        raise Http404  # a topic that only drafts have is nobody's business yet
    depends_on(request, *names.page_of_list(cache_tags.topic(shown.pk), page))
    return render(request, "articles/topic.html", {"topic": shown, "page": page})


@public_page(PARAMETER)
@require_safe
def author(request: HttpRequest, slug: str) -> HttpResponse:
    at = timezone.now()
    shown = get_object_or_404(Author.objects.select_related("photo"), slug=slug)
    page = BY_AUTHOR.page(request, at, shown.pk)
    depends_on(request, *names.page_of_list(cache_tags.author(shown.pk), page))
    if shown.photo_id:
        depends_on(request, cache_tags.photo(shown.photo_id))
    return render(request, "articles/author.html", {"author": shown, "page": page})
