"""Texts go out compressed to who takes them so, also those that no cache keeps ready."""

import gzip

import pytest
from django.test import Client

from articles.models import Edition
from tests import make
from tests.cast import Cast
from tests.door import CountingMiddleware, client_at

GZIP = {"accept-encoding": "gzip, deflate, br"}
PAGES = [
    "/cari/?q=sungai", "/akun/masuk/", "/akun/daftar/", "/tidak-ada/", "/metropolis/tidak-ada-999/", "/robots.txt",
    "/sitemap.xml", "/news-sitemap.xml", "/api/berita/",
]  # fmt: skip


@pytest.fixture
def story(cast: Cast) -> str:
    made = make.published(photo=make.photo())
    return Edition.objects.live().get(article=made).get_absolute_url()


@pytest.fixture(params=["as Django answers", "behind the page cache"])
def client(request: pytest.FixtureRequest, middleware: CountingMiddleware) -> Client:
    return Client() if request.param == "as Django answers" else client_at(middleware)


@pytest.mark.parametrize("path", PAGES)
def test_a_text_is_compressed(story: str, client: Client, path: str) -> None:
    plain = client.get(path)
    assert "Content-Encoding" not in plain.headers
    answer = client.get(path, headers=GZIP)
    assert answer.status_code == plain.status_code
    assert answer["Content-Encoding"] in {"gzip", "br"}
    assert "Accept-Encoding" in answer["Vary"]
    if len(plain.content) > 2_000:  # in a few bytes the random length weighs more
        assert len(answer.content) < 0.7 * len(plain.content)
    assert int(answer["Content-Length"]) == len(answer.content)


def test_the_page_of_somebody_is_compressed_too(story: str, cast: Cast) -> None:
    client = Client()
    client.force_login(cast.reporter)
    for path in (story, "/akun/", "/admin/"):
        answer = client.get(path, headers=GZIP)
        assert answer["Content-Encoding"] == "gzip", path
        assert b"</html>" in gzip.decompress(answer.content)


def test_a_length_tells_nothing_of_a_token(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.reporter)
    lengths = {len(client.get("/akun/kata-sandi/ubah/", headers=GZIP).content) for _ in range(20)}
    assert len(lengths) > 3


def test_a_picture_is_left_as_it_is(story: str, client: Client) -> None:
    name = next(iter(make.photo().every_file()))
    response = client.get(f"/media/{name}", headers=GZIP)
    assert "Content-Encoding" not in response.headers
    response.close()  # a file


def test_who_takes_nothing_gets_it_plain(cast: Cast, client: Client) -> None:
    for accepted in ("", "identity"):
        assert "Content-Encoding" not in client.get("/tidak-ada/", headers={"accept-encoding": accepted}).headers


def test_who_has_it_is_told_so(story: str, client: Client) -> None:
    first = client.get("/robots.txt", headers=GZIP)
    again = client.get("/robots.txt", headers=GZIP | {"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
