"""What readers' pages and the desk's lists ask of the database: constant numbers, at few stories as at many."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from articles.models import Article, Edition, LeadStory, Ranking
from demo import archive
from tests import make
from tests.cast import Cast
from tests.sizes import FEW, MANY

# Every page asks for the sections of its header and the pages of its footer, and where there is a POPULER for its
# ranking and its stories: two each.
COUNTS = {
    "/": 10,
    "/metropolis/": 8,
    "/samarinda/": 8,
    "/topik/feri/": 7,
    "/penulis/rina/": 7,
    "/indeks/": 9,
    "/ralat/": 6,
    "/pencabutan/": 4,
    "/redaksi/": 4,
    "/kontak/": 3,
    "/tidak-ada/": 4,
    "/luring/": 2,
    "/sw.js": 0,
    "/pencabutan.json": 2,
    "/spekulasi.json": 0,
    "/bagikan.png": 0,
    "/tema.css": 0,
    "/feed/": 6,
    "/feed/atom/": 6,
    "/feed/json/": 6,
    "/metropolis/feed/": 7,
    "/metropolis/feed/atom/": 7,
    "/penulis/rina/feed/": 7,
    "/topik/feri/feed/": 8,
    "/topik/feri/feed/json/": 8,
    "/ralat/feed/": 10,
    "/sitemap.xml": 4,
    "/sitemap/halaman.xml": 3,
    "/sitemap/berita-1.xml": 2,
    "/news-sitemap.xml": 1,
    "/robots.txt": 0,
}
STORY, CHANGED_STORY, RETRACTED_STORY = 8, 9, 4

STORIES = "/admin/articles/article/"
DESK = [
    "/admin/",
    *(f"/admin/articles/{name}/" for name in ("photo", "tag", "section", "author", "editor", "page", "leadstory")),
    *(f"{STORIES}{query}" for query in ("", "?tahap=draft", "?tahap=in_review", "?tahap=published", "?milik=saya")),
    f"{STORIES}?q=naskah",
]


def address(article: Article) -> str:
    return Edition.objects.live().select_related("section").get(article=article).get_absolute_url()


@pytest.mark.usefixtures("stories_from_one")
def test_query_counts_are_constant(cast: Cast, client: Client) -> None:
    photo = make.photo()
    story = make.published(photo=photo)
    LeadStory.objects.create(article=story)
    changed = make.published(kind="correction")
    Ranking.objects.update(articles=[story.pk, changed.pk])
    pages = COUNTS | {
        address(story): STORY,
        address(changed): CHANGED_STORY,
        address(make.retracted()): RETRACTED_STORY,
    }
    at_desk = Client()
    at_desk.force_login(cast.managing_editor)
    desk: list[dict[str, int]] = []
    for more in (FEW, MANY):
        archive.fill(more, report=lambda done: None)
        assert {path: queries_of(client, path) for path in pages} == pages
        desk.append({path: queries_of(at_desk, path) for path in DESK})
    assert desk[0] == desk[1]
    assert max(desk[1].values()) <= 22  # the first page of who keeps every section


def queries_of(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code < 500
    return len(asked)


def test_an_old_address_costs_three_queries(
    cast: Cast, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    article = make.published()
    # For the story, for its section unless another page has it, and for what is known of an old site's addresses.
    with django_assert_num_queries(3):
        assert client.get(f"/lama/lama-{article.pk}/").status_code == 301
