"""What a page's head tells machines is what the page tells readers, and cannot break out of where it stands."""

import io
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import feedparser
import pytest
import time_machine
from django.core.files.storage import default_storage
from django.test import Client
from django.utils.html import conditional_escape
from lxml import etree, html
from PIL import Image
from pytest_django import Settings

from articles.models import Article, ContentClass, DigitalSource, Edition
from articles.syndication.structured_data import Embedded
from tests import make
from tests.cast import Cast

SITE = "http://127.0.0.1:8000"
LATE = datetime(2026, 11, 2, 15, 59, 30, 999999, tzinfo=UTC)  # 23:59 on the newsroom's clock


def address(article: Article) -> str:
    return Edition.objects.live().select_related("section").get(article=article).get_absolute_url()


def page(client: Client, path: str) -> Any:
    response = client.get(path)
    assert response.status_code == 200
    return html.document_fromstring(response.content.decode())


def things(document: Any) -> list[dict[str, Any]]:
    (block,) = document.xpath('//script[@type="application/ld+json"]/text()')
    data = json.loads(block)
    assert data["@context"] == "https://schema.org"
    graph: list[dict[str, Any]] = data["@graph"]
    return graph


def thing(document: Any, type_: str) -> dict[str, Any]:
    (found,) = (thing for thing in things(document) if thing["@type"] == type_)
    return found


def metas(document: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for meta in document.xpath("//head/meta[@content]"):
        found.setdefault(meta.get("property") or meta.get("name"), []).append(meta.get("content"))
    return found


def trail(document: Any) -> list[tuple[int, str, str]]:
    steps = thing(document, "BreadcrumbList")["itemListElement"]
    return [(step["position"], step["name"], step["item"].removeprefix(SITE)) for step in steps]


# Stories


def test_a_news_story_is_described_with_all_that_its_page_prints(cast: Cast, client: Client) -> None:
    photo = make.photo(creator="Rina Oktavia", caption="Sesi foto", credit="Humas Diskominfo")
    article = make.published(
        at=LATE,
        section=cast.samarinda,
        headline="Feri kembali beroperasi",
        subheadline="Sempat berhenti dua pekan",
        photo=photo,
        tags=["feri", "sungai"],
        authors=[make.author("Ana Sari"), make.author("Budi")],
        editor=make.editor("Nur Aini"),
        kind="correction",
        note="Jam berangkat diperbaiki.",
    )
    document = page(client, address(article))
    own = SITE + address(article)
    assert thing(document, "NewsArticle") == {
        "@type": "NewsArticle",
        "@id": own,
        "url": own,
        "mainEntityOfPage": own,
        "headline": "Feri kembali beroperasi",
        "alternativeHeadline": "Sempat berhenti dua pekan",
        "description": "Feri kembali melayani warga.",
        "image": [
            {
                "@type": "ImageObject",
                "url": SITE + photo.main().url,
                "contentUrl": SITE + photo.main().url,
                "width": 160,
                "height": 90,
                "caption": "Sesi foto",
                "creditText": "Humas Diskominfo",
                "creator": {"@type": "Person", "name": "Rina Oktavia"},
                "digitalSourceType": "https://schema.org/DigitalCaptureDigitalSource",
            },
            {
                "@type": "ImageObject",
                "url": SITE + photo.share.url,
                "contentUrl": SITE + photo.share.url,
                "width": 1200,
                "height": 630,
            },
        ],
        "datePublished": "2026-11-02T23:59:30+08:00",
        "dateModified": "2026-11-03T00:00:30+08:00",
        "author": [
            {"@type": "Person", "name": "Ana Sari", "url": f"{SITE}/penulis/ana-sari/"},
            {"@type": "Person", "name": "Budi", "url": f"{SITE}/penulis/budi/"},
        ],
        "editor": {"@type": "Person", "name": "Nur Aini"},
        "publisher": {
            "@type": "NewsMediaOrganization",
            "@id": f"{SITE}/#redaksi",
            "name": "Kate.id",
            "url": f"{SITE}/",
        },
        "articleSection": "Samarinda",
        "keywords": ["feri", "sungai"],
        "inLanguage": "id",
        "contentLocation": {"@type": "Place", "name": "Samarinda"},
        "dateline": "Samarinda",
        "wordCount": 20,
        "isAccessibleForFree": True,
        "copyrightHolder": {"@id": f"{SITE}/#redaksi"},
        "copyrightYear": 2026,
        "correction": [
            {
                "@type": "CorrectionComment",
                "text": "Jam berangkat diperbaiki.",
                "datePublished": "2026-11-03T00:00:30+08:00",
            }
        ],
    }
    assert trail(document) == [
        (1, "Beranda", "/"),
        (2, "Metropolis", "/metropolis/"),
        (3, "Samarinda", "/samarinda/"),
        (4, "Feri kembali beroperasi", address(article)),
    ]


def test_opinion_and_advertising_are_told_from_news(cast: Cast, client: Client) -> None:
    opinion = page(client, address(make.published(content_class=ContentClass.OPINION)))
    assert thing(opinion, "OpinionNewsArticle")
    paid = page(client, address(make.published(content_class=ContentClass.ADVERTORIAL, advertiser="Koperasi Tani")))
    assert thing(paid, "AdvertiserContentArticle")["sponsor"] == {"@type": "Organization", "name": "Koperasi Tani"}
    assert metas(paid)["googlebot-news"] == ["noindex"]
    assert metas(paid)["robots"] == metas(opinion)["robots"] == ["max-image-preview:large"]
    assert "googlebot-news" not in metas(opinion)


@pytest.mark.parametrize(
    ("source", "says"),
    [
        (DigitalSource.AI, "TrainedAlgorithmicMediaDigitalSource"),
        (DigitalSource.EDITED, "CompositeCaptureDigitalSource"),
        (DigitalSource.ART, "DigitalArtDigitalSource"),
    ],
)
def test_a_picture_says_how_it_came_about(cast: Cast, client: Client, source: str, says: str) -> None:
    document = page(client, address(make.published(photo=make.photo(digital_source=source))))
    assert thing(document, "NewsArticle")["image"][0]["digitalSourceType"] == f"https://schema.org/{says}"


def test_a_story_of_little_is_described_without_gaps(cast: Cast, client: Client) -> None:
    body = "<p>Feri kembali berlayar pagi ini.</p>"
    document = page(client, address(make.published(place="", summary="", tags=[], subheadline="", body=body)))
    story = thing(document, "NewsArticle")
    assert story["description"] == "Feri kembali berlayar pagi ini."
    assert not {"image", "keywords", "dateline", "contentLocation", "correction", "alternativeHeadline"} & set(story)
    assert all(value not in (None, "", []) for value in story.values())
    assert [url.partition("?")[0] for url in metas(document)["og:image"]] == [f"{SITE}/bagikan.png"]
    assert metas(document)["twitter:card"] == ["summary_large_image"]


HOSTILE = [
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "]]> & <b>tebal</b> \u2028\u2029",
    "Kutip \"ganda\" dan 'tunggal' \\ 🌊",
    "</title></head>",
]


@pytest.mark.parametrize("headline", HOSTILE)
def test_no_headline_breaks_out_of_the_head(cast: Cast, client: Client, headline: str) -> None:
    path = address(make.published(headline=headline, summary=headline, slug="berita"))
    document = page(client, path)
    story = thing(document, "NewsArticle")
    assert story["headline"] == story["description"] == headline
    assert metas(document)["og:title"] == metas(document)["og:description"] == [headline]
    kinds = [script.get("type") for script in document.xpath("//script")]
    assert set(kinds) <= {"application/ld+json", "module", None}  # the looks of a page, before it is drawn
    assert kinds.count("application/ld+json") == 1


def test_nothing_that_html_could_read_is_left_in_embedded_data() -> None:
    text = conditional_escape(Embedded([{"name": "".join(map(chr, range(0xD800))) + "\u2028\u2029"}]))
    assert not set(text) & set("<>&\u2028\u2029\x00\x0b")
    assert json.loads(text)["@graph"][0]["name"].startswith("\x00\x01")


# Other pages


def test_the_newsroom_says_who_it_is_and_by_which_rules_it_works(
    cast: Cast, client: Client, settings: Settings
) -> None:
    settings.KATEID_COMPANY = "PT Kabar Timur"
    settings.KATEID_ADDRESS = "Jalan Mulawarman 1, Samarinda"
    settings.KATEID_EMAIL = "redaksi@kate.id"
    settings.KATEID_LOGO = "img/favicon.svg"
    settings.KATEID_PROFILES = ["https://www.facebook.com/kate.id"]
    for path in ("/", "/tentang-kami/", "/redaksi/"):
        newsroom = thing(page(client, path), "NewsMediaOrganization")
        assert (newsroom["name"], newsroom["legalName"]) == ("Kate.id", "PT Kabar Timur")
        assert newsroom["address"]["streetAddress"] == "Jalan Mulawarman 1, Samarinda"
        assert newsroom["contactPoint"]["email"] == "redaksi@kate.id"
        assert newsroom["logo"]["url"] == f"{SITE}/static/img/favicon.svg"
        assert newsroom["sameAs"] == ["https://www.facebook.com/kate.id"]
        assert "telephone" not in newsroom
        policies = {name: value for name, value in newsroom.items() if name.endswith(("Policy", "Info", "Principles"))}
        assert len(policies) == 6
        for policy in (*policies.values(), newsroom["masthead"]):
            assert client.get(policy.removeprefix(SITE)).status_code == 200
    assert not page(client, "/kontak/").xpath('//script[@type="application/ld+json"]')


def test_lists_say_where_they_stand(cast: Cast, client: Client) -> None:
    make.published()
    assert trail(page(client, "/samarinda/")) == [
        (1, "Beranda", "/"),
        (2, "Metropolis", "/metropolis/"),
        (3, "Samarinda", "/samarinda/"),
    ]
    assert trail(page(client, "/topik/feri/")) == [(1, "Beranda", "/"), (2, "feri", "/topik/feri/")]
    document = page(client, "/penulis/rina/")
    assert trail(document)[1:] == [(2, "Redaksi", "/redaksi/"), (3, "Rina Oktavia", "/penulis/rina/")]
    person = thing(document, "ProfilePage")["mainEntity"]
    assert (person["name"], person["url"]) == ("Rina Oktavia", f"{SITE}/penulis/rina/")
    assert person["worksFor"]["name"] == "Kate.id"


def test_pages_name_their_feeds(cast: Cast, client: Client) -> None:
    story = make.published()
    site = ["/feed/", "/feed/atom/", "/feed/json/"]
    for path, own in {
        "/": [],
        address(story): [],
        "/kontak/": [],
        "/metropolis/": ["/metropolis/feed/"],
        "/topik/feri/": ["/topik/feri/feed/"],
        "/penulis/rina/": ["/penulis/rina/feed/"],
        "/ralat/": ["/ralat/feed/"],
    }.items():
        links = page(client, path).xpath('//head/link[@rel="alternate"]')
        forms = [f"{feed}{form}" for feed in own for form in ("", "atom/", "json/")]
        assert [link.get("href") for link in links] == forms + site
        for link in links:
            assert client.get(link.get("href"))["Content-Type"].partition(";")[0] == link.get("type")


def test_a_topic_of_few_stories_is_not_for_search_engines(cast: Cast, client: Client) -> None:
    for count in range(1, 4):
        make.published()
        assert metas(page(client, "/topik/feri/"))["robots"] == ["noindex" if count < 3 else "max-image-preview:large"]


# Shared links


def test_a_shared_link_shows_the_storys_picture_as_every_network_takes_it(
    cast: Cast, client: Client, own_media: Any
) -> None:
    photo = make.photo(alt_text="Feri di sungai")
    document = page(client, address(make.published(photo=photo, authors=[make.author("Ana"), make.author("Budi")])))
    told = metas(document)
    names = [meta.get("property") for meta in document.xpath("//head/meta[starts-with(@property, 'og:image')]")]
    assert names == ["og:image", "og:image:type", "og:image:width", "og:image:height", "og:image:alt"]
    assert told["og:image"] == [SITE + photo.share.url]
    assert told["og:image:alt"] == ["Feri di sungai"]
    assert told["twitter:card"] == ["summary_large_image"]
    assert told["article:author"] == [f"{SITE}/penulis/ana/", f"{SITE}/penulis/budi/"]
    with default_storage.open(photo.share.name) as file, Image.open(file) as picture:
        assert told["og:image:type"] == [picture.get_format_mimetype()]
        assert [int(told[f"og:image:{side}"][0]) for side in ("width", "height")] == list(picture.size)
    assert photo.share_bytes < 300_000


def test_a_retracted_story_shares_nothing(cast: Cast, client: Client) -> None:
    response = client.get(address(make.retracted(photo=make.photo())))
    document = html.document_fromstring(response.content.decode())
    assert response.status_code == 410
    assert metas(document)["robots"] == ["noindex"]
    assert not document.xpath('//script[@type="application/ld+json"]')
    assert not {name for name in metas(document) if name.startswith(("og:image", "og:title", "article:"))}


# One time for one story


@pytest.mark.usefixtures("stories_from_one")
def test_the_times_of_a_story_agree_to_the_second_everywhere(cast: Cast, client: Client) -> None:
    with time_machine.travel(LATE + timedelta(hours=1), tick=False):
        article = make.published(kind="update", at=LATE)
        document = page(client, address(article))
        story, told = thing(document, "NewsArticle"), metas(document)
        rss, atom = (
            feedparser.parse(io.BytesIO(client.get(path).content)).entries[0] for path in ("/feed/", "/feed/atom/")
        )
        item = json.loads(client.get("/feed/json/").content)["items"][0]
        news, stories = (
            etree.fromstring(client.get(path).content) for path in ("/news-sitemap.xml", "/sitemap/berita-1.xml")
        )
        api = json.loads(client.get(f"/api/berita/{article.pk}/").content)
        change = feedparser.parse(io.BytesIO(client.get("/ralat/feed/").content)).entries[0]
    published, modified = "2026-11-02T23:59:30+08:00", "2026-11-03T00:00:30+08:00"
    assert document.xpath('//p[@class="story__time"]/time/@datetime') == [published]
    assert modified in document.xpath('//p[@class="change__kind"]/time/@datetime')
    assert (story["datePublished"], story["dateModified"]) == (published, modified)
    assert (told["article:published_time"], told["article:modified_time"]) == ([published], [modified])
    assert (atom.published, atom.updated) == (published, modified)
    assert (item["date_published"], item["date_modified"]) == (published, modified)
    assert (api["firstCreated"], api["versionCreated"]) == (published, modified)
    assert news.xpath("//*[local-name()='publication_date']/text()") == [published]
    for sitemap in (news, stories):
        assert sitemap.xpath("//*[local-name()='lastmod']/text()") == [modified]
    assert rss.published == "Mon, 02 Nov 2026 23:59:30 +0800"
    assert change.published == "Tue, 03 Nov 2026 00:00:30 +0800"
