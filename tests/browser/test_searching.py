"""What only a browser shows of the search: offers while somebody types, and a lost page that says where it stands."""

from urllib.parse import parse_qs

import pytest
from playwright.sync_api import expect

from tests import make
from tests.cast import Cast, present
from tests.server import Server

from .conftest import OpenPage


@pytest.fixture(scope="module")
def newsroom(server: Server) -> Cast:
    return present()


def test_while_somebody_types_the_browser_has_offers(newsroom: Cast, open_page: OpenPage) -> None:
    make.published(headline="Mahakam meluap", tags=["mahakam ulu"])
    page = open_page()
    page.goto("/cari/")
    page.locator("#cari").press_sequentially("mahak")
    offers = page.locator("#saran-cari option")
    expect(offers).to_have_count(2)
    assert [offer.get_attribute("value") for offer in offers.all()] == ["mahakam ulu", "Mahakam meluap"]
    page.locator("#cari").fill("ma")
    expect(offers).to_have_count(0)


def test_a_page_that_is_not_there_says_which_and_nothing_more(newsroom: Cast, open_page: OpenPage) -> None:
    page = open_page()
    with page.expect_request("**/baca/tidak-ditemukan/") as told:
        page.goto("/2019/05/kabar-lama/?utm_source=wa")
    assert told.value.method == "POST"
    assert parse_qs(told.value.post_data or "", keep_blank_values=True) == {
        "alamat": ["/2019/05/kabar-lama/?utm_source=wa"],
        "dari": [""],
    }
    assert page.context.cookies() == []
