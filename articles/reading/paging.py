"""The pages of readers' lists."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import BigIntegerField, DateTimeField, Field
from django.http import Http404, HttpRequest

from adminkit.keyset import BrokenToken, Cursor, Keyset, KeysetPage
from articles.models import Edition
from articles.querysets import NEWEST, EditionQuerySet
from pagecache.compiled_queries import compiled_query

PARAMETER = "sebelum"

EditionPage = KeysetPage[Edition]


def cursor_of(request: HttpRequest, keyset: Keyset = NEWEST) -> Cursor | None:
    """Where the reader asks the list to begin.

    Raises:
        Http404: the address was not made by us.
    """
    token = request.GET.get(PARAMETER)
    if token is None:
        return None
    try:
        return keyset.parse(token)
    except BrokenToken as error:
        raise Http404 from error


def cut(entries: Sequence[Edition], size: int, here: Cursor | None, keyset: Keyset = NEWEST) -> EditionPage:
    """A page of entries of which one more than `size` was requested, to see whether there are more.

    Raises:
        Http404: a page after the end.
    """
    if here and not entries:
        raise Http404
    return keyset.cut(entries, size, here)


def page_of(editions: EditionQuerySet, request: HttpRequest, size: int) -> EditionPage:
    """The page of a list that a reader asks for, newest first, ready to be printed as cards."""
    here = cursor_of(request)
    if here:
        editions = editions.older_than(*here.values)
    return cut(list(editions.for_cards()[: size + 1]), size, here)


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
        found = self._later(at, key, *here.values) if here else self._first(at, key)
        return cut(found, self._size, here)
