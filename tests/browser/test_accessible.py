"""Pages are for everybody: for who sees little or hears the page, on small screens, in the dark, without scripts.

The desk's other screens are in test_desk.py.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from articles.editorial import revisions, workflow
from articles.models import Article, ContentClass, EditionKind, Revision
from tests import make
from tests.cast import PASSWORD, Cast, present

from . import axe, desk
from .conftest import OpenPage

SIZES: tuple[ViewportSize, ...] = ({"width": 360, "height": 740}, {"width": 1280, "height": 800})
YEARS_AGO = datetime(2022, 7, 12, 6, 5, tzinfo=UTC)
ORDINARY = (Path(__file__).parent / "samples" / "ordinary.txt").read_text().strip()
LONG = (
    "<p>Keterangan lengkap: https://dokumen.samarinda.example/peraturan/2022/penyelenggaraan-angkutan-sungai-dan-"
    "penyeberangan-di-wilayah-kota.pdf</p>"
)


@pytest.fixture(scope="module")
def newsroom(own_database: str, own_media: Path) -> Cast:
    for day in range(12):
        make.published(at=YEARS_AGO - timedelta(days=day + 2), photo=make.photo() if day % 3 else None)
    return present()


@pytest.fixture(scope="module")
def story(newsroom: Cast) -> Article:
    """With everything that a story can have, and words that do not fit a phone."""
    return make.published(
        at=YEARS_AGO,
        kind=EditionKind.CORRECTION,
        headline="Pertanggungjawaban Penyelenggaraan Feri Penyeberangan “Tepian” Diperbincangkan: 3.000 Warga Menunggu",
        subheadline="Ketidaksinkronan jadwal membuat penumpang menunggu dua jam",
        body=ORDINARY + LONG,
        photo=make.photo(),
        tags=["feri", "pertanggungjawaban penyelenggaraan angkutan sungai", "samarinda"],
    )


@pytest.fixture(scope="module")
def readers_pages(story: Article) -> dict[str, str]:
    retracted = make.retracted(at=YEARS_AGO - timedelta(days=1))
    paid = make.published(at=YEARS_AGO, content_class=ContentClass.ADVERTORIAL, advertiser="Koperasi Tepian Mahakam")
    return {
        "front page": "/",
        "section": "/metropolis/",
        "story": address_of(story),
        "advertorial": address_of(paid),
        "topic": "/topik/feri/",
        "author": "/penulis/rina/",
        "archive": "/indeks/2022-07-12/",
        "search": "/cari/?q=feri&rubrik=metropolis",
        "empty search": "/cari/?q=ferri",
        "fixed page": "/pedoman-media-siber/",
        "masthead": "/redaksi/",
        "corrections": "/ralat/",
        "retractions": "/pencabutan/",
        "not found": "/tidak-ada/",
        "retracted": address_of(retracted),
    }


@pytest.fixture(scope="module")
def desk_pages(newsroom: Cast, story: Article) -> dict[str, str]:
    returned = workflow.send_back(make.in_review(body=ORDINARY + LONG), by=newsroom.editor, reason="Sumbernya siapa?")
    saved = make.edited(returned, by=newsroom.editor, headline="Judul Redaktur", body="<p>Isi redaktur.</p>")
    returned.headline, returned.body = "Judul Reporter", f"<p>Isi reporter.</p>{LONG}"
    aside = revisions.save(
        returned, by=newsroom.reporter, authors=returned.ordered_authors(), tags=["feri"], base_version=returned.version
    )
    first, last = Revision.objects.filter(article=saved).order_by("pk")[:2]
    approved = make.approved(photo=make.photo())
    at = "/admin/articles/article/"
    return {
        "new story": f"{at}add/",
        "story form": f"{at}{saved.pk}/change/",
        "published story": f"{at}{story.pk}/change/",
        "step back": f"{at}{approved.pk}/langkah/send_back/",
        "publishing": f"{at}{approved.pk}/langkah/publish/",
        "scheduling": f"{at}{approved.pk}/langkah/schedule/",
        "retracting": f"{at}{story.pk}/langkah/retract/",
        "history": f"{at}{saved.pk}/history/",
        "comparison": f"{at}{saved.pk}/bandingkan/?dari={first.pk}&ke={last.pk}",
        "two people": f"{at}{saved.pk}/bentrok/{aside.pk}/",
        "preview": f"{at}{saved.pk}/revisi/{aside.pk}/",
    }


def address_of(article: Article) -> str:
    return article.editions.get(live_until=None).get_absolute_url()


def assert_fit_for_everybody(page: Page) -> None:
    """On a phone and on a desk: nothing sticks out, and axe-core finds nothing, in the dark nothing about colours."""
    page.wait_for_load_state()  # a click ends when the page it leads to begins
    for size in SIZES:
        page.set_viewport_size(size)
        look = f"{page.url}, {size['width']} px"
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), look
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        assert not axe.violations(page), look
        page.emulate_media(color_scheme="dark", reduced_motion="reduce")
        assert not axe.violations(page, ["color-contrast"]), f"{look}, dark"


@pytest.mark.parametrize(
    "name",
    [
        "front page", "section", "story", "advertorial", "topic", "author", "archive", "fixed page", "masthead",
        "corrections", "retractions", "not found", "retracted",
    ],
)  # fmt: skip
def test_a_page_for_readers_is_fit_for_everybody(readers_pages: dict[str, str], name: str, page: Page) -> None:
    page.goto(readers_pages[name])
    assert_fit_for_everybody(page)


@pytest.mark.parametrize(
    "name",
    [
        "new story", "story form", "published story", "step back", "publishing", "scheduling", "retracting", "history",
        "comparison", "two people", "preview",
    ],
)  # fmt: skip
def test_a_page_about_a_story_at_the_desk_is_fit_for_everybody(
    desk_pages: dict[str, str], name: str, newsroom: Cast, open_page: OpenPage
) -> None:
    page = open_page(newsroom.managing_editor)
    page.goto(desk_pages[name])
    if page.locator("#id_body").count():
        desk.editor(page)
    assert_fit_for_everybody(page)


@pytest.mark.parametrize("window", ["Tautan", "Tabel"])
def test_a_window_of_the_editor_is_fit_for_everybody(newsroom: Cast, open_page: OpenPage, window: str) -> None:
    page = open_page(newsroom.reporter)
    page.goto("/admin/articles/article/add/")
    desk.editor(page)
    desk.button(page, window).click()
    expect(page.get_by_role("dialog", name=window)).to_be_visible()
    assert_fit_for_everybody(page)


@pytest.mark.parametrize("name", ["front page", "section", "story"])
@pytest.mark.parametrize("size", SIZES, ids=["phone", "desk"])
def test_nothing_moves_under_a_readers_eyes(
    readers_pages: dict[str, str], name: str, size: ViewportSize, open_page: OpenPage
) -> None:
    page = open_page(viewport=size)
    page.goto(readers_pages[name])
    shifted = page.evaluate(
        """async () => {
            const frame = () => new Promise(requestAnimationFrame);
            let sum = 0;
            new PerformanceObserver((list) => { for (const shift of list.getEntries()) sum += shift.value; })
                .observe({ type: "layout-shift", buffered: true });
            for (let y = 0; y < document.body.scrollHeight; y += innerHeight) {
                scrollTo({ top: y, behavior: "instant" });
                await frame();
            }
            await Promise.all([...document.images].map((image) => image.decode()));
            await frame();
            await frame();
            return sum;
        }"""
    )
    assert shifted < 0.01


class TestWithoutScripts:
    @pytest.fixture
    def page(self, open_page: OpenPage) -> Page:
        return open_page(java_script_enabled=False)

    def test_a_story_is_whole(self, readers_pages: dict[str, str], page: Page) -> None:
        page.goto(readers_pages["story"])
        expect(page.locator("h1")).to_be_visible()
        expect(page.get_by_role("link", name="WhatsApp")).to_be_visible()
        expect(page.get_by_text("Riwayat perubahan")).to_be_visible()
        expect(page.get_by_role("button", name="Salin tautan")).to_be_hidden()

    def test_lists_lead_to_stories_and_on_to_older_ones(self, readers_pages: dict[str, str], page: Page) -> None:
        page.goto(readers_pages["section"])
        page.locator(".rows").get_by_role("heading").first.get_by_role("link").click()
        expect(page.locator("article.story")).to_be_visible()
        page.goto(readers_pages["archive"])
        page.get_by_role("link", name="Hari sebelumnya").click()
        assert page.url.endswith("/indeks/2022-07-10/")

    def test_a_story_is_written_in_a_plain_field(self, newsroom: Cast, page: Page) -> None:
        page.goto("/admin/articles/article/add/")
        desk.sign_in_by_form(page, "rina", PASSWORD)
        desk.field(page, "Judul").fill("Ditulis Tanpa Skrip")
        desk.field(page, "Isi").fill("<p>Feri berlayar <strong>pagi</strong>.</p>")
        desk.button(page, "Simpan draf").click()
        desk.expect_said(page, "tersimpan")
        expect(desk.field(page, "Isi")).to_have_value("<p>Feri berlayar <strong>pagi</strong>.</p>")
        article = Article.objects.get(headline="Ditulis Tanpa Skrip")
        assert [author.name for author in article.ordered_authors()] == ["Rina Oktavia"]
