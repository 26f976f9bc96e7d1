"""A test client that asks at the door, as readers do, with the page cache on."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie
from typing import Any

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.http import HttpResponse
from django.test import Client
from django.test.client import ClientHandler

from pagecache.wsgi import PageCacheMiddleware

HOST = "testserver"


class CountingMiddleware(PageCacheMiddleware):
    """Notes for which addresses it had to ask Django."""

    def __init__(self, most: int = 64 * 1024**2) -> None:
        self.asked: list[str] = []
        self.django = WSGIHandler()
        super().__init__(self.count, most)

    def count(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        query = environ["QUERY_STRING"]
        self.asked.append(f"{environ['PATH_INFO']}?{query}" if query else environ["PATH_INFO"])
        return self.django(environ, start_response)


@contextmanager
def connection_kept() -> Iterator[None]:
    """As Django's own test client does: a test's connection outlives the requests made in its transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


class MiddlewareHandler(ClientHandler):
    """Asks Django itself for what no door would keep. With `warm`, everything is asked for once before."""

    def __init__(self, middleware: PageCacheMiddleware, *, warm: bool) -> None:
        super().__init__(enforce_csrf_checks=False)
        self.middleware = middleware
        self.warm = warm

    def __call__(self, environ: dict[str, Any]) -> Any:
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
            return super().__call__(environ)
        with connection_kept():
            if self.warm:
                self.ask(environ.copy())
            return self.ask(environ)

    def ask(self, environ: dict[str, Any]) -> HttpResponse:
        if not environ["HTTP_COOKIE"]:
            del environ["HTTP_COOKIE"]  # which Django's client always sends, and no browser that has none
        said: list[Any] = []

        def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
            said[:] = status, headers

        chunks = self.middleware(environ, start_response)
        body = b"".join(chunks)
        if hasattr(chunks, "close"):
            chunks.close()
        response: Any = HttpResponse(body, status=int(said[0].split()[0]))
        del response.headers["Content-Type"]
        response.cookies = SimpleCookie()
        for name, value in said[1]:
            if name.lower() == "set-cookie":
                response.cookies.load(value)
            else:
                response.headers[name] = value
        response.wsgi_request = WSGIRequest(environ)
        return response


def client_at(middleware: PageCacheMiddleware, *, warm: bool = False, **defaults: Any) -> Client:
    client = Client(raise_request_exception=False, HTTP_HOST=HOST, **defaults)
    client.handler = MiddlewareHandler(middleware, warm=warm)
    return client
