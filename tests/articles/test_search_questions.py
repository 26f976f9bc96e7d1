"""Readers type questions, old spellings, abbreviations and misspelt names, and find what they mean."""

import re
from collections.abc import Sequence

import pytest
from django.test import Client

from articles.models import Tag
from articles.search.filters import Filters
from articles.search.queries import parse
from articles.search.results import Hit, search
from articles.search.suggestions import suggestion
from tests import make
from tests.cast import Cast

from .search_corpus import NOW
from .test_search_as_typed import found, published


def hits(text: str) -> Sequence[Hit]:
    return search(parse(text), Filters(), at=NOW).hits


def meant(text: str) -> str:
    results = search(parse(text), Filters(), at=NOW)
    better = suggestion(results.query, Filters(), at=NOW, found=results.count)
    return better.text if better else ""


@pytest.mark.parametrize(
    "question",
    [
        "siapa pemenang pemilihan kampung",
        "berita terbaru pemilihan kampung",
        "kenapa pemilihan kampung ditunda?",
        "kapan dan di mana pemilihan kampung",
        "apakah ada info soal pemilihan kampung ya",
    ],
)
def test_words_that_only_ask_are_not_needed(cast: Cast, question: str) -> None:
    published(cast, "Pemenang pemilihan kampung ditunda")
    assert found(question) == ["Pemenang pemilihan kampung ditunda"]


def test_a_word_that_introduces_is_needed_elsewhere(cast: Cast) -> None:
    published(cast, "Pameran foto dibuka", "Pameran batik dibuka")
    assert found("foto pameran") == ["Pameran foto dibuka", "Pameran batik dibuka"]
    assert found("pameran foto") == ["Pameran foto dibuka"]


def test_words_that_only_ask_count_when_there_are_no_others(cast: Cast) -> None:
    published(cast, "Siapa dia?", "Kampung sepi")
    assert found("siapa dia") == ["Siapa dia?"]


def test_stories_with_most_of_the_words_follow_and_say_what_they_lack(cast: Cast) -> None:
    published(cast, "Kampung melayu dijaga", body="Ada bom tetapi tidak meledak.", days=1)
    published(cast, "Serangan bom kampung melayu", days=500)
    published(cast, "Kampung sepi", days=1)
    first, second = hits("serangan bom kampung melayu")
    assert (first.edition.headline, first.missing) == ("Serangan bom kampung melayu", ())
    assert (second.edition.headline, second.missing) == ("Kampung melayu dijaga", ("serangan",))
    assert search(parse("serangan bom kampung melayu"), Filters(), at=NOW).count == 1


def test_a_page_marks_what_has_only_most_of_the_words(cast: Cast, client: Client) -> None:
    make.published(headline="Rupiah melemah tajam", body="<p>Rupiah turun.</p>")
    html = client.get("/cari/", {"q": "Rupiah melemah zebrawati"}).content.decode()
    assert "Tidak ada berita dengan semua kata itu" in html
    assert re.search(r"Tanpa kata\s+<s>zebrawati</s>", html)


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("izin tambang", "ijin tambang"),
        ("perizinan tambang", "perijinan"),
        ("risiko banjir", "resiko banjir"),
        ("berisiko", "beresiko"),
        ("Provinsi baru", "propinsi"),
        ("propinsi baru", "provinsi"),
        ("kreativitas anak", "kreatifitas"),
        ("salat subuh", "sholat"),
        ("jalan Soekarno", "sukarno"),
        ("urus e-KTP", "ektp"),
        ("urus eKTP", "e-ktp"),
        ("urus e-KTP", "e ktp"),
        ("tim U-19", "u19"),
        ("tim U19", "u-19"),
        ("tim U19", "u 19"),
        ("salat Jum’at", "jum`at"),
        ("Ustaz Mas’ud", "mas ud"),
        ("kader PKS", "p.k.s."),
        ("kader P.K.S.", "pks"),
        ("Sumatera Utara", "sumut"),
        ("warga Sumut", "sumatera utara"),
        ("Nusa Tenggara Timur", "ntt"),
        ("Penajam Paser Utara", "ppu"),
        ("wali kota", "walikota"),
        ("walikota", "wali kota"),
        ("sepak bola", "sepakbola"),
        ("perahu naga", "perahunaga"),
        ("tanpa mobil", "tanpa-mobil"),
    ],
)
def test_what_is_written_in_two_ways_is_found_by_both(cast: Cast, written: str, typed: str) -> None:
    published(cast, "Kabar pagi", body=f"Ini tentang {written} lagi.")
    published(cast, "Kabar sore", body="Tidak ada apa-apa.")
    assert found(typed) == ["Kabar pagi"]


def test_names_of_merged_topics_find_each_other(cast: Cast) -> None:
    published(cast, "Kabar satu", body="Wisata ke Danau Tiga Warna ramai.", days=1)
    published(cast, "Kabar dua", body="Wisata ke DTW ramai.", days=2)
    assert found("dtw") == ["Kabar dua"]
    lake = Tag.objects.create(name="danau tiga warna", slug="danau-tiga-warna")
    Tag.objects.create(name="dtw", slug="dtw", merged_into=lake)
    assert set(found("dtw")) == set(found("danau tiga warna")) == {"Kabar satu", "Kabar dua"}


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("kebarakan", "kebakaran"),
        ("setyo novanda", "setya novanda"),
        ("raisya hamis", "raisa hamish"),
        ("rasia hamish", "raisa hamish"),
        ("al qaida", "al qaeda"),
    ],
)
def test_a_misspelt_word_is_judged_by_letters_and_by_what_stands_beside_it(cast: Cast, typed: str, right: str) -> None:
    published(cast, "Setya Novanda tiba", "Raisa dan Hamish menikah", "Raisa Hamish pulang", "Kebakaran di pasar")
    published(cast, "Setyo Utomo menang", "Setyo Budi kalah", "Al Qaeda disebut", "Rasia jalan malam")
    assert meant(typed) == right


def test_what_was_meant_is_shown_at_once_when_nothing_was_found(cast: Cast, client: Client) -> None:
    make.published(headline="Jembatan ditutup")
    html = client.get("/cari/?q=jembtan").content.decode()
    assert "Tidak ada berita tentang “jembtan”. Ini hasil untuk" in html
    assert "<mark>Jembatan</mark> ditutup" in html


def test_words_in_quotes_that_stand_nowhere_side_by_side_are_looked_for_as_words(cast: Cast, client: Client) -> None:
    make.published(headline="Bupati bicara", body="<p>Bupati berkata, kami sudah siap betul menyambut tamu.</p>")
    html = client.get("/cari/", {"q": 'Bupati: "Kami Siap Menyambut Tamu"'}).content.decode()
    assert "Ini hasil untuk" in html
    assert "<mark>menyambut</mark>" in html
    assert meant('"kami sudah siap"') == ""


def test_of_a_phrase_longer_than_a_query_the_beginning_counts(cast: Cast) -> None:
    long = "Wali kota menutup jalan lama lalu membuka jalan baru untuk pedagang sayur dan ikan asin"
    published(cast, long)
    assert found(f'"{long}"') == [long]


def test_words_that_stand_side_by_side_are_no_mistake(cast: Cast, client: Client) -> None:
    make.published(headline="Sarah Palin pulang", body="<p>Putra sulung ikut.</p>")
    make.published(headline="Salah paling banyak dibuat anak", body="<p>Anak salah paling sering.</p>")
    html = client.get("/cari/", {"q": "anak sarah palin"}).content.decode()
    assert "salah paling" not in html
    assert "Sarah</mark> <mark>Palin" in html


def test_what_was_meant_does_not_take_the_place_of_words_that_are_known(cast: Cast, client: Client) -> None:
    make.published(headline="Warung tutup", body="<p>Sebuah warung di tepi jalan.</p>")
    make.published(headline="Barang dijual", body="<p>Barang habis.</p>")
    make.published(headline="Barung dijual", body="<p>Kapal kecil.</p>")
    html = client.get("/cari/", {"q": "barung habis"}).content.decode()
    assert "Maksud Anda: <a" in html
    assert re.search(r"<mark>Barung</mark> dijual.*Tanpa kata\s+<s>habis</s>", html, re.DOTALL)


def test_another_way_of_writing_counts_as_known(cast: Cast) -> None:
    """Of two words of which one is nowhere, the other is found by what it is also called."""
    published(cast, "Unjuk rasa bubar", "Kapal sandar")
    assert [(hit.edition.headline, hit.missing) for hit in hits("demo zebrawati")] == [
        ("Unjuk rasa bubar", ("zebrawati",))
    ]
