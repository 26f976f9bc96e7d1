"""A small WordPress that answers by REST as a real one does to somebody who has not signed in."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

HOME = "https://lama.example"


@dataclass
class WordPressSite:
    host: str = ""
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)  # by route
    closed: frozenset[str] = frozenset()  # routes that a security plugin keeps shut
    busy_every: int = 0  # each so-manieth request is answered 429
    is_off: bool = False  # REST leads to the home page
    asked: Counter[str] = field(default_factory=Counter)
    requests: int = 0


class Answers(BaseHTTPRequestHandler):
    site: ClassVar[WordPressSite]

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        facts = {name: values[0] for name, values in parse_qs(parts.query).items()}
        route = facts.get("rest_route") or parts.path.removeprefix("/wp-json")
        site = self.site
        site.requests += 1
        if site.is_off:
            self._html()
        elif site.busy_every and site.requests % site.busy_every == 0:
            self._json(429, {"code": "too_many_requests"}, {"Retry-After": "0"})
        elif route == "/":
            self._json(200, {"name": "Koran &amp; Lama", "home": HOME, "routes": {}})
        else:
            self._list(route.removeprefix("/wp/v2/"), facts)

    def _list(self, route: str, facts: dict[str, str]) -> None:
        site = self.site
        site.asked[route] += 1
        if route in site.closed:
            self._json(401, {"code": "rest_user_cannot_view", "message": "Maaf."})
            return
        if int(facts.get("per_page", "10")) > 100:
            self._json(400, {"code": "rest_invalid_param"})
            return
        rows = sorted(site.rows.get(route, []), key=lambda row: row["id"])
        if after := facts.get("modified_after"):
            rows = [row for row in rows if row["modified_gmt"] > after]
        size, page = int(facts.get("per_page", "10")), int(facts.get("page", "1"))
        pages = -(-len(rows) // size)
        if page > max(pages, 1) and route in {"posts", "pages", "media"}:
            self._json(400, {"code": "rest_post_invalid_page_number"})
            return
        found = rows[(page - 1) * size : page * size]
        if "_embed" not in facts:
            found = [{name: value for name, value in row.items() if name != "_embedded"} for row in found]
        self._json(200, found, {"X-WP-Total": str(len(rows)), "X-WP-TotalPages": str(pages)})

    def _json(self, status: int, answer: Any, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=UTF-8")
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(json.dumps(answer).encode())

    def _html(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"<!DOCTYPE html><title>Beranda</title>")

    def log_message(self, *_args: Any) -> None:
        pass


@contextmanager
def wordpress_site(rows: dict[str, list[dict[str, Any]]]) -> Iterator[WordPressSite]:
    site = WordPressSite(rows=rows)
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Site", (Answers,), {"site": site}))
    site.host = f"127.0.0.1:{server.server_port}"
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()


def post(number: int, body: str = "", **more: Any) -> dict[str, Any]:
    return {
        "id": number,
        "date": "2020-01-02T11:04:05",
        "date_gmt": "2020-01-02T03:04:05",
        "modified_gmt": "2020-01-03T00:00:00",
        "guid": {"rendered": f"{HOME}/?p={number}"},
        "slug": f"kabar-{number}",
        "status": "publish",
        "type": "post",
        "link": f"{HOME}/2020/01/kabar-{number}/",
        "title": {"rendered": f"Kabar &#8220;{number}&#8221; &#038; lain"},
        "content": {"rendered": body or f"<p>Isi {number}.</p>", "protected": False},
        "excerpt": {"rendered": f"<p>Isi {number}.</p>", "protected": False},
        "author": 7,
        "featured_media": 0,
        "categories": [3],
        "tags": [5],
        "_embedded": {
            "author": [{"id": 7, "name": "Rina Wati", "slug": "rina", "link": f"{HOME}/author/rina/"}],
            "wp:term": [
                [{"id": 3, "name": "Kota", "slug": "kota", "taxonomy": "category"}],
                [{"id": 5, "name": "pasar", "slug": "pasar", "taxonomy": "post_tag"}],
            ],
        },
    } | more


def whole(posts: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    return {
        "users": [{"id": 7, "name": "Rina Wati", "slug": "rina", "link": f"{HOME}/author/rina/"}],
        "categories": [{"id": 3, "name": "Kota", "slug": "kota", "link": f"{HOME}/category/kota/", "parent": 0}],
        "tags": [{"id": 5, "name": "pasar", "slug": "pasar", "link": f"{HOME}/tag/pasar/"}],
        "posts": posts,
        "comments": [
            {"id": 21, "post": 1, "parent": 0, "author_name": "Tamu", "content": {"rendered": "<p>Setuju</p>"},
             "date_gmt": "2020-02-01T00:00:00", "status": "approved", "type": "comment"},
            {"id": 22, "post": 1, "parent": 21, "author_name": "Budi", "content": {"rendered": "<p>Saya juga</p>"},
             "date_gmt": "2020-02-02T00:00:00", "status": "approved", "type": "comment"},
        ],
    }  # fmt: skip
