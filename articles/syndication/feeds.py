"""What stands in a feed: stories as readers have them, and what was told about changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Enclosure
from django.utils.html import escape

from articles.models import Edition, EditionKind, Photo, Rendition, look_up_photos
from articles.querysets import EditionQuerySet
from articles.reading.story_page import TOLD_TO_READERS, notices
from articles.reading.views.accountability import Change, Told, entry_changes, with_stories
from kateid.absolute_urls import absolute, with_absolute_links

LENGTH = 30

Item = dict[str, Any]  # the arguments of a feed generator's add_item


def first(editions: EditionQuerySet) -> list[Edition]:
    """The first of a list of live editions, complete."""
    found = list(editions.with_report().select_related("section", "photo")[:LENGTH])
    look_up_photos(found)
    return found


def stories(found: Sequence[Edition], at: datetime) -> list[Item]:
    """Live editions as items, once `look_up_results` has told them what was found since."""
    changes = defaultdict(list)
    told = Edition.objects.public_history(at).filter(kind__in=TOLD_TO_READERS)
    for change in told.filter(article__in=[edition.article_id for edition in found]).defer("body").order_by("-number"):
        changes[change.article_id].append(change)
    return [_story(edition, changes[edition.article_id]) for edition in found]


def changes(at: datetime) -> list[Item]:
    """What was corrected, updated and retracted; stories that were retracted since show only that."""
    kinds = (EditionKind.CORRECTION, EditionKind.UPDATE, EditionKind.RETRACTION)
    found = [change for kind in kinds for change in Edition.objects.public_changes(kind, at).defer("body")[:LENGTH]]
    retractions = [change for change in found if change.kind == EditionKind.RETRACTION]
    of_entries = [
        change for kind in (EditionKind.CORRECTION, EditionKind.RETRACTION) for change in entry_changes(kind, at)
    ]
    others = with_stories([change for change in found if change.kind != EditionKind.RETRACTION] + of_entries, at)
    items = [*map(_change, others), *map(_retraction, retractions)]
    return sorted(items, key=lambda item: item["pubdate"], reverse=True)[:LENGTH]


def _story(edition: Edition, changes: Sequence[Edition]) -> Item:
    address = absolute(edition.get_absolute_url())
    photo = edition.shown_photo
    share = photo.share if photo else None
    content = {
        "edition": edition,
        "notices": notices(changes),
        "photo_origin": photo.origin if photo else "",
        "is_archive_photo": photo is not None and photo.is_archive_in(edition.published_at),
    }
    authors = [(name["name"], absolute(reverse("articles:author", args=[name["slug"]]))) for name in edition.byline]
    return _item(
        title=edition.labelled_headline,
        link=address,
        summary=edition.teaser,
        content=with_absolute_links(render_to_string("articles/feed_story.html", content), address),
        published_at=edition.published_at,
        modified_at=edition.changed_at,
        name=f"berita/{edition.article_id}",
        authors=authors,
        categories=[edition.section_name, *(topic["name"] for topic in edition.topics)],
        enclosures=[_enclosure(photo, share)] if photo and share else [],
        image=absolute(share.url) if share else "",
    )


def _change(change: Change) -> Item:
    return _told(change.told, change.headline, absolute(change.link))


def _retraction(notice: Edition) -> Item:
    """It leads to the page of retractions: old copies of the story may still be known by its own address."""
    return _told(notice, notice.headline, absolute(reverse("articles:retractions")))


def _told(told: Told, headline: str, link: str) -> Item:
    return _item(
        title=f"{told.get_kind_display()}: {headline}",
        link=link,
        summary=told.public_note,
        content=render_to_string("articles/feed_change.html", {"told": told, "link": link}),
        published_at=told.live_from,
        modified_at=told.live_from,
        name=f"{'edisi' if isinstance(told, Edition) else 'kabar'}/{told.pk}",
        categories=[told.get_kind_display()],
    )


def _enclosure(photo: Photo, share: Rendition) -> Enclosure:
    return Enclosure(absolute(share.url), str(photo.share_bytes), share.content_type)


def _item(
    *,
    summary: str,
    published_at: datetime,
    modified_at: datetime,
    name: str,
    authors: Iterable[tuple[str, str]] = (),
    image: str = "",
    **others: Any,
) -> Item:
    return {
        "summary": summary,
        "description": escape(summary),
        "pubdate": _on_the_clock(published_at),
        "updateddate": _on_the_clock(modified_at),
        "unique_id": _tag(published_at, name),
        "unique_id_is_permalink": False,
        "authors": list(authors),
        "image": image,
        **others,
    }


def _on_the_clock(moment: datetime) -> datetime:
    """As pages print it: the newsroom's time, to the second."""
    return timezone.localtime(moment).replace(microsecond=0)


def _tag(moment: datetime, name: str) -> str:
    """An identity that survives every change of address (RFC 4151): the moment is one that never moves."""
    return f"tag:{urlsplit(settings.KATEID_SITE_URL).hostname},{timezone.localdate(moment)}:{name}"
