"""What is typed in a story is kept by itself, offered on top of the page, never overwritten before it is decided."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Browser, Page, expect

from articles.models import Article, Autosave, Revision
from tests import make
from tests.cast import PASSWORD, Cast, present
from tests.server import Server

from . import desk
from .conftest import OpenPage, sign_in, wait_until

KEPT = re.compile(r"^Tersimpan \d\d\.\d\d \(ketikan")
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}


@pytest.fixture(scope="module")
def newsroom(own_database: str, own_media: object) -> Cast:
    return present()


@pytest.fixture
def page(newsroom: Cast, open_page: OpenPage) -> Page:
    """The reporter's phone."""
    Autosave.objects.all().delete()
    return open_page(newsroom.reporter, **PHONE)


def write(page: Page) -> None:
    page.goto("/admin/articles/article/add/")
    desk.editor(page)


def open_story(page: Page, article: Article) -> None:
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    desk.editor(page)


def kept(page: Page) -> None:
    expect(page.locator("#story-kept")).to_have_text(KEPT)
    expect(page.locator("#story-kept")).to_be_in_viewport()


def banner(page: Page) -> None:
    """On top of the page, in the window as it opens, and the first thing that the Tab key reaches."""
    take = page.get_by_role("link", name="Pakai ketikan ini").first
    expect(take).to_be_in_viewport(ratio=1)
    expect(desk.button(page, "Buang").first).to_be_in_viewport(ratio=1)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.kept') !== null")


def take(page: Page) -> None:
    page.get_by_role("link", name="Pakai ketikan ini").first.click()
    desk.editor(page)


def end_sessions() -> None:
    Session.objects.all().delete()


def test_typing_is_kept_on_the_server_and_offered_after_the_tab_was_closed(page: Page) -> None:
    write(page)
    desk.type_body(page, "Kalimat pertama.")
    kept(page)
    tab = page.context.new_page()
    page.close()
    write(tab)
    banner(tab)
    expect(tab.locator(".kept ins")).to_have_text(["Kalimat pertama."])
    take(tab)
    expect(desk.editor(tab)).to_have_text("Kalimat pertama.")
    desk.button(tab, "Simpan draf").click()
    desk.expect_said(tab, "tersimpan")
    assert Article.objects.latest("pk").body == "<p>Kalimat pertama.</p>"
    assert not Autosave.objects.exists()
    write(tab)
    expect(tab.locator(".kept")).to_have_count(0)


def test_two_tabs_with_two_new_stories_are_both_offered(page: Page) -> None:
    other = page.context.new_page()
    for number, tab in enumerate((page, other)):
        write(tab)
        desk.type_body(tab, f"Naskah {number}.")
        kept(tab)
    third = page.context.new_page()
    page.close()
    other.close()
    write(third)
    expect(third.locator(".kept-copy")).to_have_count(2)
    third.goto("/admin/")
    expect(third.get_by_role("region", name="Ketikan yang belum disimpan").locator(".entry")).to_have_count(2)


def test_newer_typing_overwrites_no_undecided_copy(page: Page) -> None:
    write(page)
    desk.type_body(page, "Yang lama.")
    kept(page)
    page.reload()
    desk.type_body(page, "Yang baru.")
    kept(page)
    page.reload()
    expect(page.locator(".kept")).to_contain_text("Yang lama.")
    expect(page.locator(".kept-copy")).to_have_count(2)
    desk.button(page, "Buang").first.click()
    expect(page.locator(".kept-copy")).to_have_count(1)
    expect(page.locator(".kept")).to_contain_text("Yang lama.")
    assert "Yang lama." in Autosave.objects.get().content["body"]


def test_an_ended_session_is_told_and_signing_in_beside_the_text_goes_on(page: Page) -> None:
    article = make.draft(body="<p>Awal.</p>")
    open_story(page, article)
    end_sessions()
    desk.type_body(page, "", "Sesudah sesi berakhir.")
    note = page.locator("#story-kept")
    expect(note).to_contain_text("Sesi Anda berakhir. Tersimpan")
    desk.button(page, "Simpan draf").click()
    expect(note).to_contain_text("Belum terkirim")
    with page.expect_popup() as opened:
        note.get_by_role("link", name="Masuk lagi").click()
    window = opened.value
    desk.field(window, "Surel atau nama masuk").fill("rina")
    desk.field(window, "Kata sandi").fill(PASSWORD)
    with window.expect_event("close"):
        desk.button(window, "Masuk").click()
    desk.expect_said(page, "tersimpan")
    article.refresh_from_db()
    assert "Sesudah sesi berakhir." in article.body
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('kateid:ketikan'))") == []


def test_what_the_browser_kept_is_offered_after_signing_in_anew(page: Page) -> None:
    article = make.draft(body="<p>Awal.</p>")
    open_story(page, article)
    end_sessions()
    desk.type_body(page, "", "Hanya di peramban.")
    expect(page.locator("#story-kept")).to_contain_text("Sesi Anda berakhir")
    page.reload()
    desk.sign_in_by_form(page, "rina", PASSWORD)
    desk.editor(page)
    banner(page)
    expect(page.locator(".kept ins")).to_have_text(["Hanya di peramban."])
    desk.type_body(page, "", "x")
    kept(page)
    page.reload()
    expect(page.locator(".kept").get_by_text("Hanya di peramban.")).to_have_count(1)


def test_saving_without_a_signal_says_so_and_sends_by_itself(page: Page) -> None:
    article = make.draft(body="<p>Awal.</p>")
    open_story(page, article)
    page.context.set_offline(True)
    desk.type_body(page, "", "Tanpa sinyal.")
    desk.button(page, "Simpan draf").click()
    expect(page.locator("#story-kept")).to_contain_text("Tidak tersambung. Tersimpan")
    expect(page.locator("#story-kept")).to_contain_text("Belum terkirim")
    expect(desk.editor(page)).to_contain_text("Tanpa sinyal.")
    page.context.set_offline(False)
    desk.expect_said(page, "tersimpan")
    article.refresh_from_db()
    assert "Tanpa sinyal." in article.body


def test_back_and_save_make_no_second_story(page: Page) -> None:
    before = Article.objects.count()
    write(page)
    desk.field(page, "Judul").fill("Feri Kembali")
    desk.button(page, "Simpan draf").click()
    desk.expect_said(page, "tersimpan")
    page.go_back()
    desk.editor(page)
    desk.button(page, "Simpan draf").click()
    desk.expect_said(page, "tersimpan")
    assert Article.objects.count() == before + 1


def test_the_keyboard_saves(page: Page) -> None:
    write(page)
    desk.type_body(page, "Dengan papan tombol.")
    page.keyboard.press("Control+s")
    desk.expect_said(page, "tersimpan")


def test_an_editor_that_breaks_empties_no_story(page: Page) -> None:
    article = make.draft(body="<p>Isi yang ada.</p>")
    open_story(page, article)
    page.evaluate(
        "CKEDITOR.instances.id_body.on('getData', (event) => { event.data.dataValue = ''; }, null, null, 999)"
    )
    page.evaluate("document.querySelector('.cke_wysiwyg_div').textContent = ''")
    desk.field(page, "Judul").fill("Judul baru")
    desk.button(page, "Simpan draf").click()
    expect(page.get_by_role("alert")).to_contain_text("Belum tersimpan")
    expect(desk.editor(page)).to_have_text("Isi yang ada.")
    expect(page.get_by_label("Kosongkan isi naskah ini")).to_be_visible()
    article.refresh_from_db()
    assert article.body == "<p>Isi yang ada.</p>"


def test_without_the_editors_scripts_the_story_is_saved_as_it_was(
    newsroom: Cast, browser: Browser, server: Server
) -> None:
    article = make.draft(body="<p>Isi yang ada.</p>")
    context = browser.new_context(base_url=server.url)  # unwatched: scripts fail here
    sign_in(newsroom.reporter, context, server)
    page = context.new_page()
    page.route("**/ckeditor/ckeditor.js*", lambda route: route.fulfill(body="", content_type="text/javascript"))
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    desk.field(page, "Judul").fill("Judul baru")
    wait_until(page, "document.querySelector('#story-kept').textContent.includes('ketikan')")
    desk.button(page, "Simpan draf").click()
    desk.expect_said(page, "tersimpan")
    article.refresh_from_db()
    assert (article.headline, article.body) == ("Judul baru", "<p>Isi yang ada.</p>")
    context.close()


def test_somebody_else_who_signs_in_gets_nothing_of_it(page: Page) -> None:
    write(page)
    end_sessions()
    desk.type_body(page, "Kalimat Rina.")
    expect(page.locator("#story-kept")).to_contain_text("Sesi Anda berakhir")
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Masuk lagi").click()
    desk.sign_in_by_form(opened.value, "yusuf", PASSWORD)
    expect(page.locator("#story-kept")).to_contain_text("Orang lain masuk")
    assert not Autosave.objects.exists()
    assert not any("Kalimat Rina." in str(revision.content) for revision in Revision.objects.all())
