"""A message pasted from a chat becomes a story to check: what it is made of is recognised, and no word is lost."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from articles.editorial import messages as chat
from articles.models import Article, Autosave, Photo
from articles.richtext import plain_text
from tests import make
from tests.cast import Cast

ADDRESS = "/admin/articles/article/kirim-cepat/"
STORY = """*Feri Penajam Kembali Berlayar*

{dateline} Warga mengantre sejak _subuh_, kata Siti.

Tarif naik menjadi ~Rp4 ribu~ Rp5 ribu & berlaku 2*3*4 hari.
- membawa KTP
- datang pagi

Warga menunggu di dermaga. (Foto: Humas Pemkot)
(rin/lmo)"""


def test_each_part_is_recognised() -> None:
    message = chat.read(STORY.format(dateline=f"PENAJAM, {settings.KATEID_SITE_NAME} –"))
    assert message.headline == "Feri Penajam Kembali Berlayar"
    assert message.caption == "Warga menunggu di dermaga. (Foto: Humas Pemkot)"
    assert message.codes == ["rin", "lmo"]
    assert "<em>subuh</em>" in message.body
    assert "<s>Rp4 ribu</s> Rp5 ribu &amp; berlaku 2*3*4 hari." in message.body
    assert "<ul><li>membawa KTP</li><li>datang pagi</li></ul>" in message.body


PREFIXES = [
    "[12/07/22 14.05.33] Rina Oktavia: ",
    "\u200e[12/07/2022, 14:05:33] ~ Rina: ",
    "[14.05, 12/7/2022] +62 812-3456-7890: ",
    "12/07/22 14.05 - Rina: ",
    "12/07/2022, 2:05 PM - Rina: ",
]


@pytest.mark.parametrize("prefix", PREFIXES)
def test_what_the_chat_put_around_the_words_is_taken_off(prefix: str) -> None:
    lines = ["Feri Berlayar Lagi", "Warga antre. Pukul 14.05: kapal tiba.", "<Media tidak disertakan>", "Tiga."]
    message = chat.read("\r\n".join(prefix + line for line in lines))
    assert message.headline == "Feri Berlayar Lagi"
    assert plain_text(message.body).split("\n") == ["Warga antre. Pukul 14.05: kapal tiba.", "Tiga."]


CHRONOLOGIES = [
    "12/7/2022 14.05 - Polisi menerima laporan warga: ada api",
    "12/7/2022 14.05 - Polisi menerima laporan: ada api\n12/7/2022 14.20 - Pemadam tiba di lokasi: dua mobil",
    "[14.05, 12/7/2022] Polisi menerima laporan: ada api",
    "Kronologi kebakaran.\n12/7/2022 14.05 - Polisi: ada api",
]


@pytest.mark.parametrize("text", CHRONOLOGIES)
def test_a_chronology_is_no_copied_chat(text: str) -> None:
    message = chat.read(text)
    assert f"{message.headline}\n{plain_text(message.body)}".strip() == text


def test_a_sender_of_several_lines_is_one_whatever_he_is_called() -> None:
    prefix = "12/07/22 14.05 - rina anak kantor lama: "
    message = chat.read(f"{prefix}Feri Berlayar\n{prefix}Warga antre.\nKapal tiba.")
    assert message.headline == "Feri Berlayar"
    assert plain_text(message.body).split("\n") == ["Warga antre.", "Kapal tiba."]


@pytest.mark.parametrize(
    "text",
    [
        "Satu kalimat saja.",
        "Kalimat pertama, dengan titik.\nKalimat kedua.",
        "Judul: Feri Berlayar\nJudul: Yang kedua\nTeras: Ringkas.\nIsi.",
        "Baris\n\n\n\nlain (bukan kode) di tengah\nakhir (entah)",
        "(Foto: Budi)\n(rin)",
        "a" * 400 + "\nb",
        "<script>alert(1)</script>\nDua & tiga",
        "*\n**\n_ _\n(",
    ],
)
def test_no_word_of_a_message_is_lost(text: str) -> None:
    message = chat.read(text)
    kept = " ".join([message.headline, message.summary, message.caption, plain_text(message.body)])
    for word in re.findall(r"\w+", text):
        assert word in kept or word in {"Judul", "Teras"}, word
    assert "<script>" not in message.body


def test_it_becomes_a_form_to_check_and_then_a_draft(cast: Cast, client: Client) -> None:
    make.author("Lukman Maulana")
    client.force_login(cast.reporter)
    photo = SimpleUploadedFile("IMG.jpg", make.picture(5).read(), "image/jpeg")
    bad = SimpleUploadedFile("rusak.jpg", b"\xff\xd8", "image/jpeg")
    text = STORY.format(dateline=f"Penajam ({settings.KATEID_SITE_NAME}) –")
    response = client.post(ADDRESS, {"text": text, "photos": [photo, bad]}, follow=True)
    assert not Article.objects.exists()
    html = response.content.decode()
    assert "rusak.jpg" in html
    form = response.context["adminform"].form
    shown = {name: form[name].value() for name in ("headline", "place", "body", "photo", "photo_caption", "byline")}
    assert shown["headline"] == "Feri Penajam Kembali Berlayar"
    assert shown["place"] == "PENAJAM"
    assert shown["body"].startswith("<p>Warga mengantre")
    assert "(rin" not in shown["body"]
    assert shown["photo"] == str(Photo.objects.get().pk)
    sent: dict[str, Any] = shown | {"base_version": "0", "content_class": "news"}
    sent |= {"taken": response.context["taken"], "form_key": str(response.context["form_key"])}
    assert client.post("/admin/articles/article/add/", sent).status_code == 302
    article = Article.objects.get()
    assert (article.headline, article.place, article.photo) == (shown["headline"], "PENAJAM", Photo.objects.get())
    assert article.photo_caption == "Warga menunggu di dermaga."
    assert Photo.objects.get().credit == "Humas Pemkot"
    assert not Autosave.objects.exists()


def test_a_message_pressed_twice_is_one_and_a_refused_one_stays(cast: Cast, client: Client) -> None:
    client.force_login(cast.reporter)
    sent = {"text": STORY, "form_key": "8f14e45f-ceea-4e7a-9b1d-3f1e6c0a9b13"}
    first, again = (client.post(ADDRESS, sent).headers["Location"] for _ in range(2))
    assert first == again
    response = client.post(ADDRESS, {"text": "x" * (chat.MOST + 1)})
    assert response.status_code == 200
    assert "x" * chat.MOST in response.content.decode()
    assert client.post(ADDRESS, {"text": " "}, headers={"Accept": "application/json"}).json()["error"]


def test_another_message_from_the_same_form_is_kept_too(cast: Cast, client: Client) -> None:
    """The answer to the first may be lost, and who wrote on sends the form again."""
    client.force_login(cast.reporter)
    sent = {"text": STORY, "form_key": "8f14e45f-ceea-4e7a-9b1d-3f1e6c0a9b13"}
    first = client.post(ADDRESS, sent)
    longer = client.post(ADDRESS, sent | {"text": f"{STORY}\n\nSusulan: kapal kandas."})
    assert first.headers["Location"] != longer.headers["Location"]
    form = client.get(longer.headers["Location"]).context["adminform"].form
    assert "kapal kandas" in form["body"].value()
    photo = SimpleUploadedFile("IMG.jpg", make.picture(5).read(), "image/jpeg")
    pictured = client.post(ADDRESS, sent | {"photos": [photo]})
    assert client.get(pictured.headers["Location"]).context["adminform"].form["photo"].value()


def test_a_message_of_too_many_lines_is_refused_before_anything_is_stored(cast: Cast, client: Client) -> None:
    client.force_login(cast.reporter)
    text = "\n".join(["Baris satu."] * 2_700)
    for accept in ("text/html", "application/json"):
        photo = SimpleUploadedFile("IMG.jpg", make.picture(5).read(), "image/jpeg")
        response = client.post(ADDRESS, {"text": text, "photos": [photo]}, headers={"Accept": accept})
        assert response.status_code == 200
        assert "Isi terlalu panjang" in response.content.decode()
    assert not Photo.objects.exists()


def test_photos_beyond_the_most_are_named(cast: Cast, client: Client) -> None:
    client.force_login(cast.reporter)
    picture = make.picture(5).read()
    photos = [SimpleUploadedFile(f"IMG_{number}.jpg", picture, "image/jpeg") for number in range(12)]
    html = client.post(ADDRESS, {"text": STORY, "photos": photos}, follow=True).content.decode()
    assert "Hanya 10 foto pertama yang diambil" in html
    assert "“IMG_10.jpg”, “IMG_11.jpg”" in html


def test_the_form_knows_where_a_new_token_is(cast: Cast, client: Client) -> None:
    """Signing in again in another window makes the one of the form worthless."""
    client.force_login(cast.reporter)
    found = re.search(r'id="quick-filing"[^>]* data-token="([^"]+)"', client.get(ADDRESS).content.decode())
    assert found
    answer = client.get(found[1], headers={"Accept": "application/json"}).json()
    assert answer["token"]
    assert answer["person"] == cast.reporter.pk


def test_only_who_may_write_files_anything(cast: Cast, client: Client) -> None:
    for person, status in ((cast.moderator, 403), (cast.photo_editor, 403), (cast.outsider, 404)):
        client.force_login(person)
        assert client.post(ADDRESS, {"text": "Halo"}).status_code == status
        assert client.get(ADDRESS).status_code == status
