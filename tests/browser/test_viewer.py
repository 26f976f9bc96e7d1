"""Every photo of a story opens large: whole, with its words, on any screen; closer by fingers, wheel and keys."""

import io
import time
from typing import Any, Literal

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Locator, Page, expect

from articles.models import Article, Photo, PhotoRights
from articles.photos import intake
from tests import make
from tests.cast import Cast, present

from .conftest import OpenPage, wait_until
from .test_accessible import address_of, assert_fit_for_everybody

WINDOWS = [(360, 740), (740, 360), (1280, 800), (280, 653)]
LONGEST = ("Warga menunggu feri pertama di dermaga sejak pukul empat pagi. " * 7)[:400]
KINDS: dict[str, tuple[tuple[int, int], str]] = {
    "ordinary": ((1500, 1000), "Antrean feri"),
    "portrait": ((1000, 1700), "Menara pandu"),
    "panorama": ((2800, 390), "Sungai dari jembatan ke jembatan"),
    "tiny": ((90, 60), "Kartu penumpang"),
    "infographic": ((500, 3000), "Jadwal seluruh dermaga"),
    "square": ((800, 800), "Denah dermaga"),
    "many words": ((1500, 1000), LONGEST),
    "transparent": ((700, 500), "Lambang kota"),
}
BOX = "element => { const { x, y, width, height } = element.getBoundingClientRect(); return [x, y, width, height]; }"
IS_THERE = (
    "selector => { const image = document.querySelector(selector); return image.complete && image.naturalWidth; }"
)
SHOWN_IMAGE = "dialog[open] .viewer__photo:not([inert]) img"
Scheme = Literal["light", "dark"]
Box = tuple[float, float, float, float]


def drawn(kind: str, caption: str, size: tuple[int, int]) -> Photo:
    if kind != "transparent":
        return make.photo(size, caption=caption)
    image = Image.new("RGBA", size)
    ImageDraw.Draw(image).ellipse((100, 50, 600, 450), fill="navy")
    file = io.BytesIO()
    image.save(file, "PNG")
    file.seek(0)
    photo = Photo(caption=caption, credit="Humas", alt_text="Lambang", rights=PhotoRights.PRESS_OFFICE)
    intake.develop(photo, intake.examine(file))
    intake.enter(photo)
    return photo


@pytest.fixture(scope="module")
def photos(own_database: str) -> dict[str, Photo]:
    present()
    return {kind: drawn(kind, caption, size) for kind, (size, caption) in KINDS.items()}


@pytest.fixture(scope="module")
def story(photos: dict[str, Photo]) -> Article:
    figures = "".join(
        f'<p>Alinea.</p><figure data-photo="{photos[kind].pk}"></figure>' for kind in ("panorama", "infographic")
    )
    gallery = [{"photo": photo.pk, "caption": ""} for photo in photos.values()]
    return make.published(photo=photos["portrait"], body=f"{figures}<p>Akhir.</p>", gallery=gallery)


@pytest.fixture
def cast(photos: dict[str, Photo]) -> Cast:
    return present()


def opened(page: Page, story: Article, link: str = ".gallery__link", number: int = 0) -> Locator:
    page.goto(address_of(story))
    page.locator(link).nth(number).click()
    viewer = page.locator("dialog[open]")
    expect(viewer).to_be_visible()
    return viewer


def shown(viewer: Locator) -> Locator:
    return viewer.locator(".viewer__photo:not([inert])")


def box(place: Locator) -> Box:
    left, top, width, height = place.evaluate(BOX)
    return left, top, width, height


def seen_photo(viewer: Locator) -> Locator:
    image = shown(viewer).locator("img")
    wait_until(viewer.page, IS_THERE, SHOWN_IMAGE)
    return image


def assert_inside(inner: Box, outer: Box, what: object) -> None:
    assert inner[0] >= outer[0] - 1, what
    assert inner[1] >= outer[1] - 1, what
    assert inner[0] + inner[2] <= outer[0] + outer[2] + 1, what
    assert inner[1] + inner[3] <= outer[1] + outer[3] + 1, what


def overlap(one: Box, other: Box) -> bool:
    return (
        min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0]) > 1
        and min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1]) > 1
    )


def assert_in_its_place(viewer: Locator, window: Box, what: object) -> None:
    """Photo, words and buttons inside the window, none upon another, and the photo in its own shape."""
    image = seen_photo(viewer)
    words = shown(viewer).locator("figcaption")
    buttons = [button for button in viewer.get_by_role("button").all() if button.is_visible()]
    parts = {"photo": image, "words": words, "place": viewer.locator(".viewer__place")}
    boxes = {name: box(part) for name, part in parts.items()}
    boxes |= {f"button {number}": box(button) for number, button in enumerate(buttons)}
    for name, found in boxes.items():
        assert_inside(found, window, (what, name, found))
        assert found[2] > 0, (what, name)
    names = list(boxes)
    for number, name in enumerate(names):
        for other in names[number + 1 :]:
            assert not overlap(boxes[name], boxes[other]), (what, name, boxes[name], other, boxes[other])
    assert words.evaluate("words => words.scrollHeight <= words.clientHeight + 1"), (what, "words cut off")
    assert "(Foto: " in words.inner_text()
    ratio: float = image.evaluate("image => image.naturalWidth / image.naturalHeight")
    assert boxes["photo"][2] / boxes["photo"][3] == pytest.approx(ratio, rel=0.05), what


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), WINDOWS)
def test_the_whole_photo_and_its_words_stand_in_the_window(
    story: Article, open_page: OpenPage, width: int, height: int, scheme: Scheme
) -> None:
    page = open_page(
        viewport={"width": width, "height": height}, has_touch=True, color_scheme=scheme, reduced_motion="reduce"
    )
    viewer = opened(page, story)
    for number, kind in enumerate(KINDS, start=1):
        expect(viewer.locator(".viewer__place")).to_have_text(f"Foto {number} dari {len(KINDS)}")
        assert_in_its_place(viewer, (0, 0, width, height), (kind, width, height))
        assert seen_photo(viewer).evaluate("image => getComputedStyle(image).backgroundColor") == "rgba(0, 0, 0, 0)"
        page.keyboard.press("ArrowRight")


@pytest.mark.parametrize(("width", "height"), WINDOWS)
def test_so_do_the_lead_photo_and_those_in_the_text(
    story: Article, photos: dict[str, Photo], open_page: OpenPage, width: int, height: int
) -> None:
    page = open_page(viewport={"width": width, "height": height}, reduced_motion="reduce")
    viewer = opened(page, story, ".photo-link")
    for number, kind in enumerate(("portrait", "panorama", "infographic"), start=1):
        expect(viewer.locator(".viewer__place")).to_have_text(f"Foto {number} dari 3")
        assert_in_its_place(viewer, (0, 0, width, height), (kind, width, height))
        ratio: float = seen_photo(viewer).evaluate("image => image.naturalWidth / image.naturalHeight")
        assert ratio == pytest.approx(photos[kind].width / photos[kind].height, rel=0.02)  # uncut
        page.keyboard.press("ArrowRight")


def test_turning_the_phone_keeps_the_photo_and_shows_it_whole(story: Article, open_page: OpenPage) -> None:
    page = open_page(viewport={"width": 360, "height": 740}, has_touch=True, reduced_motion="reduce")
    viewer = opened(page, story, number=4)
    page.set_viewport_size({"width": 740, "height": 360})
    wait_until(page, "innerWidth === 740")
    expect(viewer.locator(".viewer__place")).to_have_text("Foto 5 dari 8")
    assert_in_its_place(viewer, (0, 0, 740, 360), "turned")


@pytest.mark.parametrize("link", [".photo-link", ".gallery__link"])
def test_back_closes_it_and_the_story_is_still_there(story: Article, open_page: OpenPage, link: str) -> None:
    page = open_page(reduced_motion="reduce")
    page.goto("/")
    viewer = opened(page, story, link, 1)
    page.go_back()
    expect(viewer).to_be_hidden()
    assert page.url.endswith(address_of(story))
    expect(page.locator(link).nth(1)).to_be_focused()
    page.go_forward()
    expect(page.locator("dialog[open] .viewer__place")).to_contain_text("Foto 2 dari")


@pytest.mark.parametrize("way", ["Escape", "button"])
def test_after_it_was_closed_back_leads_where_it_led_before(story: Article, open_page: OpenPage, way: str) -> None:
    page = open_page(reduced_motion="reduce")
    page.goto("/redaksi/")
    viewer = opened(page, story)
    page.keyboard.press("ArrowRight")
    if way == "Escape":
        page.keyboard.press("Escape")
    else:
        viewer.get_by_role("button", name="Tutup galeri").click()
    expect(viewer).to_be_hidden()
    expect(page.locator(".gallery__link").nth(1)).to_be_focused()  # where one is by now
    wait_until(page, "!history.state?.viewer")
    page.go_back()
    page.wait_for_url("**/redaksi/")


def test_a_view_is_counted_once_however_often_photos_are_opened(story: Article, open_page: OpenPage) -> None:
    page = open_page(reduced_motion="reduce")
    opened(page, story)
    number = page.evaluate("history.state.reading")
    page.go_back()
    assert number
    assert page.evaluate("history.state.reading") == number


def test_the_keyboard_stays_inside(story: Article, open_page: OpenPage) -> None:
    page = open_page(reduced_motion="reduce")
    viewer = opened(page, story, number=1)
    names = []
    for key in [*["Tab"] * 5, *["Shift+Tab"] * 5]:
        page.keyboard.press(key)
        names.append(page.evaluate("document.activeElement.getAttribute('aria-label')"))
        assert viewer.evaluate("viewer => viewer.contains(document.activeElement)")
    assert names[:4] == ["Perbesar", "Foto sebelumnya", "Foto berikutnya", "Tutup galeri"]
    assert names[5:] == names[3::-1] + names[3:4]


def width_of(image: Locator) -> float:
    return box(image)[2]


def wait_until_wide(image: Locator, more_than: float) -> None:
    wait_until(image.page, f"width => document.querySelector({SHOWN_IMAGE!r}).clientWidth > width", more_than)


def test_keys_zoom_and_pan_and_then_lead_on(story: Article, open_page: OpenPage) -> None:
    page = open_page(viewport={"width": 360, "height": 740}, reduced_motion="reduce")
    viewer = opened(page, story)
    image = seen_photo(viewer)
    whole = box(image)
    for _ in range(3):
        page.keyboard.press("+")
    near = box(image)
    assert near[2] > 2 * whole[2]
    page.keyboard.press("ArrowRight")
    assert box(image)[0] < near[0] - 40
    expect(viewer.locator(".viewer__place")).to_have_text("Foto 1 dari 8")
    page.keyboard.press("0")
    assert box(image) == pytest.approx(whole)
    page.keyboard.press("ArrowRight")
    expect(viewer.locator(".viewer__place")).to_have_text("Foto 2 dari 8")


def test_the_wheel_zooms_where_it_points(story: Article, open_page: OpenPage) -> None:
    page = open_page(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    image = seen_photo(opened(page, story))
    left, top, width, height = box(image)
    at = left + 0.25 * width, top + 0.25 * height
    page.mouse.move(*at)
    page.mouse.wheel(0, -400)
    wait_until_wide(image, 2 * width)
    near = box(image)
    assert (at[0] - near[0]) / near[2] == pytest.approx(0.25, abs=0.02)
    assert (at[1] - near[1]) / near[3] == pytest.approx(0.25, abs=0.02)
    page.mouse.down()
    page.mouse.move(at[0] - 100, at[1] - 50)
    page.mouse.up()
    assert box(image)[0] == pytest.approx(near[0] - 100, abs=2)


def test_the_button_shows_a_tall_picture_in_a_readable_width(story: Article, open_page: OpenPage) -> None:
    page = open_page(viewport={"width": 360, "height": 740}, reduced_motion="reduce")
    viewer = opened(page, story, number=list(KINDS).index("infographic"))
    image = seen_photo(viewer)
    assert width_of(image) < 120
    button = viewer.get_by_role("button", name="Perbesar")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    assert width_of(image) == pytest.approx(360, abs=2)
    frame = shown(viewer).locator(".viewer__frame")
    assert frame.evaluate("frame => { frame.scrollTop = 1e6; return frame.scrollTop; }") > 500  # to its foot
    button.click()
    assert_in_its_place(viewer, (0, 0, 360, 740), "whole again")


class Fingers:
    """Touches with times of their own, so that two taps are quick on a slow machine too."""

    def __init__(self, page: Page) -> None:
        self.session = page.context.new_cdp_session(page)
        self.now = time.time()

    def touch(self, kind: str, *points: tuple[float, float]) -> None:
        self.now += 0.05
        touches = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(points)]
        event = {"type": kind, "touchPoints": touches, "timestamp": self.now}
        self.session.send("Input.dispatchTouchEvent", event)

    def swipe(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        steps = 12
        points = [
            tuple(a + (b - a) * step / steps for a, b in zip(start, end, strict=True)) for step in range(steps + 1)
        ]
        self.touch("touchStart", points[0])
        for point in points[1:]:
            self.touch("touchMove", point)
        self.touch("touchEnd")
        self.now += 1

    def tap_twice(self, x: float, y: float) -> None:
        for _ in range(2):
            self.touch("touchStart", (x, y))
            self.touch("touchEnd")
        self.now += 1


def test_two_fingers_zoom_and_two_taps_do(story: Article, open_page: OpenPage) -> None:
    page = open_page(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True, reduced_motion="reduce")
    image = seen_photo(opened(page, story))
    whole = width_of(image)
    fingers = Fingers(page)
    fingers.touch("touchStart", (150, 300), (210, 300))
    for spread in range(0, 60, 10):
        fingers.touch("touchMove", (150 - spread, 300), (210 + spread, 300))
    fingers.touch("touchEnd")
    wait_until_wide(image, 2 * whole)
    assert page.evaluate("visualViewport.scale") == 1  # the photo, not the page
    fingers.tap_twice(180, 300)
    wait_until(page, f"() => document.querySelector({SHOWN_IMAGE!r}).clientWidth < {whole + 2}")
    fingers.tap_twice(180, 300)
    wait_until_wide(image, 2 * whole)


def test_a_finger_swipes_to_the_next_and_moves_a_near_photo(story: Article, open_page: OpenPage) -> None:
    page = open_page(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    viewer = opened(page, story)
    fingers = Fingers(page)
    seen_photo(viewer)
    fingers.swipe((300, 300), (40, 300))
    expect(viewer.locator(".viewer__place")).to_have_text("Foto 2 dari 8")
    fingers.swipe((60, 300), (320, 300))
    expect(viewer.locator(".viewer__place")).to_have_text("Foto 1 dari 8")
    viewer.get_by_role("button", name="Perbesar").click()
    image = seen_photo(viewer)
    before = box(image)[0]
    fingers.swipe((300, 300), (200, 300))
    expect(viewer.locator(".viewer__place")).to_have_text("Foto 1 dari 8")
    assert box(image)[0] < before - 40


def test_it_is_fit_for_everybody(story: Article, open_page: OpenPage) -> None:
    page = open_page(reduced_motion="reduce")
    opened(page, story, ".photo-link")
    assert_fit_for_everybody(page)


def test_a_sensitive_storys_photos_do_not_open(photos: dict[str, Photo], open_page: OpenPage) -> None:
    shy = make.published(photo=photos["portrait"], is_sensitive=True)
    page = open_page()
    page.goto(address_of(shy))
    page.locator(".story__photo img").click()
    expect(page.locator("a:has(> picture), dialog")).to_have_count(0)
    assert page.url.endswith(address_of(shy))


def test_without_dialogs_the_photos_page_opens(story: Article, open_page: OpenPage) -> None:
    page = open_page()
    page.add_init_script("delete HTMLDialogElement.prototype.showModal")
    page.goto(address_of(story))
    page.locator(".photo-link").first.click()
    page.wait_for_url("**/foto/utama/")


def test_without_scripts_lead_and_inner_photos_have_pages_that_lead_on(story: Article, open_page: OpenPage) -> None:
    page = open_page(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page.goto(address_of(story))
    page.locator(".story__photo a").click()
    places = [page.locator(".gallery-photo .kicker").inner_text().lower()]
    while page.get_by_role("link", name="Foto berikutnya").count():
        page.get_by_role("link", name="Foto berikutnya").click()
        places.append(page.locator(".gallery-photo .kicker").inner_text().lower())
        image = page.locator(".gallery-photo img")
        ratio = image.evaluate("image => image.decode().then(() => image.naturalWidth / image.naturalHeight)")
        _, _, width, height = box(image)
        assert width <= 360
        assert height <= 0.8 * 740 + 1
        assert not 0.9 < ratio / (16 / 9) < 1.1  # neither panorama nor infographic is cut as a lead is
    assert places == [f"foto {number} dari 3" for number in (1, 2, 3)]


def test_no_colour_stays_beside_a_photo_on_the_page(story: Article, open_page: OpenPage) -> None:
    page = open_page(viewport={"width": 1280, "height": 800})
    page.goto(address_of(story))
    colours: Any = page.locator(".inner-photo img").evaluate_all(
        "images => images.map((image) => getComputedStyle(image).backgroundColor)"
    )
    assert set(colours) == {"rgba(0, 0, 0, 0)"}
