"""Pages of a list without counting and without OFFSET: each says where the next one begins."""

from __future__ import annotations

import binascii
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import BigIntegerField, DateTimeField, Field
from django.http import Http404, HttpRequest

from articles.models import Edition
from articles.querysets import EditionQuerySet
from pagecache.compiled_queries import compiled_query

PARAMETER = "sebelum"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_PACKED = struct.Struct(">qq")


@dataclass(frozen=True)
class Cursor:
    """The entry after which a page begins: its moment in the list and its key. Opaque to readers."""

    moment: datetime
    pk: int

    def __str__(self) -> str:
        microseconds = (self.moment - EPOCH) // timedelta(microseconds=1)
        return urlsafe_b64encode(_PACKED.pack(microseconds, self.pk)).rstrip(b"=").decode()

    @classmethod
    def parse(cls, token: str) -> Cursor:
        """Read what `str()` wrote.

        Raises:
            ValueError: anything else, in whatever way it is wrong.
        """
        try:
            microseconds, pk = _PACKED.unpack(urlsafe_b64decode(f"{token}=="))
            cursor = cls(EPOCH + timedelta(microseconds=microseconds), pk)
        except (binascii.Error, struct.error, OverflowError) as error:
            raise ValueError(token) from error
        if pk < 1 or not 1900 < cursor.moment.year < 9999 or str(cursor) != token:
            raise ValueError(token)
        return cursor


@dataclass(frozen=True)
class EditionPage:
    entries: Sequence[Edition]
    here: Cursor | None
    older: Cursor | None

    @property
    def is_first(self) -> bool:
        return self.here is None


def cursor_of(request: HttpRequest) -> Cursor | None:
    """Where the reader asks the list to begin.

    Raises:
        Http404: the address was not made by us.
    """
    token = request.GET.get(PARAMETER)
    if token is None:
        return None
    try:
        return Cursor.parse(token)
    except ValueError as error:
        raise Http404 from error


def cut(
    entries: Sequence[Edition], size: int, here: Cursor | None, moment: Callable[[Edition], datetime]
) -> EditionPage:
    """A page of entries of which one more than `size` was asked for, to see whether there are more.

    Raises:
        Http404: a page after the end.
    """
    if here and not entries:
        raise Http404
    last = entries[size - 1] if len(entries) > size else None
    return EditionPage(entries[:size], here, Cursor(moment(last), last.pk) if last else None)


def page_of(editions: EditionQuerySet, request: HttpRequest, size: int) -> EditionPage:
    """The page of a list that a reader asks for, newest first, ready to be printed as cards."""
    here = cursor_of(request)
    if here:
        editions = editions.older_than(here.moment, here.pk)
    return _cut(list(editions.for_cards()[: size + 1]), size, here)


class CardList:
    """A list that is asked for so often that its SQL is written once.

    Args:
        stories: those of a list at a moment, in its order, from the moment and the key of what the list is of.
        size: of a page.
    """

    def __init__(self, stories: Callable[[datetime, int], EditionQuerySet], size: int) -> None:
        self.stories, self._size = stories, size
        of_list: dict[str, Field[Any, Any]] = {"at": DateTimeField(), "key": BigIntegerField()}

        @compiled_query(**of_list)
        def first(at: datetime, key: int) -> EditionQuerySet:
            return stories(at, key).for_cards()[: size + 1]

        @compiled_query(**of_list, moment=DateTimeField(), last=BigIntegerField())
        def later(at: datetime, key: int, moment: datetime, last: int) -> EditionQuerySet:
            return stories(at, key).older_than(moment, last).for_cards()[: size + 1]

        self._first, self._later = first, later

    def page(self, request: HttpRequest, at: datetime, key: int) -> EditionPage:
        here = cursor_of(request)
        found = self._later(at, key, here.moment, here.pk) if here else self._first(at, key)
        return _cut(found, self._size, here)


def _cut(entries: Sequence[Edition], size: int, here: Cursor | None) -> EditionPage:
    return cut(entries, size, here, lambda edition: edition.published_at)
