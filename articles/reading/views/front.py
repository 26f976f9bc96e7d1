from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple
from urllib.parse import urlencode

from django.db.models import BigIntegerField, DateTimeField, OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.audience import most_read
from articles.models import Edition, LeadStory, Section
from articles.querysets import EditionQuerySet
from articles.reading import cache_dependencies, cache_tags
from articles.reading.sidebar import lists
from articles.redirects.rules import FRONT_PARAMETERS
from kateid.absolute_urls import address
from pagecache import depends_on, public_page
from pagecache.compiled_queries import compiled_query

LEADS = 5
RIVER = 10
POPULAR = 5
IN_BLOCK = 4
PLACES = [f"story_{n}" for n in range(IN_BLOCK)]
SHARED = 2  # digits
OF_AN_OLD_SITE = frozenset({*FRONT_PARAMETERS, "s", "feed"})
NONE = 0  # no story's key


class Block(NamedTuple):
    """A section's newest stories that the page does not show already."""

    section: Section
    editions: list[Edition]


@public_page(*OF_AN_OLD_SITE)
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    if not OF_AN_OLD_SITE.isdisjoint(request.GET):
        return of_an_old_site(request)
    at = timezone.now()
    newest = newest_stories(at)
    chosen = chosen_leads(at)
    rest = most_read.without(newest, {edition.article_id for edition in chosen})
    still_free = LEADS - len(chosen)
    leads, rest = chosen + rest[:still_free], rest[still_free:]
    river, rest = rest[:RIVER], rest[RIVER:]
    groups = blocks(at, besides=leads + river)
    popular, popular_week = most_read.printed(
        lists(request).read, POPULAR, instead=rest or river, besides={edition.article_id for edition in leads}
    )
    context = {
        "leads": leads,
        "river": river,
        "popular": popular,
        "popular_week": popular_week,
        "blocks": groups,
        "printed_at": max((edition.modified_at for edition in newest), default=None),
    }
    depends_on(
        request,
        cache_tags.latest(),
        cache_tags.leads(),
        *cache_dependencies.cards([*newest, *chosen, *popular, *popular_week]),
        *in_blocks(groups),
    )
    return render(request, "articles/front.html", context)


def of_an_old_site(request: HttpRequest) -> HttpResponse:
    """Answers "/?p=123" and the like: by the table of redirects, but for a search and a feed, which lead to ours.

    There is one front page, so that nobody can fill the page cache with others.

    Raises:
        Http404: it tells a page, and perhaps there is a redirect.
    """
    if words := request.GET.get("s", ""):
        is_share = words.isdigit() and len(words) <= SHARED  # "?s=20" is added to links by X
        return redirect(
            address("articles:front") if is_share else f"{address('articles:search')}?{urlencode({'q': words})}"
        )
    if "feed" in request.GET:
        return redirect("articles:feed")
    if any(request.GET.get(name) for name in FRONT_PARAMETERS):
        raise Http404
    return redirect("articles:front")


@compiled_query(at=DateTimeField())
def newest_stories(at: datetime) -> EditionQuerySet:
    return Edition.objects.listed(at).newest().for_cards()[: LEADS + RIVER + POPULAR]


def in_blocks(groups: list[Block]) -> Iterator[str]:
    for block in groups:
        yield cache_tags.top(cache_tags.section(block.section.pk))
        yield from cache_dependencies.cards(block.editions)


def chosen_leads(at: datetime) -> list[Edition]:
    """What editors put on top, in their order, as far as it is live."""
    order = list(LeadStory.objects.values_list("article_id", flat=True)[: 2 * LEADS])
    live = Edition.objects.listed(at).filter(article__in=order).for_cards()
    by_article = {edition.article_id: edition for edition in live}
    return [by_article[article] for article in order if article in by_article][:LEADS]


def blocks(at: datetime, besides: list[Edition]) -> list[Block]:
    """Every top section with stories of its own, in two queries however many sections there are."""
    keys = [edition.pk for edition in besides]
    sections = sections_with_newest(at, *keys, *[NONE] * (LEADS + RIVER - len(keys)))
    picks = {section: [pk for place in PLACES if (pk := getattr(section, place))] for section in sections}
    editions = Edition.objects.for_cards().in_bulk([pk for chosen in picks.values() for pk in chosen])
    return [Block(section, [editions[pk] for pk in chosen]) for section, chosen in picks.items() if chosen]


@compiled_query(at=DateTimeField(), **{f"besides_{n}": BigIntegerField() for n in range(LEADS + RIVER)})
def sections_with_newest(at: datetime, *besides: int) -> QuerySet[Section]:
    stories = Edition.objects.listed(at).in_section(OuterRef("pk")).exclude(pk__in=besides)
    newest = {place: Subquery(stories.values("pk")[n : n + 1]) for n, place in enumerate(PLACES)}
    return Section.objects.filter(parent=None).annotate(**newest)
