"""deploy/nginx.conf in front of the real server."""

import time
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from tests import make
from tests.articles.reading.test_query_counts import COUNTS, address
from tests.cast import Cast
from tests.forms import AtDesk
from tests.load import load
from tests.nginx import BEHIND_A_CACHE, BEHIND_A_PROXY, needs_nginx, nginx_before
from tests.server import PATIENCE, running_server

NAME = "Nama Korban Rahasia"

pytestmark = [needs_nginx, pytest.mark.both_databases]


def get(port: int, path: str, method: str = "GET", **headers: str) -> tuple[HTTPResponse, str]:
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    connection.request(method, path, headers=headers)
    response = connection.getresponse()
    text = response.read().decode(errors="replace")
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
    own_cast: Cast, own_database: str, own_versions: Path, tmp_path: Path, settings: Settings
) -> None:
    settings.KATEID_EDGE_CACHE_SECONDS = 1
    story = make.published(photo=make.photo())
    signed_in = Client()
    signed_in.force_login(own_cast.reporter)
    cookie = f"sessionid={signed_in.cookies['sessionid'].value}"
    secrets = [cookie, "csrfmiddlewaretoken", "csrftoken", own_cast.reporter.get_full_name() + "</"]
    site = BEHIND_A_CACHE | {"KATEID_CHANGES_FILE": str(own_versions)}
    with (
        running_server(own_database, tmp_path, **site) as server,
        nginx_before(server.url, tmp_path, cached=True) as port,
    ):
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
    own_cast: Cast, own_database: str, own_versions: Path, tmp_path: Path, settings: Settings
) -> None:
    settings.KATEID_EDGE_CACHE_SECONDS = 1
    stories = [make.published(headline=f"{NAME} {number}") for number in range(3)]
    site = BEHIND_A_CACHE | {"KATEID_CHANGES_FILE": str(own_versions)}
    chief, asked = AtDesk(own_cast.managing_editor), 0
    with (
        running_server(own_database, tmp_path, **site) as server,
        nginx_before(server.url, tmp_path, cached=True) as port,
    ):
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
    own_cast: Cast, own_database: str, own_versions: Path, tmp_path: Path
) -> None:
    path = address(make.published())
    site = BEHIND_A_CACHE | {"KATEID_CHANGES_FILE": str(own_versions)}
    with (
        running_server(own_database, tmp_path, **site) as server,
        nginx_before(server.url, tmp_path, cached=True) as port,
    ):
        for _ in range(20):
            assert encoding_given(port, path, "gzip", "br") in {"gzip", "br"}
            assert encoding_given(port, path, "gzip") == "gzip"
            assert encoding_given(port, path, "gzip, deflate, br, zstd") == "br"
            assert encoding_given(port, path) is None
        assert not server.failures()
    assert 0 < server.answers(path) < 4 * 20 // 2


def test_a_page_that_nobody_asked_for_since_is_not_shown_after_its_retraction(
    own_cast: Cast, own_database: str, own_versions: Path, tmp_path: Path, settings: Settings
) -> None:
    """Which nginx would do if it might use what is stale."""
    settings.KATEID_EDGE_CACHE_SECONDS = 1
    path = address(story := make.published())
    site = BEHIND_A_CACHE | {"KATEID_CHANGES_FILE": str(own_versions)}
    with (
        running_server(own_database, tmp_path, **site) as server,
        nginx_before(server.url, tmp_path, cached=True) as port,
    ):
        out_of_the_cache(port, path)
        AtDesk(own_cast.managing_editor).step(story, "retract", ground="trauma_korban", note="Demi keluarga.")
        assert get(port, path)[0].status == 410
        assert not server.failures()


def test_what_is_more_than_asking_for_a_page_goes_to_the_application(
    own_cast: Cast, own_database: str, own_versions: Path, tmp_path: Path
) -> None:
    path = address(make.published())
    site = BEHIND_A_CACHE | {"KATEID_CHANGES_FILE": str(own_versions)}
    with (
        running_server(own_database, tmp_path, **site) as server,
        nginx_before(server.url, tmp_path, cached=True) as port,
    ):
        for method, target, headers, status in [
            ("GET", f"{path}?utm_source=wa", {}, 200),
            ("GET", path, {"Cookie": "sessionid=x"}, 200),
            ("GET", path, {"Cookie": "a=b; messages=x"}, 200),
            ("GET", path, {"Accept-Encoding": "br;q=0, gzip"}, 200),
            ("GET", "/akun/masuk/", {"Cookie": "csrftoken=x"}, 200),
            ("POST", path, {}, 403),
            ("DELETE", path, {}, 403),
        ]:
            out_of_the_cache(port, path)
            identities = set()
            for _ in range(5):
                response, _text = get(port, target, method=method, **{"Accept-Encoding": "gzip"} | headers)
                assert response.status == status, (method, target)
                identities.add(response.getheader("X-Request-ID"))
            assert len(identities) == 5, (method, target)
        assert not server.failures()


def out_of_the_cache(port: int, path: str) -> None:
    """Ask until nginx gives the page without asking, which it must do soon: with the id of a request before."""
    deadline, identities = time.monotonic() + PATIENCE, set()
    while time.monotonic() < deadline:
        identity = get(port, path, **{"Accept-Encoding": "gzip"})[0].getheader("X-Request-ID")
        if identity in identities:
            return
        identities.add(identity)
    raise TimeoutError(f"nginx never keeps {path}")


def test_without_the_cache_nothing_is_kept_and_nobody_waits(
    own_cast: Cast, own_database: str, own_versions: Path, tmp_path: Path
) -> None:
    path = address(story := make.published())
    site = BEHIND_A_PROXY | {"KATEID_CHANGES_FILE": str(own_versions)}
    with running_server(own_database, tmp_path, **site) as server, nginx_before(server.url, tmp_path) as port:
        answers = [get(port, path, **{"Accept-Encoding": "gzip"})[0] for _ in range(10)]
        assert len({answer.getheader("X-Request-ID") for answer in answers}) == 10
        AtDesk(own_cast.managing_editor).step(story, "retract", ground="trauma_korban", note="Demi keluarga.")
        assert get(port, path)[0].status == 410
        assert not server.failures()


def test_www_leads_to_the_one_address_and_the_numbers_of_the_inside_stay_inside(
    own_database: str, tmp_path: Path
) -> None:
    token = "0123456789abcdef"
    site = BEHIND_A_PROXY | {"KATEID_METRICS_TOKEN": token, "ALLOWED_HOSTS": "kate.id,127.0.0.1"}
    with running_server(own_database, tmp_path, **site) as server, nginx_before(server.url, tmp_path) as port:
        response, _ = get(port, "/metropolis/?halaman=2", Host="www.kate.id")
        assert (response.status, response.getheader("Location")) == (301, "https://kate.id/metropolis/?halaman=2")
        authorization = f"Bearer {token}"
        assert get(port, "/metrics", Authorization=authorization)[0].status == 404
        inside = int(server.url.rpartition(":")[2])
        assert get(inside, "/metrics", Authorization=authorization)[0].status == 200
