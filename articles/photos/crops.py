"""Which part of a photo each place shows, and which parts nobody may recognise."""

from __future__ import annotations

import json
import math
from typing import Any

from django.core.exceptions import ValidationError

from articles.models import Photo
from articles.photo_places import LEAD, Box, around, place_of

SMALLEST = 0.05  # share of the picture's width that a crop shows at least
MAX_AREAS = 40
SHAPES = ("rectangle", "ellipse")


def box_of(photo: Photo, key: str) -> Box:
    """The crop of a key: as somebody drew it, otherwise the largest around the focal point."""
    if drawn := photo.crops.get(key):
        return (drawn[0], drawn[1], drawn[2], drawn[3])
    left, top, width, height = around(
        photo.focal_x / 100, photo.focal_y / 100, place_of(key).ratio, photo.width, photo.height
    )
    return (round(left, 6), round(top, 6), round(width, 6), round(height, 6))


def for_story(article_pk: int) -> str:
    """The key of a lead crop that one story has for itself."""
    return f"{LEAD.name}:{article_pk}"


def read_crops(photo: Photo, text: str, allowed: set[str]) -> dict[str, list[float]]:
    """Crops as the desk's page sends them: {"card": [left, top, width, height]}, in shares of the picture.

    Each gets the exact shape of its place. Crops of other keys than `allowed` stay as they are.

    Raises:
        ValidationError: not what the page sends.
    """
    sent = _parsed(text, dict)
    if not set(sent) <= allowed:
        raise ValidationError("Potongan foto tidak terbaca. Muat ulang halaman ini.", code="invalid")
    kept = {key: box for key, box in photo.crops.items() if key not in allowed}
    return kept | {key: _shaped(photo, key, _numbers(box)) for key, box in sent.items()}


def read_areas(text: str) -> list[dict[str, Any]]:
    """Areas to blur as the desk's page sends them, cut to the picture.

    Raises:
        ValidationError: not what the page sends, or too many.
    """
    sent = _parsed(text, list)
    if len(sent) > MAX_AREAS:
        raise ValidationError(f"Paling banyak {MAX_AREAS} bidang. Gabungkan beberapa.", code="too_many")
    areas = []
    for area in sent:
        if not isinstance(area, dict) or area.get("shape") not in SHAPES:
            raise ValidationError("Bidang samaran tidak terbaca. Muat ulang halaman ini.", code="invalid")
        left, top, width, height = _numbers([area.get(name) for name in ("x", "y", "width", "height")])
        left, top = min(max(left, 0), 1), min(max(top, 0), 1)
        width, height = min(width, 1 - left), min(height, 1 - top)
        if width > 0 and height > 0:
            sides = (("x", left), ("y", top), ("width", width), ("height", height))
            areas.append({"shape": area["shape"]} | {name: round(value, 6) for name, value in sides})
    return areas


def _shaped(photo: Photo, key: str, box: list[float]) -> list[float]:
    """The nearest box of the place's shape that lies within the picture."""
    left, top, width, _ = box
    ratio = place_of(key).ratio or photo.width / photo.height
    high = photo.width / photo.height / ratio  # of a box as wide as the picture, in shares of its height
    width = min(max(width, SMALLEST), 1, 1 / high)
    height = width * high
    return [round(part, 6) for part in (min(max(left, 0), 1 - width), min(max(top, 0), 1 - height), width, height)]


def _parsed(text: str, kind: type) -> Any:
    try:
        value = json.loads(text[:20_000] or json.dumps(kind()))
    except ValueError:
        value = None
    if not isinstance(value, kind):
        raise ValidationError("Isian foto tidak terbaca. Muat ulang halaman ini.", code="invalid")
    return value


def _numbers(values: Any) -> list[float]:
    if (
        not isinstance(values, list)
        or len(values) != 4
        or not all(isinstance(value, int | float) and math.isfinite(value) and abs(value) <= 10 for value in values)
    ):
        raise ValidationError("Isian foto tidak terbaca. Muat ulang halaman ini.", code="invalid")
    return [float(value) for value in values]
