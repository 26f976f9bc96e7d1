"""Two people in one story: the later save wins nothing unseen, and nothing that either typed is lost."""

import pytest
from playwright.sync_api import Locator, Page, expect

from articles.models import Article, Edition, Revision, RevisionKind, Stage
from tests import make
from tests.cast import Cast, present

from . import desk
from .conftest import OpenPage


@pytest.fixture(scope="module")
def newsroom(own_database: str) -> Cast:
    return present()


def open_story(page: Page, article: Article) -> None:
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    desk.editor(page)


def clash(page: Page, name: str) -> Locator:
    """What both wrote in one field, on the page about two people."""
    return page.get_by_role("group", name=name)


def test_the_later_save_chooses_what_to_keep(newsroom: Cast, open_page: OpenPage) -> None:
    article = make.draft(headline="Feri Kembali", summary="Feri berlayar lagi.", body="<p>Feri berlayar pagi ini.</p>")
    rina, lukman = open_page(newsroom.reporter), open_page(newsroom.editor)
    open_story(rina, article)
    open_story(lukman, article)
    desk.field(lukman, "Teras").fill("Feri berlayar lagi setelah dua bulan.")
    desk.type_body(lukman, "", "Tambahan Lukman.")
    desk.button(lukman, "Simpan draf").click()
    desk.expect_said(lukman, "tersimpan")
    desk.field(rina, "Judul").fill("Feri Kembali Berlayar")
    desk.type_body(rina, "", "Tambahan Rina.")
    desk.button(rina, "Simpan draf").click()

    expect(rina.get_by_role("heading", name="Dua orang menyunting naskah ini")).to_be_visible()
    expect(clash(rina, "Judul").get_by_role("radio", name="Tulisan Rina Oktavia")).to_be_checked()
    expect(clash(rina, "Teras").get_by_role("radio", name="Tulisan Lukman Maulana")).to_be_checked()
    expect(rina.get_by_role("radio", name="Gabungkan per paragraf")).to_be_checked()
    added = clash(rina, "Isi: tempat keduanya menambah")
    expect(added.get_by_role("radio", name="Pakai keduanya")).to_be_checked()
    for word in ("Tambahan Lukman.", "Tambahan Rina."):
        expect(added).to_contain_text(word)
    added.get_by_role("radio", name="Dari Lukman Maulana").check()
    desk.button(rina, "Lanjutkan di lembar naskah").click()
    expect(rina.locator(".story-note").first).to_contain_text("gabungan kedua naskah")
    expect(rina.locator(".story-left-out")).to_contain_text("Tambahan Rina.")
    desk.type_body(rina, "", "Tambahan Rina, sekali lagi.")
    desk.button(rina, "Simpan draf").click()
    desk.expect_said(rina, "tersimpan")

    article.refresh_from_db()
    assert article.headline == "Feri Kembali Berlayar"
    assert article.summary == "Feri berlayar lagi setelah dua bulan."
    assert article.body == (
        "<p>Feri berlayar pagi ini.</p>\n<p>Tambahan Lukman.</p>\n<p>Tambahan Rina, sekali lagi.</p>"
    )
    aside = Revision.objects.get(article=article, kind=RevisionKind.SET_ASIDE)
    assert aside.content["body"] == "<p>Feri berlayar pagi ini.</p>\n<p>Tambahan Rina.</p>"
    rina.get_by_role("link", name="Riwayat").click()
    expect(rina.locator(".story-entries").first).to_contain_text("disimpan terpisah")


def test_a_save_after_somebody_elses_step_is_finished_on_the_story_as_it_stands(
    newsroom: Cast, open_page: OpenPage
) -> None:
    article = make.in_review(headline="Dermaga Diperbaiki")
    lukman, hasan = open_page(newsroom.editor), open_page(newsroom.managing_editor)
    open_story(lukman, article)
    open_story(hasan, article)
    desk.button(hasan, "Setujui").click()
    desk.expect_said(hasan, "Naskah disetujui")
    desk.field(lukman, "Judul").fill("Dermaga Selesai Diperbaiki")
    desk.button(lukman, "Simpan").click()

    expect(clash(lukman, "Judul")).to_be_visible()
    assert lukman.locator(".story-clash").count() == 1
    desk.button(lukman, "Lanjutkan di lembar naskah").click()
    expect(desk.field(lukman, "Judul")).to_have_value("Dermaga Selesai Diperbaiki")
    desk.button(lukman, "Simpan").click()
    desk.expect_said(lukman, "tersimpan")
    article.refresh_from_db()
    assert (article.headline, article.stage) == ("Dermaga Selesai Diperbaiki", Stage.APPROVED)


def test_nobody_publishes_a_text_that_they_have_not_seen(newsroom: Cast, open_page: OpenPage) -> None:
    article = make.approved(headline="Jadwal Feri Berubah")
    lukman = open_page(newsroom.editor)
    open_story(lukman, article)
    desk.button(lukman, "Terbitkan").click()
    expect(desk.button(lukman, "Terbitkan sekarang")).to_be_visible()
    make.edited(article, by=newsroom.managing_editor, headline="Jadwal Feri Berubah Lagi")
    desk.button(lukman, "Terbitkan sekarang").click()
    expect(lukman.get_by_role("alert")).to_be_visible()
    assert not Edition.objects.filter(article=article).exists()
