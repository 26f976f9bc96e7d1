"""A moderator at a queue of 200 mixed comments decides them by keys, without a page load and with one key each."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from comments import search
from comments.models import Comment, CommentLog, Status
from tests import make
from tests.cast import Cast, present
from tests.comments.builders import reader

from . import desk
from .conftest import OpenPage

QUEUE = "/admin/comments/comment/?antrean=ditahan"
WAVES = ("Main di KAPAL77 pasti menang besar", "Pinjaman cair lima menit tanpa jaminan hubungi Budi")
IN_WAVE, ALONE = 60, 80
PROMOTION = "6"  # the number of its reason
IN_FOCUS = "document.activeElement?.closest('[data-card]')?.querySelector('.comment-card-text')?.textContent"
BUSY = "[data-card][aria-busy]"
READY = "[data-card]:focus, .moderation-said:has-text('Tidak ada lagi')"


@pytest.fixture(scope="module")
def newsroom(own_database: str) -> Cast:
    return present()


@pytest.fixture
def queue(newsroom: Cast) -> None:
    story, author, now = make.published(), reader(), timezone.now()
    texts = [f"Kapan feri nomor {number} berlayar lagi?" for number in range(ALONE // 2)]
    texts += [f"Jual obat kuat nomor {number} hubungi saya" for number in range(ALONE // 2)]
    texts += [f"{wave}{'!' * (number % 4)}" for wave in WAVES for number in range(IN_WAVE)]
    texts = [texts[place * 77 % len(texts)] for place in range(len(texts))]  # mixed, each once
    made = Comment.objects.bulk_create(
        Comment(
            article=story, author=author, author_name="Tono", text=text, status=Status.HELD, form_key=uuid4(),
            created_at=now + timedelta(seconds=number),
        )
        for number, text in enumerate(texts)
    )  # fmt: skip
    search.enter(made)


def press(page: Page, text: str) -> int:
    """Decide the comment in focus; how many keys that takes."""
    if text.startswith(WAVES):
        for key in ("g", PROMOTION):
            page.keyboard.press(key)
        expect(page.locator(BUSY)).to_have_count(0)  # what comes next holds none of the pile any more
        return 2
    page.keyboard.press("s" if text.startswith("Kapan") else PROMOTION)
    return 1


@pytest.mark.usefixtures("queue")
def test_two_hundred_comments_take_a_key_each_and_no_page_load(open_page: OpenPage, newsroom: Cast) -> None:
    number = Comment.objects.filter(status=Status.HELD).count()
    assert number == 200
    page = open_page(newsroom.moderator)
    page.goto(QUEUE)
    loads: list[str] = []
    page.on("framenavigated", lambda frame: loads.append(frame.url))
    page.keyboard.press("j")
    keys = 1
    while True:
        expect(page.locator(READY).first).to_be_attached()
        if not (text := page.evaluate(IN_FOCUS)):
            break
        keys += press(page, text.strip())
    assert loads == []
    assert keys <= 1.2 * number
    assert not Comment.objects.filter(status=Status.HELD).exists()
    assert Comment.objects.filter(text__startswith="Kapan", status=Status.PUBLISHED).count() == ALONE // 2
    refused = CommentLog.objects.filter(action="refuse", reason="promosi")
    assert refused.count() == number - ALONE // 2


def test_without_scripts_a_reason_is_a_button_and_undoing_another(open_page: OpenPage, newsroom: Cast) -> None:
    comment = Comment.objects.create(
        article=make.published(), author=reader(), author_name="Noor", text="Beli di toko saya saja.",
        status=Status.HELD, form_key=uuid4(),
    )  # fmt: skip
    page = open_page(newsroom.moderator, java_script_enabled=False)
    page.goto(QUEUE)
    card = page.get_by_role("article", name="Komentar Noor")
    card.get_by_text("Tolak …").click()
    card.get_by_role("button", name="Promosi atau tautan").click()
    expect(page.get_by_text("Komentar Noor ditolak.")).to_be_visible()
    comment.refresh_from_db()
    assert comment.status == Status.REFUSED
    desk.button(page, "Urungkan").click()
    expect(page.get_by_text("1 langkah diurungkan.")).to_be_visible()
