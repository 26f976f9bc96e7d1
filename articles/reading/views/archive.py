from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.converters import FIRST_YEAR
from articles.models import Edition
from articles.querysets import EditionQuerySet
from articles.reading import cache_dependencies, cache_tags
from articles.reading.paging import PARAMETER, page_of
from pagecache import depends_on, public_page

PAGE_SIZE = 50
DAY = "tanggal"


@public_page(PARAMETER, DAY)
@require_safe
def archive(request: HttpRequest) -> HttpResponse:
    """The latest day with stories; the date field of the page leads to any other."""
    if asked := request.GET.get(DAY):
        return redirect("articles:archive_day", day=_day(asked))
    at = timezone.now()
    return _day_page(request, day_before(at, at) or timezone.localdate(at), at)


@public_page(PARAMETER)
@require_safe
def archive_day(request: HttpRequest, day: date) -> HttpResponse:
    at = timezone.now()
    if day > timezone.localdate(at):
        raise Http404
    return _day_page(request, day, at)


def _day_page(request: HttpRequest, day: date, at: datetime) -> HttpResponse:
    start = timezone.make_aware(datetime.combine(day, time.min))
    today = timezone.localdate(at)
    page = page_of(Edition.objects.listed(at).on_day(day).newest(), request, PAGE_SIZE)
    previous_day = day_before(start, at)
    if not page.entries and not previous_day and day != today:
        raise Http404  # before the first story
    context: dict[str, Any] = {
        "day": day,
        "today": today,
        "page": page,
        "previous_day": previous_day,
        "next_day": day_after(start + timedelta(days=1), at),
    }
    days = (each for each in (day, previous_day, context["next_day"]) if each)
    depends_on(request, *map(cache_tags.day, days), *cache_dependencies.cards(page.entries))
    return render(request, "articles/archive.html", context)


def day_before(moment: datetime, at: datetime) -> date | None:
    """The last day with a story that was published before a moment."""
    return _day_of_first(Edition.objects.listed(at).older_than(moment, 0).newest())


def day_after(moment: datetime, at: datetime) -> date | None:
    """The first day with a story that was published at a moment or later."""
    later = Edition.objects.listed(at).filter(published_at__gte=moment)
    return _day_of_first(later.order_by("published_at", "pk"))


def _day_of_first(editions: EditionQuerySet) -> date | None:
    moment = editions.values_list("published_at", flat=True).first()
    return timezone.localdate(moment) if moment else None


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise Http404 from error
    if day.year < FIRST_YEAR:
        raise Http404
    return day
