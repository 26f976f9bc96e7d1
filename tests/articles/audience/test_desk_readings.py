"""The desk sees how a story is read: over time, drawn and in numbers, and by way of which sites."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from articles.audience import pageviews, referrers
from articles.audience.pageviews import PageView
from articles.models import Article
from tests import make
from tests.cast import Cast

NOON = datetime(2026, 11, 2, 4, 30, tzinfo=UTC)  # 12.30 WITA
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def read(article: Article, times: int, at: datetime, host: str = "") -> None:
    pageviews.write({PageView(article.pk, at.replace(minute=0), host): times}, timezone.now())


def page(client: Client, article: Article, status: int = 200) -> str:
    response = client.get(f"/admin/articles/article/{article.pk}/pembaca/")
    assert response.status_code == status
    return response.content.decode()


def table(html: str, heading: str) -> dict[str, str]:
    part = re.search(rf"<summary>Angka {heading}</summary>(.*?)</table>", html, re.DOTALL)
    assert part
    return dict(re.findall(r'<th scope="row">(.*?)</th><td>(.*?)</td>', part[1]))


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


@pytest.fixture
def desk(cast: Cast, client: Client) -> Client:
    client.force_login(cast.reporter)
    return client


def test_the_first_days_are_drawn_by_the_hour(desk: Client) -> None:
    with time_machine.travel(NOON + 2 * HOUR, tick=False):
        article = make.published(at=NOON)
        read(article, 4, NOON)
        read(article, 2_000, NOON + 2 * HOUR)
        html = page(desk, article)
    assert table(html, "per jam, tiga hari pertama") == {
        "2 Nov 12:00": "4",
        "2 Nov 13:00": "0",
        "2 Nov 14:00": "2.000",
    }
    drawn = re.findall(r'<rect x="([\d.]+)" y="([\d.]+)" width="0.8" height="([\d.]+)"><title>(.*?)</title>', html)
    assert drawn == [
        ("0.1", "99.0", "1.0", "2 Nov 12:00: 4"),  # seen although there are so few
        ("1.1", "100.0", "0.0", "2 Nov 13:00: 0"),
        ("2.1", "0.0", "100.0", "2 Nov 14:00: 2.000"),
    ]
    assert "Per hari" not in html
    assert "Seluruhnya 2.004 kali dibaca" in words(html)


def test_later_days_are_drawn_by_the_day_of_the_newsroom(desk: Client) -> None:
    with time_machine.travel(NOON + 5 * DAY, tick=False):
        article = make.published(at=NOON)
        read(article, 3, datetime(2026, 11, 2, 15, 0, tzinfo=UTC))  # 23.00 WITA
        read(article, 5, datetime(2026, 11, 2, 16, 0, tzinfo=UTC))  # the next day
        read(article, 7, NOON + 5 * DAY)
        html = page(desk, article)
    days = table(html, "per hari")
    assert list(days) == [f"{day} Nov 2026" for day in range(2, 8)]
    assert list(days.values()) == ["3", "5", "0", "0", "0", "7"]
    assert len(table(html, "per jam, tiga hari pertama")) == 72
    assert "24 jam terakhir 7 kali dibaca" in words(html)


def test_of_an_old_story_the_newest_days_are_drawn(desk: Client) -> None:
    with time_machine.travel(NOON, tick=False):
        article = make.published(at=NOON - 400 * DAY)
        read(article, 9, NOON - 390 * DAY)
        read(article, 1, NOON)
        html = page(desk, article)
    assert len(table(html, "per hari")) == 60
    assert "Seluruhnya 10 kali dibaca" in words(html)


def test_origins_are_put_together_by_the_name_people_know(desk: Client) -> None:
    article = make.published()
    now = timezone.now()
    for host, times in {
        "": 40,
        "google.com": 20,
        "news.google.com": 5,
        "l.facebook.com": 15,
        "com.whatsapp": 10,
        "warta-tetangga.id": 8,
        referrers.UNKNOWN: 2,
    }.items():
        read(article, times, now, host)
    html = page(desk, article)
    found = re.findall(
        r"([\w.\- ]+?) (?:google.com: 20 news.google.com: 5 )?(\d+) (\d+)%", words(html).partition("Bagian ")[2]
    )
    assert [(name.strip(), count, share) for name, count, share in found] == [
        ("Langsung", "40", "40"),
        ("Google", "25", "25"),
        ("Facebook", "15", "15"),
        ("WhatsApp", "10", "10"),
        ("warta-tetangga.id", "8", "8"),
        ("Tidak diketahui", "2", "2"),
    ]


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("google.co.id", "Google"),
        ("com.google.android.googlequicksearchbox", "Google"),
        ("lm.facebook.com", "Facebook"),
        ("com.facebook.katana", "Facebook"),
        ("web.whatsapp.com", "WhatsApp"),
        ("com.whatsapp.w4b", "WhatsApp"),
        ("t.co", "X"),
        ("org.telegram.messenger", "Telegram"),
        ("id.search.yahoo.com", "Yahoo"),
        ("127.0.0.1", "Halaman lain Kate.id"),
        # Names that only look like others'
        ("google.com.situs.id", "google.com.situs.id"),
        ("notfacebook.com", "notfacebook.com"),
        ("at.me.id", "at.me.id"),
    ],
)
def test_a_host_is_called_by_the_name_of_its_group(host: str, name: str) -> None:
    assert referrers.group_of(host) == name


def test_who_may_not_see_the_story_does_not_see_its_readers(cast: Cast, desk: Client, client: Client) -> None:
    article = make.published()
    client.force_login(cast.other_reporter)
    page(client, article, 404)
    client.force_login(cast.outsider)
    page(client, article, 404)


def test_a_story_that_is_not_public_has_no_readers(desk: Client) -> None:
    assert "belum terbit" in page(desk, make.draft())


def test_the_story_itself_says_how_often_it_was_read(desk: Client) -> None:
    article = make.published()
    read(article, 1_234, timezone.now())
    html = desk.get(f"/admin/articles/article/{article.pk}/change/").content.decode()
    assert f'<a href="/admin/articles/article/{article.pk}/pembaca/">1.234 kali dibaca</a>' in html
