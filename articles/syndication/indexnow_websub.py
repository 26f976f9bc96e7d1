"""Telling search engines (IndexNow) and the feeds' readers (WebSub) what became public.

Nothing waits for it: `manage.py announce`, run every minute, tells each service of the editions that became public
since it was last told. So a scheduled story is told at its minute, and what happened while nobody answered is told
later. A service may hear the same twice, if two processes run at once or one ends between telling and noting it down.
"""

from __future__ import annotations

import json
import logging
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from http.client import HTTPException
from typing import NamedTuple
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import Request, urlopen

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from articles.models import AnnouncementMark, Edition, EditionKind
from kateid.absolute_urls import absolute

log = logging.getLogger(__name__)

BATCH = 1_000  # editions a run
# An edition's moment is taken a little before its transaction ends, so what is younger may not be seen yet.
SETTLED = timedelta(seconds=30)
PATIENCE = 10  # seconds
LONGEST_PAUSE = timedelta(hours=6)
SILENT = {EditionKind.MINOR}


class Service(NamedTuple):
    name: str
    telling: Callable[[Sequence[Edition]], Request]


def services() -> list[Service]:
    """Those that the settings name."""
    found = []
    if settings.KATEID_INDEXNOW_KEY:
        found.append(Service("indexnow", _to_search_engines))
    if settings.KATEID_WEBSUB_HUB:
        found.append(Service("websub", _to_hub))
    return found


def announce(now: datetime) -> list[str]:
    """Tell each service. Gives the names of those that could not be told, also if they are not to be asked yet."""
    return [service.name for service in services() if not _catch_up(service, now)]


def _catch_up(service: Service, now: datetime) -> bool:
    # Whoever is new is not told of the whole archive.
    mark, _ = AnnouncementMark.objects.get_or_create(service=service.name, defaults={"live_from": now - SETTLED})
    if mark.retry_at and mark.retry_at > now:
        return False
    editions = _untold(mark, now)
    if not editions:
        return True
    if _send(service, editions):
        last = editions[-1]
        _note(mark, live_from=last.live_from, edition_pk=last.pk, failures=0, retry_at=None)
        return True
    pause = min(timedelta(minutes=2**mark.failures), LONGEST_PAUSE)
    _note(mark, failures=min(mark.failures + 1, 10), retry_at=now + pause)
    return False


def _untold(mark: AnnouncementMark, now: datetime) -> list[Edition]:
    after = Q(live_from__gt=mark.live_from) | Q(live_from=mark.live_from, pk__gt=mark.edition_pk)
    public = Edition.objects.public_history(now - SETTLED).filter(after, live_from__gte=mark.live_from)
    told = public.exclude(kind__in=SILENT).select_related("section__parent").defer("body")
    return list(told.order_by("live_from", "pk")[:BATCH])


def _send(service: Service, editions: Sequence[Edition]) -> bool:
    try:
        with urlopen(service.telling(editions), timeout=PATIENCE):  # noqa: S310 - settings take https only
            pass
    except HTTPError as error:
        with error:
            log.warning("%s answered %s", service.name, error.code)
        return False
    except (OSError, HTTPException) as error:
        log.warning("%s cannot be reached: %s", service.name, error)
        return False
    log.info("told %s of %s editions", service.name, len(editions))
    return True


def _note(mark: AnnouncementMark, **changes: object) -> None:
    """Unless another process has come further meanwhile."""
    unmoved = AnnouncementMark.objects.filter(pk=mark.pk, live_from=mark.live_from, edition_pk=mark.edition_pk)
    unmoved.update(**changes)


def _to_search_engines(editions: Sequence[Edition]) -> Request:
    key = settings.KATEID_INDEXNOW_KEY
    told = {
        "host": urlsplit(settings.KATEID_SITE_URL).netloc,
        "key": key,
        "keyLocation": absolute(reverse("articles:indexnow_key", args=[key])),
        "urlList": list(dict.fromkeys(absolute(one.get_absolute_url()) for one in _with_what_they_replaced(editions))),
    }
    headers = {"Content-Type": "application/json; charset=utf-8"}
    return Request(settings.KATEID_INDEXNOW_URL, json.dumps(told).encode(), headers)  # noqa: S310


def _to_hub(editions: Sequence[Edition]) -> Request:
    feeds = {absolute(feed) for one in _with_what_they_replaced(editions) for feed in feeds_of(one)}
    told = {"hub.mode": "publish", "hub.url": sorted(feeds)}
    return Request(settings.KATEID_WEBSUB_HUB, urlencode(told, doseq=True).encode())  # noqa: S310


def _with_what_they_replaced(editions: Sequence[Edition]) -> Iterator[Edition]:
    """Before a retraction's notice the editions that it withdrew: at their addresses and in their feeds it is news."""
    gone = [edition for edition in editions if edition.kind == EditionKind.RETRACTION]
    before = Edition.objects.public_history().filter(article__in=[notice.article_id for notice in gone])
    replaced = defaultdict(list)
    if gone:
        for one in before.exclude(kind=EditionKind.RETRACTION).select_related("section__parent").defer("body"):
            replaced[one.article_id].append(one)
    for edition in editions:
        if edition.kind == EditionKind.RETRACTION:
            yield from replaced[edition.article_id]
        yield edition


def feeds_of(edition: Edition) -> list[str]:
    """The feeds that an edition changes."""
    lists = [
        ("feed", []),
        *(("section_feed", [section.slug]) for section in edition.section.lineage),
        *(("author_feed", [name["slug"]]) for name in edition.byline),
        *(("topic_feed", [topic["slug"]]) for topic in edition.topics),
    ]
    if edition.kind != EditionKind.FIRST:
        lists.append(("corrections_feed", []))
    return [reverse(f"articles:{name}{form}", args=about) for name, about in lists for form in ("", "_atom", "_json")]
