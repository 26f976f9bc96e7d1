"""Whatever happens while somebody writes, every word is in a text, a revision or a kept copy, and in one story only.

A sequence is drawn by its number: typing in any field, an ended session, no signal, a closed tab, a killed browser, a
killed server, a second tab, Back, a second person, saving, taking and throwing away what was kept. A word counts once
the page had as long as a pause lasts (`PAUSE`) to keep it.
"""

import os
import random
import re
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect

from articles.models import Article, Autosave, Revision
from tests import make
from tests.cast import Cast, present
from tests.server import Server, free_port, running_server

from . import desk
from .conftest import wait_until

PER_CHANGE, NIGHTLY = 2, 100  # sequences
STEPS, NIGHTLY_STEPS = 3, 8
PAUSE = 3.0  # seconds after which a typed word counts
SIZES = ({"width": 360, "height": 740}, {"width": 1280, "height": 800})
TEXTS = ("headline", "subheadline", "summary", "place", "photo_caption", "tags", "advertiser")
ADD = "/admin/articles/article/add/"
WORD = re.compile(r"zk\d+x\d+")


class Machine:
    """A server that can be killed and started again on the same port, database and media."""

    def __init__(self, database_url: str, folder: Path) -> None:
        self.database_url, self.folder, self.port = database_url, folder, free_port()
        self.start()

    def start(self) -> None:
        self.running = running_server(self.database_url, self.folder, self.port, LOG_LEVEL="WARNING")
        self.server: Server = self.running.__enter__()

    def kill(self) -> None:
        assert self.server.process
        parent = self.server.process.pid
        children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
        for pid in [*map(int, children), parent]:
            os.kill(pid, signal.SIGKILL)
        self.stop()

    def stop(self) -> None:
        self.running.__exit__(None, None, None)


@dataclass
class Desk:
    """One person's browser, whose store outlives the windows as that of a real one does."""

    browser: Browser
    machine: Machine
    user: User
    size: dict[str, int]
    store: object = None
    context: BrowserContext = field(init=False)
    pages: list[Page] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.open_browser()

    def open_browser(self) -> None:
        self.context = self.browser.new_context(
            base_url=self.machine.server.url, viewport=self.size, storage_state=self.store, locale="id-ID"
        )
        self.context.set_default_timeout(60_000)
        self.sign_in()
        self.pages = []

    def sign_in(self) -> None:
        client = Client()
        client.force_login(self.user)
        session = client.cookies[settings.SESSION_COOKIE_NAME]
        self.context.add_cookies([{"name": session.key, "value": session.value, "url": self.machine.server.url}])

    def kill(self) -> None:
        self.store = self.context.storage_state()
        self.context.close()
        self.open_browser()


class Sequence:
    """One afternoon, drawn from its number."""

    def __init__(self, number: int, browser: Browser, machine: Machine, cast: Cast) -> None:
        self.number, self.machine, self.chance = number, machine, random.Random(number)
        size = SIZES[number % len(SIZES)]
        self.desk = Desk(browser, machine, cast.reporter, size)
        self.other = cast.editor
        self.article = make.draft(body="<p>Awal.</p>") if number % 3 else None
        self.words: list[str] = []
        self.dropped: set[str] = set()
        self.did: list[str] = []
        self.page = self.open()

    # What may happen

    def run(self, number_of_steps: int) -> None:
        steps: list[Callable[[], None]] = [
            self.type, self.type, self.type, self.end_session, self.lose_signal, self.close_tab, self.kill_browser,
            self.kill_server, self.second_tab, self.back, self.second_person, self.save, self.take, self.throw_away,
        ]  # fmt: skip
        self.type()
        for _ in range(number_of_steps):
            step = self.chance.choice(steps)
            self.did.append(step.__name__)
            step()
        self.type()
        self.kill_browser()

    def type(self) -> None:
        self.write(self.new_word())
        self.pause()

    def end_session(self) -> None:
        Session.objects.all().delete()
        self.type()
        self.desk.sign_in()
        self.reopen()

    def lose_signal(self) -> None:
        self.desk.context.set_offline(True)
        self.type()
        if self.chance.random() < 0.5:
            desk.button(self.page, "Simpan draf").click()
            self.page.wait_for_timeout(500)
        self.desk.context.set_offline(False)
        self.pause()

    def close_tab(self) -> None:
        self.page.close()
        self.page = self.open()

    def kill_browser(self) -> None:
        self.desk.kill()
        self.page = self.open()

    def kill_server(self) -> None:
        self.machine.kill()
        self.type()
        self.machine.start()
        self.pause()

    def second_tab(self) -> None:
        first, self.page = self.page, self.open()
        self.type()
        self.page.close()
        self.page = first

    def back(self) -> None:
        self.page.goto("/admin/")
        self.page.go_back()
        self.settle()

    def second_person(self) -> None:
        if self.article:
            word = self.new_word()
            current = Article.objects.get(pk=self.article.pk)
            make.edited(current, by=self.other, body=f"{current.body}\n<p>{word}</p>")

    def save(self) -> None:
        button = desk.button(self.page, "Simpan draf")
        if button.count() == 0:
            return
        with self.page.expect_navigation():
            button.click()
        self.find_story()
        self.reopen()

    def take(self) -> None:
        link = self.page.get_by_role("link", name="Pakai ketikan ini")
        if link.count():
            link.first.click()
            self.settle()

    def throw_away(self) -> None:
        copy = self.page.locator(".kept-copy", has=self.page.get_by_role("button", name="Buang")).first
        if copy.count():
            before = {kept.pk: kept for kept in Autosave.objects.all()}
            number = int(re.findall(r"/(\d+)/buang/", copy.inner_html())[0])
            copy.get_by_role("button", name="Buang").click()
            expect(self.page.locator(f"form[action*='/{number}/buang/']")).to_have_count(0)
            self.dropped |= set(WORD.findall(str(before[number].content)))

    # How

    def new_word(self) -> str:
        self.words.append(f"zk{self.number}x{len(self.words)}")
        return self.words[-1]

    def write(self, word: str) -> None:
        place = self.chance.choice(["body", "body", *TEXTS])
        if place == "body":
            desk.type_body(self.page, "", word)
            return
        entry = self.page.locator(f"#id_{place}")
        mark = ", " if place == "tags" else " "
        entry.evaluate(
            "(field, more) => { field.value += more; field.dispatchEvent(new Event('input', {bubbles: true})); }",
            mark + word,
        )

    def pause(self) -> None:
        """Until the last word is kept somewhere, but never longer than a word may take."""
        end = time.monotonic() + PAUSE
        while time.monotonic() < end and not self.is_kept(self.words[-1]):
            self.page.wait_for_timeout(100)

    def is_kept(self, word: str) -> bool:
        if self.places(word):
            return True
        try:
            return word in self.page.evaluate("JSON.stringify(localStorage)")
        except Error:  # what was pressed without signal is being sent by itself: the page goes on to the next
            return False

    def open(self) -> Page:
        page = self.desk.context.new_page()
        page.goto(f"/admin/articles/article/{self.article.pk}/change/" if self.article else ADD)
        desk.editor(page)
        return page

    def reopen(self) -> None:
        self.page.close()
        self.page = self.open()

    def settle(self) -> None:
        """Wherever that led, a form to write in."""
        try:
            desk.editor(self.page)
        except (Error, AssertionError):
            self.reopen()

    def find_story(self) -> None:
        number = re.findall(r"/article/(\d+)/", self.page.url)
        if self.article is None and number:
            self.article = Article.objects.get(pk=number[0])

    # What is left of it

    def places(self, word: str) -> list[str]:
        """Where a word is: the stories, by number, and what is kept of none yet."""
        stories = {saved.article_id for saved in Revision.objects.all() if word in str(saved.content)}
        kept = [copy for copy in Autosave.objects.all() if word in str(copy.content)]
        return [f"story {pk}" for pk in stories] + [f"copy {copy.pk}" for copy in kept]

    def check(self) -> None:
        handed_over = "Object.keys(localStorage).every((key) => !key.startsWith('kateid:ketikan:'))"
        wait_until(self.page, handed_over)
        lost = [word for word in self.words if not self.places(word) and word not in self.dropped]
        twice = [word for word in self.words if sum(place.startswith("story") for place in self.places(word)) > 1]
        assert not lost, f"{self.number}: {lost} lost after {self.did}"
        assert not twice, f"{self.number}: {twice} in two stories after {self.did}"


@pytest.fixture(scope="module")
def newsroom(own_database: str, own_media: object) -> Cast:
    return present()


@pytest.fixture(scope="module")
def machine(newsroom: Cast, own_database: str, own_media: Path) -> Iterator[Machine]:
    started = Machine(own_database, own_media.parent)
    yield started
    started.stop()


def lose_nothing(number: int, browser: Browser, machine: Machine, cast: Cast, steps: int = STEPS) -> None:
    Autosave.objects.all().delete()
    sequence = Sequence(number, browser, machine, cast)
    sequence.run(steps)
    sequence.check()
    sequence.desk.context.close()


@pytest.mark.parametrize("number", range(PER_CHANGE))
def test_no_word_is_lost(newsroom: Cast, browser: Browser, machine: Machine, number: int) -> None:
    lose_nothing(number, browser, machine, newsroom)


@pytest.mark.nightly
@pytest.mark.parametrize("number", range(PER_CHANGE, NIGHTLY))
def test_no_word_is_lost_at_night(newsroom: Cast, browser: Browser, machine: Machine, number: int) -> None:
    lose_nothing(number, browser, machine, newsroom, NIGHTLY_STEPS)
