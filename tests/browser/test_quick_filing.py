"""On a phone a pasted message and a photo become a submitted story, though there was no signal at first."""

import pytest
from playwright.sync_api import FilePayload, expect

from articles.models import Article, Stage
from tests import make
from tests.cast import Cast, present

from . import desk
from .conftest import OpenPage

MESSAGE = """[12/07/22 14.05.33] Rina: *Feri Penajam Kembali Berlayar*
[12/07/22 14.05.40] Rina: PENAJAM, Kate.id – Warga mengantre sejak subuh.

Tarifnya tetap.
Antrean di dermaga. (Foto: Humas Pemkab)
(rin)"""


@pytest.fixture(scope="module")
def newsroom(own_database: str, own_media: object) -> Cast:
    return present()


def test_a_message_is_filed_from_a_phone(newsroom: Cast, open_page: OpenPage) -> None:
    page = open_page(newsroom.reporter, viewport={"width": 360, "height": 740})
    page.goto("/admin/articles/article/kirim-cepat/")
    box = desk.field(page, "Pesan")
    page.context.set_offline(True)
    box.fill(MESSAGE)
    file: FilePayload = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": make.picture(11, (640, 426)).read()}
    desk.field(page, "Foto dari galeri").set_input_files(file)
    desk.button(page, "Lihat hasilnya").click()
    expect(page.get_by_text("Belum terkirim: tidak tersambung.")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.context.set_offline(False)  # it goes by itself
    expect(desk.field(page, "Judul")).to_have_value("Feri Penajam Kembali Berlayar")
    expect(desk.editor(page)).to_have_text("Warga mengantre sejak subuh.Tarifnya tetap.")
    assert "kirim" not in page.evaluate("Object.keys(localStorage).join()")
    desk.choose(page, "section", "Metropolis")
    desk.field(page, "Teks alternatif").fill("Antrean mobil di dermaga")
    desk.button(page, "Ajukan ke redaktur").click()
    expect(desk.stage(page)).to_have_text("Menunggu redaktur")
    article = Article.objects.get()
    assert (article.stage, article.place, article.photo_caption) == (Stage.IN_REVIEW, "PENAJAM", "Antrean di dermaga.")
    assert article.photo
    assert (article.photo.credit, article.photo.alt_text) == ("Humas Pemkab", "Antrean mobil di dermaga")
    page.goto("/admin/articles/article/kirim-cepat/")
    expect(box).to_have_value("")
