"""A story's history: every revision and step, any two compared word by word, any one restored."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest
import time_machine

from articles.editorial import comparison, revisions, workflow
from articles.models import Article, Revision, RevisionKind
from articles.story_fields import read_content
from tests import make
from tests.cast import Cast
from tests.forms import STORIES, AtDesk

NOON = datetime(2026, 7, 12, 4, 0, tzinfo=UTC)  # Minggu, 12.00 WITA


@pytest.fixture
def rina(cast: Cast) -> AtDesk:
    return AtDesk(cast.reporter)


@pytest.fixture
def lukman(cast: Cast) -> AtDesk:
    return AtDesk(cast.editor)


def history_of(article: Article) -> str:
    return f"{STORIES}{article.pk}/history/"


def compared(person: AtDesk, article: Article, old: Revision, new: Revision) -> dict[str, str]:
    """Each difference as the page shows it: [-gone-] and {+new+}."""
    html = person.read(f"{STORIES}{article.pk}/bandingkan/?dari={old.pk}&ke={new.pk}")
    found = {}
    for label, rest in re.findall(r"<h2>(.*?)</h2>(.*?)</section>", html, re.DOTALL):
        marked = re.sub(r"<del>(.*?)</del>", r"[-\1-]", re.sub(r"<ins>(.*?)</ins>", r"{+\1+}", rest, flags=re.DOTALL))
        found[label] = unescape(re.sub(r"<[^>]+>", "", marked)).strip()
    return found


def saved(article: Article, **changes: Any) -> tuple[Revision, Revision]:
    """The revisions before and after a change."""
    before = revisions.latest(article)
    make.edited(article, **changes)
    after = revisions.latest(article)
    assert before
    assert after
    assert before != after
    return before, after


def text_of(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def test_every_revision_stands_with_who_and_when(cast: Cast, rina: AtDesk) -> None:
    with time_machine.travel(NOON, tick=False):
        article = make.draft()
    with time_machine.travel(NOON + timedelta(minutes=65), tick=False):
        make.edited(article, by=cast.editor, headline="Judul redaktur")
    text = text_of(rina.read(history_of(article)))
    newer = text.index("Lukman Maulana Minggu, 12 Juli 2026 | 13:05 WITA")
    assert newer < text.index("Rina Oktavia Minggu, 12 Juli 2026 | 12:00 WITA")


def test_every_step_stands_with_its_stages_its_reason_and_its_edition(cast: Cast, rina: AtDesk, lukman: AtDesk) -> None:
    article = make.in_review()
    lukman.step(article, "send_back", reason="Tambahkan <kutipan>.")
    rina.step(article, "submit")
    lukman.step(article, "publish")
    text = text_of(rina.read(history_of(article)))
    assert "Rina Oktavia : Draf → Menunggu redaktur" in text
    assert "Lukman Maulana : Menunggu redaktur → Draf Tambahkan <kutipan>." in text
    assert "Lukman Maulana : Menunggu redaktur → Terbit, edisi 1 (terbit pertama)" in text


def test_a_story_without_a_past_says_so(rina: AtDesk) -> None:
    text = text_of(rina.read(history_of(make.draft())))
    assert "Naskah ini belum pernah diajukan." in text
    assert "Bandingkan yang dipilih" not in text


def test_two_revisions_are_compared_word_by_word(rina: AtDesk) -> None:
    article = make.draft(
        headline="Feri kembali berlayar hari ini", body="<p>Baris yang tetap.</p><p>Siti datang pukul lima pagi.</p>"
    )
    before, after = saved(
        article,
        headline="Feri kembali berlayar besok",
        body="<p>Baris yang tetap.</p><p>Siti datang pukul enam pagi.</p>",
    )
    shown = compared(rina, article, before, after)
    assert shown["Judul"] == "Feri kembali berlayar [-hari ini-]{+besok+}"
    assert "Siti datang pukul [-lima-]{+enam+} pagi." in shown["Isi"]
    assert "Baris yang tetap." in shown["Isi"]
    assert list(shown) == ["Judul", "Isi"]


def test_the_older_of_two_is_the_one_before_whichever_was_picked_first(rina: AtDesk) -> None:
    article = make.draft(headline="Lama")
    before, after = saved(article, headline="Baru")
    assert (
        compared(rina, article, after, before)
        == compared(rina, article, before, after)
        == {"Judul": "[-Lama-]{+Baru+}"}
    )


def test_people_topics_photo_and_settings_are_compared_too(cast: Cast, rina: AtDesk) -> None:
    article = make.draft(tags=["feri", "samarinda"])
    photo = make.photo(caption="Feri di dermaga")
    before, after = saved(
        article,
        authors=[make.author("Ani Mariani"), cast.reporter.author],
        tags=["feri", "bontang"],
        photo=photo,
        section=cast.ekonomi,
        editor=make.editor("Nur Aini"),
        content_class="opinion",
        is_sensitive=True,
        slug="alamat-sendiri",
    )
    shown = compared(rina, article, before, after)
    assert shown["Penulis"] == "{+Ani Mariani, +}Rina Oktavia (rin)"
    assert shown["Topik"] == "[-feri,-]{+bontang,+} [-samarinda-]{+feri+}"
    assert shown["Foto utama"] == "{+Feri di dermaga+}"
    assert shown["Rubrik"] == "[-Metropolis-]{+Ekonomi+}"
    assert shown["Redaktur"] == "{+Nur Aini+}"
    assert shown["Jenis naskah"] == "[-Berita-]{+Opini+}"
    assert shown["Naskah sensitif"] == "[-tidak-]{+ya+}"
    assert shown["Alamat"] == "{+alamat-sendiri+}"


def test_a_change_of_form_alone_is_said_in_words(rina: AtDesk) -> None:
    article = make.draft(body="<p>Feri kembali.</p>")
    before, after = saved(article, body="<p>Feri <strong>kembali</strong>.</p>")
    assert compared(rina, article, before, after)["Isi"].startswith("Kata-katanya sama; yang berubah hanya bentuknya")


def test_equal_revisions_are_said_to_be_equal(rina: AtDesk) -> None:
    article = make.draft()
    revision = revisions.latest(article)
    assert "Kedua revisi ini sama." in rina.read(
        f"{STORIES}{article.pk}/bandingkan/?dari={revision.pk}&ke={revision.pk}"
    )


@pytest.mark.parametrize("query", ["", "?dari=1", "?dari=x&ke=y", "?dari=999999&ke=999999", "?dari=-1&ke=1"])
def test_a_comparison_needs_two_revisions_of_this_story(rina: AtDesk, query: str) -> None:
    article = make.draft()
    assert rina.client.get(f"{STORIES}{article.pk}/bandingkan/{query}").status_code == 404


def test_two_whole_texts_are_compared_quickly() -> None:
    """Matching words is quadratic, so a passage beyond all measure is shown as replaced."""
    old = read_content({"body": "<p>" + " ".join(f"kata{n}" for n in range(20_000)) + "</p>"})
    new = read_content({"body": "<p>" + " ".join(f"kata{n}" for n in range(20_000, 0, -1)) + "</p>"})
    (difference,) = comparison.differences(old, new)
    assert [piece.kind for piece in difference.pieces] == ["removed", "added"]


def test_restoring_makes_a_new_revision_and_destroys_nothing(rina: AtDesk) -> None:
    article = make.draft(headline="Judul semula", tags=["feri"])
    first, second = saved(article, headline="Judul kedua", tags=["banjir"])
    html = rina.read(history_of(article))
    assert f'form="restore-{first.pk}"' in html
    assert f'form="restore-{second.pk}"' not in html  # it is what stands
    response = rina.client.post(f"{STORIES}{article.pk}/revisi/{first.pk}/pulihkan/")
    assert response["Location"] == f"{STORIES}{article.pk}/change/"
    assert "Revisi lama dipulihkan sebagai revisi baru." in rina.read(response["Location"])
    article.refresh_from_db()
    assert (article.headline, list(article.tags.names()), article.version) == ("Judul semula", ["feri"], 3)
    kinds = Revision.objects.filter(article=article).order_by("pk").values_list("kind", "restored_from")
    assert list(kinds) == [("saved", None), ("saved", None), ("restored", first.pk)]
    assert "dipulihkan dari revisi" in rina.read(history_of(article))


def test_restoring_what_stands_already_makes_no_revision(rina: AtDesk) -> None:
    article = make.draft(headline="Judul semula")
    first, _second = saved(article, headline="Judul kedua")
    for _ in range(2):
        response = rina.client.post(f"{STORIES}{article.pk}/revisi/{first.pk}/pulihkan/")
    assert Revision.objects.filter(article=article).count() == 3
    assert "Naskah ini sudah sama dengan revisi itu." in rina.read(response["Location"])


def test_a_restoration_that_has_not_seen_the_newest_text_is_kept_aside(cast: Cast, rina: AtDesk) -> None:
    article = make.draft(headline="Judul semula")
    first, _second = saved(article, headline="Judul kedua")
    html = rina.read(history_of(article))
    seen = re.search(r'name="version" value="(\d+)"', html)
    assert seen
    make.edited(article, by=cast.editor, headline="Judul redaktur")
    response = rina.client.post(f"{STORIES}{article.pk}/revisi/{first.pk}/pulihkan/", {"version": seen[1]})
    assert "/bentrok/" in response["Location"]
    assert Article.objects.get(pk=article.pk).headline == "Judul redaktur"


def test_nothing_is_restored_over_a_text_that_is_with_the_editor(cast: Cast, rina: AtDesk) -> None:
    article = make.draft()
    first, _second = saved(article, headline="Judul kedua")
    article = workflow.submit(Article.objects.get(pk=article.pk), by=cast.reporter)
    assert "restore-" not in rina.read(history_of(article))
    assert rina.client.post(f"{STORIES}{article.pk}/revisi/{first.pk}/pulihkan/").status_code == 403
    assert Article.objects.get(pk=article.pk).headline == "Judul kedua"


def test_a_text_that_came_too_late_is_marked_and_can_still_be_merged(cast: Cast, rina: AtDesk) -> None:
    article = make.draft()
    opened = rina.open(article)
    make.edited(article, by=cast.editor, headline="Judul redaktur")
    rina.save(article, opened, headline="Judul reporter")
    late = Revision.objects.get(kind=RevisionKind.SET_ASIDE)
    html = rina.read(history_of(article))
    assert "disimpan terpisah" in html
    assert f"{STORIES}{article.pk}/bentrok/{late.pk}/" in html
    assert f"{STORIES}{article.pk}/revisi/{late.pk}/" in html
    assert f'form="restore-{late.pk}"' in html
    assert f'form="restore-{revisions.latest(article).pk}"' not in html  # it is what stands


def test_a_long_history_shows_its_newest_part_and_stays_quick(
    cast: Cast, rina: AtDesk, django_assert_max_num_queries: Any
) -> None:
    article = make.draft()
    content = revisions.latest(article).content
    Revision.objects.bulk_create(
        Revision(article=article, by=cast.reporter, by_name="Rina", content=content, version=version)
        for version in range(2, 302)
    )
    with django_assert_max_num_queries(15):
        html = rina.read(history_of(article))
    assert html.count('name="dari"') == 200
    oldest = Revision.objects.filter(article=article).order_by("pk")[0]
    assert rina.client.get(f"{STORIES}{article.pk}/revisi/{oldest.pk}/").status_code == 200
