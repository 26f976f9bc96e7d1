"""Nobody of the newsroom works at the desk on a password alone."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import Settings

from tests.cast import PASSWORD, Cast

from .conftest import code_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def required(settings: Settings) -> None:
    settings.KATEID_STAFF_SECOND_FACTOR = True


def enter(client: Client, username: str) -> Any:
    return client.post("/akun/masuk/", {"login": username, "password": PASSWORD})


def test_without_one_the_desk_leads_to_setting_it_up(client: Client, cast: Cast) -> None:
    enter(client, "rina")
    response = client.get("/admin/articles/article/")
    assert response["Location"] == "/akun/faktor-kedua/?next=%2Fadmin%2Farticles%2Farticle%2F"
    assert "Meja redaksi hanya terbuka dengan faktor kedua" in client.get(response["Location"]).content.decode()
    assert client.post("/admin/articles/article/add/", {"headline": "x"}).status_code == 302


def test_the_next_sign_in_asks_for_the_code(client: Client, cast: Cast) -> None:
    TOTP.activate(cast.reporter, "JBSWY3DPEHPK3PXP")
    assert enter(client, "rina")["Location"] == "/akun/faktor-kedua/masuk/"
    assert "_auth_user_id" not in client.session
    assert "keliru" in client.post("/akun/faktor-kedua/masuk/", {"code": "000000"}).content.decode()
    response = client.post("/akun/faktor-kedua/masuk/", {"code": code_of("JBSWY3DPEHPK3PXP")})
    assert response["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_a_session_from_before_has_to_show_the_factor(client: Client, cast: Cast) -> None:
    client.force_login(cast.reporter)  # with nothing but who it is
    TOTP.activate(cast.reporter, "JBSWY3DPEHPK3PXP")
    response = client.get("/admin/")
    assert response["Location"] == "/akun/faktor-kedua/pastikan/?next=%2Fadmin%2F"
    response = client.post("/akun/faktor-kedua/pastikan/", {"code": code_of("JBSWY3DPEHPK3PXP"), "next": "/admin/"})
    assert response["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_a_recovery_code_opens_the_door_once(client: Client, cast: Cast) -> None:
    TOTP.activate(cast.reporter, "JBSWY3DPEHPK3PXP")
    code = RecoveryCodes.activate(cast.reporter).get_unused_codes()[0]
    enter(client, "rina")
    client.post("/akun/faktor-kedua/masuk/", {"code": code})
    assert client.get("/admin/").status_code == 200
    other = Client()
    enter(other, "rina")
    assert "keliru" in other.post("/akun/faktor-kedua/masuk/", {"code": code}).content.decode()


def test_taking_the_factor_away_closes_the_desk(client: Client, cast: Cast) -> None:
    TOTP.activate(cast.reporter, "JBSWY3DPEHPK3PXP")
    enter(client, "rina")
    client.post("/akun/faktor-kedua/masuk/", {"code": code_of("JBSWY3DPEHPK3PXP")})
    Authenticator.objects.all().delete()
    assert client.get("/admin/")["Location"].startswith("/akun/faktor-kedua/?")


def test_no_address_of_the_desk_is_left_out(client: Client, cast: Cast) -> None:
    client.force_login(cast.administrator)
    for address in ("/admin/", "/admin/auth/user/", "/admin/password_change/", "/admin/jsi18n/", "/admin/tidak-ada/"):
        assert client.get(address).status_code in {302, 404}, address


def test_readers_and_outsiders_are_not_asked(client: Client, cast: Cast, reader: User) -> None:
    client.force_login(cast.outsider)
    assert client.get("/admin/").status_code == 404
    client.force_login(reader)
    assert client.get("/akun/").status_code == 200


def test_a_development_server_may_do_without(client: Client, cast: Cast, settings: Settings) -> None:
    settings.KATEID_STAFF_SECOND_FACTOR = False
    enter(client, "rina")
    assert client.get("/admin/").status_code == 200


def test_an_administrator_helps_who_lost_the_phone(client: Client, cast: Cast, settings: Settings) -> None:
    settings.KATEID_STAFF_SECOND_FACTOR = False
    owner = User.objects.create_superuser("pemilik")
    for person in (cast.reporter, owner):
        TOTP.activate(person, "JBSWY3DPEHPK3PXP")
    client.force_login(cast.administrator)

    def drop(person: User) -> int:
        ticked = {"action": "drop_second_factors", "_selected_action": [person.pk]}
        return client.post("/admin/auth/user/", ticked).status_code

    assert drop(cast.reporter) == 302
    assert drop(owner) == 403
    assert [factor.user for factor in Authenticator.objects.all()] == [owner]
    client.force_login(cast.editor)
    assert drop(cast.administrator) == 403
