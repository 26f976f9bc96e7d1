"""Addresses that never die: every old one answers 301 to the current one in one hop, or 410."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from articles.models import Author, Edition, Redirect, Section, Tag
from articles.redirects import rules
from articles.redirects.rules import Wanted, plan, write
from tests import make
from tests.cast import Cast


def add(cast: Cast, path: str, target: str = "", status: int = 301, *, elsewhere: bool = False) -> Redirect:
    outcomes = plan([Wanted(path, target, status)], elsewhere=elsewhere)
    assert [outcome.refusals for outcome in outcomes] == [{}]
    write(outcomes, by=cast.managing_editor)
    return Redirect.objects.get(path_key=outcomes[0].redirect.path_key)


def refusals(path: str, target: str = "", status: int = 301, *, elsewhere: bool = False) -> dict[str, str]:
    return plan([Wanted(path, target, status)], elsewhere=elsewhere)[0].refusals


def leads(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 301, (path, response.status_code)
    assert client.get(response["Location"]).status_code in {200, 410}, response["Location"]  # one hop
    return str(response["Location"])


def rename(thing: Section | Author, slug: str, cast: Cast) -> None:
    before = thing.get_absolute_url()
    thing.slug = slug
    thing.save(update_fields=["slug"])
    rules.moved(before, thing, by=cast.managing_editor)


# Answering


def test_an_old_address_leads_to_the_story_wherever_that_is_now(cast: Cast, client: Client) -> None:
    article = make.published(headline="Feri berlayar")
    add(cast, "/2022/07/12/feri-berlayar/", f"/metropolis/apa-saja-{article.pk}/")
    assert leads(client, "/2022/07/12/feri-berlayar/") == f"/metropolis/feri-berlayar-{article.pk}/"
    rename(cast.metropolis, "kota", cast)
    assert leads(client, "/2022/07/12/feri-berlayar/") == f"/kota/feri-berlayar-{article.pk}/"
    assert leads(client, f"/metropolis/feri-berlayar-{article.pk}/") == f"/kota/feri-berlayar-{article.pk}/"


@pytest.mark.parametrize("asked", ["/lama", "/lama/", "/lama/?utm=wa", "/lama?utm=wa"])
def test_an_old_address_is_known_with_and_without_its_slash(cast: Cast, client: Client, asked: str) -> None:
    add(cast, "/lama/", "/kontak/")
    response = client.get(asked)
    assert (response.status_code, response["Location"]) == (
        301,
        asked.replace("/lama/", "/lama").replace("/lama", "/kontak/"),
    )


@pytest.mark.both_databases
def test_a_query_can_be_part_of_an_old_address(cast: Cast, client: Client) -> None:
    add(cast, "/arsip/?p=12", "/redaksi/")
    assert leads(client, "/arsip/?p=12") == "/redaksi/"
    assert client.get("/arsip/?p=13").status_code == 404
    assert client.get("/arsip/").status_code == 404


def test_what_is_gone_says_so(cast: Cast, client: Client) -> None:
    add(cast, "/iklan-lama/", status=410)
    response = client.get("/iklan-lama/")
    assert response.status_code == 410
    assert "sudah dihapus" in response.content.decode()
    assert 'content="noindex"' in response.content.decode()


def test_a_story_that_readers_do_not_have_is_not_led_to(cast: Cast, client: Client) -> None:
    for article in (make.draft(), make.scheduled(), make.spiked()):
        Redirect.objects.create(path=f"/lama-{article.pk}/", article=article)
        assert client.get(f"/lama-{article.pk}/").status_code == 404
    notice = make.retracted()
    Redirect.objects.create(path="/lama/", article=notice)
    assert leads(client, "/lama/").endswith(f"-{notice.pk}/")


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "path",
    [
        "/wp-content/uploads/2022/07/" + "a" * 1950 + ".jpg",
        "/tag/ibu kota & nusantara/",
        "/topik/banjir-“besar”/",
        "/科学/新聞.html",
        "/diskon-50%/",
        "/a/b/c/d/e/f/",
        "/index.php/berita",
    ],
    ids=lambda path: path[:20],
)
def test_any_path_can_be_an_old_address(cast: Cast, client: Client, path: str) -> None:
    """Long ones, and ones with letters that travel as percent signs."""
    add(cast, path.replace("%", "%25"), "/redaksi/")
    row = Redirect.objects.get()
    assert row.path == path
    assert leads(client, path) == "/redaksi/"
    assert list(Redirect.objects.starting_with(path)) == [row]


def test_only_reading_is_redirected(cast: Cast, client: Client) -> None:
    add(cast, "/lama/berita/", "/kontak/")
    assert client.head("/lama/berita/").status_code == 301
    assert client.post("/lama/berita/").status_code == 404


def test_a_permanent_redirect_is_not_kept_for_ever(cast: Cast, client: Client) -> None:
    add(cast, "/lama/", "/kontak/")
    response = client.get("/lama/")
    assert response["Cache-Control"] == "public, max-age=3600"
    assert not response.cookies
    assert not response.has_header("Vary")


@pytest.mark.both_databases
def test_hits_are_counted(cast: Cast, client: Client) -> None:
    row, other = add(cast, "/lama/", "/kontak/"), add(cast, "/usang/", status=410)
    for path in ("/lama/", "/lama", "/usang/", "/lama/?x=1", "/kontak/", "/tidak-ada/"):
        client.get(path)
    row.refresh_from_db()
    other.refresh_from_db()
    assert (row.hits, other.hits) == (3, 1)
    assert row.last_hit_on == timezone.localdate()


def test_a_page_that_answers_never_asks_the_table(cast: Cast, client: Client) -> None:
    story = make.published()
    address = Edition.objects.live().select_related("section").get(article=story).get_absolute_url()
    for path in ("/", "/metropolis/", address, "/kontak/", "/tema.css", "/admin/tidak-ada/"):
        with CaptureQueriesContext(connection) as asked:
            client.get(path)
        assert not [query for query in asked.captured_queries if "articles_redirect" in query["sql"]], path


@pytest.mark.both_databases
def test_looking_for_an_old_address_is_one_query(cast: Cast, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    Redirect.objects.bulk_create(Redirect(path=f"/lama-{n}/", section=cast.ekonomi) for n in range(300))
    for path, query in (("/lama-7/", ""), ("/lama-7/feed/", "x=1"), ("/tidak-ada/", "")):
        with django_assert_num_queries(1):
            found = rules.find(path, query)
            assert (found[0].destination() if found else None) == (None if path == "/tidak-ada/" else "/ekonomi/")


# Pages that move


@pytest.mark.both_databases
@pytest.mark.parametrize("kind", ["section", "author"])
def test_a_renamed_page_answers_at_its_old_addresses_in_one_hop(cast: Cast, client: Client, kind: str) -> None:
    make.published()
    thing = cast.metropolis if kind == "section" else cast.reporter.author
    addresses = [thing.get_absolute_url()]
    for slug in ("kedua", "ketiga", "keempat"):
        rename(thing, slug, cast)
        for old in addresses:
            assert leads(client, old) == thing.get_absolute_url()
            assert client.get(f"{old}?sebelum=x")["Location"] == f"{thing.get_absolute_url()}?sebelum=x"
        addresses.append(thing.get_absolute_url())
    rename(thing, "kedua", cast)  # and back
    assert client.get(addresses[1]).status_code == 200
    for old in (addresses[0], *addresses[2:]):
        assert leads(client, old) == thing.get_absolute_url()
    assert Redirect.objects.count() == 3


def test_the_feed_of_a_page_moves_along(cast: Cast, client: Client) -> None:
    add(cast, "/rss-lama/", "/ekonomi/feed/")
    add(cast, "/hal-2/", "/ekonomi/?sebelum=x")
    rename(cast.ekonomi, "bisnis", cast)
    rename(cast.reporter.author, "rina-oktavia", cast)
    for old, new in (
        ("/ekonomi/feed/", "/bisnis/feed/"),
        ("/ekonomi/feed", "/bisnis/feed/"),
        ("/rss-lama/", "/bisnis/feed/"),
        ("/penulis/rina/feed/", "/penulis/rina-oktavia/feed/"),
    ):
        assert leads(client, old) == new
    assert client.get("/hal-2/")["Location"] == "/bisnis/?sebelum=x"
    assert client.get("/ekonomi/feed/tidak-ada/").status_code == 404
    assert client.get("/ekonomi/amp/").status_code == 404


def test_only_what_moved_to_a_page_of_ours_takes_its_feed_along(cast: Cast, client: Client) -> None:
    """A feed below a plain address, or below a story, would lead to where no feed is."""
    story = make.published()
    Redirect.objects.create(path="/rubrik-lama/", section=cast.ekonomi)
    Redirect.objects.create(path="/teks-lama/", target="/ekonomi/")
    Redirect.objects.create(path="/luar-lama/", target="https://arsip.example/")
    Redirect.objects.create(path="/berita-lama/", article=story)
    add(cast, "/hilang/", status=410)
    assert leads(client, "/rubrik-lama/feed/") == "/ekonomi/feed/"
    for path in ("/teks-lama/", "/luar-lama/", "/berita-lama/", "/hilang/"):
        assert rules.find(path) is not None
        assert rules.find(f"{path}feed/") is None
        assert client.get(f"{path}feed/").status_code == 404


def test_a_story_under_the_old_address_of_its_section_is_one_hop_away(cast: Cast, client: Client) -> None:
    article = make.published(headline="Feri berlayar", section=cast.samarinda)
    rename(cast.samarinda, "kota-tepian", cast)
    rename(cast.samarinda, "samarinda-kota", cast)
    for old in ("/samarinda/", "/kota-tepian/", "/metropolis/"):
        assert leads(client, f"{old}judul-lama-{article.pk}/") == f"/samarinda-kota/feri-berlayar-{article.pk}/"


def test_a_former_author_keeps_the_page(cast: Cast, client: Client) -> None:
    make.published(authors=[cast.reporter.author])
    Author.objects.update(is_active=False, user=None)
    assert client.get("/penulis/rina/").status_code == 200
    rename(Author.objects.get(slug="rina"), "rina-oktavia", cast)
    assert leads(client, "/penulis/rina/") == "/penulis/rina-oktavia/"


# Rules


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("", "masih kosong"),
        ("   ", "masih kosong"),
        ("lama", "dimulai dengan"),
        ("//jahat.example/x", "dimulai dengan"),
        ("/%2Fjahat.example/x", "dimulai dengan"),
        ("https://lain.example/lama/", "dimulai dengan"),
        ("javascript:alert(1)", "dimulai dengan"),
        ("http://[x/", "dimulai dengan"),
        ("/" + "a" * 2000, "terlalu panjang"),
        ("/a%00b/", "tidak terlihat"),
        ("/a\u0085b/", "tidak terlihat"),
        ("/admin/lama/", "bukan halaman pembaca"),
        ("/media/lama.jpg", "bukan halaman pembaca"),
        ("/", "masih ada halaman"),
        ("/?x=12", "masih ada halaman"),
        ("/metropolis", "masih ada halaman"),
        ("/penulis/rina/", "masih ada halaman"),
        ("/redaksi/", "masih ada halaman"),
        ("/tema.css", "masih ada halaman"),
        ("/indeks/2022-07-12/", "masih ada halaman"),
        ("/topik/feri/", "masih ada halaman"),
        ("/topik/feri/feed/", "masih ada halaman"),
    ],
)
def test_what_cannot_be_an_old_address_is_refused(cast: Cast, path: str, says: str) -> None:
    make.published()
    assert says in refusals(path, "/kontak/")["path"]


def test_an_address_of_a_live_story_is_no_old_one(cast: Cast) -> None:
    live, waiting = make.published(), make.scheduled()
    assert "masih ada halaman" in refusals(f"/mana-saja/apa-saja-{live.pk}/", "/kontak/")["path"]
    assert refusals(f"/mana-saja/apa-saja-{waiting.pk}/", "/kontak/") == {}


@pytest.mark.parametrize(
    ("target", "says"),
    [
        ("", "masih kosong"),
        ("/tidak-ada/", "Tidak ada halaman"),
        ("/topik/tidak-ada/", "Tidak ada halaman"),
        ("/metropolis/x-999999/", "Tidak ada halaman"),
        ("/lama/", "berputar"),
        ("https://lain.example/", "situs lain"),
        ("javascript:alert(1)", "tidak terbaca"),
        ("data:text/html,x", "tidak terbaca"),
        ("//lain.example/", "tidak terbaca"),
        ("/\\lain.example/", "Tidak ada halaman"),
        ("ftp://lain.example/", "tidak terbaca"),
        ("/kontak/?x=%00", ""),
        ("/" + "a" * 2000, "terlalu panjang"),
    ],
)
def test_what_cannot_be_led_to_is_refused(cast: Cast, target: str, says: str) -> None:
    assert says in refusals("/lama/", target).get("target", "")


def test_another_site_is_led_to_when_that_is_meant(cast: Cast, client: Client) -> None:
    add(cast, "/toko/", "https://toko.example/buku?x=1", elsewhere=True)
    response = client.get("/toko/")
    assert (response.status_code, response["Location"]) == (301, "https://toko.example/buku?x=1")


def test_our_own_full_address_is_a_path(cast: Cast, settings: Settings) -> None:
    settings.KATEID_SITE_URL = "https://kate.id"
    add(cast, "http://www.kate.id/lama/?p=1#atas", "https://kate.id/metropolis")
    row = Redirect.objects.get()
    assert (row.path, row.section) == ("/lama/?p=1", cast.metropolis)


@pytest.mark.both_databases
def test_no_chain_is_ever_made(cast: Cast, client: Client) -> None:
    """Whichever end is added first, each old address is one hop away from a page."""
    topic = Tag.objects.create(name="pemilu", slug="pemilu")
    make.published(tags=["pemilu"])
    row = add(cast, "/a/", "/topik/pemilu/")
    assert row.tag == topic
    assert add(cast, "/b/", "/a/").tag == topic
    Redirect.objects.create(path="/c/", target="/hilang/")  # a page that was there until now
    add(cast, "/hilang/", "/ekonomi/")
    for old in ("/a/", "/b/"):
        assert leads(client, old) == "/topik/pemilu/"
    for old in ("/c/", "/hilang/"):
        assert leads(client, old) == "/ekonomi/"


@pytest.mark.both_databases
@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2)])
def test_rows_that_come_together_may_lead_to_each_other_but_not_in_a_circle(
    cast: Cast, client: Client, order: tuple[int, ...]
) -> None:
    rows = [Wanted("/a/", "/b/", line=1), Wanted("/b/", "/c", line=2), Wanted("/c/", "/ekonomi/", line=3)]
    outcomes = plan([rows[index] for index in order])
    write(outcomes, by=cast.managing_editor)
    for old in ("/a/", "/b/", "/c/"):
        assert leads(client, old) == "/ekonomi/"
    *circle, outside = plan([Wanted("/x/", "/y/"), Wanted("/y/", "/z/"), Wanted("/z/", "/x/"), Wanted("/w/", "/x/")])
    assert all("berputar" in outcome.refusals["target"] for outcome in circle)
    assert outside.kind == "refused"
    assert plan([Wanted("/c/", "/a/")])[0].kind == "same"  # since /a/ leads where /c/ does


def test_a_circle_through_the_table_is_refused(cast: Cast) -> None:
    Redirect.objects.create(path="/b/", target="/a/")  # while /a/ was a page
    assert "berputar" in refusals("/a/", "/b/")["target"]
    assert "berputar" in plan([Wanted("/a/", "/c/"), Wanted("/c/", "/b/")])[0].refusals["target"]


def test_what_is_gone_is_no_target(cast: Cast) -> None:
    add(cast, "/iklan/", status=410)
    assert "sudah dihapus" in refusals("/lama/", "/iklan/")["target"]
    assert "Kosongkan" in refusals("/lama/", "/kontak/", 410)["target"]


def test_a_long_chain_in_one_file_is_quick(cast: Cast) -> None:
    rows = [Wanted(f"/lama-{n}/", f"/lama-{n + 1}/") for n in range(3_000)]
    outcomes = plan([*rows, Wanted("/lama-3000/", "/ekonomi/")])
    assert {outcome.redirect.section_id for outcome in outcomes} == {cast.ekonomi.pk}
    assert {outcome.kind for outcome in outcomes} == {"new"}


@pytest.mark.both_databases
def test_planning_many_costs_no_more_queries_than_few(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    story = make.published()
    targets = ["/metropolis/", "/penulis/rina/", "/topik/feri/", f"/x/x-{story.pk}/", "/kontak/", "/tidak-ada/"]
    for many in (1, 50):
        with django_assert_num_queries(5):
            plan([Wanted(f"/lama-{n}{target}", target) for n in range(many) for target in targets])


@pytest.mark.both_databases
def test_the_database_refuses_a_redirect_without_or_with_two_targets(cast: Cast) -> None:
    for wrong in (
        {"path": "/a/"},
        {"path": "/a/", "target": "/kontak/", "section": cast.ekonomi},
        {"path": "/a/", "status": 410, "target": "/kontak/"},
        {"path": "/a/", "status": 302, "target": "/kontak/"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Redirect.objects.create(**wrong)
    Redirect.objects.create(path="/a/", target="/kontak/")
    with pytest.raises(IntegrityError), transaction.atomic():
        Redirect.objects.create(path="/a", target="/redaksi/")


@pytest.mark.both_databases
def test_looking_for_the_beginning_of_a_path_reads_an_index(cast: Cast) -> None:
    Redirect.objects.bulk_create(Redirect(path=f"/2022/{n:03}_%/", section=cast.ekonomi) for n in range(500))
    assert [row.path for row in Redirect.objects.starting_with("/2022/01")] == [
        f"/2022/{n:03}_%/" for n in range(10, 20)
    ]
    assert list(Redirect.objects.starting_with("/2022/%")) == []
    steps = Redirect.objects.starting_with("/2022/01").explain()
    if connection.vendor == "sqlite":
        assert "USING INDEX articles_redirect_path_start" in steps
