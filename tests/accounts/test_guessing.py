"""Nobody gets into an account by guessing, and nobody keeps its owner out by trying."""

import itertools
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import User
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from accounts import known_places, retention
from accounts.models import KnownNetwork
from tests.together import together

from .conftest import SECRET, application, last_code

pytestmark = pytest.mark.both_databases

HOME = {"REMOTE_ADDR": "198.51.100.7"}
WRONG = "BCDF-GHJX"


def strangers(number: int) -> Iterator[dict[str, str]]:
    """As many networks."""
    return ({"REMOTE_ADDR": f"203.0.{at // 250}.{at % 250 + 1}"} for at in range(number))


def enter(client: Client, password: str = SECRET, login: str = "siti@contoh.id", **place: Any) -> bool:
    response = client.post("/akun/masuk/", {"login": login, "password": password}, **place)
    return response.status_code == 302


def forget_password(client: Client, email: str = "siti@contoh.id", **place: Any) -> Any:
    return client.post("/akun/sandi/lupa/", {"email": email}, **place)


@pytest.fixture(autouse=True)
def rows(request: pytest.FixtureRequest) -> None:
    """The database, in the way in which the test needs it."""
    if "own_database" not in request.fixturenames:
        request.getfixturevalue("db")


# Codes


def test_a_code_is_one_of_many(client: Client, reader: User) -> None:
    forget_password(client)
    assert re.fullmatch(r"[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}", last_code())  # 20^8


@pytest.mark.parametrize("written", [str.lower, lambda code: code.replace("-", ""), lambda code: f" {code} "])
def test_a_code_may_be_written_as_one_likes(client: Client, reader: User, written: Any) -> None:
    forget_password(client)
    response = client.post("/akun/sandi/lupa/kode/", {"code": written(last_code())})
    assert response["Location"] == "/akun/sandi/lupa/baru/"


def test_codes_and_tries_end_soon_from_however_many_places(reader: User) -> None:
    statuses = []
    for place in strangers(20):
        client = Client()
        statuses.append(forget_password(client, **place).status_code)
        for _ in range(3):
            client.post("/akun/sandi/lupa/kode/", {"code": WRONG}, **place)
    assert statuses.count(302) == len(mail.outbox) == 3
    with time_machine.travel(timezone.now() + timedelta(hours=30), tick=False):
        assert forget_password(Client()).status_code == 302


def test_a_day_brings_few_codes_and_the_pauses_grow(reader: User) -> None:
    start = timezone.now().replace(hour=0, minute=0, second=1) + timedelta(days=1)
    sent = []
    for minute in range(0, 24 * 60, 5):
        with time_machine.travel(start + timedelta(minutes=minute), tick=False):
            if forget_password(Client()).status_code == 302:
                sent.append(minute)
    assert len(sent) == 8
    pauses = [later - earlier for earlier, later in itertools.pairwise(sent)]
    assert max(pauses[:3]) < max(pauses)


def test_one_session_that_is_used_at_once_has_no_more_tries(reader: User) -> None:
    """Each request of the session believes to be the first; the database counts them all."""
    client = Client()
    forget_password(client)
    state = dict(client.session["account_password_reset_verification"])
    answers = []
    for _ in range(30):
        session = client.session
        session["account_password_reset_verification"] = dict(state)
        session.save()
        answers.append(client.post("/akun/sandi/lupa/kode/", {"code": WRONG}).status_code)
    assert answers.count(429) == 24


def test_an_unknown_address_waits_like_a_known_one(reader: User) -> None:
    known = [forget_password(Client()).status_code for _ in range(6)]
    unknown = [forget_password(Client(), "tiada@contoh.id").status_code for _ in range(6)]
    assert known == unknown == [302, 302, 302, 429, 429, 429]


def test_who_waits_is_told_how_long_and_loses_nothing(reader: User) -> None:
    for _ in range(3):
        forget_password(Client())
    response = forget_password(Client())
    page = response.content.decode()
    assert 'value="siti@contoh.id"' in page
    assert re.search(r"Tunggu \d+ menit, lalu coba lagi", page)
    assert 0 < int(response["Retry-After"]) <= 600


def test_strangers_do_not_use_up_the_codes_of_a_known_device(client: Client, reader: User) -> None:
    enter(client)
    client.post("/akun/keluar/")
    for place in strangers(20):
        forget_password(Client(), **place)
    mail.outbox.clear()
    assert forget_password(client).status_code == 302
    assert client.post("/akun/sandi/lupa/kode/", {"code": last_code()})["Location"] == "/akun/sandi/lupa/baru/"


# Strangers' addresses


@pytest.mark.parametrize("asked", ["/akun/sandi/lupa/", "/akun/daftar/"])
def test_no_stranger_hears_of_us_twice_a_day(reader: User, asked: str) -> None:
    email = "tiada@contoh.id" if "sandi" in asked else reader.email
    sent = {"email": email} if "sandi" in asked else application(email=email, display_name="Orang Baru")
    for _ in range(3):
        Client().post(asked, sent)
        cache.clear()
    assert len(mail.outbox) == 1
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        Client().post(asked, {"email": email} if "sandi" in asked else application(email=email, display_name="Budi S"))
    assert len(mail.outbox) == 2


def test_three_requests_at_once_send_one_mail(own_database: str) -> None:
    mail.outbox.clear()
    together(*[lambda: forget_password(Client(), "tiada@contoh.id")] * 3)
    assert [message.to for message in mail.outbox] == [["tiada@contoh.id"]]


# Passwords


@pytest.mark.parametrize("networks", [100, pytest.param(5_000, marks=pytest.mark.nightly)])
def test_strangers_lock_nobody_out(client: Client, reader: User, networks: int) -> None:
    enter(client, **HOME)
    client.post("/akun/keluar/")
    for place in strangers(networks):
        for login in ("siti@contoh.id", "pembaca-siti"):
            assert not enter(Client(), "keliru-sekali", login, **place)
    assert not enter(Client(), REMOTE_ADDR="192.0.2.1")  # somebody else waits
    assert enter(client, REMOTE_ADDR="192.0.2.2")  # the device, wherever it is
    assert enter(Client(), **HOME)  # the network


def test_a_device_of_somebody_else_helps_nobody(reader: User) -> None:
    thief = Client()
    User.objects.create_user("maling", "maling@contoh.id", SECRET)
    EmailAddress.objects.create(user=User.objects.get(username="maling"), email="maling@contoh.id", verified=True)
    assert enter(thief, login="maling@contoh.id")
    thief.post("/akun/keluar/")
    for _ in range(5):
        enter(thief, "keliru-sekali")
    assert not enter(thief)


@pytest.mark.parametrize("cookie", ["", "x", "eyJrZXkiOiJhIiwiYWNjb3VudHMiOlsxXX0:1abc:def"])
def test_a_cookie_that_we_did_not_make_is_no_device(reader: User, cookie: str) -> None:
    client = Client()
    client.cookies[known_places.COOKIE] = cookie
    for _ in range(5):
        enter(client, "keliru-sekali")
    assert not enter(client)


def test_a_known_device_has_its_own_limit(client: Client, reader: User) -> None:
    enter(client)
    client.post("/akun/keluar/")
    for _ in range(10):
        enter(client, "keliru-sekali")
    assert not enter(client)


def test_both_names_of_an_account_share_a_limit(reader: User) -> None:
    for login in ("siti@contoh.id", "pembaca-siti", "SITI@contoh.id", "siti@contoh.id", "pembaca-siti"):
        enter(Client(), "keliru-sekali", login)
    assert not enter(Client())


def test_the_cookie_goes_to_pages_of_accounts_alone(client: Client, reader: User) -> None:
    enter(client)
    cookie = client.cookies[known_places.COOKIE]
    assert (cookie["path"], bool(cookie["httponly"]), cookie["samesite"]) == ("/akun/", True, "Lax")


def test_networks_are_kept_as_digests_and_forgotten(client: Client, reader: User) -> None:
    enter(client, **HOME)
    row = KnownNetwork.objects.get(user=reader)
    assert "198.51" not in row.digest
    page = client.get("/akun/data/").content.decode()
    assert row.digest in page
    retention.FORGETTERS["jaringan lama dilupakan"](timezone.now() + timedelta(days=89))
    assert KnownNetwork.objects.exists()
    retention.FORGETTERS["jaringan lama dilupakan"](timezone.now() + timedelta(days=91))
    assert not KnownNetwork.objects.exists()


# The mail address


def change_address(client: Client, to: str = "maling@contoh.id") -> str:
    """Somebody with the password changes the address; gives the link that the old address got."""
    client.post("/akun/surel/", {"email": to, "action_add": "1"})
    client.post("/akun/pastikan/?next=/akun/surel/", {"password": SECRET, "next": "/akun/surel/"})
    client.post("/akun/surel/kode/", {"code": last_code()})
    told = next(message for message in mail.outbox if message.to == ["siti@contoh.id"])
    found = re.search(r"/akun/surel/urungkan/\S+", str(told.body))
    assert found
    return found[0]


def test_an_open_session_alone_changes_no_address(client: Client, reader: User) -> None:
    enter(client)
    for action in ({"action_add": "1"}, {"action_add": "1", "action_primary": "1"}):
        client.post("/akun/surel/", {"email": "maling@contoh.id"} | action)
    client.post("/akun/pastikan/?next=/akun/surel/", {"password": "keliru-sekali", "next": "/akun/surel/"})
    assert not mail.outbox
    assert not EmailAddress.objects.filter(email="maling@contoh.id").exists()


def test_the_old_address_takes_a_change_back(client: Client, reader: User) -> None:
    enter(client)
    link = change_address(client)
    reader.refresh_from_db()
    assert reader.email == "maling@contoh.id"
    owner = Client()
    assert "siti@contoh.id" in owner.get(link).content.decode()
    reader.refresh_from_db()
    assert reader.email == "maling@contoh.id"  # what follows links changes nothing
    assert owner.post(link).status_code == 200
    reader.refresh_from_db()
    assert reader.email == "siti@contoh.id"
    assert list(EmailAddress.objects.values_list("email", "verified", "primary")) == [("siti@contoh.id", True, True)]
    assert not UserSession.objects.exists()
    assert client.get("/akun/").status_code == 302
    assert not enter(client)
    assert owner.post(link).status_code == 410


def test_a_link_ends(client: Client, reader: User) -> None:
    enter(client)
    link = change_address(client)
    assert Client().post(f"{link[:-2]}x/").status_code == 410
    with time_machine.travel(timezone.now() + timedelta(days=8), tick=False):
        assert Client().post(link).status_code == 410
    User.objects.create_user("lain", "siti@contoh.id", SECRET)
    assert Client().post(link).status_code == 410
