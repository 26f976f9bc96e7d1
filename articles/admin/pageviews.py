"""How a story is read: over time, and by way of which sites. Nothing here says by whom."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.formats import date_format

from articles.audience import charts, referrers
from articles.editorial import publishing
from articles.models import Article, ReadingHour, ReadingOrigin

from .context import page_context

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FIRST = 3 * DAY  # shown by the hour
LATER = 60  # days shown by the day, the newest ones
MOST_REFERRERS = 15  # origins; the rest is put together


@dataclass(frozen=True)
class ReferrerRow:
    """An origin as the page prints it."""

    name: str
    count: int
    share: str  # of all, in percent
    width: str  # of its bar, in percent of the longest
    hosts: list[tuple[str, int]]


def readings_view(request: HttpRequest, article: Article) -> HttpResponse:
    now = timezone.now()
    hours = dict(ReadingHour.objects.filter(article=article).values_list("hour", "count"))
    live = publishing.live_edition(article)
    first = live.published_at if live else None
    context = {
        **page_context(request, article, "Pembaca"),
        "total": sum(hours.values()),
        "last_day": sum(count for hour, count in hours.items() if hour > now - DAY),
        "published_at": first,
        "by_hour": by_hour(hours, first, now) if first else None,
        "by_day": by_day(hours, first, now) if first and now - first > FIRST else None,
        "origins": rows(article),
    }
    return TemplateResponse(request, "admin/articles/article/readings.html", context)


def total(article: Article) -> int:
    found: int = ReadingHour.objects.filter(article=article).aggregate(all=Sum("count", default=0))["all"]
    return found


def by_hour(hours: dict[datetime, int], first: datetime, now: datetime) -> charts.Chart:
    """The first days of a story that was published at a moment, up to now."""
    start = first.replace(minute=0, second=0, microsecond=0)
    times = [start + n * HOUR for n in range(FIRST // HOUR) if start + n * HOUR <= now]
    return charts.bar_chart(times, hours, [date_format(timezone.localtime(time), "j M H:i") for time in times])


def by_day(hours: dict[datetime, int], first: datetime, now: datetime) -> charts.Chart:
    """Days of the newsroom's clock, from its publication or, of an older story, the last ones."""
    days: Counter[object] = Counter()
    for hour, count in hours.items():
        days[timezone.localdate(hour)] += count
    today = timezone.localdate(now)
    age = (today - timezone.localdate(first)).days
    times = [today - n * DAY for n in reversed(range(min(age + 1, LATER)))]
    return charts.bar_chart(times, days, [date_format(time, "j M Y") for time in times])


def rows(article: Article) -> list[ReferrerRow]:
    counts = ReadingOrigin.objects.filter(article=article).values("host").order_by().annotate(all=Sum("count"))
    found = referrers.grouped(counts.values_list("host", "all"))
    if len(found) > MOST_REFERRERS:
        rest = sum(origin.times for origin in found[MOST_REFERRERS:])
        found = [*found[:MOST_REFERRERS], referrers.Origin("Lainnya", rest, [])]
    every, most = sum(origin.times for origin in found), max((origin.times for origin in found), default=0)
    return [
        ReferrerRow(
            origin.name,
            origin.times,
            f"{100 * origin.times / every:.0f}%",
            f"{100 * origin.times / most:.1f}",
            origin.hosts if len(origin.hosts) > 1 else [],
        )
        for origin in found
    ]
