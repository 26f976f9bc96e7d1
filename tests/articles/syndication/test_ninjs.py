"""The JSON API: what readers have, as ninjs 3.1, valid against IPTC's schema, and nothing else."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jsonschema
import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils.html import escape
from pytest_django import DjangoAssertNumQueries, Settings

from articles.models import Article, Author, ContentClass, Edition, EditionKind, RetractionGround
from articles.redirects import rules
from demo import archive
from tests import make
from tests.cast import Cast

LIST = "/api/berita/"
SCHEMA = json.loads((Path(__file__).parent / "schemas/ninjs/ninjs-schema_3.1.json").read_text())
FORMATS = jsonschema.FormatChecker(formats=())


@FORMATS.checks("uri")
def is_uri(text: object) -> bool:
    parts = urlsplit(str(text))
    return bool(parts.scheme and parts.netloc) and str(text).isascii() and " " not in str(text)


@FORMATS.checks("date-time", raises=ValueError)
def is_date_time(text: object) -> bool:
    return datetime.fromisoformat(str(text)).tzinfo is not None and "T" in str(text)


VALIDATOR = jsonschema.Draft202012Validator(SCHEMA, format_checker=FORMATS)


def address(article: Article) -> str:
    return f"{LIST}{article.pk}/"


def item(client: Client, article: Article) -> dict[str, Any]:
    response = client.get(address(article))
    assert response.status_code == 200
    return valid(response.json())


def valid(found: dict[str, Any]) -> dict[str, Any]:
    assert [f"{error.json_path}: {error.message}" for error in VALIDATOR.iter_errors(found)] == []
    return found


def listed(client: Client, query: str = "") -> list[str]:
    return [valid(found)["headlines"][0]["value"] for found in client.get(f"{LIST}{query}").json()["items"]]


def value(texts: list[dict[str, str]], role: str) -> str | None:
    return next((text["value"] for text in texts if text["role"] == role), None)


@pytest.mark.parametrize(
    "wrong",
    [{}, {"uri": "bukan alamat"}, {"uri": "https://kate.id/", "judul": "x"}, {"uri": "https://kate.id/", "version": 1}],
)
def test_the_schema_would_refuse_what_is_wrong(wrong: dict[str, Any]) -> None:
    assert not VALIDATOR.is_valid(wrong)


# One story


def test_a_story_is_told_whole(cast: Cast, client: Client, settings: Settings) -> None:
    settings.KATEID_SITE_URL = "https://kate.id"
    other = make.author("Yanti Noor", code="yan")
    photo = make.photo(focal_x=25, digital_source="digitalArt")
    article = make.published(
        headline="Feri “Mahakam” berlayar",
        subheadline="Dua kali sehari",
        authors=[cast.reporter.author, other],
        section=cast.samarinda,
        tags=["feri", "科学"],
        photo=photo,
        body='<p>Lihat <a href="/redaksi/">redaksi</a> &amp; kapal.</p>',
        at=datetime.fromisoformat("2022-07-12T06:05:07.8+00:00"),
    )
    found = item(client, article)
    assert found["uri"] == f"https://kate.id/api/berita/{article.pk}/"
    assert (found["type"], found["representationType"], found["pubStatus"]) == ("text", "full", "usable")
    assert (found["version"], found["language"], found["by"]) == ("1", "id", "Rina Oktavia, Yanti Noor")
    assert (found["located"], found["copyrightNotice"]) == ("Samarinda", "© 2022 Kate.id")
    assert found["firstCreated"] == found["versionCreated"] == "2022-07-12T14:05:07+08:00"
    assert value(found["headlines"], "main") == "Feri “Mahakam” berlayar"
    assert value(found["headlines"], "sub") == "Dua kali sehari"
    assert value(found["descriptions"], "summary") == "Feri kembali melayani warga."
    (body,) = found["bodies"]
    assert body["value"] == (
        '<p><span class="dateline">SAMARINDA, Kate.id –</span> Lihat <a href="https://kate.id/redaksi/">redaksi</a> '
        '&amp; kapal. <span class="code">(rin/yan)</span></p>'
    )
    assert (body["contentType"], body["charCount"], body["wordCount"]) == ("text/html", 22, 4)
    assert [(subject["name"], subject["rel"]) for subject in found["subjects"]] == [
        ("Samarinda", "section"),
        ("feri", "about"),
        ("科学", "about"),
    ]
    assert found["subjects"][0]["uri"] == "https://kate.id/samarinda/"
    assert found["renditions"][0]["href"] == f"https://kate.id/samarinda/feri-mahakam-berlayar-{article.pk}/"
    (picture,) = found["associations"]
    assert value(picture["descriptions"], "caption") == photo.caption
    assert value(picture["descriptions"], "altText") == photo.alt_text
    assert picture["copyrightNotice"] == "Foto: Humas Pemkot Samarinda"
    assert picture["digitalSourceType"]["uri"].endswith("/digitalArt")
    main, small, share = picture["renditions"]
    assert (main["href"], main["contentType"]) == (f"https://kate.id{photo.main().url}", "image/jpeg")
    assert (main["width"], main["height"], main["poi"]) == (160, 90, {"x": 40, "y": 45})
    assert (small["width"], share["width"], share["height"]) == (160, 1200, 630)
    assert "genres" not in found
    assert "infoSources" not in found


def test_the_pages_it_names_are_there(cast: Cast, client: Client) -> None:
    found = item(client, make.published(photo=make.photo()))
    named = [promise["href"] for promise in found["trustIndicators"]]
    named += [subject["uri"] for subject in found["subjects"]] + [found["renditions"][0]["href"], found["uri"]]
    for href in named:
        assert client.get(urlsplit(href).path).status_code == 200, href


def test_advertising_and_opinion_say_what_they_are(cast: Cast, client: Client) -> None:
    advert = make.published(content_class=ContentClass.ADVERTORIAL, advertiser="Bankaltimtara")
    opinion = make.published(content_class=ContentClass.OPINION)
    for found in (item(client, advert), client.get(LIST).json()["items"][1]):
        assert [genre["name"] for genre in found["genres"]] == ["Advertorial"]
        assert found["genres"][0]["uri"] == "http://cv.iptc.org/newscodes/genre/Advertiser_Supplied"
        assert found["infoSources"] == [{"name": "Bankaltimtara", "role": "advertiser"}]
    assert item(client, opinion)["genres"] == [{"name": "Opini", "uri": "http://cv.iptc.org/newscodes/genre/Opinion"}]


def test_what_readers_were_told_is_told_here(cast: Cast, client: Client) -> None:
    article = make.published(kind=EditionKind.CORRECTION, note="Jumlah feri dua, bukan tiga.")
    found = item(client, article)
    edition = Edition.objects.live().get(article=article)
    assert found["version"] == "2"
    assert datetime.fromisoformat(found["versionCreated"]) == edition.modified_at.replace(microsecond=0)
    assert datetime.fromisoformat(found["firstCreated"]) == edition.published_at.replace(microsecond=0)
    assert value(found["descriptions"], "correction") == "Jumlah feri dua, bukan tiga."
    silent = item(client, make.published(kind=EditionKind.MINOR))
    assert (silent["version"], silent["firstCreated"]) == ("2", silent["versionCreated"])


@pytest.mark.parametrize("ground", [RetractionGround.SARA, RetractionGround.CHILD, RetractionGround.TRAUMA])
def test_a_retracted_story_is_canceled_without_its_text(cast: Cast, client: Client, ground: str) -> None:
    article = make.retracted(
        headline="Siswi Mawar ditemukan",
        body="<p>Mawar, 12 tahun.</p>",
        summary="Ringkasan Mawar",
        tags=["mawar"],
        photo=make.photo(caption="Rumah Mawar"),
        ground=ground,
        note="Dicabut demi keluarga.",
    )
    found = item(client, article)
    assert (found["pubStatus"], found["version"]) == ("canceled", "2")
    assert value(found["descriptions"], "retraction") == "Dicabut demi keluarga."
    assert value(found["descriptions"], "ground") == RetractionGround(ground).label
    assert not {"bodies", "by", "located", "subjects", "associations"} & set(found)
    text = json.dumps(found).lower()
    if ground == RetractionGround.SARA:
        assert value(found["headlines"], "main") == "Siswi Mawar ditemukan"
        assert "12 tahun" not in text
    else:
        assert "mawar" not in text
    assert listed(client) == []


@pytest.mark.parametrize(
    "text",
    ['Judul </script><b>tebal</b> & "kutip"', "Judul 🚤 ]]> \u2028 selesai", "Judul \\ \\u0000 'x'", "İ ﷺ 科学"],
)
def test_any_words_travel_unharmed(cast: Cast, client: Client, text: str) -> None:
    article = make.published(
        headline=text, subheadline=text, summary=text, place=text[:60], body=f"<p>{escape(text)}</p>"
    )
    found = item(client, article)
    assert value(found["headlines"], "main") == text
    assert found["located"] == text[:60]
    assert found["renditions"][0]["href"].isascii()
    assert listed(client) == [text]


# No leak


def test_what_readers_do_not_have_is_not_found(cast: Cast, client: Client) -> None:
    hidden = [make.draft(), make.in_review(), make.approved(), make.scheduled(), make.spiked()]
    for article in hidden:
        response = client.get(address(article))
        assert response.status_code == 404
        assert response["Content-Type"] == "application/json"
        assert response.json() == client.get(f"{LIST}999999999/").json()
    assert listed(client) == []


def test_an_unapproved_change_does_not_show(cast: Cast, client: Client) -> None:
    article = make.reopened(headline="Judul lama", changes={"headline": "RAHASIA", "body": "<p>RAHASIA</p>"})
    assert "RAHASIA" not in json.dumps(item(client, article))
    assert listed(client) == ["Judul lama"]


def test_nothing_is_told_of_the_newsroom_but_what_is_printed(cast: Cast, client: Client) -> None:
    photo = make.photo(creator="Pemotret Rahasia", uploaded_by=cast.photo_editor)
    article = make.published(photo=photo, is_sensitive=True)
    text = json.dumps([item(client, article), client.get(LIST).json()])
    for word in ("Pemotret Rahasia", "Hasan Basri", "hasan", "sensit", "fitri"):
        assert word not in text


# The list


def test_the_list_is_newest_first_and_is_read_to_its_end(cast: Cast, client: Client) -> None:
    archive.fill(45, report=lambda done: None)
    make.published(headline="Paling baru")
    url, seen = LIST, []
    while url:
        page = client.get(url)
        assert page["Content-Type"] == "application/json"
        found = page.json()
        assert all(
            valid(story)["representationType"] == "partial" and "bodies" not in story for story in found["items"]
        )
        seen += [(story["firstCreated"], story["uri"]) for story in found["items"]]
        url = found["next"]
    assert len(seen) == len(set(seen)) == 46
    assert [time for time, _ in seen] == sorted((time for time, _ in seen), reverse=True)


def test_the_list_can_be_of_one_section(cast: Cast, client: Client) -> None:
    make.published(headline="Di Samarinda", section=cast.samarinda)
    make.published(headline="Di Ekonomi", section=cast.ekonomi)
    assert listed(client) == ["Di Ekonomi", "Di Samarinda"]
    assert listed(client, "?rubrik=metropolis") == ["Di Samarinda"]
    assert listed(client, "?rubrik=ekonomi") == ["Di Ekonomi"]
    archive.fill(60, report=lambda done: None)
    found = client.get(f"{LIST}?rubrik=ekonomi").json()
    assert "rubrik=ekonomi" in (found["next"] or "rubrik=ekonomi")


def test_a_section_is_known_by_its_old_address(cast: Cast, client: Client) -> None:
    cast.ekonomi.slug = "bisnis"
    cast.ekonomi.save()
    rules.moved("/ekonomi/", cast.ekonomi, by=cast.managing_editor)
    response = client.get(f"{LIST}?rubrik=ekonomi&sebelum=x")
    assert (response.status_code, response["Location"]) == (301, f"{LIST}?rubrik=bisnis&sebelum=x")


@pytest.mark.parametrize("query", ["rubrik=tidak-ada", "rubrik=%00", "rubrik=" + "a" * 999, "sebelum=x", "sebelum="])
def test_what_cannot_be_asked_is_not_found(cast: Cast, client: Client, query: str) -> None:
    response = client.get(f"{LIST}?{query}")
    assert response.status_code == 404
    assert response.json()["error"] == "not_found"


# How it travels


def same_for_everybody(response: HttpResponse) -> bool:
    return (
        response["Access-Control-Allow-Origin"] == "*"
        and "public" in response["Cache-Control"]
        and not response.cookies
        and response.get("Vary", "Accept-Encoding") == "Accept-Encoding"
    )


def test_who_has_it_already_gets_304(cast: Cast, client: Client) -> None:
    article = make.published()
    for path in (LIST, address(article)):
        first = client.get(path)
        again = client.get(path, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert again["ETag"] == first["ETag"]
        assert same_for_everybody(first)
        assert same_for_everybody(again)
        assert same_for_everybody(client.get(f"{LIST}999999/"))
        assert client.head(path).status_code == 200
        assert client.post(path).status_code == 405
    etag = client.get(address(article))["ETag"]
    make.published()
    assert client.get(LIST, headers={"If-None-Match": first["ETag"]}).status_code == 200
    assert client.get(address(article), headers={"If-None-Match": etag}).status_code == 304


def test_queries_are_constant(cast: Cast, client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    story, changed = make.published(photo=make.photo()), make.published(kind=EditionKind.UPDATE)
    gone = make.retracted()
    for more in (5, 200):
        archive.fill(more, report=lambda done: None)
        for path, count in (
            (LIST, 1),
            (f"{LIST}?rubrik=ekonomi", 2),
            (address(story), 1),
            (address(changed), 2),
            (address(gone), 2),
        ):
            with django_assert_num_queries(count, info=path):
                assert client.get(path).status_code == 200


def test_bylines_stay_as_printed_when_people_change(cast: Cast, client: Client) -> None:
    article = make.published()
    Author.objects.update(name="Nama Baru", is_active=False)
    assert item(client, article)["by"] == "Rina Oktavia"
