"""An edition is complete and printed as its story stood; what changes later does not reach into it."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from articles.editorial import publishing, workflow
from articles.models import Article, Author, Edition, Editor, Photo, Section, Tag
from articles.reading.rendering import page_body
from tests import make
from tests.cast import Cast


def test_an_edition_holds_all_that_its_page_prints(cast: Cast) -> None:
    photo = make.photo(caption="Feri di Sungai Mahakam", credit="Humas Pemkot", alt_text="Sebuah feri")
    article = make.published(
        headline="Feri kembali beroperasi",
        subheadline="Antrean mengular",
        section=cast.samarinda,
        place="Samarinda",
        photo=photo,
        tags=["Feri", "ikn"],
        authors=[cast.reporter.author, cast.editor.author],
        editor=cast.editor.editor,
    )
    edition = article.editions.get()
    assert edition.source == article.revisions.get()
    assert (edition.headline, edition.subheadline) == ("Feri kembali beroperasi", "Antrean mengular")
    assert (edition.slug, edition.section_name) == ("feri-kembali-beroperasi", "Samarinda")
    assert (edition.summary, edition.place, edition.body) == (article.summary, "Samarinda", article.body)
    assert [name["code"] for name in edition.byline] == ["rin", "lmo"]
    assert (edition.codes, edition.editor_name) == ("rin/lmo", "Lukman Maulana")
    assert edition.photo_line == "Feri di Sungai Mahakam. (Foto: Humas Pemkot)"
    assert edition.photo_alt == "Sebuah feri"
    assert edition.topics == [{"name": "feri", "slug": "feri"}, {"name": "ikn", "slug": "ikn"}]
    assert (edition.published_by, edition.published_by_name) == (cast.managing_editor, "Hasan Basri")
    assert {listing.section for listing in edition.section_listings.all()} == {cast.samarinda, cast.metropolis}
    assert {listing.author.code for listing in edition.author_listings.all()} == {"rin", "lmo"}
    assert {listing.tag.name for listing in edition.topic_listings.all()} == {"feri", "ikn"}


def test_without_a_named_editor_the_credit_is_who_publishes(cast: Cast) -> None:
    assert workflow.publish(make.in_review(), by=cast.editor).editions.get().editor == cast.editor.editor


def test_a_storys_own_caption_goes_before_the_photos(cast: Cast) -> None:
    article = make.published(photo=make.photo(caption="Umum", credit="Ist"), photo_caption="Khusus berita ini!")
    assert article.editions.get().photo_line == "Khusus berita ini! (Foto: Ist)"


def test_what_is_renamed_later_does_not_change_what_was_printed(cast: Cast) -> None:
    article = make.published(photo=make.photo(credit="Humas"), tags=["ikn"], editor=cast.editor.editor)
    before = Edition.objects.values().get(article=article)
    Section.objects.update(description="lain")
    Section.objects.filter(pk=cast.metropolis.pk).update(name="Kota")
    Author.objects.filter(code="rin").update(name="Nama Baru", code="nba")
    Editor.objects.filter(user=cast.editor).update(name="Redaktur Baru")
    Photo.objects.update(credit="Lain", caption="Lain")
    Tag.objects.update(name="ibu kota")
    assert Edition.objects.values().get(article=article) == before


def test_a_topic_renamed_before_publication_is_published_by_its_new_name(cast: Cast) -> None:
    article = make.approved(tags=["ikn"])
    Tag.objects.filter(name="ikn").update(name="ibu kota nusantara")
    workflow.publish(article, by=cast.editor)
    assert article.editions.get().topics == [{"name": "ibu kota nusantara", "slug": "ikn"}]
    assert not Tag.objects.filter(name="ikn").exists()


def test_an_address_stays_when_the_headline_changes_unless_somebody_changes_it(cast: Cast) -> None:
    article = make.reopened(headline="Feri kembali", changes={"headline": "Feri batal kembali"})
    article = workflow.submit(article, by=cast.reporter)
    article = workflow.publish(article, by=cast.editor, kind="correction", note="Feri batal.")
    assert article.editions.get(number=2).slug == "feri-kembali"
    article = make.edited(workflow.reopen(article, by=cast.editor), slug="feri-batal")
    article = workflow.submit(article, by=cast.reporter)
    workflow.publish(article, by=cast.editor, kind="update", note="Feri batal.")
    assert article.editions.get(number=3).slug == "feri-batal"


def test_an_address_is_cut_at_a_word_and_never_empty() -> None:
    assert publishing.slug_of("Feri kembali, 3 kapal disiapkan!") == "feri-kembali-3-kapal-disiapkan"
    long = publishing.slug_of("sungai mahakam " * 20)
    assert len(long) <= 80
    assert long.endswith(("sungai", "mahakam"))
    assert len(publishing.slug_of("a" * 200)) <= 80
    assert publishing.slug_of("؟ ！") == publishing.slug_of("") == "berita"


def test_a_retraction_holds_nothing_of_the_text(cast: Cast) -> None:
    article = make.retracted(body="<p>Rahasia</p>", photo=make.photo(), subheadline="Rahasia", summary="Rahasia")
    notice = article.editions.get(number=2)
    assert not any([notice.body, notice.photo, notice.photo_caption, notice.byline, notice.topics, notice.summary])
    assert not any([notice.subheadline, notice.place, notice.editor_name, notice.source])
    assert (notice.ground, notice.public_note) == ("trauma_korban", "Berita dicabut demi keluarga korban.")
    assert not notice.section_listings.exists()


def test_a_preview_is_what_would_be_published(cast: Cast) -> None:
    article = make.approved(photo=make.photo())
    preview = publishing.preview(article, article.revisions.get(), by=cast.editor)
    workflow.publish(article, by=cast.editor)
    edition = article.editions.get()
    for name in ("headline", "slug", "section_name", "byline", "editor_name", "photo_line", "topics", "place"):
        assert getattr(preview, name) == getattr(edition, name)
    assert page_body(preview) == page_body(edition)
    assert Edition.objects.count() == 1


def test_the_body_is_printed_with_its_dateline_and_code(cast: Cast) -> None:
    def printed(**fields: Any) -> str:
        return str(page_body(make.published(**fields).editions.get()))

    assert printed(body="<p>Isi.</p><p>Akhir.</p>") == (
        '<p><span class="dateline">SAMARINDA, Kate.id –</span> Isi.</p><p>Akhir. <span class="code">(rin)</span></p>'
    )
    assert printed(body="<h2>Sub</h2><ul><li>a</li></ul>", place="Kota <i>").startswith(
        '<p><span class="dateline">KOTA &lt;I&gt;, Kate.id –</span> </p><h2>'
    )
    assert printed(body="<ul><li>a</li></ul>", place="") == (
        '<ul><li>a</li></ul><p> <span class="code">(rin)</span></p>'
    )


def test_lists_hold_each_live_story_once_newest_first(cast: Cast) -> None:
    now = timezone.now()
    old = make.published(at=now - timedelta(days=2))
    new = make.published(at=now - timedelta(days=1), kind="update")
    make.scheduled(at=now + timedelta(days=1))
    make.retracted(at=now - timedelta(days=3))
    for listed in (
        Edition.objects.listed().newest(),
        Edition.objects.listed().in_section(cast.metropolis),
        Edition.objects.listed().by_author(Author.objects.get(code="rin")),
        Edition.objects.listed().on_topic(Tag.objects.get(slug="feri")),
    ):
        assert [edition.article for edition in listed] == [new, old]
        first = listed[0]
        assert [edition.article for edition in listed.older_than(first.published_at, first.pk)] == [old]
    assert Article.objects.count() == 4
