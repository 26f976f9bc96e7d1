"""A query whose SQL is written once answers as if it were written anew for each value."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import pytest
from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Edition
from articles.reading import story_page
from articles.reading.views import detail, front, lists
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


def articles(at: datetime, article: int) -> QuerySet[Edition]:
    return Edition.objects.live(at).filter(article=article)


REFUSED = {
    "a slice": lambda at, n: Edition.objects.live(at)[:n],
    "a list": lambda at, n: Edition.objects.live(at).filter(article__in=n),
    "a text made of it": lambda at, n: Edition.objects.live(at).filter(headline=f"Berita {n}"),
    "no comparison": lambda at, n: Edition.objects.live(at),
    "nothing found": lambda at, n: articles(at, n).none(),
}


@pytest.mark.parametrize("build", REFUSED.values(), ids=REFUSED)
def test_a_query_whose_sql_depends_on_a_value_is_refused(
    db: None, build: Callable[[datetime, int], QuerySet[Edition]]
) -> None:
    query = compiled_query(at=models.DateTimeField(), n=models.BigIntegerField())(build)
    with pytest.raises((TypeError, EmptyResultSet)):
        query(timezone.now(), 1)


@pytest.mark.parametrize("value", [None, [1], (1, 2)])
def test_only_single_values_are_compared(cast: Cast, value: object) -> None:
    live(timezone.now(), 1)
    with pytest.raises(TypeError, match="article"):
        live(timezone.now(), value)


def test_every_compiled_query_finds_what_its_queryset_finds(cast: Cast) -> None:
    """Also those of pages: with a new Django, this says first whether compilers still are what they were."""
    stories = [make.published(headline=f"Berita {n}", section=cast.samarinda) for n in range(3)]
    now, newest = timezone.now(), Edition.objects.latest("pk")
    besides = [newest.pk] * (front.LEADS + front.RIVER)
    for query, values in [
        (live, (now, stories[0].pk)),
        (headlines, (now,)),
        (detail.live_edition, (now, stories[1].pk)),
        (story_page.past_editions, (now, stories[1].pk)),
        (front.newest_stories, (now,)),
        (front.sections_with_newest, (now, *besides)),
        (lists.IN_SECTION._first, (now, cast.samarinda.pk)),
        (lists.IN_SECTION._later, (now, cast.samarinda.pk, now, newest.pk)),
    ]:
        for _again in range(2):
            assert query(*values) == list(query._build(*values))
