"""Addresses in full, for whoever reads a story elsewhere than on this site."""

from __future__ import annotations

import html
import re
from functools import lru_cache
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse

# As the sanitiser writes it: nothing else in its output can look like this.
_LINK = re.compile(r'(?<=<a href=")[^"]*(?=")')

_REMEMBERED = 10_000


@lru_cache(_REMEMBERED)
def address(route: str, *arguments: object) -> str:
    """The address of a page of this site: the same few thousand are printed again and again."""
    return reverse(route, args=arguments)


def absolute(address: str) -> str:
    if address.startswith("/") and not address.startswith("//"):
        return settings.KATEID_SITE_URL + address  # nearly all, and ten times as quick
    return urljoin(f"{settings.KATEID_SITE_URL}/", address)


def with_absolute_links(text: str, base: str) -> str:
    """Sanitised HTML whose links lead to the same places from anywhere."""

    def full(link: re.Match[str]) -> str:
        try:
            return html.escape(urljoin(base, html.unescape(link[0])))
        except ValueError:  # "//[" and the like, which lead nowhere on the page either
            return link[0]

    return _LINK.sub(full, text)
