"""What a story can be found by, from its texts. Pure functions, so that a migration can use them too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain
from typing import Any, NamedTuple

from django.utils import timezone

from articles.story_fields import STORY_FIELDS, Weight

from . import terms
from .words import stem, words

MOST_WORDS = 20_000  # of one story
LISTINGS = ("section_listings", "author_listings")  # of an edition; `describe_edition` reads them all


@dataclass(frozen=True)
class Description:
    head: list[str]
    lead: list[str]
    terms: frozenset[str]
    words: frozenset[str]  # as they occur, those that a misspelt one could be compared with


class Texts(NamedTuple):
    headline: str
    lead: tuple[str, ...]  # what stands first
    rest: tuple[str, ...]


def texts_of(edition: Any) -> Texts:
    """All of an edition that readers read, but for the notes of its changes."""
    # Without those columns that a later migration than the asking one adds.
    texts = _texts({field.name: getattr(edition, field.frozen[-1], None) for field in STORY_FIELDS if field.frozen})
    captions = (words["caption"] for words in getattr(edition, "inner_pictures", {}).values())
    return texts._replace(rest=(*texts.rest, *captions))


def _texts(values: Mapping[str, Any]) -> Texts:
    """A story's texts by their weight, from its fields' values in an Edition or a revision, by their names."""
    by_weight: dict[Weight, list[str]] = {weight: [] for weight in Weight}
    for field in STORY_FIELDS:
        if (value := values.get(field.name)) is not None:
            by_weight[field.searched].extend(field.kind.texts(value))
    (headline,), (opening, *paragraphs) = by_weight[Weight.HEAD], by_weight[Weight.OPENING]
    return Texts(headline, (*by_weight[Weight.LEAD], opening), (*paragraphs, *by_weight[Weight.REST]))


def describe_edition(edition: Any) -> Description:
    properties = (
        *terms.moments(timezone.localdate(edition.published_at)),
        *(terms.section(listing.section_id) for listing in edition.section_listings.all()),
        *(terms.author(listing.author_id) for listing in edition.author_listings.all()),
    )
    return _describe(texts_of(edition), properties)


def describe_working_copy(created_by: int | None, content: dict[str, Any]) -> Description:
    """Of a revision's content (`read_content`), by its whole words too: the desk finds what is half typed."""
    authors = (terms.author(author["id"]) for author in content["authors"])
    description = _describe(_texts(content), (*authors, *([terms.owner(created_by)] if created_by else [])))
    return replace(description, terms=description.terms | description.words)


def _describe(texts: Texts, properties: Iterable[str]) -> Description:
    """Take texts apart; no phrase goes from one text over into the next."""
    head, *others = _cut(map(_taken_apart, (texts.headline, *texts.lead, *texts.rest)))
    everything = (head, *others)
    return Description(
        list(head.stems),
        list(chain.from_iterable(part.stems for part in others[: len(texts.lead)])),
        frozenset().union(properties, map(terms.in_headline, head.stems), *(part.terms for part in everything)),
        frozenset().union(*(part.plain_words for part in everything)),
    )


class Part(NamedTuple):
    words: tuple[str, ...]
    stems: tuple[str, ...]
    terms: frozenset[str]
    plain_words: frozenset[str]


# Each save describes a whole story, of which most paragraphs are as they were.
@lru_cache(maxsize=1_000)
def _taken_apart(text: str) -> Part:
    return _part(tuple(words(text)))


def _part(words: tuple[str, ...]) -> Part:
    stems = tuple(map(stem, words))
    return Part(
        words,
        stems,
        terms=frozenset(chain(map(terms.word, stems), terms.pairs(stems))),
        plain_words=frozenset(word for word in words if word.isascii() and word.isalpha()),
    )


def _cut(parts: Iterable[Part]) -> Iterator[Part]:
    left = MOST_WORDS
    for part in parts:
        yield part if len(part.words) <= left else _part(part.words[:left])
        left = max(0, left - len(part.words))
