"""Pages of a list: opaque, gapless, and deaf to addresses that we did not make."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from adminkit.keyset import Cursor
from articles.reading.paging import CardList
from articles.reading.views import accountability, archive, lists
from tests import make
from tests.cast import Cast

from .test_section import listed

pytestmark = pytest.mark.both_databases


def shorten_lists(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    for name in ("IN_SECTION", "ON_TOPIC", "BY_AUTHOR"):
        monkeypatch.setattr(lists, name, CardList(getattr(lists, name).stories, size))


def pages(client: Client, path: str) -> list[list[str]]:
    """The headlines of every page, by following the link to older ones."""
    found = []
    while path:
        found.append(listed(client, path))
        link = re.search(r'href="([^"]*)" rel="next">Berita', client.get(path).content.decode())
        path = unescape(link[1]) if link else ""
    return found


@pytest.mark.parametrize("path", ["/metropolis/", "/topik/feri/", "/penulis/rina/", "/indeks/2022-07-12/"])
def test_pages_hold_every_story_once_in_order(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    """Also when many were published at the very same moment."""
    shorten_lists(monkeypatch, 3)
    monkeypatch.setattr(archive, "PAGE_SIZE", 3)
    at = datetime(2022, 7, 12, 1, 0, tzinfo=UTC)
    for n in range(8):
        make.published(headline=f"Berita {n}", at=at + timedelta(seconds=n // 4))
    found = pages(client, path)
    assert [len(page) for page in found] == [3, 3, 2]
    assert [headline for page in found for headline in page] == [f"Berita {n}" for n in (7, 6, 5, 4, 3, 2, 1, 0)]


def test_a_page_that_is_just_full_has_no_next_one(cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    shorten_lists(monkeypatch, 2)
    make.published()
    make.published()
    assert len(pages(client, "/metropolis/")) == 1


def test_a_new_story_does_not_shift_the_pages_below(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    shorten_lists(monkeypatch, 2)
    start = timezone.now() - timedelta(hours=9)
    for n in range(4):
        make.published(headline=f"Berita {n}", at=start + timedelta(hours=n))
    link = re.search(r"\?sebelum=[\w-]+", client.get("/metropolis/").content.decode())
    assert link
    make.published(headline="Sela")
    assert listed(client, f"/metropolis/{link[0]}") == ["Berita 1", "Berita 0"]


MOMENT = datetime(2022, 1, 1, tzinfo=UTC)
TOKEN = str(Cursor((MOMENT, 1)))
BAD = [
    "",
    "x",
    "2",
    "../../etc/passwd",
    "\x00",
    "a" * 22,
    "A" * 5000,
    "é" * 22,
    f"{TOKEN}==",
    str(Cursor((2**62, 1))),
    str(Cursor(("banjir", 1))),
    str(Cursor((MOMENT,))),
    str(Cursor((MOMENT, 1), backward=True)),
]


@pytest.mark.parametrize(
    "path", ["/metropolis/", "/topik/feri/", "/penulis/rina/", "/indeks/", "/ralat/", "/pencabutan/"]
)
def test_a_cursor_that_is_not_ours_is_not_found(cast: Cast, client: Client, path: str) -> None:
    make.published()
    for token in BAD:
        assert client.get(path, {"sebelum": token}).status_code == 404, token


def test_a_page_after_the_end_is_not_found(cast: Cast, client: Client) -> None:
    make.published()
    end = str(Cursor((datetime(2000, 1, 1, tzinfo=UTC), 1)))
    for path in ("/metropolis/", "/topik/feri/", "/penulis/rina/", "/indeks/", "/ralat/", "/pencabutan/"):
        assert client.get(path, {"sebelum": end}).status_code == 404, path


def test_an_older_page_names_itself_as_the_original(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    shorten_lists(monkeypatch, 1)
    make.published()
    make.published()
    link = re.search(r"/metropolis/\?sebelum=[\w-]+", client.get("/metropolis/").content.decode())
    assert link
    assert f'rel="canonical" href="{settings.KATEID_SITE_URL}{link[0]}"' in client.get(link[0]).content.decode()


def test_corrections_and_updates_are_paged_together(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accountability, "PAGE_SIZE", 2)
    start = timezone.now() - timedelta(days=1)
    for n, kind in enumerate(["correction", "update", "correction", "update", "update"]):
        make.published(kind=kind, note=f"Catatan {n}.", at=start + timedelta(hours=n))
    path, notes = "/ralat/", []
    while path:
        html = client.get(path).content.decode()
        notes += re.findall(r"Catatan \d", html)
        link = re.search(r'href="(/ralat/\?sebelum=[^"]*)" rel="next"', html)
        path = link[1] if link else ""
    assert notes == [f"Catatan {n}" for n in (4, 3, 2, 1, 0)]
