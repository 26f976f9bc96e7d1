"""The pages that must answer before somebody says that a newsroom is well: after an upgrade, in a rehearsal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.test import Client

# Each gives addresses of pages, from what the database holds.
PAGES: list[Callable[[], Iterable[str]]] = []


def faults() -> Iterator[tuple[str, str]]:
    """Of each such page its address and what is wrong with it, or an empty text."""
    site = urlsplit(settings.KATEID_SITE_URL)
    client = Client(raise_request_exception=False, headers={"host": site.netloc})
    for path in [path for pages in PAGES for path in pages()]:
        response = client.get(path, secure=site.scheme == "https")
        yield path, "" if response.status_code == 200 else str(response.status_code)
