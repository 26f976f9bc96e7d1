"""A picture that broke off on its way is refused in a sentence; one that is sent again the other way up is turned."""

import io
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from PIL import ExifTags, Image, ImageDraw

from articles.models import Photo
from articles.photos import intake
from articles.photos.darkroom.originals import is_cut
from tests import make
from tests.cast import Cast
from tests.forms import AtDesk

UPLOAD = "/admin/articles/photo/unggah/"


def encoded(form: str = "JPEG", orientation: int = 1, **options: Any) -> bytes:
    picture = Image.effect_noise((320, 200), 90).convert("RGB")
    ImageDraw.Draw(picture).rectangle((0, 0, 100, 60), fill="red")
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    out = io.BytesIO()
    picture.save(out, form, exif=exif, **options)
    return out.getvalue()


KINDS: list[tuple[str, dict[str, Any]]] = [
    ("JPEG", {}), ("JPEG", {"progressive": True}), ("PNG", {}), ("WEBP", {}), ("WEBP", {"lossless": True}),
    ("AVIF", {}),
]  # fmt: skip


@pytest.mark.parametrize(("form", "options"), KINDS)
@pytest.mark.parametrize("share", [0.3, 0.5, 0.9, 0.99])
def test_what_broke_off_is_refused_with_a_sentence(form: str, options: dict[str, Any], share: float) -> None:
    whole = encoded(form, **options)
    assert not is_cut(whole)
    with pytest.raises(ValidationError) as refused:
        intake.examine(io.BytesIO(whole[: int(len(whole) * share)]))
    assert "terputus di jalan. Kirim sekali lagi" in refused.value.messages[0]


@pytest.mark.parametrize(("form", "options"), KINDS)
def test_what_is_whole_is_taken_also_with_something_behind_its_end(form: str, options: dict[str, Any]) -> None:
    whole = encoded(form, **options)
    assert intake.examine(io.BytesIO(whole)).facts["width"] == 320
    for behind in (b"\0" * 40, b"catatan"):
        assert intake.examine(io.BytesIO(whole + behind)).facts["height"] == 200


def test_an_old_camera_that_leaves_out_the_end_mark_is_forgiven() -> None:
    whole = encoded("JPEG")
    assert is_cut(whole[:-2])
    assert intake.examine(io.BytesIO(whole[:-2])).facts["width"] == 320


def send(person: AtDesk, data: bytes, **more: str) -> dict[str, Any]:
    file = io.BytesIO(data)
    file.name = "IMG_1.jpg"
    answer: dict[str, Any] = person.client.post(UPLOAD, {"upload": file} | more).json()
    return answer


@pytest.fixture
def pixels(monkeypatch: pytest.MonkeyPatch) -> bytes:
    """One picture lying on its side, and the same bytes with another orientation."""
    return encoded("JPEG", orientation=1)


def with_orientation(data: bytes, orientation: int) -> bytes:
    mark = data.index(b"\x01\x12\x00\x03")
    return data[: mark + 8] + orientation.to_bytes(2) + data[mark + 10 :]


@pytest.mark.parametrize("orientation", [3, 6, 8])
def test_the_same_pixels_the_other_way_up_replace_the_sideways_photo(
    cast: Cast, pixels: bytes, orientation: int
) -> None:
    rina = AtDesk(cast.reporter)
    first = send(rina, pixels)["photo"]["id"]
    before = Photo.objects.get(pk=first)
    Photo.objects.filter(pk=first).update(crops={"card": [0, 0, 1, 1]}, focal_x=10, caption="Feri")
    again = send(rina, with_orientation(pixels, orientation))
    assert again["photo"]["id"] == first
    photo = Photo.objects.get()
    assert (photo.orientation, photo.caption, photo.crops, photo.focal_x) == (orientation, "Feri", {}, 50)
    assert (photo.width, photo.height) == ((200, 320) if orientation in (6, 8) else (320, 200))
    assert photo.renditions["card"]["key"] != before.renditions["card"]["key"]
    assert "sudah ada" in send(rina, with_orientation(pixels, orientation))["error"]  # now it is the very same


def test_nobody_turns_anothers_photo_nor_one_with_blurred_areas(cast: Cast, pixels: bytes) -> None:
    rina, yusuf = AtDesk(cast.reporter), AtDesk(cast.other_reporter)
    first = send(rina, pixels)["photo"]["id"]
    second = send(yusuf, with_orientation(pixels, 6), anyway="1")["photo"]["id"]
    assert second != first
    assert Photo.objects.get(pk=first).orientation == 1
    Photo.objects.filter(pk=first).update(blurred=[{"shape": "ellipse", "x": 0, "y": 0, "width": 1, "height": 1}])
    third = send(rina, with_orientation(pixels, 3), anyway="1")["photo"]["id"]
    assert third not in {first, second}
    assert Photo.objects.get(pk=first).orientation == 1


def test_the_plain_form_turns_it_too(cast: Cast, pixels: bytes) -> None:
    rina = AtDesk(cast.reporter)
    first = send(rina, pixels)["photo"]["id"]
    file = io.BytesIO(with_orientation(pixels, 6))
    file.name = "IMG_1.jpg"
    sent = {"upload": file, "caption": "Feri", "credit": "Rina", "rights": "own", "digital_source": "digitalCapture"}
    assert rina.client.post("/admin/articles/photo/add/", sent).status_code == 302
    assert Photo.objects.get().pk == first
    assert Photo.objects.get().orientation == 6
    assert make.photo_row().orientation == 1
