"""Feeds say what readers read, in three formats, to whoever asks again at little cost."""

import io
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import feedparser
import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from lxml import etree
from pytest_django import Settings

from articles.editorial import workflow
from articles.models import Article, ContentClass, DigitalSource, Edition, RetractionGround
from kateid.absolute_urls import with_absolute_links
from tests import make
from tests.cast import Cast

SITE = "http://127.0.0.1:8000"
XML_FEEDS = ("/feed/", "/feed/atom/")
FEEDS = (*XML_FEEDS, "/feed/json/")
FORMS = ("", "atom/", "json/")
LISTS = ("/metropolis/feed/", "/topik/feri/feed/", "/penulis/rina/feed/", "/ralat/feed/")
ALL_FEEDS = (*FEEDS, *(f"{feed}{form}" for feed in LISTS for form in FORMS))
NOON = datetime(2026, 11, 2, 4, 0, 30, 123456, tzinfo=UTC)  # 12:00 on the newsroom's clock


def read(client: Client, path: str) -> Any:
    response = client.get(path)
    assert response.status_code == 200
    feed = feedparser.parse(io.BytesIO(response.content), response_headers={"content-type": response["Content-Type"]})
    assert not feed.bozo, feed.bozo_exception
    return feed


def read_json(client: Client, path: str = "/feed/json/") -> Any:
    response = client.get(path)
    assert response["Content-Type"] == "application/feed+json"
    return json.loads(response.content)


def titles(client: Client, path: str) -> list[str]:
    if path.endswith("/json/"):
        return [item["title"] for item in read_json(client, path)["items"]]
    return [entry.title for entry in read(client, path).entries]


def live(article: Article) -> Edition:
    return Edition.objects.live().select_related("section").get(article=article)


def published_again(article: Article, cast: Cast, **fields: Any) -> Article:
    """The same story, changed and published as a correction."""
    article = workflow.reopen(article, by=cast.managing_editor)
    article = workflow.submit(make.edited(article, **fields), by=cast.reporter)
    return workflow.publish(article, by=cast.managing_editor, kind="correction", note="Nama desa diperbaiki.")


# What an entry holds


def test_rss_says_of_a_story_what_its_page_says(cast: Cast, client: Client) -> None:
    photo = make.photo()
    article = make.published(headline="Feri & kapal < 5 meter", photo=photo, at=NOON, tags=["feri", "sungai mahakam"])
    address = SITE + live(article).get_absolute_url()
    feed = read(client, "/feed/")
    assert (feed.version, feed.feed.title, feed.feed.language) == ("rss20", "Kate.id", "id-ID")
    assert feed.feed.link == f"{SITE}/"
    entry = feed.entries[0]
    assert entry.title == "Feri & kapal < 5 meter"
    assert entry.link == address
    assert entry.id == f"tag:127.0.0.1,2026-11-02:berita/{article.pk}"
    assert entry.published == "Mon, 02 Nov 2026 12:00:30 +0800"
    assert entry.summary == "Feri kembali melayani warga."
    assert [author.name for author in entry.authors] == ["Rina Oktavia"]
    assert [tag.term for tag in entry.tags] == ["Metropolis", "feri", "sungai mahakam"]
    (enclosure,) = entry.enclosures
    assert enclosure.href == SITE + photo.share.url
    assert (enclosure.type, int(enclosure.length)) == ("image/jpeg", photo.share_bytes)
    body = entry.content[0].value
    assert "SAMARINDA, Kate.id –" in body
    assert "Antre sejak subuh" in body
    assert "(rin)" in body
    assert SITE + photo.main().url in body


def test_rss_is_built_as_its_readers_expect(cast: Cast, client: Client) -> None:
    """`description` before `content:encoded`, a guid that is no address, and a link to itself."""
    make.published(photo=make.photo())
    channel = etree.fromstring(client.get("/feed/").content)[0]
    namespaces = {"atom": "http://www.w3.org/2005/Atom"}
    (own,) = channel.xpath("atom:link", namespaces=namespaces)
    assert (own.get("rel"), own.get("href")) == ("self", f"{SITE}/feed/")
    item = channel.find("item")
    names = [etree.QName(child).localname for child in item]
    assert names.index("description") < names.index("encoded")
    assert (names.count("guid"), names.count("enclosure")) == (1, 1)
    assert item.find("guid").get("isPermaLink") == "false"
    assert item.find("{http://purl.org/dc/elements/1.1/}creator").text == "Rina Oktavia"


def test_atom_and_json_say_the_same(cast: Cast, client: Client) -> None:
    photo = make.photo()
    article = make.published(photo=photo, at=NOON, kind="correction", authors=[make.author("Ana"), make.author("Budi")])
    edition = live(article)
    rss = read(client, "/feed/").entries[0]
    atom = read(client, "/feed/atom/")
    entry, item = atom.entries[0], read_json(client)["items"][0]
    assert (atom.version, atom.feed.id, atom.feed.author) == ("atom10", f"{SITE}/feed/atom/", "Kate.id")
    assert rss.id == entry.id == item["id"]
    assert rss.link == entry.link == item["url"] == SITE + edition.get_absolute_url()
    assert rss.title == entry.title == item["title"] == edition.headline
    assert entry.published == item["date_published"] == "2026-11-02T12:00:30+08:00"
    assert entry.updated == item["date_modified"] == "2026-11-02T12:01:30+08:00"
    assert rss.summary == entry.summary == item["summary"]
    assert [author.name for author in rss.authors] == [author.name for author in entry.authors] == ["Ana", "Budi"]
    assert item["authors"][1] == {"name": "Budi", "url": f"{SITE}/penulis/budi/"}
    assert rss.content[0].value == entry.content[0].value
    assert "Antre sejak subuh" in item["content_html"]
    assert item["image"] == SITE + photo.share.url
    assert item["tags"] == [tag.term for tag in entry.tags]
    feed = read_json(client)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert (feed["home_page_url"], feed["feed_url"]) == (f"{SITE}/", f"{SITE}/feed/json/")


def test_an_entry_keeps_its_identity_and_its_time_when_its_address_changes(cast: Cast, client: Client) -> None:
    article = make.published(at=NOON)
    before = read(client, "/feed/").entries[0]
    published_again(article, cast, headline="Judul baru", slug="alamat-baru", section=cast.ekonomi)
    after = read(client, "/feed/").entries[0]
    assert after.link == f"{SITE}/ekonomi/alamat-baru-{article.pk}/"
    assert (after.id, after.published) == (before.id, before.published)


def test_links_in_a_story_lead_to_the_same_place_from_anywhere(cast: Cast, client: Client) -> None:
    body = '<p>Lihat <a href="/ekonomi/?a=1&amp;b=2">ini</a>, <a href="#atas">atas</a>, <a href="https://x.id/a">x</a>.</p>'
    edition = live(make.published(body=body))
    (content,) = (entry.content[0].value for entry in read(client, "/feed/").entries)
    for href in (f"{SITE}/ekonomi/?a=1&amp;b=2", f"{SITE}{edition.get_absolute_url()}#atas", "https://x.id/a"):
        assert f'<a href="{href}"' in content
    assert with_absolute_links('<a href="//[">x</a>', SITE) == '<a href="//[">x</a>'


def test_corrections_stand_above_the_text_and_pictures_say_how_they_came_about(cast: Cast, client: Client) -> None:
    make.published(kind="correction", note="Nama <desa> diperbaiki.", photo=make.photo(digital_source=DigitalSource.AI))
    content = read(client, "/feed/").entries[0].content[0].value
    assert content.index("Nama &lt;desa&gt; diperbaiki.") < content.index("SAMARINDA, Kate.id")
    assert "Gambar dibuat dengan kecerdasan buatan" in content


def test_what_is_paid_for_says_so_in_its_title(cast: Cast, client: Client) -> None:
    make.published(headline="Kopi", content_class=ContentClass.ADVERTORIAL, advertiser="Koperasi Tani")
    for path in FEEDS:
        assert titles(client, path) == ["[Advertorial] Kopi"]
    assert "Advertorial – Koperasi Tani" in read(client, "/feed/").entries[0].content[0].value


@pytest.mark.parametrize(
    "headline", ["Kapal ]]> karam", "Banjir 🌊🚤 di 「Samarinda」", "<script>alert(1)</script> & </title>"]
)
def test_no_headline_breaks_a_feed(cast: Cast, client: Client, headline: str) -> None:
    make.published(headline=headline, body=f"<p>]]&gt; {headline}</p>", slug="kapal")
    for path in FEEDS:
        assert titles(client, path) == [headline]


def test_control_characters_never_reach_a_feed(cast: Cast, client: Client) -> None:
    """They cannot be typed into a story, but a name may have come from an old database."""
    make.published(authors=[make.author("Ana\x0b\x01 Sari", code="ana")])
    cast.metropolis.name = "Metro\x0bpolis"
    cast.metropolis.save()
    assert read(client, "/feed/").entries[0].author == "Ana Sari"
    assert read(client, "/metropolis/feed/").feed.title == "Metropolis – Kate.id"
    assert read_json(client)["items"][0]["authors"][0]["name"] == "Ana Sari"


# Which entries there are


def test_each_feed_has_its_own_stories(cast: Cast, client: Client) -> None:
    make.published(headline="Satu", section=cast.samarinda, tags=["feri"], at=timezone.now() - timedelta(hours=1))
    make.published(headline="Dua", section=cast.ekonomi, tags=["pasar"], by=cast.other_reporter)
    for path in FEEDS:
        assert titles(client, path) == ["Dua", "Satu"]
    for path in ("/samarinda/feed/", "/metropolis/feed/", "/topik/feri/feed/", "/penulis/rina/feed/"):
        assert [titles(client, f"{path}{form}") for form in FORMS] == [["Satu"]] * len(FORMS)
        page = client.get(path.removesuffix("feed/")).content.decode()
        assert all(f'href="{path}{form}"' in page for form in FORMS)
    assert read(client, "/samarinda/feed/").feed.link == f"{SITE}/samarinda/"


def test_only_what_is_live_is_in_a_feed(cast: Cast, client: Client) -> None:
    for make_one in (make.draft, make.in_review, make.approved, make.scheduled, make.spiked, make.retracted):
        make_one(headline="Rahasia")
    make.reopened(headline="Terbit", changes={"headline": "Rahasia", "body": "<p>Rahasia</p>"})
    for path in FEEDS:
        assert titles(client, path) == ["Terbit"]
    for path in ALL_FEEDS[:-3]:  # all but those of corrections and retractions
        assert "Rahasia" not in client.get(path).content.decode()


def test_a_topic_that_readers_do_not_have_has_no_feed(cast: Cast, client: Client) -> None:
    make.draft(tags=["rencana rahasia"])
    for path in ("/topik/rencana-rahasia/feed/", "/tidak-ada/feed/", "/penulis/tidak-ada/feed/"):
        assert client.get(path).status_code == 404


def test_a_feed_has_no_more_than_the_newest_thirty(cast: Cast, client: Client) -> None:
    for minute in range(31):
        make.published(headline=f"Nomor {minute}", at=NOON + timedelta(minutes=minute))
    assert titles(client, "/feed/") == [f"Nomor {minute}" for minute in range(30, 0, -1)]


def test_the_corrections_feed_tells_what_was_put_right_and_taken_back(cast: Cast, client: Client) -> None:
    make.published(headline="Pasar", kind="correction", note="Harga cabai diperbaiki.", at=NOON)
    make.published(
        headline="Jalan", kind="update", note="Tanggapan wali kota ditambahkan.", at=NOON - timedelta(days=1)
    )
    make.published(headline="Ejaan", kind="minor", at=NOON)
    make.retracted(headline="Nama anak", ground=RetractionGround.CHILD, note="Dicabut.", at=NOON - timedelta(days=2))
    make.retracted(headline="Hoaks", ground=RetractionGround.SARA, note="Dicabut.", at=NOON - timedelta(days=3))
    assert titles(client, "/ralat/feed/") == titles(client, "/ralat/feed/atom/") == titles(client, "/ralat/feed/json/")
    feed = read(client, "/ralat/feed/")
    assert [entry.title for entry in feed.entries] == [
        "Ralat: Pasar",
        "Pembaruan: Jalan",
        "Pencabutan: Judul disamarkan untuk melindungi yang bersangkutan",
        "Pencabutan: Hoaks",
    ]
    assert feed.entries[0].summary == "Harga cabai diperbaiki."
    assert feed.entries[0].published == "Mon, 02 Nov 2026 12:01:30 +0800"
    assert feed.entries[2].link == f"{SITE}/pencabutan/"
    assert "Melindungi masa depan anak" in feed.entries[2].content[0].value
    assert "nama-anak" not in client.get("/ralat/feed/").content.decode()


def test_corrections_of_a_story_that_was_retracted_since_are_gone(cast: Cast, client: Client) -> None:
    article = make.published(headline="Nama anak", kind="correction")
    workflow.retract(article, by=cast.managing_editor, ground=RetractionGround.CHILD, note="Dicabut.")
    assert [title.partition(":")[0] for title in titles(client, "/ralat/feed/")] == ["Pencabutan"]
    assert "Nama anak" not in client.get("/ralat/feed/").content.decode()


# Asking again


def ask_again(client: Client, path: str, response: HttpResponse) -> list[int]:
    """By ETag, and by time alone as old readers do."""
    return [
        client.get(path, headers={"If-None-Match": response["ETag"]}).status_code,
        client.get(path, headers={"If-Modified-Since": response["Last-Modified"]}).status_code,
    ]


@pytest.mark.parametrize("path", ALL_FEEDS)
def test_who_asks_again_is_told_only_what_is_new(cast: Cast, client: Client, path: str) -> None:
    with time_machine.travel(NOON + timedelta(hours=1), tick=False) as clock:
        article = make.published(kind="correction", at=NOON)
        response = client.get(path)
        assert response["Last-Modified"] == "Mon, 02 Nov 2026 04:01:30 GMT"
        assert response["Cache-Control"] == "public, max-age=60"
        assert not response.cookies
        assert response.get("Vary", "Accept-Encoding") == "Accept-Encoding"
        assert ask_again(client, path, response) == [304, 304]
        clock.shift(timedelta(hours=1))
        published_again(article, cast, headline="Judul baru")
        assert ask_again(client, path, response) == [200, 200]


def test_a_retraction_is_news_to_whoever_asks_by_time_alone(cast: Cast, client: Client) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        make.published(headline="Lama", at=NOON - timedelta(days=1))
        article = make.published(headline="Baru")
        response = client.get("/feed/")
        clock.shift(timedelta(hours=1))
        workflow.retract(article, by=cast.managing_editor, ground=RetractionGround.SARA, note="Dicabut.")
        assert ask_again(client, "/feed/", response) == [200, 200]
        assert titles(client, "/feed/") == ["Lama"]


def test_a_scheduled_story_is_news_from_its_minute_and_shows_nothing_before(cast: Cast, client: Client) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        make.published(at=NOON - timedelta(days=1))
        response = client.get("/feed/")
        make.scheduled(at=NOON + timedelta(hours=1))
        assert ask_again(client, "/feed/", response) == [304, 304]
        clock.shift(timedelta(hours=1))
        assert ask_again(client, "/feed/", response) == [200, 200]


def test_an_empty_newsroom_has_feeds_too(cast: Cast, client: Client) -> None:
    for path in (*FEEDS, "/metropolis/feed/", "/ralat/feed/"):
        assert titles(client, path) == []


def test_a_feed_names_the_hub_that_tells_of_changes(cast: Cast, client: Client, settings: Settings) -> None:
    assert not client.get("/feed/").has_header("Link")
    settings.KATEID_WEBSUB_HUB = "https://hub.example/"
    for path in FEEDS:
        assert client.get(path)["Link"] == f'<https://hub.example/>; rel="hub", <{SITE}{path}>; rel="self"'
    for path in XML_FEEDS:
        assert {"rel": "hub", "href": "https://hub.example/"}.items() <= {
            key: value for link in read(client, path).feed.links for key, value in link.items() if link.rel == "hub"
        }.items()
    assert read_json(client)["hubs"] == [{"type": "WebSub", "url": "https://hub.example/"}]


# Its cost


@pytest.mark.parametrize(
    ("path", "first", "again"), [("/feed/", 6, 4), ("/metropolis/feed/", 7, 5), ("/topik/feri/feed/", 8, 6)]
)
def test_a_feed_costs_the_same_queries_however_much_it_holds(
    cast: Cast, client: Client, django_assert_num_queries: Callable[..., Any], path: str, first: int, again: int
) -> None:
    for _ in range(2):
        for _ in range(3):
            make.published(photo=make.photo_row(), kind="correction")
        with django_assert_num_queries(first):
            response = client.get(path)
        with django_assert_num_queries(again):
            assert client.get(path, headers={"If-None-Match": response["ETag"]}).status_code == 304
