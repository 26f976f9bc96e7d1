"""What waits in the newsroom: each pile in one bounded query."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone

from accounts.people import Person, display_name
from adminkit.piles import Pile, PileEntry, pile_of
from articles import permissions
from articles.models import (
    Article,
    ArticleAuthor,
    Autosave,
    Edition,
    Photo,
    Stage,
    StageChange,
    Verification,
)
from articles.photos import rights
from kateid.local_time import ago, lasting, moment

from . import verification

RECENT = timedelta(days=30)


def unsaved(user: Person, now: datetime) -> Pile:
    """What somebody typed and did not save. It is there only when there is some."""
    return pile_of(
        "unsaved",
        "Ketikan yang belum disimpan",
        "",
        Autosave.objects.filter(user=user.pk).select_related("article"),
        lambda copy: PileEntry(copy.title, _where_typed(copy), (f"diketik {ago(copy.saved_at, now)}",)),
        reverse("admin:articles_article_add"),
    )


def _where_typed(copy: Autosave) -> str:
    if copy.article:
        return reverse("admin:articles_article_change", args=[copy.article_id])
    kept = {"ketikan": copy.pk} | ({"kunci": copy.form_key} if copy.form_key else {})
    return f"{reverse('admin:articles_article_add')}?{urlencode(kept)}"


def drafts(user: Person, now: datetime) -> Pile:
    own = _own_drafts(user, now).filter(Q(last_verb=None) | ~Q(last_verb="send_back")).order_by("-updated_at", "-pk")
    return pile_of(
        "drafts",
        "Draf saya",
        "Tidak ada draf. Tekan “Tulis berita” untuk memulai yang baru.",
        _lean(own),
        lambda article: _entry(
            article,
            f"disimpan {ago(article.updated_at, now)}",
            flag="Perubahan atas berita yang sudah terbit" if article.is_public else "",
        ),
        _list_of(Stage.DRAFT, milik="saya"),
    )


def returned(user: Person, now: datetime) -> Pile:
    own = _own_drafts(user, now).filter(last_verb="send_back").order_by("-updated_at", "-pk")
    return pile_of(
        "returned",
        "Dikembalikan kepada saya",
        "Tidak ada naskah yang dikembalikan. Naskah yang perlu Anda perbaiki muncul di sini beserta alasannya.",
        _lean(own),
        lambda article: _entry(
            article, f"{article.last_by} mengembalikannya {ago(article.last_at, now)}", reason=article.last_reason
        ),
        _list_of(Stage.DRAFT, milik="saya"),
    )


def waiting(user: Person, now: datetime) -> Pile:
    if user.has_perm("articles.review_article"):
        articles, empty = permissions.reviewable_articles(user), "Meja bersih: tidak ada naskah yang menunggu redaktur."
        if permissions.lacks_editor_card(user):
            empty = f"{permissions.NO_EDITOR_CARD}."
    else:
        articles = permissions.visible_articles(user)
        empty = "Tidak ada naskah yang menunggu redaktur. Naskah yang Anda ajukan muncul di sini."
    return pile_of(
        "waiting",
        "Menunggu redaktur",
        empty,
        _lean(articles.in_stage(Stage.IN_REVIEW, now).order_by("stage_since", "pk")),
        lambda article: _entry(article, _submitter(article), f"menunggu {lasting(article.stage_since, now)}"),
        _list_of(Stage.IN_REVIEW),
    )


def approved(user: Person, now: datetime) -> Pile:
    """What an editor agreed to and nobody has published."""
    return pile_of(
        "approved",
        "Disetujui, belum terbit",
        "Tidak ada naskah disetujui yang menunggu terbit." if user.has_perm("articles.review_article") else "",
        _lean(permissions.visible_articles(user).in_stage(Stage.APPROVED, now).order_by("stage_since", "pk")),
        lambda article: _entry(article, f"disetujui {ago(article.stage_since, now)}"),
        _list_of(Stage.APPROVED),
    )


def scheduled(user: Person, now: datetime) -> Pile:
    return pile_of(
        "scheduled",
        "Terjadwal",
        "Tidak ada berita terjadwal. Redaktur dapat menjadwalkan naskah yang sudah siap.",
        _lean(permissions.visible_articles(user).in_stage(Stage.SCHEDULED, now).order_by("publish_at", "pk")),
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
    return pile_of(
        "published",
        "Terbit hari ini",
        "Belum ada yang terbit hari ini.",
        editions,
        lambda edition: PileEntry(
            title=edition.headline,
            url=reverse("admin:articles_article_change", args=[edition.article_id]),
            details=(edition.section_name, moment(edition.published_at, now)),
            flag="Diterbitkan oleh penulis sendiri" if edition.own_text else "",
        ),
        _list_of(Stage.PUBLISHED),
    )


def unverified(user: Person, now: datetime) -> Pile:
    """What readers have without its being verified, the longest first (Pedoman Media Siber 2d)."""
    decides_on = permissions.reviewable_articles(user)
    return pile_of(
        "unverified",
        "Belum terverifikasi",
        "",  # it should come seldom
        verification.unverified(now).filter(article__in=decides_on).defer("body", "public_note"),
        lambda edition: PileEntry(
            title=edition.headline,
            url=reverse("admin:articles_article_verification", args=[edition.article_id]),
            details=(edition.section_name, f"tampil {lasting(edition.published_at, now)}"),
        ),
        f"{reverse('admin:articles_article_changelist')}?verification__exact={Verification.UNVERIFIED}",
    )


def blocked_photos(user: Person, now: datetime) -> Pile:
    """Stories that readers see with a photo that may no longer be used (Pedoman Media Siber 7)."""
    today = timezone.localdate(now)

    def entry(edition: Edition) -> PileEntry:
        photo = rights.blocked_photo(edition)
        return PileEntry(
            title=edition.headline,
            url=reverse("admin:articles_photo_change", args=[photo.pk]),
            details=(edition.section_name,),
            reason=" ".join(rights.objections(photo, today)),
            image=photo.thumbnail_url,
        )

    return pile_of(
        "blocked",
        "Terbit dengan foto yang tidak boleh dipakai lagi",
        "Semua foto di berita yang terbit boleh dipakai.",
        rights.live_with_blocked(now).newest().defer("body", "public_note"),
        entry,
        f"{reverse('admin:articles_photo_changelist')}?do_not_use__exact=1",
    )


def undescribed_photos(user: Person, now: datetime) -> Pile:
    photos = Photo.objects.filter(uploaded_at__gte=now - RECENT, alt_text="").order_by("-uploaded_at", "-pk")
    return pile_of(
        "photos",
        "Foto tanpa teks alternatif",
        "Semua foto 30 hari terakhir sudah punya teks alternatif.",
        photos,
        lambda photo: PileEntry(
            title=str(photo),
            url=reverse("admin:articles_photo_change", args=[photo.pk]),
            details=(photo.credit, f"diunggah {ago(photo.uploaded_at, now)}"),
            image=photo.thumbnail_url,
        ),
        reverse("admin:articles_photo_changelist"),
    )


def ownerless(user: Person, now: datetime) -> Pile:
    """Drafts in no pile of anybody: who began them has no place at the desk any more, nor has any of the byline."""
    at_desk = permissions.holders("articles.change_article").order_by().values("pk")
    bylines = ArticleAuthor.objects.filter(article=OuterRef("pk"), author__user__in=at_desk)
    drafts = permissions.visible_articles(user).in_stage(Stage.DRAFT, now)
    found = drafts.filter(~Q(created_by__in=at_desk) | Q(created_by=None)).filter(~Exists(bylines))
    return pile_of(
        "ownerless",
        "Draf tanpa pemilik",
        "",
        _lean(found.order_by("-updated_at", "-pk")),
        lambda article: _entry(article, f"disimpan {ago(article.updated_at, now)}"),
        _list_of(Stage.DRAFT),
    )


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


def _list_of(stage: str, **filters: str) -> str:
    return f"{reverse('admin:articles_article_changelist')}?{urlencode({'tahap': stage, **filters})}"


def _entry(article: Article, *details: str, reason: str = "", flag: str = "") -> PileEntry:
    section = article.section.name if article.section else ""
    return PileEntry(
        title=str(article),
        url=article.get_absolute_url(),
        details=tuple(detail for detail in (section, *details) if detail),
        reason=reason,
        flag=flag,
    )


def _submitter(article: Article) -> str:
    return display_name(article.submitted_by) if article.submitted_by else ""


def _lean(articles: QuerySet[Any]) -> QuerySet[Any]:
    """Working copies as an entry prints them."""
    return articles.select_related("section", "submitted_by").defer("body")
