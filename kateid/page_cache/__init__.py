"""Readers' pages kept ready for everybody, and how they learn of changes.

Whoever changes something that readers' pages show says so by name, inside the transaction that changes it:

    changed(comments(article.pk))

A view says what its page shows with `shows(request, …)`. After the commit, the very next request, in every process,
gets a page that is made anew if it shows anything that changed; every other page stays.
"""

from .changes import changed, shows
from .names import author, comments, latest, photo, section, site, story, topic

__all__ = ["author", "changed", "comments", "latest", "photo", "section", "shows", "site", "story", "topic"]
