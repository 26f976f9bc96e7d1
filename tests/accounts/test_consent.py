"""Changed terms are asked again, before the next comment and nowhere else."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from accounts.models import Consent, ConsentWay, TermsVersion
from accounts.standing import may_comment, obstacles
from articles.models import TERMS_PAGE, Page
from tests.cast import Cast

pytestmark = pytest.mark.django_db

BOXES = {"honest": "on", "peaceful": "on", "fair": "on"}


def change_terms(sentence: str) -> None:
    page = Page.objects.get(slug=TERMS_PAGE)
    page.body += f"<p>{sentence}</p>"
    page.save()


def test_whoever_never_agreed_is_asked(client: Client, reader: User) -> None:
    assert [obstacle.code for obstacle in obstacles(reader)] == ["consent"]
    client.force_login(reader)
    response = client.post("/akun/persetujuan/", BOXES | {"next": "/komentar/1/"})
    assert response["Location"] == "/komentar/1/"
    assert may_comment(reader)
    assert Consent.objects.get(user=reader).way == ConsentWay.RENEWAL


@pytest.mark.press_rule("PPMS 3c")
def test_a_changed_text_is_asked_again_and_both_texts_are_kept(client: Client, reader: User) -> None:
    client.force_login(reader)
    client.post("/akun/persetujuan/", BOXES)
    change_terms("Komentar ditutup sesudah tujuh hari.")
    assert not may_comment(reader)
    assert "baru atau berubah" in client.get("/akun/persetujuan/").content.decode()
    client.post("/akun/persetujuan/", BOXES)
    assert may_comment(reader)
    old, new = TermsVersion.objects.order_by("pk")
    assert "sesudah tujuh hari" not in old.text
    assert "sesudah tujuh hari" in new.text


@pytest.mark.parametrize("missing", BOXES)
@pytest.mark.press_rule("PPMS 3c")
def test_each_statement_needs_its_own_tick(client: Client, reader: User, missing: str) -> None:
    client.force_login(reader)
    response = client.post("/akun/persetujuan/", {name: "on" for name in BOXES if name != missing})
    assert list(response.context["form"].errors) == [missing]
    assert not Consent.objects.exists()


def test_agreeing_twice_is_kept_once(client: Client, reader: User) -> None:
    client.force_login(reader)
    for _ in range(2):
        client.post("/akun/persetujuan/", BOXES)
    assert Consent.objects.count() == 1


def test_it_leads_nowhere_else(client: Client, reader: User) -> None:
    client.force_login(reader)
    response = client.post("/akun/persetujuan/", BOXES | {"next": "https://jahat.example/"})
    assert response["Location"] == "/akun/"


def test_the_newsroom_agrees_too_and_is_asked_nothing_else(cast: Cast) -> None:
    assert [obstacle.code for obstacle in obstacles(cast.reporter)] == ["consent"]
    assert [obstacle.code for obstacle in obstacles(cast.outsider)] == ["email", "name", "consent"]


@pytest.mark.press_rule("PPMS 3a")
def test_the_terms_are_linked_from_every_footer(client: Client, db: None) -> None:
    assert 'href="/syarat-isi-pengguna/"' in client.get("/").content.decode()
    assert "Laporkan" in client.get("/syarat-isi-pengguna/").content.decode()
