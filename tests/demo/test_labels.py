"""What others paid for or sent in says so wherever it is linked to (Pedoman Media Siber 6)."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from lxml.html import HtmlElement, fromstring

from accounts import roles
from articles.editorial import revisions, workflow
from articles.editorial.checks import ChecksFailed
from articles.models import ContentClass, Edition
from articles.models.choices import SUPPLIED
from articles.reading.story_links import story_at
from demo import loading, material
from tests import make
from tests.cast import Cast

HOLDERS = ("h1", "h2", "h3", "li", "p", "dd")  # a link and its label stand in one of these
NO_STORIES = ("/static/", "/media/", "/akun/", "/admin/", "/komentar/", "/hak-jawab/", "/penulis/")
BEGINNINGS = ("/", "/ralat/", "/luring/", "/cari/?q=koperasi", "/cari/?q=koprasi", "/cari/?q=humas")
MOST, SUMMARY = 7, "Ringkasan pekan ini"


@pytest.fixture
def labelled(db: None) -> dict[int, str]:
    """Stories of the demo newsroom, in which all labels are used and linked to: label by story."""
    read = material.read()
    kinds = iter(sorted(SUPPLIED - {ContentClass.ADVERTORIAL}))
    published = [story for story in read.stories if story.stage == "published"]
    chosen = [story for story in published if story.advertiser] + published[-MOST:]
    # For speed without pictures, and with few topics.
    stories = [
        replace(story, picture="", gallery=[], tags=story.tags[:1], body=material.PICTURE_IN_BODY.sub("", story.body))
        for story in chosen
    ]
    for number, kind in zip(range(1, MOST), kinds, strict=False):
        stories[number] = replace(stories[number], content_class=kind, advertiser=f"Humas {number}")
    loading.load(replace(read, stories=stories), now=timezone.now())
    told = list(Edition.objects.listed().filter(content_class__in=SUPPLIED).select_related("section"))
    links = "".join(f'<p>Baca juga: <a href="{one.get_absolute_url()}">{one.headline}</a></p>' for one in told)
    absolute = f'<p><a href="{settings.KATEID_SITE_URL}{told[0].get_absolute_url()}">di sini</a></p>'
    rewrite(SUMMARY, links + absolute)
    return {one.article_id: one.label for one in told}


def rewrite(headline: str, more: str) -> None:
    """Publish a story once more, under another headline and with more in its text."""
    edition = Edition.objects.listed().filter(content_class=ContentClass.NEWS).first()
    by = User.objects.filter(groups__name=roles.MANAGING_EDITOR).first()
    assert edition
    assert by
    article = workflow.reopen(edition.article, by=by)
    article.headline, article.body = headline, article.body + more
    authors, tags = article.ordered_authors(), list(article.tags.names())
    revisions.save(article, by=by, authors=authors, tags=tags, base_version=article.version)
    article = workflow.submit(article, by=by)
    workflow.publish(article, by=by, kind="update", note="Ditambah tautan.", confirmed=True)


def pages(client: Client) -> Iterator[tuple[str, HtmlElement]]:
    """Every page with stories that links lead to."""
    waiting, seen = list(BEGINNINGS), set[str]()
    while waiting:
        path = waiting.pop()
        if path in seen or path.startswith(NO_STORIES):
            continue
        seen.add(path)
        response = client.get(path)
        if "Location" in response.headers:
            waiting.append(urljoin(path, response["Location"]))
        if not response["Content-Type"].startswith("text/html") or not response.content:
            continue
        page = fromstring(response.content)
        yield path, page
        for link in page.iter("a"):
            address = urlsplit(urldefrag(urljoin(path, link.get("href", ""))).url)
            if address.netloc in {"", urlsplit(settings.KATEID_SITE_URL).netloc} and address.scheme in {"", "https"}:
                waiting.append(address.path + (f"?{address.query}" if address.query else ""))


def unlabelled(path: str, page: HtmlElement, labels: dict[int, str]) -> Iterator[str]:
    own = story_at(path)
    for link in page.iter("a"):
        number = story_at(link.get("href", ""))
        if number in labels and number != own:
            holder = next(above for above in link.iterancestors() if above.tag in HOLDERS)
            if labels[number] not in holder.text_content():
                yield f"{path}: {link.text_content()}"


@pytest.mark.press_rule("PPMS 6a")
def test_no_link_to_what_was_paid_for_or_sent_in_lacks_its_label(labelled: dict[int, str], client: Client) -> None:
    assert set(labelled.values()) == {str(ContentClass(kind).label) for kind in SUPPLIED}
    shown = dict(pages(client))
    assert not [bare for path, page in shown.items() for bare in unlabelled(path, page, labelled)]
    assert {story_at(link.get("href", "")) for page in shown.values() for link in page.iter("a")} >= labelled.keys()
    check_feeds_and_programs(labelled, client)


def check_feeds_and_programs(labelled: dict[int, str], client: Client) -> None:
    feed = client.get("/feed/json/").json()["items"]
    titles = {item["title"] for item in feed}
    for edition in Edition.objects.listed().filter(article__in=labelled):
        assert f"[{labelled[edition.article_id]}] {edition.headline}" in titles
        genres = client.get(f"/api/berita/{edition.article_id}/").json()["genres"]
        assert [genre["name"] for genre in genres] == [labelled[edition.article_id]]
    offered = client.get("/cari/saran/?q=koperasi tepian").json()["saran"]
    kinds = [one["jenis"] for one in offered if one["teks"].startswith("Koperasi Tepian")]
    assert kinds
    assert "Berita" not in kinds
    for path in ("/feed/", "/feed/atom/"):
        assert "[Rilis pers] " in client.get(path).content.decode()
    summary = next(item for item in feed if item["title"] == SUMMARY)["content_html"]
    assert summary.count("Rilis pers – Humas") == 1


@pytest.mark.press_rule("PPMS 6b")
def test_links_that_somebody_paid_for_are_no_recommendation(cast: Cast, client: Client) -> None:
    links = '<a href="https://toko.example/">Toko</a> <a href="/kontak/">kami</a> <a href="//lain.example">lain</a>'
    make.published(content_class=ContentClass.SPONSORED, advertiser="Toko", body=f"{make.BODY}<p>{links}</p>")
    edition = Edition.objects.get()
    page = client.get(edition.get_absolute_url()).content.decode()
    for shown in (page, client.get(f"/api/berita/{edition.article_id}/").json()["bodies"][0]["value"]):
        assert '<a href="https://toko.example/" rel="sponsored nofollow">' in shown
        assert 'rel="sponsored nofollow">lain' in shown
        assert re.search(r'href="[^"]*/kontak/">kami', shown)


def test_news_recommends_what_it_links_to(cast: Cast, client: Client) -> None:
    make.published(body=make.BODY + '<p><a href="https://sumber.example/">Sumber</a></p>')
    assert "sponsored" not in client.get(Edition.objects.get().get_absolute_url()).content.decode()


def test_a_label_never_changes_as_if_it_were_a_slip_of_the_pen(cast: Cast) -> None:
    paid = {"content_class": ContentClass.ADVERTORIAL, "advertiser": "Toko"}
    article = make.reopened(changes={"content_class": ContentClass.NEWS}, **paid)
    article = workflow.submit(article, by=cast.reporter)
    with pytest.raises(ChecksFailed, match="Label berubah"):
        workflow.publish(article, by=cast.managing_editor, kind="minor", confirmed=True)


def test_templates_draw_links_to_stories_by_the_one_component() -> None:
    bare = re.compile(r'href="\{\{ *[\w.]*(?:edition|story|answer)\.get_absolute_url')
    templates = Path(settings.BASE_DIR, "templates").rglob("*.html")
    assert not [path for path in templates if "admin" not in path.parts and bare.search(path.read_text())]
