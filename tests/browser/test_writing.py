"""The story form: it counts, cleans what is pasted, and neither loses nor changes a word by itself."""

from pathlib import Path

import pytest
from django.contrib.staticfiles.utils import matches_patterns
from playwright.sync_api import Page, Request, expect

from articles.models import Article, Revision
from kateid.apps import StaticFilesConfig
from tests import make
from tests.cast import PASSWORD, Cast, present

from . import desk
from .conftest import OpenPage

BODY = "CKEDITOR.instances.id_body.getData()"

SAMPLES = Path(__file__).parent / "samples"
FROM_WORD, CLEANED_FROM_WORD, ORDINARY = (
    (SAMPLES / name).read_text().strip() for name in ("from-word.txt", "from-word-cleaned.txt", "ordinary.txt")
)
FROM_WHATSAPP = (
    "\u200eFeri *kembali beroperasi*\u200b hari ini, kata _Bu Siti_.\n\n"
    "\u201cTarifnya ~Rp6 ribu~ Rp5\u00a0ribu,\u201d  ujarnya\ufeff, 2*3*4 tetap utuh."
)
CLEANED_FROM_WHATSAPP = """<p>Feri <strong>kembali beroperasi</strong> hari ini, kata <em>Bu Siti</em>.</p>
<p>“Tarifnya <s>Rp6 ribu</s> Rp5 ribu,” ujarnya, 2*3*4 tetap utuh.</p>"""


@pytest.fixture(scope="module")
def newsroom(own_database: str, own_media: object) -> Cast:
    return present()


@pytest.fixture
def page(newsroom: Cast, open_page: OpenPage) -> Page:
    """The reporter's."""
    return open_page(newsroom.reporter)


def write(page: Page) -> None:
    page.goto("/admin/articles/article/add/")
    desk.editor(page)


def open_story(page: Page, article: Article) -> None:
    page.goto(form_of(article))
    desk.editor(page)


def form_of(article: Article) -> str:
    return f"/admin/articles/article/{article.pk}/change/"


def save(page: Page) -> None:
    desk.button(page, "Simpan draf").click()
    desk.expect_said(page, "tersimpan")


def saved(page: Page) -> Article:
    return Article.objects.get(pk=page.url.split("/")[-3])


def paste(page: Page, **kinds: str) -> None:
    """What a browser hands to the page when something is pasted: text by the type of its content."""
    desk.editor(page).click()
    desk.editor(page).evaluate(
        """(body, kinds) => {
            const clipboardData = new DataTransfer();
            for (const [kind, text] of Object.entries(kinds)) clipboardData.setData(`text/${kind}`, text);
            body.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
        }""",
        kinds,
    )


def assert_pasted_and_saved(page: Page, expected: str) -> None:
    page.wait_for_function(f"() => {BODY} !== ''")
    assert page.evaluate(BODY).strip() == expected
    save(page)
    assert saved(page).body == expected


def test_letters_of_the_headline_are_counted_with_soft_marks(page: Page) -> None:
    write(page)
    count = page.locator(".field-headline .story-count")
    for letters, passed in ((0, "0"), (65, "0"), (66, "1"), (110, "1"), (111, "2")):
        desk.field(page, "Judul").fill("é" * letters)
        expect(count).to_contain_text(f"{letters} huruf")
        expect(count).to_have_attribute("data-over", passed)
    save(page)
    assert saved(page).headline == "é" * 111


def test_words_are_counted_as_they_are_typed(page: Page) -> None:
    write(page)
    count = page.locator(".field-body .story-count")
    expect(count).to_have_text("0 kata")
    desk.type_body(page, "Feri kembali", "## beroperasi pagi", "ini.")
    expect(count).to_have_text("5 kata")


def test_a_paste_from_word_arrives_clean(page: Page) -> None:
    write(page)
    paste(page, html=FROM_WORD, plain="Feri Kembali Berlayar\nAntrean mengular")
    assert_pasted_and_saved(page, CLEANED_FROM_WORD)


def test_a_paste_from_whatsapp_arrives_clean(page: Page) -> None:
    write(page)
    paste(page, plain=FROM_WHATSAPP)
    assert_pasted_and_saved(page, CLEANED_FROM_WHATSAPP)


def test_empty_paragraphs_are_left_out(page: Page) -> None:
    write(page)
    desk.type_body(page, "Feri berlayar.", "", "", "Warga antre.", "")
    save(page)
    assert saved(page).body == "<p>Feri berlayar.</p>\n<p>Warga antre.</p>"


def test_a_link_is_made_in_a_window_that_speaks_indonesian(page: Page) -> None:
    write(page)
    desk.button(page, "Tautan").click()
    window = page.get_by_role("dialog", name="Tautan")
    expect(window.get_by_label("Jenis tautan").locator("option")).to_have_text(["Alamat web", "Surel", "Telepon"])
    expect(window.get_by_label("URL")).to_be_focused()  # only then has the window filled its own fields
    window.get_by_label("Teks tautan").fill("Jadwal feri")
    window.get_by_label("URL").fill("samarinda.example/feri")
    window.get_by_role("button", name="OK").click()
    save(page)
    assert saved(page).body == '<p><a href="https://samarinda.example/feri">Jadwal feri</a></p>'


def test_what_was_chosen_and_ticked_survives_a_closed_tab(page: Page, newsroom: Cast) -> None:
    def fill(name: str, script: str, value: object = None) -> None:
        page.locator(f"#id_{name}").evaluate(script, value)  # also those that stand folded up under “Lainnya”

    choose = "(field, [pk, name]) => field.append(new Option(name, pk, true, true))"
    photo, ani = make.photo(), make.author("Ani Mariani")
    write(page)
    desk.type_body(page, "Kalimat pertama.")
    fill("advertiser", "field => { field.value = 'Koperasi Bahari'; }")
    fill("slug", "field => { field.value = 'alamat-sendiri'; }")
    fill("content_class", "field => { field.value = 'advertorial'; }")
    fill("is_sensitive", "field => { field.checked = true; }")
    fill("section", choose, [newsroom.ekonomi.pk, "Ekonomi"])
    fill("photo", choose, [photo.pk, "Foto"])
    fill("byline", choose, [ani.pk, "Ani Mariani"])
    expect(page.locator("#story-kept")).to_contain_text("(ketikan, hanya Anda)")
    tab = page.context.new_page()
    page.close(run_before_unload=False)

    write(tab)
    take_back(tab)
    save(tab)
    article = saved(tab)
    assert (article.advertiser, article.slug, article.content_class) == (
        "Koperasi Bahari",
        "alamat-sendiri",
        "advertorial",
    )
    assert (article.is_sensitive, article.section, article.photo) == (True, newsroom.ekonomi, photo)
    assert article.ordered_authors() == [newsroom.reporter.author, ani]


def test_typed_text_survives_a_refused_save_and_a_closed_tab(page: Page) -> None:
    write(page)
    desk.type_body(page, "Kalimat yang ditolak.")
    desk.field(page, "Alamat").fill("bukan alamat!")
    desk.button(page, "Simpan draf").click()
    expect(page.get_by_role("alert")).to_contain_text("Belum tersimpan")
    desk.editor(page)
    tab = page.context.new_page()
    page.close()

    write(tab)
    take_back(tab)
    expect(desk.editor(tab)).to_have_text("Kalimat yang ditolak.")


def test_typed_text_survives_a_lost_session_though_somebody_else_saved(page: Page, newsroom: Cast) -> None:
    article = make.draft(headline="Feri Malam")
    open_story(page, article)
    desk.type_body(page, "", "Kalimat reporter.")
    page.context.clear_cookies(name="sessionid")
    expect(page.locator("#story-kept")).to_contain_text("Tersimpan")
    make.edited(article, by=newsroom.editor, headline="Feri Malam Ditambah")
    page.reload()
    desk.sign_in_by_form(page, "rina", PASSWORD)
    take_back(page)
    desk.button(page, "Simpan draf").click()
    expect(page.get_by_role("heading", name="Dua orang menyunting naskah ini")).to_be_visible()
    desk.button(page, "Lanjutkan di lembar naskah").click()
    desk.editor(page)
    save(page)
    article.refresh_from_db()
    assert article.headline == "Feri Malam Ditambah"
    assert "Kalimat reporter." in article.body


def take_back(page: Page) -> None:
    desk.editor(page)
    page.get_by_role("link", name="Pakai ketikan ini").first.click()
    desk.editor(page)


@pytest.mark.parametrize(
    "body", [ORDINARY, ORDINARY.replace("\n", ""), ORDINARY.replace("\n<", "\n\n\n  <"), "Tanpa paragraf."]
)
def test_saving_an_untouched_story_changes_nothing(page: Page, body: str) -> None:
    article = make.draft(body=body)
    assert article.body == body
    open_story(page, article)
    desk.editor(page).click()
    save(page)
    assert Revision.objects.filter(article=article).count() == 1


def test_a_change_of_one_word_changes_that_word_alone(page: Page) -> None:
    article = make.draft(body=ORDINARY)
    open_story(page, article)
    desk.editor(page).get_by_text("Rincian").click()
    page.keyboard.press("End")
    page.keyboard.insert_text(" tarif")
    save(page)
    article.refresh_from_db()
    assert article.body == ORDINARY.replace("Rincian", "Rincian tarif")


def test_the_editor_asks_for_nothing_that_production_does_not_serve(page: Page) -> None:
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    page.on("request", note)
    write(page)
    desk.type_body(page, "Feri", "## kembali")
    paste(page, html=FROM_WORD)
    page.wait_for_function(f"() => {BODY}.includes('Feri sore')")
    static = [url.split("/static/")[1].split("?")[0] for url in asked if "/static/" in url]
    assert any("pastefromword" in path for path in static)
    assert not [path for path in static if matches_patterns(path, StaticFilesConfig.ignore_patterns)]


@pytest.mark.parametrize("width", [360, 1280])
def test_what_may_be_done_next_is_inside_the_screen(newsroom: Cast, open_page: OpenPage, width: int) -> None:
    page = open_page(newsroom.editor)
    page.set_viewport_size({"width": width, "height": 740})
    open_story(page, make.in_review())
    buttons = page.locator(".story-buttons button, .story-more summary")
    shown = [box for button in buttons.all() if button.is_visible() and (box := button.bounding_box())]
    assert len(shown) == 4
    assert len({round(box["y"]) for box in shown}) == 1
    page.locator(".story-more summary").click()
    boxes = [box for button in buttons.all() if (box := button.bounding_box())]
    assert len(boxes) == 8
    assert all(box["x"] >= 0 and box["x"] + box["width"] <= width and box["y"] >= 0 for box in boxes)
    desk.button(page, "Kembalikan ke reporter").click()
    expect(desk.field(page, "Alasan")).to_be_visible()


FROM_DOCS = '<b id="docs-internal-guid-9f"><p><span style="font-weight:400">Satu</span></p><p><span>Dua</span></p></b>'


def test_a_paste_that_nothing_can_clean_arrives_as_its_words(newsroom: Cast, open_page: OpenPage) -> None:
    page = open_page(newsroom.reporter)
    write(page)
    page.evaluate("CKEDITOR.instances.id_body.on('paste', () => { throw new Error('unreadable'); }, null, null, 1)")
    paste(page, html=FROM_DOCS, plain="Satu\nDua")
    expect(desk.editor(page)).to_contain_text("Satu")
    expect(desk.editor(page)).to_contain_text("Dua")
    expect(page.get_by_role("alert").filter(has_text="sebagai teks biasa")).to_be_visible()


DOCS = '<b style="font-weight:normal" id="docs-internal-guid-1">{}</b>'
PASTES = {
    DOCS.format("<p><span>Satu</span></p><br><p><span>Dua</span></p><br><br><div></div><p>Tiga</p>"): "Satu|Dua|Tiga",
    DOCS.format('<p><span style="font-weight:700">Satu</span><span> dua</span></p><p>&nbsp;</p><p>Tiga</p>'): (
        "<strong>Satu</strong> dua|Tiga"
    ),
    DOCS.format("<p><span>Satu</span><span><br></span><span>baris dua</span></p>"): "Satu<br>baris dua",
    "<div>Satu</div><div><br></div><div>Dua <b>tiga</b></div>": "Satu|Dua <strong>tiga</strong>",
    "Satu<br>lanjut<br><br>Dua": "Satu<br>lanjut|Dua",
    '<!-- x --><p>Satu <img alt="🙏" src="data:,"></p><figure><figcaption>Dua</figcaption></figure>': "Satu 🙏|Dua",
    "<p></p><script>1</script>": "Satu|Dua",  # no words but in the plain text
}


def test_pastes_of_programs_arrive_clean_at_once(newsroom: Cast, open_page: OpenPage) -> None:
    page = open_page(newsroom.reporter)
    write(page)
    for html, expected in PASTES.items():
        page.evaluate("CKEDITOR.instances.id_body.setData('')")
        page.wait_for_function(f"() => {BODY} === ''")
        paste(page, html=html, plain="Satu\nDua")
        page.wait_for_function(f"() => {BODY} !== ''")
        assert page.evaluate(BODY).strip() == "\n".join(f"<p>{words}</p>" for words in expected.split("|")), html


@pytest.mark.parametrize("width", [360, 1280])
def test_every_button_and_the_toolbar_are_in_reach(newsroom: Cast, open_page: OpenPage, width: int) -> None:
    article = make.draft(body="<p>Kalimat yang cukup panjang.</p>" * 60)
    page = open_page(newsroom.editor, viewport={"width": width, "height": 740})
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    desk.editor(page).locator("p").nth(40).click()
    for button in page.locator(".story-buttons > .button, .story-more summary").all():
        expect(button).to_be_in_viewport(ratio=1)
    expect(page.locator(".cke_button__bold")).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
