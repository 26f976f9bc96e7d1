"""What readers get when something is not there or goes wrong; and that every page is the same for everyone."""

import re
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory
from django.views.defaults import bad_request, permission_denied, server_error

from tests import make
from tests.cast import Cast

TEMPLATES = Path(__file__).parents[3] / "templates"

ADDRESSES = [
    "/nul-%00/",
    "/%FF%FE/",
    "/" + "a" * 5000 + "/",
    "/metropolis/x-0/",
    "/metropolis/x-007/",
    "/metropolis/x-99999999999999999999/",
    "/metropolis/x-" + "9" * 5000 + "/",
    "/metropolis/x-%D9%A1/",  # an Arabic digit
    "/metropolis/x-1%00/",
    "/metropolis/" + "x" * 5000 + "-1/",
    "/topik/%00/",
    "/topik/" + "a" * 5000 + "/",
    "/topik/a%2Fb/",
    "/topik/%F0%9F%98%80/",
    "/penulis/" + "a" * 5000 + "/",
    "/indeks/2022-13-01/",
    "/indeks/99999-01-01/",
    "/indeks/0000-00-00/",
    "/redaksi/x/",
    "/" + quote("<script>alert(1)</script>") + "/",
]


@pytest.mark.django_db
@pytest.mark.parametrize("path", ADDRESSES, ids=lambda path: path[:30])
def test_an_address_that_cannot_be_is_not_found(client: Client, path: str) -> None:
    response = client.get(path)
    html = response.content.decode()
    assert response.status_code == 404
    assert "Halaman tidak ditemukan" in html
    assert '<meta name="robots" content="noindex">' in html
    assert "<script>alert" not in html
    assert 'href="/pedoman-media-siber/"' in html


def test_the_page_for_our_own_errors_needs_no_database_and_no_context(rf: RequestFactory) -> None:
    """This test has no database: touching it would fail."""
    html = server_error(rf.get("/")).content.decode()
    assert "Halaman sedang bermasalah" in html
    assert "{{" not in (Path(settings.BASE_DIR) / "templates/500.html").read_text()
    assert "Permintaan tidak dapat dibaca" in bad_request(rf.get("/"), ValueError()).content.decode()


@pytest.mark.django_db
def test_what_somebody_may_not_do_is_said_in_our_own_page(rf: RequestFactory) -> None:
    assert "Tidak diizinkan" in permission_denied(rf.get("/"), PermissionDenied()).content.decode()


def every_page(cast: Cast) -> list[str]:
    story = make.published(kind="correction").editions.live().select_related("section").get().get_absolute_url()
    gone = make.retracted().editions.live().select_related("section").get().get_absolute_url()
    lists = [
        "/",
        "/metropolis/",
        "/topik/feri/",
        "/penulis/rina/",
        "/indeks/",
        "/ralat/",
        "/pencabutan/",
        "/cari/?q=feri",
    ]
    return [story, gone, *lists, "/redaksi/", "/kontak/", "/tidak-ada/"]


def test_a_page_is_the_same_for_everyone(cast: Cast, client: Client) -> None:
    """No cookie, nothing that varies, and the same bytes for who is signed in: every cache may keep it."""
    paths = every_page(cast)
    member = Client()
    member.force_login(cast.managing_editor)
    for path in paths:
        response = client.get(path)
        assert not response.cookies, path
        assert not response.has_header("Vary"), path
        assert member.get(path).content == response.content, path


def test_pages_can_only_be_read(cast: Cast, client: Client) -> None:
    for path in every_page(cast):
        if path != "/tidak-ada/":
            assert client.head(path).status_code in {200, 410}, path
            assert client.post(path).status_code == 405, path


def test_pages_hold_nothing_that_the_content_policy_forbids(cast: Cast, client: Client) -> None:
    """No inline script, style or handler, and nothing fetched from elsewhere."""
    for path in every_page(cast):
        html = client.get(path).content.decode()
        html = html.replace('<script type="application/ld+json">', "")  # data, which no browser runs
        assert not re.search(r"<script(?![^>]* src=)|<style|\sstyle=|\son\w+=", html), path
        assert not re.search(r'(?:src|srcset)="(?:https?:)?//|<link rel="(?:stylesheet|icon)" href="http', html), path


@pytest.mark.parametrize("name", ["base.html", "404.html", "410.html", "403.html", "articles/article_detail.html"])
def test_readers_templates_ask_nothing_about_who_reads(name: str) -> None:
    source = (TEMPLATES / name).read_text()
    assert not re.search(r"request\.user|csrf_token|messages|\|safe|autoescape", source)
