"""A story goes from the reporter's first word to the printed page, and on to its correction or retraction."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import quote
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from articles.models import Article, Edition, EditionKind, RetractionGround
from tests import make
from tests.cast import PASSWORD, Cast, present

from . import desk
from .conftest import OpenPage

HEADLINE = "Rumah Kompos Tenggarong Olah Sampah Pasar Jadi Pupuk, Warga Antre Ambil Jatah"
SUMMARY = "Delapan ton sampah pasar sebulan kini menjadi pupuk untuk kebun warga."
PARAGRAPHS = """\
Sampah sayur dari Pasar Mangkurawang tidak lagi dibuang ke tempat pembuangan akhir. Sejak Maret, delapan ton \
sebulan diolah menjadi pupuk di rumah kompos milik kelurahan, Selasa (12/7/2022).
“Awalnya kami hanya punya dua bak. Sekarang sebelas, dan warga sudah antre sejak subuh,” ujar Ketua Kelompok \
Kompos Mekar, Arbainah.
## Dibagi menurut kartu keluarga
Setiap keluarga mendapat 20 kilogram sebulan. Sisanya dijual Rp1.500 per kilogram untuk membayar upah tujuh \
pengolah.""".splitlines()
CAPTION = "Arbainah membalik tumpukan kompos di Kelurahan Mangkurawang"
CREDIT = "Humas Kelurahan Mangkurawang"
ALT_TEXT = "Perempuan berkerudung mengaduk tumpukan daun dengan garpu tanah"
TOPICS = "kompos, sampah, tenggarong"
REASON = "Sebutkan dari mana upah pengolahnya, dan perbaiki jumlah baknya."

WITA = ZoneInfo("Asia/Makassar")
YEARS_AGO = datetime(2022, 7, 12, 6, 5, tzinfo=UTC)  # 14.05 WITA
DATE_LINE = re.compile(
    r"(Senin|Selasa|Rabu|Kamis|Jumat|Sabtu|Minggu), \d{1,2} "
    r"(Januari|Februari|Maret|April|Mei|Juni|Juli|Agustus|September|Oktober|November|Desember) \d{4} \| \d\d:\d\d WITA"
)


@pytest.fixture(scope="module")
def newsroom(own_database: str, own_media: object) -> Cast:
    """Stories of other days, so that the lists beside a story have something to show."""
    for day in range(7):
        make.published(at=YEARS_AGO - timedelta(days=day + 1))
    return present()


def test_a_story_travels_from_its_reporter_over_the_editor_to_readers(newsroom: Cast, open_page: OpenPage) -> None:
    reporter, editor, reader = open_page(), open_page(newsroom.editor), open_page()

    write(reporter)
    desk.button(reporter, "Ajukan ke redaktur").click()
    desk.expect_said(reporter, "Naskah diajukan ke redaktur")
    expect(desk.stage(reporter)).to_have_text("Menunggu redaktur")
    reader.goto("/")
    expect(reader.locator("main")).not_to_contain_text("Rumah Kompos")

    open_from_desk(editor, "Menunggu redaktur")
    editor.get_by_text("Langkah lain", exact=True).click()
    desk.button(editor, "Kembalikan ke reporter").click()
    desk.field(editor, "Alasan").fill(REASON)
    desk.button(editor, "Kembalikan ke reporter").click()
    desk.expect_said(editor, "Naskah dikembalikan ke reporter")

    reporter.goto("/admin/")
    returned = reporter.get_by_role("region", name="Dikembalikan kepada saya")
    expect(returned).to_contain_text(REASON)
    returned.get_by_role("link", name=HEADLINE).click()
    expect(reporter.locator(".story-returned")).to_contain_text(REASON)
    expect(reporter.locator(".story-returned")).to_contain_text("Lukman Maulana")
    desk.type_body(reporter, "", "Upah diambil dari penjualan itu, bukan dari anggaran kelurahan, tegasnya.")
    desk.button(reporter, "Ajukan ke redaktur").click()
    desk.expect_said(reporter, "Naskah diajukan ke redaktur")

    open_from_desk(editor, "Menunggu redaktur")
    expect(desk.editor(editor)).to_contain_text("bukan dari anggaran kelurahan")
    desk.button(editor, "Setujui").click()
    desk.expect_said(editor, "Naskah disetujui")
    desk.button(editor, "Terbitkan").click()
    desk.button(editor, "Terbitkan sekarang").click()
    desk.expect_said(editor, "Berita terbit")

    reader.goto("/")
    reader.get_by_role("region", name="Berita utama").get_by_role("link", name=HEADLINE).click()
    assert_printed(reader)
    published = Edition.objects.get(headline=HEADLINE).published_at.astimezone(WITA)
    assert printed_time(reader).endswith(published.strftime(" %Y | %H:%M WITA"))


def write(page: Page) -> None:
    """The reporter signs in and enters the story, photo and all."""
    page.goto("/admin/")
    desk.sign_in_by_form(page, "rina", PASSWORD)
    page.get_by_role("link", name="Tulis berita").click()
    desk.field(page, "Judul").fill(HEADLINE)
    desk.choose(page, "section", "Metropolis")
    expect(page.locator(".field-byline")).to_contain_text("Rina Oktavia")
    desk.field(page, "Kota asal").fill("Kutai Kartanegara")
    desk.field(page, "Teras").fill(SUMMARY)
    desk.type_body(page, *PARAGRAPHS)
    desk.upload_photo(page, caption=CAPTION, credit=CREDIT, alt_text=ALT_TEXT)
    desk.field(page, "Topik").fill(TOPICS)
    desk.field(page, "Status verifikasi").select_option(label="Terverifikasi")


def open_from_desk(page: Page, pile: str) -> None:
    page.goto("/admin/")
    page.get_by_role("region", name=pile).get_by_role("link", name=HEADLINE).click()


def assert_printed(page: Page) -> None:
    """Every part of the story, in its form and order."""
    story = page.locator("article.story")
    parts = [
        "METROPOLIS",
        HEADLINE,
        printed_time(page),
        "Penulis: Rina Oktavia",
        f"{CAPTION}. (Foto: {CREDIT})",
        f"KUTAI KARTANEGARA, Kate.id – {PARAGRAPHS[0]}",
        *(words.removeprefix("## ") for words in PARAGRAPHS[1:]),
        "bukan dari anggaran kelurahan, tegasnya. (rin)",
        "Editor: Lukman Maulana",
        "kompos\nsampah\ntenggarong",
        "Bagikan",
    ]
    text, position = re.sub(r"\n+", "\n", story.inner_text()), -1
    for part in parts:
        assert part in text
        assert text.index(part) > position, f"{part} stands too early"
        position = text.index(part)
    expect(story.locator("h2").first).to_have_text("Dibagi menurut kartu keluarga")
    expect(story.get_by_role("img", name=ALT_TEXT)).to_be_visible()
    assert story.get_by_role("img").evaluate("img => img.complete && img.naturalWidth > 0")
    assert story.get_by_role("link", name="METROPOLIS", exact=True).get_attribute("href") == "/metropolis/"
    assert story.get_by_role("link", name="Rina Oktavia").get_attribute("href") == "/penulis/rina/"
    assert story.get_by_role("link", name="sampah").get_attribute("href") == "/topik/sampah/"
    assert_shared_by_whatsapp_first(page)
    assert_beside(page, "Terkini")
    assert_beside(page, "Populer")
    assert_leads_back_to_the_top(page)


def printed_time(page: Page) -> str:
    printed = page.locator(".story__time").inner_text()
    assert DATE_LINE.fullmatch(printed), printed
    return printed


def assert_shared_by_whatsapp_first(page: Page) -> None:
    links = page.get_by_role("region", name="Bagikan").get_by_role("link")
    expect(links).to_have_text(["WhatsApp", "Facebook", "X", "Telegram"])
    target = links.first.get_attribute("href") or ""
    assert target.startswith("https://wa.me/?text=")
    assert quote("Rumah Kompos Tenggarong") in target
    assert quote(page.url, safe="") in target


def assert_beside(page: Page, heading: str) -> None:
    links = page.get_by_role("region", name=heading, exact=True).get_by_role("link")
    assert links.count() >= 2
    assert HEADLINE not in links.all_inner_texts()


def assert_leads_back_to_the_top(page: Page) -> None:
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.wait_for_function("() => scrollY > 0")
    page.get_by_role("link", name="Kembali ke atas").click()
    page.wait_for_function("() => scrollY === 0")


def test_a_date_line_reads_as_newspapers_print_it(newsroom: Cast, page: Page) -> None:
    page.goto(address_of(make.published(at=YEARS_AGO)))
    assert printed_time(page) == "Selasa, 12 Juli 2022 | 14:05 WITA"


def test_a_correction_is_told_with_its_time_and_leaves_the_published_time(newsroom: Cast, open_page: OpenPage) -> None:
    article = make.published(at=YEARS_AGO, headline="Bak Kompos Bertambah Menjadi Sebelas")
    address = address_of(article)
    editor, reader = open_page(newsroom.editor), open_page()
    editor.goto(f"/admin/articles/article/{article.pk}/change/")
    desk.button(editor, "Sunting lagi").click()
    desk.expect_said(editor, "Naskah dibuka lagi")
    desk.type_body(editor, "", "Bak kompos berjumlah dua belas.")
    desk.button(editor, "Ajukan ke redaktur").click()
    reader.goto(address)
    expect(reader.locator(".story__body")).not_to_contain_text("dua belas")

    desk.button(editor, "Terbitkan").click()
    editor.get_by_role("radio", name="Ralat: ada yang keliru").check()
    desk.button(editor, "Terbitkan sekarang").click()
    expect(editor.locator(".story-step-form .errorlist")).to_contain_text("Tulis catatan untuk pembaca")
    desk.field(editor, "Catatan untuk pembaca").fill("Jumlah bak kompos dua belas, bukan sebelas.")
    desk.button(editor, "Terbitkan sekarang").click()
    desk.expect_said(editor, "Berita terbit")

    reader.goto(address)
    box = reader.locator(".change--correction").first
    expect(box).to_contain_text("Jumlah bak kompos dua belas, bukan sebelas.")
    heading = box.locator(".change__kind").inner_text()
    assert heading.startswith("Ralat, ")
    assert DATE_LINE.fullmatch(heading.removeprefix("Ralat, "))
    assert printed_time(reader) == "Selasa, 12 Juli 2022 | 14:05 WITA"
    expect(reader.locator(".story__body")).to_contain_text("dua belas")
    reader.goto("/ralat/")
    expect(reader.locator("main")).to_contain_text("Jumlah bak kompos dua belas, bukan sebelas.")


def test_a_retracted_story_leaves_only_its_notice(newsroom: Cast, open_page: OpenPage) -> None:
    article = make.published(headline="Rumah Kompos Ditutup Karena Bau")
    address = address_of(article)
    chief, reader = open_page(newsroom.managing_editor), open_page()
    reader.goto("/")
    expect(reader.get_by_role("link", name=article.headline).first).to_be_visible()
    chief.goto(f"/admin/articles/article/{article.pk}/change/")
    chief.get_by_role("link", name="Cabut berita").click()
    desk.button(chief, "Cabut berita").click()
    expect(chief.locator(".story-step-form .errorlist").first).to_contain_text("Pilih salah satu dasar pencabutan")
    chief.get_by_role("radio", name="Pertimbangan lain yang ditetapkan Dewan Pers").check()
    desk.field(chief, "Alasan untuk pembaca").fill("Penutupan itu tidak pernah terjadi. Kami mohon maaf.")
    desk.button(chief, "Cabut berita").click()
    desk.expect_said(chief, "Berita dicabut")

    answer = reader.goto(address)
    assert answer is not None
    assert answer.status == 410
    expect(reader.locator("main")).to_contain_text("Penutupan itu tidak pernah terjadi. Kami mohon maaf.")
    expect(reader.locator("main")).to_contain_text(RetractionGround.PRESS_COUNCIL.label)
    expect(reader.locator("main")).not_to_contain_text("pedagang sayur")
    for place in ("/", "/metropolis/", "/topik/feri/", "/penulis/rina/", "/indeks/"):
        reader.goto(place)
        expect(reader.get_by_role("link", name=article.headline)).to_have_count(0)


def address_of(article: Article) -> str:
    return Edition.objects.exclude(kind=EditionKind.RETRACTION).get(article=article, live_until=None).get_absolute_url()
