"""nginx is told which headers readers' pages have, and a mark by which it finds none that have others."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from pagecache.files import mark_of
from tests.cast import Cast
from tests.door import CountingDoor

pytestmark = pytest.mark.usefixtures("own_cast")


@pytest.fixture(autouse=True)
def _at_the_front_page(own_cast: Cast, settings: Settings) -> None:
    settings.KATEID_SITE_URL = "http://testserver"


def told() -> list[str]:
    out = StringIO()
    call_command("page_headers", stdout=out)
    return out.getvalue().splitlines()


def test_nginx_sends_what_pages_have(reader: Client) -> None:
    page = reader.get("/").headers
    lines = told()
    assert f"set $page_headers {mark_of([*page.items()])};" in lines
    assert 'default_type "text/html; charset=utf-8";' in lines
    assert f'add_header Content-Security-Policy "{page["Content-Security-Policy"]}";' in lines
    assert f'''add_header Speculation-Rules "{page["Speculation-Rules"].replace('"', chr(92) + '"')}";''' in lines
    assert not [line for line in lines if "ETag" in line or "Content-Length" in line or "X-Request-ID" in line]


def test_another_header_is_another_mark(reader: Client, door: CountingDoor, settings: Settings) -> None:
    before = told()
    settings.SECURE_REFERRER_POLICY = "no-referrer"
    after = told()
    assert {*after} - {*before} == {
        next(line for line in after if line.startswith("set ")),
        'add_header Referrer-Policy "no-referrer";',
    }


def test_what_nginx_would_take_for_a_variable_is_refused(settings: Settings) -> None:
    settings.SECURE_CSP = {"default-src": ["https://$host"]}
    with pytest.raises(
        CommandError, match=r"nginx tidak dapat mengirim Content-Security-Policy: default-src https://\$host"
    ):
        told()


def test_it_says_if_the_front_page_cannot_be_shown(settings: Settings) -> None:
    settings.ALLOWED_HOSTS = []
    with pytest.raises(CommandError, match="Halaman depan tidak dapat ditampilkan: 400"):
        told()
