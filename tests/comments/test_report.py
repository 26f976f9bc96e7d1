"""“Laporkan” and appeals, as readers meet them: without an account and without JavaScript."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from comments import moderation
from comments.models import Appeal, Comment, Letter, Report
from comments.views import complaints
from tests import make
from tests.cast import Cast

from .builders import public, reader, written

pytestmark = pytest.mark.both_databases


@pytest.fixture
def comment(cast: Cast) -> Comment:
    return public(make.published(), text="Ini bohong besar tentang Pak Camat.")


def report_url(comment: Comment) -> str:
    return reverse("comments:report", args=[comment.pk])


@pytest.mark.press_rule("PPMS 3e")
def test_every_comment_links_to_its_report_form(client: Client, comment: Comment) -> None:
    page = client.get(reverse("comments:discussion", args=[comment.article_id])).content.decode()
    assert f'href="{report_url(comment)}"' in page


@pytest.mark.press_rule("PPMS 3e")
def test_a_complaint_gives_a_ticket_and_a_page_that_tells_the_outcome(
    client: Client, comment: Comment, cast: Cast
) -> None:
    response = client.post(report_url(comment), {"reason": "bohong", "text": "Beliau sedang umrah."})
    report = Report.objects.get()
    assert response["Location"] == report.get_absolute_url()
    page = client.get(response["Location"]).content.decode()
    assert re.fullmatch(r"A\d{6}-[2-9A-Z]{6}", report.ticket)
    assert report.ticket in page
    assert "menunggu keputusan" in page
    moderation.hide(comment, by=cast.moderator, reason="bohong", note="Anda benar.")
    page = client.get(response["Location"]).content.decode()
    assert "Komentar disembunyikan" in page
    assert "Anda benar." in page
    assert comment.text not in page


def test_the_page_of_a_complaint_opens_with_its_secret_alone(client: Client, comment: Comment) -> None:
    client.post(report_url(comment), {"reason": "bohong"})
    report = Report.objects.get()
    for ticket, secret in ((report.ticket, "0" * 24), (report.ticket, "x"), ("A260101-AAAAAA", report.secret)):
        assert client.get(reverse("comments:complaint", args=[ticket, secret])).status_code == 404


def test_what_is_wrong_is_named_and_nothing_typed_is_lost(client: Client, comment: Comment) -> None:
    response = client.post(report_url(comment), {"text": "Saya kenal beliau.", "email": "bukan surel"})
    assert response.status_code == 400
    page = response.content.decode()
    assert "Pilih dahulu apa yang salah" in page
    assert "Alamat surel ini belum benar" in page
    assert "Saya kenal beliau." in page
    assert "bukan surel" in page
    assert not Report.objects.exists()


@pytest.mark.usefixtures("one_span")
def test_too_many_complaints_are_told_when_to_try_again_and_keep_their_words(client: Client, comment: Comment) -> None:
    for number in range(complaints.PER_SENDER_AND_COMMENT):
        client.post(report_url(comment), {"reason": "bohong", "text": f"Alasan {number}."})
    response = client.post(report_url(comment), {"reason": "lainnya", "text": "Sekali lagi."})
    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0
    assert "Sekali lagi." in response.content.decode()
    assert Report.objects.count() == complaints.PER_SENDER_AND_COMMENT


def test_an_address_that_anybody_may_have_typed_gets_one_receipt_a_day(
    client: Client, comment: Comment, cast: Cast
) -> None:
    for at, words in enumerate(("Satu.", "Dua.", "Tiga.")):
        said = {"reason": "bohong", "text": words, "email": ("Orang@contoh.id", "orang@contoh.id")[at % 2]}
        client.post(report_url(comment), said, REMOTE_ADDR=f"203.0.{at}.1")
    assert Report.objects.count() == 3
    assert Letter.objects.count() == 1
    cast.outsider.email = "tono@contoh.id"
    cast.outsider.save()
    client.force_login(cast.outsider)
    for words in ("Empat.", "Lima."):
        client.post(report_url(comment), {"reason": "bohong", "text": words, "email": "tono@contoh.id"})
    assert Letter.objects.count() == 3  # whose address is known hears of each


@pytest.mark.parametrize("status", ["held", "refused", "hidden", "deleted"])
def test_what_readers_do_not_see_cannot_be_reported(client: Client, comment: Comment, status: str) -> None:
    Comment.objects.filter(pk=comment.pk).update(status=status)
    for response in (client.get(report_url(comment)), client.post(report_url(comment), {"reason": "bohong"})):
        assert response.status_code == 404
        assert "Pak Camat" not in response.content.decode()


def test_the_pages_are_nobodys_to_keep(client: Client, comment: Comment) -> None:
    assert "no-store" in client.get(report_url(comment))["Cache-Control"]


# Appeals


def test_the_writer_sees_why_and_appeals_once(client: Client, cast: Cast) -> None:
    comment = written(by=(author := reader("siti")))
    moderation.refuse(comment, by=cast.moderator, reason="di_luar_topik", note="Berita ini tentang feri.")
    client.force_login(author)
    address = reverse("comments:appeal", args=[comment.pk])
    page = client.get(address).content.decode()
    assert "Di luar topik berita" in page
    assert "Berita ini tentang feri." in page
    assert client.post(address, {"text": ""}).status_code == 400
    assert client.post(address, {"text": "Feri itu pokok komentar saya."}).status_code == 302
    assert "Orang lain di redaksi" in client.get(address).content.decode()
    assert client.post(address, {"text": "Lagi."}).status_code == 409
    assert Appeal.objects.get().against == cast.moderator


def test_nobody_else_sees_or_appeals(client: Client, cast: Cast) -> None:
    comment = written()
    moderation.refuse(comment, by=cast.moderator, reason="kasar")
    address = reverse("comments:appeal", args=[comment.pk])
    assert client.get(address).status_code == 302
    client.force_login(cast.outsider)
    assert client.get(address).status_code == client.post(address, {"text": "x"}).status_code == 404
    assert not Appeal.objects.exists()
