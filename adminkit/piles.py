"""Piles of work on the desk's first page: each app declares its own, the desk decides who sees which."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

MOST = 12  # entries of a pile; the list behind it has the rest


@dataclass(frozen=True)
class PileEntry:
    title: str
    url: str
    details: tuple[str, ...] = ()
    reason: str = ""
    flag: str = ""
    image: str = ""


@dataclass(frozen=True)
class Pile:
    """One pile of work on the desk."""

    name: str
    title: str
    empty: str
    entries: list[PileEntry] = field(default_factory=list)
    more_url: str = ""  # where the rest is, if there is more


def pile_of(
    name: str, title: str, empty: str, rows: QuerySet[Any], entry: Callable[[Any], PileEntry], more_url: str
) -> Pile:
    """The first MOST rows as entries; `more_url` is the list that has them all. One query."""
    found = list(rows[: MOST + 1])
    return Pile(name, title, empty, [entry(row) for row in found[:MOST]], more_url if len(found) > MOST else "")
