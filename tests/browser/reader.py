"""What readers with an account do, in a browser."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from accounts.honeypot import QUICKEST
from tests.accounts.conftest import SECRET

from . import desk

PHONE = {"viewport": {"width": 360, "height": 740}}
NO_SCRIPT = {"java_script_enabled": False}
A_MOMENT = QUICKEST.total_seconds() * 1000 + 300  # milliseconds, as long as a form must have been open


def last_code(mail: Path) -> str:
    newest = max(mail.iterdir(), key=lambda file: file.stat().st_mtime_ns)
    return re.findall(r"Kode Anda: ([A-Z]{4}-[A-Z]{4})", newest.read_text())[-1]


def sign_up(page: Page, mail: Path, name: str, email: str) -> None:
    """From the empty form over the code in the mail to being signed in."""
    page.get_by_label("Nama tampilan").fill(name)
    page.get_by_label("Alamat surel").fill(email)
    page.get_by_label("Kata sandi").fill(SECRET)
    for box in page.get_by_role("checkbox").all():
        expect(box).not_to_be_checked()
        box.check()
    page.wait_for_timeout(A_MOMENT)
    desk.button(page, "Daftar").click()
    page.get_by_label("Kode").fill(last_code(mail))
    desk.button(page, "Lanjutkan").click()


def sign_in(page: Page, login: str, password: str) -> None:
    page.goto("/akun/masuk/")
    desk.sign_in_by_form(page, login, password)


def sign_out(page: Page) -> None:
    page.goto("/akun/keluar/")
    desk.button(page, "Keluar").click()


def write(page: Page, words: str) -> None:
    """Sends words by the comment form that is open."""
    page.get_by_label("Komentar Anda").fill(words)
    page.wait_for_timeout(A_MOMENT)
    send(page)


def send(page: Page) -> None:
    desk.button(page, "Kirim").click()
