"""What browsers are told to keep for a lost connection; how they do it stands in tests/browser/test_offline.py."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from articles.models import RetractionGround
from tests import make
from tests.cast import Cast

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


def listed(client: Client) -> list[int]:
    response = client.get("/pencabutan.json")
    assert response.status_code == 200
    stories: list[int] = response.json()["stories"]
    return stories


@pytest.mark.parametrize("ground", RetractionGround.values)
def test_what_was_withdrawn_is_told_by_its_number_alone(cast: Cast, client: Client, ground: str) -> None:
    make.published()
    story = make.retracted(ground=ground, headline="Nama yang Dilindungi")
    assert listed(client) == [story.pk]
    assert "Dilindungi" not in client.get("/pencabutan.json").content.decode()


def test_only_what_protects_somebody_is_told_longer_than_copies_are_kept(
    cast: Cast, client: Client, settings: Settings
) -> None:
    settings.KATEID_OFFLINE_DAYS = 7
    long_ago, lately = timezone.now() - timedelta(days=8), timezone.now() - timedelta(days=6)
    child = make.retracted(ground=RetractionGround.CHILD, at=long_ago)
    make.retracted(ground=RetractionGround.SARA, at=long_ago)
    recent = make.retracted(ground=RetractionGround.SARA, at=lately)
    assert listed(client) == [child.pk, recent.pk]


def test_who_has_the_list_is_told_only_what_is_new(cast: Cast, client: Client, settings: Settings) -> None:
    settings.KATEID_OFFLINE_DAYS = 3
    first = client.get("/pencabutan.json")
    assert first.json() == {"days": 3, "stories": [], "entries": []}
    assert first["Cache-Control"] == "public, no-cache"
    assert client.get("/pencabutan.json", headers={"If-None-Match": first["ETag"]}).status_code == 304
    make.retracted()
    assert client.get("/pencabutan.json", headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_a_newsroom_that_keeps_nothing_has_no_list(client: Client, settings: Settings) -> None:
    settings.KATEID_OFFLINE = False
    assert client.get("/pencabutan.json").status_code == 404
