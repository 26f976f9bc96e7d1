"""Addresses of an old site."""

from __future__ import annotations

from urllib.parse import urlsplit


def host_of(url: str) -> str:
    """The host of an address, without "www."; "" for none."""
    try:
        return (urlsplit(url.strip()).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def site_of(url: str) -> str:
    """A site's address without scheme and "www.", which tells it from others: "koran.example/blog"."""
    try:
        path = urlsplit(url.strip()).path.rstrip("/")
    except ValueError:
        path = ""
    return f"{host_of(url)}{path}"


def path_of(url: str) -> str:
    """The path of an address with its query; "" for none worth keeping."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    path = parts.path if parts.path.startswith("/") or not parts.path else f"/{parts.path}"
    whole = f"{path or '/'}?{parts.query}" if parts.query else path
    return "" if whole in {"", "/"} else whole


def with_last_segment(path: str, segment: str) -> str:
    """A story's path as it was under another slug."""
    bare, _, query = path.partition("?")
    if query:
        return ""
    head, _, last = bare.rstrip("/").rpartition("/")
    ending = ".html" if last.endswith(".html") and not segment.endswith(".html") else ""
    return f"{head}/{segment}{ending}{'/' if bare.endswith('/') else ''}"
