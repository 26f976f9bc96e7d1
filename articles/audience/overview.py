"""How the whole newsroom is read: over time, which stories, and of which section, author and topic. Never by whom."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet, Sum
from django.utils import timezone
from django.utils.formats import date_format

from articles.models import Edition, ReadingHour, ReadingOrigin

from . import charts, referrers

HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)
MOST = 10  # rows of a table
WITHOUT = "(tanpa)"  # readings of stories that have no topic

# What readings are told apart by: the table's title, and where its name stands in what readers have. A working copy may
# already hold the topic of a story that is nobody's business yet.
GROUPS = {
    "Rubrik": "section_name",
    "Penulis": "author_listings__author__name",
    "Topik": "topic_listings__tag__name",
}


@dataclass(frozen=True)
class Figure:
    """A number beside that of a week before: of the same hour, of the day up to the same hour, of seven days."""

    title: str
    count: int
    before: int

    @property
    def change(self) -> str:
        """In percent, e.g. "+12%"; "" where there is nothing to compare with."""
        return f"{100 * (self.count - self.before) / self.before:+.0f}%" if self.before else ""


@dataclass(frozen=True)
class Row:
    name: str
    count: int
    width: str  # of its bar, in percent of the longest
    article: int | None = None


@dataclass(frozen=True)
class Overview:
    """Everything that the page shows. Eight queries, however much was read."""

    figures: list[Figure]
    by_hour: charts.Chart
    by_day: charts.Chart
    today: list[Row]
    week: list[Row]
    groups: list[tuple[str, list[Row]]]
    origins: list[tuple[str, int]]  # hosts and how often, of seven days


def overview(at: datetime) -> Overview:
    hour = at.replace(minute=0, second=0, microsecond=0)
    midnight = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    counted = dict(_readings(midnight - 2 * WEEK).values_list("hour").annotate(all=Sum("count")))
    today, week = _most_read(midnight), _most_read(at - WEEK)
    headlines = _headlines({*dict(today), *dict(week)}, at)
    return Overview(
        figures(counted, hour, midnight),
        _by_hour(counted, hour),
        _by_day(counted, timezone.localdate(at)),
        _stories(today, headlines),
        _stories(week, headlines),
        [(title, _group(name, at)) for title, name in GROUPS.items()],
        list(_origins(timezone.localdate(at))),
    )


def figures(counted: dict[datetime, int], hour: datetime, midnight: datetime) -> list[Figure]:
    """Each compares whole hours with the same number of them, but for the present one, which has only begun."""

    def between(first: datetime, last: datetime) -> int:
        return sum(count for time, count in counted.items() if first <= time <= last)

    spans = {"Jam ini": hour, "Hari ini": midnight, "7 hari": hour - WEEK + HOUR}
    return [Figure(title, between(first, hour), between(first - WEEK, hour - WEEK)) for title, first in spans.items()]


def origin_rows(counts: list[tuple[str, int]]) -> list[Row]:
    found = referrers.grouped(counts)
    return _rows([(origin.name, origin.times) for origin in found[:MOST]])


def _readings(since: datetime) -> QuerySet[ReadingHour]:
    return ReadingHour.objects.filter(hour__gte=since).order_by()


def _by_hour(counted: dict[datetime, int], hour: datetime) -> charts.Chart:
    times = [hour - n * HOUR for n in reversed(range(24))]
    return charts.bar_chart(times, counted, [date_format(timezone.localtime(time), "j M H:i") for time in times])


def _by_day(counted: dict[datetime, int], today: date) -> charts.Chart:
    days: Counter[date] = Counter()
    for hour, count in counted.items():
        days[timezone.localdate(hour)] += count
    times = [today - n * DAY for n in reversed(range(14))]
    return charts.bar_chart(times, days, [date_format(time, "D, j M") for time in times])


def _most_read(since: datetime) -> list[tuple[int, int]]:
    """The stories with most readings, and some for those that readers have no longer."""
    counts = _readings(since).values_list("article").annotate(all=Sum("count"))
    return list(counts.order_by("-all", "-article")[: 2 * MOST])


def _headlines(articles: set[int], at: datetime) -> dict[int, str]:
    return dict(Edition.objects.listed(at).filter(article__in=articles).values_list("article_id", "headline"))


def _stories(counts: list[tuple[int, int]], headlines: dict[int, str]) -> list[Row]:
    listed = [(article, count) for article, count in counts if article in headlines][:MOST]
    rows = _rows([(headlines[article], count) for article, count in listed])
    return [Row(row.name, row.count, row.width, article) for row, (article, _) in zip(rows, listed, strict=True)]


def _group(name: str, at: datetime) -> list[Row]:
    read = Edition.objects.listed(at).filter(article__reading_hours__hour__gte=at - WEEK).order_by()
    counts = read.values_list(name).annotate(all=Sum("article__reading_hours__count")).order_by("-all", name)[:MOST]
    return _rows([(found or WITHOUT, count) for found, count in counts])


def _origins(today: date) -> QuerySet[ReadingOrigin, tuple[str, int]]:
    since = ReadingOrigin.objects.filter(day__gt=today - WEEK).order_by()
    return since.values_list("host").annotate(all=Sum("count"))


def _rows(counts: list[tuple[str, int]]) -> list[Row]:
    most = max((count for _, count in counts), default=0)
    return [Row(name, count, f"{100 * count / most:.1f}") for name, count in counts if count]
