"""Names and places that a story protects (children, victims, witnesses) and that comments may not give away.

The desk does not keep such terms yet; where it does, they are given here and nothing else has to change.
"""

from __future__ import annotations

from articles.models import Article

from .words import Entry


def protected_terms(article: Article) -> tuple[Entry, ...]:
    """What is protected in a story and in those that share its subject."""
    return ()
