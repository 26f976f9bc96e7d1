"""The preview shows what readers will get, to who may know of the story and to nobody else."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from lxml.html import HtmlElement, fromstring

from articles.editorial import revisions
from articles.models import Article, Author, DigitalSource, Edition, Revision, RevisionKind, Section
from tests import make
from tests.cast import Cast
from tests.forms import STORIES, AtDesk

NOON = datetime(2026, 7, 12, 4, 0, tzinfo=UTC)
PAYLOAD = """"'><script>alert(1)</script><img src=x onerror=alert(1)><svg onload=alert(1)>{{ 7|add:7 }}"""
SHORT = "<img src=x onerror=alert(1)>"


@pytest.fixture
def rina(cast: Cast) -> AtDesk:
    return AtDesk(cast.reporter)


@pytest.fixture
def lukman(cast: Cast) -> AtDesk:
    return AtDesk(cast.editor)


def preview_of(article: Article, revision: Revision | None = None) -> str:
    revision = revision or revisions.latest(article)
    assert revision
    return f"{STORIES}{article.pk}/revisi/{revision.pk}/"


def story_in(html: str) -> str:
    """The story as it is on the page, without what only published ones have: counting, comments, objections."""
    (story,) = re.findall(r'<article class="story.*?</article>', html, re.DOTALL)
    of_readers = (
        r' data-reading="[^"]*"|\s*<section class="comments".*?</section>|\s*<noscript>.*?</noscript>'
        r'|\s*<p class="story__objection">.*?</p>'
    )
    return " ".join(re.sub(of_readers, "", story, flags=re.DOTALL).split())


def public_page(article: Article, client: Client) -> str:
    edition = Edition.objects.live().select_related("section").get(article=article)
    return client.get(edition.get_absolute_url()).content.decode()


def without_large_photos(html: str) -> str:
    """A story without the links that open its photos large, for which there is no page before it is published."""
    html = re.sub(r"<template>.*?</template>", "", html, flags=re.DOTALL)
    return re.sub(r'<a class="photo-link"[^>]*>(.*?)</a>', r"\1", html, flags=re.DOTALL)


def rich(cast: Cast) -> dict[str, Any]:
    """A story with everything that a page can print."""
    return {
        "headline": "Harga cabai “rawit” naik & turun",
        "subheadline": "Pedagang <bingung>",
        "section": cast.samarinda,
        "authors": [cast.reporter.author, make.author("Ani Mariani", code="ani")],
        "place": "Kutai Kartanegara",
        "summary": "Harga naik 10%.",
        "body": "<h2>Pasar</h2><p>Naik &amp; turun <strong>lagi</strong>.</p><ul><li>cabai</li></ul><p>Selesai.</p>",
        "photo": make.photo(digital_source=DigitalSource.ART, taken_at=NOON - timedelta(days=90)),
        "photo_caption": "Pedagang di pasar",
        "tags": ["harga pangan", "cabai"],
        "content_class": "advertorial",
        "advertiser": "Dinas Perdagangan",
    }


@pytest.mark.parametrize("kind", ["rich", "plain"])
def test_the_preview_is_the_page_that_readers_get(cast: Cast, lukman: AtDesk, client: Client, kind: str) -> None:
    with time_machine.travel(NOON, tick=False):
        article = make.approved(**(rich(cast) if kind == "rich" else {}))
        preview = lukman.read(preview_of(article))
        lukman.step(article, "publish")
        public = story_in(public_page(article, client))
        assert public.count('class="photo-link"') == (1 if kind == "rich" else 0)
        assert story_in(preview).split() == without_large_photos(public).split()


def test_the_preview_of_a_change_is_the_page_that_readers_get(cast: Cast, lukman: AtDesk, client: Client) -> None:
    """With the notices of earlier changes and at the address that the story keeps; its own notice comes with it."""
    article = make.published(kind="correction", at=NOON - timedelta(days=2), **rich(cast))
    lukman.step(article, "reopen")
    article = make.edited(article, by=cast.editor, headline="Harga cabai rawit: naik turun", body="<p>Baru.</p>")
    lukman.step(article, "submit")
    preview = lukman.read(preview_of(article))
    assert lukman.step(article, "publish", kind="update", note="Ditambah.").status_code == 302
    public = story_in(public_page(article, client))
    told = r"<div class=\"change change--update\">.*?</div>\s*</div>|<li>\s*<p class=\"change__kind\">Pembaruan.*?</li>"
    assert len(re.findall(told, public, re.DOTALL)) == 2  # above the text, and in the list of changes
    without_news = re.sub(told, "", without_large_photos(public), flags=re.DOTALL)
    assert story_in(preview).split() == without_news.split()


def test_any_revision_can_be_previewed(rina: AtDesk) -> None:
    article = make.draft(headline="Judul semula", tags=["feri"])
    first = revisions.latest(article)
    make.edited(article, headline="Judul kedua", tags=["banjir"])
    page = story_in(rina.read(preview_of(article, first)))
    assert "Judul semula" in page
    assert "Judul kedua" not in page
    assert "/topik/feri/" in page
    assert "/topik/banjir/" not in page


def test_a_text_that_was_kept_aside_can_be_previewed(cast: Cast, rina: AtDesk) -> None:
    article = make.draft()
    opened = rina.open(article)
    make.edited(article, by=cast.editor)
    make.edited(article, by=cast.editor, headline="Judul redaktur")
    rina.save(article, opened, headline="Judul terlambat")
    late = Revision.objects.get(kind=RevisionKind.SET_ASIDE)
    assert "Judul terlambat" in story_in(rina.read(preview_of(article, late)))


@pytest.mark.parametrize("fields", [{}, {"headline": "Judul saja"}, {"body": "<p>Isi saja.</p>"}])
def test_an_incomplete_draft_has_a_preview_too(rina: AtDesk, fields: dict[str, str]) -> None:
    empty: dict[str, Any] = {
        "headline": "",
        "section": None,
        "place": "",
        "summary": "",
        "body": "",
        "authors": [],
        "tags": [],
    }
    article = make.draft(**(empty | fields))
    assert "<h1" in rina.read(preview_of(article))


def test_it_says_that_it_is_a_preview_and_whose_text_it_shows(cast: Cast, rina: AtDesk) -> None:
    with time_machine.travel(NOON, tick=False):
        article = make.draft()
        assert "Pratinjau untuk redaksi: revisi Rina Oktavia, Minggu, 12 Juli 2026 | 12:00 WITA." in rina.read(
            preview_of(article)
        )


def test_a_reporters_preview_credits_no_editor_yet(rina: AtDesk, lukman: AtDesk) -> None:
    article = make.in_review()
    assert "Editor:" not in story_in(rina.read(preview_of(article)))
    assert "Editor: Lukman Maulana" in story_in(lukman.read(preview_of(article)))
    article = make.edited(article, by=lukman.user, editor=make.editor("Nur Aini"))
    assert "Editor: Nur Aini" in story_in(rina.read(preview_of(article)))


def test_it_is_never_cached_never_indexed_and_framed_only_by_the_desk(rina: AtDesk) -> None:
    response = rina.client.get(preview_of(make.draft()))
    assert "no-store" in response["Cache-Control"]
    assert "private" in response["Cache-Control"]
    assert "public" not in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert '<meta name="robots" content="noindex, nofollow">' in response.content.decode()
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]
    assert "unsafe-inline" not in response["Content-Security-Policy"]


def test_outsiders_do_not_get_it(cast: Cast, client: Client) -> None:
    address = preview_of(make.draft())
    assert client.get(address)["Location"] == f"/admin/login/?next={address}"
    for person in (cast.other_reporter, cast.moderator, cast.outsider):
        assert AtDesk(person).client.get(address).status_code == 404
    for person in (cast.editor, cast.other_editor, cast.photo_editor, cast.administrator):
        assert AtDesk(person).client.get(address).status_code == 200


def test_looking_at_it_publishes_nothing(rina: AtDesk) -> None:
    article = make.draft(tags=["topik yang baru"])
    rina.read(preview_of(article))
    assert not Edition.objects.exists()


# Hostile text, wherever somebody can type it


@pytest.fixture
def hostile(cast: Cast, rina: AtDesk) -> Article:
    """A story with hostile text in every field, saved once through the form and once past it."""
    cast.reporter.first_name = SHORT
    cast.reporter.save()
    Author.objects.filter(code="rin").update(name=PAYLOAD[:100])
    Section.objects.filter(slug="metropolis").update(name=SHORT)
    photo = make.photo(caption=PAYLOAD, credit=PAYLOAD[:120], alt_text=PAYLOAD, creator=SHORT)
    article = make.draft(photo=photo)
    body = f"""<p onclick="alert(1)">Isi {PAYLOAD}</p><iframe src="https://jahat.example"></iframe>
        <a href="javascript:alert(1)" onmouseover="alert(1)">tautan</a><form action="//jahat.example"><input></form>
        <style>*{{display:none}}</style><math><mi xlink:href="javascript:alert(1)">x</mi></math>"""
    fields = {
        **dict.fromkeys(("headline", "subheadline", "summary", "photo_caption"), PAYLOAD),
        **dict.fromkeys(("place", "tags"), PAYLOAD[:60]),
        "advertiser": PAYLOAD,
        "content_class": "advertorial",
        "body": body,
    }
    assert rina.save(article, **fields).status_code == 302
    article.refresh_from_db()
    Article.objects.filter(pk=article.pk).update(body=f"{body}<p>lagi</p>")
    article.refresh_from_db()
    Revision.objects.create(
        article=article,
        by=cast.reporter,
        by_name=SHORT,
        version=99,
        content=revisions.content_of(article) | {"body": body, "tags": [SHORT]},
    )
    return article


def dangers(page: HtmlElement) -> list[str]:
    """What a browser would run, or load from elsewhere."""
    found = []
    for element in page.iter():
        if not isinstance(element.tag, str):
            continue
        source = element.get("src") or ""
        if element.tag == "script" and (element.text or "").strip() and element.get("type") != "application/ld+json":
            found.append(f"script: {element.text}")
        if source and not source.startswith(("/", "http://127.0.0.1:8000/")):
            found.append(f"{element.tag} src={source}")
        found += [f"{element.tag} {name}" for name in element.attrib if name.startswith(("on", "srcdoc", "formaction"))]
        found += [
            f"{element.tag} {name}={value}"
            for name, value in element.attrib.items()
            if re.sub(r"\s", "", value).lower().startswith(("javascript:", "data:text", "vbscript:"))
        ]
        if element.tag in {"object", "embed", "base", "svg", "math"} and "alert" in (element.text_content() or ""):
            found.append(element.tag)
        if element.tag == "form" and "jahat" in (element.get("action") or ""):
            found.append("form")
    return found


def test_hostile_text_stays_text_on_every_page_of_the_desk(cast: Cast, rina: AtDesk, hostile: Article) -> None:
    lukman = AtDesk(cast.editor)
    numbers = list(Revision.objects.filter(article=hostile).order_by("pk").values_list("pk", flat=True))
    late = revisions.set_aside(
        Article.objects.get(pk=hostile.pk), by=cast.reporter, authors=[], tags=[SHORT], base_version=1
    )
    story = f"{STORIES}{hostile.pk}"
    addresses = [
        "/admin/",
        STORIES,
        f"{STORIES}?q=script",
        f"{story}/change/",
        f"{story}/history/",
        f"{story}/bandingkan/?dari={numbers[0]}&ke={numbers[-1]}",
        f"{story}/bentrok/{late.pk}/",
        f"{story}/change/?gabung={late.pk}",
        *(f"{story}/revisi/{number}/" for number in numbers),
        f"{story}/langkah/submit/",
        "/admin/articles/photo/",
        f"/admin/articles/photo/{hostile.photo_id}/change/",
        "/admin/articles/author/",
        "/admin/articles/tag/",
        "/admin/articles/section/",
    ]
    for person in (rina, lukman, AtDesk(cast.managing_editor)):
        for address in addresses:
            html = person.read(address)
            assert dangers(fromstring(html)) == [], address
    assert rina.step(hostile, "submit").status_code == 302
    for address in ("/admin/", f"{story}/langkah/publish/", f"{story}/langkah/send_back/", f"{story}/change/"):
        assert dangers(fromstring(lukman.read(address))) == [], address


def test_hostile_text_stays_text_for_readers(cast: Cast, rina: AtDesk, hostile: Article, client: Client) -> None:
    rina.step(hostile, "submit")
    assert AtDesk(cast.editor).step(hostile, "publish").status_code == 302
    edition = Edition.objects.live().select_related("section").get(article=hostile)
    topic = f"/topik/{edition.topics[0]['slug']}/"
    for path in (edition.get_absolute_url(), "/", "/metropolis/", "/penulis/rina/", "/indeks/", topic):
        page = client.get(path)
        assert page.status_code == 200
        assert "&lt;script&gt;" in page.content.decode()
        assert dangers(fromstring(page.content)) == [], path


def test_hostile_names_stay_text_in_what_the_forms_fetch(cast: Cast, rina: AtDesk, hostile: Article) -> None:
    asked = "app_label=articles&model_name=article&field_name"
    for address in (
        f"/admin/autocomplete/?{asked}=authors&term=script",
        f"/admin/autocomplete/?{asked}=photo&term=script",
        f"{STORIES}topik/?q=%22",
    ):
        response = rina.client.get(address)
        assert response["Content-Type"] == "application/json"
        assert response["X-Content-Type-Options"] == "nosniff"
