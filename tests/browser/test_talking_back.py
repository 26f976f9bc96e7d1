"""A reader's whole way: from signing up to an answer by mail, and from a stranger's report to the comment's end."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core import mail as handed_over
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.test import override_settings
from playwright.sync_api import APIResponse, Page, expect

from accounts.models import Consent
from articles.models import Article, Edition
from comments.models import Comment, Report, Status
from tests import make
from tests.accounts.conftest import SECRET
from tests.cast import Cast, present
from tests.comments.writing import may_write
from tests.server import Server, running_server

from . import desk, reader
from .conftest import OpenPage
from .reader import NO_SCRIPT, PHONE

QUEUE = "/admin/comments/comment/"
QUESTION = "Jadwal feri hari Minggu apakah sama?"
ANSWER = "Sama, pukul lima pagi."


@pytest.fixture(scope="module")
def mail(own_media: Path) -> Path:
    return own_media.parent / "mail"


@pytest.fixture(scope="module")
def server(own_database: str, own_media: Path, mail: Path) -> Iterator[Server]:
    with running_server(own_database, own_media.parent, EMAIL_URL=f"filebased://{mail}") as running:
        yield running
        assert not running.failures()


@pytest.fixture(scope="module")
def newsroom(own_database: str) -> Cast:
    people = present()
    may_write(people.reporter)
    return people


@pytest.fixture
def story(newsroom: Cast) -> Article:
    return make.published(headline="Feri Penyeberangan Kembali Beroperasi")


def kept_page(page: Page, address: str) -> APIResponse:
    """Asks for a page as a browser that has it: what is kept, and still holds, needs not be sent again."""
    tag = page.request.get(address).headers["etag"]
    return page.request.get(address, headers={"If-None-Match": tag})


def notices(server: Server) -> list[EmailMessage]:
    """What the timer sends now."""
    handed_over.outbox.clear()
    with override_settings(KATEID_SITE_URL=server.url):
        call_command("notify_replies")
    return handed_over.outbox


@pytest.mark.parametrize(
    ("name", "options"), [("Budi Santoso", {}), ("Nur Aini", PHONE | NO_SCRIPT)], ids=["desktop", "phone, no script"]
)
def test_a_reader_is_heard_answered_and_held_to_the_rules(
    open_page: OpenPage, newsroom: Cast, story: Article, server: Server, mail: Path, name: str, options: dict[str, Any]
) -> None:
    email = f"{name.split(maxsplit=1)[0].lower()}@contoh.id"
    below_story = Edition.objects.live().select_related("section").get(article=story).get_absolute_url()
    page, stranger = open_page(**options), open_page()
    moderator, reporter = open_page(newsroom.moderator), open_page(newsroom.reporter)

    # From the story over the account and back, and held as a newcomer.
    page.goto(below_story)
    page.get_by_role("link", name="Tulis komentar").click()
    page.locator("#tulis-komentar").get_by_role("link", name="Daftar").click()
    reader.sign_up(page, mail, name, email)
    assert Consent.objects.filter(user__email=email).count() == 1
    if options.get("java_script_enabled", True):
        page.goto(below_story)
        page.locator("#komentar").scroll_into_view_if_needed()
    reader.write(page, QUESTION)
    expect(page.get_by_role("status").get_by_text("menunggu diperiksa moderator")).to_be_visible()
    question = Comment.objects.get(article=story)
    assert question.status == Status.HELD

    # Approved, and there at once, though the page was kept.
    stranger.goto(below_story)
    expect(stranger.get_by_text(QUESTION)).to_have_count(0)
    assert kept_page(stranger, below_story).status == 304
    moderator.goto(f"{QUEUE}?antrean=ditahan")
    held = moderator.get_by_role("article", name=f"Komentar {name}")
    expect(held).to_contain_text("Pembaca baru")
    desk.button(held, "Setujui").click()
    expect(moderator.get_by_text(f"Komentar {name} disetujui.")).to_be_visible()
    stranger.reload()
    expect(stranger.locator(f"#komentar-{question.pk}")).to_contain_text(QUESTION)

    # Answered, told by mail, and the mail stopped with one click.
    answer(reporter, question, ANSWER)
    (notice,) = notices(server)
    assert notice.to == [email]
    assert ANSWER in notice.body
    link = re.search(r"Baca dan balas: (\S+)", str(notice.body))
    assert link
    page.goto(link[1])
    expect(page.get_by_text(ANSWER)).to_be_visible()
    assert notice.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    stop = notice.extra_headers["List-Unsubscribe"].strip("<>")
    assert urlsplit(stop).netloc == urlsplit(server.url).netloc
    assert stranger.request.post(stop, form={"List-Unsubscribe": "One-Click"}).status == 200
    answer(reporter, question, "Hari libur juga.")
    assert notices(server) == []
    reader.sign_out(page)
    reader.sign_in(page, email, SECRET)
    page.goto("/komentar/pemberitahuan/")
    expect(page.get_by_role("checkbox", name="komentar saya dibalas")).not_to_be_checked()

    # Reported by somebody without an account or a script, hidden, and gone at once.
    reporting = open_page(**PHONE, **NO_SCRIPT)
    reporting.goto(below_story)
    reporting.locator(f"#komentar-{question.pk}").get_by_role("link", name="Laporkan").click()
    desk.button(reporting, "Kirim laporan").click()
    expect(reporting.get_by_text("Pilih dahulu apa yang salah dengan komentar ini.")).to_be_visible()
    reporting.get_by_role("radio", name="Bohong, fitnah, sadis, atau cabul").check()
    desk.field(reporting, "Penjelasan").fill("Beliau sedang tidak di kota.")
    desk.button(reporting, "Kirim laporan").click()
    ticket = Report.objects.get(comment=question).ticket
    expect(reporting.get_by_role("heading", name=f"Aduan {ticket}")).to_be_visible()
    assert kept_page(stranger, below_story).status == 304
    moderator.goto(QUEUE)
    moderator.get_by_role("article", name=f"Komentar {name}").get_by_role("link", name="Buka").click()
    expect(moderator.get_by_text("Pelapor: “Beliau sedang tidak di kota.”")).to_be_visible()
    moderator.get_by_label("Alasan", exact=True).select_option("bohong")
    desk.button(moderator, "Sembunyikan").click()
    desk.expect_said(moderator, f"Komentar {name} disembunyikan.")
    for place in (below_story, f"/komentar/{story.pk}/"):
        stranger.goto(place)
        expect(stranger.get_by_text("Komentar ini tidak ditampilkan")).to_be_visible()
        expect(stranger.get_by_text(QUESTION)).to_have_count(0)
    reporting.reload()
    expect(reporting.get_by_text("Sudah diputuskan: Komentar disembunyikan.")).to_be_visible()


def answer(page: Page, comment: Comment, words: str) -> None:
    page.goto(comment.get_absolute_url())
    expect(page.locator("[data-answering]")).to_contain_text(f"Membalas {comment.author_name}")
    reader.write(page, words)
    expect(page.locator("main")).to_contain_text(words)
    expect(page.get_by_role("status")).to_have_text("Komentar Anda sudah tampil.")
