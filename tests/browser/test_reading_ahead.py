"""A page that somebody points at is fetched ahead, once; nobody's own pages are, and nothing is for who saves data."""

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from articles.models import Article
from tests import make
from tests.cast import Cast, present
from tests.server import Server

from .conftest import PATIENCE, wait_until
from .test_accessible import address_of

A_WHILE = 2000  # milliseconds: browsers wait 200 before they fetch ahead, and the log is a second late


@pytest.fixture(scope="module")
def newsroom(own_database: str) -> Cast:
    for _ in range(3):
        make.published(photo=make.photo(), tags=["feri"])
    return present()


@pytest.fixture
def story(newsroom: Cast) -> Article:
    return make.published(headline="Feri Tepian Berlayar Lagi")


@pytest.fixture
def context(browser: Browser, server: Server) -> Iterator[BrowserContext]:
    with browser.new_context(base_url=server.url, locale="id-ID", viewport={"width": 1280, "height": 800}) as opened:
        opened.set_default_timeout(PATIENCE)
        yield opened


def hover(page: Page, address: str, *, words: str = "ke sana") -> None:
    """Points at a link, which is put on the page so that it can be of any kind."""
    page.evaluate(
        """([address, words]) => {
            const link = document.createElement("a");
            link.href = address;
            link.textContent = words;
            link.id = "ke-sana";
            link.style = "position: fixed; z-index: 9; inset: 200px auto auto 200px; padding: 50px";
            document.getElementById("ke-sana")?.remove();
            document.body.append(link);
        }""",
        [address, words],
    )
    page.mouse.move(5, 5)
    page.wait_for_timeout(300)  # the browser looks at new links now and then
    page.mouse.move(250, 260)
    page.wait_for_timeout(A_WHILE)


def asked(server: Server, address: str) -> int:
    return server.answers(address)


def wait_until_asked(page: Page, server: Server, address: str) -> None:
    deadline = time.monotonic() + PATIENCE / 1000
    while not asked(server, address):
        assert time.monotonic() < deadline, address
        page.wait_for_timeout(100)


def front(context: BrowserContext) -> Page:
    page = context.new_page()
    page.goto("/", wait_until="networkidle")
    page.wait_for_timeout(A_WHILE)
    return page


def test_a_story_that_is_pointed_at_is_fetched_once(story: Article, context: BrowserContext, server: Server) -> None:
    page = front(context)
    address = address_of(story)
    assert asked(server, address) == 0
    link = page.get_by_role("link", name=story.headline).first
    link.hover()
    wait_until_asked(page, server, address)
    page.mouse.move(5, 5)
    link.hover()
    page.wait_for_timeout(A_WHILE)
    assert asked(server, address) == 1
    link.click()
    page.wait_for_url(f"**{address}")
    page.wait_for_timeout(A_WHILE)
    assert asked(server, address) == 1


def test_a_worker_in_the_browser_changes_nothing(story: Article, context: BrowserContext, server: Server) -> None:
    page = context.new_page()
    page.goto("/redaksi/")
    wait_until(page, "navigator.serviceWorker.controller !== null")
    page.goto("/", wait_until="networkidle")
    page.get_by_role("link", name=story.headline).first.hover()
    wait_until_asked(page, server, address_of(story))


def test_a_list_is_fetched_too(newsroom: Cast, context: BrowserContext, server: Server) -> None:
    page = front(context)
    hover(page, "/topik/feri/")
    wait_until_asked(page, server, "/topik/feri/")
    page.wait_for_timeout(A_WHILE)
    assert asked(server, "/topik/feri/") == 1


def test_nobodys_own_pages_no_results_and_no_questions_are_fetched(
    newsroom: Cast, context: BrowserContext, server: Server
) -> None:
    page = front(context)
    paths = [
        "/admin/", "/admin/logout/", "/akun/", "/akun/keluar/", "/akun/masuk/", "/komentar/1/", "/cari/", "/feed/",
        "/api/berita/", "/metropolis/feri-1/foto/1/", "/metropolis/feri-1/foto/utama/",
    ]  # fmt: skip
    for address in [*paths, "/cari/?q=feri", "/metropolis/?sebelum=1", "/akun/masuk/?next=/", "/?x=1"]:
        before = asked(server, "/")
        hover(page, address)
        assert asked(server, "/") == before, address


def test_a_link_within_the_page_fetches_nothing(newsroom: Cast, context: BrowserContext, server: Server) -> None:
    page = context.new_page()
    page.goto("/redaksi/", wait_until="networkidle")
    before = asked(server, "/redaksi/")
    hover(page, "#isi")
    assert asked(server, "/redaksi/") == before


@pytest.mark.parametrize("saves", ["switch", "header"])
def test_who_saves_data_fetches_nothing(story: Article, context: BrowserContext, server: Server, saves: str) -> None:
    page = context.new_page()
    if saves == "header":
        context.set_extra_http_headers({"Save-Data": "on"})
    else:
        page.goto("/redaksi/")
        wait_until(page, "navigator.serviceWorker.controller !== null")
        page.get_by_role("button", name="Hemat data").click()
        page.get_by_role("button", name="Hemat data", pressed=True).wait_for()
    page.goto("/", wait_until="networkidle")
    page.get_by_role("link", name=story.headline).first.hover()
    page.wait_for_timeout(A_WHILE)
    assert asked(server, address_of(story)) == 0


def test_what_was_fetched_ahead_is_counted_when_it_is_read(
    story: Article, context: BrowserContext, server: Server
) -> None:
    page = front(context)
    counter = f"/baca/{story.pk}/"
    link = page.get_by_role("link", name=story.headline).first
    link.hover()
    wait_until_asked(page, server, address_of(story))
    page.wait_for_timeout(A_WHILE)
    assert asked(server, counter) == 0
    link.click()
    page.wait_for_url(f"**{address_of(story)}")
    wait_until_asked(page, server, counter)
    page.wait_for_timeout(A_WHILE)
    assert asked(server, counter) == 1


def test_a_link_that_was_sent_on_says_by_what_and_loses_its_mark(
    story: Article, context: BrowserContext, server: Server
) -> None:
    page = front(context)
    with page.expect_request(f"**/baca/{story.pk}/") as counted:
        page.goto(f"{address_of(story)}#wa")
    assert "dari=whatsapp.com" in (counted.value.post_data or "")
    assert page.evaluate("location.hash") == ""
    assert page.locator(".share__link--whatsapp").get_attribute("href")[-8:] == "%2F%23wa"
