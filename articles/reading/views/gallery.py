from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.models import Edition, EditionKind
from articles.reading import cache_dependencies
from pagecache import depends_on, public_page


@public_page()
@require_safe
def gallery_photo(request: HttpRequest, section: str, slug: str, pk: int, picture: str) -> HttpResponse:
    """One photo of a story, large, and the ways to the next; it goes wherever the story goes."""
    live = Edition.objects.live(timezone.now()).filter(article=pk)
    edition = live.select_related("photo", "section__parent").first()
    if edition is None:
        raise Http404
    if edition.kind == EditionKind.RETRACTION:
        return render(request, "410.html", {"edition": edition}, status=410)
    pictures = edition.sequence(picture)
    if not edition.has_zoom or not pictures:
        raise Http404
    if (section, slug) != (edition.section.slug, edition.slug):
        return redirect(edition.photo_address(picture), permanent=True)
    place = next(place for place, each in enumerate(pictures) if each.key == picture)
    depends_on(request, *cache_dependencies.texts([edition]))
    context = {
        "edition": edition,
        "picture": pictures[place],
        "place": place + 1,
        "length": len(pictures),
        "previous": edition.photo_address(pictures[place - 1].key) if place else "",
        "next": edition.photo_address(pictures[place + 1].key) if place + 1 < len(pictures) else "",
    }
    return render(request, "articles/gallery_photo.html", context)
