"""Counting cannot be bought: what one sender tells of counts little, and what many readers tell of counts as it is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from django.core.cache import caches
from django.test import Client

from articles.audience import most_read, pageviews, referrers
from articles.models import Article, ReadingHour, ReadingOrigin
from tests import make
from tests.cast import Cast

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 2, 4, 30, tzinfo=UTC)
BROWSER = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{}.0.0.0 Safari/537.36"


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


def read(client: Client, article: Article, address: str, key: str = "1", host: str = "", version: int = 120) -> None:
    client.post(
        f"/baca/{article.pk}/",
        {"tampilan": key, "dari": host},
        headers={"User-Agent": BROWSER.format(version)},
        REMOTE_ADDR=address,
    )


def counted(article: Article) -> int:
    pageviews.buffer.flush()
    return sum(ReadingHour.objects.filter(article=article).values_list("count", flat=True))


def networks(number: int) -> Iterator[str]:
    return (f"10.{at // 250}.{at % 250}.9" for at in range(number))


def test_one_sender_changes_no_ranking(cast: Cast, client: Client) -> None:
    ordinary = [make.published(headline=f"Kabar {number}") for number in range(5)]
    for number, article in enumerate(ordinary):
        for network in networks(40 - 6 * number):
            read(client, article, network)
    pushed = make.published(headline="Kabar yang dibeli")
    for number in range(1_000):
        read(client, pushed, f"203.0.113.{number % 20}", key=str(number), version=100 + number % 40)
    assert counted(pushed) <= 10
    assert most_read.rank(most_read.DAY, NOON) == [article.pk for article in [*ordinary, pushed]]


@pytest.mark.parametrize("address", ["203.0.113.7", "2001:db8:1:2::{:x}", "::ffff:203.0.113.{}"])
def test_one_household_or_network_gives_little_alone(cast: Cast, client: Client, address: str) -> None:
    article = make.published()
    for number in range(100):
        read(client, article, address.format(number + 1), key=str(number))
    assert 3 <= counted(article) <= 8


def test_a_sender_that_lets_a_story_be_read_elsewhere_too_gets_its_part_and_no_more(cast: Cast, client: Client) -> None:
    article = make.published()
    for network in networks(200):
        read(client, article, network)
    for number in range(300):
        read(client, article, "203.0.113.7", key=str(number))
    assert 210 <= counted(article) <= 230


def test_readers_of_a_town_behind_one_address_count_as_others_read(cast: Cast, client: Client) -> None:
    """As of a mobile network: one reading in twenty has its address."""
    article = make.published()
    for number, network in enumerate(networks(400)):
        read(client, article, "203.0.113.7" if number % 20 == 0 else network, key=str(number))
    assert counted(article) == 400


def test_keys_without_end_do_not_drive_out_the_count(cast: Cast, client: Client) -> None:
    article = make.published()
    for number in range(50):
        read(client, article, "203.0.113.7", key=str(number))
    assert len(caches["readers"]._cache) < 12  # type: ignore[attr-defined]


def test_the_next_day_begins_anew(cast: Cast, client: Client) -> None:
    article = make.published()
    for day in (2, 3):
        with time_machine.travel(NOON.replace(day=day), tick=False):
            for number in range(10):
                read(client, article, "203.0.113.7", key=f"{day}-{number}")
    assert counted(article) == 8  # three of an address in any case, and a tenth of all


@pytest.mark.parametrize(("senders", "named"), [(1, False), (2, False), (3, True)])
def test_a_site_is_named_once_several_networks_came_from_it(
    cast: Cast, client: Client, senders: int, named: bool
) -> None:
    articles = [make.published() for _ in range(3)]
    for article in articles:
        for network in range(senders):
            for house in range(2):
                read(client, article, f"203.0.{network}.{house}", host="judi.example")
    pageviews.buffer.flush()
    assert ReadingOrigin.objects.filter(host="judi.example").exists() is named
    assert ReadingOrigin.objects.filter(host=referrers.OTHERS).exists()


def test_a_site_that_everybody_knows_is_named_at_once(cast: Cast, client: Client) -> None:
    read(client, make.published(), "203.0.113.7", host="www.google.co.id")
    pageviews.buffer.flush()
    assert ReadingOrigin.objects.get().host == "google.co.id"
