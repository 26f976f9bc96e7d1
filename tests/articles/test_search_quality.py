"""Search is as good as it was: floors under what `python bench/search_quality.py` prints, on both databases."""

from collections.abc import Sequence
from statistics import mean

import pytest

from articles.search.filters import Filters
from articles.search.queries import parse
from articles.search.results import search
from articles.search.words import words
from tests.cast import Cast

from .search_corpus import EVENTS, NOW, Story, questions, stories, unseen
from .search_quality import find, gain, publish, rank, remembered

LEAST_GAIN = 0.90  # nDCG@10
LEAST_FIRST, LEAST_AMONG_THREE = 0.90, 0.98


@pytest.fixture
def corpus(cast: Cast) -> Sequence[Story]:
    told = stories()
    publish(told, cast.metropolis)
    return told


def test_questions_find_their_stories_and_headlines_are_remembered(corpus: Sequence[Story]) -> None:
    assert len(corpus) >= 400
    for asked, least in ((questions(), 150), (unseen(), 100)):
        assert len(asked) >= least
        gains = {question.text: gain(question, corpus, find) for question in asked}
        worst = sorted(gains, key=gains.__getitem__)[:10]
        assert mean(gains.values()) >= LEAST_GAIN, {text: round(gains[text], 2) for text in worst}

    ranks = {one: rank(one, find) for one in remembered([story.headline for story in corpus])}
    late = [f"{place}. {one.text!r} for {one.headline!r}" for one, place in ranks.items() if place > 1]
    assert mean(place == 1 for place in ranks.values()) >= LEAST_FIRST, late
    assert mean(place <= 3 for place in ranks.values()) >= LEAST_AMONG_THREE, late


def test_whoever_types_a_name_reads_of_nothing_else(corpus: Sequence[Story]) -> None:
    """Places and people of the events: as far as there are stories with the word, the first ten have it."""
    names = {word for event in EVENTS for word in words(f"{event['place']} {event['person'][0]}") if len(word) > 3}
    holding = {story.headline: set(words(f"{story.headline} {story.body}")) for story in corpus}
    assert len(names) >= 60
    for name in sorted(names):
        right = sum(name in held for held in holding.values())
        first = [hit.edition.headline for hit in search(parse(name), Filters(), at=NOW).hits]
        assert [name in holding[headline] for headline in first[:right]] == [True] * min(right, 10), name
