"""Search engines and feed readers are told what became public: after it did, once, and later if nobody answers."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from articles.editorial import workflow
from articles.models import AnnouncementMark, Article, Edition
from articles.syndication import indexnow_websub
from tests import make
from tests.cast import Cast
from tests.server import free_port

KEY = "0123456789abcdef0123456789abcdef"
NOON = datetime(2026, 11, 2, 4, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
SITE = "http://127.0.0.1:8000"


@dataclass
class Listener:
    """Somebody who is told, on this machine."""

    url: str
    heard: list[tuple[str, str]] = field(default_factory=list)  # content type and body
    status: int = 202

    def news(self) -> list[str]:
        """The addresses of the last telling."""
        addresses: list[str] = json.loads(self.heard[-1][1])["urlList"]
        return [address.removeprefix(SITE) for address in addresses]


@pytest.fixture
def listener() -> Iterator[Listener]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            heard.heard.append((self.headers["Content-Type"], body))
            self.send_response(heard.status)
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        heard = Listener(f"http://127.0.0.1:{server.server_port}/")
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield heard
        server.shutdown()
        thread.join()


@pytest.fixture
def engines(listener: Listener, settings: Settings) -> Listener:
    """Search engines that are told."""
    settings.KATEID_INDEXNOW_KEY, settings.KATEID_INDEXNOW_URL = KEY, listener.url
    return listener


@pytest.fixture
def clock(cast: Cast) -> Iterator[Any]:
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def run(clock: Any, after: timedelta = MINUTE) -> None:
    """What the timer does: some time passes, then the command runs."""
    clock.shift(after)
    call_command("announce")


def run_in_vain(clock: Any, whom: str) -> None:
    with pytest.raises(CommandError, match=f"Tidak sampai ke {whom}"):
        run(clock)


def address(article: Article) -> str:
    return Edition.objects.live().select_related("section").get(article=article).get_absolute_url()


def test_nobody_is_told_unless_the_settings_say_so(clock: Any, listener: Listener) -> None:
    make.published()
    run(clock)
    assert not listener.heard
    assert not AnnouncementMark.objects.exists()


def test_search_engines_are_told_what_became_public_once(
    clock: Any, cast: Cast, client: Client, engines: Listener
) -> None:
    make.published(headline="Sudah lama ada")
    run(clock)
    run(clock)
    assert not engines.heard  # what was there before is known from the sitemap
    first, second = make.published(), make.published(section=cast.ekonomi)
    make.draft()
    run(clock)
    (heard,) = engines.heard
    assert heard[0] == "application/json; charset=utf-8"
    assert json.loads(heard[1]) == {
        "host": "127.0.0.1:8000",
        "key": KEY,
        "keyLocation": f"{SITE}/{KEY}.txt",
        "urlList": [SITE + address(first), SITE + address(second)],
    }
    assert client.get(f"/{KEY}.txt").content.decode().strip() == KEY
    run(clock)
    assert len(engines.heard) == 1


def test_changes_that_readers_are_told_of_and_retractions_are_told_and_typing_errors_are_not(
    clock: Any, cast: Cast, engines: Listener
) -> None:
    call_command("announce")
    corrected, minor, retracted = make.published(), make.published(), make.published()
    run(clock)
    for article, kind, note in ((corrected, "correction", "Nama diperbaiki."), (minor, "minor", "")):
        again = workflow.submit(workflow.reopen(article, by=cast.managing_editor), by=cast.reporter)
        workflow.publish(again, by=cast.managing_editor, kind=kind, note=note)
    workflow.retract(retracted, by=cast.managing_editor, ground="sara", note="Dicabut.")
    run(clock)
    assert engines.news() == [address(corrected), address(retracted)]


def test_a_scheduled_story_is_told_at_its_minute_and_a_withdrawn_one_never(
    clock: Any, cast: Cast, engines: Listener
) -> None:
    call_command("announce")
    story = make.scheduled(at=NOON + timedelta(hours=1))
    withdrawn = make.scheduled(at=NOON + timedelta(hours=1))
    later = make.published()
    run(clock)
    assert engines.news() == [address(later)]
    workflow.unschedule(withdrawn, by=cast.managing_editor)
    run(clock, timedelta(minutes=58))
    assert len(engines.heard) == 1
    run(clock, timedelta(minutes=2))
    assert engines.news() == [address(story)]
    run(clock)
    assert len(engines.heard) == 2


def test_what_may_not_be_written_down_yet_is_waited_for(clock: Any, engines: Listener) -> None:
    """Another process may still be committing a story of a moment ago."""
    call_command("announce")
    clock.shift(MINUTE)
    make.published()
    run(clock, indexnow_websub.SETTLED - timedelta(seconds=1))
    assert not engines.heard
    run(clock, timedelta(seconds=1))
    assert len(engines.heard) == 1


def test_what_nobody_answered_is_told_later_and_asked_ever_more_slowly(clock: Any, engines: Listener) -> None:
    call_command("announce")
    story = make.published()
    engines.status = 429
    for _ in range(15):
        run_in_vain(clock, "indexnow")
    assert len(engines.heard) == 4  # after 1, 2, 4 and 8 minutes
    engines.status = 200
    missed = make.published()
    run(clock, indexnow_websub.LONGEST_PAUSE)
    assert engines.news() == [address(story), address(missed)]
    third = make.published()
    run(clock)
    assert engines.news() == [address(third)]


def test_without_a_network_it_says_so_and_has_failed(
    clock: Any, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.KATEID_INDEXNOW_KEY, settings.KATEID_INDEXNOW_URL = KEY, f"http://127.0.0.1:{free_port()}/"
    settings.KATEID_WEBSUB_HUB = "https://hub.invalid/"
    call_command("announce")
    make.published()
    run_in_vain(clock, "indexnow, websub")
    warned = [record.getMessage() for record in caplog.records if record.levelname == "WARNING"]
    assert [line.partition(":")[0] for line in warned] == ["indexnow cannot be reached", "websub cannot be reached"]
    assert AnnouncementMark.objects.filter(failures=1).count() == 2


def test_one_that_does_not_answer_keeps_nothing_from_the_other(
    clock: Any, engines: Listener, settings: Settings
) -> None:
    settings.KATEID_WEBSUB_HUB = f"http://127.0.0.1:{free_port()}/"
    call_command("announce")
    make.published()
    run_in_vain(clock, "websub")
    run_in_vain(clock, "websub")
    assert len(engines.heard) == 1
    settings.KATEID_WEBSUB_HUB = engines.url
    run(clock, timedelta(hours=1))
    assert len(engines.heard) == 2
    assert engines.heard[-1][0] == "application/x-www-form-urlencoded"


def test_a_hub_is_told_which_feeds_changed(clock: Any, cast: Cast, listener: Listener, settings: Settings) -> None:
    settings.KATEID_WEBSUB_HUB = listener.url
    call_command("announce")
    article = make.published(section=cast.samarinda, tags=["feri"])
    run(clock)
    told = parse_qs(listener.heard[-1][1])
    assert told == {
        "hub.mode": ["publish"],
        "hub.url": [
            f"{SITE}{below}/feed/{form}"
            for below in ("", "/metropolis", "/penulis/rina", "/samarinda", "/topik/feri")
            for form in ("", "atom/", "json/")
        ],
    }
    workflow.retract(article, by=cast.managing_editor, ground="sara", note="Dicabut.")
    run(clock)
    assert f"{SITE}/ralat/feed/atom/" in parse_qs(listener.heard[-1][1])["hub.url"]


def test_a_process_that_comes_late_moves_no_mark_back(clock: Any, engines: Listener) -> None:
    call_command("announce")
    stale = AnnouncementMark.objects.get()
    make.published()
    run(clock)
    indexnow_websub._note(stale, live_from=NOON, edition_pk=0)
    run(clock)
    assert len(engines.heard) == 1


def test_an_archive_is_told_in_pieces(clock: Any, engines: Listener, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexnow_websub, "BATCH", 2)
    call_command("announce")
    stories = [address(make.published()) for _ in range(3)]  # all of one moment
    run(clock)
    assert engines.news() == stories[:2]
    run(clock)
    assert engines.news() == stories[2:]
