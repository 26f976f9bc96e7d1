"""Paging by keyset, for readers and for the desk: a page begins after a row, so nothing is counted and nothing skipped.

NEWEST = Keyset({"-created_at": datetime, "-pk": int})

page = NEWEST.page(Comment.objects.public(), 20, NEWEST.parse(token) if token else None)
page.entries    # at most 20 rows
page.next       # str() of it is the token of the page after this one; None on the last page
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self

from django.db.models import CharField, DateTimeField, Field, IntegerField, Q, QuerySet, TextField

from kateid.local_time import EPOCH

Value = datetime | int | str
Kind = type[Value]

BACKWARD = "p"
LONGEST_TOKEN = 2_000  # characters
BIGGEST = 2**63 - 1  # what a column of either database can be compared with

KINDS: tuple[tuple[type[Field[Any, Any]], Kind], ...] = (
    (DateTimeField, datetime),
    (IntegerField, int),
    (CharField, str),
    (TextField, str),
)


class BrokenToken(ValueError):  # noqa: N818
    """A token that we did not write, or not for this list."""


@dataclass(frozen=True)
class Cursor:
    """The row after which a page begins, or before which it ends: the values that its list is sorted by.

    Its token is opaque to users, not secret and not signed: a forged one only begins a list at another row,
    and what a user may see is filtered apart from it. One cursor has one token, so a page has one address.
    """

    values: tuple[Any, ...]  # each a Value
    backward: bool = False

    def __str__(self) -> str:
        """The token: JSON in unpadded URL-safe base64, with moments in microseconds.

        For example "WzE2NTc1ODc2MDAwMDAwMDAsMTdd", which is [1657587600000000,17]; backward ["p",1657587600000000,17].
        """
        parts = [_microseconds(value) if isinstance(value, datetime) else value for value in self.values]
        text = json.dumps([BACKWARD, *parts] if self.backward else parts, separators=(",", ":"), ensure_ascii=False)
        return urlsafe_b64encode(text.encode()).rstrip(b"=").decode()

    @classmethod
    def parse(cls, token: str, kinds: Sequence[Kind]) -> Self:
        """Read what `str()` wrote for values of these kinds.

        Raises:
            BrokenToken: anything else, in whatever way it is wrong.
        """
        try:
            cursor = cls._read(token, kinds)
            is_ours = str(cursor) == token  # base64 and JSON can write the same values in many ways
        except (ValueError, OverflowError, RecursionError) as error:  # half a surrogate pair among them
            raise BrokenToken from error
        if not is_ours:
            raise BrokenToken
        return cursor

    @classmethod
    def _read(cls, token: str, kinds: Sequence[Kind]) -> Self:
        if len(token) > LONGEST_TOKEN:
            raise BrokenToken
        parts = json.loads(urlsafe_b64decode(f"{token}==").decode())
        if not isinstance(parts, list):
            raise BrokenToken
        backward = len(parts) > len(kinds) and parts[0] == BACKWARD
        parts = parts[1:] if backward else parts
        return cls(tuple(_value(part, kind) for part, kind in zip(parts, kinds, strict=True)), backward)


def _microseconds(moment: datetime) -> int:
    return (moment - EPOCH) // timedelta(microseconds=1)


def _value(part: object, kind: Kind) -> Value:
    if kind is str and isinstance(part, str) and "\0" not in part:  # which PostgreSQL refuses
        return part
    if kind is not str and type(part) is int and -BIGGEST <= part <= BIGGEST:
        return part if kind is int else _moment(part)
    raise BrokenToken


def _moment(microseconds: int) -> datetime:
    moment = EPOCH + timedelta(microseconds=microseconds)
    if not 1900 < moment.year < 9999:  # nearer to the ends, time zones would overflow
        raise BrokenToken
    return moment


@dataclass(frozen=True)
class KeysetPage[Row]:
    """
    Args:
        entries: the rows of the page, in the order of the list.
        here: where it begins or ends; None for the first page.
        previous: of the page before, where lists lead back. None if there is none.
        next: of the page after. None if there is none.
    """

    entries: Sequence[Row]
    here: Cursor | None = None
    previous: Cursor | None = None
    next: Cursor | None = None

    @property
    def is_first(self) -> bool:
        return self.here is None


class Keyset:
    """The order of a list and what follows from it: the range after a row, and the cursors of the pages beside one.

    Args:
        columns: names as in `order_by`, "-" for descending, with the kind of their values. Plain columns or
            annotations that are never null; together they are unique, and an index holds them in this order.
    """

    def __init__(self, columns: Mapping[str, Kind]) -> None:
        self._order = tuple(columns)
        self.kinds = tuple(columns.values())
        self.names = tuple(name.removeprefix("-") for name in columns)

    @classmethod
    def of_fields(cls, fields: Mapping[str, Field[Any, Any]]) -> Self:
        """The order of these model fields.

        Raises:
            TypeError: a field that a token cannot hold, or that may be null.
        """
        return cls({name: _kind(field) for name, field in fields.items()})

    def ordering(self, *, backward: bool = False) -> tuple[str, ...]:
        return tuple(map(_reversed, self._order)) if backward else self._order

    def parse(self, token: str, *, both_ways: bool = False) -> Cursor:
        """The cursor of a token.

        Args:
            both_ways: whether this list leads back too.

        Raises:
            BrokenToken: not written by us, or not for such a list.
        """
        cursor = Cursor.parse(token, self.kinds)
        if cursor.backward and not both_ways:
            raise BrokenToken
        return cursor

    def cursor(self, row: Any, *, backward: bool = False) -> Cursor:
        return Cursor(tuple(getattr(row, name) for name in self.names), backward)

    def beyond(self, values: Iterable[Any], *, backward: bool = False) -> Q:
        """The rows after (or before) the one with these values, which may be expressions."""
        order = self.ordering(backward=backward)
        condition, equal = Q(), Q()
        values = list(values)
        for name, column, value in zip(order, self.names, values, strict=True):
            condition |= equal & Q((f"{column}__{_comparison(name)}", value))
            equal &= Q((column, value))
        # Said again without OR, so that both databases start reading at the right place in the index.
        return Q((f"{self.names[0]}__{_comparison(order[0])}e", values[0])) & condition

    def page[Row](self, queryset: QuerySet[Any, Row], size: int, here: Cursor | None) -> KeysetPage[Row]:
        """The page of a queryset at a cursor: one query for one row more than `size`, to see whether there are more."""
        backward = here is not None and here.backward
        if here:
            queryset = queryset.filter(self.beyond(here.values, backward=backward))
        return self.cut(queryset.order_by(*self.ordering(backward=backward))[: size + 1], size, here)

    def cut[Row](self, rows: Iterable[Row], size: int, here: Cursor | None) -> KeysetPage[Row]:
        """A page of rows of which one more than `size` was requested, beginning with the one nearest to `here`."""
        entries = list(rows)
        more = len(entries) > size
        del entries[size:]
        backward = here is not None and here.backward
        if backward:
            entries.reverse()
        has_previous, has_next = (more, True) if backward else (here is not None, more)
        return KeysetPage(
            entries,
            here,
            previous=self.cursor(entries[0], backward=True) if entries and has_previous else None,
            next=self.cursor(entries[-1]) if entries and has_next else None,
        )


def _kind(field: Field[Any, Any]) -> Kind:
    kind = next((kind for of, kind in KINDS if isinstance(field, of)), None)
    if kind is None or field.null:
        raise TypeError(f"a list cannot page by {field}")
    return kind


def _reversed(name: str) -> str:
    return name.removeprefix("-") if name.startswith("-") else f"-{name}"


def _comparison(name: str) -> str:
    return "lt" if name.startswith("-") else "gt"
