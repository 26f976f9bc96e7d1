"""What holds while many readers ask several processes. bench/trials asks far more often."""

import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, quote, urlsplit, urlunsplit

import pytest
from pytest_django import Settings

from articles.editorial import workflow
from articles.models import Article, Edition
from bench.servers import megabytes, tree
from kateid import environment
from pagecache.versions import versions
from tests import make
from tests.cast import Cast
from tests.forms import AtDesk
from tests.kateid.test_exchanging_code import exchange
from tests.load import Asked, ask, load
from tests.nginx import BEHIND_A_CACHE, needs_nginx, nginx_before
from tests.redis import IS_INSTALLED, NOT_INSTALLED, running_redis
from tests.server import Server, running_server

pytestmark = pytest.mark.both_databases

REQUESTS = int(os.environ.get("TRIAL_REQUESTS", "300"))
SECONDS = int(os.environ.get("TRIAL_SECONDS", "4"))
NAME = "Nama Korban Rahasia"


def address(article: Article) -> str:
    return Edition.objects.live().select_related("section").get(article=article).get_absolute_url()


def retract_under_load(servers: list[str], story: Article, retract: Callable[[], object]) -> list[Asked]:
    """Answers to what was asked after the retraction had been answered."""
    paths = [address(story), "/", "/metropolis/", "/feed/", f"/api/berita/{story.pk}/"]
    urls = [server + path for path in paths for server in servers]
    with load(urls) as readers:
        assert {answer.status for answer in readers.wait_for(4 * len(urls), 0)} == {200}
        assert any(NAME in answer.body for answer in readers.answers)
        retract()
        return readers.wait_for(REQUESTS, time.monotonic())


def retraction(story: Article, by: Cast) -> Callable[[], object]:
    return partial(workflow.retract, story, by=by.managing_editor, ground="trauma_korban", note="Demi keluarga.")


def judge(answers: list[Asked]) -> None:
    assert [answer.url for answer in answers if NAME in answer.body] == []
    assert {answer.status for answer in answers} == {200, 410}


def test_no_process_shows_what_was_retracted(
    own_cast: Cast, own_database: str, own_versions: Path, tmp_path: Path
) -> None:
    story = make.published(headline=NAME)
    site = {"GRANIAN_WORKERS": "4", "KATEID_CHANGES_FILE": str(own_versions)}
    with running_server(own_database, tmp_path, **site) as server:
        judge(retract_under_load([server.url], story, retraction(story, own_cast)))


@pytest.mark.skipif(not IS_INSTALLED, reason=NOT_INSTALLED)
def test_no_machine_shows_what_was_retracted(
    own_cast: Cast, own_database: str, tmp_path: Path, settings: Settings
) -> None:
    """Two servers that share a Redis and the database, and nothing else."""
    story = make.published(headline=NAME)
    with ExitStack() as running:
        url = running.enter_context(running_redis(tmp_path))
        settings.CACHES = settings.CACHES | {"default": environment.cache("CACHE_URL", url)}
        versions.cache_clear()
        servers: list[str] = []
        for name in ("satu", "dua"):
            (tmp_path / name).mkdir()
            site = {"CACHE_URL": url, "KATEID_CHANGES_FILE": str(tmp_path / name / "changes")}
            servers.append(running.enter_context(running_server(own_database, tmp_path / name, **site)).url)
        judge(retract_under_load(servers, story, retraction(story, own_cast)))


@needs_nginx
def test_nginx_shows_nothing_of_what_any_process_retracted(
    own_cast: Cast, own_database: str, own_versions: Path, tmp_path: Path, settings: Settings
) -> None:
    settings.KATEID_EDGE_CACHE_SECONDS = 1
    story = make.published(headline=NAME)
    site = BEHIND_A_CACHE | {"KATEID_CHANGES_FILE": str(own_versions), "GRANIAN_WORKERS": "4"}
    at_desk = partial(
        AtDesk(own_cast.managing_editor).step, story, "retract", ground="trauma_korban", note="Demi keluarga."
    )
    with (
        running_server(own_database, tmp_path, **site) as server,
        nginx_before(server.url, tmp_path, cached=True) as port,
    ):
        judge(retract_under_load([f"http://127.0.0.1:{port}"], story, at_desk))
        assert not server.failures()


def test_new_code_fails_nobody(own_cast: Cast, own_database: str, own_versions: Path, tmp_path: Path) -> None:
    """The server is exchanged, as `systemctl reload` does, while 50 requests come in a second."""
    story = make.published()
    with running_server(own_database, tmp_path, KATEID_CHANGES_FILE=str(own_versions)) as server:
        urls = [server.url + path for path in ("/", address(story), "/metropolis/", "/tidak-ada/", "/cari/")]
        with load(urls, readers=10, rate=50) as readers:
            readers.wait_for(50, 0)
            exchange(server, "ends what it has begun")
            readers.wait_for(50 * SECONDS // 2, time.monotonic())
    assert [answer.body for answer in readers.answers if answer.status not in {200, 404}] == []


@pytest.mark.nightly
def test_ten_times_the_usual_load_fails_nobody_and_fills_no_memory(
    own_cast: Cast, own_database: str, own_versions: Path, tmp_path: Path
) -> None:
    story = make.published()
    with running_server(own_database, tmp_path, KATEID_CHANGES_FILE=str(own_versions)) as server:
        urls = [server.url + path for path in ("/", address(story), "/metropolis/", "/tidak-ada/", "/cari/", "/feed/")]
        with load(urls, readers=12, rate=500) as readers:
            readers.wait_for(500 * SECONDS // 3, 0)
            before = megabytes_of(server)
            readers.wait_for(500 * SECONDS, 0)
        print("memory:", before, "MB, at the end", megabytes_of(server))  # noqa: T201
        assert {answer.status for answer in readers.answers} == {200, 404}
        assert megabytes_of(server) < 1.1 * before


def megabytes_of(server: Server) -> float:
    assert server.process
    return sum(map(megabytes, tree(server.process.pid)))


@pytest.mark.postgresql
def test_warm_pages_go_out_while_the_database_is_stopped(
    own_cast: Cast, own_database: str, own_versions: Path, tmp_path: Path
) -> None:
    story = make.published()
    with stoppable(own_database, tmp_path) as database:
        site = {"KATEID_CHANGES_FILE": str(own_versions), "DATABASE_URL": database.url}
        with running_server(own_database, tmp_path, **site) as server:
            warm = [server.url + path for path in ("/", address(story), "/metropolis/", "/redaksi/", "/kontak/")]
            cold = server.url + "/penulis/rina/"
            assert {ask(url).status for url in warm} == {200}
            database.stop()
            with load(warm, readers=5, rate=50) as readers:
                times = []
                for _number in range(SECONDS):
                    time.sleep(1)
                    refused = ask(cold)
                    assert refused.status == 503
                    times.append(refused.seconds)
            assert {answer.status for answer in readers.answers} == {200}
            database.start()
            deadline = time.monotonic() + 5
            while ask(cold).status != 200:
                assert time.monotonic() < deadline
                time.sleep(0.1)
            print("cold:", sorted(times)[len(times) // 2], "s, at most", max(times))  # noqa: T201


class StoppableDatabase:
    """A way to PostgreSQL's socket that can be closed, as if the server were stopped."""

    def __init__(self, url: str, directory: Path) -> None:
        parts = urlsplit(url)
        self.real = Path(parse_qs(parts.query)["host"][0]) / ".s.PGSQL.5432"
        self.own = directory / ".s.PGSQL.5432"
        self.url = urlunsplit(parts._replace(query=f"host={quote(str(directory), safe='')}"))
        self.open: list[socket.socket] = []
        self.start()

    def start(self) -> None:
        self.listening = socket.socket(socket.AF_UNIX)
        self.listening.bind(str(self.own))
        self.listening.listen(64)
        Thread(target=self.accept, args=[self.listening], daemon=True).start()

    def stop(self) -> None:
        self.own.unlink()
        for each in [self.listening, *self.open]:
            each.shutdown(socket.SHUT_RDWR)
            each.close()
        self.open.clear()

    def accept(self, listening: socket.socket) -> None:
        while True:
            try:
                client, _address = listening.accept()
            except OSError:
                return
            server = socket.socket(socket.AF_UNIX)
            server.connect(str(self.real))
            self.open += [client, server]
            for one, other in ((client, server), (server, client)):
                Thread(target=self.hand_on, args=[one, other], daemon=True).start()

    def hand_on(self, one: socket.socket, other: socket.socket) -> None:
        try:
            while data := one.recv(65536):
                other.sendall(data)
            other.shutdown(socket.SHUT_WR)
        except OSError:
            return


@contextmanager
def stoppable(url: str, directory: Path) -> Iterator[StoppableDatabase]:
    database = StoppableDatabase(url, directory)
    try:
        yield database
    finally:
        database.stop()
