"""Signing in: by mail address or by the newsroom's name, within limits, telling nobody who has an account."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client
from pytest_django import Settings

from tests.cast import PASSWORD, Cast

from .conftest import SECRET, application, last_code

pytestmark = pytest.mark.django_db

LIMIT = 5  # wrong passwords for one name, as django-allauth counts them


def enter(client: Client, login: str, password: str, **extra: str) -> str:
    """Where the sign-in page leads to, or nothing."""
    response = client.post("/akun/masuk/", {"login": login, "password": password}, **extra)
    return response.get("Location", "")


def test_a_reader_signs_in_with_the_mail_address(client: Client, reader: User) -> None:
    assert enter(client, "Siti@contoh.id ", SECRET) == "/akun/"


def test_the_newsroom_signs_in_with_its_own_names_and_needs_no_address(client: Client, cast: Cast) -> None:
    assert enter(client, "rina", PASSWORD) == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_the_desk_sends_to_the_same_door_and_back(client: Client, cast: Cast) -> None:
    response = client.get("/admin/articles/article/?q=feri", follow=True)
    assert response.request["PATH_INFO"] == "/akun/masuk/"
    filled = {"login": "rina", "password": PASSWORD, "next": response.context["redirect_field_value"]}
    assert client.post("/akun/masuk/", filled)["Location"] == "/admin/articles/article/?q=feri"


def test_a_closed_account_stays_out(client: Client, reader: User) -> None:
    User.objects.filter(pk=reader.pk).update(is_active=False)
    assert enter(client, reader.email, SECRET) == "/akun/ditutup/"
    assert "_auth_user_id" not in client.session


def test_pages_of_accounts_are_kept_by_no_cache(client: Client, reader: User) -> None:
    client.force_login(reader)
    for address in ("/akun/", "/akun/saya/", "/akun/data/", "/akun/surel/", "/akun/sesi/", "/akun/faktor-kedua/"):
        assert "no-store" in client.get(address)["Cache-Control"], address
    for address in ("/akun/saya/", "/akun/masuk/", "/akun/daftar/", "/akun/sandi/lupa/"):
        assert "no-store" in Client().get(address)["Cache-Control"], address


# Known and unknown look alike


@contextmanager
def hashes() -> Iterator[list[str]]:
    """Counts what costs the time: each password hashed."""
    done: list[str] = []
    encode = MD5PasswordHasher.encode

    def counted(self: MD5PasswordHasher, password: str, salt: str) -> str:
        done.append(password)
        return encode(self, password, salt)

    with patch.object(MD5PasswordHasher, "encode", counted):
        yield done


def outcome(send: Callable[[Client], Any]) -> tuple[int, str, str, int, int]:
    """Everything that somebody outside could tell apart: status, way, page, mails, and hashes for the time."""
    mail.outbox.clear()
    client = Client()
    with hashes() as done:
        response = send(client)
    body = response.content.decode()
    if location := response.get("Location", ""):
        body = client.get(location).content.decode()
    for known, unknown in (("siti@contoh.id", "ADDRESS"), ("tiada@contoh.id", "ADDRESS")):
        body = body.replace(known, unknown)
    return response.status_code, location, without_tokens(body), len(mail.outbox), len(done)


def without_tokens(body: str) -> str:
    return "\n".join(line for line in body.splitlines() if "csrfmiddlewaretoken" not in line)


@pytest.mark.parametrize(
    ("address", "filled"),
    [
        ("/akun/masuk/", {"login": "{}", "password": "keliru-sekali"}),
        ("/akun/sandi/lupa/", {"email": "{}"}),
        ("/akun/daftar/", application(email="{}", display_name="Orang Baru")),
    ],
)
def test_a_known_address_and_an_unknown_one_are_answered_alike(
    reader: User, address: str, filled: dict[str, str]
) -> None:
    def send_for(email: str) -> Callable[[Client], object]:
        return lambda client: client.post(address, {name: value.format(email) for name, value in filled.items()})

    known, unknown = outcome(send_for("siti@contoh.id")), outcome(send_for("tiada@contoh.id"))
    assert known == unknown


def test_a_name_of_the_newsroom_and_none_cost_the_same(cast: Cast) -> None:
    def send_for(login: str) -> Callable[[Client], object]:
        return lambda client: client.post("/akun/masuk/", {"login": login, "password": "keliru-sekali"})

    assert outcome(send_for("rina"))[-1] == outcome(send_for("bukan-siapa-siapa"))[-1] == 1


def test_whoever_signs_up_again_hears_of_it_by_mail_alone(client: Client, reader: User) -> None:
    client.post("/akun/daftar/", application(display_name="Orang Baru"))
    assert "Anda sudah punya akun" in mail.outbox[-1].subject
    assert User.objects.filter(email=reader.email).count() == 1


# Limits


def test_a_name_has_a_limit_of_wrong_passwords(client: Client, reader: User) -> None:
    for _ in range(LIMIT):
        enter(client, reader.email, "keliru-sekali")
    response = client.post("/akun/masuk/", {"login": reader.email, "password": SECRET})
    assert "Terlalu banyak percobaan" in response.content.decode()
    assert "_auth_user_id" not in client.session
    assert f'value="{reader.email}"' in response.content.decode()


def test_forwarding_headers_move_no_limit(client: Client, reader: User) -> None:
    """Ten wrong passwords a minute from one address, whatever it says of itself and whomever it tries."""
    for number in range(10):
        spoofed = {"headers": {"x-forwarded-for": f"203.0.113.{number}", "x-real-ip": f"203.0.113.{number}"}}
        client.post("/akun/masuk/", {"login": f"orang{number}", "password": "keliru-sekali"}, **spoofed)
    spoofed = {"headers": {"x-forwarded-for": "198.51.100.9", "x-real-ip": "198.51.100.9"}}
    response = client.post("/akun/masuk/", {"login": reader.email, "password": SECRET}, **spoofed)
    assert "Terlalu banyak percobaan" in response.content.decode()
    assert enter(client, reader.email, SECRET, REMOTE_ADDR="198.51.100.9") == "/akun/"


def test_one_household_of_ipv6_is_one_address(client: Client) -> None:
    for number in range(10):
        enter(client, f"orang{number}", "keliru-sekali", REMOTE_ADDR=f"2001:db8:1:1::{number + 1}")
    response = client.post("/akun/masuk/", {"login": "lain", "password": "x"}, REMOTE_ADDR="2001:db8:1:1:ffff::1")
    assert "Terlalu banyak percobaan" in response.content.decode()


def test_who_sends_a_form_too_often_gets_it_back_filled_in(client: Client) -> None:
    sent = application(display_name="Siti <Rahma>", fair=None)
    for address, most in (("/akun/daftar/", 20), ("/akun/masuk/", 30), ("/akun/sandi/lupa/", 20)):
        for number in range(most):
            client.post(address, {"email": f"orang{number}@contoh.id"})
        mail.outbox.clear()
        response = client.post(address, sent | {"login": "siti@contoh.id", "password": SECRET})
        page = response.content.decode()
        assert (response.status_code, response["Retry-After"]) == (429, "60")
        assert "Tunggu 1 menit" in page
        assert 'value="siti@contoh.id"' in page
        assert SECRET not in page
        assert not mail.outbox
        assert client.get(address).status_code == 200
    page = client.post("/akun/daftar/", sent).content.decode()
    assert 'value="Siti &lt;Rahma&gt;"' in page
    boxes = dict(re.findall(r'<input type="checkbox" name="(\w+)"([^>]*)>', page))
    assert [name for name, rest in boxes.items() if "checked" in rest] == ["is_adult", "honest", "peaceful"]
    assert not User.objects.exists()


def test_other_pages_say_when_to_come_back(client: Client, reader: User) -> None:
    client.force_login(reader)
    for _ in range(10):
        client.post("/akun/surel/", {})
    response = client.post("/akun/surel/", {})
    assert (response.status_code, response["Retry-After"]) == (429, "60")
    assert "Terlalu banyak permintaan" in response.content.decode()


# Forgotten passwords and other addresses


def test_a_forgotten_password_is_replaced_with_a_code_from_the_mail(client: Client, reader: User) -> None:
    client.post("/akun/sandi/lupa/", {"email": reader.email})
    response = client.post("/akun/sandi/lupa/kode/", {"code": last_code()})
    assert response["Location"] == "/akun/sandi/lupa/baru/"
    client.post("/akun/sandi/lupa/baru/", {"password1": "kapal-motor-baru", "password2": "kapal-motor-baru"})
    assert enter(Client(), reader.email, "kapal-motor-baru") == "/akun/"
    assert enter(Client(), reader.email, SECRET) == ""


def test_a_new_address_counts_once_its_code_is_given(client: Client, reader: User) -> None:
    enter(client, reader.email, SECRET)
    assert client.post("/akun/surel/", {"email": "baru@contoh.id", "action_add": "1"})["Location"].startswith(
        "/akun/pastikan/"
    )
    assert not mail.outbox
    client.post("/akun/pastikan/?next=/akun/surel/", {"password": SECRET, "next": "/akun/surel/"})
    reader.refresh_from_db()
    assert reader.email == "siti@contoh.id"
    code_mail = next(message for message in mail.outbox if message.to == ["baru@contoh.id"])
    mail.outbox = [code_mail]
    client.post("/akun/surel/kode/", {"code": last_code()})
    reader.refresh_from_db()
    assert reader.email == "baru@contoh.id"
    assert any(message.to == ["siti@contoh.id"] for message in mail.outbox)  # the old address is told


def test_every_mail_and_page_speaks_indonesian(client: Client, reader: User, settings: Settings) -> None:
    client.post("/akun/sandi/lupa/", {"email": reader.email})
    client.post("/akun/sandi/lupa/", {"email": "tiada@contoh.id"})
    client.post("/akun/daftar/", application(email="baru@contoh.id", display_name="Orang Baru"))
    for message in mail.outbox:
        assert message.subject.startswith(f"[{settings.KATEID_SITE_NAME}] ")
        assert str(message.body).startswith("Halo,")
        assert "testserver" not in str(message.body)
        assert not {"your", "the", "email", "account"} & set(str(message.body).lower().split())
