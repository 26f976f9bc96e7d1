"""What other newsrooms and programs read: stories as ninjs, the same for everybody. See docs/api.md."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from articles.models import Edition, Section
from articles.reading import cache_dependencies, cache_tags, follow_ups, live, story_links
from articles.reading.paging import PARAMETER, page_of
from articles.reading.story_page import TOLD_TO_READERS, public_history
from articles.redirects import rules
from articles.syndication import ninjs
from kateid.absolute_urls import absolute
from pagecache import depends_on, public_page

PAGE_SIZE = 20
SECTION = "rubrik"
KEPT = "public, max-age=60"
SLUG = re.compile(r"[-a-zA-Z0-9_]{1,60}\Z")


def json_for_everybody(view: Callable[..., HttpResponse | dict[str, Any]]) -> Callable[..., HttpResponseBase]:
    """Answers with what a view finds as JSON that any page may read, and with 304 to who has it already."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            found = view(request, *args, **kwargs)
        except Http404:
            found = JsonResponse({"error": "not_found", "message": "Tidak ada berita di alamat ini."}, status=404)
        response: HttpResponseBase
        if isinstance(found, HttpResponse):
            response = found
        else:
            whole = JsonResponse(found, json_dumps_params={"ensure_ascii": False})
            whole.headers["ETag"] = f'"{hashlib.sha256(whole.content).hexdigest()[:32]}"'
            response = get_conditional_response(request, etag=whole.headers["ETag"], response=whole) or whole
        response.headers["Cache-Control"] = KEPT
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response

    return require_safe(answer)


@public_page(SECTION, PARAMETER)
@json_for_everybody
def stories(request: HttpRequest) -> HttpResponse | dict[str, Any]:
    """The stories that readers have, newest first, without their texts; `next` leads to the older ones."""
    editions, asked = Edition.objects.listed(timezone.now()), {}
    if slug := request.GET.get(SECTION):
        section = section_of(slug)
        if section.slug != slug:
            return redirect(f"{request.path}?{urlencode(request.GET.dict() | {SECTION: section.slug})}", permanent=True)
        editions, asked = editions.in_section(section), {SECTION: slug}
        page = page_of(editions, request, PAGE_SIZE)
        name = cache_tags.section(section.pk)
        depends_on(request, *cache_dependencies.page_of_list(name, page))
    else:
        page = page_of(editions.newest(), request, PAGE_SIZE)
        depends_on(request, cache_tags.latest(), *cache_dependencies.cards(page.entries))
    older = urlencode(asked | {PARAMETER: str(page.next)}) if page.next else ""
    return {
        "items": [ninjs.brief(edition) for edition in page.entries],
        "next": absolute(f"{reverse('articles:api_stories')}?{older}") if older else None,
    }


@public_page()
@json_for_everybody
def story(request: HttpRequest, pk: int) -> dict[str, Any]:
    at = timezone.now()
    edition = Edition.objects.live(at).with_report().filter(article=pk).select_related("section", "photo").first()
    if edition is None:
        raise Http404
    depends_on(request, *cache_dependencies.story_page(edition))
    depends_on(request, *follow_ups.depended_on(pk, follow_ups.look_up_results([edition], at)))
    depends_on(request, *story_links.depended_on(story_links.look_up_linked([edition], at)))
    changes = [past for past in public_history(edition, at) if past.kind in TOLD_TO_READERS]
    entries = live.every_entry([pk])[pk] if edition.is_live_report else []
    depends_on(request, *(cache_tags.photo(entry.photo_id) for entry in entries if entry.photo_id))
    return ninjs.full(edition, changes, entries)


def section_of(slug: str) -> Section:
    """The section of this address, also of one that it had before."""
    if not SLUG.match(slug):
        raise Http404
    section = Section.objects.filter(slug=slug).first()
    if section is None:
        row = rules.at(Section(slug=slug).get_absolute_url())
        section = row.section if row else None
    if section is None:
        raise Http404
    return section
