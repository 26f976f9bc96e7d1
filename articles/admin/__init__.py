"""The desk's screens about the newspaper, one a module."""

from . import (
    front_page_picks,
    live,
    notes,
    pages,
    people,
    photos,
    preview_links,
    redirects,
    sections,
    stories,
    tags,
    verification,
)

__all__ = [
    "front_page_picks",
    "live",
    "notes",
    "pages",
    "people",
    "photos",
    "preview_links",
    "redirects",
    "sections",
    "stories",
    "tags",
    "verification",
]
