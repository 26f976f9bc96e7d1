"""Readers' pages kept ready for everybody, and how they learn of changes.

Whoever changes something that readers' pages show says so by name, inside the transaction that changes it:

    changed(comments(article.pk))

A view says what its page shows with `shows(request, …)`, and with `ends(request, …)` until when it does. After the
commit, the very next request, in every process, gets a page that is made anew if it shows anything that changed; every
other page stays.
docs/decisions/the-page-cache.md says why it is right.
"""

from .decorators import for_everybody
from .edge import wait_for_edge
from .fragments import part
from .invalidation import changed, ends, shows
from .names import (
    agenda,
    author,
    comments,
    corrections,
    day,
    editions,
    latest,
    leads,
    list_of,
    page,
    people,
    photo,
    section,
    site,
    story,
    top,
    topic,
)
from .store import page_of

__all__ = [
    "agenda",
    "author",
    "changed",
    "comments",
    "corrections",
    "day",
    "editions",
    "ends",
    "for_everybody",
    "latest",
    "leads",
    "list_of",
    "page",
    "page_of",
    "part",
    "people",
    "photo",
    "section",
    "shows",
    "site",
    "story",
    "top",
    "topic",
    "wait_for_edge",
]
