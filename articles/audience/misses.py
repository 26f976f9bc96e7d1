"""What readers looked for in vain: queries that no story answers, and addresses without a page. Never by whom.

A text is kept when readers of several networks told of it on one day, each network once a day whatever it tells. So a
flood from one network is nothing, and what a single person typed is in no table. What looks like somebody's own (an
address of mail, a number) is never kept.
"""

from __future__ import annotations

import logging
import re
from datetime import date, datetime, timedelta
from typing import NamedTuple
from urllib.parse import unquote

from django.core.cache import caches
from django.db import OperationalError
from django.db.models import Max, Sum
from django.http import HttpRequest
from django.utils import timezone

from articles.models import Miss, MissKind
from articles.models.readings import LONGEST_MISS
from articles.redirects import mending, rules
from articles.search.queries import Query

from . import bots, referrers, shares

logger = logging.getLogger(__name__)

NETWORKS = shares.SENDERS_OF_A_HOST  # of one day that must have told of a text before it is kept
MOST_A_DAY = 500  # different texts of a kind
KEPT = timedelta(days=60)
SHOWN = timedelta(days=30)
MOST_SHOWN = 15

# Mail, and what may be a telephone's, a card's or an identity's number. Addresses of old sites have shorter ones.
_PERSONAL_QUERY = re.compile(r"@|(?:\d[\s./()-]*){6}")
_PERSONAL_ADDRESS = re.compile(r"@|(?:\d[\s.()-]*){9}|[^\W_]{20}")  # and secrets: a long part without a dash
_OF_PROGRAMS = re.compile(r"/\.|\.(?!html?/?\Z)\w{1,6}/?\Z", re.IGNORECASE)  # files that machines try
_OLD_NUMBER = re.compile(rf"(?:{'|'.join(rules.FRONT_PARAMETERS)})=\d{{1,8}}\Z", re.ASCII)  # "/?p=123"


class Missed(NamedTuple):
    """Something that the desk may look at."""

    text: str
    networks: int  # summed over the days
    host: str  # as the desk calls it; "" for none


def note_query(query: Query, request: HttpRequest, at: datetime) -> None:
    """Note a query that no story answers."""
    text = query.text.casefold()
    if query and bots.is_reader(request) and not _PERSONAL_QUERY.search(text):
        _note(MissKind.QUERY, text, "", request, at)


def note_address(told: str, host: str, request: HttpRequest, at: datetime) -> None:
    """Note an address without a page.

    Args:
        told: as a browser has it: a path and perhaps a query, of which only an old site's number is looked at.
        host: where its reader came from, as `referrers.host_of` gives it.
    """
    path, _, query = told[: 3 * LONGEST_MISS].partition("?")
    numbers = [part for part in query.split("&") if _OLD_NUMBER.match(part)]
    text = f"{path}?{numbers[0]}" if path == "/" and numbers else mending.mended(path)
    if _may_be_noted(text) and not _OF_PROGRAMS.search(path):
        if not referrers.is_known(host) and not shares.is_heard_of(host, request, at):
            host = referrers.OTHERS
        _note(MissKind.ADDRESS, text, host, request, at)


def most(kind: MissKind, today: date) -> list[Missed]:
    """What most networks looked for in vain lately."""
    rows = Miss.objects.filter(kind=kind, day__gt=today - SHOWN).order_by()
    counted = rows.values_list("text").annotate(all=Sum("networks"), host=Max("host")).order_by("-all", "text")
    return [Missed(text, count, referrers.group_of(host) if host else "") for text, count, host in counted[:MOST_SHOWN]]


def forget(now: datetime) -> int:
    """Deletes what is older than KEPT. Returns how many rows."""
    return Miss.objects.filter(day__lt=timezone.localdate(now) - KEPT).delete()[0]


def _may_be_noted(address: str) -> bool:
    return (
        address.startswith("/")
        and address != "/"
        and rules.may_lead_on(address)
        and not _PERSONAL_ADDRESS.search(unquote(address))
    )


def _note(kind: MissKind, text: str, host: str, request: HttpRequest, at: datetime) -> None:
    what = f"miss {kind} {text}"
    if not text or len(text) > LONGEST_MISS or not text.isprintable() or not shares.hear(what, request, at):
        return
    networks = shares.networks(what, at)
    if networks < NETWORKS:
        return
    day = timezone.localdate(at)
    try:
        row = Miss.objects.filter(day=day, kind=kind, text=text)
        if not row.update(networks=networks, host=host) and _has_room(kind, at):
            Miss.objects.bulk_create(
                [Miss(day=day, kind=kind, text=text, host=host, networks=networks)], ignore_conflicts=True
            )
    except OperationalError:  # a count is not worth an answer
        logger.warning("what was not found was not counted")


def _has_room(kind: MissKind, at: datetime) -> bool:
    """Whether one more text of today is kept: whoever has many networks may have many texts."""
    key = bots.mark(f"misses {kind}", at)
    caches["readers"].add(key, 0, shares.DAY)
    try:
        return int(caches["readers"].incr(key)) <= MOST_A_DAY
    except ValueError:  # it was driven out between the two
        return True
