"""The front page: what editors put on top, then everything by time, and nothing twice."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from articles.models import Article, LeadStory
from tests import make
from tests.cast import Cast


def headlines(html: str) -> list[str]:
    return re.findall(r'class="card__headline"[^>]*><a [^>]*>([^<]*)</a>', html)


def main_of(client: Client) -> str:
    response = client.get("/")
    assert response.status_code == 200
    return response.content.decode().partition("<main")[2]


def lead(article: Article, position: int) -> None:
    LeadStory.objects.create(article=article, position=position)


@pytest.fixture
def stories(cast: Cast) -> list[Article]:
    """Twenty-four stories an hour apart, the newest last."""
    start = timezone.now() - timedelta(days=2)
    sections = (cast.metropolis, cast.samarinda, cast.ekonomi)
    return [
        make.published(headline=f"Berita {n}", at=start + timedelta(hours=n), section=sections[n % 3])
        for n in range(24)
    ]


def test_chosen_leads_come_first_in_their_order_and_the_newest_follow(client: Client, stories: list[Article]) -> None:
    lead(stories[3], 2)
    lead(stories[0], 1)
    assert headlines(main_of(client))[:5] == ["Berita 0", "Berita 3", "Berita 23", "Berita 22", "Berita 21"]


def test_a_lead_that_is_not_live_leaves_its_place_to_the_next(
    cast: Cast, client: Client, stories: list[Article]
) -> None:
    """Scheduled, retracted and unpublished stories may be chosen, but never show."""
    for position, article in enumerate(
        [make.scheduled(headline="Nanti"), make.retracted(headline="Dicabut"), make.draft(headline="Draf"), stories[5]]
    ):
        lead(article, position)
    html = main_of(client)
    assert headlines(html)[0] == "Berita 5"
    assert not {"Nanti", "Dicabut", "Draf"} & set(headlines(html))


def test_no_story_stands_on_the_page_twice(client: Client, stories: list[Article]) -> None:
    """Leads, river and the sections' blocks share the stories; POPULER alone repeats."""
    lead(stories[1], 1)
    html = main_of(client)
    before, _, rest = html.partition('<aside class="aside"')
    shown = headlines(before + rest.partition("</aside>")[2])
    assert len(shown) == len(set(shown))
    assert shown[5:15] == [f"Berita {n}" for n in range(19, 9, -1)]


def test_each_section_has_a_block_of_its_own_and_its_subsections_stories(
    client: Client, stories: list[Article]
) -> None:
    _, _, blocks = main_of(client).partition('<div class="blocks">')
    metropolis, _, ekonomi = blocks.partition('id="rubrik-ekonomi"')
    assert headlines(metropolis) == ["Berita 7", "Berita 6", "Berita 4", "Berita 3"]
    assert headlines(ekonomi) == ["Berita 8", "Berita 5", "Berita 2"]


def test_terkini_and_populer_have_entries(client: Client, stories: list[Article]) -> None:
    html = main_of(client)
    assert headlines(html.partition("Terkini</h2>")[2])
    assert headlines(html.partition("Populer</h2>")[2])


def test_a_young_newsroom_sees_no_empty_heading(cast: Cast, client: Client) -> None:
    """With one story there is no river and no block, and no heading for them."""
    make.published(headline="Satu-satunya")
    html = main_of(client)
    assert "Terkini</h2>" not in html
    for block in _sections(html):
        assert headlines(block)


def test_an_empty_newsroom_says_so(cast: Cast, client: Client) -> None:
    assert "Belum ada berita." in main_of(client)


def test_a_stylesheet_brings_the_newsrooms_colour_and_may_be_kept_for_ever(cast: Cast, client: Client) -> None:
    """Its address changes with the colour."""
    link = re.search(r'href="(/tema\.css\?\w+)"', client.get("/").content.decode())
    assert link
    named, bare = client.get(link[1]), client.get("/tema.css")
    assert named["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in named["Cache-Control"]
    assert "immutable" not in bare["Cache-Control"]
    assert named.content == bare.content


def test_a_logo_takes_the_place_of_the_name_in_letters(cast: Cast, client: Client, settings: Settings) -> None:
    settings.KATEID_LOGO = "img/favicon.svg"
    assert (
        '<img class="wordmark__logo" src="/static/img/favicon.svg" alt="Kate.id">' in client.get("/").content.decode()
    )


def _sections(html: str) -> Iterator[str]:
    return (part.partition("</section>")[0] for part in html.split("<section")[1:])
