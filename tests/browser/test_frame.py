"""The desk is for who has signed in."""

from django.contrib.auth.models import User
from playwright.sync_api import Page

from .conftest import OpenPage


def test_the_desk_asks_who_you_are(page: Page) -> None:
    page.goto("/admin/")
    assert "/akun/masuk/" in page.url
    assert page.locator("input[name=password]").is_visible()


def test_whoever_has_signed_in_reaches_the_desk(open_page: OpenPage) -> None:
    page = open_page(User.objects.create_superuser("kurnia"))
    page.goto("/admin/")
    assert page.url.endswith("/admin/")
    assert page.locator("input[name=password]").count() == 0
