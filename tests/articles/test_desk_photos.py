"""Photos at the desk: uploaded safely, changed by their uploaders and by photo editors, kept while in use."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from articles import permissions, photos
from articles.models import Photo, PhotoRights
from tests import make
from tests.cast import Cast

ADD = "/admin/articles/photo/add/"
ABOUT = {
    "caption": "Feri menyeberang",
    "credit": "Rina/Kate.id",
    "rights": PhotoRights.OWN,
    "digital_source": "digitalCapture",
    "focal_x": 50,
    "focal_y": 50,
}


def change(photo: Photo) -> str:
    return reverse("admin:articles_photo_change", args=[photo.pk])


def delete(photo: Photo) -> str:
    return reverse("admin:articles_photo_delete", args=[photo.pk])


def upload(content: bytes | None = None, name: str = "IMG_0001.JPG") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, make.picture().read() if content is None else content, "image/jpeg")


def test_a_reporter_uploads_a_photo(cast: Cast, client: Client) -> None:
    client.force_login(cast.reporter)
    form = ABOUT | {"upload": upload(), "taken_at": "2026-07-12T14:05", "uploaded_by": cast.editor.pk}
    assert client.post(ADD, form).headers["Location"] == reverse("admin:articles_photo_changelist")
    photo = Photo.objects.get()
    assert photo.uploaded_by == cast.reporter
    assert (photo.width, photo.height) == (160, 90)
    assert photo.taken_at is not None
    assert photo.taken_at.isoformat() == "2026-07-12T06:05:00+00:00"  # typed on the newsroom's clock
    for file in (photo.file, photo.small):
        with file.open() as content:
            assert Image.open(content).format == "WEBP"
    assert "IMG_0001" not in photo.file.name


def test_moving_the_focal_point_makes_the_share_picture_anew(cast: Cast, client: Client) -> None:
    client.force_login(cast.photo_editor)
    photo = make.photo()
    client.post(change(photo), ABOUT | {"caption": "Lain"})
    assert Photo.objects.get().share.name == photo.share.name
    client.post(change(photo), ABOUT | {"focal_x": 0})
    assert Photo.objects.get().share.name != photo.share.name


def bomb() -> bytes:
    """A small file that would decode into 400 megapixels."""
    out = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"\xff\xd8 bukan foto", "bukan foto yang dapat dibaca"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "bukan foto yang dapat dibaca"),
        (b"", "kosong"),
        (bomb(), "terlalu besar"),
    ],
)
def test_a_bad_file_is_answered_with_a_sentence_and_what_was_typed(
    cast: Cast, client: Client, content: bytes, says: str
) -> None:
    client.force_login(cast.reporter)
    response = client.post(ADD, ABOUT | {"upload": upload(content)})
    assert response.status_code == 200
    assert says in response.context["adminform"].form.errors["upload"][0]
    assert "Feri menyeberang" in response.content.decode()
    assert not Photo.objects.exists()


def test_a_file_too_large_is_refused_before_it_is_decoded(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(photos, "MAX_BYTES", 10)
    monkeypatch.setattr(Image, "open", lambda *args, **kwargs: pytest.fail("decoded"))
    client.force_login(cast.reporter)
    response = client.post(ADD, ABOUT | {"upload": upload()})
    assert "Kirim yang lebih kecil" in response.context["adminform"].form.errors["upload"][0]


@pytest.mark.parametrize("field", ["upload", "caption", "credit", "rights"])
def test_what_is_missing_is_named(cast: Cast, client: Client, field: str) -> None:
    client.force_login(cast.reporter)
    form = {name: value for name, value in (ABOUT | {"upload": upload()}).items() if name != field}
    errors = client.post(ADD, form).context["adminform"].form.errors
    assert list(errors) == [field]
    assert errors[field][0].endswith((" Isi dahulu.", " Pilih satu foto."))


def test_who_may_change_which_photo(cast: Cast, client: Client) -> None:
    photo = make.photo(uploaded_by=cast.reporter)
    changers = {cast.reporter, cast.editor, cast.other_editor, cast.managing_editor, cast.photo_editor}
    for person in cast.everybody().values():
        assert permissions.may_change_photo(person, photo) is (person in changers), person
        client.force_login(person)
        client.post(change(photo), ABOUT | {"caption": f"Dari {person}"})
        photo.refresh_from_db()
        assert (photo.caption == f"Dari {person}") is (person in changers), person


def test_the_file_and_its_uploader_never_change(cast: Cast, client: Client) -> None:
    photo = make.photo(uploaded_by=cast.reporter)
    before = (photo.file.name, photo.small.name, photo.uploaded_by, photo.uploaded_at)
    client.force_login(cast.photo_editor)
    forged = {"upload": upload(), "file": upload(), "small": upload(), "uploaded_by": cast.photo_editor.pk}
    client.post(change(photo), ABOUT | forged)
    photo.refresh_from_db()
    assert photo.caption == "Feri menyeberang"
    assert (photo.file.name, photo.small.name, photo.uploaded_by, photo.uploaded_at) == before


def test_two_people_in_two_fields_both_win(cast: Cast, client: Client) -> None:
    photo = make.photo(caption="Lama", credit="Lama")
    client.force_login(cast.photo_editor)
    typed_from = ABOUT | {"caption": "Lama", "credit": "Lama", "alt_text": photo.alt_text, "rights": photo.rights}
    Photo.objects.filter(pk=photo.pk).update(credit="Baru")  # while the other form was open
    client.post(change(photo), typed_from | {"credit": "Baru", "caption": "Baru"})
    photo.refresh_from_db()
    assert (photo.caption, photo.credit) == ("Baru", "Baru")


def test_an_unused_photo_goes_with_its_files(
    cast: Cast, client: Client, own_media: Path, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    photo = make.photo()
    files = [Path(photo.file.path), Path(photo.small.path)]
    client.force_login(cast.photo_editor)
    assert client.get(delete(photo)).status_code == 200
    assert Photo.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(delete(photo), {"post": "yes"})
    assert not Photo.objects.exists()
    assert not any(file.exists() for file in files)


def test_a_photo_in_use_is_kept_and_its_stories_are_named(cast: Cast, client: Client) -> None:
    drafted, printed, portrait = make.photo(), make.photo(), make.photo()
    make.draft(headline="Naskah berfoto", photo=drafted)
    story = make.published(headline="Berita berfoto", photo=printed)
    make.edited(make.workflow.reopen(story, by=cast.managing_editor), photo=None)
    cast.reporter.author.photo = portrait
    cast.reporter.author.save()
    client.force_login(cast.photo_editor)
    for photo, says, where in (
        (drafted, "Ganti dahulu", "Naskah berfoto"),
        (printed, "sudah pernah terbit", "Berita berfoto"),
        (portrait, "Ganti dahulu", "Rina Oktavia"),
    ):
        for response in (client.get(delete(photo)), client.post(delete(photo), {"post": "yes"})):
            assert says in response.content.decode()
            assert where in response.content.decode()
    assert Photo.objects.count() == 3


def test_only_photo_editors_and_the_managing_editor_delete(cast: Cast, client: Client) -> None:
    photo = make.photo(uploaded_by=cast.reporter)
    for part, person in cast.everybody().items():
        client.force_login(person)
        status = client.get(delete(photo)).status_code
        assert (status == 200) is (part in {"photo_editor", "managing_editor"}), part


def test_the_list_shows_and_finds_photos(cast: Cast, client: Client) -> None:
    make.photo(caption="Banjir di Sempaja", credit="Ist")
    make.photo(caption="Feri Mahakam", credit="Humas", alt_text="")
    client.force_login(cast.reporter)
    page = client.get("/admin/articles/photo/").content.decode()
    assert page.count('<img class="thumb"') == 2
    assert page.count("Tanpa teks alternatif") == 1
    for term, found in (("sempaja", "Banjir di Sempaja"), ("humas", "Feri Mahakam")):
        rows = client.get("/admin/articles/photo/", {"q": term}).context["cl"].result_list
        assert [photo.caption for photo in rows] == [found]


def test_autocomplete_tells_photos_apart(cast: Cast, client: Client) -> None:
    make.photo(caption="Feri Mahakam", credit="Humas")
    client.force_login(cast.reporter)
    ask = {"app_label": "articles", "model_name": "article", "field_name": "photo", "term": "feri"}
    results = client.get("/admin/autocomplete/", ask).json()["results"]
    assert [result["text"] for result in results] == ["Feri Mahakam (Foto: Humas)"]
