"""Stories on fire: below which more comes in half an hour than moderators would want to find out by chance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from accounts import notices
from articles.models import Edition

from .models import Comment, Report, Status
from .permissions import moderators

WINDOW = timedelta(minutes=30)
MANY_TROUBLED = 10  # comments that were held, refused or hidden, and complaints, in a WINDOW
MANY = 60  # comments of any kind
TOLD_AGAIN_AFTER = 6  # hours
MOST = 5  # stories that are named at once
TROUBLED = (Status.HELD, Status.REFUSED, Status.HIDDEN)


@dataclass(frozen=True)
class HotStory:
    """What came in below a story within WINDOW."""

    article: int  # its number
    headline: str  # as readers have it
    comments: int
    troubled: int
    complaints: int

    @property
    def sentence(self) -> str:
        minutes = int(WINDOW.total_seconds() // 60)
        return (
            f"Dalam {minutes} menit terakhir: {self.comments} komentar, {self.troubled} di antaranya ditahan, ditolak, "
            f"atau disembunyikan; {self.complaints} aduan."
        )


def hot_stories(now: datetime) -> list[HotStory]:
    """The worst first. Two queries over what came in within WINDOW, and one for the stories."""
    since = now - WINDOW
    written = (
        Comment.objects.filter(created_at__gt=since, created_at__lte=now)
        .order_by()
        .values_list("article")
        .annotate(comments=Count("pk"), troubled=Count("pk", filter=Q(status__in=TROUBLED)))
    )
    counts = {article: (comments, troubled) for article, comments, troubled in written}
    received = Report.objects.filter(received_at__gt=since, received_at__lte=now).order_by()
    complaints = dict(received.values_list("comment__article").annotate(number=Count("pk")))
    found = [(article, *counts.get(article, (0, 0)), complaints.get(article, 0)) for article in {*counts, *complaints}]
    hot = [row for row in found if row[2] + row[3] >= MANY_TROUBLED or row[1] >= MANY]
    hot.sort(key=lambda row: (row[2] + row[3], row[1]), reverse=True)
    live = Edition.objects.live(now).filter(article__in=[row[0] for row in hot[:MOST]])
    headlines = dict(live.values_list("article", "headline"))
    return [HotStory(row[0], headlines[row[0]], *row[1:]) for row in hot[:MOST] if row[0] in headlines]


def tell_moderators(now: datetime) -> int:
    """Tell every moderator of stories on fire, of each once in TOLD_AGAIN_AFTER hours; gives how many there are."""
    hot = hot_stories(now)
    everybody = list(moderators()) if hot else []
    local = timezone.localtime(now)
    for story in hot:
        news = notices.News(
            key=f"hot story {story.article} {local:%Y%m%d} {local.hour // TOLD_AGAIN_AFTER}",
            title=f"Komentar memanas: {story.headline}",
            text=story.sentence,
            address=reverse("admin:comments_comment_story", args=[story.article]),
        )
        notices.tell(everybody, news, now)
    return len(hot)
