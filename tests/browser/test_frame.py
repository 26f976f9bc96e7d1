from collections.abc import Callable

from django.contrib.auth.models import User
from playwright.sync_api import Page


def test_the_desk_asks_who_you_are(page: Page) -> None:
    page.goto("/admin/")
    assert "/admin/login/" in page.url
    assert page.locator("input[name=password]").is_visible()


def test_whoever_has_signed_in_reaches_the_desk(page: Page, sign_in: Callable[[User], None]) -> None:
    sign_in(User.objects.create_superuser("kurnia"))
    page.goto("/admin/")
    assert page.url.endswith("/admin/")
    assert page.locator("input[name=password]").count() == 0
