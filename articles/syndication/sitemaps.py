"""Which addresses search engines are told of.

Stories are cut into files by their number, never by counting or skipping: a file is a range of an index, holds the same
stories for ever and never more than PER_FILE, and what is published changes the last file alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import BigIntegerField, ExpressionWrapper, F, Max, Prefetch
from django.urls import reverse

from articles.models import Author, Edition, EditionPhoto, LiveReport, Page, Photo, Section
from articles.models.choices import PAID
from kateid.absolute_urls import absolute

PER_FILE = 1_000
LATEST_EDITIONS = 200  # more than are ever scheduled or retracted in a row
REMEMBERED = timedelta(days=30)  # for which changes of a file are told; a month's stories are quickly looked through
IMAGES_PER_ADDRESS = 1_000  # no more are read
NEWS_AGE = timedelta(hours=48)
NEWS_PER_FILE = 1_000  # no more are read


class Address(NamedTuple):
    address: str
    changed_at: datetime | None = None
    images: Sequence[str] = ()


def story_files(at: datetime) -> dict[int, datetime | None]:
    """The files of stories by number, each with its last change as far as it is recent."""
    # In two steps, so that databases begin with these few and do not sort them all.
    latest = list(Edition.objects.order_by("-article_id", "-number").values_list("pk", flat=True)[:LATEST_EDITIONS])
    listed = Edition.objects.listed(at).filter(pk__in=latest).order_by("-article_id")
    last = listed.values_list("article_id", flat=True).first()
    if last is None:
        return {}
    number = ExpressionWrapper(F("article_id") / PER_FILE, output_field=BigIntegerField())
    recent = Edition.objects.public_history(at).filter(live_from__gt=at - REMEMBERED).order_by()
    changes = dict(recent.values(file=number).annotate(changed_at=Max("live_from")).values_list("file", "changed_at"))
    for story, changed_at in LiveReport.objects.filter(changed_at__gt=at - REMEMBERED).values_list("pk", "changed_at"):
        changes[story // PER_FILE] = max(changed_at, changes.get(story // PER_FILE) or changed_at)
    return {file + 1: changes.get(file) for file in range(last // PER_FILE + 1)}


def stories(file: int, at: datetime) -> list[Edition]:
    """The stories of a file with the photos of each."""
    first = (file - 1) * PER_FILE
    editions = Edition.objects.listed(at).filter(article_id__gte=first, article_id__lt=first + PER_FILE)
    of_photo = [f"photo__{name}" for name in ("renditions", "withdrawn_at", "width", "height")]
    columns = ("article_id", "slug", "modified_at", "section__slug", *of_photo)
    uses = EditionPhoto.objects.select_related("photo").only("edition_id", *of_photo).order_by("pk")
    return list(
        editions.with_report()
        .select_related("section", "photo")
        .only(*columns)
        .prefetch_related(Prefetch("photo_uses", uses))
        .order_by("article_id")
    )


def photos(edition: Edition) -> list[Photo]:
    """Those of a story of `stories`, also while they are withdrawn: its lead, then those of its text and gallery."""
    return [*([edition.photo] if edition.photo else []), *(use.photo for use in edition.photo_uses.all())]


def story_address(edition: Edition) -> Address:
    files = [photo.main() for photo in photos(edition)]
    images = dict.fromkeys(absolute(file.url) for file in files if file)
    return Address(absolute(edition.get_absolute_url()), edition.changed_at, list(images)[:IMAGES_PER_ADDRESS])


def pages() -> list[Address]:
    """Everything that is no story. Topics are left out: stories lead to them, and many hold little."""
    names = ("front", "archive", "masthead", "corrections", "retractions")
    return [
        *(Address(absolute(reverse(f"articles:{name}"))) for name in names),
        *(Address(absolute(section.get_absolute_url())) for section in Section.objects.all()),
        *(Address(absolute(page.get_absolute_url()), page.updated_at) for page in Page.objects.defer("body")),
        *(Address(absolute(author.get_absolute_url())) for author in Author.objects.all()),
    ]


def news(at: datetime) -> list[Edition]:
    """What was first published in the last two days, newest first; nothing that is paid for."""
    recent = Edition.objects.listed(at).filter(published_at__gte=at - NEWS_AGE).newest().select_related("section")
    unpaid = recent.with_report().exclude(content_class__in=PAID)
    return list(unpaid.only("article_id", "slug", "headline", "published_at", "modified_at", "section__slug"))


def news_files(editions: Sequence[Edition]) -> Iterator[Sequence[Edition]]:
    for start in range(0, len(editions), NEWS_PER_FILE):
        yield editions[start : start + NEWS_PER_FILE]
