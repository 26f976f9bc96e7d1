"""A photo whose form is refused is not sent twice: it stays chosen until the form is right."""

from typing import Any

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from articles.models import Photo, PhotoRights
from articles.photos import sweeping
from tests import make
from tests.cast import Cast
from tests.pictures import encoded

ADD = "/admin/articles/photo/add/"
ABOUT = {"caption": "Feri", "credit": "Rina/Kate.id", "rights": PhotoRights.OWN, "digital_source": "digitalCapture"}


def upload(content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile("IMG_0001.JPG", content or make.picture().read(), "image/jpeg")


def refused(client: Client, **form: Any) -> Any:
    response = client.post(ADD, form)
    assert response.status_code == 200
    assert not Photo.objects.filter(caption=ABOUT["caption"]).exists()
    return response.context["adminform"].form


def as_shown(form: Any) -> dict[str, Any]:
    """What a browser sends of a form that it was shown: every field but the file."""
    return {field.html_name: field.value() or "" for field in form if field.name != "upload"}


@pytest.mark.parametrize(
    "fault",
    [{"rights": ""}, {"caption": " "}, {"alt_text": "IMG_0001.JPG"}, {"credit": "x" * 121}, {"licence_until": "besok"}],
)
def test_whatever_else_is_wrong_the_photo_stays(cast: Cast, client: Client, fault: dict[str, str]) -> None:
    client.force_login(cast.reporter)
    form = (
        refused(client, **ABOUT, **{"upload": upload()} | fault)
        if not set(fault) & set(ABOUT)
        else refused(client, **(ABOUT | {"upload": upload()} | fault))
    )
    assert "IMG_0001.JPG" in form["upload"].help_text
    assert "upload" not in form.errors
    assert form.fields[next(iter(form.errors))].widget.attrs["autofocus"]
    assert (
        client.post(ADD, as_shown(form) | ABOUT | {name: "" for name in fault if name not in ABOUT}).status_code == 302
    )
    photo = Photo.objects.get()
    assert (photo.caption, photo.uploaded_by, photo.width) == ("Feri", cast.reporter, 160)
    assert photo.main() is not None


def test_it_stays_through_several_refusals_and_a_bad_file_in_its_place(cast: Cast, client: Client) -> None:
    client.force_login(cast.reporter)
    form = refused(client, **ABOUT | {"upload": upload(), "rights": ""})
    form = refused(client, **as_shown(form) | {"credit": ""})
    form = refused(client, **as_shown(form) | {"upload": upload(b"\xff\xd8 rusak")})
    assert list(form.errors) == ["upload", "credit", "rights"]
    assert client.post(ADD, as_shown(form) | ABOUT).status_code == 302
    assert Photo.objects.get().width == 160


def test_a_similar_one_is_saved_by_ticking_alone(cast: Cast, client: Client) -> None:
    noise = Image.effect_noise((9, 8), 200).resize((270, 240)).convert("RGB")
    client.force_login(cast.reporter)
    client.post(ADD, ABOUT | {"upload": upload(encoded(noise)), "caption": "Yang pertama"})
    form = refused(client, **ABOUT | {"upload": upload(encoded(noise, quality=40))})
    assert "mirip" in form.errors["upload"][0]
    assert refused(client, **as_shown(form)).errors["upload"]
    assert client.post(ADD, as_shown(form) | {"anyway": "on"}).status_code == 302
    assert Photo.objects.count() == 2


def test_nobody_else_takes_it_and_nothing_is_left_of_what_was_given_up(cast: Cast, client: Client) -> None:
    client.force_login(cast.reporter)
    form = refused(client, **ABOUT | {"upload": upload(), "rights": ""})
    sent = as_shown(form) | ABOUT
    client.force_login(cast.other_reporter)
    assert "Pilih sekali lagi" in refused(client, **sent).errors["upload"][0]
    client.force_login(cast.reporter)
    assert "Pilih sekali lagi" in refused(client, **sent | {"held": sent["held"] + "x"}).errors["upload"][0]
    assert len(sweeping.sweep().originals) == 0  # it may come back
    for name in storages["originals"].listdir("")[1]:
        storages["originals"].delete(name)
    assert "Pilih sekali lagi" in refused(client, **sent).errors["upload"][0]
