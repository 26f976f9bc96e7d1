"""Whether a photo may be published, where it is used, and taking it away from readers (Pedoman Media Siber 7)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.contrib.auth.models import User
from django.core.files.storage import storages
from django.db import transaction
from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.text import Truncator

import pagecache
from articles.models import (
    Article,
    ArticlePhoto,
    Author,
    Edition,
    EditionPhoto,
    LiveEntry,
    LiveEntryEdition,
    Photo,
    Stage,
)
from articles.querysets import EditionQuerySet
from articles.reading import cache_tags
from kateid.local_time import printed_day

from . import renditions


def objections(photo: Photo, day: date | None = None) -> list[str]:
    """Why a photo may not be published, each with its cure; none for one that may.

    Args:
        day: of publication on the newsroom's clock, today unless given.
    """
    title = f"“{Truncator(str(photo)).chars(60)}”"
    name = f"Foto {title}"
    found = []
    if photo.withdrawn_at:
        found.append(f"{name} sudah ditarik. Pilih foto lain.")
    if photo.do_not_use:
        found.append(f"{name} ditandai jangan dipakai. Pilih foto lain, atau minta redaktur foto menghapus tanda itu.")
    if photo.licence_has_ended(day):
        ended = printed_day(photo.licence_until) if photo.licence_until else ""
        found.append(f"Lisensi foto {title} berakhir {ended}. Perpanjang lisensinya, atau pilih foto lain.")
    if not photo.credit.strip():
        found.append(f"{name} belum punya kredit. Lengkapi kredit fotonya.")
    if not photo.rights:
        found.append(f"{name} belum punya hak pakai. Pilih hak pakainya di halaman foto itu.")
    return found


def blocked(today: date | None = None) -> QuerySet[Photo]:
    """Photos that may not be published although nobody withdrew them: forbidden, or with a licence that has ended."""
    today = today or timezone.localdate()
    return Photo.objects.filter(Q(do_not_use=True) | Photo.with_ended_licence(today), withdrawn_at=None)


def live_with_blocked(at: datetime) -> EditionQuerySet:
    """Stories that readers see with a photo that may not be published any more: see `blocked_photo`."""
    blocked_then = blocked(timezone.localdate(at))
    photos = list(blocked_then)  # read first, since they are few: else PostgreSQL looks at every story there is
    lead = Prefetch("photo", blocked_then, to_attr="blocked_lead")
    others = EditionPhoto.objects.filter(photo__in=photos).select_related("photo")
    return (
        Edition.objects.listed(at)
        .filter(_showing(photos, EditionPhoto, "edition"))
        .prefetch_related(lead, Prefetch("photo_uses", others, to_attr="blocked_uses"))
    )


def blocked_photo(edition: Edition) -> Photo:
    """The photo because of which a story is among those of `live_with_blocked`: its lead sooner than others."""
    photo: Photo = edition.blocked_lead or edition.blocked_uses[0].photo  # type: ignore[attr-defined]
    return photo


def working_copies(photo: Photo) -> QuerySet[Article]:
    """Stories at the desk that have a photo in their text as it stands."""
    return Article.objects.filter(_showing([photo], ArticlePhoto, "article"))


def live_stories(photo: Photo, at: datetime | None = None) -> EditionQuerySet:
    """Stories that readers see with a photo."""
    of_entries = LiveEntryEdition.objects.filter(photo=photo, live_until=None).values("report")
    shown = _showing([photo], EditionPhoto, "edition") | Q(article__in=of_entries)
    return Edition.objects.listed(at).filter(shown)


def _showing(photos: Iterable[Photo], used: type[ArticlePhoto | EditionPhoto], story: str) -> Q:
    """Stories that show any of some photos as their lead, in their text or in their gallery."""
    return Q(photo__in=photos) | Q(pk__in=used._default_manager.filter(photo__in=photos).values(story))


def of_story(article_pk: int) -> QuerySet[Photo]:
    """Every photo that any text of a story has or had, published or not, which nobody withdrew yet."""
    uses = (
        Q(articles=article_pk)
        | Q(article_uses__article=article_pk)
        | Q(editions__article=article_pk)
        | Q(edition_uses__edition__article=article_pk)
        | Q(live_entries__report=article_pk)
    )
    numbers = Photo.objects.filter(uses).values("pk")
    return Photo.objects.filter(pk__in=numbers, withdrawn_at=None).order_by("pk")


def used_besides(article_pk: int, photos: Collection[Photo], at: datetime | None = None) -> set[int]:
    """The numbers of those photos that another story has, at the desk or with readers, or that portray an author."""
    working = Article.objects.exclude(pk=article_pk).exclude(stage__in=[Stage.RETRACTED, Stage.SPIKED])
    live = Edition.objects.listed(at).exclude(article=article_pk)
    found = (
        working.filter(photo__in=photos).values_list("photo"),
        ArticlePhoto.objects.filter(photo__in=photos, article__in=working).values_list("photo"),
        live.filter(photo__in=photos).values_list("photo"),
        EditionPhoto.objects.filter(photo__in=photos, edition__in=live).values_list("photo"),
        LiveEntry.objects.filter(photo__in=photos).exclude(report=article_pk).values_list("photo"),
        Author.objects.filter(photo__in=photos).values_list("photo"),
    )
    return {number for rows in found for (number,) in rows}


def portraits(photo: Photo) -> QuerySet[Author]:
    return Author.objects.filter(photo=photo)


def withdraw(photo: Photo, *, by: User, reason: str, now: datetime | None = None) -> Photo:
    """Take a photo away from readers: from every page, and every address it had. The archive keeps the original."""
    with transaction.atomic():
        photo = Photo.objects.select_for_update().get(pk=photo.pk)
        photo.withdrawn_at = now or timezone.now()
        photo.withdrawn_by, photo.withdrawn_reason = by, reason
        photo.due_since = None
        renditions.take_away(photo)
        photo.save(
            update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason", "due_since", "renditions", "share_bytes"]
        )
        pagecache.invalidate(cache_tags.photo(photo.pk))
    pagecache.wait_for_edge()
    return photo


def show_again(photo: Photo) -> Photo:
    """Undo a withdrawal: the renditions are made anew from the original."""
    photo.withdrawn_at = photo.withdrawn_by = None
    photo.withdrawn_reason = ""
    renditions.make_quick(photo)
    with transaction.atomic():
        photo.save(
            update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason", "due_since", "renditions", "share_bytes"]
        )
        pagecache.invalidate(cache_tags.photo(photo.pk))
        renditions.begin_later()
    return photo


def discard(photo: Photo) -> None:
    """Delete an unused photo and all its files; what was taken away must not stay reachable at its address."""
    with transaction.atomic():
        renditions.take_away(photo)
        original = photo.original
        pagecache.invalidate(cache_tags.photo(photo.pk))
        photo.delete()
        if original and not Photo.objects.filter(original=original).exists():
            transaction.on_commit(lambda: storages["originals"].delete(original))
