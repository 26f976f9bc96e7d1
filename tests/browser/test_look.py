"""Letters and colours as a reader chose them, and times as one says them: on every page, and nothing moves for it."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from articles.models import Article
from tests import make
from tests.cast import present

from .conftest import OpenPage
from .test_accessible import address_of, assert_fit_for_everybody

DARK, LIGHT = "rgb(20, 22, 26)", "rgb(255, 255, 255)"
SHIFTS = """() => new Promise((resolve) => new PerformanceObserver((list) => {
    resolve(list.getEntries().map((entry) => entry.value));
}).observe({ type: "layout-shift", buffered: true }) ?? setTimeout(() => resolve([]), 300))"""


@pytest.fixture(scope="module")
def story(own_database: str, own_media: Path) -> Article:
    present()
    now = timezone.now()
    for hours in (30, 5):
        make.published(headline=f"Kabar {hours} jam", at=now - timedelta(hours=hours))
    return make.published(headline="Kabar baru", at=now - timedelta(minutes=12), photo=make.photo())


def look_of(page: Page) -> list[str]:
    look: list[str] = page.evaluate(
        "[getComputedStyle(document.documentElement).fontSize, getComputedStyle(document.body).backgroundColor]"
    )
    return look


def choose(page: Page, name: str) -> None:
    page.get_by_role("radio", name=name, exact=True).check()


def test_what_was_chosen_holds_on_every_page_before_it_is_painted(story: Article, page: Page) -> None:
    page.set_viewport_size({"width": 280, "height": 740})
    page.goto("/")
    assert look_of(page) == ["16px", LIGHT]
    page.locator(".look__name").click()
    choose(page, "Sangat besar")
    choose(page, "Gelap")
    assert look_of(page) == ["23.2px", DARK]
    assert_fit_for_everybody(page)
    page.add_init_script(
        "new MutationObserver(() => { if (document.body) window.atFirst ??= document.documentElement.dataset.scheme; })"
        ".observe(document, { childList: true, subtree: true })"
    )
    page.goto(address_of(story))
    assert look_of(page) == ["23.2px", DARK]
    assert page.evaluate("atFirst") == "dark"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.emulate_media(color_scheme="dark")
    page.locator(".look__name").click()
    expect(page.get_by_role("radio", name="Gelap")).to_be_checked()
    choose(page, "Terang")
    choose(page, "Biasa")
    assert look_of(page) == ["16px", LIGHT]
    page.go_back()
    assert look_of(page) == ["16px", LIGHT]  # also where the browser has kept the page
    if not page.locator(".look__panel").is_visible():
        page.locator(".look__name").click()
    choose(page, "Seperti peranti")
    assert look_of(page) == ["16px", DARK]


def test_times_of_the_day_are_told_and_nothing_moves(story: Article, page: Page, open_page: OpenPage) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    plain = open_page(java_script_enabled=False, viewport={"width": 360, "height": 740})
    for place in (page, plain):
        place.goto("/metropolis/")
    told = [text.split(" | ")[0] for text in page.locator("main .rows .card__time").all_inner_texts()]
    assert told[0] in {"12 menit lalu", "13 menit lalu"}
    assert told[1] == "5 jam lalu"
    written = [text.split(" | ")[0] for text in plain.locator("main .rows .card__time").all_inner_texts()]
    assert told[2] == written[2]
    assert not any("lalu" in text for text in written)
    expect(plain.locator(".look")).to_be_hidden()
    heights = [place.evaluate("document.body.scrollHeight") for place in (page, plain)]
    assert heights[0] == heights[1]
    assert page.evaluate(SHIFTS) == []
    page.goto(address_of(story))
    expect(page.locator(".story__length")).to_contain_text("1 menit baca · 1")
