"""/admin/pembaca/: how the whole newsroom is read, beside a week before, in constant queries and never by whom."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.audience import pageviews
from articles.audience.pageviews import PageView
from articles.editorial import workflow
from articles.models import Article
from tests import make
from tests.cast import Cast

pytestmark = pytest.mark.both_databases

NOON = datetime(2026, 11, 2, 4, 30, tzinfo=UTC)  # 12.30 WITA
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PAGE = "/admin/pembaca/"


@pytest.fixture(autouse=True)
def noon(db: None) -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def desk(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.reporter)
    return client


def read(article: Article, times: int, at: datetime = NOON, host: str = "") -> None:
    pageviews.write({PageView(article.pk, at.replace(minute=0), host): times}, timezone.now())


def page(client: Client) -> str:
    response = client.get(PAGE)
    assert response.status_code == 200
    return response.content.decode()


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def table(html: str, part: str) -> dict[str, str]:
    section = html[html.index(f'aria-labelledby="{part}"') :]
    rows = re.findall(r'<th scope="row">(.*?)</th>\s*<td>(.*?)</td>', section[: section.index("</section>")], re.DOTALL)
    return {words(name).strip(): count for name, count in rows}


def published(cast: Cast, **fields: Any) -> Article:
    return make.published(at=NOON - 20 * DAY, **fields)


def test_each_figure_stands_beside_that_of_a_week_before(cast: Cast, desk: Client) -> None:
    article = published(cast)
    read(article, 30)
    read(article, 20, NOON - 7 * DAY)
    read(article, 5, NOON - 3 * HOUR)
    read(article, 900, NOON - 7 * DAY + HOUR)  # in the week, but later than now on its day
    read(article, 70, NOON - 13 * HOUR)  # yesterday by the newsroom's clock
    told = words(page(desk))
    assert "Jam ini 30 kali dibaca +50% dari seminggu sebelumnya (20)" in told
    assert "Hari ini 35 kali dibaca +75% dari seminggu sebelumnya (20)" in told
    assert "7 hari 1.005 kali dibaca +4925% dari seminggu sebelumnya (20)" in told


def test_a_newsroom_of_one_day_is_compared_with_nothing(cast: Cast, desk: Client) -> None:
    assert words(page(desk)).count("Seminggu sebelumnya belum ada yang terhitung.") == 3


def test_stories_sections_authors_topics_and_origins_stand_with_their_readings(cast: Cast, desk: Client) -> None:
    first = published(cast, headline="Feri & kapal", section=cast.ekonomi, tags=["sungai"])
    second = published(cast, headline="Harga cabai", section=cast.samarinda)
    read(first, 40, host="whatsapp.com")
    read(second, 60, NOON - 2 * DAY, host="google.com")
    read(second, 5, NOON, host="dibagikan")
    html = page(desk)
    assert table(html, "berita-hari-ini") == {"Feri &amp; kapal": "40", "Harga cabai": "5"}
    assert table(html, "berita-tujuh-hari") == {"Harga cabai": "65", "Feri &amp; kapal": "40"}
    assert table(html, "rubrik") == {cast.samarinda.name: "65", cast.ekonomi.name: "40"}
    assert table(html, "topik")["sungai"] == "40"
    assert table(html, "penulis")[cast.reporter.author.name] == "105"
    assert table(html, "asal") == {"Google": "60", "WhatsApp": "40", "Dibagikan dari telepon": "5"}
    assert f'href="/admin/articles/article/{first.pk}/pembaca/"' in html


def test_nothing_older_than_its_span_is_shown_and_no_retracted_headline(cast: Cast, desk: Client) -> None:
    old, gone = published(cast, headline="Kabar lama"), make.retracted(headline="Kabar dicabut")
    read(old, 9, NOON - 8 * DAY)
    html = page(desk)
    assert "Kabar lama" not in html
    read(gone, 9)
    assert "Kabar dicabut" not in page(desk)


def test_it_costs_the_same_however_much_is_read(cast: Cast, desk: Client) -> None:
    costs = []
    for _ in range(2):
        for number in range(12):
            article = published(cast, headline=f"Kabar {number}")
            read(article, number + 1, NOON - number * HOUR, host=f"situs-{number}.id")
        page(desk)  # what is asked once in a process's life
        with CaptureQueriesContext(connection) as queries:
            page(desk)
        costs.append(len(queries))
        assert not any("OFFSET" in query["sql"] for query in queries.captured_queries)
    assert costs[0] == costs[1] <= 16


def test_the_desk_leads_there_and_outsiders_find_nothing(cast: Cast, desk: Client, client: Client) -> None:
    assert f'href="{PAGE}"' in desk.get("/admin/").content.decode()
    assert client.get(PAGE).status_code == 302
    client.force_login(cast.outsider)
    assert client.get(PAGE).status_code == 404


def test_a_story_that_somebody_may_not_open_is_named_without_a_link(cast: Cast, desk: Client) -> None:
    own, other = published(cast, by=cast.reporter), published(cast, by=cast.other_reporter, headline="Punya Yusuf")
    for article in (own, other):
        read(article, 5)
    html = page(desk)
    assert "Punya Yusuf" in html
    assert f"/{own.pk}/pembaca/" in html
    assert f"/{other.pk}/pembaca/" not in html


def test_a_topic_that_readers_do_not_have_is_not_named(cast: Cast, desk: Client) -> None:
    article = published(cast, tags=["sungai"], by=cast.other_reporter)
    read(article, 5)
    with make.moment(NOON):
        make.edited(workflow.reopen(article, by=cast.managing_editor), tags=["rahasia baru"])
    gone = make.retracted(tags=["topik dicabut"])
    read(gone, 5)
    html = page(desk)
    assert "sungai" in html
    assert "rahasia baru" not in html
    assert "topik dicabut" not in html
