"""Where a photo is used, shown before anything is done to it."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles.models import Photo
from articles.photos import rights

from .in_use import MOST_LINKS, story_links


def uses(request: HttpRequest | None, photo: Photo) -> SafeString | str:
    """Live stories, working copies and profiles with a photo, as a list."""
    found: list[tuple[str, SafeString | str]] = [
        ("Terbit", format_html('<a href="{}">{}</a>', edition.get_absolute_url(), edition.headline))
        for edition in rights.live_stories(photo).newest().select_related("section").defer("body")[:MOST_LINKS]
    ]
    if request is not None:
        links = story_links(request, rights.working_copies(photo).order_by("-updated_at"))
        found += [("Naskah", link) for link in links]
    found += [("Profil", str(author)) for author in rights.portraits(photo)[:MOST_LINKS]]
    if not found:
        return "Belum dipakai di mana pun."
    return format_html('<ul class="photo-uses">{}</ul>', format_html_join("", "<li>{}: {}</li>", found))
