"""The desk's first page: what waits for whom, in a constant number of bounded queries."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from accounts.cards import Lack, lacks
from accounts.people import Person
from adminkit.piles import Pile, PileEntry, pile_of
from articles.editorial.piles import (
    approved,
    blocked_photos,
    drafts,
    ownerless,
    published,
    returned,
    scheduled,
    undescribed_photos,
    unsaved,
    unverified,
    waiting,
)
from comments.piles import appeals, complaints, held_comments
from jobs.models import Outbox
from kateid.local_time import ago, moment
from moving.screens import may_move
from press import piles as of_press
from press.permissions import RIGHT as MAY_DECIDE_REPLIES

from .condition import may_see


@dataclass(frozen=True)
class Tile:
    """What somebody keeps in order without it ever being a heap of work."""

    title: str
    sentence: str
    screen: str  # the name of its address

    @property
    def url(self) -> str:
        return reverse(self.screen)


@dataclass(frozen=True)
class FirstPage:
    today: datetime
    lacks: list[tuple[Lack, bool]]  # with whether this person may mend it
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
MOVES = Tile("Pindahan", "Situs lama yang sedang atau sudah dipindahkan ke sini.", "admin:moves")
CONDITION = Tile("Kondisi sistem", "Cadangan, pengatur waktu, surel, dan ruang diska.", "admin:condition")


def first_page(user: User, now: datetime | None = None) -> FirstPage:
    now = now or timezone.now()
    return FirstPage(
        today=timezone.localtime(now),
        lacks=[(lack, user.has_perm(lack.permission)) for lack in lacks(user)],
        piles=[pile for pile_of in _piles_of(user) if (pile := pile_of(user, now)).entries or pile.empty],
        places=[
            Tile(title, sentence, f"admin:{screen}_changelist")
            for permission, screen, title, sentence in TILES
            if user.has_perm(permission)
        ]
        + ([MOVES] if may_move(user) else [])
        + ([CONDITION] if may_see(user) else []),
    )


def _piles_of(user: Person) -> list[Callable[[Person, datetime], Pile]]:
    """What somebody's day begins with stands first."""
    piles: list[Callable[[Person, datetime], Pile]]
    if user.has_perm("articles.review_article"):
        piles = [unverified, waiting, approved, returned, scheduled, drafts, published]
    elif user.has_perm("articles.change_article"):
        piles = [returned, drafts, waiting, approved, scheduled, published]
    elif user.has_perm("articles.view_article"):
        piles = [waiting, approved, scheduled, published]
    else:
        piles = []
    if user.has_perm("articles.review_every_section"):
        piles = [*piles, ownerless]
    if user.has_perm("articles.add_article"):
        piles = [unsaved, *piles]
    if user.has_perm("comments.moderate_comment"):
        piles = [complaints, held_comments, appeals, *piles]
    if user.has_perm(MAY_DECIDE_REPLIES):
        piles = [of_press.requests, *piles]
    if user.has_perm("articles.delete_photo"):
        of_photos = [blocked_photos, undescribed_photos]
        piles = [*piles, *of_photos] if user.has_perm("articles.change_article") else [*of_photos, *piles]
    return [delayed_mail, *piles] if user.has_perm("auth.change_user") else piles


def delayed_mail(user: Person, now: datetime) -> Pile:
    """What could not be sent yet. It goes by itself once the mail server takes it."""
    desk = reverse("admin:condition")
    return pile_of(
        "outbox",
        "Surel yang tertahan",
        "Tidak ada surel yang tertahan.",
        Outbox.objects.delayed().order_by("created_at", "pk"),
        lambda row: PileEntry(
            title=f"{row.get_channel_display()}, {ago(row.created_at, now)}",
            url=desk,
            details=(row.last_error, f"dicoba {row.failures} kali", f"lagi {moment(row.next_try_at, now)}"),
        ),
        desk,
    )
