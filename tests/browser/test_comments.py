"""Readers talk below a story: with the script, without it on a small phone, and when something goes wrong meanwhile."""

from itertools import pairwise

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from articles.models import Article, Edition
from comments import lifecycle, reply_mail
from comments.models import Comment, Discussion
from tests import make
from tests.cast import present
from tests.comments.test_hostile_text import HOSTILE
from tests.comments.writing import address, may_write, written

from .conftest import OpenPage
from .reader import NO_SCRIPT, PHONE, write
from .test_accessible import assert_fit_for_everybody


@pytest.fixture(scope="module")
def readers(own_database: str, own_media: object) -> tuple[User, User]:
    """Tono, a reader, and Rina of the newsroom."""
    people = present()
    return may_write(people.outsider), may_write(people.reporter)


@pytest.fixture
def story(readers: object) -> Article:
    return make.published()


def story_address(story: Article) -> str:
    return Edition.objects.live().select_related("section").get(article=story).get_absolute_url()


def test_people_talk_without_leaving_the_story(open_page: OpenPage, story: Article, readers: tuple[User, User]) -> None:
    tono, rina = readers
    comment = written(story, tono, "Ferinya berangkat jam berapa?")
    stranger, reporter = open_page(**PHONE), open_page(rina)
    stranger.goto(story_address(story))
    expect(stranger.get_by_role("heading", name="Komentar (1)")).to_be_visible()
    reporter.goto(story_address(story))
    reporter.locator("#komentar").scroll_into_view_if_needed()
    expect(reporter.get_by_label("Komentar Anda")).to_be_visible()
    reporter.locator(f"#komentar-{comment.pk}").get_by_role("link", name="Suka").click()
    expect(reporter.locator(f"#komentar-{comment.pk}")).to_contain_text("Disukai (1)")
    reporter.locator(f"#komentar-{comment.pk}").get_by_role("link", name="Balas").click()
    expect(reporter.locator("[data-answering]")).to_contain_text("Membalas Tono Wijaya")
    write(reporter, "Pukul lima pagi.")
    answer = reporter.locator(".comment-list--answers .comment")
    expect(answer).to_contain_text("Pukul lima pagi.")
    expect(answer.locator(".comment__badge")).to_have_text("Redaksi")
    expect(answer.get_by_role("link", name="Hapus")).to_be_visible()
    stranger.reload()
    expect(stranger.locator(".comment-list--answers .comment")).to_contain_text("Pukul lima pagi.")


def test_everything_works_without_a_script_on_a_small_phone(
    open_page: OpenPage, story: Article, readers: tuple[User, User]
) -> None:
    tono, rina = readers
    for words in ("Pertama.", "Kedua."):
        written(make.published(), tono, words)
    theirs = written(story, rina, "Silakan bertanya di sini.")
    page = open_page(tono, **PHONE, **NO_SCRIPT)
    page.goto(story_address(story))
    page.get_by_role("link", name="Tulis komentar").click()
    write(page, "Apakah ada feri malam?")
    expect(page.get_by_role("status")).to_have_text("Komentar Anda sudah tampil.")
    mine = Comment.objects.get(text="Apakah ada feri malam?")

    page.locator(f"#komentar-{mine.pk}").get_by_role("link", name="Sunting").click()
    page.get_by_label("Komentar Anda").fill("Apakah ada feri malam hari?")
    page.get_by_role("button", name="Simpan").click()
    expect(page.locator(f"#komentar-{mine.pk}")).to_contain_text("Apakah ada feri malam hari?")
    expect(page.locator(f"#komentar-{mine.pk}")).to_contain_text("Disunting penulisnya")

    page.goto(address(story))
    page.locator(f"#komentar-{theirs.pk}").get_by_role("link", name="Suka").click()
    page.get_by_role("button", name="Suka").click()
    expect(page.locator(f"#komentar-{theirs.pk}")).to_contain_text("Disukai (1)")
    page.locator(f"#komentar-{theirs.pk}").get_by_role("link", name="Balas").click()
    expect(page.locator("#tulis-komentar")).to_contain_text("Membalas Rina Oktavia")
    write(page, "Baik, terima kasih.")
    expect(page.locator(".comment-list--answers .comment")).to_contain_text("Baik, terima kasih.")

    page.goto(address(story))
    page.get_by_role("link", name="Terlama").click()
    expect(page.locator("[aria-current=true]")).to_have_text("Terlama")
    page.locator(f"#komentar-{mine.pk}").get_by_role("link", name="Hapus").click()
    page.get_by_role("button", name="Hapus").click()
    expect(page.get_by_role("status")).to_have_text("Komentar Anda sudah dihapus.")
    expect(page.locator("main")).not_to_contain_text("feri malam")
    assert no_overflow(page)


@pytest.mark.parametrize("width", [360, 1280])
def test_hostile_text_leaves_the_page_as_wide_as_it_was(
    open_page: OpenPage, story: Article, readers: tuple[User, User], width: int
) -> None:
    _, rina = readers
    parent = None
    for text in HOSTILE.values():
        parent = written(story, rina, text, reply_to=parent)
        parent = parent if parent.depth < 2 else None
    page = open_page(viewport={"width": width, "height": 800})
    for path in (story_address(story), address(story)):
        page.goto(path)
        assert no_overflow(page)
        boxes = page.locator("article.comment").evaluate_all(
            "found => found.map(one => { const box = one.getBoundingClientRect(); return [box.top, box.bottom]; })"
        )
        assert all(top < bottom for top, bottom in boxes)
        assert all(above[1] <= below[0] + 1 for above, below in pairwise(boxes))


@pytest.mark.parametrize(
    "name", ["story", "list", "answering", "one answer", "editing", "deleting", "liking", "mail", "stopping"]
)
def test_pages_about_comments_are_fit_for_everybody(
    open_page: OpenPage, story: Article, readers: tuple[User, User], name: str
) -> None:
    tono, rina = readers
    theirs = written(story, rina, "Silakan bertanya di sini.")
    lifecycle.feature(theirs, by=rina, featured=True)
    mine = written(story, tono, "Ferinya berangkat jam berapa, ya?", reply_to=theirs)
    Discussion.objects.filter(article=story).update(message="Mohon tetap sopan.")
    base = address(story)
    page = open_page(tono)
    page.goto(
        {
            "story": story_address(story),
            "list": base,
            "answering": f"{base}{theirs.pk}/",
            "one answer": f"{base}{mine.pk}/",
            "editing": f"{base}{mine.pk}/sunting/",
            "deleting": f"{base}{mine.pk}/hapus/",
            "liking": f"{base}{theirs.pk}/suka/",
            "mail": "/komentar/pemberitahuan/",
            "stopping": f"/komentar/berhenti/{reply_mail.unsubscribe_token(tono)}/",
        }[name]
    )
    if name == "story":
        page.locator("#komentar").scroll_into_view_if_needed()
        expect(page.get_by_label("Komentar Anda")).to_be_visible()
    assert_fit_for_everybody(page)


def no_overflow(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth") is True
