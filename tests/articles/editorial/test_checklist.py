"""One checklist: beside the text while one writes, after submitting, and at every decision, with links to fields."""

import re
from datetime import date
from html import unescape
from typing import Any
from uuid import uuid4

import pytest

from articles.editorial import checks, wording, workflow
from articles.editorial.checks import ChecksFailed
from articles.models import Article, Stage
from tests import make
from tests.cast import Cast
from tests.forms import STORIES, AtDesk

WRITTEN = date(2026, 11, 30)  # a Monday
BIDI = "\u202e"


@pytest.fixture
def rina(cast: Cast) -> AtDesk:
    return AtDesk(cast.reporter)


@pytest.fixture
def lukman(cast: Cast) -> AtDesk:
    return AtDesk(cast.editor)


def remarks(text: str) -> str:
    return " ".join(wording.remarks(text, WRITTEN))


@pytest.mark.parametrize(
    "text",
    [
        "Rapat digelar Selasa (12/7/2022).", "Senin, 30 November 2026", "Minggu (29/11)", "Jumat malam (27/11/2026)",
        "Jum’at, 27 Nov 2026", "Ahad 29-11-2026", "SENIN (30/11/2026)", "Senin tgl. 30/11/26", "29 Februari 2024",
        "17 Agustus 2026 (Senin)", "Kamis, 31 Desember", "Jumat (1/1)", "dua minggu (12/7)", "Selasa (12.30 WITA)",
        "menang pada Sabtu (3-1)", "Senin-Selasa (12-13/7/2022)", "Perda Nomor 32/13/2026", "No. 12/31/2020",
        "alamat 10.20.30.40", "pukul 09.00-10.30", "versi 1.13.2020", "MTQ XXX", "Siti (nama samaran)",
        "“Mau ke mana?” tanyanya... Ia diam.", "Foto: Rina/Kate", "3/4 warga",
    ],
)  # fmt: skip
def test_what_is_right_is_left_alone(text: str) -> None:
    assert remarks(text) == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Rapat Selasa (13/7/2022).", "13 Juli 2022 adalah hari Rabu"),
        ("Selasa, 30 November 2026", "adalah hari Senin"),
        ("Sabtu (29/11)", "29 November 2026 adalah hari Minggu"),
        ("Kamis (1/1)", "1 Januari 2027 adalah hari Jumat"),  # the day that is nearest
        ("Rabu dini hari, 29 November 2026", "adalah hari Minggu"),
        ("Selasa tanggal 2-12-2026", "adalah hari Rabu"),
        ("Kamis (25/11/26)", "adalah hari Rabu"),
        ("17 Agustus 2026 (Selasa)", "adalah hari Senin"),
        ("Senin (30/11) dan Rabu (1/12)", "“Rabu (1/12)” tidak cocok"),
        ("31 Februari 2026", "tidak ada"), ("29 Februari 2026", "tidak ada"), ("31 September", "tidak ada"),
        ("pada 30/2/2026", "tidak ada"), ("7/13/2022", "tidak ada"), ("tanggal 31-4-2026", "tidak ada"),
        ("Senin (31/6)", "tidak ada"), ("Senin, 0 Januari 2026", "tidak ada"), ("31 Nopember 2026", "tidak ada"),
        ("Lorem ipsum dolor", "kata pengganti"), ("kata xxx, warga", "kata pengganti"),
        ("[nama narasumber]", "kata pengganti"), ("jumlahnya (menyusul)", "kata pengganti"),
        ("Tulis judul di sini", "kata pengganti"), ("sebanyak ??? orang", "kata pengganti"), ("TKTK", "kata pengganti"),
        (f"Harga{BIDI} naik", "arah tulisan"), ("judi\u200bonline", "tidak terlihat"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_quoted_with_its_cure(text: str, said: str) -> None:
    assert said in remarks(text)


@pytest.mark.parametrize(
    ("text", "addresses", "word"),
    [
        ("a" * 40, False, ""),
        ("a" * 41, False, "a" * 41),
        (f"Baca https://contoh.id/{'x' * 60} lalu", True, ""),
        (f"Baca https://contoh.id/{'x' * 60} lalu", False, f"https://contoh.id/{'x' * 60}"),
        (f"warga.{'m' * 50}@contoh.id", True, ""),
    ],
)
def test_a_word_that_no_line_of_a_phone_holds_is_found(text: str, addresses: bool, word: str) -> None:
    assert wording.long_word(text, addresses=addresses) == word


FAULTS: list[tuple[dict[str, Any], str]] = [
    ({"headline": "Kebakaran Selasa (30/11/2026)"}, "headline"),
    ({"summary": "Terjadi 31 September 2026."}, "summary"),
    ({"body": "<p>Kata [nama narasumber].</p>"}, "body"),
    ({"headline": "h" * 60}, "headline"),
    ({"headline": "kata " * 25}, "headline"),
    ({"photo_caption": "xxx"}, "photo_caption"),
    ({"place": "lorem ipsum"}, "place"),
]


@pytest.mark.parametrize(("typed", "field"), FAULTS)
@pytest.mark.parametrize("verb", ["approve", "publish", "schedule"])
def test_every_decision_asks_and_takes_a_yes(
    cast: Cast, lukman: AtDesk, typed: dict[str, Any], field: str, verb: str
) -> None:
    story = make.in_review(**typed)
    (finding,) = checks.before_publishing(story)
    assert (finding.field, finding.may_stand) == (field, True)
    address = f"{STORIES}{story.pk}/langkah/{verb}/"
    html = lukman.read(address)
    assert f'{STORIES}{story.pk}/change/#id_{field}"' in html
    assert "Sudah diperiksa, memang begitu" in html
    at = {"at": "2027-01-01T06:00"} if verb == "schedule" else {}
    sent = {"version": story.version, **at}
    assert lukman.client.post(address, sent).status_code == 200
    assert Article.objects.get(pk=story.pk).stage == Stage.IN_REVIEW
    assert lukman.client.post(address, sent | {"confirmed": "on"}).status_code == 302
    assert Article.objects.get(pk=story.pk).stage == workflow.VERBS[verb].target


def test_a_yes_lets_nothing_stand_that_may_not(cast: Cast) -> None:
    story = make.in_review(photo=make.photo_row(alt_text=""), body="<p>xxx</p>")
    with pytest.raises(ChecksFailed) as failed:
        workflow.approve(story, by=cast.editor, confirmed=True)
    assert "teks alternatif" in str(failed.value)
    assert "xxx" not in str(failed.value)


def test_approving_from_the_form_leads_to_the_question(cast: Cast, lukman: AtDesk) -> None:
    story = make.in_review(body="<p>Selasa (30/11/2026).</p>")
    assert lukman.save(story, _verb="approve")["Location"] == f"{STORIES}{story.pk}/langkah/approve/"
    sound = make.in_review()
    assert lukman.save(sound, _verb="approve")["Location"] == f"{STORIES}{sound.pk}/change/"


def test_who_submits_hears_at_once_what_publishing_will_ask(cast: Cast, rina: AtDesk) -> None:
    photo = make.photo_row(alt_text="", rights="")
    story = make.draft(photo=photo, headline="Kebakaran Selasa (30/11/2026)")
    page = rina.client.post(f"{STORIES}{story.pk}/change/", rina.open(story) | {"_verb": "submit"}, follow=True)
    said = [unescape(str(message)) for message in page.context["messages"]]
    assert Article.objects.get(pk=story.pk).stage == Stage.IN_REVIEW
    assert "Sebelum terbit masih perlu" in said[1]
    for words in (
        "teks alternatif",
        "hak pakai",
        "tidak cocok",
        f"/admin/articles/photo/{photo.pk}/change/",
        "#id_headline",
    ):
        assert words in said[1]
    sound = make.draft()
    page = rina.client.post(f"{STORIES}{sound.pk}/change/", rina.open(sound) | {"_verb": "submit"}, follow=True)
    assert len(page.context["messages"]) == 1


def links(html: str) -> list[str]:
    return re.findall(r'<a href="([^"]*)"', html)


def test_the_list_stands_beside_the_text_and_follows_what_is_typed(cast: Cast, rina: AtDesk) -> None:
    story = make.draft(headline="", section=None)
    html = rina.read(f"{STORIES}{story.pk}/change/")
    listed = html.partition('id="story-checks"')[2].partition("</section>")[0]
    assert links(listed) == ["#id_headline", "#id_section"]
    typed = rina.open(story) | {
        "person": rina.user.pk, "typing_key": str(uuid4()), "turn": "1", "story": story.pk,
        "headline": "Judul", "section": cast.metropolis.pk, "byline": [], "body": "<p>31 Februari 2026</p>",
    }  # fmt: skip
    checked = rina.client.post(f"{STORIES}ketikan/", typed).json()["checks"]
    assert links(checked) == ["#id_byline", "#id_body"]
    right = typed | {"byline": [cast.reporter.author.pk], "body": "<p>Feri.</p>", "turn": "2"}
    assert "siap diterbitkan" in rina.client.post(f"{STORIES}ketikan/", right).json()["checks"]
    assert Article.objects.get(pk=story.pk).headline == ""  # nothing was saved


def test_a_new_story_lists_what_every_story_needs(rina: AtDesk) -> None:
    listed = rina.read(f"{STORIES}add/").partition('id="story-checks"')[2].partition("</section>")[0]
    assert links(listed) == ["#id_headline", "#id_body", "#id_section", "#id_verification"]


def test_the_photos_own_page_says_the_same(cast: Cast) -> None:
    photo = make.photo_row(alt_text="")
    page = AtDesk(cast.photo_editor).read(f"/admin/articles/photo/{photo.pk}/change/")
    assert "belum punya teks alternatif" in page
    assert "Siap diterbitkan" not in page
    assert "Siap diterbitkan" in AtDesk(cast.photo_editor).read(f"/admin/articles/photo/{make.photo_row().pk}/change/")


@pytest.mark.parametrize("word", ["pertanggungjawaban-keberlangsungan-kebertanggungjawaban", "a" * 30 + "/" + "b" * 30])
def test_a_compound_may_break_at_its_hyphens(word: str) -> None:
    assert wording.long_word(f"Rapat {word} digelar.") == ""


@pytest.mark.parametrize("word", ["a" * 41, "x" * 41 + "-y", "-" * 41, "k" * 20 + "_" + "k" * 30])
def test_a_word_without_a_break_is_long(word: str) -> None:
    assert wording.long_word(f"Rapat {word} digelar.") == word
