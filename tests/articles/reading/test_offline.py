"""What browsers are told to keep for a lost connection; how they do it stands in tests/browser/test_offline.py."""

import pytest
from django.test import Client
from pytest_django import Settings

pytestmark = pytest.mark.django_db


def worker(client: Client) -> str:
    response = client.get("/sw.js")
    assert response.status_code == 200
    assert response["Content-Type"] == "text/javascript; charset=utf-8"
    assert "no-cache" in response["Cache-Control"]
    return response.content.decode()


def test_the_worker_names_the_files_of_the_offline_page(client: Client) -> None:
    script, page = worker(client), client.get("/luring/").content.decode()
    for name in ("css/site.css", "css/page.css", "js/offline.js", "js/offline-list.js", "js/data-saver.js"):
        assert f"/static/{name}" in script.splitlines()[-1]
        assert f"/static/{name}" in page


def test_who_asks_again_is_told_only_what_is_new(client: Client) -> None:
    response = client.get("/sw.js")
    assert client.get("/sw.js", headers={"If-None-Match": response["ETag"]}).status_code == 304


def test_the_offline_page_is_for_nobody_in_particular(client: Client) -> None:
    response = client.get("/luring/")
    assert not response.cookies
    assert '<meta name="robots" content="noindex">' in response.content.decode()


def test_a_newsroom_takes_it_back(client: Client, settings: Settings) -> None:
    settings.KATEID_OFFLINE = False
    script = worker(client)
    assert "unregister" in script
    assert "fetch" not in script
    assert client.get("/luring/").status_code == 404
    html = client.get("/").content.decode()
    for name in ("offline.js", "data-saver", "Hemat data"):
        assert name not in html
