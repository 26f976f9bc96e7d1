"""The story page: every part of a story in its printed form and in the order that readers expect."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.shortcuts import render
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from articles.editorial import publishing, workflow
from articles.editorial.revisions import content_of
from articles.models import Article, ContentClass, DigitalSource, Edition, RetractionGround
from articles.reading.story_page import TEMPLATE, story_context
from tests import make
from tests.cast import Cast

TUESDAY = datetime(2022, 7, 12, 6, 5, tzinfo=UTC)  # 14:05 WITA


def address(article: Article) -> str:
    return Edition.objects.live().select_related("section").get(article=article).get_absolute_url()


@pytest.fixture
def read(client: Client) -> Callable[..., str]:
    def page(article: Article) -> str:
        response = client.get(address(article))
        assert response.status_code == 200
        return response.content.decode()

    return page


def assert_in_order(html: str, *parts: str) -> None:
    place = html.index("<main")
    for part in parts:
        found = html.find(part, place)
        assert found >= 0, f"{part!r} is missing, or stands too early"
        place = found


def test_every_element_stands_in_its_order_and_printed_form(cast: Cast, read: Callable[..., str]) -> None:
    """Anatomy of a story, from the breadcrumb to the lists beside it."""
    make.published(at=TUESDAY - timedelta(days=1), headline="Diskominfo Siapkan FGD", tags=["ikn"])
    apart = {"section": cast.ekonomi, "summary": "", "tags": [], "body": "<p>Pedagang menjual cabai kering.</p>"}
    make.published(at=TUESDAY - timedelta(days=2), headline="Harga Cabai Naik", **apart)
    article = make.published(
        at=TUESDAY,
        section=cast.samarinda,
        headline="Bangkitkan KIM, Diskominfo Gelar FGD",
        subheadline="Sebanyak 96 kelompok hadir",
        place="Kutai Kartanegara",
        photo=make.photo(caption="Sesi foto bersama peserta", credit="Humas Diskominfo Kukar"),
        tags=["ikn"],
        editor=make.editor("Nur Aini"),
    )
    assert_in_order(
        read(article),
        'href="/">Beranda</a>',
        'href="/metropolis/">Metropolis</a>',
        'href="/samarinda/">Samarinda</a>',
        '<p class="kicker"><a href="/samarinda/">SAMARINDA</a></p>',
        '<h1 class="story__headline">Bangkitkan KIM, Diskominfo Gelar FGD</h1>',
        "Sebanyak 96 kelompok hadir",
        '<time datetime="2022-07-12T14:05:00+08:00">Selasa, 12 Juli 2022 | 14:05 WITA</time>',
        '<a href="/penulis/rina/" rel="author">Rina Oktavia</a>',
        "<img ",
        "Sesi foto bersama peserta. (Foto: Humas Diskominfo Kukar)",
        "KUTAI KARTANEGARA, Kate.id –</span> Warga Samarinda Seberang",
        '<span class="code">(rin)</span>',
        "Editor: Nur Aini",
        'href="/topik/ikn/"',
        'href="https://wa.me/?text=Bangkitkan%20KIM',
        "https://www.facebook.com/",
        "https://x.com/",
        "https://t.me/",
        "Salin tautan",
        "Baca juga</h2>",
        "Diskominfo Siapkan FGD",
        "Terkini</h2>",
        "Harga Cabai Naik",
        "Kembali ke atas",
    )


def test_the_lead_photo_reserves_its_space_and_comes_in_several_sizes(cast: Cast, read: Callable[..., str]) -> None:
    """Width, height and srcset let the browser choose a file and shift nothing."""
    photo = make.photo(size=(1000, 600))
    html = read(make.published(photo=photo))
    sizes = ", ".join(f"{file.url} {file.width}w" for file in photo.files("lead", "jpeg"))
    assert sizes.endswith(" 1000w")
    assert f'srcset="{sizes}"' in html
    assert 'width="1000" height="562"' in html
    assert f'class="tone-{photo.tone}"' in html
    assert 'fetchpriority="high"' in html
    assert f'alt="{photo.alt_text}"' in html


@pytest.mark.parametrize(
    ("source", "words"),
    [(DigitalSource.AI, "(Gambar dibuat dengan kecerdasan buatan)"), (DigitalSource.ART, "(Ilustrasi)")],
)
def test_a_picture_that_is_no_photo_says_so(
    cast: Cast, read: Callable[..., str], source: DigitalSource, words: str
) -> None:
    assert words in read(make.published(photo=make.photo(digital_source=source)))


@pytest.mark.parametrize(
    ("size", "place"), [((160, 90), "lead"), ((120, 120), "lead"), ((90, 160), "inline"), ((800, 90), "inline")]
)
def test_a_photo_that_would_lose_most_of_it_leads_whole(
    cast: Cast, read: Callable[..., str], size: tuple[int, int], place: str
) -> None:
    photo = make.photo(size)
    article = make.published(photo=photo)
    lead = re.search(r'<figure class="story__photo.*?<img [^>]*src="([^"]+)"', read(article), re.DOTALL)
    assert lead
    assert lead[1] in {file.url for file in photo.files(place, "jpeg")}
    photo.crops = {f"lead:{article.pk}": [0, 0, 1, 0.5], "lead": [0, 0, 1, 0.5]}  # somebody drew the cut
    assert photo.share_seen("lead", article.pk) == 1


def test_many_topics_stand_behind_one_line(cast: Cast, read: Callable[..., str]) -> None:
    shown, _, folded = read(make.published(tags=[f"soal {n:02}" for n in range(14)])).partition("Topik lain (4)")
    assert shown.count('rel="tag"') == 10
    assert folded.count('rel="tag"') == 4
    assert "Topik lain" not in read(make.published(tags=["soal 01"]))


def test_a_story_says_how_long_it_takes_and_that_it_was_updated(cast: Cast, read: Callable[..., str]) -> None:
    long = make.published(body=f"<p>{'Feri berlayar lagi. ' * 400}</p>", summary="Feri.")
    assert "6 menit baca" in read(long)
    assert "1 menit baca" in read(make.published())
    changed = make.published(kind="correction")
    assert '<p class="story__updated">Diperbarui ' in read(changed)
    assert "story__updated" not in read(long)


@pytest.mark.parametrize(("name", "kickers"), [("Opini", 0), ("Kolom Tamu", 1)])
def test_what_a_section_and_a_label_both_say_stands_once(
    cast: Cast, read: Callable[..., str], name: str, kickers: int
) -> None:
    html = read(make.published(content_class=ContentClass.OPINION, section=make.section(name)))
    assert html.count('<p class="kicker">') == kickers
    assert len(re.findall(r'<span class="label label--large">Opini</span>', html)) == 1
    assert f'">{name}</a>' in html  # the way to the section stays, among the breadcrumbs


@pytest.mark.press_rule("KEJ 4")
def test_an_archive_photo_shows_when_it_was_taken(cast: Cast, read: Callable[..., str]) -> None:
    """Older than thirty days when the story was published (Kode Etik Jurnalistik 4)."""
    old = make.photo(taken_at=TUESDAY - timedelta(days=31))
    fresh = make.photo(taken_at=TUESDAY - timedelta(days=29))
    assert "Foto arsip, 11 Juni 2022" in read(make.published(photo=old, at=TUESDAY))
    assert "Foto arsip" not in read(make.published(photo=fresh, at=TUESDAY))


def test_a_photo_becomes_an_archive_photo_after_thirty_days(cast: Cast) -> None:
    photo = make.photo_row(taken_at=TUESDAY)
    assert not photo.is_archive_in(TUESDAY + timedelta(days=30))
    assert photo.is_archive_in(TUESDAY + timedelta(days=30, microseconds=1))


@pytest.mark.press_rule("PPMS 6a")
def test_what_was_paid_for_looks_unlike_news_in_lists_too(cast: Cast, client: Client) -> None:
    make.published(headline="Layanan baru", content_class=ContentClass.ADVERTORIAL, advertiser="Diskominfo Kukar")
    make.published(headline="Feri berlayar")
    make.published(headline="Pendapat", content_class=ContentClass.OPINION)
    cards = re.findall(r'<article class="card ([^"]*)">(.*?)</article>', client.get("/").content.decode(), re.DOTALL)
    paid = {name: "card--paid" in classes for name in ("Layanan baru", "Feri berlayar", "Pendapat")
            for classes, card in cards if name in card}  # fmt: skip
    assert paid == {"Layanan baru": True, "Feri berlayar": False, "Pendapat": False}


def test_several_authors_are_joined_as_in_print(cast: Cast, read: Callable[..., str]) -> None:
    authors = [make.author(name) for name in ("Ani", "Budi", "Cici")]
    html = read(make.published(authors=authors))
    assert '>Ani</a>, <a href="/penulis/budi/" rel="author">Budi</a> dan <a' in html


@pytest.mark.press_rule("PPMS 6b")
def test_an_advertorial_carries_its_label_and_advertiser_above_the_headline(
    cast: Cast, client: Client, read: Callable[..., str]
) -> None:
    """Also in its title, its share text and in every list (Pedoman Media Siber 6)."""
    article = make.published(
        headline="Layanan baru", content_class=ContentClass.ADVERTORIAL, advertiser="Diskominfo Kukar"
    )
    html = read(article)
    assert_in_order(html, "Advertorial – Diskominfo Kukar", ">Layanan baru</h1>")
    assert "<title>[Advertorial] Layanan baru" in html
    assert "text=%5BAdvertorial%5D%20Layanan%20baru" in html
    beside = address(make.published(headline="Berita lain"))
    for path in ("/", "/metropolis/", "/topik/feri/", "/penulis/rina/", "/indeks/", beside):
        listed = client.get(path).content.decode()
        assert listed.count("Advertorial – Diskominfo Kukar") == listed.count(">Layanan baru</a>") > 0, path


@pytest.mark.press_rule("PPMS 4c")
def test_a_correction_shows_its_kind_time_and_note_above_the_text(cast: Cast, read: Callable[..., str]) -> None:
    """The published time stays; the change is told above the text and again in the history."""
    article = make.published(at=TUESDAY)
    with make.moment(datetime(2022, 7, 13, 1, 10, tzinfo=UTC)):
        article = workflow.reopen(article, by=cast.managing_editor)
        article = workflow.submit(article, by=cast.reporter)
        workflow.publish(article, by=cast.managing_editor, kind="correction", note="Nama desa & ketua diperbaiki.")
    html = read(article)
    assert_in_order(
        html,
        "Selasa, 12 Juli 2022 | 14:05 WITA",
        'Ralat, <time datetime="2022-07-13T09:10:00+08:00">Rabu, 13 Juli 2022 | 09:10 WITA</time>',
        "Nama desa &amp; ketua diperbaiki.",
        'class="dateline"',
        "Riwayat perubahan",
        "Ralat, <time",
        "Terbit pertama, <time",
    )


def test_a_minor_change_is_silent(cast: Cast, read: Callable[..., str]) -> None:
    html = read(make.published(kind="minor"))
    assert "Riwayat perubahan" not in html
    assert "Perbaikan ketik" not in html


def test_of_several_updates_the_last_stands_above_the_text_and_all_in_the_history(
    cast: Cast, read: Callable[..., str]
) -> None:
    article = make.published(at=TUESDAY)
    for hour, (kind, note) in enumerate(
        [("update", "Jumlah korban."), ("correction", "Nama jalan."), ("update", "Tanggapan dinas.")], start=1
    ):
        with make.moment(TUESDAY + timedelta(hours=hour)):
            article = workflow.reopen(article, by=cast.managing_editor)
            article = workflow.submit(article, by=cast.reporter)
            article = workflow.publish(article, by=cast.managing_editor, kind=kind, note=note)
    above, _, below = read(article).partition('class="dateline"')
    assert_in_order(above, "Tanggapan dinas.", "Nama jalan.")
    assert "Jumlah korban." not in above
    assert_in_order(f"<main{below}", "Tanggapan dinas.", "Nama jalan.", "Jumlah korban.", "Terbit pertama")


@pytest.mark.parametrize("path", ["/metropolis/judul-lama-{pk}/", "/ekonomi/{slug}-{pk}/", "/tidak-ada/x-{pk}/"])
def test_an_old_slug_or_section_leads_to_the_current_address(cast: Cast, client: Client, path: str) -> None:
    article = make.published()
    slug = Edition.objects.get(article=article).slug
    response = client.get(path.format(pk=article.pk, slug=slug))
    assert response.status_code == 301
    assert response["Location"] == address(article)


@pytest.mark.parametrize("build", [make.draft, make.in_review, make.approved, make.scheduled, make.spiked])
def test_what_is_not_live_cannot_be_found(cast: Cast, client: Client, build: Callable[..., Article]) -> None:
    article = build(headline="Rahasia dapur")
    assert client.get(f"/metropolis/rahasia-dapur-{article.pk}/").status_code == 404


def test_a_scheduled_story_appears_at_its_minute(cast: Cast, client: Client) -> None:
    """Nothing needs to run for it."""
    at = timezone.now() + timedelta(hours=1)
    article = make.scheduled(at=at)
    path = reverse("articles:detail", args=["metropolis", article.editions.get().slug, article.pk])
    with make.moment(at - timedelta(seconds=1)):
        assert client.get(path).status_code == 404
    with make.moment(at):
        assert client.get(path).status_code == 200


def test_a_reopened_story_stays_as_readers_have_it(cast: Cast, read: Callable[..., str]) -> None:
    article = make.reopened(changes={"headline": "Judul yang belum disetujui", "body": "<p>Belum disetujui.</p>"})
    assert "elum disetujui" not in read(article)


@pytest.mark.press_rule("PPMS 5c")
def test_a_retracted_story_answers_410_with_its_notice(cast: Cast, client: Client) -> None:
    """Whichever of its addresses is asked for; nothing of its text is left."""
    article = make.retracted(
        at=TUESDAY, headline="Judul keliru", ground=RetractionGround.PRESS_COUNCIL, note="Tidak berimbang."
    )
    for path in (address(article), f"/ekonomi/lain-{article.pk}/"):
        response = client.get(path)
        html = response.content.decode()
        assert response.status_code == 410
        assert_in_order(
            html,
            "Selasa, 12 Juli 2022 | 15:05 WITA",
            "Judul keliru",
            "Pertimbangan lain yang ditetapkan Dewan Pers",
            "Tidak berimbang.",
        )
        assert '<meta name="robots" content="noindex">' in html
        assert "Antre sejak subuh" not in html
        assert 'rel="canonical"' not in html


@pytest.mark.parametrize("ground", [RetractionGround.CHILD, RetractionGround.TRAUMA])
@pytest.mark.press_rule("PPMS 5c")
def test_a_notice_that_protects_somebody_keeps_the_headline_back(
    cast: Cast, client: Client, ground: RetractionGround
) -> None:
    """The headline may itself name the child or the victim."""
    article = make.retracted(headline="Nama anak itu", ground=ground)
    for path in (address(article), "/pencabutan/"):
        html = client.get(path).content.decode()
        assert "Nama anak itu" not in html
        assert "Judul disamarkan" in html


def test_the_head_tells_machines_what_the_page_tells_readers(cast: Cast, read: Callable[..., str]) -> None:
    photo = make.photo()
    article = make.published(at=TUESDAY, headline='Kata "kutip" & lain', summary="Ringkasan.", photo=photo)
    html = read(article)
    here = f"{settings.KATEID_SITE_URL}{address(article)}"
    assert "<title>Kata &quot;kutip&quot; &amp; lain – Kate.id</title>" in html
    assert '<meta name="description" content="Ringkasan.">' in html
    assert f'<link rel="canonical" href="{here}">' in html
    assert f'<meta property="og:url" content="{here}">' in html
    assert f'<meta property="og:image" content="{settings.KATEID_SITE_URL}{photo.share.url}">' in html
    assert '<meta property="article:published_time" content="2022-07-12T14:05:00+08:00">' in html
    assert "max-image-preview:large" in html


def test_a_preview_prints_an_edition_that_was_never_saved(cast: Cast, rf: RequestFactory) -> None:
    """The same template for what the desk is still writing: without section, photo, times or address."""
    article = make.draft(section=None, headline="Masih ditulis", summary="", tags=["ikn", "?!"])
    edition = publishing.compose(article, content_of(article), by=cast.reporter)
    html = render(rf.get("/admin/"), TEMPLATE, story_context(edition)).content.decode()
    assert ">Masih ditulis</h1>" in html
    assert '<p class="kicker">' not in html
    assert 'rel="canonical"' not in html
