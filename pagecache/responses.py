"""What goes out: cached pages as each client wants them, and refusals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from wsgiref.types import StartResponse, WSGIEnvironment

from django.utils.http import parse_http_date_safe

from .encoding import encode, is_compressible, negotiate
from .request_log import about_answer, identity_of, quick_lines, trusted

if TYPE_CHECKING:
    from .store import CachedPage

Headers = list[tuple[str, str]]


@dataclass
class RenderedResponse:
    status: str
    headers: Headers
    body: bytes


def respond(
    cached: CachedPage,
    environ: WSGIEnvironment,
    start_response: StartResponse,
    more: Sequence[tuple[str, str]] = (),
    *,
    is_logged: bool = False,
) -> Iterable[bytes]:
    """Give out a cached page, as a 304 if the client has it.

    Args:
        more: headers of this answer alone.
        is_logged: whether the request stands in the log already.
    """
    cached.was_served = True
    encoding = negotiate(environ.get("HTTP_ACCEPT_ENCODING"))
    encoded = cached.encodings.get(encoding) or cached.encode(encoding)
    identity = trusted(environ.get("HTTP_X_REQUEST_ID")) or cached.identity
    method = environ["REQUEST_METHOD"]
    is_unchanged = has_it(environ, encoded.etag, cached.last_modified)
    status, headers = ("304 Not Modified", encoded.unchanged) if is_unchanged else ("200 OK", encoded.headers)
    if not is_logged:
        quick_lines.answered(about_answer(identity, method, environ["PATH_INFO"], int(status[:3])))
    start_response(status, [*headers[:-1], ("X-Request-ID", identity), *more])
    return [encoded.body] if method == "GET" and not is_unchanged else []


def respond_once(
    rendered: RenderedResponse, environ: WSGIEnvironment, start_response: StartResponse
) -> Iterable[bytes]:
    """Give out what is not kept, such as a page that says that there is none, compressed if the client wants it so."""
    headers, body = rendered.headers, rendered.body
    own = {name.lower(): value for name, value in headers}
    encoding = negotiate(environ.get("HTTP_ACCEPT_ENCODING"))
    if encoding and is_compressible(own, body) and "etag" not in own:
        body = encode(body, encoding, quickly=True)
        headers = [(name, value) for name, value in headers if name.lower() not in {"content-length", "vary"}]
        vary = [own["vary"]] if "vary" in own else []
        headers += [("Vary", ", ".join([*vary, "Accept-Encoding"])), ("Content-Encoding", encoding)]
        headers.append(("Content-Length", str(len(body))))
    start_response(rendered.status, headers)
    return [body] if environ["REQUEST_METHOD"] == "GET" else []


def refuse(refusal: RenderedResponse, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Say without another look that the database does not answer."""
    identity = identity_of(environ.get("HTTP_X_REQUEST_ID"))
    headers = [(name, value) for name, value in refusal.headers if name.lower() != "x-request-id"]
    quick_lines.answered(about_answer(identity, environ["REQUEST_METHOD"], environ["PATH_INFO"], 503))
    start_response(refusal.status, [*headers, ("X-Request-ID", identity)])
    return [refusal.body] if environ["REQUEST_METHOD"] == "GET" else []


def has_it(environ: WSGIEnvironment, etag: str, last_modified: str) -> bool:
    """Whether the client says that it has the page as it is.

    Args:
        etag: quoted, without W/: some proxies take that away.
        last_modified: empty if the page does not say.
    """
    seen = environ.get("HTTP_IF_NONE_MATCH")
    if seen is not None:
        return etag in seen or seen == "*"
    return bool(last_modified) and _not_newer(last_modified, environ.get("HTTP_IF_MODIFIED_SINCE"))


def _not_newer(last_modified: str, since: str | None) -> bool:
    if since is None:
        return False
    changed_at, seen_at = parse_http_date_safe(last_modified), parse_http_date_safe(since)
    return changed_at is not None and seen_at is not None and changed_at <= seen_at
