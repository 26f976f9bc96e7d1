"""Becoming a reader with an account: of age, with three statements, a name and an address that is theirs."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts import consent
from accounts.honeypot import new_ticket
from accounts.models import Consent, ConsentWay, Reader
from accounts.standing import obstacles
from articles.models import TERMS_PAGE, Page
from tests.cast import Cast

from .conftest import application, last_code, sign_up, ticket

pytestmark = pytest.mark.django_db


@pytest.mark.both_databases
def test_a_reader_signs_up_confirms_the_address_and_may_comment(client: Client) -> None:
    response = client.post("/akun/daftar/", application())
    assert response.status_code == 302, response.context["form"].errors
    assert response["Location"] == "/akun/surel/kode/"
    assert "_auth_user_id" not in client.session
    assert [message.to for message in mail.outbox] == [["siti@contoh.id"]]
    response = client.post("/akun/surel/kode/", {"code": last_code()}, follow=True)
    user = User.objects.get(email="siti@contoh.id")
    assert response.context["user"] == user
    assert user.reader.display_name == "Siti Rahma"
    assert obstacles(user) == []


@pytest.mark.both_databases
def test_what_was_agreed_to_is_kept_word_for_word_with_time_and_way(client: Client) -> None:
    user = sign_up(client)
    [given] = Consent.objects.filter(user=user).select_related("terms")
    assert (given.way, given.address) == (ConsentWay.SIGN_UP, "127.0.0.1")
    for sentence in (*consent.STATEMENTS.values(), Page.objects.get(slug=TERMS_PAGE).body):
        assert sentence in given.terms.text
    assert user.reader.is_adult is True


@pytest.mark.parametrize("box", ["is_adult", "honest", "peaceful", "fair"])
def test_each_box_is_unticked_and_needed(client: Client, box: str) -> None:
    form = client.get("/akun/daftar/").context["form"]
    assert not form[box].value()
    response = client.post("/akun/daftar/", application(**{box: None}))
    assert list(response.context["form"].errors) == [box]
    assert 'value="Siti Rahma"' in response.content.decode()  # what was typed stays
    assert not User.objects.filter(email="siti@contoh.id").exists()
    assert not Consent.objects.exists()


def test_the_form_leads_to_terms_and_privacy(client: Client) -> None:
    page = client.get("/akun/daftar/").content.decode()
    assert 'href="/syarat-isi-pengguna/"' in page
    assert 'href="/privasi/"' in page
    assert "Alamat IP dipotong sesudah 30 hari" in page


@pytest.mark.parametrize(
    "name",
    [
        "Rina Oktavia",
        "rina  OKTAVIA",
        "R1na 0ktavia",
        "Rína-Oktavia",
        "ʀɪɴᴀ Oktavia",
        "Rina Oktavia Kate",
        "Redaksi",
        "Admin Samarinda",
        "KATE ID",
        "Kate.id Official",
    ],
)
def test_no_name_looks_like_the_newsroom(client: Client, cast: Cast, name: str) -> None:
    response = client.post("/akun/daftar/", application(display_name=name))
    assert response.context["form"].errors.get_json_data()["display_name"][0]["code"] == "official"


@pytest.mark.both_databases
@pytest.mark.parametrize("name", ["Rіna", "Siti\u202e Rahma", "Siti\u200b Rahma", "Siti\x00", "★ Siti ★", "123", "..."])
def test_names_are_written_plainly(client: Client, name: str) -> None:
    response = client.post("/akun/daftar/", application(display_name=name))
    assert "display_name" in response.context["form"].errors


@pytest.mark.parametrize("name", ["Budi Santoso", "Nur'aini", "M. Yusuf Al-Habsyi", "Dé Wulan", "Rinawati 87"])
def test_ordinary_names_are_welcome(client: Client, cast: Cast, name: str) -> None:
    assert client.post("/akun/daftar/", application(display_name=name)).status_code == 302


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Siti Nur\u2019aini", "Siti Nur'aini"),
        ("Siti Nur\u2018aini", "Siti Nur'aini"),
        ("Nur\u02bcaini", "Nur'aini"),
        ("Mas\u02bfud Al\u2011Habsyi", "Mas'ud Al-Habsyi"),
        ("Ma`ruf", "Ma'ruf"),
        ("Ma\u00b4ruf", "Ma'ruf"),
        ("Rifa\uff07i\u00a0Hasan", "Rifa'i Hasan"),
        ("Dewi\u2013Lestari", "Dewi-Lestari"),
    ],
)
def test_an_apostrophe_is_one_on_every_keyboard(client: Client, typed: str, stored: str) -> None:
    user = sign_up(client, display_name=typed)
    assert user.reader.display_name == stored
    for again in (typed, stored, stored.replace("'", "\u2019"), stored.replace("'", "")):
        response = Client().post("/akun/daftar/", application(email="lain@contoh.id", display_name=again))
        assert response.context["form"].errors.get_json_data()["display_name"][0]["code"] == "taken"


@pytest.mark.parametrize("name", ["Red\u2019aksi", "Rina Ok\u02bctavia", "Rina\u2019 Oktavia"])
def test_an_apostrophe_hides_no_name_of_the_newsroom(client: Client, cast: Cast, name: str) -> None:
    response = client.post("/akun/daftar/", application(display_name=name))
    assert response.context["form"].errors.get_json_data()["display_name"][0]["code"] == "official"


@pytest.mark.both_databases
def test_no_two_readers_share_a_look(client: Client, reader: User) -> None:
    response = client.post("/akun/daftar/", application(email="lain@contoh.id", display_name="S1ti  rahma"))
    assert response.context["form"].errors.get_json_data()["display_name"][0]["code"] == "taken"


def test_a_name_is_nobodys_until_the_address_is_confirmed(client: Client) -> None:
    """Otherwise asking for the same name twice would tell whether the first address had an account."""
    client.post("/akun/daftar/", application())
    other = Client()
    user = sign_up(other, email="lain@contoh.id")
    assert user.reader.name_key
    late = Reader.objects.get(user__email="siti@contoh.id")
    assert late.name_key is None


@pytest.mark.both_databases
def test_who_comes_late_to_a_name_is_asked_for_another(client: Client) -> None:
    client.post("/akun/daftar/", application())
    code = last_code()
    sign_up(Client(), email="lain@contoh.id")
    client.post("/akun/surel/kode/", {"code": code})
    user = User.objects.get(email="siti@contoh.id")
    assert [obstacle.code for obstacle in obstacles(user)] == ["name"]
    response = client.post("/akun/nama/", {"display_name": "Siti R. Hulu"})
    assert response.status_code == 302
    assert obstacles(user) == []


def test_a_wrong_code_opens_nothing(client: Client) -> None:
    client.post("/akun/daftar/", application())
    code = last_code()
    wrong = f"{code[:-1]}{'B' if code[-1] != 'B' else 'C'}"
    response = client.post("/akun/surel/kode/", {"code": wrong})
    assert "Kode ini keliru" in response.content.decode()
    assert "_auth_user_id" not in client.session


def test_a_weak_password_is_refused(client: Client) -> None:
    response = client.post("/akun/daftar/", application(password1="12345678"))
    assert "password1" in response.context["form"].errors


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"website": "https://contoh.example"}, "hanya jebakan untuk mesin"),
        ({"ticket": timedelta(seconds=1)}, "Terkirim terlalu cepat"),
        ({"ticket": timedelta(hours=13)}, "sudah terlalu lama terbuka"),
        ({"ticket": None}, "sudah terlalu lama terbuka"),
        ({"ticket": new_ticket(user=1, story=1)}, "sudah terlalu lama terbuka"),
    ],
    ids=["hidden field filled in", "too quick", "too old", "no ticket", "another form's ticket"],
)
def test_machines_get_no_account_and_people_another_try(client: Client, changes: dict[str, Any], sentence: str) -> None:
    if isinstance(age := changes.get("ticket"), timedelta):
        changes = {"ticket": ticket(age)}
    response = client.post("/akun/daftar/", application(**changes))
    page = response.content.decode()
    assert sentence in page
    assert 'value="siti@contoh.id"' in page
    assert not User.objects.exists()
    assert not mail.outbox
    again = re.search(r'name="ticket" value="([^"]+)"', page)
    assert again
    with time_machine.travel(timezone.now() + timedelta(seconds=5)):
        assert client.post("/akun/daftar/", application(ticket=again[1])).status_code == 302
