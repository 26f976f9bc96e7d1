"""What a story can be found by, from its texts. Pure functions, so that a migration can use them too."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from django.utils import timezone

from articles.richtext import plain_text

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
    opening, *paragraphs = plain_text(edition.body).split("\n")
    return Texts(
        edition.headline,
        (edition.subheadline, edition.summary, *(topic["name"] for topic in edition.topics), opening),
        (
            *paragraphs,
            edition.photo_caption,
            *(words["caption"] for words in getattr(edition, "inner_pictures", {}).values()),
            *(words["caption"] for words in getattr(edition, "gallery", [])),
            edition.place,
            edition.section_name,
            edition.advertiser,
            *(author["name"] for author in edition.byline),
        ),
    )


def describe_edition(edition: Any) -> Description:
    properties = (
        *terms.moments(timezone.localdate(edition.published_at)),
        *(terms.section(listing.section_id) for listing in edition.section_listings.all()),
        *(terms.author(listing.author_id) for listing in edition.author_listings.all()),
    )
    return _describe(texts_of(edition), properties)


def describe_working_copy(created_by: int | None, content: dict[str, Any]) -> Description:
    """Of a revision's content (`articles.revisions`), by its whole words too: the desk finds what is half typed."""
    texts = Texts(
        content["headline"],
        (content["subheadline"], content["summary"], *content["tags"]),
        (
            *plain_text(content["body"]).split("\n"),
            content["photo_caption"],
            *(entry["caption"] for entry in content.get("gallery", [])),
            content["place"],
            content["advertiser"],
            *(author["name"] for author in content["authors"]),
        ),
    )
    authors = (terms.author(author["id"]) for author in content["authors"])
    description = _describe(texts, (*authors, *([terms.owner(created_by)] if created_by else [])))
    return replace(description, terms=description.terms | description.words)


def _describe(texts: Texts, properties: Iterable[str]) -> Description:
    """Take texts apart; no phrase goes from one text over into the next."""
    parts = [[words(text) for text in part] for part in ((texts.headline,), texts.lead, texts.rest)]
    _cut(parts)
    (head,), lead, _rest = stems = [[[stem(word) for word in text] for text in part] for part in parts]
    found = set(properties) | set(map(terms.in_headline, head))
    for text in (text for part in stems for text in part):
        found.update(map(terms.word, text), terms.pairs(text))
    return Description(
        head,
        [stem for text in lead for stem in text],
        frozenset(found),
        frozenset(word for part in parts for text in part for word in text if word.isascii() and word.isalpha()),
    )


def _cut(parts: list[list[list[str]]]) -> None:
    left = MOST_WORDS
    for text in (text for part in parts for text in part):
        del text[left:]
        left -= len(text)
