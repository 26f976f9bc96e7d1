"""Readings of the demo newsroom's stories, so that POPULER and the desk's drawings have something to show."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from random import Random

from django.utils import timezone

from articles.audience import most_read, pageviews
from articles.models import Edition

HOUR = timedelta(hours=1)
HALF_LIFE = 9  # hours in which half of a story's readers have come
HOSTS = {"": 46, "google.com": 20, "facebook.com": 9, "l.facebook.com": 6, "com.whatsapp": 7, "t.co": 3, "?": 2}


def read(now: datetime) -> None:
    """Everybody reads what is public, most of it soon after it appeared and little at night."""
    for edition in Edition.objects.listed(now).only("article_id", "headline", "published_at"):
        pageviews.write(_of_story(edition, now), now)
    most_read.refresh(now)


def _of_story(edition: Edition, now: datetime) -> Counter[pageviews.PageView]:
    chance = Random(edition.headline)
    counts: Counter[pageviews.PageView] = Counter()
    hour, interest = edition.published_at.replace(minute=0, second=0, microsecond=0), chance.uniform(4, 60)
    while hour <= now and interest > 0.05:
        awake = 1.0 if 5 <= timezone.localtime(hour).hour < 22 else 0.2
        readers = round(chance.uniform(0.5, 1.5) * interest * awake)
        for host in chance.choices(list(HOSTS), list(HOSTS.values()), k=readers):
            counts[pageviews.PageView(edition.article_id, hour, host)] += 1
        hour, interest = hour + HOUR, interest * 0.5 ** (1 / HALF_LIFE)
    return counts
