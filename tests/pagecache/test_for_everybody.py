"""The same bytes for everybody: nothing of who asks is in them, and nothing else is kept."""

import gzip
from collections.abc import Callable

import brotli
import pytest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.middleware.csrf import get_token
from django.test import Client
from django.urls import path

from articles.models import Edition
from articles.reading import cache_tags
from pagecache import depends_on, public_page
from tests import make
from tests.articles.reading.test_query_counts import COUNTS
from tests.cast import Cast
from tests.door import CountingMiddleware, client_at

pytestmark = pytest.mark.both_databases


def page(request: HttpRequest, **headers: str) -> HttpResponse:
    depends_on(request, cache_tags.story(1))
    seen = sorted(name for name in request.META if name.startswith("HTTP_") or name == "REMOTE_ADDR")
    return HttpResponse(f"{request.GET.urlencode()} {seen} {request.COOKIES}", headers=headers)


def with_cookie(request: HttpRequest) -> HttpResponse:
    response = page(request)
    response.set_cookie("kue", "1")
    return response


def with_token(request: HttpRequest) -> HttpResponse:
    get_token(request)
    return page(request)


def with_session(request: HttpRequest) -> HttpResponse:
    request.session.get("nama")
    return page(request)


def streamed(request: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse([b"a", b"b"])


VIEWS = {
    "plain": page,
    "cookie": with_cookie,
    "token": with_token,
    "session": with_session,
    "private": lambda request: page(request, **{"Cache-Control": "private"}),
    "no-store": lambda request: page(request, **{"Cache-Control": "no-store"}),
    "vary": lambda request: page(request, Vary="User-Agent"),
    "nonce": lambda request: page(request, **{"Content-Security-Policy": "script-src 'nonce-abc'"}),
    "silent": lambda request: HttpResponse("shows nothing by name"),
    "gone": lambda request: HttpResponse("gone", status=410),
    "streamed": streamed,
}
urlpatterns = [path(f"{name}/", public_page("halaman")(view)) for name, view in VIEWS.items()]
urlpatterns.append(path("undeclared/", page))


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("name", [*VIEWS, "undeclared"])
def test_only_what_everybody_may_have_is_kept(
    own_database: str, middleware: CountingMiddleware, reader: Client, name: str
) -> None:
    for _again in range(2):
        reader.get(f"/{name}/")
    assert len(middleware.asked) == (1 if name == "plain" else 2)
    assert len(middleware.pages) == (1 if name == "plain" else 0)


@pytest.mark.urls(__name__)
def test_the_view_learns_nothing_of_who_asks(own_database: str, middleware: CountingMiddleware, reader: Client) -> None:
    reader.cookies["pilihan"] = "gelap"
    headers = {"user-agent": "Peramban", "referer": "/x", "authorization": "Basic abc", "accept-language": "en"}
    answer = reader.get("/plain/?halaman=2&utm_source=x&fbclid=y", headers=headers)
    assert answer.content.decode() == "halaman=2 ['HTTP_HOST', 'HTTP_X_REQUEST_ID'] {}"


@pytest.mark.urls(__name__)
def test_what_a_view_does_not_declare_makes_no_other_page(
    own_database: str, middleware: CountingMiddleware, reader: Client
) -> None:
    for query in ("", "?utm_source=x", "?gclid=1&x=y", "?halaman=1", "?x=1&halaman=1", "?halaman=3&halaman=1"):
        reader.get(f"/plain/{query}")
    assert len(middleware.pages) == 2
    reader.get("/plain/", HTTP_HOST="testserver:1234")
    reader.get("/plain/", HTTP_HOST="elsewhere.example")
    reader.get(f"/plain/?halaman={'9' * 300}")
    assert len(middleware.pages) == 2


@pytest.mark.urls(__name__)
def test_room_is_made_by_dropping_what_nobody_asks_for(own_database: str) -> None:
    middleware = CountingMiddleware(most=100_000)
    reader = client_at(middleware)
    reader.get("/plain/")
    for number in range(100):
        reader.get("/plain/")
        reader.get(f"/plain/?halaman={number}")
    assert middleware.pages.held <= 100_000
    assert middleware.asked.count("/plain/") == 1


def test_compressed_bytes_and_what_has_not_changed(
    own_cast: Cast, middleware: CountingMiddleware, reader: Client
) -> None:
    plain = reader.get("/").content
    for accepted, read in (("gzip", gzip.decompress), ("gzip, br;q=0.9", brotli.decompress)):
        answer = reader.get("/", headers={"accept-encoding": accepted})
        assert answer["Vary"] == "Accept-Encoding"
        assert read(answer.content) == plain
        again = reader.get("/", headers={"accept-encoding": accepted, "if-none-match": answer["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert "Content-Length" not in again.headers
        assert reader.get("/", headers={"if-none-match": answer["ETag"]}).status_code == 200  # of other bytes
    assert "Content-Encoding" not in reader.get("/", headers={"accept-encoding": "br;q=0"}).headers
    assert reader.head("/").content == b""
    feed = reader.get("/ralat/feed/")
    assert feed.status_code == 200
    assert middleware.asked == ["/", "/ralat/feed/"]


@pytest.mark.parametrize(("encoding", "read"), [("gzip", gzip.decompress), ("br", brotli.decompress)])
def test_who_asks_first_waits_less_and_all_others_get_fewer_bytes(
    own_cast: Cast, reader: Client, encoding: str, read: Callable[[bytes], bytes]
) -> None:
    first, second, third = (reader.get("/", headers={"accept-encoding": encoding}) for _ in range(3))
    assert len(second.content) < len(first.content)
    assert second.content == third.content
    assert read(first.content) == read(second.content)
    for answer in (first, second):
        assert answer["ETag"].startswith("W/")  # since the bytes are not always the same
        again = {"accept-encoding": encoding, "if-none-match": answer["ETag"]}
        assert reader.get("/", headers=again).status_code == 304


def test_an_etag_holds_without_the_mark_that_some_proxies_take_away(own_cast: Cast, reader: Client) -> None:
    tag = reader.get("/")["ETag"].removeprefix("W/")
    assert reader.get("/", headers={"if-none-match": tag}).status_code == 304


def test_a_feed_reader_that_knows_only_the_time_gets_304(
    own_cast: Cast, middleware: CountingMiddleware, reader: Client
) -> None:
    make.published()
    since = reader.get("/feed/")["Last-Modified"]
    assert reader.get("/feed/", headers={"if-modified-since": since}).status_code == 304
    long_ago = "Mon, 01 Jan 2024 00:00:00 GMT"
    assert reader.get("/feed/", headers={"if-modified-since": long_ago}).status_code == 200


def test_the_headers_are_those_that_the_page_has_without_a_cache(own_cast: Cast, reader: Client) -> None:
    plain = Client().get("/").headers
    cached = reader.get("/").headers
    own = {"X-Request-ID", "ETag", "Vary", "Content-Length"}
    assert {name: cached.get(name) for name in plain if name not in own} == {
        name: value for name, value in plain.items() if name not in own
    }
    assert cached["X-Request-ID"] != reader.get("/").headers["X-Request-ID"]


def test_nothing_of_who_is_signed_in_reaches_anybody_else(own_cast: Cast, middleware: CountingMiddleware) -> None:
    """Alternately, on every public page: first nobody has it ready, then it is."""
    article = make.published(photo=make.photo())
    story_page = Edition.objects.live().select_related("section").get(article=article).get_absolute_url()
    signed_in, anonymous = client_at(middleware), client_at(middleware)
    signed_in.force_login(own_cast.reporter)
    secrets = [signed_in.cookies["sessionid"].value, "csrfmiddlewaretoken", "csrftoken", own_cast.reporter.username]
    for path_ in [*COUNTS, story_page]:
        answers = [client.get(path_) for client in (signed_in, anonymous, signed_in, anonymous)]
        assert answers[1].content == answers[3].content
        for answer in answers:
            assert not answer.cookies, path_
            assert "Cookie" not in answer.headers.get("Vary", ""), path_
        for answer in answers[1::2]:
            text = f"{answer.headers} {answer.content.decode(errors='replace')}"
            assert [secret for secret in secrets[:3] if secret in text] == [], path_
