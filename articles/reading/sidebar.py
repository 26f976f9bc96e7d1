"""The lists beside a story and beside every longer list."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import DateTimeField
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.safestring import SafeString

from articles.audience import most_read
from articles.models import Edition
from articles.querysets import EditionQuerySet
from pagecache import fragment
from pagecache.compiled_queries import compiled_query
from pagecache.fragments import Fragment

from . import cache_dependencies
from .related import SHOWN

LENGTH = 5


@dataclass
class Lists:
    """What nearly all pages have in common, read once for all of them."""

    newest: list[Edition]  # as many as the lists hold, and as many as a page may show itself
    read: most_read.MostRead
    printed: dict[frozenset[int], SafeString] = field(default_factory=dict)  # by the articles that are left out

    @cached_property
    def articles(self) -> frozenset[int]:
        return frozenset(edition.article_id for edition in (*self.newest, *self.read.day, *self.read.week))


def lists(request: HttpRequest | None) -> Lists:
    return fragment(request, "lists", _read)


def aside(request: HttpRequest | None, besides: Collection[int] = ()) -> SafeString:
    """TERKINI and POPULER as they are printed, without what the page itself shows.

    Where too little is read to fill it, POPULER goes on in time where TERKINI ends.
    """
    found = lists(request)
    left_out = found.articles.intersection(besides)
    if left_out not in found.printed:
        others = most_read.without(found.newest, left_out)
        day, week = most_read.printed(found.read, LENGTH, instead=others[LENGTH:], besides=left_out)
        context = {"latest": others[:LENGTH], "popular": day, "popular_week": week, "request": request}
        found.printed[left_out] = render_to_string("includes/aside.html", context)
    return found.printed[left_out]


def _read() -> Fragment:
    at = timezone.now()
    found = Lists(_newest(at), most_read.most_read(at))
    return found, cache_dependencies.beside([*found.newest, *found.read.day, *found.read.week])


@compiled_query(at=DateTimeField())
def _newest(at: datetime) -> EditionQuerySet:
    return Edition.objects.listed(at).newest().for_cards()[: 2 * LENGTH + 1 + SHOWN]
