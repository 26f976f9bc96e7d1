"""Moderators at work, in a browser; a comment's whole way is in test_talking_back.py."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from articles.models import Article
from comments import moderation, readers, reports
from comments.models import Comment, Report
from tests import make
from tests.cast import Cast, present
from tests.comments.builders import public, reader, written

from . import desk
from .conftest import OpenPage
from .test_accessible import assert_fit_for_everybody

QUEUE = "/admin/comments/comment/"
LONG = (
    "Tolong dibaca https://dokumen.samarinda.example/peraturan/2022/penyelenggaraan-angkutan-sungai-dan-penyeberangan"
)


@pytest.fixture(scope="module")
def newsroom(own_database: str) -> Cast:
    return present()


@pytest.fixture(scope="module")
def story(newsroom: Cast) -> Article:
    return make.published(headline="Feri Penyeberangan Kembali Beroperasi")


def test_approving_by_a_key_and_undoing_it_are_seen_by_everybody_at_once(
    open_page: OpenPage, newsroom: Cast, story: Article
) -> None:
    comment = written(story, text="Jadwal feri hari Minggu apakah sama?")
    anonymous, moderator = open_page(), open_page(newsroom.moderator)
    discussion = reverse("comments:discussion", args=[story.pk])
    anonymous.goto(discussion)
    expect(anonymous.get_by_text(comment.text)).to_have_count(0)
    moderator.goto(f"{QUEUE}?antrean=ditahan")
    moderator.get_by_role("article", name=f"Komentar {comment.author_name}").focus()
    moderator.keyboard.press("s")
    expect(moderator.get_by_text(f"Komentar {comment.author_name} disetujui.")).to_be_visible()
    anonymous.reload()
    expect(anonymous.get_by_text(comment.text)).to_be_visible()
    desk.button(moderator, "Urungkan").click()
    expect(moderator.get_by_text("1 langkah diurungkan.")).to_be_visible()
    anonymous.reload()
    expect(anonymous.get_by_text(comment.text)).to_have_count(0)


def test_two_moderators_in_one_thread_know_of_each_other(open_page: OpenPage, newsroom: Cast, story: Article) -> None:
    comment = written(story, text="Apakah sepeda motor boleh naik feri?")
    first, second = open_page(newsroom.moderator), open_page(newsroom.managing_editor)
    with first.expect_response(re.compile("/hadir/$")):
        first.goto(f"{QUEUE}{comment.pk}/")
    second.goto(f"{QUEUE}{comment.pk}/")
    expect(second.get_by_text("Dewi Lestari sedang membuka komentar berita ini.")).to_be_visible()


@pytest.fixture(scope="module")
def pages(newsroom: Cast) -> dict[str, str]:
    """Every screen, with whatever it can have."""
    story, author, now = make.published(headline="Pasar Pagi Direvitalisasi"), reader("budi"), timezone.now()
    for hours in (49, 44, 30, 2):
        comment = public(story, text=f"Pedagang {hours} lapak mengaku tidak diajak bicara. {LONG}")
        reports.receive(comment, reason="bohong", text="Tidak benar.", now=now - timedelta(hours=hours))
    held = written(story, by=author, text=f"Dasar goblok! Daftar sl0t g4cor di dewa88. {LONG}")
    Comment.objects.filter(pk=held.pk).update(status="held")
    refused = written(story, by=author, text="Silakan pindah saja ke pasar lain.")
    moderation.refuse(refused, by=newsroom.managing_editor, reason="kasar", note="Tolong lebih sopan.")
    moderation.appeal(refused, by=author, text="Tidak ada yang kasar di situ.")
    readers.suspend(author, by=newsroom.moderator, reason="Berjualan.", until=now + timedelta(days=2))
    readers.note(author, by=newsroom.moderator, text="Pernah minta maaf.")
    report = Report.objects.latest("pk")
    return {
        "reported": QUEUE,
        "held": f"{QUEUE}?antrean=ditahan",
        "appeals": f"{QUEUE}?antrean=banding",
        "found": f"{QUEUE}?antrean=ditahan&kata=goblok",
        "column": f"{QUEUE}berita/{story.pk}/",
        "comment": f"{QUEUE}{held.pk}/",
        "reported comment": f"{QUEUE}{report.comment_id}/",
        "reader": f"{QUEUE}pembaca/{author.pk}/",
        "complaints": "/admin/comments/report/",
        "rules": "/admin/comments/screeningrule/",
        "rule": "/admin/comments/screeningrule/links/",
        "box": "/admin/comments/screeningrule/coba/",
        "words": "/admin/comments/screeningword/",
        "word": "/admin/comments/screeningword/add/",
        "first page": "/admin/",
        "settings of a story": f"/admin/articles/article/{story.pk}/komentar/",
    }


NAMES = (
    "reported", "held", "appeals", "found", "column", "comment", "reported comment", "reader", "complaints", "rules",
    "rule", "box", "words", "word", "first page", "settings of a story",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_every_screen_is_fit_for_everybody(
    open_page: OpenPage, newsroom: Cast, pages: dict[str, str], name: str
) -> None:
    page = open_page(newsroom.managing_editor)
    page.goto(pages[name])
    assert_fit_for_everybody(page)


def test_what_was_found_and_tried_is_fit_for_everybody(
    open_page: OpenPage, newsroom: Cast, pages: dict[str, str]
) -> None:
    page = open_page(newsroom.managing_editor)
    page.goto(pages["box"])
    page.get_by_role("textbox", name="Komentar").fill("Goblok! Main di sl0t g4cor m4xw1n")
    desk.button(page, "Coba").click()
    expect(page.get_by_role("heading", name="Keputusan: Ditolak")).to_be_visible()
    assert_fit_for_everybody(page)
    page.goto("/admin/comments/screeningrule/newcomer/")
    page.get_by_label("Loloskan").check()
    desk.button(page, "Uji dahulu").click()
    expect(page.get_by_role("heading", name="Hasil uji")).to_be_visible()
    assert_fit_for_everybody(page)


def test_readers_forms_are_fit_for_everybody(open_page: OpenPage, newsroom: Cast, story: Article) -> None:
    comment = public(story, text="Feri sore penuh sekali.")
    refused = written(story, by=(author := reader("wulan")), text="Minggir kalian semua dari dermaga.")
    moderation.refuse(refused, by=newsroom.moderator, reason="kasar", note="Tolong lebih sopan.")
    page = open_page()
    page.goto(reverse("comments:report", args=[comment.pk]))
    assert_fit_for_everybody(page)
    page.goto(reports.receive(comment, reason="lainnya").get_absolute_url())
    assert_fit_for_everybody(page)
    own = open_page(author)
    own.goto(reverse("comments:appeal", args=[refused.pk]))
    assert_fit_for_everybody(own)
