"""The lead photo is uploaded beside the text, stays though the form is refused, and is described right there."""

import pytest
from playwright.sync_api import FilePayload, expect

from articles.models import Article, Photo
from tests import make
from tests.cast import Cast, present

from . import desk
from .conftest import OpenPage


@pytest.fixture(scope="module")
def newsroom(own_database: str, own_media: object) -> Cast:
    return present()


def test_a_photo_is_uploaded_and_described_without_leaving_the_story(newsroom: Cast, open_page: OpenPage) -> None:
    page = open_page(newsroom.reporter, viewport={"width": 360, "height": 740})
    page.goto("/admin/articles/article/add/")
    desk.editor(page)
    desk.field(page, "Judul").fill("Feri Berlayar Lagi")
    file: FilePayload = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": make.picture(9, (640, 426)).read()}
    page.locator("#lead-upload").set_input_files(file)
    expect(page.get_by_text("Foto terunggah dan terpilih.")).to_be_visible()
    photo = Photo.objects.get()
    desk.field(page, "Teks alternatif").fill("Feri di dermaga")
    desk.field(page, "Keterangan di pustaka").fill("Feri sandar. (Foto: Humas Pemkot)")
    desk.field(page, "Hak pakai").select_option(label="Humas")
    page.locator("#id_slug").evaluate("field => { field.value = 'bukan alamat!'; }")
    desk.button(page, "Simpan draf").click()
    expect(page.get_by_text("Belum tersimpan. Perbaiki isian")).to_be_visible()
    expect(desk.field(page, "Teks alternatif")).to_have_value("Feri di dermaga")
    page.locator("#id_slug").evaluate("field => { field.value = ''; }")
    desk.button(page, "Simpan draf").click()
    desk.expect_said(page, "tersimpan")
    photo.refresh_from_db()
    assert (photo.alt_text, photo.caption, photo.credit) == ("Feri di dermaga", "Feri sandar.", "Humas Pemkot")
    assert Article.objects.get().photo == photo
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
