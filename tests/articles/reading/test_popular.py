"""POPULER: what is read most, lately more than before; never an empty heading, never a story that was retracted."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from articles.audience import most_read, pageviews
from articles.audience.most_read import DAY, WEEK
from articles.audience.pageviews import PageView
from articles.editorial import workflow
from articles.models import Article, Edition, Ranking, RelatedStory, RetractionGround
from tests import make
from tests.cast import Cast

NOON = datetime(2026, 11, 2, 4, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


def read(article: Article, times: int, at: datetime | None = None) -> None:
    at = at or timezone.now()
    pageviews.write({PageView(article.pk, at.replace(minute=0, second=0, microsecond=0), ""): times}, timezone.now())


def rank_now() -> None:
    most_read.refresh(timezone.now())


def printed(client: Client, path: str = "/") -> dict[str, list[str]]:
    """The headlines below POPULER: in the list of the day, and of the week where it is there."""
    html = client.get(path).content.decode()
    part = re.search(r'aria-labelledby="populer">(.*?)</section>', html, re.DOTALL)
    assert part
    day, _, week = part[1].partition("7 hari")
    lists = {"day": day, "week": week}
    return {name: headlines(text) for name, text in lists.items()}


def headlines(html: str) -> list[str]:
    return [unescape(found) for found in re.findall(r'card__headline"[^>]*><a [^>]*>(.*?)</a>', html)]


@pytest.fixture
def stories(cast: Cast) -> list[Article]:
    """Fourteen, the last the newest, none of which leads on to another."""
    now = timezone.now()
    made = [make.published(headline=f"Berita {n}", at=now - (20 - n) * HOUR) for n in range(14)]
    RelatedStory.objects.all().delete()
    return made


@pytest.mark.both_databases
def test_what_is_read_most_stands_first(stories: list[Article], client: Client) -> None:
    read(stories[3], 5)
    read(stories[1], 9)
    rank_now()
    assert printed(client)["day"][:2] == ["Berita 1", "Berita 3"]
    path = Edition.objects.get(article=stories[1]).get_absolute_url()
    assert printed(client, path)["day"][:1] == ["Berita 3"]  # not the story itself


def test_where_little_is_read_the_list_goes_on_in_time(stories: list[Article], client: Client) -> None:
    """After TERKINI, as far as it is full."""
    path = "/cari/?q=nihil"
    assert printed(client, path) == {"day": [f"Berita {n}" for n in (8, 7, 6, 5, 4)], "week": []}
    read(stories[7], 2)
    rank_now()
    assert printed(client, path)["day"] == [f"Berita {n}" for n in (7, 8, 6, 5, 4)]


def test_the_week_has_a_list_of_its_own_of_what_the_day_does_not_show(stories: list[Article], client: Client) -> None:
    for number in range(7):
        read(stories[number], 10 - number)
    read(stories[8], 500, timezone.now() - timedelta(days=3))
    rank_now()
    shown = printed(client)
    assert shown["day"] == [f"Berita {n}" for n in range(5)]
    assert shown["week"] == ["Berita 8", "Berita 5", "Berita 6"]


def test_no_story_stands_on_a_page_beside_itself(stories: list[Article], client: Client) -> None:
    """POPULER leaves out what leads the front page; TERKINI what POPULER has, and what a page lists itself."""
    read(stories[13], 9)
    read(stories[12], 8)
    rank_now()
    assert not {"Berita 13", "Berita 12"} & set(printed(client)["day"])
    make.published(headline="Lain", section=make.section("lain"))
    newest, _, popular = client.get("/lain/").content.decode().partition("</h1>")[2].partition('id="populer"')
    assert headlines(newest) == ["Lain", *(f"Berita {n}" for n in (11, 10, 9, 8, 7))]
    assert headlines(popular)[:2] == ["Berita 13", "Berita 12"]


@pytest.mark.both_databases
def test_readings_count_less_the_older_they_are(cast: Cast) -> None:
    old, new, forgotten = (make.published(at=NOON - timedelta(days=10)) for _ in range(3))
    read(old, 15, NOON - 12 * HOUR)  # a quarter of them, after twice the half-life
    read(new, 4, NOON)
    read(forgotten, 1_000, NOON - 25 * HOUR)
    assert most_read.rank(DAY, NOON) == [new.pk, old.pk]
    assert most_read.rank(WEEK, NOON) == [forgotten.pk, old.pk, new.pk]
    read(old, 2, NOON - 12 * HOUR)
    assert most_read.rank(DAY, NOON) == [old.pk, new.pk]
    assert most_read.rank(WEEK, NOON + timedelta(days=8)) == []


def test_a_retracted_story_vanishes_at_once(cast: Cast, stories: list[Article], client: Client) -> None:
    read(stories[2], 50)
    rank_now()
    assert "Berita 2" in printed(client)["day"]
    workflow.retract(stories[2], by=cast.managing_editor, ground=RetractionGround.TRAUMA, note="Demi keluarga korban.")
    assert "Berita 2" not in printed(client)["day"]
    assert stories[2].pk not in most_read.rank(DAY, timezone.now())


@pytest.mark.both_databases
def test_the_ranking_is_made_once_a_minute_however_many_ask(stories: list[Article]) -> None:
    now = timezone.now()
    read(stories[0], 1)
    most_read.refresh(now)
    read(stories[1], 2)
    most_read.refresh(now + timedelta(seconds=59))
    assert Ranking.objects.get(pk="day").articles == [stories[0].pk]
    most_read.refresh(now + timedelta(seconds=60))
    assert Ranking.objects.get(pk="day").articles == [stories[1].pk, stories[0].pk]
