"""The picture of a shared page that has no photo: the newsroom's name on its colour."""

from __future__ import annotations

import hashlib
from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from .theme import contrast, mixed

SIZE = WIDTH, HEIGHT = 1200, 630  # pixels, as Open Graph's readers cut it
MARGIN = 90
NAME, TAGLINE = 132, 46  # pixels of type, at most
INKS = ("#ffffff", "#14161a")


@cache  # every page names its version
def share_picture(name: str, tagline: str, accent: str) -> bytes:
    """A PNG of SIZE; a long name or tagline is set smaller until it fits."""
    ink = max(INKS, key=lambda colour: contrast(colour, accent))
    picture = Image.new("RGB", SIZE, accent)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, HEIGHT - 24, WIDTH, HEIGHT), fill=mixed(accent, ink, 0.35))
    draw.text((MARGIN, HEIGHT / 2), name, fill=ink, font=_fitting(name, NAME), anchor="ls")
    draw.text((MARGIN, HEIGHT / 2 + 40), tagline, fill=ink, font=_fitting(tagline, TAGLINE), anchor="lt")
    file = BytesIO()
    picture.save(file, "PNG", optimize=True)
    return file.getvalue()


@cache
def fingerprint(name: str, tagline: str, accent: str) -> str:
    return hashlib.sha256(repr((name, tagline, accent)).encode()).hexdigest()[:12]


def _fitting(line: str, size: float) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """Pillow's own typeface, which has every letter of the Latin alphabet, as large as the line allows."""
    font = ImageFont.load_default(size)
    too_wide = font.getlength(line) / (WIDTH - 2 * MARGIN)
    return ImageFont.load_default(size / too_wide) if too_wide > 1 else font
