"""Accounts in a browser: from the form and the code in the mail to passkeys, and the newsroom's second factor."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from tests.accounts.conftest import SECRET, code_of
from tests.cast import PASSWORD, Cast, present
from tests.server import Server, running_server

from . import desk
from .conftest import OpenPage
from .reader import sign_in, sign_up
from .test_accessible import assert_fit_for_everybody


@pytest.fixture(scope="module")
def mail(own_media: Path) -> Path:
    return own_media.parent / "mail"


@pytest.fixture(scope="module")
def server(own_database: str, own_media: Path, mail: Path) -> Iterator[Server]:
    """Writes its mail to files and asks the newsroom for a second factor. Passkeys need a name, not an address."""
    settings = {"EMAIL_URL": f"filebased://{mail}", "KATEID_STAFF_SECOND_FACTOR": "true"}
    with running_server(own_database, own_media.parent, **settings) as running:
        yield replace(running, url=running.url.replace("127.0.0.1", "localhost"))
        assert not running.failures()


@pytest.fixture(scope="module")
def newsroom(own_database: str) -> Cast:
    return present()


def new_reader(page: Page, mail: Path, name: str, email: str) -> None:
    page.goto("/akun/daftar/")
    sign_up(page, mail, name, email)
    expect(page.get_by_role("heading", level=1)).to_have_text("Akun Anda")


def prove(page: Page, password: str) -> None:
    """Gives the password again, where it is asked for before something that matters."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Pastikan bahwa ini Anda")
    page.get_by_label("Kata sandi").fill(password)
    desk.button(page, "Lanjutkan").click()


def with_passkeys(page: Page) -> None:
    """Gives the browser a device that knows its owner by the finger."""
    device: dict[str, Any] = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": device})


def test_sessions_elsewhere_are_ended(newsroom: Cast, open_page: OpenPage, mail: Path) -> None:
    here, elsewhere = open_page(), open_page()
    new_reader(here, mail, "Nur Aini", "aini@contoh.id")
    sign_in(elsewhere, "aini@contoh.id", SECRET)
    here.goto("/akun/sesi/")
    desk.button(here, "Akhiri semua sesi lain").click()
    expect(here.get_by_role("status")).to_have_text("Semua sesi lain sudah diakhiri.")
    elsewhere.goto("/akun/")
    expect(elsewhere.get_by_role("heading", level=1)).to_have_text("Masuk")


def test_a_passkey_opens_the_account_without_a_password(newsroom: Cast, open_page: OpenPage, mail: Path) -> None:
    page = open_page()
    with_passkeys(page)
    new_reader(page, mail, "Dé Wulan", "wulan@contoh.id")
    page.goto("/akun/kunci/tambah/")
    prove(page, SECRET)
    page.get_by_role("checkbox").check()
    desk.button(page, "Simpan kunci sandi").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kode pemulihan")
    page.goto("/akun/kunci/")
    assert_fit_for_everybody(page)
    page.context.clear_cookies()
    page.goto("/akun/masuk/")
    desk.button(page, "Masuk dengan kunci sandi").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Akun Anda")
    expect(page.get_by_text("Dé Wulan")).to_be_visible()


def test_the_newsroom_sets_up_its_second_factor_and_shows_it(newsroom: Cast, open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/admin/")
    desk.sign_in_by_form(page, "rina", PASSWORD)
    expect(page.get_by_role("heading", level=1)).to_have_text("Faktor kedua")
    page.get_by_role("link", name="Nyalakan").click()
    prove(page, PASSWORD)
    secret = page.locator("#authenticator_secret").inner_text()
    assert_fit_for_everybody(page)
    page.get_by_label("Kode dari aplikasi").fill(code_of(secret))
    desk.button(page, "Nyalakan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kode pemulihan")
    assert_fit_for_everybody(page)
    page.get_by_role("link", name="Selesai").click()
    expect(page.get_by_role("link", name="Tulis berita")).to_be_visible()
    page.context.clear_cookies()
    page.goto("/admin/")
    desk.sign_in_by_form(page, "rina", PASSWORD)
    page.get_by_label("Kode").fill("000000")
    desk.button(page, "Masuk").click()
    expect(page.get_by_text("Kode ini keliru")).to_be_visible()
    page.get_by_label("Kode").fill(code_of(secret))
    desk.button(page, "Masuk").click()
    expect(page.get_by_role("link", name="Tulis berita")).to_be_visible()


def test_a_reader_goes_and_takes_the_data_along(newsroom: Cast, open_page: OpenPage, mail: Path) -> None:
    page = open_page()
    new_reader(page, mail, "Yanti Kurnia", "yanti@contoh.id")
    page.get_by_role("link", name="Data saya", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Data saya")
    assert_fit_for_everybody(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Unduh (JSON)").click()
    assert "yanti@contoh.id" in download.value.path().read_text()
    page.get_by_role("link", name="Hapus akun").click()
    prove(page, SECRET)
    expect(page.get_by_role("heading", level=1)).to_have_text("Hapus akun")
    assert_fit_for_everybody(page)
    page.get_by_label("Hapus semua komentar saya.").check()
    desk.button(page, "Hapus akun saya").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Akun sudah dihapus")
    assert not User.objects.filter(email="yanti@contoh.id").exists()


@pytest.mark.parametrize("address", ["/akun/masuk/", "/akun/daftar/", "/akun/sandi/lupa/", "/syarat-isi-pengguna/"])
def test_pages_for_strangers_fit_everybody(newsroom: Cast, page: Page, address: str) -> None:
    page.goto(address)
    assert_fit_for_everybody(page)


def test_pages_of_an_account_fit_everybody(newsroom: Cast, open_page: OpenPage) -> None:
    page = open_page(newsroom.outsider)
    for place in ("", "nama/", "persetujuan/", "surel/", "sandi/", "sesi/", "faktor-kedua/", "pastikan/", "keluar/"):
        page.goto(f"/akun/{place}")
        assert_fit_for_everybody(page)
