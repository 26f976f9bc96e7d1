"""The lists beside a story and beside every longer list."""

from __future__ import annotations

from collections.abc import Collection, Iterable
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
    # By the articles that are left out of both, and of TERKINI.
    printed: dict[tuple[frozenset[int], frozenset[int]], SafeString] = field(default_factory=dict)

    @cached_property
    def articles(self) -> frozenset[int]:
        return frozenset(edition.article_id for edition in (*self.newest, *self.read.day, *self.read.week))


def lists(request: HttpRequest | None) -> Lists:
    return fragment(request, "lists", _read)


def aside(request: HttpRequest | None, besides: Collection[int] = (), listed: Collection[int] = ()) -> SafeString:
    """TERKINI and POPULER as they are printed, no story in both.

    Where too little is read to fill it, POPULER goes on in time where TERKINI ends.

    Args:
        besides: the articles that the page is about and leads on to, which stand in neither.
        listed: those that it lists itself, which TERKINI leaves out.
    """
    found = lists(request)
    key = found.articles.intersection(besides), found.articles.intersection(listed)
    if key not in found.printed:
        others = most_read.without(found.newest, key[0])
        read = most_read.without(found.read.day, key[0])[:LENGTH]
        latest = most_read.without(others, key[1] | _numbers(read))[:LENGTH]
        instead = most_read.without(others, _numbers(latest))
        day, week = most_read.printed(found.read, LENGTH, instead=instead, besides=key[0])
        context = {"latest": latest, "popular": day, "popular_week": week, "request": request}
        found.printed[key] = render_to_string("includes/aside.html", context)
    return found.printed[key]


def _numbers(editions: Iterable[Edition]) -> set[int]:
    return {edition.article_id for edition in editions}


def _read() -> Fragment:
    at = timezone.now()
    found = Lists(_newest(at), most_read.most_read(at))
    return found, cache_dependencies.beside([*found.newest, *found.read.day, *found.read.week])


@compiled_query(at=DateTimeField())
def _newest(at: datetime) -> EditionQuerySet:
    return Edition.objects.listed(at).newest().for_cards()[: 2 * LENGTH + 1 + SHOWN]
