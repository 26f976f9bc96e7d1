from __future__ import annotations

from datetime import datetime

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.models import Edition, EditionKind, Section
from articles.querysets import EditionQuerySet
from articles.reading import cache_dependencies, cache_tags, follow_ups, story_links
from articles.reading.below_story import annotated, below
from articles.reading.related import related_to
from articles.reading.story_page import TEMPLATE, public_history, rendered, story_context
from pagecache import depends_on, fragment, public_page, valid_until
from pagecache.compiled_queries import compiled_query
from pagecache.fragments import Fragment

from .not_found import old_address, onwards_to


@public_page()
@require_safe
def article_detail(request: HttpRequest, section: str, slug: str, pk: int) -> HttpResponse:
    at = timezone.now()
    edition = next(iter(live_edition(at, pk)), None)
    if edition is None:
        raise Http404
    edition.section = section_of(request, edition.section_id)
    if edition.kind == EditionKind.RETRACTION:
        return render(request, "410.html", {"edition": edition}, status=410)
    if (section, slug) != (edition.section.slug, edition.slug):
        # An old site's own address may end in "-2" as well: what is known of it comes before its number.
        return old_address(request) or onwards_to(request, edition.get_absolute_url())
    context = story_context(edition, history=public_history(edition, at), at=at)
    context["related"] = related_to(at, pk)
    depends_on(request, *cache_dependencies.story_page(edition), *cache_dependencies.leads_on(pk, context["related"]))
    depends_on(request, *story_links.depended_on(context["linked_stories"]))
    if edition.has_follow_ups:
        found = follow_ups.of_story(pk)
        depends_on(request, *follow_ups.depended_on(pk, found))
        context["follow_ups"] = follow_ups.links(pk, found, at)
        edition.verification_result = follow_ups.result_among(context["follow_ups"])
    for beneath in below(edition, at):
        context |= beneath.context
        if beneath.valid_until:
            valid_until(request, beneath.valid_until)
    return rendered(request, TEMPLATE, context)


@compiled_query(at=models.DateTimeField(), article=models.BigIntegerField())
def live_edition(at: datetime, article: int) -> EditionQuerySet:
    editions = Edition.objects.live(at).filter(article=article).select_related("photo").order_by()
    return annotated(follow_ups.annotated(editions), at)


def section_of(request: HttpRequest, pk: int) -> Section:
    """A section and the one above it, the same for all of its stories."""

    def make() -> Fragment:
        section = Section.objects.select_related("parent").get(pk=pk)
        return section, [cache_tags.section(one.pk) for one in section.lineage]

    return fragment(request, ("section", pk), make)
