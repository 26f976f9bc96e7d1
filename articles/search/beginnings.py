"""What a half-typed query may become: topics, authors, headlines."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import chain
from typing import NamedTuple

from django.db.models import Q

from articles.models import Author, AuthorListing, Edition, SearchEntry, Tag, TopicListing
from articles.richtext import storable

from . import lookup, terms
from .words import words

SHORTEST, LONGEST = 3, 40  # characters
SHORTEST_OF_HEADLINE = 4  # letters of a word that is not ended, which few headlines have
MOST_OF_A_KIND, MOST = 4, 8
MOST_WORDS = 6
LOOKED_AT = 20  # topics and authors, some of which readers do not have


STORY = "Berita"


class Completion(NamedTuple):
    kind: str  # as readers read it
    text: str


class Completions(NamedTuple):
    topics: dict[int, str]
    authors: dict[int, str]
    stories: dict[int, Completion]  # headlines by the story's number; what was paid for says so as its kind

    def listed(self) -> list[Completion]:
        names = (("Topik", self.topics), ("Penulis", self.authors))
        found = chain.from_iterable(
            (Completion(kind, text) for text in list(texts.values())[:MOST_OF_A_KIND]) for kind, texts in names
        )
        return list({one.text.casefold(): one for one in (*found, *self.stories.values())}.values())[:MOST]


NONE = Completions({}, {}, {})


def normalised(typed: str) -> str:
    """A beginning as it is asked for: two that differ in nothing that counts are one, and have one kept answer."""
    return " ".join(storable(typed[: 4 * LONGEST]).casefold().split())[:LONGEST]


def completions(typed: str, at: datetime) -> Completions:
    """Of what readers have, what begins like this (normalised)."""
    if len(typed) < SHORTEST:
        return NONE
    return Completions(_topics(typed, at), _authors(typed, at), _headlines(typed, at))


def _topics(typed: str, at: datetime) -> dict[int, str]:
    tags = Tag.objects.filter(name__startswith=typed, merged_into=None).order_by("name")
    found = dict(tags.values_list("pk", "name")[:LOOKED_AT])
    listings = TopicListing.objects.filter(tag__in=found, edition__in=Edition.objects.listed(at))
    return _those(found, listings.values_list("tag", flat=True).distinct())


def _authors(typed: str, at: datetime) -> dict[int, str]:
    authors = Author.objects.filter(Q(name__istartswith=typed) | Q(name__icontains=f" {typed}")).order_by("name")
    found = dict(authors.values_list("pk", "name")[:LOOKED_AT])
    listings = AuthorListing.objects.filter(author__in=found, edition__in=Edition.objects.listed(at))
    return _those(found, listings.values_list("author", flat=True).distinct())


def _those(found: dict[int, str], had: Iterable[int]) -> dict[int, str]:
    of_readers = set(had)
    return {pk: name for pk, name in found.items() if pk in of_readers}


def _headlines(typed: str, at: datetime) -> dict[int, Completion]:
    """The newest with these words, the last of which may go on."""
    *whole, last = words(typed)[:MOST_WORDS] or [""]
    every = tuple(terms.in_headline(terms.word(word)) for word in whole)
    unfinished = (terms.beginning(terms.in_headline(terms.word(last))),)
    # So many words begin with few letters that only the headlines with the words before are looked through for them.
    wish = terms.Wish(every=every, some=(unfinished,) if len(last) >= SHORTEST_OF_HEADLINE else ())
    keys = lookup.newest(SearchEntry, [wish], LOOKED_AT)
    editions = Edition.objects.listed(at).filter(search_entry__in=keys).order_by("-published_at", "-pk")
    found = editions.only("article_id", "headline", "content_class", "advertiser")
    going_on = [told for told in found if any(word.startswith(last) for word in words(told.headline))]
    return {told.article_id: Completion(told.label_line or STORY, told.headline) for told in going_on[:MOST_OF_A_KIND]}
