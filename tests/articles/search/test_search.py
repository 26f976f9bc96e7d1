"""Readers find stories by their words: searches.toml says which, the same on every database."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from articles.models import Article, Author
from articles.search.filters import Filters
from articles.search.queries import parse
from articles.search.results import Results, search
from articles.search.suggestions import suggestion
from tests import make
from tests.cast import Cast

pytestmark = pytest.mark.both_databases

LIST: dict[str, Any] = tomllib.loads((Path(__file__).parent / "searches.toml").read_text())
NOW = datetime(2025, 12, 1, 4, tzinfo=UTC)


@dataclass
class Library:
    """The stories of the list, published on their days."""

    keys: dict[int, str]
    cast: Cast

    def find(self, text: str, **filters: Any) -> list[str]:
        """The keys of all that is found and has every word, page after page."""
        results: Results | None = None
        found: list[str] = []
        while results is None or results.more:
            results = search(parse(text), Filters(**filters), at=NOW, here=results.more if results else None)
            found += [self.keys[hit.edition.article_id] for hit in results.hits if not hit.missing]
        return found

    def meant(self, text: str) -> str:
        results = search(parse(text), Filters(), at=NOW)
        meant = suggestion(results.query, Filters(), at=NOW, found=results.count)
        return meant.text if meant else ""


@pytest.fixture
def library(cast: Cast) -> Library:
    stories = {key: article.pk for key, article in written(cast)}
    return Library({pk: key for key, pk in stories.items()}, cast)


def written(cast: Cast) -> Iterator[tuple[str, Article]]:
    for story in LIST["stories"]:
        fields = {name: story[name] for name in ("headline", "summary", "body", "tags")}
        fields |= {name: story[name] for name in ("content_class", "advertiser") if name in story}
        authors = [make.author(story["author"])] if "author" in story else [cast.reporter.author]
        at = noon(story["day"])
        yield story["key"], make.published(section=getattr(cast, story["section"]), authors=authors, at=at, **fields)


def noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))


def test_every_query_of_the_list_finds_what_it_says(library: Library) -> None:
    wrong = []
    for query in LIST["queries"]:
        found = library.find(query["q"])
        if sorted(found) != sorted(query["finds"]):
            wrong.append(f"{query['q']} finds {found}, not {query['finds']}")
        elif "best" in query and found[0] != query["best"]:
            wrong.append(f"{query['q']} has {found[0]} first, not {query['best']}")
        if (meant := library.meant(query["q"])) != query.get("meant", ""):
            wrong.append(f"{query['q']} means {meant!r}, not {query.get('meant')!r}")
    assert not wrong, "\n".join(wrong)
    assert len(LIST["queries"]) >= 60


def test_filters_narrow_a_search(library: Library) -> None:
    cast = library.cast
    assert library.find("banjir", section=cast.samarinda) == ["banjir-surut"]
    assert set(library.find("banjir", section=cast.metropolis)) == {"banjir-surut", "pipa", "pompa-bontang"}
    assert library.find("banjir", section=cast.ekonomi) == []
    assert library.find("tepian", author=Author.objects.get(name="Sari Café Luwak")) == ["kopi"]
    assert set(library.find("banjir", last=date(2025, 3, 31))) == {"banjir-surut", "pipa"}
    assert library.find("banjir", first=date(2025, 3, 12), last=date(2025, 3, 12)) == ["pipa"]
    assert library.find("banjir", first=date(2025, 3, 11), last=date(2025, 3, 11)) == []


def test_filters_alone_list_what_they_let_through_newest_first(library: Library) -> None:
    assert library.find("", first=date(2025, 9, 1), last=date(2025, 10, 29)) == ["gigi", "festival", "kopi"]
    assert library.find("", author=Author.objects.get(name="Sari Café Luwak")) == ["kopi"]


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2025, 3, 10), date(2025, 3, 10)),
        (date(2024, 12, 31), date(2025, 10, 5)),
        (date(2025, 3, 1), date(2025, 3, 31)),
        (date(2025, 1, 1), date(2025, 12, 31)),
        (date(1900, 1, 1), date(2025, 4, 5)),
    ],
)
def test_days_are_counted_in_wita_and_both_ends_belong(library: Library, first: date, last: date) -> None:
    within = {story["key"] for story in LIST["stories"] if first <= story["day"] <= last}
    assert set(library.find("", first=first, last=last)) == within


def test_a_day_begins_at_midnight_wita(cast: Cast) -> None:
    late = make.published(headline="Pasar malam tutup", at=noon(date(2025, 5, 1)) + timedelta(hours=11, minutes=59))
    early = make.published(headline="Pasar pagi buka", at=noon(date(2025, 5, 1)) + timedelta(hours=12))
    for day, article in ((1, late), (2, early)):
        that_day = Filters(first=date(2025, 5, day), last=date(2025, 5, day))
        found = search(parse("pasar"), that_day, at=NOW).hits
        assert [hit.edition.article_id for hit in found] == [article.pk]


def test_of_two_equally_relevant_stories_the_newer_comes_first(cast: Cast) -> None:
    old, new = (make.published(headline="Durian melimpah", at=NOW - timedelta(days=days)) for days in (400, 2))
    in_text = make.published(headline="Pasar ramai", body="<p>Ramai.</p><p>Ada durian.</p>", at=NOW - timedelta(days=1))
    found = [hit.edition.article_id for hit in search(parse("durian"), Filters(), at=NOW).hits]
    assert found == [new.pk, old.pk, in_text.pk]
