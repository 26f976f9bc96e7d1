"""With "Hemat data" no picture is fetched until somebody asks for it."""

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from articles.models import Article
from tests import make
from tests.cast import Cast, present
from tests.server import Server

from .conftest import OpenPage, wait_until
from .test_accessible import address_of, assert_fit_for_everybody


@pytest.fixture(scope="module")
def newsroom(own_database: str, own_media: Path) -> Cast:
    for _ in range(8):
        make.published(photo=make.photo())
    return present()


@pytest.fixture
def story(newsroom: Cast) -> Article:
    return make.published(headline="Feri Tepian Berlayar Lagi", photo=make.photo(caption="Feri di dermaga"))


@pytest.fixture
def reader(open_page: OpenPage, newsroom: Cast) -> Page:
    """Who has turned it on, on a page without pictures."""
    page = open_page()
    page.goto("/redaksi/")
    wait_until(page, "navigator.serviceWorker.controller !== null")
    switch(page).click()
    expect(switch(page)).to_have_attribute("aria-pressed", "true")
    return page


def switch(page: Page) -> Locator:
    return page.get_by_role("button", name="Hemat data")


def asks(page: Page) -> Locator:
    return page.get_by_role("button", name="Tampilkan foto")


def pictures_sent(server: Server) -> int:
    """How many the server has answered with so far, whoever asked: page, worker or browser."""
    return server.answers("/media/")


def size_of(picture: Locator) -> list[int]:
    size: list[int] = picture.evaluate("({ offsetWidth, offsetHeight }) => [offsetWidth, offsetHeight]")
    return size


def scrolled_through(page: Page) -> None:
    page.evaluate(
        """async () => {
            for (let y = 0; y < document.body.scrollHeight; y += innerHeight) {
                scrollTo(0, y);
                await new Promise((resolve) => setTimeout(resolve, 100));
            }
        }"""
    )


@pytest.mark.parametrize("path", ["/", "/metropolis/", "story"])
def test_no_picture_is_fetched(reader: Page, server: Server, story: Article, path: str) -> None:
    before = pictures_sent(server)
    reader.goto(address_of(story) if path == "story" else path, wait_until="networkidle")
    expect(asks(reader).first).to_be_visible()
    scrolled_through(reader)
    reader.wait_for_load_state("networkidle")
    assert pictures_sent(server) == before


def test_without_it_pictures_are_fetched_as_ever(
    open_page: OpenPage, newsroom: Cast, server: Server, story: Article
) -> None:
    before = pictures_sent(server)
    page = open_page()
    page.goto(address_of(story), wait_until="networkidle")
    expect(switch(page)).to_have_attribute("aria-pressed", "false")
    expect(asks(page)).to_have_count(0)
    assert pictures_sent(server) > before


def test_a_picture_comes_when_it_is_asked_for_by_keyboard_and_no_other(
    reader: Page, server: Server, story: Article
) -> None:
    reader.goto(address_of(story))
    expect(reader.locator("figcaption")).to_contain_text("Feri di dermaga")
    ask = asks(reader).first
    expect(ask).to_have_accessible_name("Tampilkan foto: Feri kecil di sungai yang lebar")
    picture = reader.locator(".story__photo img")
    expect(picture).to_be_hidden()
    before, room = pictures_sent(server), size_of(picture)
    ask.focus()
    reader.keyboard.press("Enter")
    expect(picture).to_be_visible()
    wait_until(reader, "document.querySelector('.story__photo img').currentSrc.includes('tampil')")
    picture.evaluate("image => image.decode()")
    assert picture.evaluate("image => image.naturalHeight > 0")
    assert pictures_sent(server) == before + 1
    assert size_of(picture) == room
    assert reader.evaluate("document.activeElement.contains(document.querySelector('.story__photo img'))")


def test_nothing_moves(reader: Page) -> None:
    reader.set_viewport_size({"width": 360, "height": 740})
    reader.goto("/", wait_until="networkidle")
    expect(asks(reader).first).to_be_visible()
    shifted = reader.evaluate(
        """() => new Promise((resolve) => {
            let sum = 0;
            new PerformanceObserver((list) => { for (const shift of list.getEntries()) sum += shift.value; })
                .observe({ type: "layout-shift", buffered: true });
            setTimeout(() => resolve(sum), 300);
        })"""
    )
    assert shifted < 0.01


@pytest.mark.parametrize("path", ["/", "story"])
def test_it_is_fit_for_everybody(reader: Page, story: Article, path: str) -> None:
    reader.goto(address_of(story) if path == "story" else path)
    expect(asks(reader).first).to_be_visible()
    assert_fit_for_everybody(reader)


def test_it_is_remembered_until_it_is_turned_off(reader: Page, story: Article) -> None:
    again = reader.context.new_page()
    again.goto(address_of(story))
    expect(asks(again).first).to_be_visible()
    switch(again).click()
    expect(switch(again)).to_have_attribute("aria-pressed", "false")
    expect(again.locator(".story__photo img")).to_be_visible()
    reader.reload()
    expect(switch(reader)).to_have_attribute("aria-pressed", "false")


def test_nothing_is_fetched_ahead(reader: Page, story: Article) -> None:
    answer = reader.goto(address_of(story))
    assert answer is not None
    assert answer.from_service_worker
    assert "speculation-rules" not in answer.headers


def test_without_scripts_there_is_no_switch_and_every_picture(open_page: OpenPage, story: Article) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(address_of(story))
    expect(switch(page)).to_have_count(0)
    expect(page.locator(".story__photo img")).to_be_visible()
