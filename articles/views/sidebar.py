"""The lists beside a story and beside every longer list."""

from datetime import datetime
from typing import TypedDict

from articles import popularity
from articles.models import Edition

LENGTH = 5


class Sidebar(TypedDict):
    latest: list[Edition]
    popular: list[Edition]
    popular_week: list[Edition]


def sidebar(at: datetime, besides: int | None = None) -> Sidebar:
    """TERKINI and POPULER, without one article.

    Where too little is read to fill it, POPULER goes on in time where TERKINI ends.
    """
    newest = Edition.objects.listed(at).newest().for_cards()[: 2 * LENGTH + 1]
    others = [edition for edition in newest if edition.article_id != besides]
    day, week = popularity.lists(at, LENGTH, instead=others[LENGTH:], besides=besides)
    return {"latest": others[:LENGTH], "popular": day, "popular_week": week}
