"""Videos: a link that stands alone becomes a panel, its player comes from an allowed host and only after a click."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from lxml.html import fromstring

from articles.models import Edition, Photo
from articles.photos import rights
from articles.videos import HOSTS, video_at
from tests import make
from tests.cast import Cast

PLAYER = "https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ?autoplay=1"
LINK = "https://www.youtube.com/watch?v=aqz-KE-bpKQ"


@pytest.mark.parametrize(
    ("link", "player"),
    [
        (LINK, PLAYER),
        ("https://www.youtube.com/watch?app=desktop&v=aqz-KE-bpKQ&t=12s", PLAYER),
        ("http://m.youtube.com/watch?v=aqz-KE-bpKQ", PLAYER),
        ("https://youtu.be/aqz-KE-bpKQ?si=x", PLAYER),
        ("https://youtube.com/shorts/aqz-KE-bpKQ", PLAYER),
        ("https://www.youtube.com/live/aqz-KE-bpKQ", PLAYER),
        ("https://vimeo.com/76979871", "https://player.vimeo.com/video/76979871?autoplay=1&dnt=1"),
    ],
)
def test_links_that_people_copy_lead_to_their_player(link: str, player: str) -> None:
    video = video_at(link)
    assert video
    assert video.player == player


@pytest.mark.parametrize(
    "link",
    [
        "https://www.youtube.com/",
        "https://www.youtube.com/@kateid",
        "https://www.youtube.com/watch?v=terlalu-pendek-tidak",
        "https://www.youtube.com/watch?v=aqz-KE-bpK%22",
        "https://youtube.com.jahat.example/watch?v=aqz-KE-bpKQ",
        "https://jahat.example/youtube.com/watch?v=aqz-KE-bpKQ",
        "https://www.youtube.com@jahat.example/watch?v=aqz-KE-bpKQ",
        "javascript://www.youtube.com/watch?v=aqz-KE-bpKQ",
        "ftp://youtu.be/aqz-KE-bpKQ",
        "//[",
        "https://vimeo.com/channels/staffpicks",
        "/watch?v=aqz-KE-bpKQ",
    ],
)
def test_any_other_link_is_no_video(link: str) -> None:
    assert video_at(link) is None


def test_players_come_from_the_hosts_of_the_list_alone() -> None:
    assert {host.origin for host in HOSTS} == {"https://www.youtube-nocookie.com", "https://player.vimeo.com"}


@pytest.fixture
def open_story(client: Client) -> Callable[[str], object]:
    def opened(body: str) -> object:
        article = make.published(body=body)
        edition = Edition.objects.select_related("section").get(article=article)
        return client.get(edition.get_absolute_url())

    return opened


@pytest.mark.parametrize(
    ("paragraph", "says"),
    [
        (f'<p><a href="{LINK}">Rekaman dari perahu</a></p>', "Rekaman dari perahu"),
        (f'<p><a href="{LINK}">{LINK}</a></p>', "Video di YouTube"),
        (f"<p>{LINK}</p>", "Video di YouTube"),
        ("<p>https://www.youtube.com/watch?a=1&amp;v=aqz-KE-bpKQ<br></p>", "Video di YouTube"),
    ],
)
def test_a_link_alone_becomes_a_panel_that_asks_nobody(
    cast: Cast, open_story: Callable[[str], object], paragraph: str, says: str
) -> None:
    response = open_story(f"<p>Awal.</p>{paragraph}<p>Akhir.</p>")
    page = fromstring(response.content)  # type: ignore[attr-defined]
    (link,) = page.find_class("video__link")
    assert link.get("data-player") == PLAYER
    assert link.find_class("video__words")[0].text == says
    assert link.get("href").startswith("https://www.youtube.com/watch?")
    assert not page.xpath("//iframe")
    assert not page.xpath("//*[starts-with(@src, 'https:')]")


def test_a_link_among_words_stays_a_link(cast: Cast, open_story: Callable[[str], object]) -> None:
    response = open_story(f'<p>Lihat <a href="{LINK}">rekamannya</a>.</p>')
    assert not fromstring(response.content).find_class("video__link")  # type: ignore[attr-defined]


def frames(response: object) -> list[str]:
    policy = response.headers["Content-Security-Policy"]  # type: ignore[attr-defined]
    return re.findall(r"frame-src ([^;]*)", policy)


def test_only_a_page_with_a_video_lets_a_player_in_and_only_its_own(
    cast: Cast, client: Client, open_story: Callable[[str], object]
) -> None:
    assert frames(open_story(f"<p>{LINK}</p>")) == ["https://www.youtube-nocookie.com"]
    assert frames(open_story("<p>https://vimeo.com/76979871</p>")) == ["https://player.vimeo.com"]
    assert frames(open_story(f'<p>Lihat <a href="{LINK}">rekamannya</a>.</p>')) == []
    assert frames(client.get("/")) == []


# With a picture of its own


def pictured(photo: Photo, caption: str = LINK) -> str:
    return f'<p>Awal.</p><figure data-photo="{photo.pk}"><figcaption>{caption}</figcaption></figure>'


def test_a_photo_whose_caption_is_a_link_to_a_video_is_its_picture(
    cast: Cast, open_story: Callable[[str], object]
) -> None:
    photo = make.photo(caption="Feri di dermaga", credit="Rina")
    response = open_story(pictured(photo))
    page = fromstring(response.content)  # type: ignore[attr-defined]
    (link,) = page.find_class("video__link")
    (panel,) = page.find_class("video")
    assert link.get("data-player") == PLAYER
    assert link.find_class("video__words")[0].text == "Video di YouTube"
    assert link.xpath(".//img/@src") == [photo.files("inline", "jpeg")[0].url]
    assert panel.xpath("./figcaption")[0].text_content() == "Feri di dermaga. (Foto: Rina)"
    assert not page.find_class("inner-photo")
    assert frames(response) == ["https://www.youtube-nocookie.com"]
    assert page.xpath("//script[contains(@src, 'video')]")


def test_a_caption_with_other_words_is_a_caption(cast: Cast, open_story: Callable[[str], object]) -> None:
    response = open_story(pictured(make.photo(), f"Lihat {LINK}"))
    page = fromstring(response.content)  # type: ignore[attr-defined]
    assert page.find_class("inner-photo")
    assert not page.find_class("video__link")


def test_a_video_loses_its_picture_with_the_photo_and_stays(cast: Cast, client: Client) -> None:
    photo = make.photo()
    edition = Edition.objects.select_related("section").get(article=make.published(body=pictured(photo)))
    rights.withdraw(photo, by=cast.photo_editor, reason="Keluarga meminta")
    page = fromstring(client.get(edition.get_absolute_url()).content)
    assert page.find_class("video__link")
    assert not page.xpath("//figure[@class='video']//img")


def test_elsewhere_the_picture_stands_before_a_plain_link(cast: Cast, client: Client) -> None:
    photo = make.photo()
    make.published(body=f"{pictured(photo)}<p>Akhir.</p>")
    text = client.get("/feed/json/").json()["items"][0]["content_html"]
    assert photo.main().url in text
    assert f'<p><a href="{LINK}">Video di YouTube</a></p>' in text
    assert f"<figcaption>{LINK}" not in text


def test_elsewhere_it_is_a_plain_link(cast: Cast, client: Client) -> None:
    make.published(body=f'<p>Awal.</p><p><a href="{LINK}">Rekaman</a></p>')
    text = client.get("/feed/json/").json()["items"][0]["content_html"]
    assert f'<a href="{LINK}">Rekaman</a>' in text
    assert "player" not in text
