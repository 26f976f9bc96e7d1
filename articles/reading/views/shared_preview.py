"""One revision for somebody who has its secret address: nothing that a cache, a robot or a card of a chat may keep."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from articles.editorial import preview_links, publishing
from articles.reading.story_page import rendered, story_context


@require_GET  # each is one opening
def shared_preview(request: HttpRequest, revision_id: int, secret: str) -> HttpResponse:
    link = preview_links.opened(revision_id, secret)
    if link is None:
        raise Http404
    edition = publishing.preview(link.revision.article, link.revision, by=link.made_by)
    context = story_context(edition) | {"link": link, "address": ""}
    response = rendered(request, "articles/shared_preview.html", context)
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Referrer-Policy"] = "no-referrer"  # the address is the key
    return response
