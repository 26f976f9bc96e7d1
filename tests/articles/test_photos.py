"""An uploaded picture is made anew: upright, in screen colours, without what it told of its maker; or refused."""

import io
import random
import struct
import zlib
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from articles import photos
from articles.models import Photo
from tests import make

SECRET = "RAHASIA-0.5022S-117.1536E"
RED, GREEN, WHITE = (220, 30, 30), (30, 160, 60), (255, 255, 255)


def encoded(image: Image.Image, form: str = "JPEG", **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def two_halves(mode: str = "RGB", size: tuple[int, int] = (200, 100)) -> Image.Image:
    """Red on the left, green on the right."""
    image = Image.new("RGB", size, RED)
    image.paste(GREEN, (size[0] // 2, 0, *size))
    return image.convert(mode)


def remade(data: bytes) -> Image.Image:
    return opened(photos.remake(io.BytesIO(data)).full)


def opened(file: Any) -> Image.Image:
    file.seek(0)
    image = Image.open(io.BytesIO(file.read()))
    image.load()
    return image


def is_near(pixel: Any, colour: tuple[int, int, int], by: int = 30) -> bool:
    return all(abs(is_ - should) <= by for is_, should in zip(pixel, colour, strict=True))


# What it told of its maker


def exif() -> Image.Exif:
    data = Image.Exif()
    data[0x010E] = SECRET  # ImageDescription
    data[0x8825] = {1: "S", 2: (0.0, 30.0, 7.9), 29: SECRET}  # GPS
    data[0x8769] = {0xA431: SECRET}  # BodySerialNumber
    return data


def iptc(jpeg: bytes) -> bytes:
    record = b"\x1c\x02\x74" + struct.pack(">H", len(SECRET)) + SECRET.encode()
    block = b"Photoshop 3.0\x008BIM\x04\x04\x00\x00" + struct.pack(">I", len(record)) + record
    return jpeg[:2] + b"\xff\xed" + struct.pack(">H", len(block) + 2) + block + jpeg[2:]


XMP = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF>{SECRET}</rdf:RDF></x:xmpmeta>'.encode()


def texts() -> PngInfo:
    info = PngInfo()
    info.add_text("Comment", SECRET)
    info.add_itxt("XML:com.adobe.xmp", XMP.decode())
    return info


@pytest.mark.parametrize(
    "data",
    [
        iptc(encoded(two_halves(), exif=exif(), xmp=XMP, comment=SECRET)) + SECRET.encode(),
        encoded(two_halves(), "PNG", exif=exif(), pnginfo=texts()),
        encoded(two_halves(), "WEBP", exif=exif(), xmp=XMP),
        encoded(two_halves(), "AVIF", exif=exif(), xmp=XMP),
    ],
    ids=["jpeg", "png", "webp", "avif"],
)
def test_nothing_is_left_of_what_a_file_tells_beside_its_picture(data: bytes) -> None:
    assert SECRET.encode() in data
    made = photos.remake(io.BytesIO(data))
    for file in (made.full, made.small):
        image = opened(file)
        assert image.format == "WEBP"
        assert not image.getexif()
        assert not {"exif", "xmp", "icc_profile", "photoshop", "comment"} & image.info.keys()
        file.seek(0)
        assert SECRET.encode() not in file.read()


def test_what_is_hidden_behind_the_picture_does_not_come_along() -> None:
    page = b"<html><script>alert(1)</script></html>"
    file = photos.remake(io.BytesIO(encoded(two_halves()) + page)).full
    assert b"script" not in file.read()
    assert file.name
    assert Path(file.name).suffix == ".webp"
    assert Path(file.name).stem.isalnum()


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
def test_a_picture_stands_upright(orientation: int, red: tuple[float, float], green: tuple[float, float]) -> None:
    data = Image.Exif()
    data[0x0112] = orientation
    image = remade(encoded(two_halves(), exif=data))
    assert (image.width < image.height) == (4 < orientation < 9)
    for (x, y), colour in ((red, RED), (green, GREEN)):
        assert is_near(image.getpixel((int(x * image.width), int(y * image.height))), colour)


@pytest.mark.parametrize(
    ("mode", "form"),
    [("RGB", "PNG"), ("P", "PNG"), ("RGBA", "PNG"), ("RGBA", "WEBP"), ("RGB", "AVIF"), ("CMYK", "JPEG")],
)
def test_every_kind_of_colour_becomes_screen_colours(mode: str, form: str) -> None:
    image = remade(encoded(two_halves(mode), form))
    assert image.mode == "RGB"
    assert is_near(image.getpixel((50, 50)), RED)
    assert is_near(image.getpixel((150, 50)), GREEN)


def test_colours_of_a_profile_are_translated_and_a_damaged_profile_costs_nothing() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for icc in (profile, b"not a profile", profile[: len(profile) // 2]):
        image = remade(encoded(two_halves(), icc_profile=icc))
        assert is_near(image.getpixel((50, 50)), RED)
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()  # of another kind than the picture
    assert remade(encoded(two_halves(), icc_profile=lab)).mode == "RGB"


@pytest.mark.parametrize("mode", ["L", "1", "I;16", "LA"])
def test_grey_pictures_keep_their_greys(mode: str) -> None:
    grey = Image.linear_gradient("L")  # black at the top, white at the bottom
    if mode == "I;16":
        image = Image.frombytes("I;16", grey.size, b"".join(struct.pack("<H", value * 257) for value in grey.tobytes()))
    else:
        image = grey.convert(mode)
    result = remade(encoded(image, "PNG")).convert("L")
    assert is_near((result.getpixel((128, 5)),), (5,), 12)  # type: ignore[arg-type]
    assert is_near((result.getpixel((128, 250)),), (250,), 12)  # type: ignore[arg-type]
    if mode != "1":
        assert is_near((result.getpixel((128, 128)),), (128,), 12)  # type: ignore[arg-type]


def test_what_is_transparent_becomes_paper() -> None:
    clear = Image.new("RGBA", (100, 100), (0, 0, 0, 0))
    palette = Image.new("P", (100, 100), 0)
    palette.putpalette([0, 0, 0, 220, 30, 30])
    for data in (encoded(clear, "PNG"), encoded(palette, "PNG", transparency=0), encoded(clear, "WEBP")):
        assert is_near(remade(data).getpixel((50, 50)), WHITE)


@pytest.mark.parametrize(
    ("size", "full", "small"),
    [
        ((4000, 3000), (1600, 1200), (640, 480)),
        ((300, 200), (300, 200), (300, 200)),
        ((5000, 10), (1600, 3), (640, 1)),
        ((1, 1), (1, 1), (1, 1)),
    ],
)
def test_two_sizes_are_made_and_neither_is_blown_up(
    size: tuple[int, int], full: tuple[int, int], small: tuple[int, int]
) -> None:
    made = photos.remake(io.BytesIO(encoded(Image.new("RGB", size, RED))))
    assert (opened(made.full).size, opened(made.small).size) == (full, small)


def test_of_a_moving_picture_the_first_one_is_kept() -> None:
    frames = [Image.new("RGB", (20, 20), RED), Image.new("RGB", (20, 20), GREEN)]
    image = remade(encoded(frames[0], "WEBP", save_all=True, append_images=frames[1:], lossless=True))
    assert getattr(image, "n_frames", 1) == 1
    assert is_near(image.getpixel((10, 10)), RED)


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
def test_damaged_notes_beside_a_sound_picture_do_not_cost_the_picture() -> None:
    jpeg = encoded(two_halves())
    for notes in (b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\xff\xff\x01\x12", b"Exif\x00\x00garbage", b"Exif\x00\x00"):
        damaged = jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(notes) + 2) + notes + jpeg[2:]
        assert remade(damaged).size == (200, 100)


def test_a_stored_photo_knows_its_size_and_both_its_files(db: None, own_media: Path) -> None:
    photo = make.photo()
    photo.refresh_from_db()
    assert (photo.width, photo.height) == (160, 90)
    assert sorted(path.suffix for path in own_media.rglob("*.*")) == [".jpg", ".webp", ".webp"]


# What a shared link shows


def share_of(image: Image.Image, focal_x: int = 50, focal_y: int = 50) -> Image.Image:
    photo = Photo(focal_x=focal_x, focal_y=focal_y)
    photos.store(photo, photos.remake(io.BytesIO(encoded(image, "PNG"))))
    assert photo.share_bytes == photo.share.size
    with photo.share.open() as file:
        return opened(file)


@pytest.mark.parametrize("size", [(4000, 3000), (900, 1600), (300, 200), (5000, 10), (10, 5000), (1, 1)])
def test_a_share_picture_has_the_size_that_networks_want(size: tuple[int, int]) -> None:
    share = share_of(Image.new("RGB", size, RED))
    assert (share.format, share.mode, share.size) == ("JPEG", "RGB", (1200, 630))
    assert is_near(share.getpixel((600, 315)), RED)


def test_a_share_picture_stays_below_what_whatsapp_takes_even_for_noise() -> None:
    noise = Image.frombytes("RGB", (1600, 900), random.Random(4).randbytes(1600 * 900 * 3))
    photo = Photo()
    photos.store(photo, photos.remake(io.BytesIO(encoded(noise, quality=95))))
    assert photo.share_bytes <= 300_000


def test_a_share_picture_is_cropped_around_the_focal_point() -> None:
    wide, tall = two_halves(size=(1600, 400)), two_halves(size=(1600, 400)).transpose(Image.Transpose.ROTATE_270)
    for image in (share_of(wide, focal_x=0), share_of(tall, focal_y=0)):
        assert is_near(image.getpixel((1150, 600)), RED)
    for image in (share_of(wide, focal_x=100), share_of(tall, focal_y=100)):
        assert is_near(image.getpixel((50, 30)), GREEN)


def test_a_moved_focal_point_gives_a_share_picture_of_another_name(
    db: None, own_media: Path, django_capture_on_commit_callbacks: Any
) -> None:
    photo = make.photo()
    before = photo.share.name
    photo.focal_x = 0
    with django_capture_on_commit_callbacks(execute=True):
        photos.crop_anew(photo)
    photo.refresh_from_db()
    assert photo.share.name != before
    assert [path.name for path in own_media.rglob("*.jpg")] == [Path(str(photo.share.name)).name]


def test_a_discarded_photo_leaves_no_file(db: None, own_media: Path, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        photos.discard(make.photo())
    assert not list(own_media.rglob("*.*"))


# What is refused


def png_header(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\x00" * 99))
        + chunk(b"IEND", b"")
    )


def refusal_of(data: bytes) -> ValidationError:
    with pytest.raises(ValidationError) as refusal:
        photos.remake(io.BytesIO(data))
    return refusal.value


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
        encoded(two_halves())[:600],
        encoded(two_halves())[: len(encoded(two_halves())) // 2],
        encoded(two_halves(), "PNG")[:-60],
        encoded(two_halves(), "WEBP")[:60],
        encoded(two_halves(), "AVIF")[:300],
        encoded(two_halves("P"), "GIF"),
        encoded(two_halves(), "TIFF"),
        encoded(two_halves(), "BMP"),
        encoded(two_halves(), "ICO"),
        encoded(two_halves(), "PPM"),
        png_header(100, 100),
        png_header(0, 0),
    ],
)
def test_what_is_no_readable_photo_is_refused_whatever_it_is_called(data: bytes) -> None:
    refusal = refusal_of(data)
    assert refusal.code == "unreadable"
    assert refusal.messages == ["Berkas ini bukan foto yang dapat dibaca. Kirim JPEG, PNG, WebP, atau AVIF."]


@pytest.mark.parametrize(
    ("width", "height"), [(8_000, 7_000), (10_000, 10_000), (65_000, 65_000), (2**31 - 1, 2**31 - 1)]
)
def test_a_picture_that_would_fill_the_memory_is_refused_by_its_header(width: int, height: int) -> None:
    refusal = refusal_of(png_header(width, height))
    assert refusal.code == "too_many_pixels"
    assert "terlalu besar. Perkecil dahulu." in refusal.messages[0]


def test_a_file_too_large_is_refused_unread() -> None:
    refusal = refusal_of(encoded(two_halves()) + b"\x00" * photos.MAX_BYTES)
    assert refusal.messages == ["Berkas foto lebih dari 20 MB. Kirim yang lebih kecil."]


def test_damaged_files_of_every_kind_are_remade_or_refused_and_nothing_else() -> None:
    rng = random.Random(4)
    for form in ("JPEG", "PNG", "WEBP", "AVIF"):
        sound = encoded(two_halves(size=(40, 20)), form, exif=exif())
        for _ in range(60):
            data = bytearray(sound)
            for _ in range(rng.randint(1, 8)):
                data[rng.randrange(len(data))] = rng.randrange(256)
            with suppress(ValidationError):
                photos.remake(io.BytesIO(bytes(data)))


def test_real_photos_with_rich_notes_are_remade() -> None:
    for path in (settings.BASE_DIR.parent / "shared/data/photos").glob("*.jpg"):
        image = remade(path.read_bytes())
        assert not image.getexif()
        assert max(image.size) <= photos.FULL_EDGE
