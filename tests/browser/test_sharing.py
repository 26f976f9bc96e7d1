"""A device with a share sheet of its own offers it beside the headline and below the text."""

import pytest
from playwright.sync_api import Page, expect

from articles.models import Edition
from tests import make
from tests.cast import present
from tests.server import Server

SHEET = """
window.shared = [];
Object.defineProperty(navigator, "share", {
  configurable: true,
  value: async (data) => { window.shared.push(data); throw new DOMException("", "AbortError"); },
});
"""
NO_SHEET = 'Object.defineProperty(navigator, "share", {configurable: true, value: undefined});'


@pytest.fixture(scope="module")
def address(server: Server, own_database: str) -> str:
    present()
    story = make.published(headline="Feri Berangkat")
    return Edition.objects.live().get(article=story).get_absolute_url()


def test_the_sheet_gets_the_headline_and_the_address(page: Page, address: str, server: Server) -> None:
    page.add_init_script(SHEET)
    page.goto(address)
    canonical = page.locator('link[rel="canonical"]').get_attribute("href")
    for button in (
        page.get_by_role("button", name="Bagikan", exact=True),
        page.locator(".share").get_by_role("button", name="Bagikan …"),
    ):
        button.click()
    sent = {"title": "Feri Berangkat", "url": f"{canonical}#bagikan"}
    assert page.evaluate("shared") == [sent] * 2  # closing it is no error


def test_without_one_the_plain_links_are_enough(page: Page, address: str) -> None:
    page.add_init_script(NO_SHEET)
    page.goto(address)
    expect(page.get_by_role("button", name="Salin tautan")).to_be_visible()
    expect(page.locator("[data-share-link]:visible")).to_have_count(0)
    expect(page.get_by_role("link", name="WhatsApp")).to_be_visible()


def test_what_stands_beside_a_long_story_goes_along_with_it(page: Page, own_database: str) -> None:
    present()
    for number in range(8):
        make.published(headline=f"Kabar {number}", body=f"<p>Isi {number}</p>", summary="", tags=[])
    long = make.published(headline="Sungai Panjang", body="<p>Air mengalir ke hilir.</p>" * 400)
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(Edition.objects.live().get(article=long).get_absolute_url())
    aside = page.locator(".aside")
    top = aside.bounding_box()
    page.evaluate("scrollTo(0, document.querySelector('.story__body').getBoundingClientRect().bottom - 1500)")
    box = aside.bounding_box()
    assert top
    assert box
    assert page.locator(".story").bounding_box()["y"] < -2000
    assert box["y"] + box["height"] > 300  # it is in the window, far below where it began
    assert box["y"] + box["height"] <= 800
