"""What accounts ask of the newspaper: whose names it prints, and what readers who write agree to."""

from __future__ import annotations

from collections.abc import Iterator

from .models import TERMS_PAGE, Author, Editor, Page


def bylines() -> Iterator[str]:
    yield from Author.objects.values_list("name", flat=True)
    yield from Editor.objects.values_list("name", flat=True)


def terms() -> str:
    """The HTML of the page of terms for what readers write (Pedoman Media Siber 3a)."""
    return Page.objects.values_list("body", flat=True).filter(slug=TERMS_PAGE).first() or ""
