"""What a story can be found by, from its texts. Pure functions, so that a migration can use them too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain
from typing import Any, NamedTuple

from django.utils import timezone

from articles.story_fields import STORY_FIELDS, Weight

from . import terms
from .naming import Kind, Token, names_among, tokens
from .words import composed, stem

MOST_WORDS = 20_000  # of one story
MOST_JOINED = 3  # words that hyphens join to one
LISTINGS = ("section_listings", "author_listings")  # of an edition; `describe_edition` reads them all
APART = " |"  # in a description's head and lead, between the words as they stand and what else is known of them


@dataclass(frozen=True)
class Description:
    head: str
    lead: str
    terms: frozenset[str]
    words: frozenset[str]  # as they occur, those that a misspelt one could be compared with
    names: frozenset[str]  # those of the words that are names here


@dataclass(frozen=True)
class Texts:
    headline: str
    lead: tuple[str, ...]  # what stands first
    topics: tuple[str, ...]  # lower case, whatever they are
    rest: tuple[str, ...]
    names: tuple[str, ...]  # of people, places, sections

    @property
    def all(self) -> tuple[str, ...]:
        return (self.headline, *self.lead, *self.topics, *self.rest, *self.names)


def texts_of(edition: Any) -> Texts:
    """All of an edition that readers read, but for the notes of its changes; a report's entries where looked up."""
    # Without those columns that a later migration than the asking one adds.
    texts = _texts({field.name: getattr(edition, field.frozen[-1], None) for field in STORY_FIELDS if field.frozen})
    captions = (words["caption"] for words in getattr(edition, "inner_pictures", {}).values())
    return replace(texts, rest=(*texts.rest, *captions, *getattr(edition, "entry_texts", ())))


def _texts(values: Mapping[str, Any]) -> Texts:
    """A story's texts by their weight, from its fields' values in an Edition or a revision, by their names."""
    by_weight: dict[Weight, list[str]] = {weight: [] for weight in Weight}
    for field in STORY_FIELDS:
        if (value := values.get(field.name)) is not None:
            by_weight[field.searched].extend(field.kind.texts(value))
    (headline,), (opening, *paragraphs) = by_weight[Weight.HEAD], by_weight[Weight.OPENING]
    return Texts(
        headline,
        (*by_weight[Weight.LEAD], opening),
        tuple(by_weight[Weight.TOPICS]),
        (*paragraphs, *by_weight[Weight.REST]),
        tuple(by_weight[Weight.NAMES]),
    )


def describe_edition(edition: Any) -> Description:
    properties = (
        *terms.moments(timezone.localdate(edition.published_at)),
        *(terms.section(listing.section_id) for listing in edition.section_listings.all()),
        *(terms.author(listing.author_id) for listing in edition.author_listings.all()),
    )
    return _describe(texts_of(edition), properties)


def describe_working_copy(created_by: int | None, content: dict[str, Any]) -> Description:
    """Of a revision's content (`read_content`)."""
    authors = (terms.author(author["id"]) for author in content["authors"])
    return _describe(_texts(content), (*authors, *([terms.owner(created_by)] if created_by else [])))


def _describe(texts: Texts, properties: Iterable[str]) -> Description:
    """Take texts apart; no phrase goes from one text over into the next."""
    sentences = [_tokens(text) for text in (texts.headline, *texts.lead, *texts.rest)]
    said = [_said_of_names(text) for text in texts.names]
    names = names_among(chain.from_iterable((*sentences, *said)))
    topics = [_undecided(text) for text in texts.topics]
    leading = 1 + len(texts.lead)
    parts = list(_cut(chain(sentences[:leading], topics, sentences[leading:], said), names))
    head, lead = parts[0], parts[1 : leading + len(topics)]
    return Description(
        _line([head]),
        _line(lead),
        frozenset().union(
            properties,
            map(terms.in_headline, head.single),
            [terms.whole_headline(head.words)] if head.words else [],
            *(part.terms for part in parts),
        ),
        words=(known := frozenset().union(*(part.plain_words for part in parts))),
        names=known & names,
    )


class Part(NamedTuple):
    words: tuple[str, ...]
    derived: tuple[str, ...]  # the terms of their stems
    joined: tuple[str, ...]  # what hyphens join: "ektp"
    single: frozenset[str]  # the terms of all these
    terms: frozenset[str]  # and of neighbours
    plain_words: frozenset[str]


# Each save describes a whole story, of which most paragraphs are as they were.
@lru_cache(maxsize=1_000)
def _tokens(text: str) -> tuple[Token, ...]:
    return tuple(tokens(composed(text)))


def _undecided(text: str) -> tuple[Token, ...]:
    return tuple(token if token.kind is Kind.NAME else token._replace(kind=Kind.EITHER) for token in _tokens(text))


def _said_of_names(text: str) -> tuple[Token, ...]:
    return tuple(token if token.kind is Kind.PLAIN else token._replace(kind=Kind.NAME) for token in _tokens(text))


@lru_cache(maxsize=1_000)
def _part(tokens: tuple[Token, ...], names: frozenset[str]) -> Part:
    """What a text can be found by.

    Args:
        names: those of its words that are names where a token does not say it.
    """
    words = tuple(token.word for token in tokens)
    derived = tuple(
        terms.derived(root) for root, word in zip(_stems(tokens, names), words, strict=True) if root != word
    )
    joined = tuple(_joined(tokens))
    single = frozenset(chain(map(terms.word, chain(words, joined)), derived))
    return Part(
        words,
        derived,
        joined,
        single,
        terms=single.union(terms.pairs(words)),
        plain_words=frozenset(word for word in chain(words, joined) if word.isascii() and word.isalpha()),
    )


def _stems(tokens: Sequence[Token], names: frozenset[str]) -> Iterator[str]:
    for token in tokens:
        is_name = token.kind is Kind.NAME or (token.kind is Kind.EITHER and token.word in names)
        yield token.word if is_name else stem(token.word)


def _joined(tokens: Sequence[Token]) -> Iterator[str]:
    """Words with hyphens between them as if they were written together; not "anak-anak"."""
    run: list[Token] = []
    for token in (*tokens, None):
        if token and run and token.is_joined:
            run.append(token)
            continue
        if 1 < len(run) <= MOST_JOINED and len({each.word for each in run}) > 1:
            yield "".join(each.word for each in run)
        run = [token] if token else []


def _line(parts: Sequence[Part]) -> str:
    """The words in their order, then their stems and what they are joined to."""
    words = " ".join(word for part in parts for word in part.words)
    return " ".join([f"{words}{APART}", *(each for part in parts for each in (*part.derived, *part.joined))])


def _cut(texts: Iterable[tuple[Token, ...]], names: frozenset[str]) -> Iterator[Part]:
    left = MOST_WORDS
    for text in texts:
        kept = text[:left]
        yield _part(kept, names.intersection(token.word for token in kept if token.kind is Kind.EITHER))
        left -= len(kept)
