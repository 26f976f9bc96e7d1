"""deploy/nginx.conf in front of the real server."""

import time
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from django.test import Client
from pytest_django import Settings

from tests import make
from tests.articles.reading.test_query_counts import COUNTS, address
from tests.cast import Cast
from tests.forms import AtDesk
from tests.load import load
from tests.nginx import needs_nginx, nginx_before, writing_pages
from tests.server import PATIENCE, running_server

NAME = "Nama Korban Rahasia"
CHROME = "gzip, deflate, br, zstd"

pytestmark = needs_nginx


def get(port: int, path: str, **headers: str) -> tuple[HTTPResponse, str]:
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    connection.request("GET", path, headers=headers)
    response = connection.getresponse()
    text = response.read().decode()
    connection.close()
    return response, text


def encoding_given(port: int, path: str, *accepted: str) -> str | None:
    """How the page comes to who sends these lines of Accept-Encoding."""
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    connection.putrequest("GET", path, skip_accept_encoding=True)
    for line in accepted:
        connection.putheader("Accept-Encoding", line)
    connection.endheaders()
    response = connection.getresponse()
    assert (response.status, response.getheader("Vary")) == (200, "Accept-Encoding")
    response.read()
    connection.close()
    return response.getheader("Content-Encoding")


def test_nothing_of_one_reader_reaches_another(
    own_cast: Cast, own_database: str, own_ledger: Path, tmp_path: Path, settings: Settings
) -> None:
    settings.KATEID_PAGES_FOLDER = str(tmp_path / "pages")
    story = make.published(photo=make.photo())
    signed_in = Client()
    signed_in.force_login(own_cast.reporter)
    cookie = f"sessionid={signed_in.cookies['sessionid'].value}"
    secrets = [cookie, "csrfmiddlewaretoken", "csrftoken", own_cast.reporter.get_full_name() + "</"]
    site = writing_pages(own_ledger, tmp_path)
    with running_server(own_database, tmp_path, **site) as server, nginx_before(server.url, tmp_path) as port:
        for path in [*COUNTS, address(story)]:
            anonymous = [get(port, path, **headers) for headers in ({}, {"Cookie": cookie}) * 4][::2]
            assert len({(response.status, text) for response, text in anonymous}) == 1, path
            for response, text in anonymous:
                assert response.getheader("Set-Cookie") is None
                assert [secret for secret in secrets[:3] if secret in f"{response.headers}{text}"] == [], path
        assert get(port, address(story))[0].status == 200
        AtDesk(own_cast.managing_editor).step(story, "retract", ground="trauma_korban", note="Demi keluarga.")
        assert get(port, address(story))[0].status == 410
        assert not server.failures()


def test_nginx_keeps_a_page_and_shows_it_to_nobody_who_asks_after_the_answer_to_a_change(
    own_cast: Cast, own_database: str, own_ledger: Path, tmp_path: Path, settings: Settings
) -> None:
    settings.KATEID_PAGES_FOLDER = str(tmp_path / "pages")
    stories = [make.published(headline=f"{NAME} {number}") for number in range(3)]
    site = writing_pages(own_ledger, tmp_path)
    chief, asked = AtDesk(own_cast.managing_editor), 0
    with running_server(own_database, tmp_path, **site) as server, nginx_before(server.url, tmp_path) as port:
        for story in stories:
            paths = [address(story), "/", "/metropolis/", "/ekonomi/", "/feed/", f"/api/berita/{story.pk}/"]
            with load([f"http://127.0.0.1:{port}{path}" for path in paths]) as readers:
                assert {answer.status for answer in readers.wait_for(100, 0)} == {200}
                answer = chief.step(story, "retract", ground="trauma_korban", note="Demi keluarga.")
                assert answer.status_code == 302
                later = readers.wait_for(200, time.monotonic())
            assert [answer.url for answer in later if story.headline in answer.body] == []
            assert {answer.status for answer in later} == {200, 410}
            asked += len(readers.answers) // len(paths)
        assert not server.failures()
    assert 0 < server.answers("/ekonomi/") < asked // 2


def test_each_browser_gets_what_it_unpacks_from_nginx_too(
    own_cast: Cast, own_database: str, own_ledger: Path, tmp_path: Path
) -> None:
    path = address(make.published())
    site = writing_pages(own_ledger, tmp_path)
    with running_server(own_database, tmp_path, **site) as server, nginx_before(server.url, tmp_path) as port:
        for _ in range(20):
            assert encoding_given(port, path, "gzip", "br") in {"gzip", "br"}
            assert encoding_given(port, path, "gzip") == "gzip"
            assert encoding_given(port, path, "gzip, deflate, br, zstd") == "br"
            assert encoding_given(port, path) is None
        assert not server.failures()
    assert 0 < server.answers(path) < 4 * 20 // 2


def out_of_a_file(port: int, path: str, method: str = "GET", **headers: str) -> tuple[HTTPResponse, bytes]:
    """Ask until nginx gives the page without asking, which it must do soon."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        connection.request(method, path, headers={"Accept-Encoding": CHROME} | headers)
        response = connection.getresponse()
        body = response.read()
        connection.close()
        if response.getheader("X-Request-ID") is None:  # which the application always gives
            return response, body
    raise TimeoutError(f"{path} is never a file")


def what_it_says(response: HTTPResponse) -> dict[str, str]:
    said = {name.lower(): value.removeprefix("W/") for name, value in response.getheaders()}
    return {name: value for name, value in said.items() if name not in {"date", "server", "connection", "x-request-id"}}


def test_a_file_says_what_the_application_says(
    own_cast: Cast, own_database: str, own_ledger: Path, tmp_path: Path
) -> None:
    paths = ["/", "/metropolis/", address(make.published(photo=make.photo())), "/redaksi/"]
    site = writing_pages(own_ledger, tmp_path)
    with running_server(own_database, tmp_path, **site) as server, nginx_before(server.url, tmp_path) as port:
        for path in paths:
            response, body = out_of_a_file(port, path)
            asked = Request(server.url + path, headers={"Accept-Encoding": CHROME, "Host": "127.0.0.1"})
            with urlopen(asked) as direct:
                assert (what_it_says(response), body) == (what_it_says(direct), direct.read()), path
            assert response.getheader("Content-Encoding") == "br"
            for form in ("", "W/"):
                tag = form + response.getheader("ETag").removeprefix("W/")
                unchanged, nothing = out_of_a_file(port, path, **{"If-None-Match": tag})
                assert (unchanged.status, nothing) == (304, b"")
                again = Request(asked.full_url, headers={**asked.headers, "If-None-Match": tag})
                with pytest.raises(HTTPError, match="304") as said:
                    urlopen(again)
                said.value.close()
            head, nothing = out_of_a_file(port, path, "HEAD")
            assert (what_it_says(head), nothing) == (what_it_says(response), b"")
            since = {"If-Modified-Since": "Thu, 01 Jan 2037 00:00:00 GMT", "Range": "bytes=0-9"}
            assert out_of_a_file(port, path, **since)[0].status == 200
        assert not server.failures()


def test_what_is_more_than_asking_for_a_page_goes_to_the_application(
    own_cast: Cast, own_database: str, own_ledger: Path, tmp_path: Path
) -> None:
    path = address(make.published())
    site = writing_pages(own_ledger, tmp_path)
    with running_server(own_database, tmp_path, **site) as server, nginx_before(server.url, tmp_path) as port:
        for method, target, headers, status in [
            ("GET", f"{path}?utm_source=wa", {}, 200),
            ("GET", path, {"Cookie": "sessionid=x"}, 200),
            ("GET", path, {"Cookie": "a=b; messages=x"}, 200),
            ("GET", path, {"Accept-Encoding": "br;q=0, gzip"}, 200),
            ("GET", f"{path}@br", {}, 404),
            ("POST", path, {}, 403),
            ("DELETE", path, {}, 403),
        ]:
            out_of_a_file(port, path)
            connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
            connection.request(method, target, b"x=1" * (method == "POST"), {"Accept-Encoding": CHROME} | headers)
            response = connection.getresponse()
            response.read()
            connection.close()
            assert (response.status, bool(response.getheader("X-Request-ID"))) == (status, True), (method, target)
        assert out_of_a_file(port, path, Cookie="csrftoken=x")[0].status == 200
        assert not server.failures()
    assert server.answers(f"/{datetime.now(UTC).year}") == 0  # by the name of a file, which begins with the moment
