"""deploy/nginx.conf, but for its certificate and its addresses, in front of the real server."""

import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings as all_settings
from django.test import Client
from pytest_django import Settings

from articles import workflow
from tests import make
from tests.articles.test_query_counts import COUNTS, address
from tests.cast import Cast
from tests.forms import AtDesk
from tests.load import load
from tests.server import PATIENCE, free_port, running_server

NAME = "Nama Korban Rahasia"

pytestmark = pytest.mark.skipif(
    not shutil.which("nginx"), reason="nginx is not installed: deploy/nginx.conf is not tested"
)


@contextmanager
def nginx_before(url: str, directory: Path) -> Iterator[int]:
    """Gives the port."""
    port, configuration = free_port(), (all_settings.BASE_DIR / "deploy" / "nginx.conf").read_text()
    configuration = re.sub(r"server {\n    listen 80;.*?\n}\n", "", configuration, flags=re.DOTALL)
    configuration = re.sub(r"    ssl_.*\n", "", configuration)
    configuration = configuration.replace("listen 443 ssl http2", f"listen 127.0.0.1:{port}")
    configuration = configuration.replace("127.0.0.1:8000", urlsplit(url).netloc)
    configuration = configuration.replace("/var/cache/nginx", str(directory))
    paths = [f"{kind}_temp_path {directory}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")]
    whole = f"http {{ access_log off; {' '.join(paths)} {configuration} }}"
    file = directory / "nginx.conf"
    own = f"daemon off; master_process off; pid {directory}/pid; error_log {directory}/error.log;"
    file.write_text(f"{own} events {{}}\n{whole}")
    process = subprocess.Popen(["nginx", "-e", str(directory / "error.log"), "-c", str(file)])
    try:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                get(port, "/healthz")
                break
            except OSError:
                time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.wait(PATIENCE)


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


def keeping_pages(ledger: Path) -> dict[str, str]:
    return {
        "KATEID_CHANGES_FILE": str(ledger),
        "KATEID_PROXIES": "127.0.0.1",
        "KATEID_PROXY_KEEPS_PAGES": "true",
    }


def test_nothing_of_one_reader_reaches_another(
    own_cast: Cast, own_database: str, own_ledger: Path, tmp_path: Path
) -> None:
    story = make.published(photo=make.photo())
    signed_in = Client()
    signed_in.force_login(own_cast.reporter)
    cookie = f"sessionid={signed_in.cookies['sessionid'].value}"
    secrets = [cookie, "csrfmiddlewaretoken", "csrftoken", own_cast.reporter.get_full_name() + "</"]
    site = {"KATEID_CHANGES_FILE": str(own_ledger), "KATEID_PROXIES": "127.0.0.1"}
    with running_server(own_database, tmp_path, **site) as server, nginx_before(server.url, tmp_path) as port:
        for path in [*COUNTS, address(story)]:
            first, own, again, last = (get(port, path, **headers) for headers in ({}, {"Cookie": cookie}) * 2)
            del own, last
            assert (first[0].status, first[1]) == (again[0].status, again[1]), path
            assert first[0].getheader("Set-Cookie") is None
            assert [secret for secret in secrets[:3] if secret in f"{first[0].headers}{first[1]}"] == [], path
        assert get(port, address(story))[0].status == 200
        workflow.retract(story, by=own_cast.managing_editor, ground="trauma_korban", note="Demi keluarga.")
        assert get(port, address(story))[0].status == 410
        assert not server.failures()


def test_nginx_keeps_a_page_and_shows_it_to_nobody_who_asks_after_the_answer_to_a_change(
    own_cast: Cast, own_database: str, own_ledger: Path, tmp_path: Path, settings: Settings
) -> None:
    settings.KATEID_PROXY_KEEPS_PAGES = True
    stories = [make.published(headline=f"{NAME} {number}") for number in range(3)]
    site = keeping_pages(own_ledger)
    chief = AtDesk(own_cast.managing_editor)
    with running_server(own_database, tmp_path, **site) as server, nginx_before(server.url, tmp_path) as port:
        for story in stories:
            paths = [address(story), "/", "/metropolis/", "/feed/", f"/api/berita/{story.pk}/"]
            with load([f"http://127.0.0.1:{port}{path}" for path in paths]) as readers:
                assert {answer.status for answer in readers.wait_for(100, 0)} == {200}
                answer = chief.step(story, "retract", ground="trauma_korban", note="Demi keluarga.")
                assert answer.status_code == 302
                later = readers.wait_for(200, time.monotonic())
            assert [answer.url for answer in later if story.headline in answer.body] == []
            assert {answer.status for answer in later} == {200, 410}
        asked = len(readers.answers)
        assert not server.failures()
    assert 0 < server.answers("/feed/") < asked // len(paths)


def test_each_browser_gets_what_it_unpacks_from_nginx_too(
    own_cast: Cast, own_database: str, own_ledger: Path, tmp_path: Path
) -> None:
    path = address(make.published())
    site = keeping_pages(own_ledger)
    with running_server(own_database, tmp_path, **site) as server, nginx_before(server.url, tmp_path) as port:
        for _ in range(20):
            assert encoding_given(port, path, "gzip", "br") == "gzip"
            assert encoding_given(port, path, "gzip") == "gzip"
            assert encoding_given(port, path, "gzip, deflate, br, zstd") == "br"
            assert encoding_given(port, path) is None
        assert not server.failures()
    assert 0 < server.answers(path) < 4 * 20 // 2
