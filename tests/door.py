"""A test client that asks at the door, as readers do, with the page cache on."""

from collections.abc import Iterable
from http.cookies import SimpleCookie
from typing import Any

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.http import HttpResponse
from django.test import Client
from django.test.client import ClientHandler

from kateid.page_cache.door import Door

HOST = "testserver"


class CountingDoor(Door):
    """Notes for which addresses it had to ask Django."""

    def __init__(self, most: int = 64 * 1024**2) -> None:
        self.asked: list[str] = []
        self.django = WSGIHandler()
        super().__init__(self.ask_django, most)

    def ask_django(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        query = environ["QUERY_STRING"]
        self.asked.append(f"{environ['PATH_INFO']}?{query}" if query else environ["PATH_INFO"])
        return self.django(environ, start_response)


class DoorHandler(ClientHandler):
    def __init__(self, door: Door) -> None:
        super().__init__()
        self.door = door

    def __call__(self, environ: dict[str, Any]) -> HttpResponse:
        said: list[Any] = []

        def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
            said[:] = status, headers

        chunks = self.door(environ, start_response)
        body = b"".join(chunks)
        if hasattr(chunks, "close"):
            chunks.close()
        response = HttpResponse(body, status=int(said[0].split()[0]))
        del response.headers["Content-Type"]
        response.cookies = SimpleCookie()
        for name, value in said[1]:
            if name.lower() == "set-cookie":
                response.cookies.load(value)
            else:
                response.headers[name] = value
        response.wsgi_request = WSGIRequest(environ)
        return response


def client_at(door: Door, **defaults: Any) -> Client:
    client = Client(HTTP_HOST=HOST, **defaults)
    client.handler = DoorHandler(door)
    return client
