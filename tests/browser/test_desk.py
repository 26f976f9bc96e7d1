"""The desk in a browser: for everybody's eyes and thumbs, on a phone as on a desk, light and dark."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, Route, expect

from articles.editorial import front_page_picks, workflow
from articles.models import LeadStory, Photo, Redirect, Tag
from tests import cast as people
from tests import make
from tests.cast import PASSWORD, Cast

from . import axe
from .conftest import OpenPage

PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "color_scheme": "light", "has_touch": True}
DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}, "color_scheme": "dark"}
SCREENS = {
    "managing_editor": (
        "",
        "articles/article/",
        "articles/photo/",
        "articles/photo/add/",
        "articles/section/",
        "articles/section/add/",
        "articles/author/",
        "articles/author/add/",
        "articles/editor/",
        "articles/editor/add/",
        "articles/tag/",
        "articles/leadstory/",
        "articles/leadstory/add/",
        "articles/page/",
        "articles/redirect/",
        "articles/redirect/add/",
        "articles/redirect/impor/",
        "password_change/",
    ),
    "reporter": ("", "articles/photo/", "articles/photo/add/?_popup=1"),
    "photo_editor": ("",),
    "administrator": ("", "auth/user/", "auth/user/add/", "auth/group/"),
    "moderator": ("",),
}


@pytest.fixture(scope="module")
def newsroom(own_database: str) -> Cast:
    cast = people.present()
    make.draft(headline="Draf Rina")
    workflow.send_back(make.in_review(headline="Kurang sumber"), by=cast.editor, reason="Mintai keterangan dinas.")
    make.in_review(headline="Menunggu")
    make.scheduled(headline="Terjadwal")
    for headline in ("Satu", "Dua"):
        front_page_picks.put_on_top(LeadStory(article=make.published(headline=headline, photo=make.photo())))
    Photo.objects.update(alt_text="")
    Redirect.objects.create(path="/2022/07/12/" + "feri-penyeberangan-kembali-beroperasi-" * 3, section=cast.ekonomi)
    return cast


def assert_fit_for_everybody(page: Page) -> None:
    """No violation that axe knows of, and nothing sticks out of the screen."""
    page.wait_for_load_state()
    found = axe.violations(page)
    assert not found, "\n".join([page.url, *found])
    sticking_out = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(sticking_out) <= 0, page.url


@pytest.mark.parametrize("device", [PHONE, DESK], ids=["phone, light", "desk, dark"])
def test_every_screen_is_fit_for_everybody(newsroom: Cast, open_page: OpenPage, device: dict[str, Any]) -> None:
    visitor = open_page(**device)
    visitor.goto("/admin/")
    assert_fit_for_everybody(visitor)
    for part, screens in SCREENS.items():
        page = open_page(getattr(newsroom, part), **device)
        for screen in screens:
            page.goto(f"/admin/{screen}")
            assert_fit_for_everybody(page)


def test_forms_about_something_are_fit_for_everybody(newsroom: Cast, open_page: OpenPage) -> None:
    page = open_page(newsroom.managing_editor, **PHONE)
    photo, author = Photo.objects.latest("pk"), newsroom.reporter.author
    topics = Tag.objects.values_list("pk", flat=True)[:2]
    for path in (
        f"photo/{photo.pk}/change/",
        f"photo/{photo.pk}/delete/",
        f"photo/{photo.pk}/potongan/",
        f"photo/{photo.pk}/samarkan/",
        f"photo/{photo.pk}/tarik/",
        f"author/{author.pk}/change/",
        f"redirect/{Redirect.objects.earliest('pk').pk}/change/",
        f"tag/{topics[0]}/change/",
        f"tag/gabung/?topik={topics[0]}",
        f"tag/gabung/?topik={topics[0]}&topik={topics[1]}",
    ):
        page.goto(f"/admin/articles/{path}")
        assert_fit_for_everybody(page)
    page = open_page(newsroom.administrator, **PHONE)
    for path in ("change", "password", "history"):
        page.goto(f"/admin/auth/user/{newsroom.reporter.pk}/{path}/")
        assert_fit_for_everybody(page)


def test_the_menu_opens_and_closes_on_a_phone(newsroom: Cast, open_page: OpenPage) -> None:
    page = open_page(newsroom.reporter, **PHONE)
    page.goto("/admin/")
    menu = page.get_by_role("navigation", name="Menu meja redaksi")
    expect(menu).to_be_hidden()
    page.get_by_role("button", name="Menu").click()
    expect(menu).to_be_visible()
    assert_fit_for_everybody(page)
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    page.get_by_role("button", name="Menu").click()
    menu.get_by_role("link", name="Foto").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Foto")


def test_the_menu_stands_beside_the_page_on_a_desk(newsroom: Cast, open_page: OpenPage) -> None:
    page = open_page(newsroom.editor, **DESK)
    page.goto("/admin/articles/photo/")
    current = page.get_by_role("navigation", name="Menu meja redaksi").locator("[aria-current=page]")
    expect(current).to_have_text("Foto")
    expect(page.get_by_role("button", name="Menu")).to_be_hidden()


def test_signing_in_and_out_and_the_way_to_the_site(newsroom: Cast, open_page: OpenPage) -> None:
    page = open_page(**DESK)
    page.goto("/admin/articles/photo/")
    page.get_by_label("Surel atau nama masuk").fill("rina")
    page.get_by_label("Kata sandi").fill("keliru")
    page.get_by_role("button", name="Masuk", exact=True).click()
    expect(page.get_by_role("alert").filter(has_text="keliru")).to_be_visible()
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Masuk", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Foto")
    page.get_by_role("button", name="Keluar").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Anda sudah keluar")
    assert_fit_for_everybody(page)
    page = open_page(newsroom.reporter, **DESK)
    page.goto("/admin/")
    page.get_by_role("link", name="Lihat situs").click()
    assert page.url.endswith(":" + page.url.split(":")[-1].split("/")[0] + "/")


def test_colours_follow_the_device_until_somebody_chooses(newsroom: Cast, open_page: OpenPage) -> None:
    page = open_page(newsroom.reporter, **DESK)
    page.goto("/admin/")
    ground = "getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(ground)
    page.get_by_role("button", name="Warna: ikut perangkat").click()
    expect(page.get_by_role("button", name="Warna: terang")).to_be_visible()
    assert page.evaluate(ground) != dark
    assert_fit_for_everybody(page)
    page.reload()
    assert page.evaluate(ground) != dark


def test_a_password_is_changed(newsroom: Cast, open_page: OpenPage) -> None:
    page = open_page(newsroom.other_reporter, **PHONE)
    page.goto("/admin/password_change/")
    page.get_by_label("Kata sandi lama").fill(PASSWORD)
    page.get_by_label("Kata sandi baru", exact=True).fill("perahu-ketinting-pagi")
    page.get_by_label("Ulangi kata sandi baru").fill("perahu-ketinting-pagi")
    page.get_by_role("button", name="Ganti kata sandi").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kata sandi sudah berubah")
    assert User.objects.get(pk=newsroom.other_reporter.pk).check_password("perahu-ketinting-pagi")


def test_an_author_gets_an_address_and_a_photo_is_found_by_typing(newsroom: Cast, open_page: OpenPage) -> None:
    page = open_page(newsroom.managing_editor, **PHONE)
    page.goto("/admin/articles/author/add/")
    page.get_by_label("Nama").press_sequentially("Siti Aminah")
    expect(page.get_by_label("Alamat")).to_have_value("siti-aminah")
    page.get_by_role("combobox", name="Foto").click()
    page.get_by_role("searchbox").last.fill("feri")
    page.locator(".select2-results__option--highlighted").click()
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_role("status")).to_contain_text("Siti Aminah")


def test_a_photo_is_uploaded_from_a_phone(newsroom: Cast, open_page: OpenPage) -> None:
    page = open_page(newsroom.reporter, **PHONE)
    page.goto("/admin/articles/photo/")
    page.get_by_role("link", name="Unggah foto").click()
    again = make.picture(7, (400, 300)).read()
    files = [("feri.jpg", again), ("lagi.jpg", again), ("surat.jpg", b"surat")]
    held: list[Route] = []

    def hold(first: Route) -> None:
        held.append(first)

    page.route("**/photo/unggah/", hold, times=1)
    with page.expect_request("**/photo/unggah/"):
        page.get_by_label("Pilih foto, atau seret ke sini").set_input_files(
            [{"name": name, "mimeType": "image/jpeg", "buffer": content} for name, content in files]
        )
    rows = page.get_by_role("list", name="Foto yang diunggah").get_by_role("listitem")
    expect(rows.get_by_role("progressbar")).to_have_count(3)
    assert_fit_for_everybody(page)
    held[0].continue_()
    expect(rows.nth(0)).to_contain_text("Tersimpan.")
    expect(rows.nth(1)).to_contain_text("sudah ada di pustaka")
    expect(rows.nth(2)).to_contain_text("bukan foto yang dapat dibaca")
    expect(rows.get_by_role("progressbar")).to_have_count(0)
    instead = rows.nth(1).get_by_role("link").get_attribute("href")
    assert instead == rows.nth(0).get_by_role("link").get_attribute("href")
    assert_fit_for_everybody(page)
    rows.nth(0).get_by_role("link", name="Lengkapi keterangannya").click()
    expect(page.get_by_label("Keterangan foto")).to_be_visible()
    assert_fit_for_everybody(page)
    page.get_by_label("Keterangan foto").fill("Feri pagi di Sungai Mahakam")
    page.get_by_label("Kredit foto").fill("Rina/Kate.id")
    page.get_by_label("Hak pakai").select_option("own")
    page.get_by_role("button", name="Simpan").click()
    expect(page.locator("#result_list").get_by_role("link", name="Feri pagi di Sungai Mahakam")).to_be_visible()
    assert_fit_for_everybody(page)


def test_a_photo_is_cropped_by_a_tap_and_by_the_arrow_keys(newsroom: Cast, open_page: OpenPage) -> None:
    photo = make.photo((640, 360))
    page = open_page(newsroom.photo_editor, **PHONE)
    page.goto(f"/admin/articles/photo/{photo.pk}/potongan/")
    stage = page.locator("#stage img")
    frame = stage.bounding_box()
    assert frame
    stage.click(position={"x": frame["width"] / 4, "y": frame["height"] / 2})
    expect(page.get_by_label("Titik fokus mendatar")).to_have_value("25")
    card = page.locator('.photo-place[data-key="card"]')
    card.get_by_role("button", name="Atur sendiri").click()
    page.keyboard.press("ArrowRight")
    assert_fit_for_everybody(page)
    page.get_by_role("button", name="Simpan potongan").click()
    expect(page.get_by_role("status")).to_contain_text("Potongan foto disimpan")
    photo.refresh_from_db()
    assert photo.focal_x == 25
    assert list(photo.crops) == ["card"]
    assert photo.crops["card"][0] == pytest.approx(0.01, abs=0.001)


def test_who_writes_a_story_crops_its_lead_photo_there_alone(newsroom: Cast, open_page: OpenPage) -> None:
    photo = make.photo((640, 360), uploaded_by=newsroom.other_reporter)
    story = make.draft(photo=photo)
    page = open_page(newsroom.reporter, **PHONE)
    page.goto(story.get_absolute_url())
    page.get_by_role("link", name="Atur potongannya untuk naskah ini").click()
    page.get_by_role("button", name="Atur sendiri").click()
    page.get_by_label("Besar potongan").fill("50")
    page.locator("#box").press("ArrowRight")
    assert_fit_for_everybody(page)
    page.get_by_role("button", name="Simpan potongan").click()
    expect(page.get_by_text("Potongan foto disimpan")).to_be_visible()
    photo.refresh_from_db()
    assert photo.crops == {f"lead:{story.pk}": pytest.approx([0.26, 0.25, 0.5, 0.5], abs=0.001)}


def test_a_face_is_blurred_by_drawing_on_the_photo(newsroom: Cast, open_page: OpenPage) -> None:
    photo = make.photo((640, 360))
    page = open_page(newsroom.photo_editor, **PHONE)
    page.goto(f"/admin/articles/photo/{photo.pk}/samarkan/")
    page.locator("#stage").evaluate("stage => stage.scrollIntoView({ block: 'center' })")
    frame = page.locator("#stage").bounding_box()
    assert frame
    page.mouse.move(frame["x"] + frame["width"] * 0.2, frame["y"] + frame["height"] * 0.2)
    page.mouse.down()
    page.mouse.move(frame["x"] + frame["width"] * 0.5, frame["y"] + frame["height"] * 0.6, steps=4)
    page.mouse.up()
    expect(page.locator("#count")).to_have_text("1 bidang disamarkan.")
    page.get_by_role("button", name="Tambah bidang").click()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+ArrowRight")
    expect(page.locator("#count")).to_have_text("2 bidang disamarkan.")
    assert_fit_for_everybody(page)
    page.get_by_role("button", name="Simpan samaran").click()
    expect(page.get_by_role("status")).to_contain_text("disamarkan")
    photo.refresh_from_db()
    drawn, added = photo.blurred
    assert (drawn["shape"], drawn["x"], drawn["width"]) == (
        "ellipse", pytest.approx(0.2, abs=0.02), pytest.approx(0.3, abs=0.02),
    )  # fmt: skip
    assert (added["y"], added["width"]) == (pytest.approx(0.36), pytest.approx(0.21))


def test_the_order_of_the_front_page_is_changed_by_thumb(newsroom: Cast, open_page: OpenPage) -> None:
    page = open_page(newsroom.editor, **PHONE)
    page.goto("/admin/articles/leadstory/")
    expect(page.locator(".lead-story a").first).to_have_text("Dua")
    page.get_by_role("button", name="Naikkan Satu").click()
    expect(page.locator(".lead-story a").first).to_have_text("Satu")


def test_a_file_of_redirects_is_seen_before_it_is_saved(newsroom: Cast, open_page: OpenPage) -> None:
    page = open_page(newsroom.managing_editor, **PHONE)
    page.goto("/admin/articles/redirect/impor/")
    choose = page.get_by_label("Berkas CSV")
    check = page.get_by_role("button", name="Periksa berkas")
    choose.set_input_files({"name": "a.csv", "mimeType": "text/csv", "buffer": b"/a/;/b/\n/b/;/a/\n/c/;/ekonomi/"})
    check.click()
    expect(page.get_by_role("alert")).to_contain_text("Baris yang ditolak tidak ikut disimpan")
    expect(page.get_by_role("button", name="Unduh 2 baris yang ditolak")).to_be_visible()
    expect(page.get_by_role("button", name="Simpan 1 pengalihan")).to_be_visible()
    assert_fit_for_everybody(page)
    choose.set_input_files(
        {"name": "b.csv", "mimeType": "text/csv", "buffer": "/c/;/ekonomi/;;“=1”\r\n/d/;;410".encode()}
    )
    check.click()
    save = page.get_by_role("button", name="Simpan 2 pengalihan")
    expect(save).to_be_visible()
    assert_fit_for_everybody(page)
    save.click()
    expect(page.get_by_text("Tersimpan: 2 pengalihan baru")).to_be_visible()
    assert Redirect.objects.get(path="/c/").note == "“=1”"
