import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client, override_settings
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    WebError,
    Worker,
    expect,
    sync_playwright,
)
from pytest_django import DjangoDbBlocker

from tests import chromium
from tests.databases import Template, connected_to
from tests.server import Server, running_server

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
]
PATIENCE = 20_000  # milliseconds


# One server, with its database and media, serves all tests of a module: starting it takes seconds.


@pytest.fixture(scope="module", autouse=True)
def own_media(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Uploads of a module go to a folder of its own."""
    media = tmp_path_factory.mktemp("server") / "media"
    with override_settings(MEDIA_ROOT=media, KATEID_ORIGINALS=media.parent / "originals"):
        yield media


@pytest.fixture(scope="module")
def own_database(template: Template, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """A migrated database for this module alone, where commits are real; gives its address."""
    with django_db_blocker.unblock(), template.copy() as url, connected_to(url):
        yield url


@pytest.fixture(scope="module")
def server(own_database: str, own_media: Path) -> Iterator[Server]:
    """A server process on this module's own database and media; the tests may use the ORM meanwhile."""
    with running_server(own_database, own_media.parent) as running:
        yield running
        assert not running.failures()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = chromium.without_a_window()
    if program is None:
        pytest.skip("no Chromium (on Debian: apt install chromium)")
    # Playwright keeps an event loop in this thread, which Django takes for asynchronous code. Nothing
    # here runs on that loop, so the ORM is as safe as in any other test.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=program, headless=True, args=FLAGS)
        yield launched
        launched.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


OpenPage = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, server: Server) -> Iterator[OpenPage]:
    """Gives the first page of a new browser, signed in as a user or nobody's.

    What goes wrong in any of them fails the test: errors in scripts and in the console, breaches of
    the content security policy among them, and requests to anywhere but the server.
    """
    complaints: list[str] = []
    contexts: list[BrowserContext] = []

    def open_one(user: User | None = None, **options: Any) -> Page:
        at_home = {"base_url": server.url, "locale": "id-ID", "timezone_id": "Asia/Makassar"}
        context = browser.new_context(**at_home | options)
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        watch(context, server, complaints)
        if user:
            sign_in(user, context, server)
        return context.new_page()

    yield open_one
    for context in contexts:
        context.close()
    assert not complaints


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """A reader's."""
    return open_page()


def wait_until(place: Page | Worker, expression: str, arg: Any = None) -> None:
    """As `wait_for_function`, which needs the eval that our pages forbid."""
    deadline = time.monotonic() + PATIENCE / 1000
    while not place.evaluate(expression, arg):
        assert time.monotonic() < deadline, expression
        time.sleep(0.05)


def sign_in(user: User, context: BrowserContext, server: Server) -> None:
    """Makes a browser somebody's, without the detour through the sign-in form."""
    client = Client()
    client.force_login(user)
    session = client.cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": session.key, "value": session.value, "url": server.url}])


def watch(context: BrowserContext, server: Server, complaints: list[str]) -> None:
    def on_error(raised: WebError) -> None:
        complaints.append(f"script error: {raised.error}")

    def on_console(said: ConsoleMessage) -> None:
        if is_complaint(said):
            complaints.append(f"{said.text} {said.location}")

    def on_request(sent: Request) -> None:
        if is_foreign(sent.url, server):
            complaints.append(f"foreign: {sent.url}")

    context.on("weberror", on_error)
    context.on("console", on_console)
    context.on("request", on_request)


def is_complaint(message: ConsoleMessage) -> bool:
    """An error or a breach of the policy; a page that itself is a 404 is none, nor is a connection that a test cut."""
    page = message.page
    if message.text.endswith("net::ERR_INTERNET_DISCONNECTED"):
        return False
    is_answer = message.text.startswith("Failed to load resource") and page and page.url == message.location["url"]
    return "Content Security Policy" in message.text or (message.type == "error" and not is_answer)


def is_foreign(url: str, server: Server) -> bool:
    parts = urlsplit(url)
    return parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != urlsplit(server.url).netloc
