"""Which part of a photo each place shows."""

from __future__ import annotations

from articles.models import Photo

from .places import Box, around, place_of


def box_of(photo: Photo, key: str) -> Box:
    """The crop of a key: as somebody drew it, otherwise the largest around the focal point."""
    drawn = photo.crops.get(key)
    if drawn:
        return (drawn[0], drawn[1], drawn[2], drawn[3])
    left, top, width, height = around(
        photo.focal_x / 100, photo.focal_y / 100, place_of(key).ratio, photo.width, photo.height
    )
    return (round(left, 6), round(top, 6), round(width, 6), round(height, 6))
