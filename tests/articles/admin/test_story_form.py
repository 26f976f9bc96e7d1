"""The story form: a draft may be incomplete, nothing typed is lost, and what a page prints by itself is taken off."""

import re
from html import unescape
from typing import Any

import pytest
from django.utils.html import escape

from articles.editorial import revisions, workflow
from articles.models import Article, Author, Edition, Revision, RevisionKind, Stage
from articles.richtext import MAX_LENGTH
from tests import make
from tests.cast import Cast
from tests.forms import STORIES, AtDesk, fields_of


@pytest.fixture
def rina(cast: Cast) -> AtDesk:
    return AtDesk(cast.reporter)


@pytest.fixture
def lukman(cast: Cast) -> AtDesk:
    return AtDesk(cast.editor)


def newest() -> Article:
    return Article.objects.order_by("-pk")[0]


def errors_by_field(html: str) -> dict[str, str]:
    """The sentences in a form's rows, by the label of the field beside which they stand."""
    found = {}
    for row in html.split('<div class="form-row')[1:]:
        label = re.search(r"<label[^>]*>(.*?):?</label>", row, re.DOTALL)
        errors = re.search(r'<ul class="errorlist"[^>]*>(.*?)</ul>', row, re.DOTALL)
        if label and errors:
            found[label[1].strip().lower()] = unescape(" ".join(re.findall(r"<li>(.*?)</li>", errors[1], re.DOTALL)))
    return found


@pytest.mark.parametrize(
    "typed",
    [{}, {"headline": "Baru judulnya"}, {"body": "<p>Baru isinya.</p>"}, {"tags": "feri"}, {"byline": []}],
    ids=["nothing", "headline", "body", "topics", "no author"],
)
def test_a_draft_may_be_saved_incomplete(rina: AtDesk, typed: dict[str, Any]) -> None:
    response = rina.save(**typed)
    article = newest()
    assert response["Location"] == f"{STORIES}{article.pk}/change/"
    assert (article.stage, article.version, article.created_by) == (Stage.DRAFT, 1, rina.user)
    assert rina.save(article, place="Bontang").status_code == 302
    assert Article.objects.get(pk=article.pk).place == "Bontang"


def test_a_new_story_begins_under_its_writers_name(cast: Cast, rina: AtDesk) -> None:
    assert rina.open()["byline"] == [str(cast.reporter.author.pk)]


def test_every_field_comes_back_as_it_was_saved(cast: Cast, rina: AtDesk) -> None:
    article, photo, credit = make.draft(), make.photo(), make.editor()
    typed = {
        "headline": "Harga cabai “rawit” naik & turun",
        "subheadline": "Pedagang <bingung>",
        "section": cast.ekonomi.pk,
        "byline": [make.author().pk, cast.reporter.author.pk],
        "place": "Balikpapan",
        "summary": "Harga naik 10%.",
        "body": "<h2>Pasar</h2><p>Naik &amp; turun <strong>lagi</strong>.</p><ul><li>cabai</li></ul>",
        "photo": photo.pk,
        "photo_caption": "Pedagang di Pasar Pandansari",
        "tags": "cabai, harga pangan",
        "content_class": "advertorial",
        "advertiser": "Dinas Perdagangan",
        "editor": credit.pk,
        "slug": "harga-cabai",
        "is_sensitive": "on",
    }
    assert rina.save(article, **typed).status_code == 302
    again = rina.open(article)
    expected = {name: value if isinstance(value, list) else [value] for name, value in typed.items()}
    assert {name: [str(value) for value in values] for name, values in expected.items()} == {
        name: again[name] for name in typed
    }


def test_saving_without_a_change_makes_no_revision(rina: AtDesk) -> None:
    article = make.draft(photo=make.photo(), editor=make.editor(), tags=["ikn", "air bersih"], is_sensitive=True)
    for _ in range(2):
        assert rina.save(article).status_code == 302
    assert Revision.objects.filter(article=article).count() == 1
    assert Article.objects.get(pk=article.pk).version == article.version


WRONG = {
    "judul": ("headline", "x" * 201, "200"),
    "subjudul": ("subheadline", "x" * 201, "200"),
    "rubrik": ("section", "99999", "Masukkan pilihan yang valid"),
    "penulis": ("byline", ["99999"], "Masukkan pilihan yang valid"),
    "kota asal": ("place", "x" * 61, "60"),
    "teras": ("summary", "x" * 301, "300"),
    "foto utama": ("photo", "bukan nomor", "Masukkan pilihan yang valid"),
    "keterangan foto": ("photo_caption", "x" * 401, "400"),
    "topik": ("tags", "x" * 101, "100 huruf"),
    "jenis naskah": ("content_class", "iklan gelap", "iklan gelap"),
    "pemasang atau pengirim": ("advertiser", "x" * 121, "120"),
    "redaktur": ("editor", "99999", "Masukkan pilihan yang valid"),
    "alamat": ("slug", "tidak boleh spasi", "Masukkan"),
}
ENGLISH = re.compile(r"\b(the|value|valid choice|ensure|enter|select|this|field|characters?)\b", re.IGNORECASE)


@pytest.mark.parametrize("label", WRONG)
def test_an_error_stands_at_its_field_in_indonesian_and_all_typing_stays(rina: AtDesk, label: str) -> None:
    article = make.draft()
    name, value, words = WRONG[label]
    typed = {"headline": "Judul yang baru", "body": "<p>Isi yang baru diketik.</p>", "tags": "satu, dua", name: value}
    response = rina.save(article, **typed)
    html = response.content.decode()
    errors = errors_by_field(html)
    assert list(errors) == [label]
    assert words in errors[label]
    assert not ENGLISH.search(errors[label]), errors[label]
    sent = fields_of(html, "article_form")
    kept = {key: [typed[key]] for key in typed if key not in {"section", "byline", "photo", "content_class", "editor"}}
    assert {key: sent[key] for key in kept} == kept
    assert Revision.objects.filter(article=article).count() == 1


@pytest.mark.parametrize(
    ("body", "length"),
    [
        ("<p>" + "kata " * (MAX_LENGTH // 5) + "</p>", "too long"),
        ("<blockquote>" * 60 + "dalam" + "</blockquote>" * 60, "too deep"),
        ("<br>" * 6_000, "too many tags"),
    ],
    ids=lambda value: value if len(value) < 20 else "",
)
def test_a_body_that_is_too_complex_is_refused_with_the_text_kept(rina: AtDesk, body: str, length: str) -> None:
    article = make.draft()
    response = rina.save(article, body=body, headline="Judul yang baru")
    html = response.content.decode()
    assert response.status_code == 200
    assert errors_by_field(html) == {
        "isi": "Isi terlalu panjang atau susunannya terlalu rumit. Pendekkan, atau tempel ulang sebagai teks biasa."
    }
    assert fields_of(html, "article_form")["body"] == [body]


@pytest.mark.parametrize(
    ("typed", "place", "body"),
    [
        ("<p>SAMARINDA, Kate.id – Feri kembali.</p>", "SAMARINDA", "<p>Feri kembali.</p>"),
        ("<p><strong>KUTAI KARTANEGARA, Kate.id</strong> — Feri.</p>", "KUTAI KARTANEGARA", "<p>Feri.</p>"),
        ("<p><strong>BONTANG, Kate.id –</strong> Feri.</p>", "BONTANG", "<p>Feri.</p>"),
        ("<p>BERAU, Kate.id&nbsp;&ndash;&nbsp;Feri.</p>", "BERAU", "<p>Feri.</p>"),
        ("<p class='MsoNormal'>PPU, Kate.id – Feri <em>kembali</em>.</p>", "PPU", "<p>Feri <em>kembali</em>.</p>"),
        ("\n<p> MAHAKAM ULU, Kate.id -- Feri.</p>", "MAHAKAM ULU", "<p>Feri.</p>"),
        ("<p>Feri di SAMARINDA, Kate.id – kembali.</p>", "", "<p>Feri di SAMARINDA, Kate.id – kembali.</p>"),
        ("<p>SAMARINDA, KATE.ID – Feri.</p>", "SAMARINDA", "<p>Feri.</p>"),
        ("<p>Kutai Barat, Kate.id - Feri.</p>", "KUTAI BARAT", "<p>Feri.</p>"),
        ("<p><strong>PASER</strong>, Kate.id – Feri.</p>", "PASER", "<p>Feri.</p>"),
        ("<p><strong>PASER, Kate.id – Feri</strong> kembali.</p>", "PASER", "<p><strong>Feri</strong> kembali.</p>"),
        ("<p>BERAU (Kate.id) – Feri.</p>", "BERAU", "<p>Feri.</p>"),
        ("<p>BONTANG – Feri.</p>", "BONTANG", "<p>Feri.</p>"),
        ("<p>Jakarta, (Kate.id) – Feri.</p>", "JAKARTA", "<p>Feri.</p>"),
        ("<p>TANJUNG REDEB. (Kate.id) – Feri.</p>", "TANJUNG REDEB", "<p>Feri.</p>"),
        (
            "<p>Kata Ketua KPU Kaltim, Kate.id – kantor berita – keliru.</p>",
            "",
            "<p>Kata Ketua KPU Kaltim, Kate.id – kantor berita – keliru.</p>",
        ),
        ("<p>Bontang – kota industri – ramai.</p>", "", "<p>Bontang – kota industri – ramai.</p>"),
        ("<p>PLN – perusahaan listrik – padam.</p>", "", "<p>PLN – perusahaan listrik – padam.</p>"),
        ("<p>BERAU-Samarinda macet.</p>", "", "<p>BERAU-Samarinda macet.</p>"),
        ("<p>SAMARINDA, Antara – Feri.</p>", "", "<p>SAMARINDA, Antara – Feri.</p>"),
    ],
)
def test_a_typed_dateline_is_taken_apart(rina: AtDesk, typed: str, place: str, body: str) -> None:
    rina.save(body=typed)
    assert (newest().place, newest().body) == (place, body)


def test_a_typed_dateline_replaces_an_older_place_but_not_one_typed_with_it(rina: AtDesk) -> None:
    article = make.draft(place="Samarinda")
    rina.save(article, body="<p>BONTANG, Kate.id – Feri.</p>")
    assert Article.objects.get(pk=article.pk).place == "BONTANG"
    rina.save(article, body="<p>PASER, Kate.id – Feri.</p>", place="Tanah Grogot")
    assert Article.objects.get(pk=article.pk).place == "Tanah Grogot"


def test_the_writers_own_code_is_taken_off_the_end(cast: Cast, rina: AtDesk) -> None:
    """The page prints it from the byline; anybody else's letters in brackets are text."""
    rina.save(body="<p>Satu.</p><p>Dua. (rin)</p>")
    assert newest().body == "<p>Satu.</p><p>Dua.</p>"
    rina.save(body="<p>Dua (2).</p><p>Tiga. (xyz)</p>")
    assert newest().body == "<p>Dua (2).</p><p>Tiga. (xyz)</p>"


def test_the_editors_code_goes_with_the_writers_but_no_agencys(rina: AtDesk) -> None:
    make.author("Lukman Hakim", code="luk")
    for ending, kept in (
        ("(rin/luk)", ""),
        ("(RIN / LUK)", ""),
        ("(rin/antara)", " (rin/antara)"),
        ("(luk)", " (luk)"),
    ):
        rina.save(body=f"<p>Hujan. {ending}</p>")
        assert newest().body == f"<p>Hujan.{kept}</p>"


MESSAGE = "<p>Feri Kembali</p>\n<p>BERAU, Kate.id – Antre.</p>"


def test_the_first_line_of_a_pasted_message_is_the_headline(rina: AtDesk) -> None:
    for typed in ("", "Feri Kembali"):
        rina.save(headline=typed, body=MESSAGE)
        assert (newest().headline, newest().place, newest().body) == ("Feri Kembali", "BERAU", "<p>Antre.</p>")


@pytest.mark.parametrize("body", ["<p>Feri Kembali</p>\n<p>Antre.</p>", MESSAGE.replace("Feri", "Feri " * 50)])
def test_a_first_line_without_a_dateline_below_or_too_long_stays(rina: AtDesk, body: str) -> None:
    rina.save(headline="", body=body)
    assert "Kembali</p>" in newest().body


def test_another_headline_takes_nothing_from_the_text(rina: AtDesk) -> None:
    rina.save(headline="Judul lain", body=MESSAGE)
    assert newest().headline == "Judul lain"
    assert newest().body.startswith("<p>Feri Kembali</p>")


@pytest.mark.parametrize("name", ["headline", "summary", "subheadline"])
def test_what_is_too_long_is_said_and_never_cut_by_the_browser(rina: AtDesk, name: str) -> None:
    assert f'name="{name}"' in rina.read(f"{STORIES}add/")
    assert "maxlength" not in rina.read(f"{STORIES}add/").split(f'name="{name}"')[1].split(">")[0]
    html = rina.save(**{name: "x" * 400}).content.decode()
    assert fields_of(html, "article_form")[name] == ["x" * 400]
    assert "400" in str(errors_by_field(html))


def test_the_byline_keeps_its_order(cast: Cast, rina: AtDesk) -> None:
    first, second, third = (make.author(name).pk for name in ("Zul Kifli", "Ani Mariani", "Mira Sari"))
    article = make.draft()
    for order in ([first, second, third], [third, first, second]):
        rina.save(article, byline=order)
        assert [author.pk for author in Article.objects.get(pk=article.pk).ordered_authors()] == order
        assert rina.open(article)["byline"] == [str(pk) for pk in order]


def test_a_name_twice_in_the_byline_is_there_once(cast: Cast, rina: AtDesk) -> None:
    pk = cast.reporter.author.pk
    rina.save(byline=[pk, pk])
    assert [author.pk for author in newest().ordered_authors()] == [pk]


def test_topics_are_lower_case_and_parted_by_commas_alone(rina: AtDesk) -> None:
    rina.save(tags="IKN,  Air   Bersih , ikn,, Banjir")
    assert sorted(newest().tags.names()) == ["air bersih", "banjir", "ikn"]
    assert rina.open(newest())["tags"] == ["air bersih, banjir, ikn"]


def test_text_from_word_arrives_clean(rina: AtDesk) -> None:
    word = """<p class="MsoNormal" style="margin:0"><strong><span lang="IN">Feri</span></strong><o:p></o:p></p>
    <p onclick="alert(1)">kembali <img src="https://jahat.example/x.png"><a href="javascript:alert(1)">baca</a></p>"""
    rina.save(body=word)
    assert re.sub(r"\s+", " ", newest().body) == "<p><strong>Feri</strong></p> <p>kembali <a>baca</a></p>"


def test_while_an_editor_reads_a_reporter_sees_the_page_and_no_form(rina: AtDesk) -> None:
    article = make.in_review()
    html = rina.read(f"{STORIES}{article.pk}/change/")
    assert "article_form" not in html
    assert "Menunggu redaktur" in html
    assert f"{STORIES}{article.pk}/revisi/{revisions.latest(article).pk}/" in html


def test_what_a_reporter_still_sends_then_is_kept_aside(cast: Cast, rina: AtDesk) -> None:
    """They had the form open when the story went to the editor."""
    article = make.draft()
    opened = rina.open(article)
    article = workflow.submit(article, by=cast.reporter)
    for base_version in (opened["base_version"], [str(article.version)]):  # honest, and forged
        response = rina.save(article, opened | {"base_version": base_version}, body="<p>Yang masih diketik.</p>")
        kept = Revision.objects.filter(article=article).first()
        assert response["Location"] == f"{STORIES}{article.pk}/bentrok/{kept.pk}/"
        assert (kept.kind, kept.content["body"]) == (RevisionKind.SET_ASIDE, "<p>Yang masih diketik.</p>")
    stored = Article.objects.get(pk=article.pk)
    assert (stored.body, stored.version, stored.stage) == (article.body, article.version, Stage.IN_REVIEW)
    assert "tersimpan di riwayat" in rina.read(response["Location"])


def test_who_moves_a_late_text_to_their_own_section_does_not_get_in(cast: Cast) -> None:
    """An editor who wrote for another section is its writer there, not its editor."""
    article = make.in_review(by=cast.other_editor)
    wati = AtDesk(cast.other_editor)
    fields = {"base_version": article.version, "content_class": "news", "section": cast.ekonomi.pk, "headline": "Baru"}
    assert "/bentrok/" in wati.save(article, fields)["Location"]
    assert Article.objects.get(pk=article.pk).section == cast.metropolis


def test_saving_and_submitting_is_one_press(rina: AtDesk) -> None:
    article = make.draft()
    response = rina.save(article, headline="Judul akhir", _verb="submit")
    assert "Naskah diajukan ke redaktur: “Judul akhir”." in rina.read(response["Location"])
    assert Article.objects.get(pk=article.pk).stage == Stage.IN_REVIEW


def test_what_stands_in_the_way_of_submitting_is_said_after_saving(rina: AtDesk) -> None:
    response = rina.save(headline="Judul saja", _verb="submit")
    assert newest().headline == "Judul saja"
    assert newest().stage == Stage.DRAFT
    said = rina.read(response["Location"])
    assert "Isi masih kosong." in said
    assert "Rubrik belum dipilih." in said
    assert "Judul masih kosong" not in said


def test_a_step_that_asks_something_leads_to_its_page_after_saving(lukman: AtDesk) -> None:
    article = make.approved()
    response = lukman.save(article, headline="Judul akhir", _verb="publish")
    assert response["Location"] == f"{STORIES}{article.pk}/langkah/publish/"
    assert Article.objects.get(pk=article.pk).headline == "Judul akhir"
    assert not Edition.objects.exists()


def test_saving_and_previewing_is_one_press(rina: AtDesk) -> None:
    article = make.draft()
    response = rina.save(article, headline="Judul akhir", _preview="1")
    assert "<h1" in rina.read(response["Location"])
    assert "Judul akhir" in rina.read(response["Location"])


def test_only_what_right_and_stage_allow_is_a_button(cast: Cast, rina: AtDesk, lukman: AtDesk) -> None:
    def offered(person: AtDesk, article: Article) -> list[str]:
        html = person.read(f"{STORIES}{article.pk}/change/")
        return re.findall(r'name="_verb" value="(\w+)"', html) + re.findall(r"/langkah/(\w+)/", html)

    draft, waiting, live = make.draft(), make.in_review(), make.published()
    assert offered(rina, draft) == ["submit"]
    assert offered(lukman, draft) == ["submit", "spike"]
    assert offered(rina, waiting) == ["withdraw"]
    assert offered(lukman, waiting) == ["approve", "publish", "send_back", "schedule", "spike"]
    assert offered(AtDesk(cast.other_editor), waiting) == []
    assert offered(rina, live) == ["reopen"]
    assert offered(AtDesk(cast.managing_editor), live) == ["reopen", "retract"]


def test_a_returned_story_says_why_on_top(cast: Cast, rina: AtDesk) -> None:
    article = make.in_review()
    workflow.send_back(article, by=cast.editor, reason="Tambahkan <kutipan> Dishub.")
    html = rina.read(f"{STORIES}{article.pk}/change/")
    assert "Dikembalikan oleh Lukman Maulana" in html
    assert escape("Tambahkan <kutipan> Dishub.") in html


def test_who_leaves_the_byline_of_a_story_not_theirs_comes_to_the_list(cast: Cast) -> None:
    """From then on they know nothing of it."""
    yusuf = AtDesk(cast.other_reporter)
    article = make.draft(authors=[cast.reporter.author, cast.other_reporter.author])
    response = yusuf.save(article, byline=[cast.reporter.author.pk])
    assert response["Location"] == STORIES
    assert yusuf.client.get(f"{STORIES}{article.pk}/change/").status_code == 404
    assert Author.objects.get(user=cast.other_reporter) not in Article.objects.get(pk=article.pk).ordered_authors()
