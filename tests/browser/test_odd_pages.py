"""Large letters, headlines of one word, other scripts, wide tables, paper: nothing sticks out or is lost."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from articles.models import Article
from tests import make
from tests.cast import Cast, present

from .conftest import OpenPage, wait_until
from .test_accessible import address_of, assert_fit_for_everybody

ENDLESS = "Ketidakbertanggungjawaban" * 6  # 150 letters
TABLE = f"<table><tbody><tr>{'<td>Kecamatan 1.250,5</td>' * 9}</tr></tbody></table>"
ARABIC = "<p>Ia berkata:</p><p>مرحبا، قال: «مرحبا».</p><blockquote><p>مرحبا.</p></blockquote><ul><li>مرحبا.</li></ul>"
VIDEO = "https://www.youtube.com/watch?v=aqz-KE-bpKQ"
PAGES = [
    "/", "/metropolis/", "/topik/feri/", "/penulis/rina/", "/indeks/", "/cari/?q=feri", "/ralat/", "/redaksi/",
    "/akun/masuk/", "/akun/daftar/", "/komentar/{pk}/", "{story}",
]  # fmt: skip
STICKS_OUT = """() => [...document.querySelectorAll("body *")]
    .filter((element) => !element.closest(".site-nav, .table-frame, .visually-hidden, .skip-link, template"))
    .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
    .map((element) => `${element.tagName}.${element.className} ${element.getBoundingClientRect().right}`).slice(0, 5)"""


@pytest.fixture(scope="module")
def newsroom(own_database: str, own_media: Path) -> Cast:
    cast = present()
    for number in range(8):
        make.published(headline=ENDLESS, summary="Feri " * 20, photo=make.photo() if number % 2 else None)
    return cast


@pytest.fixture(scope="module")
def story(newsroom: Cast) -> Article:
    body = f'<p>Awal.</p>{TABLE}{ARABIC}<p><a href="{VIDEO}">Rekaman feri</a></p><p>Akhir.</p>'
    return make.published(headline=ENDLESS, body=body, photo=make.photo())


def addresses(story: Article) -> list[str]:
    return [path.format(pk=story.pk, story=address_of(story)) for path in PAGES]


def assert_inside(page: Page, look: str) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), look
    assert page.evaluate(STICKS_OUT) == [], look


def test_letters_of_twice_the_size_fit_on_a_phone(story: Article, page: Page) -> None:
    """By the style of the root, as browsers do for who has set it."""
    page.set_viewport_size({"width": 360, "height": 740})
    for path in addresses(story):
        page.goto(path)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert_inside(page, f"{path} with letters of 32 pixels")


@pytest.mark.parametrize("width", [280, 360, 768, 1280])
def test_a_headline_of_one_word_fits_in_every_list(story: Article, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    for path in addresses(story):
        page.goto(path)
        assert_inside(page, f"{path} at {width}")


def test_a_wide_table_scrolls_by_keys(story: Article, page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(address_of(story))
    frame = page.get_by_role("region", name="Tabel")
    frame.focus()
    for _ in range(10):
        page.keyboard.press("ArrowRight")
    wait_until(page, "document.querySelector('.table-frame').scrollLeft > 0")
    assert_fit_for_everybody(page)


def test_another_script_runs_its_own_way(story: Article, page: Page) -> None:
    page.goto(address_of(story))
    directions = page.locator(".story__body :is(p, li)").evaluate_all(
        "parts => parts.map((part) => [getComputedStyle(part).direction, part.textContent.includes('مرحبا')])"
    )
    assert any(is_arabic for _, is_arabic in directions)
    assert all((direction == "rtl") == is_arabic for direction, is_arabic in directions)


def test_on_paper_there_is_the_whole_table_and_where_the_video_is(story: Article, page: Page) -> None:
    page.set_viewport_size({"width": 700, "height": 1000})
    page.goto(address_of(story))
    page.emulate_media(media="print")
    expect(page.get_by_role("link", name="Akun")).to_be_hidden()
    assert page.locator(".table-frame").evaluate("frame => frame.scrollWidth <= frame.clientWidth + 1")
    address = page.locator(".video__link").evaluate("link => getComputedStyle(link, '::after').content")
    assert address == f'"{VIDEO}"'
    assert page.locator(".video__link").evaluate("link => link.offsetHeight") < 150


@pytest.mark.parametrize(("width", "height"), [(360, 640), (1280, 800)])
def test_nothing_lies_over_the_text(story: Article, page: Page, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    for path in ("/", address_of(story)):
        page.goto(path)
        floating = page.evaluate(
            """() => [...document.querySelectorAll("body *")].filter((element) => element.checkVisibility()
                && ["fixed", "sticky"].includes(getComputedStyle(element).position)
                && !element.closest(".aside")).map((element) => element.className)"""
        )
        assert floating == []
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.get_by_role("link", name="Kembali ke atas").click()
    wait_until(page, "scrollY === 0")


def test_a_form_says_in_the_title_and_first_on_the_page_what_is_wrong(newsroom: Cast, open_page: OpenPage) -> None:
    page = open_page(java_script_enabled=False)
    page.goto("/akun/daftar/")
    page.locator("form:has(#id_email)").evaluate("form => { form.noValidate = true; }")
    page.locator("form:has(#id_email) button[type=submit]").click()
    expect(page).to_have_title(re.compile(r"^Galat \([1-9]\): .*Kate.id$"))
    problems = page.get_by_role("alert").first
    expect(problems).to_be_focused()
    problems.get_by_role("link", name="Alamat surel").click()
    expect(page.locator("#id_email")).to_be_focused()
