"""Where a photo appears, and in which sizes it is made for that."""

from __future__ import annotations

from typing import NamedTuple  # a dataclass would cost each darkroom's start a tenth

JPEG, WEBP, AVIF = "jpeg", "webp", "avif"
FORMATS = {AVIF: "image/avif", WEBP: "image/webp", JPEG: "image/jpeg"}  # the smallest first, as browsers choose
SUFFIXES = {AVIF: "avif", WEBP: "webp", JPEG: "jpg"}
QUICK = (JPEG,)  # made before an upload is answered; the others follow

# What a shared link shows. The networks want this size; WhatsApp shows no picture above about 300 kB.
SHARE_SIZE = (1200, 630)
SHARE_MAX_BYTES = 300_000


class Place(NamedTuple):
    name: str
    label: str
    ratio: float | None  # width to height; None shows the picture whole
    widths: tuple[int, ...]
    sizes: str  # how wide it stands on a page, unless the template says so
    formats: tuple[str, ...] = (JPEG, WEBP, AVIF)


LEAD = Place("lead", "Foto utama", 16 / 9, (480, 800, 1200, 1600), "(min-width: 64rem) 62vw, 100vw")
CARD = Place("card", "Kartu berita", 3 / 2, (240, 480, 960), "(min-width: 40rem) 14rem, 7rem")
SQUARE = Place("square", "Persegi", 1, (160, 320, 640), "6rem")
SHARE = Place("share", "Tautan yang dibagikan", SHARE_SIZE[0] / SHARE_SIZE[1], SHARE_SIZE[:1], "", (JPEG,))
INLINE = Place("inline", "Di dalam berita", None, (480, 800, 1200, 1600), "(min-width: 44rem) 42rem, 100vw")

PLACES = {place.name: place for place in (LEAD, CARD, SQUARE, SHARE, INLINE)}
CROPPED = tuple(place for place in PLACES.values() if place.ratio)

Box = tuple[float, float, float, float]  # left, top, width, height as shares of the upright picture


def place_of(key: str) -> Place:
    """The place of a crop by its key: "card", or "lead:17" for the lead of story 17 alone."""
    return PLACES[key.partition(":")[0]]


def around(focal_x: float, focal_y: float, ratio: float | None, width: int, height: int) -> Box:
    """The largest crop of a ratio around a focal point, which is given in shares of the picture."""
    if ratio is None:
        return (0, 0, 1, 1)
    wide, high = min(width, height * ratio) / width, min(height, width / ratio) / height
    left, top = (min(max(focal - size / 2, 0), 1 - size) for focal, size in ((focal_x, wide), (focal_y, high)))
    return (left, top, wide, high)
