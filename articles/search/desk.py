"""The desk's search: working copies by their latest text. Readers' search never looks here, nor this one there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from articles.models import Article, Author, DeskSearchEntry

from . import lookup, terms
from .queries import Query, parse

if TYPE_CHECKING:
    from accounts.people import Person

MOST = 1_000  # of those that match, the last saved
SHORTEST_BEGINNING = 4  # letters of a word that may be unfinished


def found(articles: QuerySet[Article], raw: str, *, by: Person) -> QuerySet[Article]:
    """Those of the articles that match what somebody typed; their last word may be half typed.

    Args:
        articles: no others than somebody may see.
    """
    if not raw.strip():
        return articles
    query = parse(raw)
    if not query:
        return articles.none()
    filters = [] if by.has_perm("articles.read_every_article") else [_own(by)]
    keys = lookup.newest(DeskSearchEntry, [query.wish(_groups(query), *filters)], MOST)
    # As the articles' own keys: joined to the entries, SQLite would go through all of somebody's own for each.
    return articles.filter(pk__in=list(DeskSearchEntry.objects.filter(pk__in=keys).values_list("article", flat=True)))


def _groups(query: Query) -> Iterator[terms.Group]:
    """What each word of a query may stand as, the last one also as the beginning of a word."""
    last = query.typed[-1]
    is_unfinished = last.end == len(query.text) and len(last.word) >= SHORTEST_BEGINNING
    for unit in query.units:
        is_last = is_unfinished and unit.forms[0] == (last.word,)
        yield (*unit.related, terms.beginning(terms.word(last.word))) if is_last else unit.related


def _own(user: Person) -> terms.Wish:
    """Only somebody's own, so that others' do not take the places of theirs among MOST."""
    if user.pk is None:
        return terms.Wish(every=(terms.NEVER,))
    authors = Author.objects.filter(user=user.pk).values_list("pk", flat=True)
    return terms.Wish(some=((terms.owner(user.pk), *map(terms.author, authors)),))
