"""A story's gallery: a list after the text, a page for each photo, all of it gone when the story is."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from lxml.html import HtmlElement, fromstring
from pytest_django import DjangoAssertNumQueries

from articles.editorial import workflow
from articles.models import Article, DigitalSource, Edition, Photo
from tests import make
from tests.cast import Cast


def rows(*photos: Photo, **captions: str) -> list[dict[str, Any]]:
    return [{"photo": photo.pk, "caption": captions.get(f"at{at}", "")} for at, photo in enumerate(photos)]


@pytest.fixture
def photos(cast: Cast) -> list[Photo]:
    return [make.photo_row(caption=caption) for caption in ("Antrean feri", "Dermaga", "Kelotok")]


@pytest.fixture
def story(photos: list[Photo]) -> Article:
    return make.published(gallery=rows(*photos, at1="Dermaga pagi itu"))


def live(article: Article) -> Edition:
    return Edition.objects.live().select_related("section").get(article=article)


def page(client: Client, address: str) -> HtmlElement:
    response = client.get(address)
    assert response.status_code == 200, address
    return fromstring(response.content)


def words(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def test_the_list_stands_after_the_text_in_its_order_with_each_photos_words(story: Article, client: Client) -> None:
    found = page(client, live(story).get_absolute_url())
    assert [words(entry) for entry in found.find_class("gallery__entry")] == [
        "Antrean feri. (Foto: Humas Pemkot Samarinda)",
        "Dermaga pagi itu. (Foto: Humas Pemkot Samarinda)",
        "Kelotok. (Foto: Humas Pemkot Samarinda)",
    ]
    (section,) = found.find_class("gallery")
    assert section.getprevious().get("class") == "prose story__body"


def test_every_photo_has_a_page_that_leads_to_its_neighbours_and_to_the_story(story: Article, client: Client) -> None:
    address = live(story).get_absolute_url()
    links = page(client, address).xpath("//a[@class='gallery__link']/@href")
    assert links == [f"{address}foto/{number}/" for number in (1, 2, 3)]
    second = page(client, links[1])
    assert "Dermaga pagi itu. (Foto: Humas Pemkot Samarinda)" in words(second)
    assert second.xpath("//nav//a[@rel='prev']/@href") == [links[0]]
    assert second.xpath("//nav//a[@rel='next']/@href") == [links[2]]
    assert address in second.xpath("//article//a/@href")
    assert second.xpath("//link[@rel='canonical']/@href")[0].endswith(links[1])
    assert not page(client, links[0]).xpath("//nav//a[@rel='prev']")
    assert not page(client, links[2]).xpath("//nav//a[@rel='next']")


@pytest.mark.parametrize("number", ["4", "0", "01", "-1", "9999", "x"])
def test_there_is_no_page_beyond_the_last_photo(story: Article, client: Client, number: str) -> None:
    assert client.get(f"{live(story).get_absolute_url()}foto/{number}/").status_code == 404


def test_an_old_address_leads_to_the_current_one(story: Article, client: Client) -> None:
    response = client.get(f"/ekonomi/lama-{story.pk}/foto/2/")
    assert response.status_code == 301
    assert response.headers["Location"] == f"{live(story).get_absolute_url()}foto/2/"


def test_a_retracted_storys_photos_are_gone_with_it(story: Article, cast: Cast, client: Client) -> None:
    addresses = [f"{live(story).get_absolute_url()}foto/{number}/" for number in (1, 2, 3)]
    workflow.retract(story, by=cast.managing_editor, ground="trauma_korban", note="Demi keluarga korban.")
    for address in [*addresses, f"/lama/lama-{story.pk}/foto/1/"]:
        response = client.get(address)
        assert response.status_code == 410
        assert "Antrean feri" not in response.content.decode()


@pytest.mark.parametrize("build", [make.draft, make.in_review, make.approved, make.scheduled])
def test_what_is_not_live_has_no_photo_pages(
    cast: Cast, client: Client, photos: list[Photo], build: Callable[..., Article]
) -> None:
    article = build(gallery=rows(*photos))
    assert client.get(f"/metropolis/feri-{article.pk}/foto/1/").status_code == 404


def test_whom_a_sensitive_story_shows_is_not_enlarged(cast: Cast, client: Client, photos: list[Photo]) -> None:
    address = live(make.published(gallery=rows(*photos), is_sensitive=True)).get_absolute_url()
    found = page(client, address)
    assert len(found.find_class("gallery__entry")) == 3
    assert not found.find_class("gallery__link")
    assert not found.xpath("//script[contains(@src, 'gallery')]")
    assert found.xpath("//meta[@name='robots']/@content") == ["max-image-preview:large", "noimageindex"]
    assert client.get(f"{address}foto/1/").status_code == 404


def test_a_withdrawn_photo_leaves_the_list_and_its_page_and_the_others_keep_their_addresses(
    story: Article, client: Client, photos: list[Photo]
) -> None:
    Photo.objects.filter(pk=photos[1].pk).update(withdrawn_at=story.updated_at)
    address = live(story).get_absolute_url()
    links = page(client, address).xpath("//a[@class='gallery__link']/@href")
    assert links == [f"{address}foto/1/", f"{address}foto/3/"]
    assert client.get(f"{address}foto/2/").status_code == 404
    assert page(client, links[0]).xpath("//nav//a[@rel='next']/@href") == [links[1]]


def test_labels_stand_there_too(cast: Cast, client: Client) -> None:
    address = live(make.published(gallery=rows(make.photo_row(digital_source=DigitalSource.AI)))).get_absolute_url()
    for place in (address, f"{address}foto/1/"):
        assert "Gambar dibuat dengan kecerdasan buatan" in words(page(client, place))


def test_feeds_hold_the_photos_after_the_text(story: Article, client: Client) -> None:
    content = client.get("/feed/json/").json()["items"][0]["content_html"]
    assert content.index("kata Siti") < content.index("Antrean feri.") < content.index("Dermaga pagi itu.")


def test_search_finds_a_gallerys_words(story: Article, client: Client) -> None:
    assert "Feri penyeberangan" in client.get("/cari/", {"q": "kelotok"}).content.decode()


def test_a_photo_page_costs_as_much_however_long_the_gallery(
    cast: Cast, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for length in (1, 4):
        article = make.published(gallery=rows(*(make.photo_row() for _ in range(length))))
        address = f"{live(article).get_absolute_url()}foto/1/"
        with django_assert_num_queries(4):
            client.get(address)
