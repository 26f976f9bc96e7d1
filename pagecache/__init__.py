"""Readers' pages kept ready for everybody, and how they learn of changes.

Whatever pages depend on has a tag, a text of the application's own. Whoever changes something names its tags, inside
the transaction that changes it:

    invalidate("thing:17")

A view names the tags that its page depends on with `depends_on(request, …)`, and until when the page is right with
`valid_until(request, …)`. After the commit, the very next request, in every process, gets a page that is made anew if
it depends on anything that changed; every other page stays.
docs/decisions/the-page-cache.md says why it is right.
"""

from .decorators import public_page
from .edge import wait_for_edge
from .fragments import fragment
from .invalidation import depends_on, invalidate, valid_until
from .store import page_in_progress
from .tags import EVERY_PAGE, SCHEDULE

__all__ = [
    "EVERY_PAGE",
    "SCHEDULE",
    "depends_on",
    "fragment",
    "invalidate",
    "page_in_progress",
    "public_page",
    "valid_until",
    "wait_for_edge",
]
