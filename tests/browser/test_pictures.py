"""Photos and videos in a browser: the right file for the screen, nothing that moves, and the library at the desk."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Response, Route, expect

from articles.models import Article, Photo
from articles.photo_places import INLINE, LEAD
from articles.photos import renditions
from tests import make
from tests.cast import Cast, present
from tests.forms import STORIES
from tests.server import Server

from . import desk
from .conftest import PATIENCE, OpenPage, sign_in
from .test_accessible import address_of, assert_fit_for_everybody

LINK = "https://www.youtube.com/watch?v=aqz-KE-bpKQ"
WORDS = "<p>Warga Samarinda Seberang mulai menyeberang dengan feri pagi ini. Antrean mengular sejak subuh.</p>" * 4
SHIFT = """
    window.shifted = window.headerShifted = 0;
    const isOfHeader = ({ node }) => node instanceof Element && node.closest(".site-header");
    const counted = (entry) => entry.sources.length && entry.sources.every(isOfHeader) ? "headerShifted" : "shifted";
    new PerformanceObserver((list) => { for (const entry of list.getEntries()) window[counted(entry)] += entry.value; })
        .observe({type: "layout-shift", buffered: true});
"""


@pytest.fixture(scope="module")
def photos(own_database: str) -> list[Photo]:
    """Large enough for every width."""
    present()
    found = []
    for number in range(4):
        photo = make.photo((2000, 1333), caption=f"Antrean feri ke-{number}")
        renditions.complete(photo)
        found.append(Photo.objects.get(pk=photo.pk))
    return found


@pytest.fixture(scope="module")
def story(photos: list[Photo]) -> Article:
    lead, *inner = photos
    figures = "".join(f'{WORDS}<figure data-photo="{photo.pk}"></figure>' for photo in inner)
    gallery = [{"photo": photo.pk, "caption": ""} for photo in photos]
    return make.published(photo=lead, body=f'{figures}{WORDS}<p><a href="{LINK}">Rekaman feri</a></p>', gallery=gallery)


@pytest.fixture
def cast(photos: list[Photo]) -> Cast:
    return present()


def read_to_the_end(page: Page) -> None:
    page.evaluate(
        """async () => {
            for (let top = 0; top < document.body.scrollHeight; top += 300) {
                scrollTo({ top, behavior: "instant" });
                await new Promise((done) => setTimeout(done, 40));
            }
            await Promise.all([...document.images].map((image) => image.decode()));
        }"""
    )


def width_of(address: str) -> int:
    named = re.search(r"-(\d+)\.\w+$", urlsplit(address).path)
    assert named, address
    return int(named[1])


# Readers


@pytest.mark.parametrize("density", [1, 2])
@pytest.mark.parametrize(("width", "height"), [(360, 740), (1280, 800)])
def test_the_files_fetched_are_the_right_ones_and_nothing_moves(
    story: Article, photos: list[Photo], open_page: OpenPage, width: int, height: int, density: int
) -> None:
    page = open_page(viewport={"width": width, "height": height}, device_scale_factor=density)
    fetched: dict[str, int] = {}

    def on_response(response: Response) -> None:
        if "/media/" in response.url:
            fetched[response.url] = len(response.body())

    page.on("response", on_response)
    page.add_init_script(SHIFT)
    page.goto(address_of(story))
    read_to_the_end(page)
    assert page.evaluate("window.shifted") == 0
    assert page.evaluate("window.headerShifted") < 0.001  # words there move once in a browser without a window
    shown = page.locator(".story img").evaluate_all(
        "images => images.map((image) => [image.currentSrc, image.clientWidth])"
    )
    assert len(shown) == 8
    seen: set[str] = set()
    for (address, wide), place in zip(shown, (LEAD, *(INLINE,) * 7), strict=True):
        needed, made = wide * density, width_of(address)
        # Sharp, and no more than the next size: browsers go by how wide a picture is said to be, not by how it is.
        assert made >= 0.77 * needed or made == place.widths[-1], (place.name, needed, made)
        # The gallery has the photos of the text again, and a file that is there already is as good as a smaller one.
        assert made <= 2 * needed or made == place.widths[0] or address in seen, (place.name, needed, made)
        seen.add(address)
        assert address.endswith(".avif")
        assert fetched[address] > 0
    assert len(fetched) <= 8  # and no other file of them


@pytest.mark.parametrize("part", ["story", "photo"])
def test_stories_with_photos_are_fit_for_everybody(story: Article, page: Page, part: str) -> None:
    page.goto(address_of(story) + ("foto/2/" if part == "photo" else ""))
    assert_fit_for_everybody(page)


def test_the_gallery_opens_large_and_is_left_where_it_was_seen(story: Article, open_page: OpenPage) -> None:
    page = open_page(viewport={"width": 360, "height": 740}, has_touch=True, reduced_motion="reduce")
    page.goto(address_of(story))
    page.locator(".gallery__link").nth(1).click()
    viewer = page.get_by_role("dialog", name="Galeri foto")
    place = viewer.locator(".viewer__place")
    expect(place).to_have_text("Foto 2 dari 4")
    expect(viewer.get_by_role("button", name="Tutup galeri")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(place).to_have_text("Foto 3 dari 4")
    viewer.get_by_role("button", name="Foto berikutnya").click()
    expect(place).to_have_text("Foto 4 dari 4")
    expect(viewer.locator(".viewer__button--next")).to_be_disabled()
    viewer.locator(".viewer__photos").evaluate("strip => strip.scrollTo({left: strip.clientWidth})")  # as a finger does
    expect(place).to_have_text("Foto 2 dari 4")
    assert_fit_for_everybody(page)
    page.keyboard.press("Escape")
    expect(viewer).to_be_hidden()
    expect(page.locator(".gallery__link").nth(1)).to_be_focused()
    assert page.url.endswith(address_of(story))


def test_without_a_script_every_photo_is_a_page_away(story: Article, open_page: OpenPage) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(address_of(story))
    page.locator(".gallery__link").first.click()
    expect(page.locator(".gallery-photo figcaption")).to_contain_text("Antrean feri ke-0.")
    page.get_by_role("link", name="Foto berikutnya").click()
    expect(page.locator(".gallery-photo figcaption")).to_contain_text("Antrean feri ke-1.")
    page.get_by_role("link", name="Baca beritanya").click()
    expect(page.locator("h1")).to_have_text(story.headline)
    expect(page.locator(".video__link")).to_have_attribute("href", LINK)


def test_the_arrow_keys_lead_from_photo_to_photo(story: Article, page: Page) -> None:
    page.goto(f"{address_of(story)}foto/1/")
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**/foto/2/")
    page.keyboard.press("ArrowLeft")
    page.wait_for_url("**/foto/1/")


def test_a_player_comes_at_the_click_and_not_before(story: Article, browser: Browser, server: Server) -> None:
    page = browser.new_page(base_url=server.url)
    asked: list[str] = []
    complaints: list[str] = []

    def play(route: Route) -> None:
        """The host's answer, given here: what is looked at is when it is asked, and that the policy lets it in."""
        asked.append(route.request.url)
        route.fulfill(body="<p>Pemutar</p>", content_type="text/html")

    page.route(lambda address: not address.startswith(server.url), play)
    page.on("console", lambda said: complaints.append(said.text))
    page.goto(address_of(story))
    read_to_the_end(page)
    assert not asked
    assert page.locator("iframe").count() == 0
    page.locator(".video__link").click()
    expect(page.frame_locator(".video__player").get_by_text("Pemutar")).to_be_visible()
    expect(page.locator(".video__player")).to_be_focused()
    assert asked == ["https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ?autoplay=1"]
    assert not complaints
    page.close()


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
def test_a_video_with_a_picture_from_the_library_is_fit_for_everybody(
    photos: list[Photo], open_page: OpenPage, width: int, scheme: str
) -> None:
    figure = f'<figure data-photo="{photos[1].pk}"><figcaption>{LINK}</figcaption></figure>'
    page = open_page(viewport={"width": width, "height": 740}, color_scheme=scheme)
    page.goto(address_of(make.published(body=f"{WORDS}{figure}{WORDS}")))
    read_to_the_end(page)
    assert_fit_for_everybody(page)
    picture, panel = (page.locator(f".video__link{inside}").bounding_box() for inside in (" img", ""))
    assert picture == panel


# The desk


def pick(page: Page, caption: str) -> None:
    """Searches the open library and takes what it finds."""
    picker = page.get_by_role("dialog", name="Pilih foto")
    expect(picker.locator("[data-photo]").first).to_be_visible()
    picker.get_by_role("searchbox").fill(caption)
    page.keyboard.press("Enter")
    expect(picker.locator("[data-photo]")).to_have_count(1)
    picker.locator("[data-photo]").click()
    expect(picker).to_be_hidden()


@pytest.mark.parametrize("width", [360, 1280])
def test_a_story_gets_its_photos_from_the_library(
    cast: Cast, photos: list[Photo], open_page: OpenPage, width: int
) -> None:
    page = open_page(cast.reporter, viewport={"width": width, "height": 740})
    page.goto(f"{STORIES}add/")
    desk.field(page, "Judul").fill(f"Feri dari perpustakaan {width}")
    desk.type_body(page, "Feri berangkat pagi.")
    page.locator(".cke_button__photo").click()
    pick(page, "ke-1")
    figure = page.locator(".cke_wysiwyg_div figure")
    expect(figure.locator("img")).to_be_visible()
    figure.locator("figcaption").click()
    page.keyboard.insert_text("Pagi itu di <dermaga>")
    for caption in ("ke-2", "ke-3"):
        desk.button(page, "Tambah foto").click()
        pick(page, caption)
    page.get_by_role("textbox", name="Keterangan foto ke-2").fill("Sore: masih antre")
    page.get_by_role("button", name="Naikkan foto ke-2").click()
    desk.button(page, "Pilih dari perpustakaan").click()
    pick(page, "ke-0")
    desk.button(page, "Simpan draf").click()
    desk.expect_said(page, "tersimpan")
    article = Article.objects.get(headline=f"Feri dari perpustakaan {width}")
    assert article.body == (
        f'<p>Feri berangkat pagi.</p>\n<figure data-photo="{photos[1].pk}">'
        "<figcaption>Pagi itu di &lt;dermaga&gt;</figcaption></figure>"
    )
    assert article.gallery == [
        {"photo": photos[3].pk, "caption": "Sore: masih antre"},
        {"photo": photos[2].pk, "caption": ""},
    ]
    assert article.photo == photos[0]


def test_opening_and_saving_a_story_with_photos_changes_nothing(
    cast: Cast, photos: list[Photo], open_page: OpenPage
) -> None:
    body = f'<p>Satu</p>\n\n<figure data-photo="{photos[0].pk}"><figcaption>a &amp; b</figcaption></figure>\n<p>Dua</p>'
    article = make.draft(body=body, gallery=[{"photo": photos[1].pk, "caption": "Satu: dua"}])
    page = open_page(cast.reporter)
    page.goto(f"{STORIES}{article.pk}/change/")
    expect(desk.editor(page).locator("figure img")).to_be_visible()
    desk.button(page, "Simpan draf").click()
    desk.expect_said(page, "tersimpan")
    article.refresh_from_db()
    assert article.version == 1
    assert article.body == body


def test_a_changed_word_leaves_the_photos_as_they_are(cast: Cast, photos: list[Photo], open_page: OpenPage) -> None:
    figure = f'<figure data-photo="{photos[0].pk}"><figcaption>a &amp; b</figcaption></figure>'
    other = f'<figure data-photo="{photos[1].pk}"></figure>'
    article = make.draft(body=f"<p>Satu.</p>\n{figure}\n{other}\n<p>Dua.</p>")
    page = open_page(cast.reporter)
    page.goto(f"{STORIES}{article.pk}/change/")
    desk.editor(page).locator("p").last.click()
    page.keyboard.press("End")
    page.keyboard.insert_text(" Tiga.")
    desk.button(page, "Simpan draf").click()
    desk.expect_said(page, "tersimpan")
    article.refresh_from_db()
    assert article.body == f"<p>Satu.</p>\n{figure}\n{other}\n<p>Dua. Tiga.</p>"


def test_the_text_goes_on_below_and_above_a_photo(cast: Cast, photos: list[Photo], open_page: OpenPage) -> None:
    figure = f'<figure data-photo="{photos[0].pk}"></figure>'
    article = make.draft(body=figure)
    page = open_page(cast.reporter)
    page.goto(f"{STORIES}{article.pk}/change/")
    desk.editor(page).locator("figure img").click()
    page.keyboard.press("Enter")
    page.keyboard.insert_text("Di bawah.")
    desk.editor(page).locator("figure img").click()
    page.keyboard.press("Shift+Enter")
    page.keyboard.insert_text("Di atas.")
    desk.button(page, "Simpan draf").click()
    desk.expect_said(page, "tersimpan")
    article.refresh_from_db()
    assert article.body == f"<p>Di atas.</p>\n{figure}\n<p>Di bawah.</p>"


def test_the_library_and_its_window_are_fit_for_everybody(cast: Cast, open_page: OpenPage) -> None:
    page = open_page(cast.photo_editor)
    page.goto("/admin/articles/photo/")
    assert_fit_for_everybody(page)
    for box in page.locator(".action-select").all():
        box.check()
    page.get_by_label("Yang dipilih:").select_option(label="Ubah keterangan dan kredit")
    desk.button(page, "Jalankan").click()
    desk.field(page, "Kredit foto").fill("Rina Oktavia/Kate.id")
    desk.button(page, "Lihat perubahannya").click()
    expect(page.get_by_role("heading", name="Yang akan berubah")).to_be_visible()
    assert_fit_for_everybody(page)
    page = open_page(cast.reporter)
    page.goto(f"{STORIES}add/")
    desk.editor(page)
    desk.button(page, "Tambah foto").click()
    expect(page.locator("[data-photo]").first).to_be_visible()
    assert_fit_for_everybody(page)


def test_the_window_is_used_by_keyboard_alone(cast: Cast, photos: list[Photo], open_page: OpenPage) -> None:
    page = open_page(cast.reporter, viewport={"width": 360, "height": 740})
    page.goto(f"{STORIES}add/")
    add = desk.button(page, "Tambah foto")
    add.focus()
    page.keyboard.press("Enter")
    picker = page.get_by_role("dialog", name="Pilih foto")
    expect(picker.get_by_role("searchbox")).to_be_focused()
    picker.locator("[data-photo]").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(picker).to_be_hidden()
    expect(add).to_be_focused()
    expect(page.locator(".gallery-photos li")).to_have_count(1)
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(picker).to_be_hidden()
    expect(add).to_be_focused()
    expect(page.locator(".gallery-photos li")).to_have_count(1)


@pytest.mark.parametrize(
    ("status", "said", "may_try_again"),
    [
        (413, "terlalu besar", False),
        (503, "Server sedang beristirahat", True),
        (500, "Server sedang beristirahat", True),
        (200, "Sesi Anda berakhir", False),  # the page to sign in, to which a browser was led
    ],
)
def test_a_refusal_that_is_not_of_the_page_is_told_as_what_it_is(
    cast: Cast, browser: Browser, server: Server, status: int, said: str, may_try_again: bool
) -> None:
    context = browser.new_context(base_url=server.url)  # whose console complains of the answer, so nobody watches it
    context.set_default_timeout(PATIENCE)
    sign_in(cast.reporter, context, server)
    page = context.new_page()
    page.route("**/unggah/", lambda route: route.fulfill(status=status, content_type="text/html", body="<h1>x</h1>"))
    page.goto("/admin/articles/photo/add/")
    page.locator("#photo-files").set_input_files(
        {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": make.picture().read()}
    )
    row = page.locator(".photo-upload__row--refused")
    expect(row).to_contain_text(said)
    expect(row.get_by_role("button", name="Coba lagi")).to_have_count(int(may_try_again))
    context.close()
