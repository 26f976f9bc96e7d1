"""What many pages have in common is made once, and anew when it changes, or when all pages are forgotten."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Article, Edition, Section
from pagecache import EVERY_PAGE, invalidate
from tests import make
from tests.cast import Cast

pytestmark = pytest.mark.both_databases


def address(article: Article) -> str:
    return Edition.objects.live().select_related("section").get(article=article).get_absolute_url()


def questions(reader: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert reader.get(path).status_code == 200
    return len(asked)


def test_a_story_asks_two_questions_when_another_was_shown_before(own_cast: Cast, reader: Client) -> None:
    first, second = address(make.published()), address(make.published())
    assert questions(reader, first) > 2
    assert questions(reader, second) == 2  # for itself and for what it leads on to


def test_what_was_changed_by_sql_is_seen_when_pages_are_forgotten(own_cast: Cast, reader: Client) -> None:
    article = make.published(headline="Feri kembali")
    reader.get("/")
    Section.objects.filter(pk=own_cast.metropolis.pk).update(name="Kota Raya")
    invalidate(EVERY_PAGE)
    for path in ("/", "/metropolis/", address(article)):
        page = reader.get(path).content.decode()
        assert "Kota Raya</a>" in page
        assert "Metropolis</a>" not in page
