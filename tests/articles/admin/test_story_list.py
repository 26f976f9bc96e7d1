"""The list of stories at the desk: what one may know of, and at the same cost however long it grows."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, Edition, Stage
from demo import archive
from tests import make
from tests.cast import Cast
from tests.forms import STORIES, AtDesk
from tests.sizes import FEW, MANY

pytestmark = pytest.mark.both_databases


def listed(person: AtDesk, query: str = "") -> list[str]:
    html = person.read(f"{STORIES}{query}")
    return [
        unescape(name) for name in re.findall(r'<a href="/admin/articles/article/\d+/change/[^"]*">(.*?)</a>', html)
    ]


def row(person: AtDesk, article: Article) -> str:
    """The words of a story's row."""
    (found,) = (
        html
        for html in person.read(STORIES).split("<tr")[1:]
        if f"/admin/articles/article/{article.pk}/change/" in html
    )
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", f"<tr{found}")).split())


@pytest.fixture
def hasan(cast: Cast) -> AtDesk:
    return AtDesk(cast.managing_editor)


def test_a_reporter_finds_their_own_stories_and_those_under_their_name(cast: Cast) -> None:
    make.draft(headline="Begun by Rina")
    make.draft(headline="Under Rina's name", by=cast.other_reporter, authors=[cast.reporter.author])
    make.draft(headline="By Yusuf", by=cast.other_reporter)
    make.published(headline="Published by Yusuf", by=cast.other_reporter)
    assert sorted(listed(AtDesk(cast.reporter))) == ["Begun by Rina", "Under Rina's name"]
    assert len(listed(AtDesk(cast.other_reporter))) == 3


@pytest.mark.parametrize("part", ["editor", "other_editor", "managing_editor", "photo_editor", "administrator"])
def test_the_desks_readers_find_every_story(cast: Cast, part: str) -> None:
    make.draft()
    make.draft(by=cast.other_reporter, section=cast.ekonomi)
    assert len(listed(AtDesk(cast.everybody()[part]))) == 2


def test_a_row_says_what_somebody_looks_for(cast: Cast, hasan: AtDesk) -> None:
    article = make.in_review(headline="Feri kembali", authors=[cast.reporter.author, make.author("Ani Mariani")])
    words = row(hasan, article)
    for part in ("Feri kembali", "Menunggu redaktur", "Metropolis", "Rina Oktavia, Ani Mariani"):
        assert part in words
    nameless = make.draft(headline="", section=None, authors=[])
    assert "(tanpa judul)" in row(hasan, nameless)


def test_the_last_changed_story_stands_first(hasan: AtDesk) -> None:
    now = timezone.now()
    for hours, name in ((3, "Lama"), (1, "Baru"), (2, "Tengah")):
        make.draft(headline=name, at=now - timedelta(hours=hours))
    assert listed(hasan) == ["Baru", "Tengah", "Lama"]


@pytest.mark.parametrize(("part", "ways"), [("reporter", 1), ("photo_editor", 0)])
def test_there_is_one_way_to_a_new_story_for_who_may_write(cast: Cast, part: str, ways: int) -> None:
    assert AtDesk(cast.everybody()[part]).read(STORIES).count(f'href="{STORIES}add/') == ways


def test_each_stage_has_its_list(hasan: AtDesk) -> None:
    for stage in ("draft", "in_review", "approved", "scheduled", "published", "retracted", "spiked"):
        getattr(make, stage)(headline=f"Naskah {stage}")
    make.reopened(headline="Naskah reopened")
    found = {stage: sorted(listed(hasan, f"?tahap={stage}")) for stage in Stage.values}
    expected = {stage: [f"Naskah {stage}"] for stage in Stage.values}
    assert found == expected | {"draft": ["Naskah draft", "Naskah reopened"]}


def test_a_schedule_that_fell_due_is_listed_as_published(hasan: AtDesk) -> None:
    article = make.scheduled(headline="Sudah waktunya")
    with time_machine.travel(article.publish_at or timezone.now()):
        assert listed(hasan, "?tahap=published") == ["Sudah waktunya"]
        assert listed(hasan, "?tahap=scheduled") == []
        assert "Terbit" in row(hasan, article)
        assert "Terjadwal" not in row(hasan, article)


def test_filters_and_search_narrow_each_other(cast: Cast, hasan: AtDesk) -> None:
    make.in_review(headline="Banjir di Samarinda", section=cast.samarinda)
    make.in_review(headline="Banjir harga", section=cast.ekonomi)
    make.draft(headline="Banjir draf", section=cast.samarinda)
    make.draft(headline="Punya Hasan", by=hasan.user, authors=[])
    assert listed(hasan, f"?q=banjir&tahap=in_review&section__id__exact={cast.samarinda.pk}") == ["Banjir di Samarinda"]
    assert listed(hasan, "?milik=saya") == ["Punya Hasan"]
    assert listed(hasan, "?milik=saya&tahap=published") == []


def test_a_list_without_rows_says_so(hasan: AtDesk) -> None:
    assert "Belum ada naskah di sini." in hasan.read(STORIES)


@contextmanager
def asking() -> Iterator[list[str]]:
    """The queries of a page, none of which counts or skips."""
    sql: list[str] = []
    with CaptureQueriesContext(connection) as queries:
        yield sql
    sql += [query["sql"] for query in queries.captured_queries]
    for query in sql:
        assert "COUNT(" not in query.upper(), query
        assert not re.search(r"\bOFFSET\b", query), query


@pytest.fixture
def grow(cast: Cast) -> Callable[[int], None]:
    """Adds so many published stories of several years, and one at every stage."""
    make.photo()

    def add(number: int) -> None:
        archive.fill(number, report=lambda _: None)
        for stage in ("draft", "in_review", "approved", "scheduled", "reopened", "retracted", "spiked"):
            getattr(make, stage)(headline=f"Naskah {stage}")

    return add


DESK = {
    "the list": "",
    "drafts": "?tahap=draft",
    "waiting": "?tahap=in_review",
    "scheduled": "?tahap=scheduled",
    "published": "?tahap=published",
    "one's own": "?milik=saya",
    "a search": "?q=naskah",
    "a search for what nobody wrote": "?q=zzzz",
}


def test_a_page_of_the_list_costs_the_same_however_many_stories_there_are(
    cast: Cast, grow: Callable[[int], None]
) -> None:
    people = {part: AtDesk(cast.everybody()[part]) for part in ("reporter", "editor", "managing_editor")}
    costs = []
    for number in (FEW, MANY):
        grow(number)
        found = {}
        for part, person in people.items():
            for name, query in DESK.items():
                with asking() as queries:
                    person.read(f"{STORIES}{query}")
                found[part, name] = len(queries)
            with asking() as queries:
                person.read("/admin/")
            found[part, "the first page"] = len(queries)
        costs.append(found)
    few, many = costs
    assert many == few
    assert max(many.values()) <= 22


def test_every_page_of_the_list_costs_the_same(cast: Cast, hasan: AtDesk, grow: Callable[[int], None]) -> None:
    """The last as much as the second: a page begins where another ended."""
    grow(400)
    address, costs, seen = STORIES, [], []
    while address:
        with asking() as queries:
            page = hasan.client.get(address)
        costs.append(len(queries))
        seen += [article.pk for article in page.context["cl"].result_list]
        following = page.context["cl"].next_url
        address = f"{STORIES}{following}" if following else ""
    assert len(costs) == 9
    assert len(set(costs)) == 1
    assert sorted(seen) == sorted(Article.objects.values_list("pk", flat=True))


READERS = ["/metropolis/", "/samarinda/", "/ekonomi/", "/indeks/", "/ralat/", "/pencabutan/"]


def test_readers_lists_neither_count_nor_skip(cast: Cast, client: Client, grow: Callable[[int], None]) -> None:
    costs: list[dict[str, int]] = []
    for number in (FEW, MANY):
        grow(number)
        edition = Edition.objects.listed().newest().exclude(section=cast.metropolis)[0]
        addresses = dict.fromkeys(READERS, "") | {
            "topic": f"/topik/{edition.topics[0]['slug']}/",
            "author": f"/penulis/{edition.byline[0]['slug']}/",
        }
        found = {}
        for name, address in addresses.items():
            path: Any = address or name
            for page in ("first", "second"):
                with asking() as queries:
                    response = client.get(path)
                assert response.status_code == 200
                found[f"{name} {page}"] = len(queries)
                older = re.search(r'href="([^"]*)" rel="next"', response.content.decode())
                if older is None:
                    break
                path = unescape(older[1])
        costs.append(found)
    few, many = costs
    assert {name: many[name] for name in few} == few
    assert len(many) > len(few)  # second pages
