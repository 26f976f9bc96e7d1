"""The word as typed comes before its relatives, names are no other words, an exact headline is first at any age."""

from datetime import timedelta

import pytest

from articles.models import SearchWord
from articles.search.filters import Filters
from articles.search.queries import parse
from articles.search.results import search
from tests.cast import Cast

from . import search_quality
from .search_corpus import NOW, Story


def published(cast: Cast, *headlines: str, body: str = "", days: int = 1) -> None:
    """Stories of these headlines, each a day older than the one before."""
    search_quality.publish(
        [
            Story("", headline, f"<p>{body or 'Isi berita.'}</p>", NOW - timedelta(days=days + number), "")
            for number, headline in enumerate(headlines)
        ],
        cast.metropolis,
    )


def found(text: str) -> list[str]:
    return [hit.edition.headline for hit in search(parse(text), Filters(), at=NOW).hits if not hit.missing]


@pytest.mark.parametrize(
    ("typed", "own", "relative"),
    [
        ("pengadilan", "Pengadilan dibuka", "Keadilan dituntut"),
        ("keadilan", "Keadilan dituntut", "Pengadilan dibuka"),
        ("penyakit", "Penyakit menyebar", "Orang sakit dijemput"),
        ("penghargaan", "Penghargaan dibagikan", "Harga cabai turun"),
        ("pelaku", "Pelaku ditangkap", "Dagangan laku keras"),
        ("pemuda", "Pemuda berkumpul", "Kelapa muda dijual"),
        ("meninggal", "Penyair meninggal", "Warga tinggal di rakit"),
        ("rumah", "Rumah dibangun", "Perumahan dibangun"),
    ],
)
def test_the_word_as_typed_outranks_its_relatives(cast: Cast, typed: str, own: str, relative: str) -> None:
    published(cast, relative, days=1)
    published(cast, own, days=900)
    published(cast, "Sidang ditunda", body=f"Sesudah itu, {typed} lagi.", days=1_800)
    assert found(typed) == [own, "Sidang ditunda", relative]


@pytest.mark.parametrize(
    ("typed", "other"),
    [
        ("penajam", "Kamera tajam dipamerkan"),
        ("sebatik", "Batik laku keras"),
        ("bekasi", "Lubang bekas galian"),
        ("maluku", "Pejabat malu bicara"),
        ("megawati", "Keadaan gawat darurat"),
    ],
)
def test_names_of_places_and_people_are_no_other_words(cast: Cast, typed: str, other: str) -> None:
    published(cast, other)
    assert found(typed) == []
    published(cast, f"Kabar dari {typed.title()}", days=50)
    assert found(typed) == [f"Kabar dari {typed.title()}"]
    assert f"Kabar dari {typed.title()}" not in found(parse(other).words[0])


def test_what_stands_with_a_capital_inside_a_sentence_is_a_name(cast: Cast) -> None:
    """In no list: Perharga, which looks like the price (harga), and Terbangun, like building (bangun)."""
    published(cast, "Perharga Menang Lagi", body="Sore itu Perharga menang, dan warga Terbangun bersorak.", days=9)
    published(cast, "Harga cabai turun", "Pasar dibangun", body="Harga turun karena pasar terbangun.")
    assert found("harga") == ["Harga cabai turun", "Pasar dibangun"]
    assert found("perharga") == ["Perharga Menang Lagi"]
    assert set(found("bangun")) == {"Harga cabai turun", "Pasar dibangun"}
    assert SearchWord.objects.get(word="perharga").named == 1
    assert SearchWord.objects.get(word="terbangun").named == 1


def test_an_institution_is_made_of_words(cast: Cast) -> None:
    published(cast, "Kantor pindah", body="Rapat di Dinas Pendidikan membahas Pembangunan Daerah.")
    assert found("mendidik") == found("membangun") == ["Kantor pindah"]


def test_a_headline_in_capitals_says_nothing_of_names(cast: Cast) -> None:
    published(cast, "Warga Bersihkan Parit Sampai Malam", body="Warga membersihkan parit.")
    assert found("membersihkan") == found("dibersihkan") == ["Warga Bersihkan Parit Sampai Malam"]


@pytest.mark.parametrize(
    "typed", ["Guru disiram air keras di pasar", "pasar air keras disiram guru", "guru disiram air keras"]
)
def test_an_exact_or_nearly_exact_headline_is_first_whatever_its_age(cast: Cast, typed: str) -> None:
    published(cast, "Guru Disiram Air Keras di Pasar", days=2_500)
    newer = ("Guru menunggu air", "Air di pasar keruh", "Guru ke pasar, air keras dijual")
    published(cast, *newer, body="Guru yang disiram air keras di pasar belum sembuh.")
    assert found(typed)[0] == "Guru Disiram Air Keras di Pasar"


def test_words_side_by_side_and_in_order_come_before_words_apart(cast: Cast) -> None:
    published(cast, "Kabar satu", body="Tenaga dokter kurang, dan di Indonesia kerja tidak mudah.", days=1)
    published(cast, "Kabar dua", body="Tenaga kerja Indonesia pulang.", days=700)
    assert found("tenaga kerja indonesia") == ["Kabar dua", "Kabar satu"]


def test_of_equals_the_newer_comes_first_and_no_more(cast: Cast) -> None:
    published(cast, "Feri tiba", "Feri berangkat", days=5)
    published(cast, "Pelabuhan sepi", body="Ada feri.", days=1)
    assert found("feri") == ["Feri tiba", "Feri berangkat", "Pelabuhan sepi"]
