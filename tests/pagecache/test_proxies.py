"""Only a proxy of ours is believed about who asks, and whether by HTTPS."""

from pathlib import Path
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

import pytest
from pytest_django import Settings

from pagecache.proxies import is_ours, scheme_of, tell_that_it_says_half
from tests.server import running_server

FORWARDED = {"X-Forwarded-For": "203.0.113.7", "X-Forwarded-Proto": "https", "Host": "localhost"}


class NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *args: object) -> None:
        return None


@pytest.mark.parametrize(("proxies", "status"), [("127.0.0.0/8", 200), ("192.0.2.1", 301), ("", 301)])
def test_https_is_taken_from_a_known_proxy_alone(own_database: str, tmp_path: Path, proxies: str, status: int) -> None:
    site = {"KATEID_SITE_URL": "https://localhost", "KATEID_PROXIES": proxies}
    with running_server(own_database, tmp_path, **site) as server:
        request = Request(f"{server.url}/akun/masuk/", headers=FORWARDED)
        try:
            answered = build_opener(NoRedirect).open(request).status
        except HTTPError as refusal:
            answered = refusal.code
            refusal.close()
    assert answered == status


@pytest.mark.parametrize(
    ("headers", "missing"),
    [
        ({"HTTP_X_FORWARDED_PROTO": "https"}, "X-Forwarded-For"),
        ({"HTTP_X_FORWARDED_FOR": "203.0.113.7"}, "X-Forwarded-Proto"),
    ],
)
def test_a_proxy_that_says_only_half_is_named_once(
    settings: Settings, caplog: pytest.LogCaptureFixture, headers: dict[str, str], missing: str
) -> None:
    settings.KATEID_PROXIES = ["192.0.2.0/24"]
    is_ours.cache_clear()
    tell_that_it_says_half.cache_clear()
    environ = {"wsgi.url_scheme": "http", "REMOTE_ADDR": "192.0.2.9"} | headers
    for _ in range(3):
        assert scheme_of(environ) == "http"
        assert scheme_of(environ | {"REMOTE_ADDR": "203.0.113.1"}) == "http"  # a stranger, of whom nobody is told
    [line] = [record.getMessage() for record in caplog.records]
    assert f"192.0.2.9 sends no {missing}" in line
    is_ours.cache_clear()
