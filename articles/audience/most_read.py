"""POPULER: what is read most, lately more than before.

Worked out beside the readers' pages, at most once in EVERY, and kept as one row for each span of time. Pages that are
kept for everybody are made anew as often, so nobody tells them of a new ranking.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import Case, F, FloatField, Sum, Value, When
from django.db.models.functions import Cast

from articles.models import Edition, Ranking, ReadingHour

EVERY = timedelta(minutes=1)
KEPT = 10  # stories of a ranking: those that are printed, and some for those that are retracted or stand there already


@dataclass(frozen=True)
class Span:
    """A reading counts half after `half_life`, which goes by `step`s, and nothing after `length`."""

    name: str
    length: timedelta
    step: timedelta
    half_life: timedelta


DAY = Span("day", timedelta(hours=24), timedelta(hours=1), timedelta(hours=6))
WEEK = Span("week", timedelta(days=7), timedelta(hours=6), timedelta(days=2))


def refresh(at: datetime) -> None:
    """Rank anew, unless some process did so less than EVERY ago."""
    due = Ranking.objects.filter(ranked_at__lte=at - EVERY)
    if not due.exists():
        return
    ranked = {span.name: rank(span, at) for span in (DAY, WEEK)}
    with transaction.atomic():
        for name in due.select_for_update().values_list("span", flat=True):
            Ranking.objects.filter(pk=name).update(articles=ranked[name], ranked_at=at)


def rank(span: Span, at: datetime) -> list[int]:
    """The stories most read in the span before a moment, best first, as far as readers have them."""
    steps = range(span.length // span.step)
    weight = Case(
        *(When(hour__gt=at - (n + 1) * span.step, then=Value(0.5 ** (n * span.step / span.half_life))) for n in steps),
        output_field=FloatField(),
    )
    read = ReadingHour.objects.filter(hour__gt=at - span.length).values("article").order_by()
    scored = read.annotate(score=Sum(Cast(F("count"), FloatField()) * weight)).order_by("-score", "-article")
    best = list(scored.values_list("article", flat=True)[: 2 * KEPT])
    listed = set(Edition.objects.listed(at).filter(article__in=best).values_list("article_id", flat=True))
    return [article for article in best if article in listed][:KEPT]


class MostRead(NamedTuple):
    """Stories that readers have, best first."""

    day: list[Edition]
    week: list[Edition]


def most_read(at: datetime) -> MostRead:
    """The stories most read in a day and in a week, as far as readers have them. Two queries."""
    ranked = dict(Ranking.objects.values_list("span", "articles"))
    wanted = {article for articles in ranked.values() for article in articles}
    live = Edition.objects.listed(at).filter(article__in=wanted).for_cards()
    editions = {edition.article_id: edition for edition in live} if wanted else {}

    def best(span: Span) -> list[Edition]:
        return [editions[article] for article in ranked.get(span.name, ()) if article in editions]

    return MostRead(best(DAY), best(WEEK))


def printed(
    read: MostRead, length: int, *, instead: Sequence[Edition], besides: Collection[int] = ()
) -> tuple[list[Edition], list[Edition]]:
    """POPULER as pages print it: of a day, and of a week what is not in that.

    Args:
        length: of each list, at most.
        instead: what the list of the day goes on with where too little is counted, in its order.
        besides: the articles that the page itself shows, which are left out.
    """
    day = without(read.day, besides)
    day = [*day, *without(instead, {edition.article_id for edition in day})][:length]
    return day, without(read.week, {*besides, *(edition.article_id for edition in day)})[:length]


def without(editions: Sequence[Edition], articles: Collection[int]) -> list[Edition]:
    return [edition for edition in editions if edition.article_id not in articles]
