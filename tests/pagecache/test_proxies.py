"""Only a proxy of ours is believed about who asks, and whether by HTTPS."""

from pathlib import Path
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

import pytest

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
