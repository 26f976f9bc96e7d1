"""The pages that must answer before somebody says that a newsroom is well: after an upgrade, in a rehearsal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from http.client import HTTPConnection, HTTPException
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.test import Client

# Each gives addresses of pages, from what the database holds.
PAGES: list[Callable[[], Iterable[str]]] = []


TIMEOUT = 60  # seconds


def faults(server: str = "") -> Iterator[tuple[str, str]]:
    """Of each such page its address and what is wrong with it, or an empty text.

    Args:
        server: the address of a server that is asked, as by the web server before it; without it, this process answers.
    """
    status_of = _status_by_http if server else _status_here
    for path in [path for pages in PAGES for path in pages()]:
        status = status_of(path, server)
        yield path, "" if status == "200" else status


def _status_here(path: str, _server: str) -> str:
    site = urlsplit(settings.KATEID_SITE_URL)
    client = Client(raise_request_exception=False, headers={"host": site.netloc})
    return str(client.get(path, secure=site.scheme == "https").status_code)


def _status_by_http(path: str, server: str) -> str:
    site = urlsplit(settings.KATEID_SITE_URL)
    forwarded = {"Host": site.netloc, "X-Forwarded-For": "127.0.0.1", "X-Forwarded-Proto": site.scheme}
    connection = HTTPConnection(urlsplit(server).netloc, timeout=TIMEOUT)
    try:
        connection.request("GET", quote(path, safe="/?=&%"), headers=forwarded)
        return str(connection.getresponse().status)
    except (OSError, HTTPException) as error:
        return type(error).__name__
    finally:
        connection.close()
