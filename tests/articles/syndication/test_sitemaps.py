"""Sitemaps name every page once, cheaply in an archive of any size, and the news as Google wants it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from lxml import etree

from articles.editorial import workflow
from articles.models import Article, ContentClass, Edition, Photo
from articles.photos import rights
from articles.syndication import sitemaps
from tests import make
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("stories_from_one")

SCHEMA = etree.XMLSchema(etree.parse(Path(__file__).parent / "schemas" / "sitemap.xsd"))
SITE = "http://127.0.0.1:8000"
NAMES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "image": "http://www.google.com/schemas/sitemap-image/1.1",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
}
LATE = datetime(2026, 11, 2, 15, 59, 30, 999999, tzinfo=UTC)  # 23:59 on the newsroom's clock


def read(client: Client, path: str) -> Any:
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    assert response["Cache-Control"] == "public, max-age=60"
    document = etree.fromstring(response.content)
    SCHEMA.assertValid(document)
    return document


def told(client: Client, path: str, what: str = "s:loc") -> list[str]:
    found: list[str] = read(client, path).xpath(f"//{what}/text()", namespaces=NAMES)
    return found


def address(article: Article) -> str:
    return SITE + Edition.objects.live().select_related("section").get(article=article).get_absolute_url()


# Everything


def test_the_index_leads_to_every_file_and_the_files_to_every_page(cast: Cast, client: Client) -> None:
    story = make.published()
    files = told(client, "/sitemap.xml")
    assert files == [f"{SITE}/sitemap/halaman.xml", f"{SITE}/sitemap/berita-1.xml"]
    pages, stories = (told(client, file.removeprefix(SITE)) for file in files)
    assert stories == [address(story)]
    for path in ("/", "/metropolis/", "/samarinda/", "/penulis/rina/", "/kontak/", "/ralat/", "/redaksi/"):
        assert SITE + path in pages
    for page in pages:
        assert client.get(page.removeprefix(SITE)).status_code == 200


def test_stories_are_cut_into_files_by_their_number(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    stories = [make.published() for _ in range(4)]
    monkeypatch.setattr(sitemaps, "PER_FILE", stories[2].pk)
    files = told(client, "/sitemap.xml")[1:]
    assert files == [f"{SITE}/sitemap/berita-1.xml", f"{SITE}/sitemap/berita-2.xml"]
    assert told(client, "/sitemap/berita-1.xml") == [address(story) for story in stories[:2]]
    assert told(client, "/sitemap/berita-2.xml") == [address(story) for story in stories[2:]]
    for path in ("/sitemap/berita-3.xml", "/sitemap/berita-999999.xml", "/sitemap/berita-0.xml"):
        assert client.get(path).status_code == 404


def test_only_an_update_or_a_correction_moves_a_storys_time(cast: Cast, client: Client) -> None:
    for kind, moved in (("minor", 0), ("update", 1), ("correction", 1)):
        make.published(kind=kind, at=LATE)
        assert told(client, "/sitemap/berita-1.xml", "s:lastmod")[-1] == (
            "2026-11-03T00:00:30+08:00" if moved else "2026-11-02T23:59:30+08:00"
        )


def test_the_index_tells_which_files_changed_lately(cast: Cast, client: Client) -> None:
    with time_machine.travel(LATE + timedelta(days=1), tick=False) as clock:
        make.published(at=LATE)
        make.retracted(at=LATE)
        assert told(client, "/sitemap.xml", "s:lastmod") == ["2026-11-03T00:59:30+08:00"]
        clock.shift(sitemaps.REMEMBERED)
        assert told(client, "/sitemap.xml", "s:lastmod") == []
        assert len(told(client, "/sitemap.xml")) == 2


def with_pictures(lead: Photo, *others: Photo) -> Article:
    """A story with the first of the others in its text and all of them in its gallery."""
    return make.published(
        photo=lead,
        body=f'<p>Isi.</p><figure data-photo="{others[0].pk}"></figure>',
        gallery=[{"photo": photo.pk, "caption": ""} for photo in others],
    )


def test_all_pictures_of_a_story_are_named_beside_it_each_once(cast: Cast, client: Client) -> None:
    lead, inner, last = make.photo(), make.photo(), make.photo()
    with_pictures(lead, inner, last, lead)
    make.published()
    named = told(client, "/sitemap/berita-1.xml", "image:loc")
    assert named[0] == SITE + lead.main().url
    assert sorted(named) == sorted(SITE + photo.main().url for photo in (lead, inner, last))


def test_a_withdrawn_picture_is_left_out(cast: Cast, client: Client) -> None:
    lead, inner, last = make.photo(), make.photo(), make.photo()
    story = with_pictures(lead, inner, last)
    for photo, left in ((inner, [lead, last]), (lead, [last])):
        rights.withdraw(photo, by=cast.photo_editor, reason="Keluarga meminta")
        assert told(client, "/sitemap/berita-1.xml", "image:loc") == [SITE + photo.main().url for photo in left]
    assert told(client, "/sitemap/berita-1.xml") == [address(story)]


def test_no_more_pictures_are_named_than_are_read(cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert sitemaps.IMAGES_PER_ADDRESS == 1_000
    monkeypatch.setattr(sitemaps, "IMAGES_PER_ADDRESS", 2)
    lead, inner, last = make.photo(), make.photo(), make.photo()
    with_pictures(lead, inner, last)
    assert len(told(client, "/sitemap/berita-1.xml", "image:loc")) == 2


def test_only_what_is_live_is_in_a_sitemap(cast: Cast, client: Client) -> None:
    for make_one in (make.draft, make.in_review, make.approved, make.scheduled, make.spiked, make.retracted):
        make_one(headline="Rahasia")
    assert told(client, "/sitemap.xml") == [f"{SITE}/sitemap/halaman.xml"]
    assert client.get("/sitemap/berita-1.xml").status_code == 404
    story = make.reopened(headline="Terbit", changes={"headline": "Rahasia", "slug": "rahasia"})
    for path in ("/sitemap/berita-1.xml", "/news-sitemap.xml"):
        assert told(client, path) == [address(story)]
        assert b"rahasia" not in client.get(path).content.lower()


def test_an_empty_newsroom_has_sitemaps_too(client: Client, db: None) -> None:
    assert told(client, "/sitemap.xml") == [f"{SITE}/sitemap/halaman.xml"]
    assert f"{SITE}/kontak/" in told(client, "/sitemap/halaman.xml")
    assert told(client, "/news-sitemap.xml") == []


# The news


def test_news_is_told_with_its_first_time_on_the_newsrooms_clock(cast: Cast, client: Client) -> None:
    with time_machine.travel(LATE + timedelta(hours=1), tick=False):
        story = make.published(headline="Banjir & <longsor> ]]> 🌊", slug="banjir", kind="correction", at=LATE)
        path = "/news-sitemap.xml"
        assert told(client, path) == [address(story)]
        assert told(client, path, "news:name") == ["Kate.id"]
        assert told(client, path, "news:language") == ["id"]
        assert told(client, path, "news:publication_date") == ["2026-11-02T23:59:30+08:00"]
        assert told(client, path, "s:lastmod") == ["2026-11-03T00:00:30+08:00"]
        assert told(client, path, "news:title") == ["Banjir & <longsor> ]]> 🌊"]


def test_news_is_news_for_forty_eight_hours(cast: Cast, client: Client) -> None:
    make.published(kind="update", at=LATE)
    with time_machine.travel(LATE + timedelta(hours=48), tick=False) as clock:
        assert len(told(client, "/news-sitemap.xml")) == 1
        response = client.get("/news-sitemap.xml")
        clock.shift(timedelta(microseconds=1))
        assert told(client, "/news-sitemap.xml") == []
        assert client.get("/news-sitemap.xml", headers={"If-None-Match": response["ETag"]}).status_code == 200


def test_what_is_paid_for_is_no_news(cast: Cast, client: Client) -> None:
    paid = make.published(content_class=ContentClass.ADVERTORIAL, advertiser="Koperasi Tani")
    opinion = make.published(content_class=ContentClass.OPINION)
    assert told(client, "/news-sitemap.xml") == [address(opinion)]
    assert told(client, "/sitemap/berita-1.xml") == [address(paid), address(opinion)]


def test_more_news_than_one_file_may_hold_is_split(cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert sitemaps.NEWS_PER_FILE == 1_000
    monkeypatch.setattr(sitemaps, "NEWS_PER_FILE", 2)
    now = timezone.now()
    stories = [address(make.published(at=now - timedelta(minutes=minute))) for minute in range(2)]
    assert told(client, "/news-sitemap.xml") == stories
    third = address(make.published(at=now - timedelta(minutes=3)))
    files = told(client, "/news-sitemap.xml")
    assert files == [f"{SITE}/news-sitemap/1.xml", f"{SITE}/news-sitemap/2.xml"]
    assert [told(client, file.removeprefix(SITE)) for file in files] == [stories, [third]]
    assert client.get("/news-sitemap/3.xml").status_code == 404


def test_the_thousand_and_first_story_begins_a_second_file() -> None:
    files = list(sitemaps.news_files([Edition(number=number) for number in range(1_001)]))
    assert [len(file) for file in files] == [1_000, 1]


# Asking again, and its cost


@pytest.mark.parametrize("path", ["/sitemap.xml", "/sitemap/halaman.xml", "/sitemap/berita-1.xml", "/news-sitemap.xml"])
def test_who_asks_again_is_told_only_what_is_new(cast: Cast, client: Client, path: str) -> None:
    article = make.published()
    response = client.get(path)
    assert not response.cookies
    again = {"If-None-Match": response["ETag"]}
    assert client.get(path, headers=again).status_code == 304
    if path != "/sitemap/halaman.xml":
        workflow.retract(article, by=cast.managing_editor, ground="sara", note="Dicabut.")
        response = client.get(path, headers=again)
        assert (response.status_code, address(article).encode() in response.content) == (
            404 if path == "/sitemap/berita-1.xml" else 200,
            False,
        )


@pytest.mark.parametrize(
    ("path", "count"),
    [("/sitemap.xml", 4), ("/sitemap/halaman.xml", 3), ("/sitemap/berita-1.xml", 2), ("/news-sitemap.xml", 1)],
)
def test_a_sitemap_costs_the_same_queries_however_much_it_holds(
    cast: Cast, client: Client, django_assert_num_queries: Callable[..., Any], path: str, count: int
) -> None:
    for _ in range(2):
        for _ in range(3):
            with_pictures(make.photo_row(), make.photo_row(), make.photo_row())
        with django_assert_num_queries(count):
            client.get(path)
