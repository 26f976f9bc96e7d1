"""An uploaded file is examined in a process of its own: a sound picture is taken, anything else refused."""

import io
import json
import random
import struct
import subprocess
import zlib
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from PIL import Image, ImageCms

from articles.models import Photo
from articles.photos import intake, rights, sandbox
from tests import make
from tests.cast import Cast
from tests.pictures import (
    GREEN,
    RED,
    SECRET,
    WHITE,
    claiming,
    encoded,
    exif,
    is_near,
    png,
    png_header,
    text_chunks,
    two_halves,
    with_iim,
    xmp,
)

UNREADABLE = "Berkas ini bukan foto yang dapat dibaca. Kirim JPEG, PNG, WebP, GIF, atau AVIF."


def taken(data: bytes, **fields: Any) -> Photo:
    photo = Photo(**fields)
    intake.store(photo, intake.examine(io.BytesIO(data)))
    return photo


def shown(photo: Photo, place: str = "inline") -> Image.Image:
    """The largest file of a place, as readers get it."""
    file = photo.main(place)
    assert file
    with storages["default"].open(file.name) as content:
        image = Image.open(io.BytesIO(content.read()))
    image.load()
    assert image.size == (file.width, file.height)
    return image


def written(own_media: Path) -> list[Path]:
    """Every file there is, in the media folder, among the originals and in between."""
    return [path for path in own_media.parent.rglob("*") if path.is_file()]


def refusal_of(data: bytes) -> ValidationError:
    with pytest.raises(ValidationError) as refusal:
        intake.examine(io.BytesIO(data))
    return refusal.value


# What it told of its maker

PLANTED = {
    "jpeg": with_iim(
        encoded(two_halves(), exif=exif(), xmp=xmp(), comment=SECRET), {(2, 92): SECRET.encode(), (2, 26): b"IDN"}
    )
    + encoded(two_halves(), exif=exif()),  # a second picture behind the first, as phones append them
    "png": encoded(two_halves(), "PNG", exif=exif(), pnginfo=text_chunks(xmp())) + SECRET.encode(),
    "webp": encoded(two_halves(), "WEBP", exif=exif(), xmp=xmp()) + SECRET.encode(),
    "gif": encoded(two_halves("P"), "GIF", comment=SECRET) + SECRET.encode(),
    "avif": encoded(two_halves(), "AVIF", exif=exif(), xmp=xmp()),
}


@pytest.mark.parametrize("form", PLANTED)
def test_position_and_serial_number_are_in_no_byte_that_is_written(cast: Cast, own_media: Path, form: str) -> None:
    data = PLANTED[form]
    assert SECRET.encode() in data
    photo = taken(data)
    files = written(own_media)
    assert len(files) > 5
    for path in files:
        content = path.read_bytes()
        assert SECRET.encode() not in content, path
        with Image.open(path) as image:
            assert not image.getexif().get_ifd(0x8825), path
            assert not image.getexif(), path
            assert not {"photoshop", "comment"} & image.info.keys(), path
    assert SECRET not in str(list(Photo.objects.filter(pk=photo.pk).values()))


@pytest.mark.parametrize("form", PLANTED)
def test_the_original_is_kept_apart_with_the_same_pixels(cast: Cast, own_media: Path, form: str) -> None:
    data = PLANTED[form]
    photo = taken(data)
    kept = own_media.parent / "originals" / photo.original
    assert not list(own_media.rglob(photo.original))
    assert oct(kept.stat().st_mode)[-3:] == "600"
    before, after = (Image.open(io.BytesIO(content)).convert("RGB") for content in (data, kept.read_bytes()))
    assert before.tobytes() == after.tobytes()
    with pytest.raises(ValueError, match="never served"):
        storages["originals"].url(photo.original)


@pytest.mark.parametrize("form", PLANTED)
def test_what_is_hidden_behind_the_picture_does_not_come_along(cast: Cast, own_media: Path, form: str) -> None:
    """A file that is a picture to one program and a page, an archive or a document to another."""
    hidden = (b"<html><script>alert(1)</script></html>", b"PK\x03\x04" + b"\x00" * 60, b"%PDF-1.7 script")
    taken(PLANTED[form] + b"".join(hidden))
    for path in written(own_media):
        assert not [one for one in hidden if one in path.read_bytes()], path
        assert path.stem.replace("-", "").isalnum()


# How it looks


@pytest.mark.parametrize(
    ("orientation", "red", "green"),
    [
        (1, (0.25, 0.5), (0.75, 0.5)),
        (2, (0.75, 0.5), (0.25, 0.5)),
        (3, (0.75, 0.5), (0.25, 0.5)),
        (4, (0.25, 0.5), (0.75, 0.5)),
        (5, (0.5, 0.25), (0.5, 0.75)),
        (6, (0.5, 0.25), (0.5, 0.75)),
        (7, (0.5, 0.75), (0.5, 0.25)),
        (8, (0.5, 0.75), (0.5, 0.25)),
        (99, (0.25, 0.5), (0.75, 0.5)),
    ],
)
def test_a_picture_stands_upright(
    cast: Cast, orientation: int, red: tuple[float, float], green: tuple[float, float]
) -> None:
    data = exif()
    data[0x0112] = orientation
    photo = taken(encoded(two_halves(), exif=data))
    image = shown(photo)
    assert (image.width < image.height) == (photo.width < photo.height) == (4 < orientation < 9)
    for (x, y), colour in ((red, RED), (green, GREEN)):
        assert is_near(image.getpixel((int(x * image.width), int(y * image.height))), colour)


@pytest.mark.parametrize("form", ["PNG", "WEBP", "AVIF"])
def test_a_picture_stands_upright_whatever_its_format(cast: Cast, form: str) -> None:
    data = exif()
    data[0x0112] = 6
    image = shown(taken(encoded(two_halves(), form, exif=data)))
    assert image.width < image.height
    assert is_near(image.getpixel((image.width // 2, image.height // 4)), RED)


@pytest.mark.parametrize(
    ("mode", "form"),
    [("RGB", "PNG"), ("P", "PNG"), ("P", "GIF"), ("RGBA", "PNG"), ("RGBA", "WEBP"), ("RGB", "AVIF"), ("CMYK", "JPEG")],
)
def test_every_kind_of_colour_becomes_screen_colours(cast: Cast, mode: str, form: str) -> None:
    image = shown(taken(encoded(two_halves(mode), form)))
    assert image.mode == "RGB"
    assert is_near(image.getpixel((50, 50)), RED)
    assert is_near(image.getpixel((150, 50)), GREEN)


def test_colours_of_a_profile_are_translated_and_a_damaged_profile_costs_nothing(cast: Cast) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()  # of another kind than the picture
    for icc in (profile, b"not a profile", profile[: len(profile) // 2], lab):
        assert is_near(shown(taken(encoded(two_halves(), icc_profile=icc))).getpixel((50, 50)), RED)


@pytest.mark.parametrize("mode", ["L", "1", "I;16", "LA"])
def test_grey_pictures_keep_their_greys(cast: Cast, mode: str) -> None:
    grey = Image.linear_gradient("L")  # black at the top, white at the bottom
    if mode == "I;16":
        image = Image.frombytes("I;16", grey.size, b"".join(struct.pack("<H", value * 257) for value in grey.tobytes()))
    else:
        image = grey.convert(mode)
    result = shown(taken(encoded(image, "PNG"))).convert("L")
    heights = (5, 250) if mode == "1" else (5, 128, 250)
    assert all(is_near((result.getpixel((128, y)),), (y,), 14) for y in heights)


def test_sixteen_bits_of_colour_become_eight(cast: Cast) -> None:
    row = b"\x00" + b"".join(struct.pack(">3H", *(channel * 257 for channel in RED)) for _ in range(20))
    assert is_near(shown(taken(png(20, 20, 16, row * 20))).getpixel((10, 10)), RED)


def test_what_is_transparent_becomes_paper(cast: Cast) -> None:
    clear = Image.new("RGBA", (100, 100), (0, 0, 0, 0))
    palette = Image.new("P", (100, 101), 0)
    palette.putpalette([0, 0, 0, 220, 30, 30])
    for data in (encoded(clear, "PNG"), encoded(palette, "PNG", transparency=0), encoded(clear, "WEBP")):
        assert is_near(shown(taken(data)).getpixel((50, 50)), WHITE)


@pytest.mark.parametrize("form", ["WEBP", "GIF", "PNG", "AVIF", "MPO"])
def test_of_a_moving_picture_the_first_one_is_kept(cast: Cast, form: str) -> None:
    frames = [Image.new("RGB", (20, 20), RED), Image.new("RGB", (20, 20), GREEN)]
    image = shown(taken(encoded(frames[0], form, save_all=True, append_images=frames[1:])))
    assert getattr(image, "n_frames", 1) == 1
    assert is_near(image.getpixel((10, 10)), RED)


def test_damaged_notes_beside_a_sound_picture_do_not_cost_the_picture(cast: Cast) -> None:
    jpeg = encoded(two_halves())
    for notes in (b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\xff\xff\x01\x12", b"Exif\x00\x00garbage", b"Exif\x00\x00"):
        damaged = jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(notes) + 2) + notes + jpeg[2:]
        assert intake.examine(io.BytesIO(damaged)).facts["width"] == 200


@pytest.mark.parametrize("size", [(12_000, 10), (10, 12_000), (12_000, 4_000), (1, 1)])
def test_long_edges_are_taken_and_scaled_down(cast: Cast, size: tuple[int, int]) -> None:
    photo = taken(encoded(Image.new("L", size, 128), "PNG"))
    assert (photo.width, photo.height) == size
    assert shown(photo).width == min(size[0], 1600)


@pytest.mark.parametrize("form", ["JPEG", "WEBP"])
def test_the_largest_picture_that_is_taken_has_room(cast: Cast, form: str) -> None:
    """A JPEG, as cameras write, and what needs the most memory."""
    photo = taken(encoded(Image.new("RGB", (8_660, 5_773), RED), form, **({"method": 0} if form == "WEBP" else {})))
    assert is_near(shown(photo).getpixel((800, 500)), RED)


# The same picture again


@pytest.mark.both_databases
def test_the_same_file_is_known_again_also_with_other_notes(cast: Cast) -> None:
    plain = encoded(two_halves())
    photo = taken(plain)
    assert intake.same(intake.examine(io.BytesIO(plain))) == photo
    assert intake.same(intake.examine(io.BytesIO(encoded(two_halves(), comment="lain")))) == photo
    assert intake.same(intake.examine(io.BytesIO(encoded(two_halves("L"))))) is None


@pytest.mark.both_databases
def test_the_same_picture_in_another_size_or_format_is_known_again(cast: Cast) -> None:
    def landscape(seed: int) -> Image.Image:
        coarse = Image.frombytes("RGB", (9, 6), random.Random(seed).randbytes(9 * 6 * 3))
        return coarse.resize((900, 600), Image.Resampling.BICUBIC)

    photo, other = taken(encoded(landscape(1), quality=90)), taken(encoded(landscape(2)))
    for data in (
        encoded(landscape(1), quality=40),
        encoded(landscape(1).resize((450, 300)), "WEBP"),
        encoded(landscape(1).convert("L"), "PNG"),
        encoded(landscape(1).crop((6, 4, 894, 596))),
    ):
        examined = intake.examine(io.BytesIO(data))
        assert intake.same(examined) is None
        assert intake.alike(examined) == [photo]
    assert intake.alike(intake.examine(io.BytesIO(encoded(landscape(2), quality=40)))) == [other]
    assert intake.alike(intake.examine(io.BytesIO(encoded(landscape(3))))) == []


# What is refused


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"foto",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<!DOCTYPE html><script>alert(1)</script>",
        b"%PDF-1.7\n",
        b"PK\x03\x04" + b"\x00" * 60,
        b"\x00" * 1000,
        encoded(two_halves(), "TIFF"),
        encoded(two_halves(), "BMP"),
        encoded(two_halves(), "ICO"),
        encoded(two_halves(), "PPM"),
        png_header(100, 100),
        png_header(0, 0),
    ],
)
def test_what_is_no_readable_photo_is_refused_and_leaves_nothing(cast: Cast, own_media: Path, data: bytes) -> None:
    refusal = refusal_of(data)
    assert refusal.code == "unreadable"
    assert refusal.messages == [UNREADABLE]
    assert written(own_media) == []


@pytest.mark.parametrize(
    "data",
    [
        encoded(two_halves())[:600],
        encoded(two_halves())[: len(encoded(two_halves())) // 2],
        encoded(two_halves(), "PNG")[:-60],
        encoded(two_halves(), "WEBP")[:60],
        encoded(two_halves(), "AVIF")[:300],
        encoded(two_halves("P"), "GIF")[:40],
        encoded(two_halves(), "AVIF")[:-60],
        encoded(two_halves(), "WEBP")[:-20],
    ],
)
def test_what_broke_off_on_its_way_is_refused_and_leaves_nothing(cast: Cast, own_media: Path, data: bytes) -> None:
    assert refusal_of(data).code == "cut"
    assert written(own_media) == []


@pytest.mark.parametrize("size", [(8_000, 7_000), (16_000, 16_000)])
@pytest.mark.parametrize("form", ["JPEG", "WEBP", "WEBP lossless", "WEBP with alpha", "GIF", "AVIF", "PNG"])
def test_a_picture_that_would_fill_the_memory_is_refused_by_its_header(
    cast: Cast, own_media: Path, form: str, size: tuple[int, int]
) -> None:
    mode = {"GIF": "P", "WEBP with alpha": "RGBA"}.get(form, "RGB")
    small = encoded(two_halves(mode), form.partition(" ")[0], **({"lossless": True} if "lossless" in form else {}))
    bomb = png_header(*size) if form == "PNG" else claiming(small, *size)
    refusal = refusal_of(bomb)
    assert refusal.messages == [f"Ukuran foto {size[0]} × {size[1]} piksel terlalu besar. Perkecil dahulu."]
    assert written(own_media) == []


@pytest.mark.parametrize("size", [(65_000, 65_000), (2**31 - 1, 2**31 - 1), (40_000, 1)])
def test_a_png_of_any_size_is_refused_by_its_header(cast: Cast, size: tuple[int, int]) -> None:
    assert refusal_of(png_header(*size)).code == "too_many_pixels"


def test_a_real_bomb_of_few_bytes_is_refused(cast: Cast) -> None:
    assert refusal_of(encoded(Image.new("1", (20_000, 20_000)), "PNG")).code == "too_many_pixels"


@pytest.mark.parametrize("kind", [b"iCCP", b"zTXt"])
def test_notes_that_would_fill_the_memory_are_refused(cast: Cast, own_media: Path, kind: bytes) -> None:
    notes = (kind, b"x\x00\x00" + zlib.compress(bytes(300 * 1024**2), 9))
    assert refusal_of(png(20, 20, 8, (b"\x00" + bytes(RED) * 20) * 20, notes)).messages == [UNREADABLE]
    assert written(own_media) == []


@pytest.mark.parametrize("form", ["WEBP", "PNG"])
def test_too_many_frames_of_any_format_are_refused(cast: Cast, form: str) -> None:
    frames = [Image.new("RGB", (2, 2), (number % 256, number // 256, 0)) for number in range(501)]
    exactly: dict[str, Any] = {"lossless": True, "exact": True} if form == "WEBP" else {}
    film = encoded(frames[0], form, save_all=True, append_images=frames[1:], **exactly)
    assert refusal_of(film).code == "too_many_frames"


def test_too_many_frames_are_refused_unread(cast: Cast) -> None:
    frames = [Image.new("P", (2, 2), number % 2) for number in range(501)]
    for number, frame in enumerate(frames):
        frame.putpalette([number % 256, number // 256, 0] * 2)
    film = encoded(frames[0], "GIF", save_all=True, append_images=frames[1:])
    assert refusal_of(film).messages == ["Gambar bergerak ini lebih dari 500 bingkai. Kirim satu gambar saja."]


def test_a_file_too_large_is_refused_unread(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "darkroom", lambda *args, **kwargs: pytest.fail("read"))
    refusal = refusal_of(encoded(two_halves()) + b"\x00" * intake.MAX_BYTES)
    assert refusal.messages == ["Berkas foto lebih dari 20 MB. Kirim yang lebih kecil."]


def test_a_picture_that_takes_too_long_is_given_up(
    cast: Cast, own_media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sandbox.SECONDS, "examine", 0.001)
    refusal = refusal_of(encoded(two_halves()))
    assert refusal.messages == ["Foto ini terlalu berat untuk diolah. Perkecil dahulu, atau simpan ulang sebagai JPEG."]
    assert written(own_media) == []


def test_the_darkroom_has_little_memory_and_knows_no_secret(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a hostile file could do there at the worst."""
    monkeypatch.setenv("SECRET_KEY", SECRET)
    program = (
        "import os, resource\n"
        "from articles.photos.darkroom import __main__ as darkroom\n"
        "darkroom._limit('examine')\n"
        "print(os.environ.get('SECRET_KEY'), resource.getrlimit(resource.RLIMIT_AS)[0])\n"
        "try:\n    bytes(2 * 1024**3)\nexcept MemoryError:\n    print('bounded')\n"
        "import sys; print('django' in sys.modules)\n"
    )
    real = subprocess.run
    monkeypatch.setattr(
        subprocess,
        "run",
        lambda command, **options: real([command[0], "-c", program], **(options | {"input": b""})),
    )
    monkeypatch.setattr(json, "loads", lambda text: {"said": text.decode()})
    said = sandbox.darkroom("examine", b"")["said"].split()
    assert said == ["None", str(1024**3), "bounded", "False"]


def test_damaged_files_of_every_kind_are_taken_or_refused_and_nothing_else(cast: Cast) -> None:
    rng = random.Random(4)
    for form in ("JPEG", "PNG", "WEBP", "AVIF", "GIF"):
        sound = encoded(two_halves("P" if form == "GIF" else "RGB", size=(40, 20)), form)
        for _ in range(8):
            data = bytearray(sound)
            for _ in range(rng.randint(1, 8)):
                data[rng.randrange(len(data))] = rng.randrange(256)
            with suppress(ValidationError):
                intake.examine(io.BytesIO(bytes(data)))


@pytest.mark.both_databases
def test_an_unused_photo_is_deleted_with_every_file(
    cast: Cast, own_media: Path, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        rights.discard(make.photo())
    assert written(own_media) == []
