"""What readers looked for in vain reaches the desk once several networks told of it, and never whose it was."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest
import time_machine
from django.test import Client

from accounts import retention
from articles.audience import misses
from articles.models import Miss
from tests import make
from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

NOON = datetime(2026, 11, 2, 4, 30, tzinfo=UTC)
BROWSER = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36"
PAGE = "/admin/pembaca/"


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


def seek(client: Client, text: str, network: int, agent: str = BROWSER) -> None:
    client.get("/cari/", {"q": text}, headers={"User-Agent": agent}, REMOTE_ADDR=f"203.0.{network}.7")


def lost(client: Client, address: str, network: int, host: str = "", agent: str = BROWSER) -> None:
    told = {"alamat": address, "dari": host}
    response = client.post(
        "/baca/tidak-ditemukan/", told, headers={"User-Agent": agent}, REMOTE_ADDR=f"203.0.{network}.7"
    )
    assert response.status_code == (413 if len(address) > 400 else 204)


def noted() -> dict[str, int]:
    return dict(Miss.objects.values_list("text", "networks"))


@pytest.mark.parametrize(("networks", "is_noted"), [(2, False), (3, True), (5, True)])
def test_a_query_without_a_story_is_noted_once_several_networks_typed_it(
    cast: Cast, client: Client, networks: int, is_noted: bool
) -> None:
    for network in range(networks):
        for typed in ("Jadwal Kapal", "jadwal  kapal"):
            seek(client, typed, network)
    assert noted() == ({"jadwal kapal": networks} if is_noted else {})


def test_a_flood_from_one_network_is_nothing(cast: Cast, client: Client) -> None:
    for number in range(40):
        seek(client, "beli ini", 1)
        lost(client, f"/promo-{number}/", 1)
        lost(client, "/promo/", 1)
    assert noted() == {}


def test_many_texts_from_many_networks_end_somewhere(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("articles.audience.misses.MOST_A_DAY", 4)
    for number in range(8):
        for network in range(4):
            lost(client, f"/promo-{number}/", network)
    assert len(noted()) <= 4


def test_what_was_found_or_only_misspelt_is_not_noted(cast: Cast, client: Client) -> None:
    make.published(headline="Jembatan ditutup")
    for network in range(4):
        for typed in ("jembatan", "jembtan", "", "-jembatan"):
            seek(client, typed, network)
    assert noted() == {}


@pytest.mark.parametrize(
    "typed",
    [
        "budi@surat.example", "0812-3456-7890", "+62 812 3456 7890", "6472011234567890", "budi 081234567890",
        "(0541) 123 456", "x" * 150,
    ],
)  # fmt: skip
def test_what_is_somebodys_own_is_not_kept(cast: Cast, client: Client, typed: str) -> None:
    for network in range(4):
        seek(client, typed, network)
        lost(client, f"/profil/{quote(typed)}/", network)
    assert noted() == {}


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("/2019/05/banjir-lama/", "/2019/05/banjir-lama/"),
        ("/2019/05/banjir-lama/)?utm_source=wa", "/2019/05/banjir-lama/"),
        ("/?p=123", "/?p=123"),
        ("/?utm_source=wa&p=123", "/?p=123"),
        ("/berita-123.html", "/berita-123.html"),
        ("/cari%20saya", "/cari saya/"),
        ("/?q=rahasia", None),
        ("/", None),
        ("", None),
        ("bukan alamat", "/bukan alamat/"),
        ("/wp-login.php", None),
        ("/.env", None),
        ("/admin/apa/", None),
        ("/atur-sandi/abcdefghij0123456789xyz/", None),
        ("/a\x00b\u202e/", "/ab/"),
        ("/" + "panjang-" * 60, None),
    ],
)
def test_of_an_address_only_what_a_redirect_could_be_made_of_is_kept(
    cast: Cast, client: Client, told: str, kept: str | None
) -> None:
    for network in range(3):
        lost(client, told, network)
    assert noted() == ({kept: 3} if kept else {})


def test_programs_and_other_sites_tell_nothing(cast: Cast, client: Client) -> None:
    for network in range(4):
        lost(
            client, "/lama/", network, agent="Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
        )
        client.post(
            "/baca/tidak-ditemukan/",
            {"alamat": "/lama/"},
            headers={"User-Agent": BROWSER, "Sec-Fetch-Site": "cross-site"},
            REMOTE_ADDR=f"203.0.{network}.7",
        )
    assert noted() == {}


def test_the_desk_sees_it_with_a_way_to_a_redirect_for_who_may(cast: Cast, client: Client) -> None:
    for network in range(3):
        seek(client, "jadwal & kapal", network)
        lost(client, "/2019/05/<b>banjir/", network, host="google.com")
        lost(client, "/2020/lain/", network, host=f"situs{network}.example")
    client.force_login(cast.managing_editor)
    html = client.get(PAGE).content.decode()
    assert '<a href="/cari/?q=jadwal%20%26%20kapal">jadwal &amp; kapal</a>' in html
    assert "/2019/05/&lt;b&gt;banjir/ – Google" in html
    assert "situs2.example" not in html
    way = "/admin/articles/redirect/add/?path=%2F2020%2Flain%2F"
    assert f'href="{way}"' in html
    assert 'value="/2020/lain/"' in client.get(way).content.decode()
    client.force_login(cast.reporter)
    html = client.get(PAGE).content.decode()
    assert "/2020/lain/" in html
    assert "redirect/add" not in html
    client.force_login(cast.outsider)
    assert client.get(PAGE).status_code == 404


def test_it_is_forgotten(cast: Cast, client: Client) -> None:
    for network in range(3):
        lost(client, "/lama/", network)
    forget = retention.FORGETTERS["yang lama tidak ditemukan dihapus"]
    assert forget(NOON + misses.KEPT) == 0
    assert forget(NOON + misses.KEPT + timedelta(days=1)) == 1


def test_nothing_that_is_kept_tells_two_readers_apart() -> None:
    assert {field.name for field in Miss._meta.fields} == {"id", "kind", "day", "text", "host", "networks"}


def test_the_page_that_is_not_there_says_so(cast: Cast, client: Client) -> None:
    html = client.get("/tidak/ada-di-sini/").content.decode()
    assert 'data-lost="/baca/tidak-ditemukan/"' in html
    assert "js/lost" in html
