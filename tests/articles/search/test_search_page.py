"""/cari/: a page that always answers, shows nothing but live stories, and pages on without losing its place."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html import unescape
from urllib.parse import quote

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from articles.editorial import workflow
from articles.models import Article, Author, Edition, SearchEntry
from articles.search import indexes, lookup
from articles.search.queries import LONGEST, MOST_WORDS, parse
from demo import archive
from tests import make
from tests.cast import Cast
from tests.sizes import FEW, MANY

pytestmark = pytest.mark.both_databases


def read(client: Client, text: str = "", **parameters: str) -> str:
    response = client.get("/cari/", {"q": text, **parameters})
    assert response.status_code == 200
    return response.content.decode()


def main(html: str) -> str:
    """The page without what stands on every page."""
    return re.sub(r"<aside.*?</aside>", "", html[html.index("<main") : html.index("</main>")], flags=re.DOTALL)


def found(html: str) -> list[str]:
    """The headlines of the hits, in their order."""
    headlines = re.findall(r'<h3 class="card__headline"[^>]*><a[^>]*>(.*?)</a>', main(html))
    return [unescape(re.sub(r"</?mark>", "", headline)) for headline in headlines]


def test_an_empty_search_shows_the_form_and_how_to_use_it(cast: Cast, client: Client) -> None:
    for address in ("/cari/", "/cari/?q=", "/cari/?q=%20&rubrik=&penulis=&dari=&sampai="):
        html = client.get(address).content.decode()
        assert "Cara mencari" in html
        assert 'name="q"' in main(html)
        assert "Tidak ada berita" not in html


def test_the_way_to_search_may_be_found_by_others(cast: Cast, client: Client) -> None:
    html = client.get("/cari/").content.decode()
    assert "noindex" not in html
    assert '<link rel="canonical" href="http://127.0.0.1:8000/cari/">' in html


def test_results_are_for_people_and_not_for_indexes(cast: Cast, client: Client) -> None:
    response = client.get("/cari/?q=feri")
    html = response.content.decode()
    assert '<meta name="robots" content="noindex, follow">' in html
    assert 'rel="canonical"' not in html
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


def test_the_words_are_marked_in_headline_and_text(cast: Cast, client: Client) -> None:
    words = " ".join(f"kata{number}" for number in range(60))
    make.published(
        headline="Penyuntingan <b>naskah</b>", body=f"<p>{words}</p><p>Ia menyunting &lt;em&gt; &amp; kata.</p>"
    )
    html = main(read(client, "suntingan"))
    assert "<mark>Penyuntingan</mark> &lt;b&gt;naskah&lt;/b&gt;" in html
    assert "<mark>menyunting</mark> &lt;em&gt; &amp; kata." in html
    assert "kata10" not in html
    assert "kata59" in html


def test_a_fragment_shows_the_words_side_by_side_where_it_can(cast: Cast, client: Client) -> None:
    apart = f"<p>Air dan {'lain ' * 5} bersih.</p><p>{'isi ' * 60}</p>"
    make.published(headline="Pipa bocor", body=f"{apart}<p>Warga menunggu air bersih sejak pagi.</p>")
    assert "<mark>air</mark> <mark>bersih</mark> sejak pagi" in read(client, "air bersih")


def test_subheadings_do_not_run_into_the_text(cast: Cast, client: Client) -> None:
    make.published(headline="Uji coba", body="<h2>Hasil uji</h2><p>Perahu itu laju.</p>")
    assert "Hasil uji – <mark>Perahu</mark> itu laju." in read(client, "perahu")


def test_advertising_is_labelled(cast: Cast, client: Client) -> None:
    make.published(headline="Pameran mesin", content_class="advertorial", advertiser="PT Maju")
    assert "Advertorial – PT Maju" in re.sub(r"\s+", " ", main(read(client, "pameran")))


# What readers may not know


def test_no_draft_and_no_unapproved_change_is_found(cast: Cast, client: Client) -> None:
    for stage in ("draft", "in_review", "approved", "spiked"):
        getattr(make, stage)(headline=f"Rahasia {stage}", tags=["topikrahasia"])
    make.reopened(headline="Kabar lama", changes={"headline": "Kabar rahasia", "body": "<p>Sangat rahasia.</p>"})
    assert found(read(client, "rahasia")) == found(read(client, "topikrahasia")) == []
    assert found(read(client, "kabar")) == ["Kabar lama"]


def test_a_superseded_text_is_not_found_and_the_new_one_is(cast: Cast, client: Client) -> None:
    article = workflow.reopen(make.published(headline="Angka keliru"), by=cast.managing_editor)
    article = workflow.submit(make.edited(article, headline="Angka betul"), by=cast.reporter)
    assert found(read(client, "angka")) == ["Angka keliru"]
    workflow.publish(article, by=cast.managing_editor, kind="correction", note="Angka diperbaiki.")
    assert found(read(client, "angka")) == ["Angka betul"]
    assert found(read(client, "keliru")) == []
    assert not SearchEntry.objects.filter(head__contains="keliru").exists()


def test_a_retracted_story_is_gone_from_search_and_its_index(cast: Cast, client: Client) -> None:
    article = make.retracted(headline="Kisah terlarang", body="<p>Nama korban.</p>")
    for text in ("terlarang", "korban", "kisah", "dicabut"):
        assert found(read(client, text)) == []
    assert not SearchEntry.objects.filter(edition__article=article).exists()


def test_an_entry_that_is_left_behind_shows_nothing(cast: Cast, client: Client) -> None:
    """The index proposes; what is listed decides."""
    article = make.retracted(headline="Kisah terlarang")
    indexes.enter([Edition.objects.get(article=article, number=1)])
    html = read(client, "terlarang")
    assert found(html) == []
    assert "Tidak ada berita" in html


def test_a_scheduled_story_is_found_from_its_minute_on(cast: Cast, client: Client) -> None:
    at = timezone.now() + timedelta(hours=2)
    article = make.scheduled(headline="Peluncuran kapal", at=at)
    assert found(read(client, "peluncuran")) == []
    with time_machine.travel(at, tick=False):
        assert found(read(client, "peluncuran")) == ["Peluncuran kapal"]
    workflow.unschedule(article, by=cast.managing_editor)
    with time_machine.travel(at, tick=False):
        assert found(read(client, "peluncuran")) == []
    assert not SearchEntry.objects.exists()


def test_a_scheduled_change_takes_over_at_its_minute(cast: Cast, client: Client) -> None:
    at = timezone.now() + timedelta(hours=2)
    article = workflow.reopen(make.published(headline="Tarif feri lama"), by=cast.managing_editor)
    article = workflow.submit(make.edited(article, headline="Tarif feri baru"), by=cast.reporter)
    article = workflow.approve(article, by=cast.managing_editor)
    workflow.schedule(article, by=cast.managing_editor, at=at, kind="update", note="Tarif baru berlaku.")
    assert found(read(client, "tarif")) == ["Tarif feri lama"]
    with time_machine.travel(at, tick=False):
        assert found(read(client, "tarif")) == ["Tarif feri baru"]


@pytest.mark.parametrize("stage", ["draft", "in_review", "scheduled", "retracted", "spiked"])
def test_no_suggestion_gives_a_word_away_that_readers_cannot_read(cast: Cast, client: Client, stage: str) -> None:
    getattr(make, stage)(headline="Pengunduran bupati", body="<p>Bupati mengundurkan diri.</p>")
    for text in ("bupatti", "pengundurann", "mengundurkn"):
        html = read(client, text)
        assert "Maksud Anda" not in html
        assert "Ini hasil untuk" not in html
        assert "bupati" not in html.lower()


def test_a_suggestion_is_made_of_words_as_readers_can_read_them(cast: Cast, client: Client) -> None:
    """Of one stem, a form that stands only in what is not public is not shown."""
    make.scheduled(headline="Penyuntingan")
    make.published(headline="Guru menyunting naskah")
    html = read(client, "penyuntngan")
    assert "enyuntingan" not in html
    assert re.search(r'Ini hasil untuk <a href="[^"]*">menyunting</a>', html)


def test_a_suggestion_leads_to_a_search_that_finds(cast: Cast, client: Client) -> None:
    make.published(headline="Jembatan ditutup")
    html = read(client, "jembtan", rubrik="metropolis")
    link = re.search(r'Ini hasil untuk <a href="([^"]*)">jembatan</a>', html)
    assert link
    assert found(html) == found(client.get(f"/cari/{unescape(link[1])}").content.decode()) == ["Jembatan ditutup"]


def test_no_suggestion_where_enough_was_found(cast: Cast, client: Client) -> None:
    for _ in range(3):
        make.published(headline="Pawai lampion")
    make.published(headline="Pawang hujan")
    assert "Maksud Anda" not in read(client, "pawai")


# Ways out


def test_an_empty_result_helps(cast: Cast, client: Client) -> None:
    make.published(headline="Kabar terbaru")
    html = read(client, "helikopter mendarat", rubrik="ekonomi")
    assert "Tidak ada berita tentang “helikopter mendarat”" in html
    assert '<a href="?q=helikopter+mendarat">Cari di semua rubrik' in html
    assert '<a href="?q=helikopter&amp;rubrik=ekonomi">helikopter</a>' in html
    assert 'href="/indeks/"' in main(html)
    assert "Kabar terbaru" in html  # among the newest, beside it


def test_filters_stay_in_the_form(cast: Cast, client: Client) -> None:
    alumna = make.author("Siti Alumna", is_active=False)
    make.published(headline="Kabar lama", section=cast.samarinda, authors=[alumna])
    asked = {"rubrik": "samarinda", "penulis": alumna.slug, "dari": "2020-01-31", "sampai": "2999-01-01"}
    html = read(client, "kabar", **asked)
    assert found(html) == ["Kabar lama"]
    for value in (
        'value="samarinda" selected',
        f'value="{alumna.slug}" selected',
        'value="2020-01-31"',
        'value="kabar"',
    ):
        assert value in html
    assert "<details open" in re.sub(r' class="[^"]*"', "", html)


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("rubrik", "tidak-ada", "Rubrik itu tidak ada"),
        ("rubrik", "\0", "Rubrik itu tidak ada"),
        ("penulis", "tidak-ada\0", "Penulis itu tidak ada"),
        ("penulis", "x" * 5_000, "Penulis itu tidak ada"),
        ("dari", "kemarin", "Tanggal ditulis seperti"),
        ("dari", "0001-01-01", "Tanggal ditulis seperti"),
        ("sampai", "9999-12-31", "Tanggal ditulis seperti"),
        ("sampai", "2022-02-30", "Tanggal ditulis seperti"),
    ],
)
def test_a_filter_without_meaning_is_named_and_left_out(
    cast: Cast, client: Client, name: str, value: str, told: str
) -> None:
    make.published(headline="Kabar lama")
    html = read(client, "kabar", **{name: value})
    assert told in html
    assert found(html) == ["Kabar lama"]


def test_days_in_the_wrong_order_are_put_right(cast: Cast, client: Client) -> None:
    make.published(headline="Kabar lama")
    assert found(read(client, "kabar", dari="2999-01-01", sampai="2020-01-01")) == ["Kabar lama"]


def test_only_exclusions_ask_for_a_word(cast: Cast, client: Client) -> None:
    html = read(client, "-banjir")
    assert "sedikitnya satu kata yang dicari" in html


# Paging


def many(cast: Cast, count: int, *, days: int = 1) -> None:
    """So many stories in few queries, and one section and author for all."""
    at = timezone.now() - timedelta(days=days)
    for number in range(count):
        make.published(headline=f"Lomba perahu nomor {number}", at=at + timedelta(minutes=number))


def pages(client: Client, address: str, between: Callable[[], object] = lambda: None) -> list[list[str]]:
    """The headlines of each page, as somebody reads on who begins at an address."""
    read_so_far = []
    while True:
        html = client.get(address).content.decode()
        read_so_far.append(found(html))
        following = re.search(r'href="([^"]*)" rel="next">Hasil berikutnya', html)
        if not following:
            return read_so_far
        address = f"/cari/{unescape(following[1])}"
        between()


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("articles.search.results.PAGE_SIZE", 4)


@pytest.mark.usefixtures("small_pages")
def test_pages_hold_every_story_once(cast: Cast, client: Client) -> None:
    many(cast, 10)
    first, *others = pages(client, "/cari/?q=lomba")
    seen = [headline for page in (first, *others) for headline in page]
    assert seen == [f"Lomba perahu nomor {number}" for number in reversed(range(10))]
    assert [len(first), *map(len, others)] == [4, 4, 2]


@pytest.mark.usefixtures("small_pages")
def test_what_happens_meanwhile_moves_no_story_to_another_page(cast: Cast, client: Client) -> None:
    """News that come, and a correction of what was read, leave the reader's place alone; what is retracted goes."""
    many(cast, 12)
    events = iter(
        (
            lambda: make.published(headline="Lomba perahu baru"),
            lambda: workflow.retract(
                Article.objects.get(headline="Lomba perahu nomor 1"),
                by=cast.managing_editor,
                ground="sara",
                note="Dicabut.",
            ),
        )
    )
    with time_machine.travel(timezone.now()) as clock:

        def meanwhile() -> None:
            clock.shift(timedelta(days=40))
            next(events)()

        seen = [headline for page in pages(client, "/cari/?q=lomba", meanwhile) for headline in page]
    assert seen == [f"Lomba perahu nomor {number}" for number in reversed(range(12)) if number != 1]


def test_beyond_what_is_ranked_the_page_leads_on_by_date(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("articles.search.results.MOST", 3)
    monkeypatch.setattr("articles.search.results.MOST_BY_HEADLINE", 1)
    start = datetime(2024, 1, 10, 4, tzinfo=UTC)
    for number in range(6):
        make.published(headline=f"Lomba nomor {number}", at=start + timedelta(days=number))
    html = read(client, "lomba")
    assert found(html) == ["Lomba nomor 5", "Lomba nomor 4", "Lomba nomor 3"]
    link = re.search(r'href="([^"]*)">Cari yang lebih lama, sampai 13 Januari 2024', html)
    assert link
    older = found(client.get(f"/cari/{unescape(link[1])}").content.decode())
    assert older == ["Lomba nomor 3", "Lomba nomor 2", "Lomba nomor 1"]


@pytest.mark.parametrize("token", ["", "x", "é", "A" * 32, "AAAA", "%00", "/" * 32, "_" * 32])
def test_a_place_that_we_did_not_give_does_not_exist(cast: Cast, client: Client, token: str) -> None:
    assert client.get("/cari/", {"q": "feri", "lanjut": token}).status_code == 404


# Whatever is typed

HOSTILE = [
    *('"', '""', '"""', "'", "''", "-", "--", '-"', '-"" -', "*", "feri*", "^feri", "+", "@s1", "~00", "a" * 10_000),
    *("feri OR 1=1", "feri AND", "NOT feri", "NEAR(feri, 2)", "feri NEAR/1 x", "terms:feri", "{terms} : feri", "(((("),
    *("feri & !feri", "feri | (", "feri:*", "feri <-> x", "feri <2> x", "!feri", "'feri' & 'x", "\\", "\\'", "%", "_"),
    *(
        "feri\0bahaya",
        "\x01\x02\x1b[31m",
        "\u202efira",
        "\ud800",
        "\ufffe",
        "💧" * 300,
        "{{ feri }}",
        "<script>",
        "%s%d",
    ),
    *("feri " * 5_000, '"feri ' * 3_000, "-feri " * 3_000, '"' * 10_000, "-" * 10_000, "feri-" * 2_000, "a b " * 3_000),
    *(
        "'; DROP TABLE articles_searchentry; --",
        "ﷺ" * 200,
        "ǅ",
        "İ",
        "ß",
        "①②③",
        "½",
        "٣٤",
        "\u0301feri",
        "x" + "\u0301" * 500,
    ),
]


def test_hostile_queries_answer_and_cost_no_more(
    cast: Cast, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    make.published(headline="Feri kembali")
    with django_assert_max_num_queries(SUGGESTING):
        read(client, "ferri")
    for text in HOSTILE:
        with django_assert_max_num_queries(AT_MOST, info=repr(text[:40])):
            response = client.get(f"/cari/?q={quote(text, errors='surrogatepass')}")
        assert response.status_code == 200, text[:40]
        assert len(response.content) < 60_000, text[:40]
        query = parse(text)
        assert len(query.text) <= LONGEST
        assert len(query.typed) + sum(map(len, query.without)) <= MOST_WORDS
    assert SearchEntry.objects.count() == 1


def test_bytes_that_are_no_text_are_no_trouble(cast: Cast, client: Client) -> None:
    assert client.get("/cari/?q=%ff%fe%00%c0%80feri&rubrik=%ff&penulis=%c0&dari=%00&sampai=%ff").status_code == 200


def test_what_was_typed_is_text_to_the_page(cast: Cast, client: Client) -> None:
    html = read(client, '"><script>alert(1)</script>')
    assert "<script>alert" not in html
    assert 'value="&quot;&gt;&lt;script&gt;' in html


# What it costs

# Sections and pages of the frame, sections and authors of the form; what is known of the words; two to four to find,
# one to rank, one to print; the topic and the author of that name.
SEARCHING = 12
# Nothing found, so nothing ranked and printed; words of such letters, which of them are found, and the better search.
SUGGESTING = 13
# Something found, but little, words side by side, most of the words, and a better search with the same.
AT_MOST = 20


def test_a_search_costs_the_same_however_many_stories_there_are(
    cast: Cast, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    make.published(headline="Feri kembali", photo=make.photo())
    for more in (FEW, MANY):
        archive.fill(more, report=lambda done: None)
        for text in ("di", "warga", "samarinda -banjir"):
            with django_assert_max_num_queries(SEARCHING, info=f"{text} with {more} more stories"):
                read(client, text)
        with django_assert_max_num_queries(SUGGESTING):
            read(client, "ferri")


def test_a_common_word_is_answered_from_the_newest(cast: Cast) -> None:
    archive.fill(2_200, report=lambda done: None)  # PostgreSQL looks at a thousand at once
    query = parse("di")
    wish = query.wish([query.units[0].related])
    newest = lookup.newest(SearchEntry, [wish], 600)
    everything = lookup.newest(SearchEntry, [wish], 10_000)
    assert newest == sorted(everything, reverse=True)[:600]
    assert len(everything) == 2_200


def test_an_author_who_left_is_still_a_filter(cast: Cast, client: Client) -> None:
    gone = make.author("Pak Pensiun", is_active=False)
    make.published(headline="Kenangan lama", authors=[gone])
    assert found(read(client, penulis=gone.slug)) == ["Kenangan lama"]
    assert "Pak Pensiun" not in main(read(client))
    assert Author.objects.filter(is_active=False).count() == 1
