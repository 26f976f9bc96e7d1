"""A query whose SQL is written once answers as if it were written anew for each value."""

from datetime import datetime, timedelta
from functools import partial

import pytest
from django.db import connection, models
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Edition
from pagecache.compiled_queries import compiled_query
from tests import make
from tests.cast import Cast, present
from tests.together import together

pytestmark = pytest.mark.both_databases


@compiled_query(at=models.DateTimeField(), article=models.BigIntegerField())
def live(at: datetime, article: int) -> QuerySet[Edition]:
    return Edition.objects.live(at).filter(article=article).select_related("section__parent", "photo")


@compiled_query(at=models.DateTimeField())
def headlines(at: datetime) -> QuerySet[Edition, str]:
    return Edition.objects.live(at).order_by("headline").values_list("headline", flat=True)


def test_each_asking_brings_its_own_values(cast: Cast) -> None:
    one, other = make.published(headline="Feri", photo=make.photo()), make.published(headline="Pasar")
    now = timezone.now()
    for article in (one, other, one):
        [edition] = live(now, article.pk)
        assert (edition.article_id, edition.headline) == (article.pk, article.headline)
    assert live(now, one.pk + other.pk) == []
    assert live(now - timedelta(days=1), one.pk) == []
    assert headlines(now) == ["Feri", "Pasar"]


def test_its_rows_are_as_complete_as_others(cast: Cast) -> None:
    article = make.published(section=cast.samarinda, photo=make.photo(), body="<p>Feri berlayar.</p>")
    now = timezone.now()
    expected = Edition.objects.select_related("section__parent", "photo").get(article=article)
    with CaptureQueriesContext(connection) as asked:
        [edition] = live(now, article.pk)
        found = [edition, edition.section, edition.section.parent, edition.photo]
    assert len(asked) == 1
    for one, other in zip(found, [expected, expected.section, expected.section.parent, expected.photo], strict=True):
        assert one is not None
        assert other is not None
        fields = one._meta.concrete_fields
        assert [getattr(one, field.attname) for field in fields] == [getattr(other, field.attname) for field in fields]


def test_it_sees_what_was_written_since(cast: Cast) -> None:
    assert headlines(timezone.now()) == []
    make.published(headline="Feri")
    assert headlines(timezone.now()) == ["Feri"]


def test_connections_do_not_get_into_each_others_way(own_database: None) -> None:
    present()
    articles = [make.published(headline=f"Berita {n}").pk for n in range(4)]

    def ask(article: int) -> set[int]:
        return {edition.article_id for _ in range(50) for edition in live(timezone.now(), article)}

    assert together(*(partial(ask, article) for article in articles)) == [{article} for article in articles]
