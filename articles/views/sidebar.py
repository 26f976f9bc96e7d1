"""The lists beside a story and beside every longer list."""

from datetime import datetime
from typing import TypedDict

from articles.models import Edition

LENGTH = 5


class Sidebar(TypedDict):
    latest: list[Edition]
    popular: list[Edition]


def sidebar(at: datetime, besides: int | None = None) -> Sidebar:
    """TERKINI and POPULER, without one article.

    Nothing counts readers yet, so POPULER goes on in time where TERKINI ends.
    """
    newest = Edition.objects.listed(at).newest().for_cards()[: 2 * LENGTH + 1]
    others = [edition for edition in newest if edition.article_id != besides]
    return {"latest": others[:LENGTH], "popular": others[LENGTH : 2 * LENGTH]}
