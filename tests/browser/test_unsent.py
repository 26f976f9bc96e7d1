"""What a reader typed and could not send is still there, and sending it again makes one comment."""

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, Route, expect

from articles.models import Article
from comments.models import Comment
from tests import make
from tests.cast import PASSWORD
from tests.comments.builders import reader
from tests.comments.writing import address, may_write, written

from . import desk
from .conftest import OpenPage
from .reader import NO_SCRIPT, send, write
from .test_accessible import address_of

WORDS = "Kata-kata yang tidak boleh hilang."
NOT_CONNECTED = "Tidak tersambung. Tulisan Anda masih ada: periksa jaringan, lalu kirim lagi."


@pytest.fixture
def story(own_database: str, own_media: object) -> Article:
    return make.published()


@pytest.fixture
def author(story: Article) -> User:
    """Somebody whose comments are no longer held as a newcomer's."""
    somebody = may_write(reader(password=PASSWORD))
    for words in ("Pertama.", "Kedua."):
        written(make.published(), somebody, words)
    return somebody


def open_form(page: Page, story: Article) -> None:
    page.goto(address_of(story))
    page.locator("#komentar").scroll_into_view_if_needed()
    expect(page.get_by_label("Komentar Anda")).to_be_visible()


def comments_of(story: Article) -> list[str]:
    return [comment.text for comment in Comment.objects.filter(article=story)]


def test_nothing_leaves_without_a_connection_and_all_of_it_does_with_one(
    open_page: OpenPage, story: Article, author: User
) -> None:
    page = open_page(author)
    open_form(page, story)
    page.context.set_offline(True)
    write(page, WORDS)
    for _ in range(2):
        expect(page.get_by_role("alert")).to_have_text(NOT_CONNECTED)
        expect(page.get_by_label("Komentar Anda")).to_have_value(WORDS)
        send(page)
    page.context.set_offline(False)
    send(page)
    expect(page.get_by_text("Komentar Anda sudah tampil.")).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(page.get_by_label("Komentar Anda")).to_have_value("")
    assert comments_of(story) == [WORDS]


def test_a_lost_answer_makes_no_second_comment(open_page: OpenPage, story: Article, author: User) -> None:
    def lose_the_answer(route: Route) -> None:
        route.fetch()
        route.abort("internetdisconnected")

    page = open_page(author)
    open_form(page, story)
    page.route(f"**{address(story)}", lose_the_answer, times=1)
    write(page, WORDS)
    expect(page.get_by_role("alert")).to_have_text(NOT_CONNECTED)
    assert comments_of(story) == [WORDS]
    send(page)
    expect(page.get_by_text("Komentar Anda sudah tampil.")).to_be_visible()
    assert comments_of(story) == [WORDS]


def test_without_a_script_the_browser_sends_again_what_did_not_leave(
    open_page: OpenPage, story: Article, author: User
) -> None:
    page = open_page(author, **NO_SCRIPT)
    page.goto(address(story))
    page.context.set_offline(True)
    write(page, WORDS)
    expect(page.get_by_label("Komentar Anda")).to_have_count(0)
    page.context.set_offline(False)
    page.reload()
    expect(page.get_by_text("Komentar Anda sudah tampil.")).to_be_visible()
    assert comments_of(story) == [WORDS]


def test_the_words_are_there_when_the_page_is_opened_anew(open_page: OpenPage, story: Article, author: User) -> None:
    page = open_page(author)
    open_form(page, story)
    page.get_by_label("Komentar Anda").fill(WORDS)
    page.reload()
    page.locator("#komentar").scroll_into_view_if_needed()
    expect(page.get_by_label("Komentar Anda")).to_have_value(WORDS)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_an_ended_session_costs_no_words(open_page: OpenPage, story: Article, author: User, script: bool) -> None:
    page = open_page(author, java_script_enabled=script)
    if script:
        open_form(page, story)
    else:
        page.goto(address(story))
    page.context.clear_cookies(name="sessionid")
    write(page, WORDS)
    desk.sign_in_by_form(page, author.username, PASSWORD)
    expect(page.get_by_label("Komentar Anda")).to_have_value(WORDS)
    assert comments_of(story) == []
    write(page, WORDS)
    expect(page.get_by_text("Komentar Anda sudah tampil.")).to_be_visible()
    assert comments_of(story) == [WORDS]
    page.goto(address(story))
    expect(page.get_by_label("Komentar Anda")).to_have_value("")
