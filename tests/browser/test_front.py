"""The front page: more than one headline on a phone's screen, one edge for all text, and no hole on a desktop."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests import make
from tests.cast import Cast, present

HEADLINES = "Warga Tepian Sambut Feri Baru Menuju Samarinda Seberang"  # as long as most are
BOXES = """(selector) => [...document.querySelectorAll(selector)].map((element) => {
    const { left, right, top, bottom } = element.getBoundingClientRect();
    return { left: Math.round(left), right: Math.round(right), top: Math.round(top), bottom: Math.round(bottom) };
})"""


@pytest.fixture(scope="module")
def newsroom(own_database: str, own_media: Path) -> Cast:
    cast = present()
    for number in range(24):
        section = cast.ekonomi if number % 3 else cast.metropolis
        photo = make.photo() if number % 4 else None
        make.published(headline=f"{HEADLINES} {number}", section=section, photo=photo, summary="Feri berlayar. " * 8)
    return cast


def test_it_fills_its_screens(newsroom: Cast, page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("/")
    bottoms = [box["bottom"] for box in page.evaluate(BOXES, "main .card__headline")]
    for screens, headlines in ((1, 2), (2, 6), (3, 11)):
        assert sum(bottom <= screens * 740 for bottom in bottoms) >= headlines
    for width in (360, 768, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        edges = {box["left"] for box in page.evaluate(BOXES, ".rows .card__headline")}
        assert len(edges) == 1, width
    lead, row = (page.evaluate(BOXES, selector)[0] for selector in (".leads__first", ".leads__others"))
    assert 0 < row["top"] - lead["bottom"] < 80
    tops = {box["top"] for box in page.evaluate(BOXES, ".leads__others > li")}
    assert len(tops) == 1
    sections = page.evaluate(BOXES, ".blocks > .block")
    assert max(section["right"] for section in sections) == page.evaluate(BOXES, ".blocks")[0]["right"]
