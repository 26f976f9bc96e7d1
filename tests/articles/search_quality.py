"""How good the search is, in figures: graded questions, and stories that somebody remembers by their headline."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import log2
from random import Random
from string import ascii_lowercase

from articles.editorial.publishing import slug_of
from articles.models import Article, ContentClass, Edition, EditionKind, Section, Stage
from articles.richtext import CleanHTML
from articles.search import indexes
from articles.search.filters import Filters
from articles.search.queries import parse
from articles.search.results import Results, search
from articles.search.suggestions import suggestion
from articles.search.words import words

from .search_corpus import ABOUT, MENTION, NOW, Question, Story

DRAWN = 300  # remembered headlines
DEPTH = 10  # hits that count

type Find = Callable[[str], Sequence[str]]  # the headlines of the first page


@dataclass(frozen=True)
class Remembered:
    """A headline as somebody remembers it."""

    text: str
    headline: str
    how: str


def publish(stories: Iterable[Story], section: Section) -> None:
    """Let readers find the stories, past the verbs of `articles.editorial.workflow`: as `demo.archive` does."""
    told = list(stories)
    articles = Article.objects.bulk_create(
        Article(headline=story.headline, section=section, body=CleanHTML(story.body), stage=Stage.PUBLISHED, version=2)
        for story in told
    )
    editions = Edition.objects.bulk_create(
        Edition(
            article=article,
            number=1,
            kind=EditionKind.FIRST,
            headline=story.headline,
            slug=slug_of(story.headline),
            body=article.body,
            content_class=ContentClass.NEWS,
            section=section,
            section_name=section.name,
            published_at=story.at,
            modified_at=story.at,
            live_from=story.at,
        )
        for article, story in zip(articles, told, strict=True)
    )
    indexes.enter(editions)


def find(text: str) -> list[str]:
    """The first page as a reader sees it: what was meant, if nothing has every word."""
    results = search(parse(text), Filters(), at=NOW)
    meant = suggestion(results.query, Filters(), at=NOW, found=results.count)
    at_once = meant if not results.count and meant and (meant.is_sure or not results.page) else None
    shown: Results = at_once.results if at_once else results
    return [hit.edition.headline for hit in shown.hits]


def gain(question: Question, stories: Sequence[Story], find: Find) -> float:
    """nDCG@10 of a question: 1 if the best stories stand first."""
    grades = {story.headline: _grade(story, question) for story in stories}
    best = sorted(grades.values(), reverse=True)[:DEPTH]
    return _discounted([grades[headline] for headline in find(question.text)]) / _discounted(best)


def remembered(headlines: Sequence[str]) -> list[Remembered]:
    """Headlines with two words left out, in another order, with one misspelt: a hundred of each, or so."""
    chance = Random(23)
    long = [headline for headline in headlines if len(words(headline)) >= 4]
    ways = ((_left_out, "left out"), (_reordered, "another order"), (_misspelt, "misspelt"))
    drawn = []
    for number in range(DRAWN):
        way, how = ways[number % len(ways)]
        headline = chance.choice(long)
        drawn.append(Remembered(" ".join(way(headline.split(), chance)), headline, how))
    return drawn


def rank(one: Remembered, find: Find) -> int:
    """At which place the headline stands, from 1; 99 if not on the first page."""
    found = find(one.text)
    return found.index(one.headline) + 1 if one.headline in found else 99


def _grade(story: Story, question: Question) -> int:
    if question.headline:
        return ABOUT if story.headline == question.headline else 0
    if story.event == question.event:
        return ABOUT
    return MENTION if story.mentions == question.event else 0


def _discounted(grades: Sequence[int]) -> float:
    return sum((2**grade - 1) / log2(place + 2) for place, grade in enumerate(grades[:DEPTH]))


def _left_out(typed: list[str], chance: Random) -> list[str]:
    out = set(chance.sample(range(len(typed)), 2))
    return [word for place, word in enumerate(typed) if place not in out]


def _reordered(typed: list[str], chance: Random) -> list[str]:
    return chance.sample(typed, len(typed))


def _misspelt(typed: list[str], chance: Random) -> list[str]:
    """With a letter more, less or other, or two swapped, in a longer word."""
    place = chance.choice([place for place, word in enumerate(typed) if len(word) >= 5] or [0])
    word, at = typed[place], chance.randrange(1, max(2, len(typed[place]) - 1))
    letter = chance.choice(ascii_lowercase)
    forms = (
        word[:at] + word[at + 1 :],
        word[:at] + letter + word[at:],
        word[:at] + letter + word[at + 1 :],
        word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :],
    )
    return [*typed[:place], chance.choice(forms), *typed[place + 1 :]]
