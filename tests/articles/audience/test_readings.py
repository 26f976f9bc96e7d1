"""Readings are counted exactly, without cookies, and without a trace of who read."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
import time_machine
from django.conf import settings
from django.core.cache import caches
from django.db import DatabaseError
from django.db.models import Sum
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from articles.audience import pageviews, referrers
from articles.audience.shares import SENDERS_OF_A_HOST
from articles.models import Article, ReadingHour, ReadingOrigin
from tests import make
from tests.cast import Cast
from tests.server import running_server

pytestmark = pytest.mark.both_databases

PHONE = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"
READERS = (
    PHONE,
    "Mozilla/5.0 (Linux; Android 9; CUBOT_X18_Plus) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 [FBAN/FBIOS;FBAV/480.0]",
    "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Opera/9.80 (Android; Opera Mini/36.2/191.200; U; id) Presto/2.12.423 Version/12.16",
)
PROGRAMS = (
    "",
    "curl/8.9.1",
    "python-requests/2.32.3",
    "Wget/1.24.5",
    "Go-http-client/2.0",
    "WhatsApp/2.24.20.89 A",
    "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    "TelegramBot (like TwitterBot)",
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X) Chrome/140.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
    "Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)",
    "Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)",
    "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)",
    "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; ChatGPT-User/1.0; +https://openai.com/bot)",
    "Mozilla/5.0 (compatible; Google-InspectionTool/1.0;)",
    "Mozilla/5.0 (Linux; Android 5.0) AppleWebKit/537.36 Mobile Safari/537.36 (compatible; Bytespider)",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/140.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Chrome-Lighthouse",
    "Mozilla/5.0 (compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/61.0 Safari/537.36 Site24x7",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120 Safari/537.36 DatadogSynthetics",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X) AppleWebKit/537.36 Chrome/110 Safari/537.36 Puppeteer",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36 GTmetrix",
)
NOON = datetime(2026, 11, 2, 4, 30, tzinfo=UTC)

Tell = Callable[..., Any]


@pytest.fixture
def tell(client: Client) -> Tell:
    def post(
        article: Article, view: str = "1-1", host: str = "", agent: str = PHONE, address: str = "", **headers: str
    ) -> Any:
        data = {"tampilan": view, "dari": host}
        place = {"REMOTE_ADDR": address or "127.0.0.1"}
        return client.post(f"/baca/{article.pk}/", data, headers={"User-Agent": agent} | headers, **place)

    return post


def counted(article: Article) -> int:
    pageviews.buffer.flush()
    total: int = ReadingHour.objects.filter(article=article).aggregate(all=Sum("count", default=0))["all"]
    return total


def hosts(article: Article) -> dict[str, int]:
    pageviews.buffer.flush()
    return dict(ReadingOrigin.objects.filter(article=article).values_list("host", "count"))


# What counts


def test_a_reading_is_counted_in_its_hour_and_by_the_host_it_came_from(cast: Cast, tell: Tell) -> None:
    with time_machine.travel(NOON, tick=False):
        article = make.published()
        tell(article, "1-1", "www.Google.co.id")
        tell(article, "1-2", "www.google.co.id")
        tell(article, "1-3")
        assert hosts(article) == {"google.co.id": 2, "": 1}
    row = ReadingHour.objects.get(article=article)
    assert (row.hour, row.count) == (NOON.replace(minute=0), 3)
    assert str(ReadingOrigin.objects.filter(article=article).values_list("day", flat=True)[0]) == "2026-11-02"


def test_a_day_begins_at_midnight_of_the_newsroom(cast: Cast, tell: Tell) -> None:
    with time_machine.travel(datetime(2026, 11, 2, 15, 59, tzinfo=UTC), tick=False) as clock:  # 23:59 WITA
        article = make.published()
        tell(article, "1-1")
        clock.shift(timedelta(minutes=1))
        tell(article, "1-2")
        pageviews.buffer.flush()
    days = ReadingOrigin.objects.filter(article=article).order_by("day").values_list("day", "count")
    assert [(str(day), count) for day, count in days] == [("2026-11-02", 1), ("2026-11-03", 1)]


def test_the_answer_is_empty_and_sets_nothing(cast: Cast, tell: Tell, client: Client) -> None:
    article = make.published()
    for response in (tell(article), client.get(f"/baca/{article.pk}/", headers={"User-Agent": PHONE})):
        assert (response.status_code, response.content, response.cookies.output()) == (204, b"", "")
        assert response["Cache-Control"] == "no-store"
        assert "Vary" not in response


def test_a_reader_without_scripts_is_counted_by_an_image(cast: Cast, client: Client) -> None:
    article = make.published()
    page = client.get(f"/metropolis/x-{article.pk}/", follow=True).content.decode()
    assert f'<noscript><img src="/baca/{article.pk}/" alt=""' in page
    client.get(f"/baca/{article.pk}/", headers={"User-Agent": PHONE, "Sec-Fetch-Site": "same-origin"})
    assert hosts(article) == {referrers.UNKNOWN: 1}


@pytest.mark.parametrize("agent", READERS)
def test_browsers_are_readers(cast: Cast, tell: Tell, agent: str) -> None:
    article = make.published()
    tell(article, agent=agent)
    assert counted(article) == 1


def test_known_programs_are_none(cast: Cast, tell: Tell, client: Client) -> None:
    article = make.published()
    for number, agent in enumerate(PROGRAMS):
        assert tell(article, f"{number}", agent=agent).status_code == 204
        assert client.get(f"/baca/{article.pk}/", headers={"User-Agent": agent}).status_code == 204
        assert counted(article) == 0, agent


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Purpose": "prefetch"},
        {"Sec-Purpose": "prefetch;prerender"},
        {"Purpose": "prefetch"},
        {"X-Purpose": "preview"},
        {"X-Moz": "prefetch"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "none"},
    ],
    ids=str,
)
def test_what_is_only_made_ready_or_asked_for_by_others_is_not_counted(
    cast: Cast, tell: Tell, headers: dict[str, str]
) -> None:
    article = make.published()
    tell(article, **headers)
    assert counted(article) == 0


def test_a_head_is_not_counted(cast: Cast, client: Client) -> None:
    article = make.published()
    assert client.head(f"/baca/{article.pk}/", headers={"User-Agent": PHONE}).status_code == 204
    assert counted(article) == 0


def test_only_stories_that_readers_have_count(cast: Cast, tell: Tell) -> None:
    hidden = [make.draft(), make.scheduled(), make.spiked(), make.retracted()]
    for article in [*hidden, Article(pk=10**17)]:
        assert tell(article).status_code == 204
    public = make.published()
    tell(public)
    pageviews.buffer.flush()
    assert list(ReadingHour.objects.values_list("article", "count")) == [(public.pk, 1)]
    assert list(ReadingOrigin.objects.values_list("article", flat=True)) == [public.pk]


def test_a_reading_and_a_guess_cost_no_query(
    cast: Cast, tell: Tell, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    article = make.published()
    with django_assert_num_queries(0):
        tell(article)
        tell(Article(pk=10**17))


def test_a_large_body_is_refused(cast: Cast, tell: Tell) -> None:
    article = make.published()
    assert tell(article, host="a" * 5_000).status_code == 413
    assert counted(article) == 0


@pytest.mark.parametrize(
    "told",
    ["https://contoh.id/rahasia?nama=rina", "contoh.id/rahasia", "a b", "é.id", "x" * 101, "'; DROP", "a..b"],
)
def test_of_an_origin_only_a_host_is_kept(cast: Cast, tell: Tell, told: str) -> None:
    article = make.published()
    tell(article, host=told)
    assert hosts(article) == {referrers.UNKNOWN: 1}


def test_invented_hosts_do_not_fill_the_database(cast: Cast, tell: Tell) -> None:
    article = make.published()
    for round_ in range(2):
        for number in range(pageviews.MOST_HOSTS):
            for network in range(SENDERS_OF_A_HOST):
                host, address = f"situs-{round_}-{number}.id", f"10.{round_ * 100 + network}.{number}.1"
                tell(article, "1-1", host, address=address)
        pageviews.buffer.flush()
    found = hosts(article)
    assert len(found) == pageviews.MOST_HOSTS
    assert sum(found.values()) == 2 * pageviews.MOST_HOSTS * SENDERS_OF_A_HOST
    assert referrers.OTHERS in found


# Looking again


def test_the_same_view_told_again_within_the_window_is_the_same_reading(cast: Cast, tell: Tell) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        article, other = make.published(), make.published()
        tell(article)
        clock.shift(timedelta(minutes=29))
        tell(article)
        assert counted(article) == 1
        tell(article, "2-2")  # somebody else behind the same address, with the same telephone
        tell(other)
        assert (counted(article), counted(other)) == (2, 1)
        clock.shift(timedelta(minutes=2))
        tell(article)
        assert counted(article) == 3


def test_without_scripts_the_same_address_and_browser_are_the_same_reader(cast: Cast, client: Client) -> None:
    article = make.published()
    for address, agent in ((1, PHONE), (1, PHONE), (1, READERS[3]), (2, PHONE)):
        client.get(f"/baca/{article.pk}/", headers={"User-Agent": agent}, REMOTE_ADDR=f"10.0.0.{address}")
    assert counted(article) == 3


def test_nothing_that_is_kept_tells_two_readers_apart_a_day_later(cast: Cast, tell: Tell) -> None:
    kept = {field.name for model in (ReadingHour, ReadingOrigin) for field in model._meta.fields}
    assert kept == {"id", "article", "hour", "day", "host", "count"}
    with time_machine.travel(NOON, tick=False) as clock:
        article = make.published()
        tell(article)
        first = marks()
        clock.shift(timedelta(days=1))
        tell(article)
        second = marks()
    assert first["key"] != second["key"]  # so what the first was made with is gone
    of_first, of_second = first.keys() - {"key"}, second.keys() - first.keys()
    assert len(of_first) == len(of_second) == 4  # the view, its story, address and network; each has another mark


def marks() -> dict[str, bytes]:
    """What the memory of readers holds, expired or not."""
    memory: dict[str, bytes] = caches["readers"]._cache  # type: ignore[attr-defined]
    return {key.rpartition(":")[2]: value for key, value in memory.items()}


# Exact, whatever happens to the process


def program(text: str, url: str, seconds: int = 1_000_000) -> subprocess.Popen[str]:
    """A process of its own that reads, and writes every so many seconds."""
    environment = {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "KATEID_READINGS_SECONDS": str(seconds),
    }
    return subprocess.Popen(
        [sys.executable, "-c", f"{BEGIN}{text}"],
        cwd=settings.BASE_DIR,
        env=os.environ | environment,
        stdin=subprocess.PIPE,
        text=True,
    )


BEGIN = """
import django
django.setup()
from django.utils import timezone
from articles.audience.pageviews import buffer
"""


READ_MANY = """
from threading import Thread
def read():
    for n in range(625):
        buffer.add({article}, f"situs-{{n % 7}}.id", timezone.now())
        if n % 50 == 0:
            buffer._wake.set()  # as when there are many
threads = [Thread(target=read) for _ in range(2)]
for thread in threads: thread.start()
for thread in threads: thread.join()
"""


def test_ten_thousand_readings_by_eight_processes_are_ten_thousand(own_cast: Cast, own_database: str) -> None:
    article = make.published()
    processes = [program(READ_MANY.format(article=article.pk), own_database) for _ in range(8)]
    for process in processes:
        process.communicate(timeout=120)
    assert [process.returncode for process in processes] == [0] * 8
    assert counted(article) == 10_000
    assert sum(hosts(article).values()) == 10_000


READ_AND_DIE = """
import os, signal, sys
for n in range(100):
    buffer.add({article}, "", timezone.now())
sys.stdin.readline()
for n in range(50):
    buffer.add({article}, "", timezone.now())
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_killed_process_loses_what_it_gathered_in_the_last_second_and_no_more(
    own_cast: Cast, own_database: str
) -> None:
    article = make.published()
    with program(READ_AND_DIE.format(article=article.pk), own_database, seconds=1) as process:
        while counted(article) == 0 and process.poll() is None:
            time.sleep(0.05)
        assert counted(article) == 100
        process.communicate("\n", timeout=30)
    assert counted(article) in {100, 150}


def test_a_server_that_is_stopped_writes_what_it_gathered(own_cast: Cast, own_database: str, tmp_path: Path) -> None:
    article = make.published()
    ours = {"KATEID_READINGS_SECONDS": "1000000", "GRANIAN_WORKERS": "2", "KATEID_PROXIES": "127.0.0.1"}
    with running_server(own_database, tmp_path, **ours) as server:
        for number in range(20):
            body = f"tampilan=1-{number}&dari=google.com".encode()
            reader = {"User-Agent": PHONE, "X-Forwarded-For": f"10.0.{number}.1", "X-Forwarded-Proto": "http"}
            with urlopen(Request(f"{server.url}/baca/{article.pk}/", body, reader)) as response:
                assert response.status == 204
        assert counted(article) == 0
    assert hosts(article) == {"google.com": 20}


def test_readings_wait_for_a_database_that_refuses(cast: Cast, tell: Tell, monkeypatch: pytest.MonkeyPatch) -> None:
    article = make.published()
    tell(article)
    with monkeypatch.context() as broken:
        broken.setattr(pageviews, "ADD_TO_ORIGIN", "INSERT INTO nowhere VALUES (%s, %s, %s, %s)")
        with pytest.raises(DatabaseError):
            pageviews.buffer.flush()
    assert not ReadingHour.objects.exists()
    assert counted(article) == 1
