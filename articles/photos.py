"""Photos on their way in: checked before they are decoded, and made anew, so that nothing hidden survives."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from functools import partial
from typing import IO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models.fields.files import ImageFieldFile
from PIL import ExifTags, Image, ImageCms

from .models import Photo

MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 50_000_000  # of a decoded picture: about 150 MB of memory
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF")  # by content; a name or a declared type says nothing
FULL_EDGE = 1600  # pixels
SMALL_EDGE = 640
QUALITY = 82
# What a shared link shows. The networks want this size; WhatsApp shows no picture above about 300 kB.
SHARE_SIZE = (1200, 630)
SHARE_MAX_BYTES = 300_000
SHARE_QUALITIES = (85, 70, 50, 30, 15)  # the last always fits, even for noise
# What undoes how the camera was held, by its EXIF orientation.
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


@dataclass(frozen=True)
class Remade:
    """Our own two files of a picture: upright, sRGB, without metadata, named after their content."""

    full: ContentFile[bytes]
    small: ContentFile[bytes]


def remake(upload: IO[bytes]) -> Remade:
    """Decode an uploaded picture and encode it anew.

    Raises:
        ValidationError: too large, not one of FORMATS, or damaged; the message is for who uploaded it.
    """
    upload.seek(0, io.SEEK_END)
    if upload.tell() > MAX_BYTES:
        raise ValidationError(
            f"Berkas foto lebih dari {MAX_BYTES // 1024**2} MB. Kirim yang lebih kecil.", code="too_large"
        )
    upload.seek(0)
    try:
        upright = _srgb(_upright(_opened(upload)))
    except ValidationError:
        raise
    except Exception as error:  # Pillow raises at least six kinds on hostile files
        raise ValidationError(
            "Berkas ini bukan foto yang dapat dibaca. Kirim JPEG, PNG, WebP, atau AVIF.", code="unreadable"
        ) from error
    return Remade(full=_encoded(upright, FULL_EDGE), small=_encoded(upright, SMALL_EDGE))


def store(photo: Photo, remade: Remade) -> None:
    """Attach remade files to an unsaved photo."""
    photo.file.save(str(remade.full.name), remade.full, save=False)
    photo.small.save(str(remade.small.name), remade.small, save=False)
    _attach_share(photo, remade.full)


def crop_anew(photo: Photo) -> None:
    """Make and save the share picture after the focal point moved.

    It gets another name, since the networks keep a link's picture by its address and ask no second time.
    """
    _delete_after_commit(photo.share)
    with photo.file.open() as full:
        _attach_share(photo, full)
    photo.save(update_fields=["share", "share_bytes"])


def discard(photo: Photo) -> None:
    """Delete an unused photo; what was taken away must not stay reachable at its address."""
    files = (photo.file, photo.small, photo.share)
    for file in files:
        _delete_after_commit(file)
    photo.delete()


def _delete_after_commit(file: ImageFieldFile) -> None:
    transaction.on_commit(partial(file.storage.delete, str(file.name)))


def _attach_share(photo: Photo, full: IO[bytes]) -> None:
    share = _share(full, photo.focal_x / 100, photo.focal_y / 100)
    photo.share.save(str(share.name), share, save=False)
    photo.share_bytes = share.size


def _share(full: IO[bytes], focal_x: float, focal_y: float) -> ContentFile[bytes]:
    """A JPEG of exactly SHARE_SIZE, as large around the focal point as the picture allows."""
    full.seek(0)
    with Image.open(full, formats=("WEBP",)) as picture:
        ratio = SHARE_SIZE[0] / SHARE_SIZE[1]
        width, height = min(picture.width, picture.height * ratio), min(picture.height, picture.width / ratio)
        left = min(max(picture.width * focal_x - width / 2, 0), picture.width - width)
        top = min(max(picture.height * focal_y - height / 2, 0), picture.height - height)
        cropped = picture.convert("RGB").resize(
            SHARE_SIZE, Image.Resampling.LANCZOS, box=(left, top, left + width, top + height)
        )
    full.seek(0)
    for quality in SHARE_QUALITIES:
        out = io.BytesIO()
        cropped.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
        if out.tell() <= SHARE_MAX_BYTES:
            break
    return _named(out.getvalue(), "jpg")


def _opened(upload: IO[bytes]) -> Image.Image:
    """The picture with only its header read."""
    try:
        picture = Image.open(upload, formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ValidationError("Ukuran foto ini terlalu besar. Perkecil dahulu.", code="too_many_pixels") from error
    if picture.width * picture.height > MAX_PIXELS:
        raise ValidationError(
            f"Ukuran foto {picture.width} × {picture.height} piksel terlalu besar. Perkecil dahulu.",
            code="too_many_pixels",
        )
    picture.draft("RGB", (FULL_EDGE, FULL_EDGE))
    return picture


def _upright(picture: Image.Image) -> Image.Image:
    try:
        orientation = picture.getexif().get(ExifTags.Base.Orientation)
    except Exception:  # noqa: BLE001  (damaged notes beside a sound picture cost only the orientation)
        return picture
    turn = TURNS.get(orientation) if isinstance(orientation, int) else None
    return picture if turn is None else picture.transpose(turn)


def _srgb(picture: Image.Image) -> Image.Image:
    if picture.mode.startswith("I;16"):  # PNG with 65,536 greys, which convert() would cut off at 255
        picture = picture.convert("I").point(lambda grey: grey * (1 / 257)).convert("L")
    profile = picture.info.get("icc_profile")
    if profile and picture.mode in {"RGB", "CMYK", "L"}:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError):
            converted = None  # a damaged profile: its numbers are taken as sRGB
        if converted is not None:
            return converted
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        picture = picture.convert("RGBA")
        paper = Image.new("RGBA", picture.size, "white")
        return Image.alpha_composite(paper, picture).convert("RGB")
    return picture.convert("RGB")


def _encoded(picture: Image.Image, edge: int) -> ContentFile[bytes]:
    copy = picture.copy()
    copy.thumbnail((edge, edge), Image.Resampling.LANCZOS)
    copy.info.clear()
    out = io.BytesIO()
    copy.save(out, "WEBP", quality=QUALITY, method=4)
    return _named(out.getvalue(), "webp")


def _named(data: bytes, suffix: str) -> ContentFile[bytes]:
    return ContentFile(data, name=f"{hashlib.sha256(data).hexdigest()[:24]}.{suffix}")
