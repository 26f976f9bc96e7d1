"""Photos at the desk: uploaded safely, changed by their uploaders and by photo editors, kept while in use."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from articles import permissions
from articles.editorial import workflow
from articles.models import DigitalSource, Photo, PhotoRights
from articles.photos import intake
from tests import make
from tests.cast import Cast
from tests.pictures import AI, encoded, status, two_halves, with_iim, xmp

ADD = "/admin/articles/photo/add/"
UPLOAD = "/admin/articles/photo/unggah/"
ABOUT = {
    "caption": "Feri menyeberang",
    "credit": "Rina/Kate.id",
    "rights": PhotoRights.OWN,
    "digital_source": "digitalCapture",
}


def change(photo: Photo) -> str:
    return reverse("admin:articles_photo_change", args=[photo.pk])


def delete(photo: Photo) -> str:
    return reverse("admin:articles_photo_delete", args=[photo.pk])


def step(photo: Photo, name: str) -> str:
    return reverse(f"admin:articles_photo_{name}", args=[photo.pk])


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
    assert photo.main() is not None
    assert photo.due_since is not None


def described() -> SimpleUploadedFile:
    """A file that says of itself what a form would ask."""
    iim = {(2, 120): b"Feri dari berkas", (2, 80): b"Sari", (2, 110): b"Sari/Warta", (2, 90): b"Samarinda"}
    packet = xmp(f'<Iptc4xmpExt:DigitalSourceType rdf:resource="{AI}"/>')
    return upload(with_iim(encoded(two_halves(), xmp=packet), iim))


def test_what_is_left_empty_is_taken_from_the_file_and_what_is_typed_wins(cast: Cast, client: Client) -> None:
    client.force_login(cast.reporter)
    client.post(ADD, ABOUT | {"upload": described(), "credit": "", "caption": "Yang diketik"})
    photo = Photo.objects.get()
    assert (photo.caption, photo.credit, photo.creator, photo.place) == (
        "Yang diketik", "Sari/Warta", "Sari", "Samarinda",
    )  # fmt: skip
    assert photo.digital_source == DigitalSource.AI


def test_a_photo_that_is_there_already_is_offered_instead(cast: Cast, client: Client) -> None:
    client.force_login(cast.reporter)
    photo = make.photo(caption="Yang pertama")
    with storages["originals"].open(photo.original) as file:
        again = file.read()
    errors = client.post(ADD, ABOUT | {"upload": upload(again)}).context["adminform"].form.errors
    assert "sudah ada di pustaka" in errors["upload"][0]
    assert change(photo) in errors["upload"][0]
    assert Photo.objects.count() == 1


# Several at once


def send(client: Client, content: bytes | None = None, **data: Any) -> tuple[int, dict[str, Any]]:
    response = client.post(UPLOAD, data | {"upload": upload(content)})
    return response.status_code, response.json()


def test_each_of_several_files_has_its_own_answer(cast: Cast, client: Client, own_media: Path) -> None:
    client.force_login(cast.reporter)
    code, answer = send(client, described().read())
    photo = Photo.objects.get()
    assert (code, answer["photo"]["address"]) == (201, change(photo))
    assert (photo.caption, photo.uploaded_by, photo.rights) == ("Feri dari berkas", cast.reporter, "")
    assert status(client, answer["photo"]["thumbnail"]) == 200
    files = sorted(own_media.parent.rglob("*.*"))
    code, answer = send(client, b"<svg/>")
    assert (code, answer["error"].split(".")[0]) == (200, "Berkas ini bukan foto yang dapat dibaca")
    code, answer = send(client, described().read())
    assert (code, answer["mayInsist"], answer["instead"][0]["id"]) == (200, False, photo.pk)
    assert sorted(own_media.parent.rglob("*.*")) == files
    assert Photo.objects.count() == 1


@pytest.mark.parametrize("name", ["foto.png", "foto.svg", "foto.php.jpg", "../../settings.py", "foto", "a" * 300])
def test_what_a_file_is_called_says_nothing_of_what_it_is(
    cast: Cast, client: Client, own_media: Path, name: str
) -> None:
    client.force_login(cast.reporter)
    sent = {"upload": SimpleUploadedFile(name, encoded(two_halves()), "text/html")}
    assert client.post(UPLOAD, sent).status_code == 201
    for path in own_media.parent.rglob("*.*"):
        assert not path.is_file() or path.suffix == ".jpg"
    sent = {"upload": SimpleUploadedFile("foto.jpg", b"<script>alert(1)</script>", "image/jpeg")}
    response = client.post(UPLOAD, sent)
    assert (response.status_code, "bukan foto" in response.json()["error"]) == (200, True)


def test_a_similar_photo_is_taken_only_when_somebody_insists(cast: Cast, client: Client) -> None:
    client.force_login(cast.reporter)
    noise = Image.effect_noise((9, 8), 200).resize((270, 240)).convert("RGB")
    assert send(client, encoded(noise))[0] == 201
    code, answer = send(client, encoded(noise, quality=40))
    assert (code, answer["mayInsist"]) == (200, True)
    assert send(client, encoded(noise, quality=40), anyway="1")[0] == 201


# Crops and blurred areas


def test_a_focal_point_and_crops_are_set_on_a_page_that_shows_where_the_photo_is_used(
    cast: Cast, client: Client
) -> None:
    photo = make.photo((640, 360), uploaded_by=cast.reporter)
    make.published(headline="Berita berfoto", photo=photo)
    client.force_login(cast.reporter)
    page = client.get(step(photo, "crops")).content.decode()
    for place in ("Foto utama", "Kartu berita", "Persegi", "Tautan yang dibagikan", "Berita berfoto"):
        assert place in page
    form = {"focal_x": 20, "focal_y": 30, "crops": '{"card": [0.5, 0.2, 0.3, 0.9]}'}
    assert client.post(step(photo, "crops"), form).headers["Location"] == change(photo)
    after = Photo.objects.get()
    assert (after.focal_x, after.focal_y) == (20, 30)
    of_its_shape = pytest.approx(0.3 * 640 / 360 / 1.5, abs=1e-5)
    assert after.crops == {"card": [0.5, 0.2, 0.3, of_its_shape]}
    assert after.renditions["card"]["key"] != photo.renditions["card"]["key"]


def test_a_crop_for_one_story_leaves_those_of_others_alone(cast: Cast, client: Client) -> None:
    photo = make.photo((640, 360))
    story, other = make.draft(photo=photo), make.draft(photo=photo)
    client.force_login(cast.reporter)
    for article in (story, other):
        box = {f"lead:{article.pk}": [0.1, 0.1, 0.5, 0.5]}
        client.post(f"{step(photo, 'crops')}?naskah={article.pk}", {"crops": json.dumps(box)})
    assert set(Photo.objects.get().crops) == {f"lead:{story.pk}", f"lead:{other.pk}"}
    client.post(f"{step(photo, 'crops')}?naskah={story.pk}", {"crops": "{}"})
    assert set(Photo.objects.get().crops) == {f"lead:{other.pk}"}


@pytest.mark.parametrize("stage", ["draft", "in_review", "approved", "published", "reopened"])
def test_a_storys_own_crop_is_set_by_whoever_may_change_the_story_whosever_photo_it_is(
    cast: Cast, client: Client, stage: str
) -> None:
    """Readers see it at once in what is published, so there it takes an editor of the story."""
    photo = make.photo((640, 360), uploaded_by=cast.other_reporter)
    story = getattr(make, stage)(photo=photo)
    address = f"{step(photo, 'crops')}?naskah={story.pk}"
    sent = {"crops": json.dumps({f"lead:{story.pk}": [0.1, 0.1, 0.5, 0.5]}), "focal_x": 1, "focal_y": 1}
    own = 302 if stage == "draft" else 403
    expected = {
        "reporter": own, "other_reporter": 404, "editor": 302, "other_editor": 403, "managing_editor": 302,
        "photo_editor": 403, "moderator": 404, "administrator": 403,
    }  # fmt: skip
    for part, answer in expected.items():
        Photo.objects.update(crops={"card": [0, 0, 1, 1]})
        client.force_login(getattr(cast, part))
        assert client.get(address).status_code == (200 if answer == 302 else answer), part
        assert client.post(address, sent).status_code == answer, part
        after = Photo.objects.get()
        assert set(after.crops) == {"card"} | ({f"lead:{story.pk}"} if answer == 302 else set()), part
        assert (after.focal_x, after.crops["card"]) == (50, [0, 0, 1, 1])


def test_the_page_of_a_story_leaves_the_crops_of_all_others_alone(cast: Cast, client: Client) -> None:
    photo = make.photo((640, 360))
    story, other = make.draft(photo=photo), make.draft(photo=photo)
    client.force_login(cast.reporter)
    for key in ("card", "lead", f"lead:{other.pk}"):
        sent = {"crops": json.dumps({key: [0.1, 0.1, 0.5, 0.5]})}
        assert client.post(f"{step(photo, 'crops')}?naskah={story.pk}", sent).status_code == 200
    assert Photo.objects.get().crops == {}


def test_a_photo_that_does_not_lead_the_story_has_no_crop_there(cast: Cast, client: Client) -> None:
    photo, story = make.photo(), make.draft(photo=make.photo())
    client.force_login(cast.reporter)
    for named in (story.pk, "", "x", 999_999):
        assert client.get(f"{step(photo, 'crops')}?naskah={named}").status_code == 404


def test_the_form_of_a_story_leads_to_its_crop_for_who_may_set_it(cast: Cast, client: Client) -> None:
    photo = make.photo()
    for make_one, person, leads in (
        (make.draft, cast.reporter, True),
        (make.reopened, cast.reporter, False),
        (make.reopened, cast.editor, True),
    ):
        story = make_one(photo=photo)
        client.force_login(person)
        page = client.get(story.get_absolute_url()).content.decode()
        assert (f"{step(photo, 'crops')}?naskah={story.pk}" in page) is leads
    client.force_login(cast.reporter)
    assert "potongan/?naskah" not in client.get(make.draft().get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    "sent",
    ["x", "[]", '{"card": 1}', '{"card": [1, 2, 3]}', '{"card": ["a", 0, 1, 1]}', '{"lain": [0, 0, 1, 1]}',
     '{"lead:1": [0, 0, 1, 1]}', '{"card": [NaN, 0, 1, 1]}', '{"card": [1e300, 0, 1, 1]}', "[" * 5000],
)  # fmt: skip
def test_crops_that_no_page_sends_are_refused(cast: Cast, client: Client, sent: str) -> None:
    photo = make.photo()
    client.force_login(cast.photo_editor)
    response = client.post(step(photo, "crops"), {"focal_x": 10, "focal_y": 10, "crops": sent})
    assert response.status_code == 200
    assert "Muat ulang halaman ini" in response.content.decode()
    after = Photo.objects.get()
    assert (after.crops, after.focal_x) == ({}, 50)


def test_areas_are_blurred_and_the_blur_is_taken_back(
    cast: Cast, client: Client, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    photo = make.photo()
    had = photo.files("lead", "jpeg")[-1].url
    client.force_login(cast.photo_editor)
    for areas in ([{"shape": "ellipse", "x": 0.9, "y": 0.1, "width": 0.3, "height": 0.2}], []):
        with django_capture_on_commit_callbacks(execute=True):
            client.post(step(photo, "blur"), {"areas": json.dumps(areas)})
        assert (status(client, had) == 404) is bool(areas)
        assert [area["width"] for area in Photo.objects.get().blurred] == ([pytest.approx(0.1)] if areas else [])
    for sent in ('[{"shape": "star", "x": 0, "y": 0, "width": 1, "height": 1}]', "{}", '[{"shape": "ellipse"}]'):
        assert client.post(step(photo, "blur"), {"areas": sent}).status_code == 200
    assert Photo.objects.get().blurred == []


def test_withdrawing_asks_why_and_shows_where_the_photo_is_used(cast: Cast, client: Client) -> None:
    photo = make.photo()
    make.published(headline="Berita berfoto", photo=photo)
    client.force_login(cast.photo_editor)
    assert "Berita berfoto" in client.get(step(photo, "withdraw")).content.decode()
    assert "Tulis alasannya" in client.post(step(photo, "withdraw"), {"reason": " "}).content.decode()
    assert Photo.objects.get().withdrawn_at is None
    client.post(step(photo, "withdraw"), {"reason": "Keluarga meminta"})
    assert Photo.objects.get().withdrawn_at is not None
    page = client.get(change(photo)).content.decode()
    assert "Ditarik oleh Fitri Handayani" in page
    assert "Keluarga meminta" in page
    client.post(step(photo, "show_again"))
    assert Photo.objects.get().withdrawn_at is None
    history = client.get(f"/admin/articles/photo/{photo.pk}/history/").content.decode()
    assert "Ditarik: Keluarga meminta" in history
    assert "Ditampilkan kembali." in history


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
    monkeypatch.setattr(intake, "MAX_BYTES", 10)
    monkeypatch.setattr(intake, "darkroom", lambda *args, **kwargs: pytest.fail("decoded"))
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
    before = (photo.original, photo.sha256, photo.renditions, photo.uploaded_by, photo.uploaded_at)
    client.force_login(cast.photo_editor)
    forged = {"upload": upload(), "original": "x", "renditions": "{}", "uploaded_by": cast.photo_editor.pk}
    client.post(change(photo), ABOUT | forged)
    photo.refresh_from_db()
    assert photo.caption == "Feri menyeberang"
    assert (photo.original, photo.sha256, photo.renditions, photo.uploaded_by, photo.uploaded_at) == before


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
    files = [path for path in own_media.parent.rglob("*.*") if path.is_file()]
    assert len(files) > 5
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
    make.edited(workflow.reopen(story, by=cast.managing_editor), photo=None)
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
