"""The desk's first page: what waits for whom, in a constant number of bounded queries."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from accounts.people import Person
from adminkit.piles import Pile
from articles.editorial.piles import (
    blocked_photos,
    drafts,
    published,
    returned,
    scheduled,
    undescribed_photos,
    waiting,
)
from comments.piles import appeals, complaints, held_comments


@dataclass(frozen=True)
class Tile:
    """What somebody keeps in order without it ever being a heap of work."""

    title: str
    sentence: str
    url: str


@dataclass(frozen=True)
class FirstPage:
    today: datetime
    piles: list[Pile]
    places: list[Tile]


TILES = (
    ("auth.change_user", "auth_user", "Akun", "Beri orang jalan masuk, pilih perannya, atau tutup akunnya."),
    ("articles.change_author", "articles_author", "Penulis", "Nama, kode, dan profil yang tampil di berita."),
    ("articles.change_editor", "articles_editor", "Redaktur", "Siapa menyunting rubrik mana."),
    ("articles.change_section", "articles_section", "Rubrik", "Nama dan urutan rubrik di situs."),
    ("comments.change_screeningrule", "comments_screeningrule", "Aturan komentar", "Apa yang ditahan atau ditolak."),
    ("articles.change_page", "articles_page", "Halaman", "Tentang kami, pedoman, dan halaman tetap lainnya."),
)


def first_page(user: Person, now: datetime | None = None) -> FirstPage:
    now = now or timezone.now()
    return FirstPage(
        today=timezone.localtime(now),
        piles=[pile(user, now) for pile in _piles_of(user)],
        places=[
            Tile(title, sentence, reverse(f"admin:{screen}_changelist"))
            for permission, screen, title, sentence in TILES
            if user.has_perm(permission)
        ],
    )


def _piles_of(user: Person) -> list[Callable[[Person, datetime], Pile]]:
    """What somebody's day begins with stands first."""
    piles: list[Callable[[Person, datetime], Pile]]
    if user.has_perm("articles.review_article"):
        piles = [waiting, returned, scheduled, drafts, published]
    elif user.has_perm("articles.change_article"):
        piles = [returned, drafts, waiting, scheduled, published]
    elif user.has_perm("articles.view_article"):
        piles = [waiting, scheduled, published]
    else:
        piles = []
    if user.has_perm("comments.moderate_comment"):
        piles = [complaints, held_comments, appeals, *piles]
    if not user.has_perm("articles.delete_photo"):
        return piles
    of_photos = [blocked_photos, undescribed_photos]
    return [*piles, *of_photos] if user.has_perm("articles.change_article") else [*of_photos, *piles]
