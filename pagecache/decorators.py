"""Which views' pages may be kept for everybody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit
from wsgiref.types import WSGIEnvironment

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import Resolver404, resolve

from .store import page_in_progress

FRESH = 60  # seconds
LONGEST_QUERY = 200  # characters
PATHS = 10_000  # whose view is remembered
UNCHECKED = "public, max-age=0, must-revalidate"
DECLARATION = "for_everybody"

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True)
class Declaration:
    parameters: tuple[str, ...]
    fresh: int

    def query(self, asked: str) -> str | None:
        """The parameters that the view knows, each once and in one order; None if they are too long to keep."""
        if not asked:
            return ""
        values = dict(parse_qsl(asked, keep_blank_values=True, max_num_fields=50))
        known = urlencode([(name, values[name]) for name in self.parameters if name in values])
        return known if len(known) <= LONGEST_QUERY else None


def public_page(*parameters: str, fresh: int = FRESH) -> Callable[[View], View]:
    """Lets the pages of a view be kept and given to everybody. The view says what they depend on with `depends_on`.

    The view gets no cookie, no address and no header of who happened to ask first, and of the query string only
    what is named here.

    Args:
        parameters: of the query string that the page depends on.
        fresh: seconds after which a page is made anew although nothing changed that it names.
    """

    def declare(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            response = view(request, *args, **kwargs)
            if "Cache-Control" not in response.headers:
                is_personal = page_in_progress(request) is None and settings.SESSION_COOKIE_NAME in request.COOKIES
                response.headers["Cache-Control"] = "private, no-cache" if is_personal else UNCHECKED
            return response

        setattr(answer, DECLARATION, Declaration(parameters, fresh))
        return answer

    return declare


def declaration_of(environ: WSGIEnvironment) -> Declaration | None:
    """What the view that a request asks for declares; None if its pages are not for everybody."""
    if not is_our_host(environ):
        return None
    try:
        return declaration_at(environ["PATH_INFO"].encode("latin-1").decode())
    except UnicodeDecodeError:
        return None


def is_our_host(environ: WSGIEnvironment) -> bool:
    """Whether pages are kept for the name by which the site was asked: no more names than the settings know."""
    host = environ.get("HTTP_HOST", "")
    name, _, port = host.rpartition(":") if ":" in host and not host.endswith("]") else (host, "", "")
    own = urlsplit(settings.KATEID_SITE_URL)
    return (name in settings.ALLOWED_HOSTS or name == own.hostname) and port in {
        "", str(own.port), environ.get("SERVER_PORT"),
    }  # fmt: skip


def declaration_at(path: str) -> Declaration | None:
    """What the view at a path declares; None if its pages are not for everybody."""
    return _declaration_at(path, settings.ROOT_URLCONF)


@lru_cache(PATHS)
def _declaration_at(path: str, urlconf: str) -> Declaration | None:
    try:
        view = resolve(path, urlconf).func
    except Resolver404:
        return None
    return getattr(view, DECLARATION, None)
