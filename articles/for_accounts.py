"""What accounts ask of the newspaper: whose names it prints, what readers agree to, what it holds of somebody."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.auth.models import User

from accounts.my_data import Section, filled

from .models import TERMS_PAGE, Author, Autosave, Editor, Page
from .richtext import plain_text


def bylines() -> Iterator[str]:
    yield from Author.objects.values_list("name", flat=True)
    yield from Editor.objects.values_list("name", flat=True)


def terms() -> str:
    """The HTML of the page of terms for what readers write (Pedoman Media Siber 3a)."""
    return Page.objects.values_list("body", flat=True).filter(slug=TERMS_PAGE).first() or ""


def unsaved_typing(user: User) -> Section:
    """What of somebody's typing waits for them to save it."""
    found = Autosave.objects.filter(user=user).order_by("pk")
    return Section(
        "Ketikan naskah yang belum disimpan",
        [
            filled({"Waktu": copy.saved_at, "Judul": copy.title, "Isi": plain_text(str(copy.content.get("body", "")))})
            for copy in found
        ],
    )
