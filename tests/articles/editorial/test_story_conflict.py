"""Two people in one story: the later save shows base, mine and theirs, field by field, and is finished in the form."""

from html import unescape
from typing import Any
from urllib.parse import urlencode

import pytest
from lxml.html import fromstring

from articles.editorial import revisions, workflow
from articles.models import Article, Revision, RevisionKind, Stage
from tests import make
from tests.cast import Cast
from tests.forms import STORIES, AtDesk, Fields, fields_of


@pytest.fixture
def rina(cast: Cast) -> AtDesk:
    return AtDesk(cast.reporter)


@pytest.fixture
def lukman(cast: Cast) -> AtDesk:
    return AtDesk(cast.editor)


@pytest.fixture
def article(cast: Cast) -> Article:
    return make.draft(
        headline="Feri kembali", summary="Teras semula.", place="Samarinda", body="<p>Isi semula.</p>", tags=["feri"]
    )


def clash(rina: AtDesk, lukman: AtDesk, article: Article, mine: dict[str, Any], theirs: dict[str, Any]) -> str:
    """Both open the story; Lukman saves first, then Rina. Gives the address that Rina comes to."""
    opened = rina.open(article)
    assert lukman.save(article, **theirs)["Location"] == f"{STORIES}{article.pk}/change/"
    address: str = rina.save(article, opened, **mine)["Location"]
    assert "/bentrok/" in address
    return address


def columns(html: str) -> dict[str, list[str]]:
    """Of each field that differs: its base, mine and theirs, as they are shown."""
    found = {}
    for fieldset in fromstring(html).find_class("story-clash"):
        (legend,) = fieldset.xpath("./legend/text()")
        found[legend.strip()] = [
            " ".join(column.text_content().split()) for column in fieldset.find_class("story-pieces")
        ]
    return found


def proposed(person: AtDesk, article: Article, html: str, **chosen: str) -> Fields:
    """The story form that the choices of a conflict page lead to."""
    query = fields_of(html, "story-merge") | {name: [value] for name, value in chosen.items()}
    response = person.client.get(f"{STORIES}{article.pk}/change/", query)
    assert "Ini gabungan kedua naskah." in response.content.decode()
    return fields_of(response.content.decode(), "article_form")


def test_base_mine_and_theirs_stand_side_by_side(rina: AtDesk, lukman: AtDesk, article: Article) -> None:
    html = rina.read(
        clash(
            rina,
            lukman,
            article,
            mine={"headline": "Feri kembali berlayar", "place": "Bontang"},
            theirs={"headline": "Feri kembali beroperasi", "summary": "Teras redaktur."},
        )
    )
    assert columns(html) == {
        "Judul": ["Feri kembali", "Feri kembali berlayar", "Feri kembali beroperasi"],
        "Kota asal": ["Samarinda", "SamarindaBontang", "Samarinda"],
        "Teras": ["Teras semula.", "Teras semula.", "Teras semula.redaktur."],
    }
    assert html.count("diubah keduanya") == 1
    text = unescape(html)
    assert "Lukman Maulana menyimpan naskah ini lebih dahulu" in text
    assert "Tidak ada yang hilang: tulisan Rina Oktavia tersimpan di riwayat." in text


def test_nothing_of_the_story_has_changed_yet_and_both_texts_are_kept(
    rina: AtDesk, lukman: AtDesk, article: Article
) -> None:
    clash(rina, lukman, article, mine={"body": "<p>Isi Rina.</p>"}, theirs={"body": "<p>Isi Lukman.</p>"})
    stored = Article.objects.get(pk=article.pk)
    assert (stored.body, stored.version) == ("<p>Isi Lukman.</p>", 2)
    kept = Revision.objects.filter(article=article).order_by("pk").values_list("kind", "content__body", "base_version")
    assert list(kept) == [
        ("saved", "<p>Isi semula.</p>", 0),
        ("saved", "<p>Isi Lukman.</p>", 1),
        ("set_aside", "<p>Isi Rina.</p>", 1),
    ]


def test_the_form_begins_with_what_each_side_alone_has_changed(
    cast: Cast, rina: AtDesk, lukman: AtDesk, article: Article
) -> None:
    photo, ani = make.photo(), make.author("Ani Mariani")
    html = rina.read(
        clash(
            rina,
            lukman,
            article,
            mine={"headline": "Judul Rina", "tags": "feri, mahakam", "byline": [ani.pk, cast.reporter.author.pk]},
            theirs={"headline": "Judul Lukman", "photo": photo.pk, "section": cast.ekonomi.pk},
        )
    )
    form = proposed(rina, article, html)
    assert form["headline"] == ["Judul Rina"]
    assert form["tags"] == ["feri, mahakam"]
    assert form["byline"] == [str(ani.pk), str(cast.reporter.author.pk)]
    assert (form["photo"], form["section"]) == ([str(photo.pk)], [str(cast.ekonomi.pk)])
    assert form["summary"] == ["Teras semula."]
    assert form["base_version"] == ["2"]
    assert Article.objects.get(pk=article.pk).version == 2  # a proposal saves nothing


@pytest.mark.parametrize("side", ["mine", "theirs"])
def test_each_field_is_taken_from_the_chosen_side(rina: AtDesk, lukman: AtDesk, article: Article, side: str) -> None:
    fields = {"headline": "Judul {}", "body": "<p>Isi {}.</p>", "tags": "topik {}", "is_sensitive": "on"}
    mine = {name: value.format("rina") for name, value in fields.items()}
    theirs = {name: value.format("lukman") for name, value in fields.items() if name != "is_sensitive"}
    html = rina.read(clash(rina, lukman, article, mine, theirs))
    form = proposed(rina, article, html, **dict.fromkeys(fields, side))
    expected = mine if side == "mine" else theirs
    assert {name: form[name] for name in expected} == {name: [value] for name, value in expected.items()}
    assert ("is_sensitive" in form) is (side == "mine")


def test_saving_the_merged_text_ends_the_conflict(rina: AtDesk, lukman: AtDesk, article: Article) -> None:
    html = rina.read(clash(rina, lukman, article, mine={"place": "Bontang"}, theirs={"summary": "Teras Lukman."}))
    response = rina.save(article, proposed(rina, article, html))
    assert response["Location"] == f"{STORIES}{article.pk}/change/"
    stored = Article.objects.get(pk=article.pk)
    assert (stored.place, stored.summary, stored.version) == ("Bontang", "Teras Lukman.", 3)


def test_a_third_save_in_between_is_a_conflict_again(
    cast: Cast, rina: AtDesk, lukman: AtDesk, article: Article
) -> None:
    html = rina.read(clash(rina, lukman, article, mine={"place": "Bontang"}, theirs={"summary": "Teras Lukman."}))
    form = proposed(rina, article, html)
    AtDesk(cast.managing_editor).save(article, summary="Teras Hasan.")
    address = rina.save(article, form)["Location"]
    assert columns(rina.read(address)) == {
        "Kota asal": ["Samarinda", "SamarindaBontang", "Samarinda"],
        "Teras": ["Teras Lukman.", "Teras Lukman.", "Teras Lukman.Hasan."],
    }
    assert Article.objects.get(pk=article.pk).summary == "Teras Hasan."


def test_two_who_typed_the_same_are_of_one_mind(rina: AtDesk, lukman: AtDesk, article: Article) -> None:
    opened = rina.open(article)
    lukman.save(article, headline="Judul bersama")
    response = rina.save(article, opened, headline="Judul bersama")
    assert response["Location"] == f"{STORIES}{article.pk}/change/"
    assert not Revision.objects.filter(kind=RevisionKind.SET_ASIDE).exists()


def test_a_step_of_the_workflow_is_a_newer_version_too(cast: Cast, lukman: AtDesk) -> None:
    """Nobody saves into a story whose standing has changed without knowing it."""
    article = make.in_review()
    opened = lukman.open(article)
    workflow.approve(article, by=cast.managing_editor)
    address = lukman.save(article, opened, headline="Judul akhir")["Location"]
    html = lukman.read(address)
    assert list(columns(html)) == ["Judul"]
    assert lukman.save(article, proposed(lukman, article, html)).status_code == 302
    stored = Article.objects.get(pk=article.pk)
    assert (stored.headline, stored.stage, stored.approved_by) == ("Judul akhir", Stage.APPROVED, cast.editor)


def test_who_may_not_edit_any_more_sees_both_and_may_not_go_on(cast: Cast, rina: AtDesk, article: Article) -> None:
    opened = rina.open(article)
    workflow.submit(article, by=cast.reporter)
    address = rina.save(article, opened, headline="Masih mengetik")["Location"]
    html = rina.read(address)
    assert columns(html) == {"Judul": ["Feri kembali", "FeriMasih kembalimengetik", "Feri kembali"]}
    assert "yang sekarang berstatus menunggu redaktur" in html
    assert "Lanjutkan di lembar naskah" not in html
    editors = AtDesk(cast.editor)
    again = editors.read(address)
    assert "Lanjutkan di lembar naskah" in again
    assert editors.save(article, proposed(editors, article, again)).status_code == 302
    assert Article.objects.get(pk=article.pk).headline == "Masih mengetik"


def test_a_later_press_of_a_verb_does_not_act_on_a_text_that_lost(
    rina: AtDesk, lukman: AtDesk, article: Article
) -> None:
    opened = rina.open(article)
    lukman.save(article, headline="Judul Lukman")
    assert "/bentrok/" in rina.save(article, opened, headline="Judul Rina", _verb="submit")["Location"]
    assert Article.objects.get(pk=article.pk).stage == Stage.DRAFT


@pytest.mark.parametrize("verb", ["approve", "send_back", "publish", ""])
def test_a_step_that_came_between_is_named_and_so_is_what_did_not_happen(
    rina: AtDesk, lukman: AtDesk, article: Article, verb: str
) -> None:
    workflow.submit(article, by=rina.user)
    opened = lukman.open(article)
    workflow.withdraw(Article.objects.get(pk=article.pk), by=rina.user)
    address = lukman.save(article, opened, headline="Judul Lukman", **({"_verb": verb} if verb else {}))["Location"]
    html = lukman.read(address)
    assert "<h1>Naskah ini berpindah tahap</h1>" in html
    assert "Rina Oktavia mengambil langkah “Tarik kembali” lebih dahulu" in html
    assert "menyimpan naskah ini lebih dahulu" not in html  # nobody saved anything
    assert "naskah ini sekarang berstatus draf" in html
    label = workflow.VERBS[verb].label if verb else ""
    assert (f"“{label}” belum dilakukan" in html) == bool(verb)
    assert Article.objects.get(pk=article.pk).stage == Stage.DRAFT


def test_a_save_that_came_between_is_still_called_one(rina: AtDesk, lukman: AtDesk, article: Article) -> None:
    html = lukman.read(clash(lukman, rina, article, {"headline": "Judul Lukman"}, {"headline": "Judul Rina"}))
    assert "Rina Oktavia menyimpan naskah ini lebih dahulu" in html
    assert "mengambil langkah" not in html


def test_a_conflict_is_about_a_text_that_was_kept_aside(rina: AtDesk, article: Article) -> None:
    standing = revisions.latest(article)
    assert rina.client.get(f"{STORIES}{article.pk}/bentrok/{standing.pk}/").status_code == 404
    assert rina.client.get(f"{STORIES}{article.pk}/change/?gabung={standing.pk}").status_code == 404


def test_a_text_without_a_base_is_compared_with_nothing(rina: AtDesk, article: Article) -> None:
    address = rina.save(article, base_version=0, headline="Judul lain")["Location"]
    assert columns(rina.read(address))["Judul"][0] == "kosong"


TWO = "<p>Feri berlayar pagi ini.</p>\n<p>Antre sejak subuh.</p>"


def test_changes_in_different_paragraphs_are_merged_and_nobody_is_asked(
    rina: AtDesk, lukman: AtDesk, article: Article
) -> None:
    lukman.save(article, body=TWO)
    first, second = TWO.splitlines()
    mine, theirs = f"{first}\n<p>Antre sejak subuh tadi.</p>", f"<p>Feri berlayar siang ini.</p>\n{second}"
    html = rina.read(clash(rina, lukman, article, mine={"body": mine}, theirs={"body": theirs}))
    assert "diubah keduanya" not in html
    assert "Gabungkan per paragraf" in html
    form = proposed(rina, article, html)
    assert form["body"] == ["<p>Feri berlayar siang ini.</p>\n<p>Antre sejak subuh tadi.</p>"]
    assert "Semua yang ditulis keduanya ada di sini." in rina.read(merged_form(article, html))


def merged_form(article: Article, html: str, **chosen: str) -> str:
    fields = {name: values[0] for name, values in fields_of(html, "story-merge").items()}
    return f"{STORIES}{article.pk}/change/?{urlencode(fields | chosen)}"


@pytest.mark.parametrize(
    ("side", "text", "left_out"),
    [("mine", "Rina", "Lukman Maulana"), ("theirs", "Lukman", "Rina Oktavia")],
)
def test_each_paragraph_that_both_changed_is_chosen_by_itself_and_the_other_is_named(
    rina: AtDesk, lukman: AtDesk, article: Article, side: str, text: str, left_out: str
) -> None:
    lukman.save(article, body=TWO)
    _first, second = TWO.splitlines()
    mine = f"<p>Feri berlayar pagi ini, kata Rina.</p>\n{second}"
    theirs = f"<p>Feri berlayar pagi ini, kata Lukman.</p>\n{second}\n<p>Tambahan.</p>"
    html = rina.read(clash(rina, lukman, article, mine={"body": mine}, theirs={"body": theirs}))
    assert "Isi: paragraf yang diubah keduanya (1/1)" in html
    page = rina.read(merged_form(article, html, **{"body-0": side}))
    assert fields_of(page, "article_form")["body"] == [
        f"<p>Feri berlayar pagi ini, kata {text}.</p>\n{second}\n<p>Tambahan.</p>"
    ]
    (told,) = fromstring(page).find_class("story-left-out")
    assert f"Isi, tulisan {left_out}" in told.text_content()


def test_a_text_without_a_base_may_differ_in_everything(rina: AtDesk, article: Article) -> None:
    address = rina.save(article, base_version=0, content_class="opinion", is_sensitive="on")["Location"]
    assert columns(rina.read(address))["Jenis naskah"] == ["Berita", "BeritaOpini", "Berita"]
