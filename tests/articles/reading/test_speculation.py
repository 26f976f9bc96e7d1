"""What a browser may fetch ahead: readers' next pages, and nothing for who saves data."""

import json

import pytest
from django.contrib.auth.models import User
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/", "/redaksi/", "/cari/", "/luring/"])
def test_readers_pages_say_where_the_rules_are(client: Client, path: str) -> None:
    assert client.get(path)["Speculation-Rules"] == '"/spekulasi.json"'


@pytest.mark.parametrize("path", ["/admin/", "/admin/login/", "/feed/", "/tema.css", "/sw.js", "/healthz"])
def test_nothing_else_does(client: Client, path: str) -> None:
    client.force_login(User.objects.create_superuser("kurnia"))
    assert "Speculation-Rules" not in client.get(path)


def test_the_rules_leave_out_what_is_personal_and_what_is_searched(client: Client) -> None:
    response = client.get("/spekulasi.json")
    assert response["Content-Type"] == "application/speculationrules+json"
    assert "Save-Data" in response["Vary"]
    rules = json.loads(response.content)
    assert {name: rule[0]["eagerness"] for name, rule in rules.items()} == {
        "prefetch": "moderate",
        "prerender": "conservative",
    }
    for prefix in ("admin", "akun", "komentar", "cari"):
        assert f'"/{prefix}/*"' in response.content.decode()


def test_who_saves_data_fetches_nothing_ahead(client: Client) -> None:
    assert client.get("/spekulasi.json", headers={"Save-Data": "on"}).json() == {}
