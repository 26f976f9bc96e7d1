"""Whatever a stranger sends to whichever address, the answer is no failure of ours, and no secret stands in the log."""

import json
import logging
from collections.abc import Iterator
from itertools import product

import pytest
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from django.urls.resolvers import RoutePattern

from accounts.adapter import is_own_page
from kateid.failures import RefusedRequestsWarn
from pagecache.request_log import SECRET_PARTS, JsonFormatter, path_without_secrets

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

HOSTILE_PARTS = ("1", "9" * 30, "a" * 300, "a%00b", "%FF%FE", "..", "a-1", "2026-13-45", "%F0%9F%92%A9")
NEXT = (
    "//[evil.invalid",
    "http://[::1",
    "abc",
    "https://evil.invalid/",
    "\\\\evil.invalid",
    "/\0",
    "javascript:1",
    "a" * 9000,
)
# Parts of an address that anybody may know. Whoever adds another says here, or in SECRET_PARTS, what it is.
PUBLIC_PARTS = {
    *(
        "app_label",
        "check",
        "copy_id",
        "day",
        "deed",
        "entry_id",
        "file",
        "id",
        "name",
        "number",
        "object_id",
        "pk",
        "revision_id",
        "section",
    ),
    *(
        "slug",
        "step",
        "story",
        "url",
        "verb",
        "wish",
        "content_type_id",
        "extra_context",
        "month",
        "year",
        "row",
        "picture",
    ),
}
SECRET = "rahasia0123456789abcdef"


def routes(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, set[str]]]:
    for entry in resolver.url_patterns:
        if not isinstance(entry.pattern, RoutePattern):
            continue
        route = before + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield route, set(entry.pattern.converters)
        else:
            yield from ((found, parts | set(entry.pattern.converters)) for found, parts in routes(entry, route))


ROUTES = sorted({(route, tuple(sorted(parts))) for route, parts in routes(get_resolver())})


def filled(route: str, part: str, number: str = "") -> str:
    """An address that the route may match, with the same in each of its places, or `number` where one belongs."""
    pieces = []
    for piece in route.split("<"):
        _, closing, rest = piece.rpartition(">")
        is_number = bool(number) and piece.startswith(("int:", "story:"))
        pieces.append((number if is_number else part) + rest if closing else piece)
    return "/" + "".join(pieces)


@pytest.fixture
def stranger() -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("part", HOSTILE_PARTS)
def test_no_address_fails(stranger: Client, part: str) -> None:
    for route, parts in ROUTES:
        if parts:
            assert stranger.get(filled(route, part)).status_code < 500, (route, part)


@pytest.mark.parametrize("method", ["get", "post", "head", "put", "options"])
def test_no_query_and_no_form_fails(stranger: Client, method: str) -> None:
    hostile = {
        "next": "//[evil.invalid",
        "q": "a\0b" * 50,
        "page": "9" * 40,
        "login": "a" * 60_000,
        "email": "a" * 60_000 + "@b.id",
        "password": "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
        "code": "9" * 5000,
        "sebelum": "x" * 3000,
        "bagian": "\u202e",
    }
    for route, _parts in ROUTES:
        response = getattr(stranger, method)(filled(route, "1"), hostile if method != "put" else b"\xff\xfe")
        assert response.status_code < 500, (method, route)


@pytest.mark.parametrize("page", NEXT)
def test_a_next_page_that_is_not_ours_is_ignored(client: Client, page: str) -> None:
    assert not is_own_page(page, RequestFactory().get("/")) or page == "a" * 9000
    for address in ("/akun/masuk/", "/akun/daftar/", "/akun/sandi/lupa/", "/admin/login/"):
        assert client.get(address, {"next": page}).status_code < 400
    assert client.post("/akun/masuk/", {"next": page, "login": "x", "password": "y"}).status_code == 200


def test_a_login_that_is_too_long_is_refused_as_any_other(client: Client) -> None:
    for length in (255, 60_000):
        response = client.post("/akun/masuk/", {"login": "a" * length, "password": "y"})
        assert (response.status_code, response.context["form"].is_valid()) == (200, False)


def test_each_part_of_an_address_is_public_or_secret() -> None:
    known = PUBLIC_PARTS | SECRET_PARTS
    assert {part for _route, parts in ROUTES for part in parts} - known == set()


def test_no_secret_of_an_address_is_logged() -> None:
    secrets = [route for route, parts in ROUTES if {"secret", "token", "signed", "key"} & set(parts)]
    assert secrets
    for route, slash in product(secrets, ("/", "")):
        if "indexnow" in route:
            continue
        request: HttpRequest = RequestFactory().get(filled(route, SECRET, "17").rstrip("/") + slash)
        if slash == "/":
            request.resolver_match = resolve(request.path)
        assert SECRET not in path_without_secrets(request), route
        record = logging.LogRecord(
            "django.request", logging.ERROR, "", 0, "Service Unavailable: %s", (request.path,), None
        )
        record.request = request
        assert SECRET not in JsonFormatter().format(record)


def test_a_wrong_host_is_one_warning_without_a_trace(stranger: Client) -> None:
    lines: list[str] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(self.format(record))

    kept = Kept()
    kept.setFormatter(JsonFormatter())
    kept.addFilter(RefusedRequestsWarn())
    logging.getLogger().addHandler(kept)
    try:
        assert stranger.get("/akun/masuk/", headers={"host": "evil" * 100}).status_code == 400
    finally:
        logging.getLogger().removeHandler(kept)
    [line] = [json.loads(line) for line in lines if "HTTP_HOST" in line]
    assert line["level"] == "warning"
    assert "trace" not in line
    assert len(line["message"]) <= 200
