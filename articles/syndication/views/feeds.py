from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.encoding import iri_to_uri
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from articles.models import Author, Edition, LiveReport, Section, Tag
from articles.querysets import EditionQuerySet
from articles.reading import cache_dependencies, cache_tags, follow_ups, story_links
from articles.syndication import feeds
from articles.syndication.feed_formats import Format
from kateid.absolute_urls import absolute
from pagecache import depends_on, public_page

LANGUAGE = "id-ID"
LATEST_ROWS = 50  # more than are ever scheduled at once
CACHE_CONTROL = "public, max-age=60"  # asking again costs little


class About(NamedTuple):
    title: str
    description: str
    page: str


@public_page()
@require_safe
def site(request: HttpRequest, form: type[Format]) -> HttpResponseBase:
    about = About(settings.KATEID_SITE_NAME, settings.KATEID_TAGLINE, reverse("articles:front"))
    return _stories(request, about, form, Edition.objects.listed().newest(), cache_tags.latest())


@public_page()
@require_safe
def section(request: HttpRequest, slug: str, form: type[Format]) -> HttpResponseBase:
    found = get_object_or_404(Section, slug=slug)
    about = About(_titled(found.name), found.description or found.name, found.get_absolute_url())
    return _list(request, about, form, Edition.objects.listed().in_section(found), cache_tags.section(found.pk))


@public_page()
@require_safe
def topic(request: HttpRequest, slug: str, form: type[Format]) -> HttpResponseBase:
    found = get_object_or_404(Tag, slug=slug)
    editions = Edition.objects.listed().on_topic(found)
    if not editions.exists():
        raise Http404  # as its page: a topic that only drafts have is nobody's business yet
    about = About(_titled(f"Topik: {found.name}"), f"Berita tentang {found.name}.", found.get_absolute_url())
    return _list(request, about, form, editions, cache_tags.topic(found.pk))


@public_page()
@require_safe
def author(request: HttpRequest, slug: str, form: type[Format]) -> HttpResponseBase:
    found = get_object_or_404(Author, slug=slug)
    about = About(_titled(found.name), f"Berita yang ditulis {found.name}.", found.get_absolute_url())
    return _list(request, about, form, Edition.objects.listed().by_author(found), cache_tags.author(found.pk))


@public_page()
@require_safe
def corrections(request: HttpRequest, form: type[Format]) -> HttpResponseBase:
    what = "Ralat, pembaruan, dan pencabutan"
    about = About(_titled(what), f"{what} berita, beserta alasannya.", reverse("articles:corrections"))
    depends_on(request, cache_tags.editions())
    return _answer(request, about, form, feeds.changes)


def _titled(title: str) -> str:
    return f"{title} – {settings.KATEID_SITE_NAME}"


def _list(
    request: HttpRequest, about: About, form: type[Format], editions: EditionQuerySet, name: str
) -> HttpResponseBase:
    return _stories(request, about, form, editions, *cache_dependencies.beginning_of_list(name))


def _stories(
    request: HttpRequest, about: About, form: type[Format], editions: EditionQuerySet, *names: str
) -> HttpResponseBase:
    def items(at: datetime) -> list[feeds.Item]:
        found = feeds.first(editions)
        results = follow_ups.look_up_results(found, at)
        linked = story_links.look_up_linked(found, at)
        depends_on(request, *names, *cache_dependencies.texts(found))
        depends_on(request, *(cache_tags.story(result.answer_id) for result in results))
        depends_on(request, *story_links.depended_on(linked))
        return feeds.stories(found, at)

    return _answer(request, about, form, items)


def _answer(
    request: HttpRequest, about: About, form: type[Format], items: Callable[[datetime], list[feeds.Item]]
) -> HttpResponseBase:
    at = timezone.now()
    address = absolute(iri_to_uri(request.path))
    etag, last_modified = validators(at, form.__name__, address, about)
    response = get_conditional_response(request, etag, last_modified)
    if response is None:
        feed = _feed(form, about, address)
        for item in items(at):
            feed.add_item(**item)
        response = HttpResponse(content_type=form.content_type)
        feed.write(response, "utf-8")
    response.headers["ETag"] = etag
    if last_modified:
        response.headers["Last-Modified"] = http_date(last_modified)
    response.headers["Cache-Control"] = CACHE_CONTROL
    if settings.KATEID_WEBSUB_HUB:
        response.headers["Link"] = f'<{settings.KATEID_WEBSUB_HUB}>; rel="hub", <{address}>; rel="self"'
    return response


def _feed(form: type[Format], about: About, address: str) -> Format:
    return form(
        title=about.title,
        description=about.description,
        subtitle=about.description,
        link=absolute(about.page),
        feed_url=address,
        feed_guid=address,
        language=LANGUAGE,
        author_name=settings.KATEID_SITE_NAME,
        author_link=absolute("/"),
        hub=settings.KATEID_WEBSUB_HUB,
    )


def validators(at: datetime, *parts: object) -> tuple[str, int | None]:
    """An ETag and a Last-Modified that tell whether anything was published since, an entry of a live report too.

    Any change of any story counts, a retraction too, so that who asks by time alone sees it go. The newest row
    counts beside the newest moment, since imported stories are published in the past.
    """
    public = Edition.objects.public_history(at)
    newest = public.order_by("-live_from", "-pk").values_list("live_from", "pk").first()
    # In two steps, so that databases begin with these few and do not sort them all.
    latest_rows = list(Edition.objects.order_by("-pk").values_list("pk", flat=True)[:LATEST_ROWS])
    reported = LiveReport.objects.order_by("-changed_at").values_list("changed_at", flat=True).first()
    latest_row = public.filter(pk__in=latest_rows).order_by("-pk").values_list("pk", flat=True).first()
    digest = hashlib.sha256(repr((newest, latest_row, reported, parts)).encode()).hexdigest()
    moments = [moment for moment in (newest and newest[0], reported) if moment]
    return f'"{digest[:24]}"', int(max(moments).timestamp()) if newest else None
