"""The desk searches its working copies: whole texts, only what somebody may know of, apart from readers' search."""

import re
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.editorial import revisions, workflow
from articles.models import Article, DeskSearchEntry, SearchEntry, SearchWord
from tests import make
from tests.cast import Cast
from tests.forms import STORIES, AtDesk

pytestmark = pytest.mark.both_databases


def found(person: AtDesk, text: str) -> list[str]:
    html = person.read(f"{STORIES}?q={quote(text)}")
    return sorted(re.findall(r'<a href="/admin/articles/article/\d+/change/[^"]*">(.*?)</a>', html))


@pytest.fixture
def hasan(cast: Cast) -> AtDesk:
    return AtDesk(cast.managing_editor)


def test_every_text_of_a_story_is_searched(cast: Cast, hasan: AtDesk) -> None:
    make.draft(
        headline="Judul bagus",
        summary="Teras singkat.",
        body="<p>Isinya tentang pesut.</p>",
        place="Muara Kaman",
        photo_caption="Perahu di dermaga",
        tags=["satwa langka"],
        authors=[make.author("Siti Nurbaya")],
    )
    make.draft(headline="Naskah lain")
    for text in ("bagus", "singkat", "pesut", "muara kaman", "dermaga", "langka", "nurbaya", '"tentang pesut"'):
        assert found(hasan, text) == ["Judul bagus"], text
    assert found(hasan, "naskah -lain") == []


def test_affixes_and_unfinished_words_are_found(cast: Cast, hasan: AtDesk) -> None:
    make.draft(headline="Penyuntingan naskah")
    for text in ("suntingan", "penyu", "penyunti", "naskah penyun", "nask"):
        assert found(hasan, text) == ["Penyuntingan naskah"], text
    for text in ("penyun naskah", "nas", "penyunx"):
        assert found(hasan, text) == [], text


def test_the_latest_text_is_found_and_no_earlier_one(cast: Cast, hasan: AtDesk) -> None:
    article = make.draft(headline="Angka keliru")
    make.edited(article, headline="Angka betul")
    assert found(hasan, "angka") == ["Angka betul"]
    assert found(hasan, "keliru") == []


def test_a_change_of_a_live_story_is_found_at_the_desk_alone(cast: Cast, hasan: AtDesk, client: Client) -> None:
    make.reopened(headline="Kabar lama", changes={"headline": "Kabar rahasia"})
    assert found(hasan, "rahasia") == ["Kabar rahasia"]
    assert "Tidak ada berita" in client.get("/cari/?q=rahasia").content.decode()


def test_a_text_that_was_set_aside_changes_nothing(cast: Cast, hasan: AtDesk) -> None:
    article = make.draft(headline="Angka betul")
    stale = Article.objects.get(pk=article.pk)
    make.edited(article, headline="Angka terbaru")
    stale.headline = "Angka terlambat"
    revisions.save(stale, by=cast.reporter, authors=[], tags=[], base_version=stale.version)
    assert found(hasan, "angka") == ["Angka terbaru"]
    assert found(hasan, "terlambat") == []


def test_restoring_and_discarding_take_the_search_along(cast: Cast, hasan: AtDesk) -> None:
    article = make.reopened(headline="Kabar lama", changes={"headline": "Kabar rahasia"})
    workflow.discard_changes(article, by=cast.managing_editor)
    assert found(hasan, "lama") == ["Kabar lama"]
    assert found(hasan, "rahasia") == []


def test_everybody_finds_only_what_they_may_know_of(cast: Cast) -> None:
    make.draft(headline="Punya Rina")
    make.draft(headline="Punya Yusuf", by=cast.other_reporter)
    make.draft(
        headline="Punya berdua", by=cast.other_reporter, authors=[cast.other_reporter.author, cast.reporter.author]
    )
    assert found(AtDesk(cast.reporter), "punya") == ["Punya Rina", "Punya berdua"]
    assert found(AtDesk(cast.other_reporter), "punya") == ["Punya Yusuf", "Punya berdua"]
    assert found(AtDesk(cast.editor), "punya") == ["Punya Rina", "Punya Yusuf", "Punya berdua"]


def test_others_stories_do_not_take_the_places_of_ones_own(
    cast: Cast, hasan: AtDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("articles.search.desk.MOST", 2)
    make.draft(headline="Feri punya Rina")
    for number in range(3):
        make.draft(headline=f"Feri punya Yusuf {number}", by=cast.other_reporter)
    assert found(AtDesk(cast.reporter), "feri") == ["Feri punya Rina"]
    assert found(hasan, "feri") == ["Feri punya Yusuf 1", "Feri punya Yusuf 2"]


def test_the_two_indexes_know_nothing_of_each_other(cast: Cast) -> None:
    make.draft(headline="Rahasia besar", body="<p>Belum terbit.</p>")
    assert not SearchEntry.objects.exists()
    assert not SearchWord.objects.exists()
    article = make.published(headline="Sudah terbit")
    DeskSearchEntry.objects.all().delete()
    assert SearchEntry.objects.filter(edition__article=article).exists()


def test_readers_pages_never_ask_the_desks_index(cast: Cast, client: Client) -> None:
    make.published(headline="Sudah terbit")
    with CaptureQueriesContext(connection) as asked:
        for text in ("terbit", "terbitt", "", "rahasia"):
            client.get("/cari/", {"q": text})
    assert len(asked) > 4
    for query in asked.captured_queries:
        assert "desksearch" not in query["sql"]
        assert 'FROM "articles_article"' not in query["sql"]


@pytest.mark.parametrize("text", ["-", '"', "-feri", "***", "x" * 5_000, "feri " * 3_000, "feri OR (", "'; --"])
def test_whatever_is_typed_answers(cast: Cast, hasan: AtDesk, text: str) -> None:
    make.draft(headline="Kapal", summary="", body="", tags=[])
    assert found(hasan, text) == []


def test_a_lead_story_is_chosen_by_part_of_its_headline(cast: Cast, hasan: AtDesk) -> None:
    article = make.published(headline="Jembatan ditutup")
    make.draft(headline="Jembatan rahasia")
    ask = {"app_label": "articles", "model_name": "leadstory", "field_name": "article", "term": "jemba"}
    answer = hasan.client.get("/admin/autocomplete/", ask).json()
    assert [result["id"] for result in answer["results"]] == [str(article.pk)]
