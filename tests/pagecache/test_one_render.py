"""However many wait for a page, it is made once, and each of them gets it."""

import io
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.test import Client

from pagecache import EVERY_PAGE, invalidate
from pagecache.maker import STALE_SECONDS
from tests.cast import Cast
from tests.door import HOST, CountingMiddleware, client_at

pytestmark = pytest.mark.both_databases

READERS = 200


class SlowMiddleware(CountingMiddleware):
    seconds = 0.0

    def count(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        time.sleep(self.seconds)
        return super().count(environ, start_response)


@pytest.fixture
def middleware(own_cast: Cast) -> SlowMiddleware:
    return SlowMiddleware()


def ask(middleware: CountingMiddleware, path: str = "/") -> tuple[str, bytes]:
    said: list[str] = []
    environ = {
        "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": "", "SCRIPT_NAME": "", "HTTP_HOST": HOST,
        "SERVER_NAME": HOST, "SERVER_PORT": "80", "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(),
    }  # fmt: skip
    body = b"".join(middleware(environ, lambda status, headers, exc_info=None: said.append(status)))
    return said[0], body


def all_at_once(middleware: CountingMiddleware) -> list[tuple[str, bytes]]:
    start = Barrier(READERS)

    def run(_number: int) -> tuple[str, bytes]:
        start.wait()
        return ask(middleware)

    with ThreadPoolExecutor(READERS) as threads:
        return list(threads.map(run, range(READERS)))


def test_a_page_that_nobody_has_is_made_once(middleware: SlowMiddleware) -> None:
    middleware.seconds = 0.5
    answers = all_at_once(middleware)
    assert middleware.asked == ["/"]
    assert {status for status, _body in answers} == {"200 OK"}
    assert len({body for _status, body in answers}) == 1


def test_a_page_that_is_no_longer_fresh_goes_out_while_one_makes_it_anew(middleware: SlowMiddleware) -> None:
    client_at(middleware).get("/")
    middleware.asked.clear()
    (cached,) = (middleware.pages.get(key) for key in middleware.pages)
    cached.fresh_until = time.time() - 1
    middleware.seconds = 0.5
    answers = all_at_once(middleware)
    assert middleware.asked == ["/"]
    assert {status for status, _body in answers} == {"200 OK"}


@pytest.mark.parametrize("why", ["changed", "much too old"])
def test_a_page_that_may_not_go_out_is_made_once(middleware: SlowMiddleware, why: str) -> None:
    client_at(middleware).get("/")
    (cached,) = (middleware.pages.get(key) for key in middleware.pages)
    if why == "changed":
        invalidate(EVERY_PAGE)
    else:
        cached.fresh_until = time.time() - STALE_SECONDS - 1
    middleware.asked.clear()
    middleware.seconds = 0.5
    answers = all_at_once(middleware)
    assert middleware.asked == ["/"]
    assert {status for status, _body in answers} == {"200 OK"}


def test_a_page_that_changes_while_it_is_made_is_not_kept(middleware: SlowMiddleware, reader: Client) -> None:
    class Changing(CountingMiddleware):
        def count(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
            answer = super().count(environ, start_response)
            invalidate(EVERY_PAGE)
            return answer

    changing = Changing()
    for _again in range(2):
        assert ask(changing)[0] == "200 OK"
    assert changing.asked == ["/", "/"]
