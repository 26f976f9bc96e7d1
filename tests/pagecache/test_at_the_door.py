"""What holds of every public address holds too when the page cache is on and has each page ready."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from pagecache import schedule
from pagecache.versions import FileVersions
from tests import make
from tests.articles.reading import test_no_leak
from tests.articles.reading.test_no_leak import (  # noqa: F401  (run here with the fixtures below)
    stories,
    test_a_change_is_found_when_it_is_published,
    test_a_scheduled_story_is_found_from_its_minute_on,
    test_a_topic_or_section_that_only_drafts_have_shows_nothing_of_them,
    test_guessing_addresses_finds_nothing,
    test_no_word_of_an_unpublished_story_is_on_any_public_page,
)
from tests.articles.reading.test_query_counts import COUNTS, address
from tests.cast import Cast
from tests.desk import test_doors
from tests.door import CountingMiddleware, MiddlewareHandler, client_at

pytestmark = pytest.mark.both_databases

# Asked for so seldom, or so differently, that nothing of it is kept.
NEVER_READY = {"/tidak-ada/", "/tema.css", "/bagikan.png", "/sitemap/halaman.xml", "/robots.txt"}


class Newsroom(test_doors.Newsroom):
    middleware: CountingMiddleware

    def client(self, role: str) -> Client:
        client = client_at(self.middleware, warm=True)
        if role != "anonymous":
            client.force_login(self.people[role])
        return client


@pytest.fixture(autouse=True)
def pages_are_made_inside_the_tests_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    """It never ends: its changes are seen at once, and its connection stays."""
    monkeypatch.setattr(FileVersions, "mark_pending", FileVersions.record_change)
    monkeypatch.setattr(schedule, "close_old_connections", lambda: None)


@pytest.fixture
def newsroom(cast: Cast, middleware: CountingMiddleware) -> Newsroom:
    made = Newsroom(cast)
    made.middleware = middleware
    return made


@pytest.fixture
def client(middleware: CountingMiddleware) -> Client:
    return client_at(middleware, warm=True)


@pytest.mark.parametrize("role", ["anonymous", "outsider"])
def test_every_door_answers_as_the_table_says(newsroom: Newsroom, role: str) -> None:
    test_doors.test_every_door_answers_as_the_table_says(newsroom, role)
    assert len(newsroom.middleware.pages) > (20 if role == "anonymous" else -1)


def test_a_page_that_is_ready_asks_the_database_nothing(
    cast: Cast, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    pages = [*(COUNTS.keys() - NEVER_READY), address(make.published(kind="correction"))]
    for path in pages:
        client.get(path)
        assert isinstance(client.handler, MiddlewareHandler)
        client.handler.warm = False
        with django_assert_num_queries(0, info=path):
            client.get(path)
        client.handler.warm = True


def test_crawling_fills_the_cache(newsroom: Newsroom, stories: dict, client: Client) -> None:  # noqa: F811
    """Otherwise the tests above would say nothing."""
    test_no_leak.Crawl(client, test_no_leak.beginnings(newsroom))
    assert len(newsroom.middleware.pages) > 40
