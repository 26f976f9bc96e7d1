"""What a readers' page asks of the database: constant numbers, at 30 stories as at 10,000."""

from collections.abc import Callable

from django.test import Client

from articles.demo import archive
from articles.models import Article, Edition, LeadStory
from tests import make
from tests.cast import Cast

# Every page asks for the sections of its header and the pages of its footer: two each.
COUNTS = {
    "/": 7,
    "/metropolis/": 6,
    "/samarinda/": 6,
    "/topik/feri/": 5,
    "/penulis/rina/": 5,
    "/indeks/": 7,
    "/ralat/": 5,
    "/pencabutan/": 3,
    "/redaksi/": 4,
    "/kontak/": 3,
    "/tidak-ada/": 4,
    "/tema.css": 0,
    "/feed/": 5,
    "/feed/atom/": 5,
    "/feed/json/": 5,
    "/metropolis/feed/": 6,
    "/penulis/rina/feed/": 6,
    "/topik/feri/feed/": 7,
    "/ralat/feed/": 7,
    "/sitemap.xml": 3,
    "/sitemap/halaman.xml": 3,
    "/sitemap/berita-1.xml": 1,
    "/news-sitemap.xml": 1,
    "/robots.txt": 0,
}
STORY, CHANGED_STORY, RETRACTED_STORY = 5, 6, 3  # one asks for the comments


def address(article: Article) -> str:
    return Edition.objects.live().select_related("section").get(article=article).get_absolute_url()


def test_query_counts_are_constant(
    cast: Cast, client: Client, django_assert_num_queries: Callable[..., object]
) -> None:
    photo = make.photo()
    story = make.published(photo=photo)
    LeadStory.objects.create(article=story)
    pages = COUNTS | {
        address(story): STORY,
        address(make.published(kind="correction")): CHANGED_STORY,
        address(make.retracted()): RETRACTED_STORY,
    }
    for more in (30, 9_970):
        archive.fill(more, report=lambda done: None)
        for path, count in pages.items():
            with django_assert_num_queries(count, info=f"{path} with {more} more stories"):
                client.get(path)


def test_an_old_address_costs_one_query(
    cast: Cast, client: Client, django_assert_num_queries: Callable[..., object]
) -> None:
    article = make.published()
    with django_assert_num_queries(1):
        assert client.get(f"/lama/lama-{article.pk}/").status_code == 301
