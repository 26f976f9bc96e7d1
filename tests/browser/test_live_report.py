"""A live report as its readers and its writers meet it: nothing moves under the eyes, nothing typed is lost."""

import pytest
from django.test import Client
from playwright.sync_api import expect

from articles.editorial import live
from articles.models import Edition, LiveEntryEdition, LiveReport, RetractionGround
from tests import make
from tests.cast import Cast, present

from .conftest import OpenPage

PHONE = {"width": 360, "height": 740}
SHIFTS = """() => {
  window.shifts = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifts += entry.value;
  }).observe({ type: "layout-shift" });
}"""


@pytest.fixture(scope="module")
def cast(server: object) -> Cast:
    return present()


def filled(cast: Cast) -> LiveReport:
    report = make.live_report(headline="Feri terbalik di Sungai Mahakam, penumpang dievakuasi")
    for number in range(30):
        make.live_entry(report, f"Kabar {number}: tim penyelamat menyisir tepi sungai.", is_key=number % 9 == 0)
    return report


def address(report: LiveReport) -> str:
    return Edition.objects.live().select_related("section").get(article=report.pk).get_absolute_url()


def test_new_entries_are_said_and_move_nothing(cast: Cast, open_page: OpenPage) -> None:
    report = filled(cast)
    page = open_page(viewport=PHONE)
    page.clock.install()
    page.goto(address(report))
    first = page.locator(".live__entry").first
    first.scroll_into_view_if_needed()
    page.evaluate(SHIFTS)  # from now on: what loading moves is measured elsewhere
    before = first.bounding_box()
    gone = LiveEntryEdition.objects.of_report(report.pk)[1]
    for number in range(3):
        make.live_entry(report, f"Kabar baru {number}.")
    live.retract(gone.entry, by=cast.managing_editor, ground=RetractionGround.SARA, note="Keliru.")
    page.clock.fast_forward(31_000)
    button = page.get_by_role("button", name="3 kabar baru")
    expect(button).to_be_visible()
    expect(page.locator(f"#kabar-{gone.entry_id}")).to_contain_text("dicabut")
    assert first.bounding_box() == before
    assert page.evaluate("window.shifts") == 0
    box = button.bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"]
    assert box["height"] >= 44
    button.click()
    expect(page.locator(".live__entry").first).to_contain_text("Kabar baru 2.")
    expect(page.locator(".live__entry").first).to_be_in_viewport()
    expect(button).to_have_count(0)


def test_the_box_fits_a_phone_and_waits_for_the_connection(cast: Cast, open_page: OpenPage) -> None:
    report = filled(cast)
    page = open_page(cast.editor, viewport=PHONE)
    page.goto(f"/admin/articles/article/{report.pk}/langsung/")
    text, send = page.get_by_label("Kabar", exact=True), page.get_by_role("button", name="Kirim, langsung tampil")
    for place in (text, send):
        box = place.bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE["width"]
        assert box["y"] + box["height"] <= PHONE["height"]  # without scrolling
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    text.fill("Kapal pertama merapat.")
    send.click()
    expect(page.locator(".live-list li").first).to_contain_text("Kapal pertama merapat.")
    expect(text).to_have_value("")
    page.context.set_offline(True)
    text.fill("Kapal kedua merapat.")
    send.click()
    expect(page.locator(".live-box__said")).to_contain_text("Tidak tersambung")
    page.context.set_offline(False)
    expect(page.locator(".live-list li").first).to_contain_text("Kapal kedua merapat.")
    text.fill("Kapal ketiga merapat.")
    page.reload()
    expect(text).to_have_value("Kapal ketiga merapat.")
    page.context.clear_cookies()
    send.click()
    expect(page.locator(".live-box__said")).to_contain_text("Anda sudah keluar")
    expect(text).to_have_value("Kapal ketiga merapat.")
    told = Client().get(address(report)).content.decode()
    assert [told.count(f"Kapal {which} merapat.</p>") for which in ("pertama", "kedua", "ketiga")] == [1, 1, 0]
