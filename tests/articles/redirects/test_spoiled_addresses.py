"""Links as chats, mail programs and old sites hand them on: one 301 to the page that was meant, or 404 and a hint."""

from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Article, Edition, Redirect
from articles.redirects import mending
from articles.redirects.rules import Wanted, plan, write
from tests import make
from tests.cast import Cast

pytestmark = pytest.mark.django_db

GLUED = [
    ")",
    "/)",
    "/).",
    "/),",
    "/)/",
    "]",
    "/]",
    "}",
    ">",
    "/>",
    "%3E",
    "/%3E",
    '"',
    '/"',
    "/%22",
    "/%22%3E",
    "'",
    "/'",
    "/%E2%80%9D",
    "/%E2%80%99",
    "/%C2%BB",
    ".",
    "/.",
    "...",
    "/%E2%80%A6",
    ",",
    "/,",
    ";",
    "/;",
    ":",
    "/:",
    "!",
    "/!",
    "/*",
    "*",
    "_",
    "/_",
    "/**",
    "~",
    "/~",
    "`",
    "/`",
    "|",
    "/%7C",
    "%20",
    "/%20",
    "/%20/",
    "%2520",
    "/%0A",
    "/%0D%0A",
    "/%C2%A0",
    "/%E2%80%8B",
    "/%EF%BB%BF",
    "//",
    "/%5C",
    "&",
    "/&",
    "/&amp;",
    "=",
    "/)%20Baca%20juga",
    "/%22%3Eklik",
    "/amp/",
    "/amp",
    "/feed/",
    "/trackback/",
    "/page/2/",
    "/embed/",
    "/%3Cbr%3E",
    "/2/",
    "/index.html",
    "/index.php",
    "/comments/",
    "/all",
    "/null",
    "/%E2%80%9D.",
    "/%EF%BC%89",
    "/%E3%80%82",
]


@pytest.fixture
def story(cast: Cast) -> Article:
    return make.published(headline="Feri berlayar")


def leads(client: Client, asked: str) -> str:
    """Where an address leads in one hop; "" if nowhere."""
    response = client.get(asked)
    if response.status_code != 301:
        assert response.status_code in {200, 404, 410}, (asked, response.status_code)
        return ""
    where = str(response["Location"])
    assert client.get(where).status_code == 200, (asked, where)
    return where


def test_what_is_glued_to_a_story_leads_to_it(story: Article, client: Client) -> None:
    own = f"/metropolis/feri-berlayar-{story.pk}/"
    for glued in GLUED:
        assert leads(client, own.rstrip("/") + glued) == own, glued


@pytest.mark.parametrize("glued", [")", "-", "/amp/", "%20", "/.", "--)"])
def test_a_number_in_the_headline_is_not_taken_for_the_story_s(story: Article, client: Client, glued: str) -> None:
    other = make.published(headline=f"HUT Ke-{story.pk} Digelar di RT {story.pk}")
    address = Edition.objects.live().select_related("section").get(article=other).get_absolute_url()
    response = client.get(address.rstrip("/") + glued)
    assert (response.status_code, response["Location"]) == (301, address)
    assert client.get(f"{address}foto/9/").status_code == 404


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "asked",
    [
        "/METROPOLIS/FERI-BERLAYAR-{}/", "/Metropolis/Feri-Berlayar-{}", "/%2Fmetropolis/feri-berlayar-{}/",
        "/metropolis//feri-berlayar-{}/", "/%22/metropolis/feri-berlayar-{}/", "/%20metropolis/feri-berlayar-{}/",
        "/http://127.0.0.1:8000/metropolis/feri-berlayar-{}/", "/(/metropolis/feri-berlayar-{}/)",
        "/metropolis/apa-saja-{}/%E2%80%9C", "/lama/feri-berlayar-{}/)",
        "/amp/metropolis/feri-berlayar-{}/", "/m/metropolis/feri-berlayar-{}/",
        "/index.php/metropolis/feri-berlayar-{}",
        "/www.contoh.example/metropolis/feri-berlayar-{}/", "/%EF%BD%8Detropolis/feri-berlayar-{}/",
        "/metropolis/%25EF%25BD%2586eri-berlayar-{}/", "/%252Fmetropolis%252Fferi-berlayar-{}%252F",
    ],
)  # fmt: skip
def test_a_story_is_found_by_its_number(story: Article, client: Client, asked: str) -> None:
    assert leads(client, asked.format(story.pk)) == f"/metropolis/feri-berlayar-{story.pk}/"


@pytest.mark.parametrize(
    "path",
    ["/METROPOLIS/", "/Metropolis", "/metropolis/)", "/metropolis/%20", "/metropolis/FEED/", "/KONTAK/", "/Cari/"],
)
def test_capitals_and_marks_lead_to_the_page_as_it_is_written(story: Article, client: Client, path: str) -> None:
    assert leads(client, path) == mending.mended(path.replace("%20", "")).lower()


@pytest.mark.parametrize(
    "path",
    ["/metropolis/page/2/", "/metropolis/amp/", "/metropolis.html", "/Metropolis/index.html", "/metropolis/print"],
)
def test_what_old_sites_put_behind_a_list_leads_to_it(story: Article, client: Client, path: str) -> None:
    assert leads(client, path) == "/metropolis/"


def test_topics_and_authors_have_no_capitals_either(cast: Cast, client: Client) -> None:
    make.published(tags=["mahakam"])
    assert leads(client, "/topik/Mahakam/") == leads(client, "/TOPIK/MAHAKAM/)") == "/topik/mahakam/"
    assert leads(client, "/penulis/RINA/") == "/penulis/rina/"


@pytest.mark.parametrize("query", ["utm_source=wa", "utm_source=wa&utm_medium=x", "fbclid=a%2Fb"])
def test_who_follows_an_old_link_keeps_its_query(story: Article, client: Client, query: str) -> None:
    own = f"/metropolis/feri-berlayar-{story.pk}/"
    for old in (f"/lama/lain-{story.pk}/", f"{own})", f"/METROPOLIS/feri-berlayar-{story.pk}/"):
        assert client.get(f"{old}?{query}")["Location"] == f"{own}?{query}", old


# Of an old site


@pytest.fixture
def old(cast: Cast, story: Article) -> str:
    own = f"/metropolis/feri-berlayar-{story.pk}/"
    paths = (
        "/?p=123", "/?page_id=7", "/?attachment_id=8", "/?cat=5", "/archives/123", "/2022/07/feri-berlayar/",
        "/berita-123-feri.html", "/media.php?module=detailberita&id=123", "/category/daerah/", "/tag/kapal/",
        "/author/rina/",
    )  # fmt: skip
    outcomes = plan([Wanted(path, own) for path in paths])
    assert [outcome.refusals for outcome in outcomes] == [{}] * len(paths)
    write(outcomes, by=cast.managing_editor)
    return own


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("asked", "rest"),
    [
        ("/?p=123", ""), ("/?p=123&utm_source=wa", "?utm_source=wa"), ("/?utm_source=wa&p=123", "?utm_source=wa"),
        ("/?p=123)", ""), ("/?p=123/", ""), ("/?page_id=7", ""), ("/?attachment_id=8", ""), ("/?cat=5", ""),
        ("/archives/123", ""), ("/archives/123/", ""), ("/archives/123).", ""), ("/2022/07/feri-berlayar", ""),
        ("/2022/07/Feri-Berlayar/", ""), ("/2022/07/feri-berlayar/%22", ""), ("/2022/07/feri-berlayar/?x=1", "?x=1"),
        ("/berita-123-feri.html", ""), ("/BERITA-123-feri.html", ""), ("/berita-123-feri.html%20", ""),
        ("/berita-123-feri.html).", ""), ("/media.php?module=detailberita&id=123", ""),
        ("/media.php?module=detailberita&id=123&utm_source=wa", "?utm_source=wa"),
        ("/media.php?module=detailberita&id=123%22", ""), ("/Category/Daerah/", ""), ("/tag/kapal)", ""),
        ("/author/Rina/", ""),
    ],
)  # fmt: skip
def test_an_old_address_is_known_however_it_is_spoiled(old: str, client: Client, asked: str, rest: str) -> None:
    response = client.get(asked)
    assert (response.status_code, response.headers.get("Location")) == (301, f"{old}{rest}")


@pytest.mark.parametrize("asked", ["/?p=124", "/?p=x", "/?page_id=9", "/?cat=99", "/archives/124", "/media.php?id=123"])
def test_what_no_row_knows_is_not_found(old: str, client: Client, asked: str) -> None:
    assert client.get(asked).status_code == 404


def test_the_front_page_is_one_page(old: str, client: Client) -> None:
    for asked in ("/", "/?utm_source=wa", "/?fbclid=1", "/?m=1", "/?x=1"):
        assert client.get(asked).status_code == 200, asked
    for asked, where in (
        ("/?s=banjir+besar", "/cari/?q=banjir+besar"), ("/?s=20", "/"), ("/?feed=rss2", "/feed/"), ("/?p=", "/"),
    ):  # fmt: skip
        response = client.get(asked)
        assert (response.status_code, response["Location"]) == (302, where)


# Not found


@pytest.mark.both_databases
def test_an_unknown_address_offers_what_its_words_say(story: Article, client: Client) -> None:
    for asked in ("/2019/05/feri-berlayar-lagi/", "/berita/feri-mulai-berlayar.html", "/x/y/Feri%20berlayar"):
        response = client.get(asked)
        assert response.status_code == 404
        assert f'href="/metropolis/feri-berlayar-{story.pk}/"' in response.content.decode(), asked
        assert "noindex" in response.content.decode()


def test_what_readers_do_not_have_is_not_offered_and_not_led_to(cast: Cast, client: Client) -> None:
    for article in (make.draft(headline="Feri berlayar"), make.scheduled(headline="Feri berlayar")):
        for asked in (f"/metropolis/feri-berlayar-{article.pk}/)", f"/METROPOLIS/feri-berlayar-{article.pk}/"):
            response = client.get(asked)
            assert response.status_code == 404
            assert f"berlayar-{article.pk}/</" not in response.content.decode()
            assert "Mungkin salah satu" not in response.content.decode()


@pytest.mark.parametrize(
    "asked",
    [
        "/wp-login.php", "/xmlrpc.php", "/.env", "/wp-content/plugins/feri-berlayar/readme.txt", "/feri/",
        "/admin/feri-berlayar/", "/" + "feri-berlayar-" * 100 + "/",
        "/%00feri%00berlayar.php", "/" + quote("{{7*7}}"), "/feri-berlayar.jpg",
    ],
)  # fmt: skip
def test_what_machines_try_is_not_searched_for(story: Article, client: Client, asked: str) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(asked).status_code in {302, 404}
    assert not [query for query in queries if "search" in query["sql"]]


def test_nothing_that_somebody_glues_leads_to_another_site(story: Article, client: Client) -> None:
    for asked in (
        "//lain.example/x",
        "/http://lain.example/",
        "/%5Clain.example",
        "/%2F%2Flain.example/",
        "/https:/lain.example",
    ):
        response = client.get(asked)
        assert response.status_code == 404 or response.headers.get("Location", "/x").startswith("/"), asked
        assert not response.headers.get("Location", "").startswith("//")


def test_hits_of_spoiled_addresses_make_no_rows(story: Article, client: Client) -> None:
    client.get(f"/metropolis/feri-berlayar-{story.pk}/)")
    assert not Redirect.objects.exists()
