"""Passages with a note are marked where one writes, and nothing of the marks is saved with the text."""

from uuid import uuid4

import pytest
from playwright.sync_api import expect

from articles.editorial import notes
from tests import make
from tests.cast import Cast, present

from . import desk
from .conftest import OpenPage

BODY = "<p>Feri berlayar pagi ini.</p>\n<p>Lalu <strong>feri</strong> berlayar pagi ini juga.</p>"
MARKED = "[...CSS.highlights.get('kateid-notes')].map((range) => range.toString())"


@pytest.fixture(scope="module")
def newsroom(own_database: str, own_media: object) -> Cast:
    return present()


def test_a_passage_is_marked_and_the_text_stays_as_it_was(newsroom: Cast, open_page: OpenPage) -> None:
    article = make.draft(body=BODY)
    notes.add(article, "Dari mana?", by=newsroom.editor, key=uuid4(), passage="Lalu feri berlayar")
    page = open_page(newsroom.reporter)
    page.goto(article.get_absolute_url())
    desk.editor(page)
    page.wait_for_function(f"() => {MARKED}.length === 1")
    assert page.evaluate(MARKED) == ["Lalu feri berlayar"]
    desk.type_body(page, "", "Baru.")
    page.locator(".cke_wysiwyg_div strong").dblclick()
    expect(page.locator("#note-chosen")).to_have_attribute(
        "href", f"/admin/articles/article/{article.pk}/catatan/?bagian=feri"
    )
    desk.button(page, "Simpan draf").click()
    desk.expect_said(page, "tersimpan")
    article.refresh_from_db()
    assert article.body == f"{BODY}\n<p>Baru.</p>"
