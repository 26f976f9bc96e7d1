"""While a query is typed, what it may become; and before the stories, the topic or author that it names."""

import json

import pytest
from django.test import Client

from articles.models import Tag
from tests import make
from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def offered(client: Client, typed: str) -> list[str]:
    response = client.get("/cari/saran/", {"q": typed})
    assert response.status_code == 200
    return [one["teks"] for one in json.loads(response.content)["saran"]]


def test_a_beginning_becomes_topics_authors_and_headlines(cast: Cast, client: Client) -> None:
    make.published(headline="Mahakam meluap", tags=["mahakam ulu", "sungai"])
    make.published(headline="Air Mahakam surut", authors=[make.author("Mahaka Putri")])
    assert offered(client, "maha") == ["mahakam ulu", "Mahaka Putri", "Air Mahakam surut", "Mahakam meluap"]
    assert offered(client, "  MAHAKAM  me") == ["Mahakam meluap"]
    assert offered(client, "putri") == ["Mahaka Putri"]
    assert offered(client, "meluap mahak") == ["Mahakam meluap"]


@pytest.mark.parametrize(
    "typed", ["", "ma", "   ", "%", "_ _ _", "\x00\x00\x00\x00", '"(*^', "x" * 5_000, "mahak' OR 1"]
)
def test_whatever_is_typed_answers(cast: Cast, client: Client, typed: str) -> None:
    make.published(headline="Mahakam meluap", tags=["mahakam ulu"])
    assert offered(client, typed) == []


def test_what_readers_do_not_have_is_not_offered(cast: Cast, client: Client) -> None:
    make.draft(headline="Mahakam rahasia", tags=["mahakam gelap"], authors=[make.author("Mahaka Draf")])
    make.scheduled(headline="Mahakam besok", tags=["mahakam nanti"])
    make.retracted(headline="Mahakam dicabut", tags=["mahakam batal"])
    assert offered(client, "mahakam") == []


def test_the_answer_does_not_outlive_a_story(cast: Cast, client: Client) -> None:
    assert offered(client, "mahakam") == []
    make.published(headline="Mahakam meluap")
    assert offered(client, "mahakam") == ["Mahakam meluap"]


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("ibu kota nusantara", 'Topik: <a href="/topik/ibu-kota-nusantara/">'),
        ("  IBU  Kota Nusantara? ", 'Topik: <a href="/topik/ibu-kota-nusantara/">'),
        ("ikn", 'Topik: <a href="/topik/ibu-kota-nusantara/">'),
        ("Dayang Lestari", 'Penulis: <a href="/penulis/dayang-lestari/">'),
    ],
)
def test_the_topic_or_author_that_a_query_names_comes_first(cast: Cast, client: Client, typed: str, named: str) -> None:
    make.published(headline="Tugu dibangun", tags=["ibu kota nusantara"], authors=[make.author("Dayang Lestari")])
    other = Tag.objects.create(name="ikn", slug="ikn")
    other.merged_into = Tag.objects.get(slug="ibu-kota-nusantara")
    other.save()
    html = client.get("/cari/", {"q": typed}).content.decode()
    assert named in html
    if "rows" in html:
        assert html.index(named) < html.index('class="rows"')


@pytest.mark.parametrize("typed", ["nusantara", "ibu kota nusantara tugu", "-nusantara", "hantu", "rahasia baru", ""])
def test_no_topic_stands_where_none_is_named_or_readers_have_none(cast: Cast, client: Client, typed: str) -> None:
    make.published(headline="Tugu dibangun", tags=["ibu kota nusantara"])
    make.draft(tags=["rahasia baru"], authors=[make.author("Hantu")])
    assert "search-subject" not in client.get("/cari/", {"q": typed}).content.decode()
