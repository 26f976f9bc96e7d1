from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.models import Edition, EditionKind, LiveEntry, Section
from articles.querysets import EditionQuerySet
from articles.reading import cache_dependencies, cache_tags, follow_ups, live, story_links
from articles.reading.below_story import annotated, below
from articles.reading.related import related_to
from articles.reading.story_page import TEMPLATE, public_history, rendered, story_context
from pagecache import depends_on, fragment, public_page, valid_until
from pagecache.compiled_queries import compiled_query
from pagecache.fragments import Fragment

from .not_found import old_address, onwards_to


@public_page(live.PARAMETER)
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
    context |= of_report(request, edition, at)
    for beneath in below(edition, at):
        context |= beneath.context
        if beneath.valid_until:
            valid_until(request, beneath.valid_until)
    return rendered(request, TEMPLATE, context)


def of_report(request: HttpRequest, edition: Any, at: datetime) -> dict[str, Any]:
    """What the page of a live report shows besides, and that of a story that grew out of one.

    Raises:
        Http404: no entry has the number that was asked for.
    """
    context: dict[str, Any] = {}
    asked = request.GET.get(live.PARAMETER)
    if edition.is_live_report:
        context["live"] = live.page(edition, asked, at)
        depends_on(request, *live.depended_on(context["live"]))
    elif asked is not None:
        raise Http404
    if edition.told_by:
        depends_on(request, cache_tags.story(edition.told_by))
        context["told_by"] = live.report_about(edition.article_id, at)
    return context


@compiled_query(at=models.DateTimeField(), article=models.BigIntegerField())
def live_edition(at: datetime, article: int) -> EditionQuerySet:
    editions = Edition.objects.live(at).filter(article=article).select_related("photo").order_by()
    told_by = LiveEntry.objects.filter(story=OuterRef("article")).order_by("pk").values("report")[:1]
    return annotated(follow_ups.annotated(editions.with_report().annotate(told_by=Subquery(told_by))), at)


@public_page()
@require_safe
def live_updates(request: HttpRequest, pk: int) -> HttpResponse:
    """The newest entries of a live report alone: what its open pages ask for, again and again."""
    at = timezone.now()
    edition = Edition.objects.live(at).with_report().filter(article=pk).select_related("section", "photo").first()
    if edition is None or not edition.is_live_report:
        raise Http404
    depends_on(request, cache_tags.story(pk), cache_tags.section(edition.section_id))
    if edition.kind == EditionKind.RETRACTION:
        return HttpResponse(status=410)
    found = live.page(edition, None, at)
    depends_on(request, *live.depended_on(found))
    response = render(request, "includes/live_entries.html", {"edition": edition, "live": found})
    response["X-Robots-Tag"] = "noindex"
    return response


def section_of(request: HttpRequest, pk: int) -> Section:
    """A section and the one above it, the same for all of its stories."""

    def make() -> Fragment:
        section = Section.objects.select_related("parent").get(pk=pk)
        return section, [cache_tags.section(one.pk) for one in section.lineage]

    return fragment(request, ("section", pk), make)
