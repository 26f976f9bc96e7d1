"""Which stories a story leads on to: worked out when one is published, and only looked up when a page is made.

Stories belong together by the rare words of their headlines and openings, by their topics, their section, and a little
by their time. A new story is entered with the older ones too, so that they lead on to what came of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from math import log10
from typing import NamedTuple

from django.db.models import BigIntegerField, DateTimeField, F

from articles.models import Edition, EditionKind, RelatedStory, SearchEntry, SearchWord, TopicListing
from articles.models.choices import PAID
from articles.querysets import EditionQuerySet
from articles.search import lookup, terms
from articles.search.descriptions import APART
from articles.search.words import STOP_WORDS
from pagecache.compiled_queries import compiled_query

SHOWN = 4
KEPT = 12  # for each story, since some may be retracted
BACK = 4  # older stories that a new one is entered with
MOST_BY_WORDS, MOST_BY_TOPIC = 150, 50  # candidates, the newest
RAREST = 8  # words by which candidates are looked for
SHORTEST_WORD = 3

IN_HEADLINE, IN_OPENING, TOPIC, SECTION = 2.0, 1.0, 1.0, 0.3
ENOUGH = 1.5  # two rare words in the opening, say, or a topic and a rare word
HALF_NEAR = timedelta(days=120)  # apart, at which half of what nearness in time adds is gone
NEAR = 0.5


class Words(NamedTuple):
    head: frozenset[str]
    lead: frozenset[str]

    @classmethod
    @lru_cache(maxsize=1_000)  # stories of one time are compared with the same others
    def of(cls, head: str, lead: str) -> Words:
        return cls(_words(head), _words(lead))


@compiled_query(at=DateTimeField(), article=BigIntegerField())
def related_to(at: datetime, article: int) -> EditionQuerySet:
    """What a story leads on to at a moment, the nearest first."""
    found = Edition.objects.listed(at).filter(article__related_from__story=article).for_cards()
    return found.order_by("-article__related_from__score", "-published_at")[:SHOWN]


def relate(edition: Edition) -> None:
    """Write what an edition leads on to, and enter it with the nearest of these. After it was entered in the search."""
    RelatedStory.objects.filter(story=edition.article_id).delete()
    if edition.kind == EditionKind.RETRACTION:
        return
    if edition.is_paid:
        RelatedStory.objects.filter(other=edition.article_id).delete()
    relate_all([edition])


def relate_all(editions: Sequence[Edition]) -> set[int]:
    """The same for many, of which nothing was written yet; the stories that lead on to one of them since."""
    entries = SearchEntry.objects.filter(edition__in=editions).values_list("edition", "head", "lead")
    told = {edition: Words.of(head, lead) for edition, head, lead in entries}
    weights = _weights({word for words in told.values() for word in words.head | words.lead})
    scores: dict[tuple[int, int], float] = {}  # by the story and the one that it leads on to
    entered_with: set[int] = set()
    for edition in editions:
        if edition.pk not in told:
            continue
        near = _scores(edition, told[edition.pk], weights)
        nearest = sorted(near, key=lambda article: (-near[article], -article))[:KEPT]
        scores |= {(edition.article_id, other): near[other] for other in nearest}
        if not edition.is_paid:
            scores |= {(other, edition.article_id): near[other] for other in nearest[:BACK]}
            entered_with |= set(nearest[:BACK])
    # In one order, so that two who publish never wait for each other.
    rows = [RelatedStory(story_id=story, other_id=other, score=scores[story, other]) for story, other in sorted(scores)]
    RelatedStory.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["story", "other"], update_fields=["score"]
    )
    _trim(entered_with)
    return entered_with


def led_to_by(edition: Edition) -> list[int]:
    """The stories that lead on to the one of an edition."""
    return list(RelatedStory.objects.filter(other=edition.article_id).values_list("story", flat=True))


def _scores(edition: Edition, words: Words, weights: dict[str, float]) -> dict[int, float]:
    """How near others are, by their article; only those that are near enough."""
    known = (words.head | words.lead) & weights.keys()
    rarest = sorted(known, key=lambda word: (-weights[word], word))[:RAREST]
    topics = _shared_topics(edition)
    wish = terms.Wish(some=(tuple(terms.word(word) for word in rarest),)) if rarest else terms.Wish()
    keys = lookup.newest(SearchEntry, [wish], MOST_BY_WORDS)
    entries = SearchEntry.objects.filter(pk__in=keys) | SearchEntry.objects.filter(edition__in=topics)
    # Nobody is led from news to what somebody paid for.
    others = entries.exclude(edition__article=edition.article_id).exclude(edition__content_class__in=PAID)
    columns = ("edition", "edition__article", "edition__section", "published_at", "head", "lead")
    found: dict[int, float] = {}
    for pk, article, section, published_at, head, lead in others.values_list(*columns):
        near = _nearness(words, Words.of(head, lead), weights)
        near += TOPIC * topics.get(pk, 0) + SECTION * (section == edition.section_id)
        if near >= ENOUGH:
            apart = abs(edition.published_at - published_at) / HALF_NEAR
            found[article] = max(found.get(article, 0), near * (1 + NEAR / (1 + apart)))
    return found


def _nearness(words: Words, other: Words, weights: dict[str, float]) -> float:
    heads = words.head & other.head
    openings = ((words.head | words.lead) & (other.head | other.lead)) - heads
    return IN_HEADLINE * _sum(heads, weights) + IN_OPENING * _sum(openings, weights)


def _sum(words: Iterable[str], weights: dict[str, float]) -> float:
    return sum(weights.get(word, 0) for word in words)


def _weights(words: Iterable[str]) -> dict[str, float]:
    """What each word says that other stories have too: the rarer, the more."""
    known = SearchWord.objects.filter(word__in=words, editions__gt=1).values_list("word", "editions")
    return {word: 1 / (1 + log10(editions)) for word, editions in known}


def _shared_topics(edition: Edition) -> dict[int, int]:
    """The newest editions that share topics with one, and how many."""
    tags = TopicListing.objects.filter(edition=edition).values("tag")
    shared = TopicListing.objects.filter(tag__in=tags).exclude(edition=edition).order_by("-published_at", "-edition")
    counts: dict[int, int] = {}
    for other in shared.values_list("edition", flat=True)[:MOST_BY_TOPIC]:
        counts[other] = counts.get(other, 0) + 1
    return counts


def _words(line: str) -> frozenset[str]:
    plain, _, _known = line.partition(APART)
    return frozenset(word for word in plain.split() if len(word) >= SHORTEST_WORD and word not in STOP_WORDS)


def _trim(stories: Iterable[int]) -> None:
    """Leave each story those that are nearest to it."""
    rows = RelatedStory.objects.filter(story__in=stories).order_by("story", F("score").desc(), "-other")
    RelatedStory.objects.filter(pk__in=list(_beyond(rows.values_list("pk", "story")))).delete()


def _beyond(rows: Iterable[tuple[int, int]]) -> Iterator[int]:
    counts: dict[int, int] = {}
    for pk, story in rows:
        counts[story] = counts.get(story, 0) + 1
        if counts[story] > KEPT:
            yield pk
