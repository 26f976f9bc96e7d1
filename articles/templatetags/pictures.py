"""Photos on readers' pages."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import template
from django.utils import dateformat, timezone

from articles.models import Edition, Photo, Rendition
from articles.photo_places import FORMATS, JPEG, PLACES

register = template.Library()


@register.inclusion_tag("includes/picture.html")
def picture(
    photo: Photo,
    place: str,
    edition: Edition | None = None,
    *,
    alt: str = "",
    sizes: str = "",
    eager: bool = False,
) -> dict[str, Any]:
    """A photo as a place shows it, from whatever files of it there are; nothing for one that may not be shown.

    Args:
        place: a name of `articles.photo_places`: lead, card, square, inline or share.
        edition: whose story it stands in, which may have a crop of its own.
        sizes: how wide it stands on the page, where that is not as the place says.
        eager: it is in view when the page opens.
    """
    key = photo.crop_key(place, edition.article_id if edition else None)
    files = {form: photo.files(key, form) for form in FORMATS}
    plain = files.pop(JPEG)
    if not plain:
        return {}
    return {
        "photo": photo,
        "sources": [{"type": FORMATS[form], "srcset": srcset(made)} for form, made in files.items() if made],
        "srcset": srcset(plain),
        "fallback": plain[len(plain) // 2],  # for who understands no srcset
        "width": str(plain[-1].width),  # a number would be printed as readers write it, "1.200"
        "height": str(plain[-1].height),
        "sizes": sizes or PLACES[place].sizes,
        "alt": alt,
        "eager": eager,
    }


@register.simple_tag
def photo_notices(photo: Photo, published_at: datetime | None) -> list[str]:
    """What must stand under a picture besides its caption and credit, in a story of that time, or of now."""
    notices = [f"({photo.origin})"] if photo.origin else []
    if photo.taken_at and photo.is_archive_in(published_at or timezone.now()):
        notices.append(f"Foto arsip, {dateformat.format(timezone.localtime(photo.taken_at), 'j F Y')}")
    return notices


def srcset(files: list[Rendition]) -> str:
    return ", ".join(f"{file.url} {file.width}w" for file in files)
