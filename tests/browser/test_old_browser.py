"""A browser in which the editor, or what it needs, does not come: its plain field takes the text, and loses none."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Browser, Page, expect

from articles.models import Article
from tests import make
from tests.cast import Cast, present
from tests.server import Server

from . import desk
from .conftest import OpenPage, sign_in

BODY = "CKEDITOR.instances.id_body.getData()"
OLD = "<p>Kalimat lama.</p>"


@pytest.fixture(scope="module")
def newsroom(own_database: str, own_media: object) -> Cast:
    return present()


@pytest.fixture
def bare_page(browser: Browser, server: Server) -> Iterator[Page]:
    """A page whose errors are meant."""
    context = browser.new_context(base_url=server.url, locale="id-ID", timezone_id="Asia/Makassar")
    yield context.new_page()
    context.close()


def signed_in(page: Page, user: User, server: Server) -> Page:
    sign_in(user, page.context, server)
    return page


@pytest.mark.parametrize(
    "missing", ["**/desk-editor-photos*.js", "**/ckeditor/ckeditor.js*", "**/ckeditor/lang/id.js*"]
)
def test_without_the_editor_its_plain_field_takes_the_text(
    newsroom: Cast, bare_page: Page, server: Server, missing: str
) -> None:
    article = make.draft(body=OLD)
    page = signed_in(bare_page, newsroom.reporter, server)
    page.route(missing, lambda route: route.abort())
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    field = page.locator("#id_body")
    expect(page.locator(".editor-missing-note")).to_be_visible()
    expect(field).to_be_visible()
    expect(field).to_have_value(OLD)
    field.press("Control+End")
    page.keyboard.insert_text("<p>Kalimat baru.</p>")
    desk.button(page, "Simpan draf").click()
    desk.expect_said(page, "tersimpan")
    article.refresh_from_db()
    assert article.body == f"{OLD}<p>Kalimat baru.</p>"


def test_plain_words_with_empty_lines_become_paragraphs(newsroom: Cast, bare_page: Page, server: Server) -> None:
    page = signed_in(bare_page, newsroom.reporter, server)
    page.route("**/ckeditor/ckeditor.js*", lambda route: route.abort())
    page.goto("/admin/articles/article/add/")
    desk.field(page, "Judul").fill("Feri Tanpa Penyunting")
    page.locator("#id_body").fill("Baris satu & dua,\nmasih satu.\n\nParagraf kedua: 3 < 4.")
    desk.button(page, "Simpan draf").click()
    desk.expect_said(page, "tersimpan")
    body = Article.objects.get(headline="Feri Tanpa Penyunting").body
    assert body == "<p>Baris satu &amp; dua,<br>masih satu.</p>\n<p>Paragraf kedua: 3 &lt; 4.</p>"


def test_without_windows_the_library_lies_on_top_of_the_page(newsroom: Cast, open_page: OpenPage) -> None:
    photo, article = make.photo(), make.draft(body=OLD)
    page = open_page(newsroom.reporter)
    page.add_init_script("delete HTMLDialogElement.prototype.showModal; delete HTMLDialogElement.prototype.close;")
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    desk.editor(page).click()
    page.locator(".cke_button__photo").click()
    page.locator(f".photo-picker [data-photo='{photo.pk}']").click()
    expect(page.locator(".photo-picker")).to_be_hidden()
    assert f'<figure data-photo="{photo.pk}">' in page.evaluate(BODY)


def test_a_photo_comes_behind_a_new_link_and_behind_chosen_words(newsroom: Cast, open_page: OpenPage) -> None:
    photo, article = make.photo(), make.draft(body="<p>Satu dua.</p>")
    page = open_page(newsroom.reporter)
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    desk.type_body(page, " ")
    desk.button(page, "Tautan").click()
    window = page.get_by_role("dialog", name="Tautan")
    expect(window.get_by_label("URL")).to_be_focused()
    window.get_by_label("Teks tautan").fill("situs")
    window.get_by_label("URL").fill("contoh.example")
    window.get_by_role("button", name="OK").click()
    insert_photo(page, photo.pk)
    assert "situs</a></p>" in page.evaluate(BODY)
    page.keyboard.press("Enter")
    page.keyboard.insert_text("Akhir.")
    page.keyboard.press("Home")
    page.keyboard.press("Shift+End")
    insert_photo(page, photo.pk)
    body = page.evaluate(BODY)
    assert body.index("Satu dua.") < body.index("situs</a>") < body.index("<figure") < body.index("Akhir.")
    assert body.count("<figure") == 2


def insert_photo(page: Page, number: int) -> None:
    page.locator(".cke_button__photo").click()
    page.locator(f".photo-picker [data-photo='{number}']").click()
    expect(page.locator(".photo-picker")).to_be_hidden()


def test_who_has_signed_out_is_told_in_the_library_and_in_searching_fields(newsroom: Cast, open_page: OpenPage) -> None:
    article = make.draft(body=OLD)
    page = open_page(newsroom.reporter)
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    desk.editor(page).click()
    page.context.clear_cookies(name="sessionid")
    page.locator(".field-section .select2-selection").click()
    expect(page.locator(".select2-results__options")).to_contain_text("Sesi Anda berakhir")
    page.keyboard.press("Escape")
    page.locator(".cke_button__photo").click()
    expect(page.locator(".photo-picker")).to_contain_text("Sesi Anda berakhir")
    expect(page.locator(".photo-picker").get_by_role("link", name="Masuk lagi")).to_be_visible()
