"""Reading goes on without a connection: what was read last is kept, and nothing that is gone is shown while online."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from django.utils.formats import date_format
from playwright.sync_api import Browser, Page, expect

from articles.editorial import workflow
from articles.models import Article, RetractionGround
from tests import make
from tests.cast import Cast, present
from tests.server import Server, free_port, running_server

from .conftest import PATIENCE, OpenPage, sign_in, wait_until
from .test_accessible import address_of, assert_fit_for_everybody

STORIES = "kateid-stories"
LAST_YEAR = timezone.now() - timedelta(days=365)
AGED = """async ([what, path, days]) => {
    const at = Date.now() - days * 24 * 3600 * 1000;
    if (what === "copy") {
        const cache = await caches.open("kateid-stories");
        const copy = await cache.match(path);
        const headers = new Headers(copy.headers);
        headers.set("Date", new Date(at).toUTCString());
        await cache.put(path, new Response(await copy.text(), { headers }));
    } else {
        const cache = await caches.open("kateid-withdrawn");
        const list = await (await cache.match("/pencabutan.json")).json();
        await cache.put("/pencabutan.json", new Response(JSON.stringify({ ...list, at })));
    }
}"""


@pytest.fixture(scope="module")
def newsroom(own_database: str, own_media: Path) -> Cast:
    return present()


@pytest.fixture
def story(newsroom: Cast) -> Article:
    return make.published(headline="Feri Tepian Berlayar Lagi", photo=make.photo())


@pytest.fixture
def reader(browser: Browser, server: Server) -> Iterator[Page]:
    """Whose worker is there. Without a connection the console complains of itself, so nobody watches it."""
    with browser.new_context(base_url=server.url, locale="id-ID") as context:
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.goto("/")
        wait_for_worker(page)
        yield page


def wait_for_worker(page: Page) -> None:
    wait_until(page, "navigator.serviceWorker.controller !== null")


def kept(page: Page, cache: str = STORIES) -> list[str]:
    paths: list[str] = page.evaluate(
        "async (name) => (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname)", cache
    )
    return paths


def wait_until_kept(page: Page, path: str) -> None:
    wait_until(page, "async ([name, path]) => Boolean(await (await caches.open(name)).match(path))", [STORIES, path])


def wait_until_forgotten(page: Page, path: str) -> None:
    wait_until(page, "async ([name, path]) => !(await (await caches.open(name)).match(path))", [STORIES, path])


def read(page: Page, article: Article) -> str:
    address = address_of(article)
    page.goto(address)
    wait_until_kept(page, address)
    return address


def test_a_story_that_was_read_is_there_without_a_connection(story: Article, reader: Page) -> None:
    address = read(reader, story)
    reader.context.set_offline(True)
    reader.goto(address)
    expect(reader.locator("h1")).to_have_text("Feri Tepian Berlayar Lagi")
    expect(reader.get_by_role("status").filter(has_text="salinan")).to_contain_text("Sambungan terputus.")
    assert reader.evaluate("getComputedStyle(document.querySelector('h1')).fontWeight") == "800"  # with its styles
    assert reader.locator(".story__photo img").evaluate("image => image.decode().then(() => image.naturalWidth)")


def test_so_is_the_front_page_even_if_it_was_the_first_to_be_opened(story: Article, reader: Page) -> None:
    wait_until_kept(reader, "/")
    reader.context.set_offline(True)
    reader.goto("/")
    expect(reader.locator("main")).to_contain_text("Feri Tepian Berlayar Lagi")


def test_any_other_page_leads_to_what_is_kept(story: Article, reader: Page) -> None:
    read(reader, story)
    reader.context.set_offline(True)
    reader.goto("/metropolis/")
    expect(reader.locator("h1")).to_have_text("Berita yang tersimpan")
    reader.get_by_role("link", name="Feri Tepian Berlayar Lagi").click()
    expect(reader.locator("article.story h1")).to_have_text("Feri Tepian Berlayar Lagi")


def test_the_offline_page_says_so_when_nothing_is_kept(reader: Page) -> None:
    reader.goto("/luring/")
    expect(reader.get_by_text("Belum ada berita yang tersimpan.")).to_be_visible()


def test_the_offline_page_is_fit_for_everybody(story: Article, newsroom: Cast, open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/luring/")
    wait_for_worker(page)
    read(page, story)
    page.goto("/luring/")
    expect(page.get_by_role("link", name="Feri Tepian Berlayar Lagi")).to_be_visible()
    assert_fit_for_everybody(page)


def test_a_retracted_story_is_not_shown_online_and_its_copy_is_gone(
    story: Article, newsroom: Cast, reader: Page
) -> None:
    address = read(reader, story)
    workflow.retract(story, by=newsroom.managing_editor, ground=RetractionGround.TRAUMA, note="Demi keluarga.")
    answer = reader.goto(address)
    assert answer is not None
    assert answer.status == 410
    expect(reader.locator("h1")).to_have_text("Berita ini dicabut")
    wait_until(reader, "async ([name, path]) => !(await (await caches.open(name)).match(path))", [STORIES, address])
    reader.context.set_offline(True)
    reader.goto(address)
    expect(reader.locator("h1")).to_have_text("Berita yang tersimpan")


@pytest.mark.parametrize("ground", [RetractionGround.CHILD, RetractionGround.SARA])
@pytest.mark.parametrize("elsewhere", ["/redaksi/", "/metropolis/"])
def test_it_is_gone_as_soon_as_any_other_page_was_seen_online(
    story: Article, newsroom: Cast, reader: Page, elsewhere: str, ground: str
) -> None:
    other = make.published(headline="Dermaga Dicat Ulang", at=LAST_YEAR)
    address = read(reader, story)
    read(reader, other)
    workflow.retract(story, by=newsroom.managing_editor, ground=ground, note="Demi keluarga.")
    reader.goto(elsewhere)
    wait_until_forgotten(reader, address)
    reader.context.set_offline(True)
    reader.goto(address)
    expect(reader.locator("h1")).to_have_text("Berita yang tersimpan")
    expect(reader.locator("main")).not_to_contain_text("Feri Tepian Berlayar Lagi")
    for path in kept(reader):
        reader.goto(path)
        expect(reader.locator("body")).not_to_contain_text("Feri Tepian Berlayar Lagi")


def test_so_are_its_pictures(story: Article, newsroom: Cast, reader: Page) -> None:
    address = read(reader, story)
    pictures = "kateid-pictures"
    wait_until(reader, "async (name) => (await (await caches.open(name)).keys()).length > 0", pictures)
    shown = reader.locator(".story__photo img").evaluate("image => new URL(image.currentSrc).pathname")
    assert shown in kept(reader, pictures)
    workflow.retract(story, by=newsroom.managing_editor, ground=RetractionGround.CHILD, note="Demi anak.")
    reader.goto("/redaksi/")
    wait_until_forgotten(reader, address)
    assert shown not in kept(reader, pictures)


def test_a_page_that_was_open_all_the_while_is_enough(story: Article, newsroom: Cast, reader: Page) -> None:
    address = read(reader, story)
    reader.goto("/redaksi/")
    reader.context.set_offline(True)
    workflow.retract(story, by=newsroom.managing_editor, ground=RetractionGround.CHILD, note="Demi anak.")
    reader.context.set_offline(False)
    wait_until_forgotten(reader, address)


@pytest.mark.parametrize("too_old", ["copy", "list"])
def test_no_copy_outlives_its_days_nor_a_list_as_old_as_that(story: Article, reader: Page, too_old: str) -> None:
    """What was withdrawn since is then unknown to the device, so it shows nothing."""
    address = read(reader, story)
    wait_until(reader, "async () => Boolean(await (await caches.open('kateid-withdrawn')).match('/pencabutan.json'))")
    reader.evaluate(AGED, [too_old, address, 8])
    reader.context.set_offline(True)
    reader.goto(address)
    expect(reader.locator("h1")).to_have_text("Berita yang tersimpan")
    expect(reader.get_by_role("link", name="Feri Tepian Berlayar Lagi")).to_have_count(0)


def test_a_younger_one_says_from_when_it_is(story: Article, reader: Page) -> None:
    address = read(reader, story)
    wait_until(reader, "async () => Boolean(await (await caches.open('kateid-withdrawn')).match('/pencabutan.json'))")
    reader.evaluate(AGED, ["copy", address, 6])
    reader.context.set_offline(True)
    reader.goto(address)
    expect(reader.locator("h1")).to_have_text("Feri Tepian Berlayar Lagi")
    day = timezone.localdate() - timedelta(days=6)
    expect(reader.locator(".offline-note")).to_contain_text(f"salinan dari {date_format(day, 'j F Y')}")


def test_what_was_only_fetched_ahead_is_kept_once_it_is_read(newsroom: Cast, server: Server, reader: Page) -> None:
    story = make.published(headline="Belum Dibaca")
    address = address_of(story)
    reader.goto("/", wait_until="networkidle")
    link = reader.get_by_role("link", name="Belum Dibaca").first
    link.hover()
    wait_until(reader, "async (path) => Boolean(await (await caches.open('kateid-ahead')).match(path))", address)
    assert address not in kept(reader)
    link.click()
    reader.wait_for_url(f"**{address}")
    wait_until_kept(reader, address)
    assert kept(reader, "kateid-ahead") == []
    assert server.answers(address) == 1


def test_only_the_last_thirty_stories_are_kept(newsroom: Cast, reader: Page) -> None:
    reader.evaluate(
        """async (name) => {
            const cache = await caches.open(name);
            for (let number = 1; number <= 30; number++) await cache.put(`/lama/lama-${number}/`, new Response());
        }""",
        STORIES,
    )
    address = read(reader, make.published(headline="Yang Terbaru"))
    wait_until(reader, "async (name) => !(await (await caches.open(name)).match('/lama/lama-1/'))", STORIES)
    stories = [path for path in kept(reader) if path != "/"]
    assert len(stories) == 30
    assert stories[-1] == address


def test_nothing_of_the_desk_is_kept(story: Article, newsroom: Cast, server: Server, reader: Page) -> None:
    read(reader, story)
    sign_in(newsroom.managing_editor, reader.context, server)
    photo = make.photo()
    for path in ("/admin/", f"/admin/articles/photo/{photo.pk}/change/", "/admin/articles/article/"):
        reader.goto(path, wait_until="networkidle")
    everything = [
        path
        for name in reader.evaluate("caches.keys()")
        for path in kept(reader, name)
        if not path.startswith("/static")
    ]
    assert not [path for path in everything if path.startswith(("/admin", "/akun", "/komentar"))]
    assert not [path for path in everything if any(name in path for name in photo.every_file())]


def test_a_page_of_the_desk_is_asked_for_once(newsroom: Cast, server: Server, reader: Page) -> None:
    """A second answer would lack what the first one told, as that a story was sent in."""
    sign_in(newsroom.managing_editor, reader.context, server)
    for path in ("/admin/articles/section/", "/admin/articles/author/", "/akun/kata-sandi/ubah/"):
        before = server.answers(path)
        answer = reader.goto(path, wait_until="networkidle")
        assert answer is not None
        assert answer.from_service_worker
        assert server.answers(path) == before + 1


def test_without_a_connection_the_desk_too_leads_to_what_is_kept(
    story: Article, newsroom: Cast, server: Server, reader: Page
) -> None:
    read(reader, story)
    sign_in(newsroom.managing_editor, reader.context, server)
    reader.context.set_offline(True)
    reader.goto("/admin/")
    expect(reader.get_by_role("link", name="Feri Tepian Berlayar Lagi")).to_be_visible()


def test_a_newsroom_takes_everything_back(own_database: str, browser: Browser, story: Article, tmp_path: Path) -> None:
    port = free_port()
    with browser.new_context(locale="id-ID") as context:
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        with running_server(own_database, tmp_path, port) as server:
            page.goto(server.url)
            wait_for_worker(page)
            page.goto(server.url + address_of(story))
            wait_until_kept(page, address_of(story))
        with running_server(own_database, tmp_path, port, KATEID_OFFLINE="false") as server:
            with context.expect_event("serviceworker") as successor:
                page.goto(server.url)
                page.goto("about:blank")  # a browser that is watched may keep the worker of an open page for minutes
            wait_until(successor.value, "async () => (await caches.keys()).length === 0")
            page.goto(server.url)
            wait_until(page, "async () => !(await navigator.serviceWorker.getRegistration())")
            assert page.evaluate("async () => (await caches.keys()).length === 0")


def test_a_page_may_be_gone_back_to_as_it_was(story: Article, browser: Browser, server: Server) -> None:
    """The browser's own back and forward cache, which one header or one handler of ours could forbid."""
    with browser.new_context(base_url=server.url) as context:
        page = context.new_page()
        answer = page.goto(address_of(story))
        assert answer is not None
        assert "no-store" not in answer.headers.get("cache-control", "")
        handlers = page.evaluate("['onunload', 'onbeforeunload'].filter((name) => window[name])")
        assert handlers == []
        page.goto("/")
        page.go_back()
        blockers = page.evaluate(
            """() => {
                const [entry] = performance.getEntriesByType("navigation");
                return (entry.notRestoredReasons?.reasons ?? []).map(({ reason }) => reason);
            }"""
        )
        assert not {"response-cache-control-no-store", "unload-listener", "websocket"} & set(blockers)
