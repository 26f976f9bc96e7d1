"""A credit that is typed into a caption goes where it belongs: the page prints "(Foto: …)" by itself, once."""

import pytest
from django.test import Client

from articles.editorial import checks, workflow
from articles.models import Article, Photo
from articles.photos import intake
from articles.photos.captions import bare, same, without_credit
from tests import make
from tests.cast import Cast
from tests.forms import AtDesk, fields_of


@pytest.mark.parametrize(
    ("typed", "caption", "credit"),
    [
        ("Sesi FGD di Kaltim. (Foto: Humas Kukar)", "Sesi FGD di Kaltim.", "Humas Kukar"),
        ("Antrean feri (foto/Rina)", "Antrean feri", "Rina"),
        ("Antrean feri. [Foto : ANTARA/Budi].", "Antrean feri.", "ANTARA/Budi"),
        ("Antrean feri. Foto: Istimewa", "Antrean feri.", "Istimewa"),
        ("Antrean feri – Foto: Humas", "Antrean feri", "Humas"),
        ("Antrean (Dok. Pribadi)", "Antrean", "Dok. Pribadi"),
        ("Antrean (Ist)", "Antrean", "Ist"),
        ("Rapat (Foto oleh Budi)", "Rapat", "Budi"),
        ("Foto: Humas", "", "Humas"),
        ("Foto bersama usai rapat", "Foto bersama usai rapat", ""),
        ("Andi (kiri) menunjukkan foto lama", "Andi (kiri) menunjukkan foto lama", ""),
        ("Ia menunjukkan surat (foto lama)", "Ia menunjukkan surat (foto lama)", ""),
        ("Warga memotret foto: bagus sekali", "Warga memotret foto: bagus sekali", ""),
    ],
)
def test_what_names_the_photographer_is_told_from_what_does_not(typed: str, caption: str, credit: str) -> None:
    assert without_credit(typed) == (caption, credit)


@pytest.mark.parametrize("typed", ["Humas", "(Foto: Humas)", "Foto: Humas", "foto/Humas", "(Humas)", " Humas "])
def test_a_credit_is_stored_bare(typed: str) -> None:
    assert bare(typed) == "Humas"


def test_a_name_that_begins_so_is_a_name() -> None:
    assert bare("Foto Studio Mahakam") == "Foto Studio Mahakam"
    assert same("humas pemkot", "(Foto: HUMAS  Pemkot)")
    assert not same("Humas Pemkot", "Humas Pemprov")


def save(photo: Photo, by: AtDesk, **typed: str) -> str:
    address = f"/admin/articles/photo/{photo.pk}/change/"
    answer = by.client.post(address, fields_of(by.read(address), "photo_form") | typed)
    photo.refresh_from_db()
    return answer.content.decode()


def test_the_photos_form_fills_the_credit_drops_a_repeated_one_and_asks_about_another(cast: Cast) -> None:
    fitri, photo = AtDesk(cast.photo_editor), make.photo_row(credit="")
    save(photo, fitri, caption="Feri. (Foto: Humas Kukar)", credit="")
    assert (photo.caption, photo.credit) == ("Feri.", "Humas Kukar")
    save(photo, fitri, caption="Feri lain. (foto: humas kukar)")
    assert (photo.caption, photo.credit) == ("Feri lain.", "Humas Kukar")
    refused = save(photo, fitri, caption="Feri. (Foto: Budi)")
    assert "Hapus salah satunya" in refused
    assert "Feri. (Foto: Budi)" in refused  # nothing typed is lost
    assert photo.caption == "Feri lain."
    save(photo, fitri, credit="(Foto: Budi)")
    assert photo.credit == "Budi"


def test_an_upload_needs_no_credit_beside_one_in_the_caption(cast: Cast) -> None:
    rina = AtDesk(cast.reporter)
    file = make.picture(3)
    file.name = "feri.jpg"
    sent = {
        "upload": file,
        "caption": "Feri. (Foto: Rina)",
        "alt_text": "Feri",
        "rights": "own",
        "digital_source": "digitalCapture",
    }
    answer = rina.client.post("/admin/articles/photo/add/", sent)
    assert answer.status_code == 302, answer.content.decode()
    assert Photo.objects.values_list("caption", "credit").get() == ("Feri.", "Rina")


def test_what_a_file_says_is_taken_apart_too() -> None:
    assert intake.fields_of({"caption": "Feri. (Foto: Rina)"}) == {"caption": "Feri.", "credit": "Rina"}
    told = {"caption": "Feri. (Foto: Rina)", "credit": "Kantor Berita"}
    assert intake.fields_of(told) == told
    assert intake.fields_of({"caption": "(Foto: Rina)"}) == {"credit": "Rina"}


def test_a_storys_own_captions_print_the_credit_once(cast: Cast, client: Client) -> None:
    rina = AtDesk(cast.reporter)
    own, other = make.photo_row(credit="", uploaded_by=cast.reporter), make.photo_row(credit="Humas")
    story = make.draft(photo=own)
    rina.save(
        story,
        photo_caption="Feri pagi. (Foto: Rina)",
        gallery=f"{other.pk}: Dermaga (Foto: Humas)",
        body=f'<p>Feri.</p><figure data-photo="{other.pk}"><figcaption>Antre &amp; sabar. (foto: humas)'
        "</figcaption></figure>",
    )
    story = Article.objects.get(pk=story.pk)
    own.refresh_from_db()
    assert (story.photo_caption, own.credit) == ("Feri pagi.", "Rina")
    assert story.gallery == [{"photo": other.pk, "caption": "Dermaga"}]
    assert "<figcaption>Antre &amp; sabar.</figcaption>" in story.body
    workflow.submit(story, by=cast.reporter)
    workflow.publish(story, by=cast.managing_editor)
    address = story.editions.get().get_absolute_url()
    assert client.get(address).content.decode().count("Foto: Rina") == 1


def test_another_credit_than_the_photos_stays_and_is_asked_about(cast: Cast) -> None:
    rina, photo = AtDesk(cast.reporter), make.photo_row(credit="Humas")
    story = make.draft(photo=photo)
    rina.save(story, photo_caption="Feri. (Foto: Budi)")
    story = Article.objects.get(pk=story.pk)
    assert story.photo_caption == "Feri. (Foto: Budi)"
    assert [finding.field for finding in checks.before_publishing(story)] == ["photo_caption"]
    nobodys = make.photo_row(credit="", uploaded_by=cast.editor)  # rina may not change it
    rina.save(story, photo=nobodys.pk, photo_caption="Feri. (Foto: Budi)")
    nobodys.refresh_from_db()
    assert nobodys.credit == ""
    assert Article.objects.get(pk=story.pk).photo_caption == "Feri. (Foto: Budi)"
