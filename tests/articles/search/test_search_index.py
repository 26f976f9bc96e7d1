"""What can be found follows what is published, in the same transaction, and can be written anew at any time."""

from datetime import date, timedelta
from itertools import combinations, pairwise
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from articles.editorial import workflow
from articles.models import Article, DeskSearchEntry, SearchEntry, SearchWord
from articles.search import indexes, lookup, terms, words
from articles.search.filters import Filters, pieces_of_time
from articles.search.queries import parse
from demo import archive
from tests import make
from tests.cast import Cast
from tests.together import together

pytestmark = pytest.mark.both_databases


def readers_index() -> dict[int, tuple[Any, ...]]:
    columns = ("published_at", "head", "lead", "terms")
    return {entry.edition_id: tuple(getattr(entry, name) for name in columns) for entry in SearchEntry.objects.all()}


def desk_index() -> dict[int, frozenset[str]]:
    return {entry.article_id: entry.terms for entry in DeskSearchEntry.objects.all()}


def known_words() -> dict[str, int]:
    return dict(SearchWord.objects.filter(editions__gt=0).values_list("word", "editions"))


def found(text: str) -> list[int]:
    query = parse(text)
    keys = lookup.newest(SearchEntry, [query.wish(unit.related for unit in query.units)], 100)
    articles = dict(SearchEntry.objects.filter(pk__in=keys).values_list("pk", "edition__article"))
    return [articles[key] for key in keys]


def every_kind_of_story(cast: Cast) -> None:
    for stage in ("draft", "in_review", "approved", "scheduled", "published", "reopened", "retracted", "spiked"):
        getattr(make, stage)(headline=f"Naskah {stage}")
    make.published(kind="correction")
    make.published(
        headline="Sekolah tua", authors=[make.author("Pak Tua"), cast.reporter.author], section=cast.samarinda
    )
    unscheduled = make.scheduled(headline="Tidak jadi")
    workflow.unschedule(unscheduled, by=cast.managing_editor)


def test_writing_it_anew_changes_nothing(cast: Cast) -> None:
    every_kind_of_story(cast)
    before = readers_index(), desk_index(), known_words()
    indexes.rebuild(report=lambda done: None)
    assert (readers_index(), desk_index(), known_words()) == before


def test_writing_it_anew_repairs_what_is_missing_stale_or_wrong(cast: Cast) -> None:
    every_kind_of_story(cast)
    expected = readers_index(), desk_index(), known_words()
    SearchEntry.objects.filter(pk=SearchEntry.objects.earliest("pk").pk).delete()
    SearchEntry.objects.update(terms=frozenset({"keliru"}))
    indexes.enter([Article.objects.get(headline="Naskah retracted").editions.get(number=1)])
    DeskSearchEntry.objects.all().delete()
    SearchWord.objects.update(editions=99)
    indexes.rebuild(report=lambda done: None)
    assert (readers_index(), desk_index(), known_words()) == expected
    assert found("keliru") == []
    assert found("sekolah") == [Article.objects.get(headline="Sekolah tua").pk]


def test_the_demo_archive_enters_what_publishing_would(cast: Cast) -> None:
    make.photo()
    archive.fill(40, report=lambda done: None)
    before = readers_index(), desk_index(), known_words()
    assert len(before[0]) == len(before[1]) == 40
    indexes.rebuild(report=lambda done: None)
    assert (readers_index(), desk_index(), known_words()) == before


def test_old_stories_that_came_late_take_their_place_in_time(cast: Cast) -> None:
    """After an import they have the highest numbers; writing the index anew puts them below."""
    new = make.published(headline="Feri baru")
    old = make.published(headline="Feri lama", at=timezone.now() - timedelta(days=4_000))
    assert found("feri") == [old.pk, new.pk]
    indexes.rebuild(report=lambda done: None)
    assert found("feri") == [new.pk, old.pk]


def test_words_are_counted_by_what_is_in_the_index(cast: Cast) -> None:
    article = make.published(headline="Feri ferry feri", body="<p>Feri.</p>")
    make.published(headline="Feri lagi", body="<p>Isi.</p>")
    assert known_words()["feri"] == 2
    workflow.retract(article, by=cast.managing_editor, ground="sara", note="Dicabut.")
    words_left = known_words()
    assert words_left["feri"] == 1
    assert "ferry" not in words_left


def test_the_command_says_what_it_did(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    make.published()
    make.draft()
    call_command("rebuild_search")
    assert "Selesai: 3 naskah dan edisi dapat dicari." in capsys.readouterr().out


def test_an_entry_that_is_deleted_or_changed_is_not_found_by_its_old_words(cast: Cast) -> None:
    """The databases' own indexes follow the rows by themselves."""
    first, second = make.published(headline="Feri satu"), make.published(headline="Feri dua")
    SearchEntry.objects.filter(edition__article=first).delete()
    SearchEntry.objects.filter(edition__article=second).update(terms=frozenset({"kapal", "feri"}))
    assert found("feri") == [second.pk]
    assert found("dua") == []
    assert found("kapal") == [second.pk]


def test_publishing_that_fails_enters_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    article = make.approved(headline="Feri gagal")

    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("articles.editorial.workflow._move", fail)
    with pytest.raises(RuntimeError):
        workflow.publish(article, by=cast.managing_editor)
    assert not SearchEntry.objects.exists()
    assert known_words() == {}


def test_those_who_publish_at_the_same_moment_do_not_stop_each_other(own_cast: Cast) -> None:
    texts = [" ".join(f"kata{chr(97 + (shift * 7 + step * 5) % 26)}" for step in range(26)) for shift in range(4)]
    articles = [make.approved(headline=f"Berita {text}"[:100], body=f"<p>{text}</p>") for text in texts]
    published = together(
        *(lambda article=article: workflow.publish(article, by=own_cast.managing_editor) for article in articles)
    )
    assert [outcome for outcome in published if isinstance(outcome, Exception)] == []
    assert known_words()["berita"] == 4
    assert SearchEntry.objects.count() == 4


def test_the_migration_can_be_taken_back_and_indexes_what_is_there(own_cast: Cast) -> None:
    every_kind_of_story(own_cast)
    expected = readers_index(), desk_index(), known_words()
    call_command("migrate", "articles", "0002", verbosity=0)
    with connection.cursor() as cursor:
        assert not [name for name in connection.introspection.table_names(cursor) if "searchentry_index" in name]
    call_command("migrate", "articles", verbosity=0)
    assert (readers_index(), desk_index(), known_words()) == expected
    assert len(found("naskah")) == 3  # published, reopened, scheduled


# Words


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Café NAÏVE résumé", ["cafe", "naive", "resume"]),
        ("cafe\u0301", ["cafe"]),
        ("Jum'at Jum’at Al-Qur’an", ["jumat", "jumat", "al", "quran"]),
        ("ＡＢＣ ﬁkir", ["abc", "pikir"]),
        ("Ijin risiko, resiko; AKTIFITAS Soekarno", ["izin", "risiko", "risiko", "aktivitas", "sukarno"]),
        ("P.K.S. H.M. Jum`at Mas‘ud", ["pks", "hm", "jumat", "masud"]),
        ("Rp4.700 COVID-19 anak_anak", ["rp4", "700", "covid", "19", "anak", "anak"]),
        ("“Halo,” katanya…", ["halo", "katanya"]),
        ("العربية 日本", ["العربية", "日本"]),
        ("\u200b \u00a0- – ♥", []),
    ],
)
def test_words_are_compared_without_case_accents_apostrophes_and_old_spellings(text: str, folded: list[str]) -> None:
    assert words.words(text) == folded


@pytest.mark.parametrize(
    ("stem", "affixed"),
    [
        ("sunting", "menyunting disunting penyunting suntingan penyuntingan"),
        ("tulis", "menulis ditulis penulis tulisan tertulis penulisan"),
        ("terima", "menerima diterima penerimaan terimalah"),
        ("tangkap", "menangkap ditangkap penangkapan tangkapan"),
        ("sekolah", "sekolah bersekolah sekolahnya disekolahkan"),
        ("banjir", "banjir kebanjiran membanjiri banjirnya"),
        ("berita", "berita pemberitaan diberitakan beritanya"),
        ("seberang", "menyeberang penyeberangan diseberangi seberangnya"),
        ("main", "bermain pemain permainan dimainkan"),
        ("kelola", "mengelola dikelola pengelolaan pengelola"),
        ("samarinda", "samarinda"),
        ("kutai", "kutai"),
        ("berau", "berau"),
    ],
)
def test_affixes_are_taken_off(stem: str, affixed: str) -> None:
    assert {word: words.stem(word) for word in affixed.split()} == dict.fromkeys(affixed.split(), stem)


def test_every_term_is_plain_to_both_databases() -> None:
    for text in ("Feri العربية 日本語 ǅ ß ①", "a'b \" ( ) & | ! * : ^ + @ ~ \\"):
        for word in words.words(text):
            assert set(terms.word(word)) <= set("abcdefghijklmnopqrstuvwxyz0123456789~")


def test_days_are_made_of_few_terms_and_of_no_other_days() -> None:
    days = [date(2023, 12, 30) + timedelta(days=number) for number in range(430)]
    edges = (*days[:4], days[31], days[32], days[60], days[100], days[366], days[367], days[-1])
    for first, last in combinations(edges, 2):
        covering = set(terms.between(first, last))
        assert [day for day in days if covering & set(terms.moments(day))] == days[
            days.index(first) : days.index(last) + 1
        ]
        assert len(covering) <= 30 + 11 + 30
    assert terms.between(date(2024, 2, 1), date(2024, 1, 1)) == []
    assert len(terms.between(date(1900, 1, 1), date(2026, 11, 24))) == 126 + 10 + 24


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2024, 5, 5), date(2024, 5, 5)),
        (date(2024, 5, 5), date(2024, 6, 30)),
        (date(2024, 1, 1), date(2024, 2, 29)),
        (date(2021, 12, 31), date(2024, 1, 1)),
        (date(1900, 1, 1), date(2026, 11, 24)),
    ],
)
def test_a_time_is_cut_into_pieces_that_make_it_up(first: date, last: date) -> None:
    pieces = pieces_of_time(first, last)
    assert (pieces[0][1], pieces[-1][0]) == (last, first)
    assert all(begin <= end for begin, end in pieces)
    assert all(newer[0] - older[1] == timedelta(days=1) for newer, older in pairwise(pieces))
    assert len(pieces) <= 3


def test_no_time_has_no_pieces() -> None:
    assert pieces_of_time(date(2024, 5, 6), date(2024, 5, 5)) == []


def test_the_newest_of_several_years_are_found_first(cast: Cast) -> None:
    start = timezone.now() - timedelta(days=1_500)
    stories = [
        make.published(headline=f"Feri {number}", at=start + timedelta(days=100 * number)) for number in range(15)
    ]
    first, last = (timezone.localdate(start + timedelta(days=days)) for days in (150, 1_350))
    query = parse("feri")
    wishes = [
        query.wish((unit.related for unit in query.units), wish)
        for wish in Filters(first=first, last=last).wishes(date(2000, 1, 1), timezone.localdate())
    ]
    assert len(wishes) == 3
    keys = dict(SearchEntry.objects.values_list("pk", "edition__article"))
    for limit in (1, 5, 20):
        expected = [story.pk for story in reversed(stories[2:14])][:limit]
        assert [keys[key] for key in lookup.newest(SearchEntry, wishes, limit)] == expected
