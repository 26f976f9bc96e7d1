"""From an upright picture to the files that readers get: blurred where asked, cropped, scaled, with our own notes."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image

from articles.photo_places import AVIF, JPEG, SHARE_MAX_BYTES, SHARE_SIZE, WEBP

ENCODERS: dict[str, tuple[str, dict[str, Any]]] = {
    JPEG: ("JPEG", {"quality": 80, "optimize": True, "progressive": True}),
    WEBP: ("WEBP", {"quality": 78, "method": 4}),
    AVIF: ("AVIF", {"quality": 55, "speed": 8}),
}
SHARE_QUALITIES = (85, 70, 50, 30, 15)  # the last always fits, even for noise
MOSAIC = 5  # fields along the longer side of what is blurred: too few to tell a face from another


def blurred(picture: Image.Image, areas: list[dict[str, Any]]) -> Image.Image:
    """A copy in which only a few even fields are left of each area, so that nothing can be won back."""
    copy = picture.copy()
    for area in areas:
        left, top = int(area["x"] * picture.width), int(area["y"] * picture.height)
        width = max(1, min(round(area["width"] * picture.width), picture.width - left))
        height = max(1, min(round(area["height"] * picture.height), picture.height - top))
        part = picture.crop((left, top, left + width, top + height))
        shrink = MOSAIC / max(width, height)
        few = part.resize((max(1, round(width * shrink)), max(1, round(height * shrink))), Image.Resampling.BOX)
        fields = few.quantize(8).convert("RGB").resize((width, height), Image.Resampling.NEAREST)
        copy.paste(fields, (left, top), _ellipse(width, height) if area["shape"] == "ellipse" else None)
    return copy


def _ellipse(width: int, height: int) -> Image.Image:
    """A mask from a picture whose values are distances from its centre, 255 at the edge."""
    return Image.radial_gradient("L").resize((width, height)).point(lambda distance: 255 if distance < 254 else 0)


def cropped(picture: Image.Image, box: list[float]) -> tuple[float, float, float, float]:
    """A crop given in shares, in pixels."""
    left, top, width, height = box
    return (
        left * picture.width,
        top * picture.height,
        min((left + width) * picture.width, picture.width),
        min((top + height) * picture.height, picture.height),
    )


def sized(picture: Image.Image, box: list[float], width: int, height: int) -> Image.Image:
    pixels = cropped(picture, box)
    return picture.resize((width, height), Image.Resampling.LANCZOS, box=pixels, reducing_gap=3.0)


def encoded(picture: Image.Image, form: str, notes: bytes) -> bytes:
    name, options = ENCODERS[form]
    return _saved(picture, name, xmp=notes, **options)


def encoded_to_share(picture: Image.Image, notes: bytes) -> bytes:
    """As a JPEG below SHARE_MAX_BYTES, whatever it shows."""
    data = b""
    for quality in SHARE_QUALITIES:
        data = _saved(picture, "JPEG", xmp=notes, quality=quality, optimize=True, progressive=True)
        if len(data) <= SHARE_MAX_BYTES:
            break
    return data


def is_share(width: int, height: int) -> bool:
    return (width, height) == SHARE_SIZE


def _saved(picture: Image.Image, form: str, **options: Any) -> bytes:
    copy = picture.copy()
    copy.info.clear()
    out = io.BytesIO()
    copy.save(out, form, **options)
    return out.getvalue()
