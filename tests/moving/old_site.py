"""A real server on this machine that plays an old site."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any, ClassVar
from urllib.parse import unquote


@dataclass
class Site:
    """What was asked of it."""

    host: str  # with its port
    files: dict[str, bytes]
    asked: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    busy: dict[str, int] = field(default_factory=dict)  # how often a path is answered 429 first


class OldSite(BaseHTTPRequestHandler):
    site: ClassVar[Site]
    still_sending: ClassVar[Event] = Event()

    def do_GET(self) -> None:
        self.site.asked.append(self.path)
        self.site.headers.append(dict(self.headers))
        if self.path.startswith("/ke/"):
            self._answer(302, Location=unquote(self.path.removeprefix("/ke/")))
        elif self.path.startswith("/lambat"):
            self._drip()
        elif self.site.busy.get(self.path, 0) > 0:
            self.site.busy[self.path] -= 1
            self._answer(429, **{"Retry-After": "0"})
        elif self.path in self.site.files:
            body = self.site.files[self.path]
            self._answer(200, **{"Content-Length": str(len(body) + (1000 if "putus" in self.path else 0))})
            self.wfile.write(body)
        else:
            self._answer(404)

    def _answer(self, status: int, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def _drip(self) -> None:
        """One byte now and then, for ever: until the other side hangs up."""
        type(self).still_sending.clear()
        if self.path == "/lambat-isi":
            self._answer(200)
        try:
            while True:
                self.wfile.write(b"x")
                self.wfile.flush()
                Event().wait(0.05)
        except OSError:
            type(self).still_sending.set()

    def log_message(self, *_args: Any) -> None:
        pass


@contextmanager
def old_site(files: Mapping[str, bytes]) -> Iterator[Site]:
    site = Site("", dict(files))
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (OldSite,), {"site": site}))
    site.host = f"127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
