"""Seeing, taking along, correcting and deleting what is stored about oneself; and what is forgotten by itself."""

import json
import re
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.auth.models import User
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from accounts import consent, erasure
from accounts.models import Consent, Reader
from tests.cast import PASSWORD, Cast

from .conftest import SECRET, application, sign_up

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def siti(client: Client) -> User:
    return sign_up(client)


def confirm(client: Client, password: str = SECRET) -> None:
    client.post("/akun/pastikan/", {"password": password})


@pytest.mark.press_rule("UU 27/2022")
def test_everything_stored_is_on_the_page_and_in_the_file(client: Client, siti: User) -> None:
    TOTP.activate(siti, "JBSWY3DPEHPK3PXP")
    page = client.get("/akun/data/").content.decode()
    response = client.get("/akun/data/unduh/")
    assert response["Content-Disposition"] == 'attachment; filename="data-saya.json"'
    data = json.loads(response.content)
    assert data["Akun"][0]["Nama tampilan"] == "Siti Rahma"
    assert data["Akun"][0]["Berusia 18 tahun atau lebih"] == "ya"
    assert data["Alamat surel"] == [{"Alamat": "siti@contoh.id", "Sudah dipastikan": "ya"}]
    assert data["Persetujuan"][0]["Alamat IP"] == data["Sesi"][0]["Alamat IP"] == "127.0.0.1"
    assert data["Faktor kedua"][0]["Jenis"] == "Aplikasi autentikator"
    agreed = data["Persetujuan"][0]
    assert re.fullmatch(r"berlaku sejak \w+, \d+ \w+ \d{4} \| \d\d:\d\d WITA", agreed["Versi ketentuan"])
    assert consent.STATEMENTS["honest"] in agreed["Teks ketentuan"]
    assert not re.search(r"[0-9a-f]{64}|<|&\w+;", " ".join(agreed.values()))  # nothing but what people read
    for words in ("Siti Rahma", "siti@contoh.id", "127.0.0.1", "Aplikasi autentikator", "saat mendaftar"):
        assert words in page
    for secret in ("JBSWY3DPEHPK3PXP", siti.password):
        assert secret not in page
        assert secret not in response.content.decode()


def test_nobody_sees_anybody_elses(client: Client, siti: User, cast: Cast) -> None:
    other = Client()
    other.force_login(cast.outsider)
    for address in ("/akun/data/", "/akun/data/unduh/"):
        assert "siti@contoh.id" not in other.get(address).content.decode()
        assert Client().get(address)["Location"].startswith("/akun/masuk/?next=")


def test_a_name_is_corrected_at_once(client: Client, siti: User) -> None:
    client.post("/akun/nama/", {"display_name": "Siti R. Hulu"})
    assert Reader.objects.get(user=siti).display_name == "Siti R. Hulu"
    response = client.post("/akun/nama/", {"display_name": "Redaksi"})
    assert 'value="Redaksi"' in response.content.decode()
    assert Reader.objects.get(user=siti).display_name == "Siti R. Hulu"


def test_deleting_asks_who_one_is_first(client: Client, siti: User) -> None:
    response = client.post("/akun/hapus/", {"comments": "delete"})
    assert response["Location"] == "/akun/pastikan/?next=%2Fakun%2Fhapus%2F"
    assert User.objects.filter(pk=siti.pk).exists()


@pytest.mark.press_rule("UU 27/2022")
def test_a_deleted_account_leaves_no_trace_of_the_person(client: Client, siti: User) -> None:
    elsewhere = Client()
    elsewhere.post("/akun/masuk/", {"login": siti.email, "password": SECRET})
    confirm(client)
    assert "Pilih dulu" in client.post("/akun/hapus/", {}).content.decode()
    mail.outbox.clear()
    assert "Akun sudah dihapus" in client.post("/akun/hapus/", {"comments": "delete"}).content.decode()
    for person in (client, elsewhere):
        assert person.get("/akun/")["Location"].startswith("/akun/masuk/")
    assert [message.to for message in mail.outbox] == [["siti@contoh.id"]]
    stored = json.dumps(
        [list(model._default_manager.values()) for model in apps.get_models() if model.__name__ != "Session"],
        default=str,
    )
    for trace in ("siti@contoh.id", "Siti Rahma", siti.username, "127.0.0.1"):
        assert trace not in stored
    [proof] = Consent.objects.all()
    assert (proof.user, proof.address, proof.subject) == (None, None, erasure.subject("Siti@contoh.id"))


@pytest.mark.parametrize(("choice", "keep"), [("delete", False), ("keep", True)])
def test_the_reader_chooses_what_becomes_of_the_comments(
    client: Client, siti: User, monkeypatch: pytest.MonkeyPatch, choice: str, keep: bool
) -> None:
    asked: list[tuple[int, bool]] = []
    monkeypatch.setattr(erasure, "SETTLERS", (lambda user, kept: asked.append((user.pk, kept)),))
    pk = siti.pk
    confirm(client)
    client.post("/akun/hapus/", {"comments": choice})
    assert asked == [(pk, keep)]


def test_an_account_of_the_newsroom_is_not_deleted_this_way(client: Client, cast: Cast) -> None:
    client.post("/akun/masuk/", {"login": "rina", "password": PASSWORD})
    confirm(client, PASSWORD)
    response = client.post("/akun/hapus/", {"comments": "delete"})
    assert response.status_code == 409
    assert "Minta administrator redaksi" in response.content.decode()
    assert User.objects.filter(username="rina").exists()


def test_other_sessions_are_ended_and_this_one_stays(client: Client, siti: User) -> None:
    phone = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36"
    elsewhere = Client(headers={"user-agent": phone})
    elsewhere.post("/akun/masuk/", {"login": siti.email, "password": SECRET})
    assert "Chrome di Android" in client.get("/akun/sesi/").content.decode()
    client.post("/akun/sesi/")
    assert elsewhere.get("/akun/")["Location"].startswith("/akun/masuk/")
    assert client.get("/akun/").status_code == 200


def test_who_one_is_comes_as_a_piece_of_its_own(client: Client, siti: User) -> None:
    response = client.get("/akun/saya/")
    assert "Masuk sebagai <strong>Siti Rahma</strong>" in response.content.decode()
    assert "private" in response["Cache-Control"]
    assert 'href="/akun/masuk/"' in Client().get("/akun/saya/").content.decode()


def forget() -> str:
    said = StringIO()
    call_command("forget", stdout=said)
    return said.getvalue()


def test_addresses_are_cut_after_thirty_days(client: Client, siti: User) -> None:
    Consent.objects.update(address="2001:db8:1:2:3::4")
    UserSession.objects.update(ip="203.0.113.77")
    for days, addresses in ((29, ("2001:db8:1:2:3::4", "203.0.113.77")), (31, ("2001:db8:1::", "203.0.113.0"))):
        with time_machine.travel(timezone.now() + timedelta(days=days)):
            forget()
        assert (Consent.objects.get().address, UserSession.objects.get().ip) == addresses
    with time_machine.travel(timezone.now() + timedelta(days=32)):
        assert forget().startswith("0 alamat IP")


def test_accounts_that_nobody_confirmed_are_forgotten_after_a_week(client: Client, reader: User, cast: Cast) -> None:
    Client().post("/akun/daftar/", application(email="tiada@contoh.id", display_name="Orang Baru"))
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        forget()
    assert not User.objects.filter(email="tiada@contoh.id").exists()
    assert not Consent.objects.exists()
    assert set(cast.everybody().values()) | {reader} <= set(User.objects.all())
    assert EmailAddress.objects.count() == 1


def test_proofs_of_consent_are_forgotten_after_a_year(client: Client, siti: User) -> None:
    erasure.erase(siti, keep_comments=False)
    for days, left in ((364, 1), (366, 0)):
        with time_machine.travel(timezone.now() + timedelta(days=days)):
            forget()
        assert Consent.objects.count() == left
