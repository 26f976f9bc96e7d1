"""The desk's search: working copies by their latest text. Readers' search never looks here, nor this one there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from articles.models import Article, Author, DeskSearchEntry

from . import lookup, terms
from .queries import Query, parse
from .words import stem

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
    last, rest = _unfinished(query)
    filters = [last, _own(by)] if not by.has_perm("articles.read_every_article") else [last]
    keys = lookup.newest(DeskSearchEntry, [rest.wish(*filters)], MOST)
    # As the articles' own keys: joined to the entries, SQLite would go through all of somebody's own for each.
    return articles.filter(pk__in=list(DeskSearchEntry.objects.filter(pk__in=keys).values_list("article", flat=True)))


def _unfinished(query: Query) -> tuple[terms.Wish, Query]:
    """The last word as it stands or as a beginning, and the rest of the query."""
    last = query.typed[-1]
    alone = set(query.words) - {stem for phrase in query.phrases for stem in phrase}
    known = stem(last.word)
    if last.end < len(query.text) or len(last.word) < SHORTEST_BEGINNING or known not in alone:
        return terms.Wish(), query
    either = (terms.word(known), terms.beginning(terms.word(last.word)))
    return terms.Wish(some=(either,)), replace(query, words=tuple(word for word in query.words if word != known))


def _own(user: Person) -> terms.Wish:
    """Only somebody's own, so that others' do not take the places of theirs among MOST."""
    if user.pk is None:
        return terms.Wish(every=(terms.NEVER,))
    authors = Author.objects.filter(user=user.pk).values_list("pk", flat=True)
    return terms.Wish(some=((terms.owner(user.pk), *map(terms.author, authors)),))
