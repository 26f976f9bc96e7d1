"""Anybody asks for a reply or a correction: without an account, without losing a word (domain 1.3; KEJ 11; PPMS 4)."""

import re

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from pytest_django import Settings

from articles.models import Edition
from press import attachments, views
from press.models import EventKind, ReplyFile, ReplyRequest
from tests import make
from tests.cast import Cast

from .asking import FORM, PDF, asked, sent, typed

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]


def file(content: bytes = PDF, name: str = "ktp.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.mark.press_rule("UU 40/1999 5")
def test_every_story_and_the_page_about_it_lead_to_the_form(cast: Cast, client: Client) -> None:
    story = Edition.objects.get(article=make.published())
    page = client.get(story.get_absolute_url()).content.decode()
    address = re.search(rf'href="({FORM}\?berita=\d+)"', page)
    assert address
    assert f'{story.get_absolute_url()}"' in client.get(address[1]).content.decode()
    assert f'href="{FORM}"' in client.get("/hak-jawab/").content.decode()


@pytest.mark.press_rule("1.3 forms")
def test_a_request_gives_a_ticket_a_secret_page_and_a_letter(client: Client) -> None:
    response = sent(client)
    made = ReplyRequest.objects.get()
    assert re.fullmatch(r"H\d{6}-[2-9A-Z]{8}", made.ticket)
    page = client.get(response["Location"]).content.decode()
    assert made.ticket in page
    assert "sedang ditangani redaksi" in page
    (letter,) = mail.outbox
    assert letter.to == ["sari@surat.example"]
    assert made.ticket in letter.body
    # Who has the address of the page sees how far it is, and nothing that was told in confidence.
    for private in ("sari@surat.example", "0812", "Kami sudah meminta maaf", "Sari Utami"):
        assert private not in page
        assert private not in letter.body


def test_the_page_opens_with_its_secret_alone(client: Client) -> None:
    address = sent(client)["Location"]
    other = asked()
    ticket, secret = address.rstrip("/").split("/")[-2:]
    for wrong in (f"{ticket}/{'0' * 32}", f"{ticket}/x", f"{other.ticket}/{secret}", f"H260101-AAAAAAAA/{secret}"):
        assert client.get(f"/hak-jawab/permintaan/{wrong}/").status_code == 404


def test_the_page_stays_when_the_key_of_the_site_changes(client: Client, settings: Settings) -> None:
    address = sent(client, identity=file())["Location"]
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "kunci-lain-yang-sama-panjangnya-dengan-yang-lama-12345"
    assert client.get(address).status_code == 200
    assert ReplyFile.objects.get().content() == PDF


def test_the_story_is_found_by_its_address_and_by_no_other_sites(cast: Cast, client: Client) -> None:
    story = make.published()
    path = Edition.objects.get(article=story).get_absolute_url()
    for named, found in (
        (path, story),
        (f"  {path}?utm_source=wa ", story),
        (f"https://lain.example{path}", None),
        (make.draft().get_absolute_url(), None),
        ("//[", None),
        ("Feri kembali beroperasi", None),
        (f"/metropolis/judul-{make.draft().pk}/", None),  # readers do not know it
    ):
        assert asked(story_named=named).story == found, named


@pytest.mark.press_rule("1.3 forms")
def test_what_is_wrong_is_named_and_nothing_typed_is_lost(client: Client) -> None:
    response = sent(client, kind="", email="bukan surel", name="")
    assert response.status_code == 400
    page = response.content.decode()
    for sentence in ("Pilih hak jawab atau koreksi.", "Alamat surel ini belum benar.", "Tulis nama Anda."):
        assert sentence in page
    for word in ("bukan surel", "Kami sudah meminta maaf.", "humas dinas", "Feri kembali beroperasi, 12 Juli"):
        assert word in page
    assert not ReplyRequest.objects.exists()


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"MZ\x90\x00", "ktp.pdf", "bukan PDF, JPEG, atau PNG"),
        (b"<svg onload=alert(1)>", "foto.png", "bukan PDF, JPEG, atau PNG"),
        (b"PK\x03\x04", "surat.docx", "bukan PDF, JPEG, atau PNG"),
        (PDF + b"0" * attachments.LARGEST, "besar.pdf", "terlalu besar"),
    ],
)
@pytest.mark.press_rule("1.3 forms")
def test_a_file_is_judged_by_what_it_is_and_the_words_stay(
    client: Client, content: bytes, name: str, sentence: str
) -> None:
    response = sent(client, identity=file(content, name))
    assert response.status_code == 400
    page = response.content.decode()
    assert sentence in page
    assert "Pilih lagi berkasnya" in page
    assert "Kami sudah meminta maaf." in page
    assert not ReplyRequest.objects.exists()


def test_too_many_files_are_refused(client: Client) -> None:
    response = sent(client, attachments=[file() for _ in range(attachments.MOST + 1)])
    assert response.status_code == 400
    assert "Paling banyak 3 berkas." in response.content.decode()


@pytest.mark.press_rule("1.3 forms")
def test_files_lie_encrypted_and_under_a_harmless_name(client: Client) -> None:
    sent(client, identity=file(name='../../"ktp\r\n<x>.html'), attachments=[file(), file(b"\xff\xd8\xff\xe0")])
    rows = list(ReplyFile.objects.order_by("pk"))
    assert [(row.media_type, row.is_identity) for row in rows] == [
        ("application/pdf", True),
        ("application/pdf", False),
        ("image/jpeg", False),
    ]
    assert re.fullmatch(r"[\w .-]+\.pdf", rows[0].name)
    assert rows[0].content() == PDF
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM press_replyfile")
        assert all(
            b"Kartu" not in bytes(cell) for row in cursor for cell in row if isinstance(cell, bytes | memoryview)
        )


def test_the_same_form_sent_twice_is_one_request(client: Client) -> None:
    form = typed()
    first, second = client.post(FORM, form), client.post(FORM, form)
    assert first["Location"] == second["Location"]
    assert ReplyRequest.objects.count() == 1
    assert len(mail.outbox) == 1


def test_a_machine_that_fills_the_trap_is_told_and_loses_nothing(client: Client) -> None:
    response = sent(client, website="https://judi.example")
    assert response.status_code == 400
    assert "Kami sudah meminta maaf." in response.content.decode()


def test_a_forged_form_keeps_its_words() -> None:
    response = Client(enforce_csrf_checks=True).post(FORM, typed())
    assert response.status_code == 403
    assert "Kami sudah meminta maaf." in response.content.decode()
    assert not ReplyRequest.objects.exists()


def test_a_body_too_long_is_not_read(client: Client) -> None:
    response = client.post(FORM, typed(), CONTENT_LENGTH=str(attachments.LONGEST_BODY + 1))
    assert response.status_code == 413
    assert "terlalu besar" in response.content.decode()
    assert not ReplyRequest.objects.exists()


def test_too_many_requests_from_one_address_are_told_when_to_try_again_and_keep_their_words(client: Client) -> None:
    answers = [sent(client, statement=f"Nomor {number}").status_code for number in range(views.PER_SENDER + 2)]
    assert answers.count(429) >= 1
    response = sent(client, statement="Sekali lagi.")
    if response.status_code == 429:
        assert int(response["Retry-After"]) > 0
        assert "Sekali lagi." in response.content.decode()
    assert ReplyRequest.objects.count() == answers.count(302)


def test_when_everybody_sends_files_words_alone_still_come_in(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "FILES_OF_EVERYBODY", 1)
    sent(client, identity=file(), REMOTE_ADDR="192.0.2.1")
    response = client.post(FORM, typed(identity=file()), REMOTE_ADDR="192.0.2.2")
    assert response.status_code == 429
    assert "tanpa lampiran" in response.content.decode()
    assert client.post(FORM, typed(), REMOTE_ADDR="192.0.2.2").status_code == 302


def test_nobodys_mailbox_is_filled_by_strangers(client: Client) -> None:
    for number in range(views.LETTERS_PER_ADDRESS + 3):
        client.post(FORM, typed(email="Korban@surat.example"), REMOTE_ADDR=f"192.0.2.{number}")
    assert ReplyRequest.objects.count() == views.LETTERS_PER_ADDRESS + 3
    assert len(mail.outbox) <= views.LETTERS_PER_ADDRESS + 1  # one more if midnight lies between


def test_who_reads_the_mail_confirms_the_address_and_nobody_else(client: Client) -> None:
    status = sent(client)["Location"]
    made = ReplyRequest.objects.get()
    letter = re.search(r"(/hak-jawab/permintaan/\S+\?surel=(\w+))", mail.outbox[0].body)
    assert letter
    assert "Ya, ini surel saya" not in client.get(status).content.decode()
    client.post(status, {"surel": "0" * 32})
    client.get(letter[1])  # a mail program that looks at links confirms nothing
    assert not ReplyRequest.objects.get().is_confirmed
    assert "Ya, ini surel saya" in client.get(letter[1]).content.decode()
    client.post(status, {"surel": letter[2]})
    client.post(status, {"surel": letter[2]})
    assert ReplyRequest.objects.get().is_confirmed
    assert [event.kind for event in made.events.all()] == [EventKind.RECEIVED, EventKind.CONFIRMED]


def test_a_session_is_not_needed_and_none_is_made(client: Client) -> None:
    response = sent(client)
    assert "sessionid" not in response.cookies
    assert "no-store" in client.get(FORM)["Cache-Control"]
    assert "noindex" in client.get(FORM).content.decode()
