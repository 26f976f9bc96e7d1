import os
import shutil
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.server import Server

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = next((found for name in PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        pytest.skip("no Chromium (on Debian: apt install chromium)")
    # Playwright keeps an event loop in this thread, which Django takes for asynchronous code. Nothing
    # here runs on that loop, so the ORM is as safe as in any other test.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, headless=True, args=FLAGS)
        yield chromium
        chromium.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def context(browser: Browser, server: Server) -> Iterator[BrowserContext]:
    """A reader's browser. Errors in scripts, breaches of the policy and foreign requests fail the test."""
    complaints: list[str] = []
    context = browser.new_context(base_url=server.url, locale="id-ID", timezone_id="Asia/Makassar")
    context.set_default_timeout(10_000)
    context.on("weberror", lambda raised: complaints.append(f"script error: {raised.error}"))
    context.on(
        "console",
        lambda message: "Content Security Policy" in message.text and complaints.append(message.text),
    )
    context.on(
        "request",
        lambda request: is_foreign(request.url, server) and complaints.append(f"foreign: {request.url}"),
    )
    yield context
    context.close()
    assert not complaints


def is_foreign(url: str, server: Server) -> bool:
    parts = urlsplit(url)
    return parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != urlsplit(server.url).netloc


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture
def sign_in(context: BrowserContext, server: Server) -> Callable[[User], None]:
    """Makes the browser somebody's, without the detour through the sign-in form."""

    def as_user(user: User) -> None:
        client = Client()
        client.force_login(user)
        session = client.cookies[settings.SESSION_COOKIE_NAME]
        context.add_cookies([{"name": session.key, "value": session.value, "url": server.url}])

    return as_user


@pytest.fixture
def assert_accessible() -> Callable[[Page], None]:
    """Runs axe-core on a page as it stands; every violation fails the test."""

    def check(page: Page) -> None:
        results = Axe().run(page)
        assert results.violations_count == 0, results.generate_report()

    return check
