"""A real browser tells of each view that somebody sees, once, and of no other."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from articles.models import Article, Edition, ReadingOrigin
from tests import make
from tests.cast import Cast, present
from tests.server import Server, running_server

from .conftest import OpenPage

PHONE = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"
PATIENCE = 20  # seconds


@pytest.fixture(scope="module")
def server(own_database: str, own_media: Path) -> Iterator[Server]:
    """One that writes readings every second."""
    with running_server(own_database, own_media.parent, KATEID_READINGS_SECONDS="1") as running:
        yield running
        assert not running.failures()


@pytest.fixture(scope="module")
def newsroom(own_database: str, own_media: Path) -> Cast:
    return present()


@pytest.fixture
def story(newsroom: Cast) -> Article:
    return make.published()


@pytest.fixture
def last(newsroom: Cast) -> Article:
    """Read after another: once this is counted, the other is too, or never will be."""
    return make.published()


def address(article: Article) -> str:
    return Edition.objects.live().get(article=article).get_absolute_url()


def hosts(article: Article) -> dict[str, int]:
    return dict(ReadingOrigin.objects.filter(article=article).values_list("host", "count"))


def read(page: Page, article: Article) -> None:
    """Open a story, and wait until that is counted."""
    before = hosts(article)
    page.goto(address(article))
    wait_for_more(article, before)


def wait_for_more(article: Article, before: dict[str, int]) -> None:
    deadline = time.monotonic() + PATIENCE
    while hosts(article) == before and time.monotonic() < deadline:
        time.sleep(0.1)
    assert hosts(article) != before


def test_a_view_is_counted_once_however_often_the_reader_comes_back_to_it(
    open_page: OpenPage, story: Article, last: Article
) -> None:
    page = open_page(user_agent=PHONE)
    read(page, story)
    page.reload()
    page.goto("/redaksi/")
    page.go_back()
    page.wait_for_load_state()
    page.goto("/redaksi/")
    page.go_back(wait_until="load")
    read(page, last)
    assert hosts(story) == {"": 1}
    read(page, story)  # another view
    assert hosts(story) == {"": 2}
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_a_reader_from_another_page_brings_its_host(open_page: OpenPage, story: Article) -> None:
    page = open_page(user_agent=PHONE)
    page.goto("/metropolis/")
    page.locator(f'main a[href="{address(story)}"]').first.click()
    wait_for_more(story, {})
    assert hosts(story) == {"127.0.0.1": 1}


@pytest.mark.parametrize(
    ("script", "event"),
    [
        (
            "Object.defineProperty(document, 'visibilityState', {get: () => window.state ?? 'hidden'})",
            "visibilitychange",
        ),
        ("Object.defineProperty(document, 'prerendering', {get: () => !window.state})", "prerenderingchange"),
    ],
    ids=["behind other tabs", "made ready for later"],
)
def test_a_page_counts_when_it_is_really_seen(
    open_page: OpenPage, story: Article, last: Article, script: str, event: str
) -> None:
    page = open_page(user_agent=PHONE)
    page.add_init_script(script)
    page.goto(address(story))
    read(open_page(user_agent=PHONE), last)
    assert hosts(story) == {}
    page.evaluate(f"window.state = 'visible'; document.dispatchEvent(new Event('{event}'))")
    wait_for_more(story, {})
    assert hosts(story) == {"": 1}


def test_a_reader_without_scripts_counts_too(open_page: OpenPage, story: Article) -> None:
    read(open_page(user_agent=PHONE, java_script_enabled=False), story)
    assert hosts(story) == {"?": 1}


def test_a_preview_at_the_desk_is_no_reading(
    open_page: OpenPage, newsroom: Cast, story: Article, last: Article
) -> None:
    page = open_page(newsroom.editor, user_agent=PHONE)
    page.goto(f"/admin/articles/article/{story.pk}/change/")
    page.get_by_role("link", name="Pratinjau", exact=True).first.click()
    page.wait_for_load_state()
    assert "Pratinjau untuk redaksi" in page.inner_text("body")
    read(open_page(user_agent=PHONE), last)
    assert hosts(story) == {}
