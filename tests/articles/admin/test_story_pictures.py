"""Photos inside a text: a reference there, the words frozen at publishing, nothing for what is unknown."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from lxml.html import HtmlElement, fromstring
from pytest_django import DjangoAssertNumQueries

from articles.editorial import checks, comparison, publishing, revisions, workflow
from articles.editorial.checks import ChecksFailed
from articles.models import Article, ArticlePhoto, DigitalSource, Edition, EditionPhoto, Photo
from articles.reading.rendering import page_body
from articles.search import indexes
from tests import make
from tests.cast import Cast

Read = Callable[[Article], HtmlElement]


def figure(photo: Photo | int, caption: str = "") -> str:
    number = photo.pk if isinstance(photo, Photo) else photo
    held = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f'<figure data-photo="{number}">{held}</figure>'


def body(*figures: str) -> str:
    return "<p>Feri berangkat pagi.</p>" + "<p>Lalu siang.</p>".join(figures) + "<p>Dan sore.</p>"


def live(article: Article) -> Edition:
    return Edition.objects.live().select_related("section").get(article=article)


@pytest.fixture
def read(client: Client) -> Read:
    return lambda article: fromstring(client.get(live(article).get_absolute_url()).content)


def figures(page: HtmlElement) -> list[HtmlElement]:
    return list(page.find_class("inner-photo"))


def words(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def test_a_photo_stands_in_the_text_with_the_words_of_the_library_or_its_own(cast: Cast, read: Read) -> None:
    one, two = make.photo_row(caption="Antrean feri"), make.photo_row(caption="Dermaga", credit="Rina/Kate.id")
    first, second = figures(read(make.published(body=body(figure(one), figure(two, "Dermaga &amp; feri sore itu!")))))
    assert words(first) == "Antrean feri. (Foto: Humas Pemkot Samarinda)"
    assert words(second) == "Dermaga & feri sore itu! (Foto: Rina/Kate.id)"
    (image,) = first.xpath(".//picture/img")
    assert image.get("alt") == one.alt_text
    assert image.get("loading") == "lazy"
    assert image.get("width")
    assert image.get("height")


def test_the_words_stay_as_they_were_at_publishing(cast: Cast, read: Read) -> None:
    photo = make.photo_row(caption="Antrean feri")
    article = make.published(body=body(figure(photo)))
    Photo.objects.filter(pk=photo.pk).update(caption="Lain", credit="Lain", alt_text="Lain")
    (shown,) = figures(read(article))
    assert words(shown) == "Antrean feri. (Foto: Humas Pemkot Samarinda)"
    assert shown.xpath(".//img/@alt") == [photo.alt_text]


@pytest.mark.parametrize(
    ("source", "says"),
    [(DigitalSource.AI, "(Gambar dibuat dengan kecerdasan buatan)"), (DigitalSource.EDITED, "(Ilustrasi)")],
)
def test_a_picture_that_is_no_photo_says_so_in_the_text_too(cast: Cast, read: Read, source: str, says: str) -> None:
    (shown,) = figures(read(make.published(body=body(figure(make.photo_row(digital_source=source))))))
    assert says in words(shown)


def test_an_old_photo_says_when_it_was_taken(cast: Cast, read: Read) -> None:
    taken = datetime(2022, 7, 12, 1, 0, tzinfo=UTC)
    (shown,) = figures(read(make.published(body=body(figure(make.photo_row(taken_at=taken))))))
    assert words(shown).endswith("Foto arsip, 12 Juli 2022")


def test_a_photo_that_is_withdrawn_or_unknown_or_forged_prints_nothing(cast: Cast, read: Read) -> None:
    photo, other = make.photo_row(), make.photo_row()
    article = make.published(body=body(figure(photo)))
    edition = live(article)
    forged = Edition(**{field.attname: getattr(edition, field.attname) for field in Edition._meta.concrete_fields})
    forged.body = body(figure(other), figure(999_999))  # not what was frozen
    assert "<img" not in page_body(forged)
    assert "figure" not in page_body(forged)
    Photo.objects.filter(pk=photo.pk).update(withdrawn_at=timezone.now())
    page = read(article)
    assert not figures(page)
    assert "Feri berangkat pagi." in words(page)


def test_the_dateline_stands_before_the_first_words_although_a_photo_opens_the_text(cast: Cast, read: Read) -> None:
    page = read(make.published(body=f"{figure(make.photo_row())}<p>Feri berangkat.</p>", place="Samarinda"))
    (first,) = page.xpath("//p[span[@class='dateline']]")
    assert words(first).startswith("SAMARINDA, Kate.id – Feri berangkat.")
    assert len(page.find_class("dateline")) == 1


def test_feeds_and_the_interface_for_programs_have_the_photo_by_its_full_address(
    cast: Cast, client: Client, settings: object
) -> None:
    photo = make.photo_row(caption="Antrean feri")
    article = make.published(body=body(figure(photo, "Pagi itu")))
    main = photo.main()
    assert main
    address = f"{settings.KATEID_SITE_URL}{main.url}"  # type: ignore[attr-defined]
    for path in ("/feed/", "/feed/atom/", "/feed/json/"):
        text = client.get(path).content.decode()
        assert address in text, path
        assert "Pagi itu. (Foto: Humas Pemkot Samarinda)" in text
        assert "data-photo" not in text
    item = client.get(reverse("articles:api_story", args=[article.pk])).json()
    (picture,) = item["associations"]
    assert (picture["name"], picture["uri"]) == ("inner1", address)
    assert {text["value"] for text in picture["descriptions"]} == {"Pagi itu", photo.alt_text}
    assert "data-photo" not in item["bodies"][0]["value"]
    assert item["bodies"][0]["wordCount"] == 7


def test_search_engines_are_told_of_every_photo(cast: Cast, read: Read) -> None:
    lead, inner = make.photo_row(), make.photo_row(caption="Antrean feri")
    page = read(make.published(photo=lead, body=body(figure(inner))))
    (data,) = page.xpath("//script[@type='application/ld+json']/text()")
    story = json.loads(data)["@graph"][0]
    captions = [image.get("caption") for image in story["image"]]
    assert captions == [lead.caption, None, "Antrean feri"]


def test_search_finds_the_words_under_a_photo(cast: Cast, client: Client) -> None:
    make.published(
        body=body(figure(make.photo_row(caption="Kelotok di dermaga")), figure(make.photo_row(), "Bekantan lewat"))
    )
    for word in ("kelotok", "bekantan"):
        assert "Feri penyeberangan" in client.get("/cari/", {"q": word}).content.decode(), word
    indexes.rebuild(report=lambda done: None)
    assert "Feri penyeberangan" in client.get("/cari/", {"q": "kelotok"}).content.decode()


def test_a_preview_shows_the_photo_without_publishing_anything(cast: Cast, client: Client) -> None:
    article = make.draft(body=body(figure(make.photo_row(caption="Antrean feri"))))
    client.force_login(cast.reporter)
    latest = revisions.latest(article)
    assert latest
    page = fromstring(client.get(reverse("admin:articles_article_preview", args=[article.pk, latest.pk])).content)
    assert words(figures(page)[0]).startswith("Antrean feri.")
    assert not EditionPhoto.objects.exists()


def test_a_comparison_names_the_photo_that_came_and_the_one_that_went(cast: Cast) -> None:
    one, two = make.photo_row(caption="Antrean feri"), make.photo_row(caption="Dermaga")
    article = make.draft(body=body(figure(one, "Pagi")))
    make.edited(article, body=body(figure(two, "Pagi")))
    old, new = (revision.content for revision in article.revisions.order_by("pk"))
    (difference,) = comparison.differences(old, new)
    removed, added = (
        "".join(piece.text for piece in difference.pieces if piece.kind == kind) for kind in ("removed", "added")
    )
    assert "Antrean feri" in removed
    assert "Dermaga" in added
    assert "Pagi" in "".join(piece.text for piece in difference.pieces if piece.kind == "same")


def test_where_a_photo_is_used_is_kept_with_every_save_and_every_edition(cast: Cast) -> None:
    one, two, three = make.photo_row(), make.photo_row(), make.photo_row()

    def used() -> set[int]:
        return set(ArticlePhoto.objects.values_list("photo_id", flat=True))

    article = make.draft(body=body(figure(one), figure(999_999)), gallery=[{"photo": two.pk, "caption": ""}])
    assert used() == {one.pk, two.pk}
    first = article.revisions.get()
    article = make.edited(article, body=body(figure(three), figure(three)), gallery=[])
    assert used() == {three.pk}
    revisions.restore(article, first, by=cast.reporter, base_version=article.version)
    assert used() == {one.pk, two.pk}
    published = make.published(body=body(figure(one)), gallery=[{"photo": two.pk, "caption": ""}])
    assert set(live(published).photo_uses.values_list("photo_id", flat=True)) == {one.pk, two.pk}


def test_a_photo_that_a_text_or_a_gallery_uses_is_kept(cast: Cast, client: Client) -> None:
    client.force_login(cast.photo_editor)
    for fields in ({"body": "figure"}, {"gallery": "row"}):
        photo = make.photo_row()
        values = (
            {"body": body(figure(photo))} if "body" in fields else {"gallery": [{"photo": photo.pk, "caption": ""}]}
        )
        for build in (make.draft, make.published):
            build(**values)
            client.post(reverse("admin:articles_photo_delete", args=[photo.pk]), {"post": "yes"})
            assert Photo.objects.filter(pk=photo.pk).exists()


# Before publishing


@pytest.mark.parametrize("place", ["body", "gallery"])
@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"credit": ""}, "belum punya kredit"),
        ({"alt_text": ""}, "belum punya teks alternatif"),
        ({"alt_text": "IMG_2034.jpg"}, "hanya nama berkas"),
    ],
)
def test_a_story_waits_for_what_its_photos_lack_and_names_the_photo(
    cast: Cast, place: str, fields: dict[str, str], says: str
) -> None:
    photo = make.photo_row(caption="Antrean feri di dermaga", **fields)
    values = {"body": body(figure(photo)), "gallery": [{"photo": photo.pk, "caption": ""}]}
    article = make.in_review(**{place: values[place]})
    (finding,) = checks.before_publishing(article)
    assert finding.field == place
    assert "foto “antrean feri di dermaga”" in finding.message.lower()
    assert says in finding.message
    with pytest.raises(ChecksFailed):
        workflow.publish(article, by=cast.editor)


def test_the_lead_photo_is_asked_the_same(cast: Cast) -> None:
    (finding,) = checks.before_publishing(make.in_review(photo=make.photo_row(alt_text="DSC_0012.JPG")))
    assert (finding.field, "hanya nama berkas" in finding.message) == ("photo", True)


def test_a_photo_that_does_not_exist_is_named_before_publishing(cast: Cast) -> None:
    (finding,) = checks.before_publishing(make.in_review(body=body(figure(999_999))))
    assert "Foto nomor 999999" in finding.message


def test_there_may_not_be_too_many(cast: Cast) -> None:
    photos = [make.photo_row() for _ in range(2)]
    article = make.in_review(body=body(*(figure(photo) for photo in photos)))
    assert not checks.before_publishing(article)
    monkey = checks.MOST_INNER_PHOTOS
    try:
        checks.MOST_INNER_PHOTOS = 1
        (finding,) = checks.before_publishing(article)
    finally:
        checks.MOST_INNER_PHOTOS = monkey
    assert "galeri" in finding.message


# What it costs


def test_photos_in_the_text_cost_one_query_however_many(
    cast: Cast, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    def asked(article: Article) -> int:
        address = live(article).get_absolute_url()
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        return len(queries)

    plain = asked(make.published())
    assert asked(make.published(body=body(figure(make.photo_row())))) == plain + 1
    assert asked(make.published(body=body(*(figure(make.photo_row()) for _ in range(4))))) == plain + 1
    with django_assert_num_queries(7):
        client.get("/feed/")


def test_a_later_edition_has_its_own_words(cast: Cast, read: Read) -> None:
    photo = make.photo_row(caption="Antrean feri")
    article = make.published(body=body(figure(photo)), at=timezone.now() - timedelta(hours=1))
    photo.caption = "Antrean feri pagi"
    photo.save(update_fields=["caption"])
    article = workflow.reopen(article, by=cast.editor)
    article = workflow.submit(article, by=cast.reporter)
    workflow.publish(article, by=cast.editor, kind="update", note="Keterangan foto dilengkapi.")
    assert words(figures(read(article))[0]).startswith("Antrean feri pagi.")
    assert publishing.live_edition(article)
