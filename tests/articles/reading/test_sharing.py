"""What others show of a page that somebody shared: a title of its own, and a picture, whether it has a photo or not."""

import re
from io import BytesIO

import pytest
from django.conf import settings
from django.test import Client
from PIL import Image
from pytest_django import Settings

from articles.models import Article, Edition
from tests import make
from tests.cast import Cast


def address(article: Article) -> str:
    return Edition.objects.live().select_related("section").get(article=article).get_absolute_url()


def shared(client: Client, path: str) -> dict[str, str]:
    """By property; each stands once."""
    found = re.findall(r'<meta property="og:([a-z:]+)" content="([^"]*)">', client.get(path).content.decode())
    assert len(dict(found)) == len(found)
    return dict(found)


def picture(client: Client, url: str) -> Image.Image:
    response = client.get(url.removeprefix(settings.KATEID_SITE_URL))
    assert response["Content-Type"] == "image/png"
    return Image.open(BytesIO(response.content))


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/metropolis/", "Metropolis – "),
        ("/penulis/rina/", "Rina Oktavia – "),
        ("/topik/ikn/", "ikn – "),
        ("/redaksi/", "Redaksi – "),
        ("/ralat/", "Ralat dan pembaruan – "),
        ("/pencabutan/", "Pencabutan berita – "),
        ("/", "Kate.id – "),
    ],
)
def test_every_page_has_a_title_and_a_picture(cast: Cast, client: Client, path: str, title: str) -> None:
    make.published(tags=["ikn"])
    found = shared(client, path)
    assert found["title"].startswith(title)
    assert (
        picture(client, found["image"]).size == (int(found["image:width"]), int(found["image:height"])) == (1200, 630)
    )


def test_a_story_shows_its_photo_and_without_one_the_newsroom_s_picture(cast: Cast, client: Client) -> None:
    with_photo = make.published(photo=make.photo())
    assert shared(client, address(with_photo))["image:type"] == "image/jpeg"
    found = shared(client, address(make.published(photo=None)))
    assert picture(client, found["image"]).size == (1200, 630)


@pytest.mark.parametrize("name", ["Kb", "Kabar Pedalaman Mahakam Ulu, Kutai Barat, dan Sekitarnya Setiap Hari"])
def test_the_whole_name_stands_on_the_newsroom_s_colour(client: Client, settings: Settings, name: str) -> None:
    settings.KATEID_SITE_NAME, settings.KATEID_ACCENT = name, "#0b5d3b"
    drawn = picture(client, "/bagikan.png").convert("RGB")
    ground = (0x0B, 0x5D, 0x3B)
    left, right = drawn.crop((0, 0, 80, 600)), drawn.crop((1120, 0, 1200, 600))
    assert left.getcolors() == [(80 * 600, ground)]
    assert right.getcolors() == [(80 * 600, ground)]
    letters = drawn.crop((80, 100, 1120, 400)).getcolors(300_000)
    assert letters
    assert (255, 255, 255) in {colour for _count, colour in letters}


def test_another_name_has_another_address_and_each_is_kept_for_ever(
    cast: Cast, client: Client, settings: Settings
) -> None:
    first = shared(client, "/redaksi/")["image"]
    assert "immutable" in client.get(first.removeprefix(settings.KATEID_SITE_URL))["Cache-Control"]
    assert "immutable" not in client.get("/bagikan.png?lama")["Cache-Control"]
    settings.KATEID_TAGLINE = "Kabar dari hulu"
    assert f"/bagikan.png?{first.rpartition('?')[2]}" not in client.get("/ralat/").content.decode()
