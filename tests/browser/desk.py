"""What people do at the desk, in a browser."""

import re

from playwright.sync_api import FilePayload, Locator, Page, expect

from tests import make


def button(page: Page | Locator, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def field(page: Page, label: str) -> Locator:
    return page.get_by_label(re.compile(rf"^{re.escape(label)}:?$"))


def sign_in_by_form(page: Page, username: str, password: str) -> None:
    field(page, "Surel atau nama masuk").fill(username)
    field(page, "Kata sandi").fill(password)
    button(page, "Masuk").click()


# Writing


def editor(page: Page) -> Locator:
    """The body of the story, once it can be typed into."""
    body = page.locator(".cke_wysiwyg_div")
    expect(body).to_have_attribute("contenteditable", "true")
    return body


def type_body(page: Page, *paragraphs: str) -> None:
    """Types paragraphs after what is there; "## " begins a subhead, as the menu of the editor makes it."""
    editor(page).click()
    page.keyboard.press("Control+End")
    for number, words in enumerate(paragraphs):
        if number:
            page.keyboard.press("Enter")
        if words.startswith("## "):
            make_subhead(page)
        page.keyboard.insert_text(words.removeprefix("## "))


def make_subhead(page: Page) -> None:
    page.locator(".cke_combo_button").click()
    page.frame_locator(".cke_panel_frame").get_by_role("option").nth(1).click()


def choose(page: Page, field: str, name: str) -> None:
    """Picks a row in one of the fields that search as one types."""
    row = page.locator(f".field-{field}")
    row.locator(".select2-selection").click()
    page.locator(".select2-container--open .select2-search__field").fill(name)
    page.locator(".select2-results__option--highlighted", has_text=name).click()
    expect(row.locator(".select2-selection")).to_contain_text(name)


def unchoose(page: Page, field: str, name: str) -> None:
    row = page.locator(f".field-{field}")
    row.locator(".select2-selection__choice", has_text=name).locator(".select2-selection__choice__remove").click()
    page.keyboard.press("Escape")
    expect(row.locator(".select2-selection__choice", has_text=name)).to_have_count(0)


def upload_photo(
    page: Page, *, caption: str, credit: str, alt_text: str, name: str = "IMG-20220712-WA0003.jpg"
) -> None:
    """Adds a photo in the window behind the story form's "+"."""
    with page.expect_popup() as opened:
        page.locator(".field-photo .add-related").click()
    window = opened.value
    file: FilePayload = {"name": name, "mimeType": "image/jpeg", "buffer": make.picture(7, (1280, 853)).read()}
    field(window, "Berkas foto").set_input_files(file)
    field(window, "Keterangan foto").fill(caption)
    field(window, "Kredit foto").fill(credit)
    field(window, "Teks alternatif").fill(alt_text)
    field(window, "Hak pakai").select_option(label="Humas")
    with window.expect_event("close"):
        button(window, "Simpan").click()
    expect(page.locator(".field-photo .select2-selection")).to_contain_text(caption)


# Deciding


def expect_said(page: Page, words: str | re.Pattern[str]) -> None:
    """The desk's answer to what was done."""
    expect(page.locator(".messagelist")).to_contain_text(words)


def stage(page: Page) -> Locator:
    return page.locator(".story-status .stage")
