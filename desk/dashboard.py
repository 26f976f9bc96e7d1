"""The desk's first page: what waits for whom, in a constant number of bounded queries."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timesince import timesince

from accounts.people import Person, display_name
from articles import permissions
from articles.models import Article, Edition, Photo, Stage, StageChange
from articles.photos import rights
from comments.models import Appeal, Comment, Report, Status

SHOWN = 12  # entries of a pile; the list behind it has the rest
RECENT = timedelta(days=30)


@dataclass(frozen=True)
class Entry:
    title: str
    url: str
    details: tuple[str, ...] = ()
    reason: str = ""
    flag: str = ""
    image: str = ""


@dataclass(frozen=True)
class Pile:
    """One heap of work on the desk."""

    name: str
    title: str
    empty: str
    entries: list[Entry] = field(default_factory=list)
    more_url: str = ""  # where the rest is, if there is more


@dataclass(frozen=True)
class Place:
    """What somebody keeps in order without it ever being a heap of work."""

    title: str
    sentence: str
    url: str


@dataclass(frozen=True)
class FirstPage:
    today: datetime
    piles: list[Pile]
    places: list[Place]


PLACES = (
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
            Place(title, sentence, reverse(f"admin:{screen}_changelist"))
            for permission, screen, title, sentence in PLACES
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


def drafts(user: Person, now: datetime) -> Pile:
    own = _own_drafts(user, now).filter(Q(last_verb=None) | ~Q(last_verb="send_back")).order_by("-updated_at", "-pk")
    return _pile(
        "drafts",
        "Draf saya",
        "Tidak ada draf. Tekan “Tulis berita” untuk memulai yang baru.",
        own,
        lambda article: _entry(
            article,
            f"disimpan {ago(article.updated_at, now)}",
            flag="Perubahan atas berita yang sudah terbit" if article.is_public else "",
        ),
        _list_of(Stage.DRAFT, milik="saya"),
    )


def returned(user: Person, now: datetime) -> Pile:
    own = _own_drafts(user, now).filter(last_verb="send_back").order_by("-updated_at", "-pk")
    return _pile(
        "returned",
        "Dikembalikan kepada saya",
        "Tidak ada naskah yang dikembalikan. Naskah yang perlu Anda perbaiki muncul di sini beserta alasannya.",
        own,
        lambda article: _entry(
            article, f"{article.last_by} mengembalikannya {ago(article.last_at, now)}", reason=article.last_reason
        ),
        _list_of(Stage.DRAFT, milik="saya"),
    )


def waiting(user: Person, now: datetime) -> Pile:
    if user.has_perm("articles.review_article"):
        articles, empty = permissions.reviewable_articles(user), "Meja bersih: tidak ada naskah yang menunggu redaktur."
    else:
        articles = permissions.visible_articles(user)
        empty = "Tidak ada naskah yang menunggu redaktur. Naskah yang Anda ajukan muncul di sini."
    return _pile(
        "waiting",
        "Menunggu redaktur",
        empty,
        articles.in_stage(Stage.IN_REVIEW, now).select_related("submitted_by").order_by("stage_since", "pk"),
        lambda article: _entry(article, _submitter(article), f"menunggu {lasting(article.stage_since, now)}"),
        _list_of(Stage.IN_REVIEW),
    )


def scheduled(user: Person, now: datetime) -> Pile:
    return _pile(
        "scheduled",
        "Terjadwal",
        "Tidak ada berita terjadwal. Redaktur dapat menjadwalkan naskah yang sudah siap.",
        permissions.visible_articles(user).in_stage(Stage.SCHEDULED, now).order_by("publish_at", "pk"),
        lambda article: _entry(article, f"terbit {moment(article.publish_at, now)}"),
        _list_of(Stage.SCHEDULED),
    )


def published(user: Person, now: datetime) -> Pile:
    editions = (
        Edition.objects.listed(now)
        .on_day(timezone.localdate(now))
        # Not `article__in`, from which SQLite would begin with every article there is.
        .filter(Exists(permissions.visible_articles(user).filter(pk=OuterRef("article"))))
        .annotate(own_text=Exists(StageChange.objects.filter(edition=OuterRef("pk"), own_text=True)))
        .newest()
        .defer("body", "public_note")
    )
    return _pile(
        "published",
        "Terbit hari ini",
        "Belum ada yang terbit hari ini.",
        editions,
        lambda edition: Entry(
            title=edition.headline,
            url=reverse("admin:articles_article_change", args=[edition.article_id]),
            details=(edition.section_name, moment(edition.published_at, now)),
            flag="Diterbitkan oleh penulis sendiri" if edition.own_text else "",
        ),
        _list_of(Stage.PUBLISHED),
    )


def blocked_photos(user: Person, now: datetime) -> Pile:
    """Stories that readers see with a photo that may no longer be used (Pedoman Media Siber 7)."""
    today = timezone.localdate(now)

    def entry(edition: Edition) -> Entry:
        photo = rights.blocked_photo(edition)
        return Entry(
            title=edition.headline,
            url=reverse("admin:articles_photo_change", args=[photo.pk]),
            details=(edition.section_name,),
            reason=" ".join(rights.objections(photo, today)),
            image=photo.thumbnail_url,
        )

    return _pile(
        "blocked",
        "Terbit dengan foto yang tidak boleh dipakai lagi",
        "Semua foto di berita yang terbit boleh dipakai.",
        rights.live_with_blocked(now).newest().defer("body", "public_note"),
        entry,
        f"{reverse('admin:articles_photo_changelist')}?do_not_use__exact=1",
    )


def undescribed_photos(user: Person, now: datetime) -> Pile:
    photos = Photo.objects.filter(uploaded_at__gte=now - RECENT, alt_text="").order_by("-uploaded_at", "-pk")
    return _pile(
        "photos",
        "Foto tanpa teks alternatif",
        "Semua foto 30 hari terakhir sudah punya teks alternatif.",
        photos,
        lambda photo: Entry(
            title=str(photo),
            url=reverse("admin:articles_photo_change", args=[photo.pk]),
            details=(photo.credit, f"diunggah {ago(photo.uploaded_at, now)}"),
            image=photo.thumbnail_url,
        ),
        reverse("admin:articles_photo_changelist"),
    )


def complaints(user: Person, now: datetime) -> Pile:
    return _pile(
        "complaints",
        "Aduan atas komentar",
        "Tidak ada aduan yang menunggu keputusan.",
        Report.objects.open().most_urgent().exclude(comment__status=Status.DELETED).select_related("comment"),
        lambda report: Entry(
            title=report.comment.text[:120],
            url=reverse("admin:comments_comment_change", args=[report.comment_id]),
            details=(report.get_reason_display(), f"putuskan sebelum {moment(report.due_at, now)}"),
            flag="Lewat batas 2 x 24 jam" if report.due_at <= now else "",
        ),
        _queue("dilaporkan"),
    )


def held_comments(user: Person, now: datetime) -> Pile:
    return _pile(
        "held",
        "Komentar yang ditahan",
        "Tidak ada komentar yang ditahan.",
        Comment.objects.filter(status=Status.HELD).order_by("-risk", "created_at", "pk"),
        lambda comment: Entry(
            title=comment.text[:120],
            url=reverse("admin:comments_comment_change", args=[comment.pk]),
            details=(comment.author_name, ago(comment.created_at, now)),
        ),
        _queue("ditahan"),
    )


def appeals(user: Person, now: datetime) -> Pile:
    return _pile(
        "appeals",
        "Banding",
        "Tidak ada banding yang menunggu keputusan Anda.",
        Appeal.objects.waiting_for(user).order_by("made_at", "pk").select_related("comment"),
        lambda appeal: Entry(
            title=appeal.comment.text[:120],
            url=reverse("admin:comments_comment_change", args=[appeal.comment_id]),
            details=(appeal.comment.author_name, ago(appeal.made_at, now)),
            reason=appeal.text,
        ),
        _queue("banding"),
    )


def ago(then: datetime, now: datetime) -> str:
    return "baru saja" if now - then < timedelta(minutes=1) else f"{lasting(then, now)} lalu"


def lasting(then: datetime, now: datetime) -> str:
    """How long something has lasted, in its largest unit: “2 jam”."""
    return "sebentar" if now - then < timedelta(minutes=1) else timesince(then, now, depth=1)


def moment(at: datetime, now: datetime) -> str:
    """A moment on the newsroom's clock: “hari ini pukul 14:05 WITA”."""
    local, days = timezone.localtime(at), (timezone.localdate(at) - timezone.localdate(now)).days
    day = {0: "hari ini", 1: "besok", -1: "kemarin"}.get(days) or date_format(local, "l, j F Y")
    return f"{day} pukul {date_format(local, 'H:i T')}"


def _own_drafts(user: Person, now: datetime) -> QuerySet[Any]:
    last = StageChange.objects.filter(article=OuterRef("pk")).order_by("-pk")
    return (
        permissions.visible_articles(user)
        .of(user)
        .in_stage(Stage.DRAFT, now)
        .annotate(
            last_verb=Subquery(last.values("verb")[:1]),
            last_by=Subquery(last.values("by_name")[:1]),
            last_at=Subquery(last.values("at")[:1]),
            last_reason=Subquery(last.values("reason")[:1]),
            is_public=Exists(Edition.objects.live(now).filter(article=OuterRef("pk"))),
        )
    )


def _queue(name: str) -> str:
    return f"{reverse('admin:comments_comment_changelist')}?antrean={name}"


def _list_of(stage: str, **filters: str) -> str:
    return f"{reverse('admin:articles_article_changelist')}?{urlencode({'tahap': stage, **filters})}"


def _pile(name: str, title: str, empty: str, rows: QuerySet[Any], entry: Any, whole: str) -> Pile:
    found = list(_lean(rows)[: SHOWN + 1])
    return Pile(name, title, empty, [entry(row) for row in found[:SHOWN]], whole if len(found) > SHOWN else "")


def _lean(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.select_related("section", "submitted_by").defer("body") if rows.model is Article else rows


def _entry(article: Article, *details: str, reason: str = "", flag: str = "") -> Entry:
    section = article.section.name if article.section else ""
    return Entry(
        title=str(article),
        url=article.get_absolute_url(),
        details=tuple(detail for detail in (section, *details) if detail),
        reason=reason,
        flag=flag,
    )


def _submitter(article: Article) -> str:
    return display_name(article.submitted_by) if article.submitted_by else ""
