"""What accounts ask of the newspaper: whose names it prints, what readers agree to, what it holds of somebody."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.urls import reverse

from accounts.cards import Lack
from accounts.my_data import Section, filled
from accounts.people import display_name

from . import permissions
from .models import TERMS_PAGE, Author, Autosave, Editor, Page
from .richtext import plain_text


def bylines() -> Iterator[str]:
    yield from Author.objects.values_list("name", flat=True)
    yield from Editor.objects.values_list("name", flat=True)


def lacking_cards(user: User) -> Iterator[Lack]:
    """The public rows without which an account can neither write under its name nor edit."""
    begun = urlencode({"user": user.pk, "name": display_name(user)})
    if user.has_perm("articles.add_article") and not Author.objects.filter(user=user.pk).exists():
        yield Lack(
            "Akun ini belum disambung ke kartu penulis, jadi naskahnya terbit tanpa namanya.",
            "articles.add_author",
            f"{reverse('admin:articles_author_add')}?{begun}",
            "Buat kartu penulis",
        )
    if permissions.lacks_editor_card(user):
        yield Lack(
            f"{permissions.NO_EDITOR_CARD}.",
            "articles.add_editor",
            f"{reverse('admin:articles_editor_add')}?{begun}",
            "Buat kartu redaktur",
        )


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
