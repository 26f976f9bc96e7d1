"""Nothing that is not published reaches a reader, on whichever public address."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit
from uuid import uuid4

import pytest
import time_machine
from django.forms import model_to_dict
from django.test import Client
from lxml.html import fromstring

from articles.editorial import publishing, workflow
from articles.models import Article, Autosave, Edition, LeadStory, Photo
from tests import make
from tests.cast import Cast
from tests.desk.test_doors import Newsroom, doors

SITE = "http://testserver/"
PLACES = ("headline", "subheadline", "place", "summary", "body", "slug", "photo_caption", "advertiser")
HIDDEN = ("draft", "in_review", "approved", "scheduled", "spiked", "reopened")


def token(stage: str, place: str) -> str:
    return f"zq{stage}{place}".replace("_", "")


def secrets(stage: str) -> dict[str, Any]:
    """A story's text with a word in every place that is found nowhere else."""
    words = {place: token(stage, place).capitalize() for place in PLACES}
    photo = make.photo(
        **{place: token(stage, f"file{place}") for place in ("caption", "credit", "alt_text", "creator")}
    )
    return words | {
        "body": f"<p>Warga {words['body']} menyeberang.</p><h2>{token(stage, 'subhead')}</h2>",
        "slug": words["slug"].lower(),
        "content_class": "advertorial",
        "photo": photo,
        "tags": [token(stage, "tag"), "feri"],
    }


@pytest.fixture
def newsroom(cast: Cast) -> Newsroom:
    return Newsroom(cast)


@pytest.fixture
def stories(newsroom: Newsroom) -> dict[str, Article]:
    made = {stage: getattr(make, stage)(**secrets(stage)) for stage in HIDDEN if stage != "reopened"}
    made["reopened"] = make.reopened(headline="Feri zqpublic kembali", changes=secrets("reopened"))
    for article in made.values():  # and somebody is typing in each
        typed = {place: token("typed", place) for place in PLACES} | {"tags": token("typed", "tag")}
        Autosave.objects.create(user_id=article.created_by_id, key=uuid4(), article=article, content=typed)
    for stage in ("scheduled", "reopened", "spiked"):  # no screen would put a spiked story there
        LeadStory.objects.create(article=made[stage])
    return made


class Crawl:
    """Every page that a reader can reach from the front page, and from any address that the site knows."""

    def __init__(self, client: Client, beginnings: list[str]) -> None:
        self.client = client
        self.waiting = [urljoin(SITE, beginning) for beginning in ["/", *beginnings]]
        self.pages: dict[str, str] = {}
        self.statuses: dict[str, int] = {}
        while self.waiting:
            self.visit(self.waiting.pop())

    def visit(self, address: str) -> None:
        if address in self.statuses or not address.startswith(SITE) or urlsplit(address).path.startswith("/static/"):
            return
        response = self.client.get(address.removeprefix(SITE.rstrip("/")))
        self.statuses[address] = response.status_code
        content = response.getvalue() if response.streaming else response.content
        self.pages[address] = (str(response.headers) + content.decode(errors="replace")).lower()
        self.waiting += [urljoin(address, link) for link in links(response, content)]

    def addresses_with(self, word: str) -> list[str]:
        return [address for address, page in self.pages.items() if word in page]


def links(response: Any, content: bytes) -> Iterator[str]:
    if "Location" in response.headers:
        yield response["Location"]
    if not response["Content-Type"].startswith("text/html") or not content:
        return
    for _element, attribute, link, _position in fromstring(content).iterlinks():
        if attribute != "xmlns":
            yield urldefrag(link).url


def beginnings(newsroom: Newsroom) -> list[str]:
    """An example of every public address, from the table of doors."""
    return [newsroom.address(door) for door in doors() if not door.route.startswith("admin/")]


def of_stories(stories: dict[str, Article]) -> list[str]:
    """Addresses that somebody would guess who knows how the site makes them."""
    guesses = [f"/topik/{token(stage, 'tag')}/" for stage in stories]
    guesses += [f"/api/berita/{article.pk}/" for article in stories.values()]
    for stage, article in stories.items():
        slugs = (token(stage, "slug"), publishing.slug_of(article.headline), "x")
        guesses += [f"/{article.section.slug}/{slug}-{article.pk}/" for slug in slugs]
    return guesses


def words_of(stage: str, article: Article) -> list[str]:
    photo = article.photo
    assert photo
    return [f"zq{stage}".replace("_", ""), *(sheet["key"] for sheet in photo.renditions.values())]


@pytest.mark.parametrize("reader", ["anonymous", "outsider"])
def test_no_word_of_an_unpublished_story_is_on_any_public_page(
    newsroom: Newsroom, stories: dict[str, Article], reader: str
) -> None:
    guessed = of_stories(stories)
    crawl = Crawl(newsroom.client(reader), beginnings(newsroom) + guessed)
    assert len(crawl.pages) > 60
    assert max(crawl.statuses.values()) < 500
    assert crawl.addresses_with("zqpublic")  # what is published is found
    found = {
        word: crawl.addresses_with(word) for stage, article in stories.items() for word in words_of(stage, article)
    } | {"zqtyped": crawl.addresses_with("zqtyped")}
    # An address that was guessed may itself be repeated by the page that knows nothing of it.
    assert {
        word: where for word, where in found.items() if set(where) - {urljoin(SITE, path) for path in guessed}
    } == {}


def test_guessing_addresses_finds_nothing(newsroom: Newsroom, stories: dict[str, Article], client: Client) -> None:
    for stage, article in stories.items():
        answers = {path: client.get(path) for path in of_stories({stage: article})}
        topic = answers.pop(f"/topik/{token(stage, 'tag')}/")
        assert topic.status_code == 404
        expected = {200, 301} if stage == "reopened" else {404}  # its public edition, from the API and at its address
        assert {response.status_code for response in answers.values()} == expected
        for path, response in answers.items():
            page = (str(response.headers) + response.content.decode()).lower()
            assert token(stage, "body") not in page
            assert token(stage, "headline") not in page.replace(path, "")


def test_only_the_ids_of_public_stories_lead_anywhere(
    newsroom: Newsroom, stories: dict[str, Article], client: Client
) -> None:
    live = set(Edition.objects.live().values_list("article_id", flat=True))
    last = Article.objects.order_by("-pk")[0].pk
    found = {pk for pk in range(1, last + 5) if client.get(f"/metropolis/x-{pk}/").status_code != 404}
    assert found == live


def test_the_desk_shows_strangers_nothing_of_it_either(
    newsroom: Newsroom, stories: dict[str, Article], client: Client
) -> None:
    for article in stories.values():
        revision = article.revisions.first()
        for page in ("change/", "history/", f"revisi/{revision.pk}/", "langkah/publish/", "delete/"):
            path = f"/admin/articles/article/{article.pk}/{page}"
            response = client.get(path)
            assert (response.status_code, response["Location"]) == (302, f"/admin/login/?next={path}")


def test_a_scheduled_story_is_found_from_its_minute_on(
    newsroom: Newsroom, stories: dict[str, Article], client: Client
) -> None:
    """And so the crawl would have found a leak."""
    due = stories["scheduled"].publish_at
    assert due is not None
    words = {token("scheduled", place) for place in (*PLACES, "subhead", "tag", "filecredit", "filealttext")}
    with time_machine.travel(due - timedelta(seconds=1), tick=False):
        before = Crawl(client, beginnings(newsroom))
    with time_machine.travel(due, tick=False):
        after = Crawl(client, beginnings(newsroom))
    assert {word for word in words if before.addresses_with(word)} == set()
    assert {word for word in words if not after.addresses_with(word)} == set()
    assert any(token("scheduled", "headline") in after.pages[address] for address in (SITE, f"{SITE}metropolis/"))


def test_a_change_is_found_when_it_is_published(
    cast: Cast, newsroom: Newsroom, stories: dict[str, Article], client: Client
) -> None:
    article = workflow.submit(stories["reopened"], by=cast.reporter)
    workflow.publish(article, by=cast.editor, kind="update", note="Jadwal baru.")
    crawl = Crawl(client, beginnings(newsroom))
    assert crawl.addresses_with(token("reopened", "body"))
    assert crawl.addresses_with("zqpublic") == []


def test_a_topic_or_section_that_only_drafts_have_shows_nothing_of_them(cast: Cast, client: Client) -> None:
    section = make.section("Rubrik Rahasia Baru")
    make.draft(section=section, headline="Zqrahasia", tags=["zqtopik"], authors=[make.author("Penulis Baru")])
    assert client.get("/topik/zqtopik/").status_code == 404
    for path in (f"/{section.slug}/", "/penulis/penulis-baru/"):
        response = client.get(path)
        assert response.status_code == 200
        assert "zqrahasia" not in response.content.decode().lower()


def test_a_photos_own_file_name_is_kept_nowhere(cast: Cast, client: Client, own_media: Path) -> None:
    """It may say who a story is about."""
    client.force_login(cast.reporter)
    upload = make.picture()
    upload.name = "korban-zqnama.jpg"
    fields = {"caption": "Feri", "credit": "Rina", "rights": "own", "digital_source": "digitalCapture"}
    response = client.post("/admin/articles/photo/add/", fields | {"focal_x": 50, "focal_y": 50, "upload": upload})
    assert response.status_code == 302
    photo = Photo.objects.get()
    assert "zqnama" not in str(model_to_dict(photo)) + str(photo.renditions) + photo.original
    written = [path for path in own_media.parent.rglob("*") if path.is_file()]
    assert written
    assert not [path for path in written if b"zqnama" in path.read_bytes() or "zqnama" in path.name]
