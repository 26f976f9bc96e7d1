"""Who hears of what happens to a story. Whoever did it is not told; nobody is told twice."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.notices import News, tell
from articles import permissions
from articles.models import Article, Edition, Stage, StageChange

LATEST = timedelta(days=3)  # later than this nobody wants to hear that the clock published something
GRACE = timedelta(minutes=5)

TITLES = {
    "submit": "Menunggu redaktur: {}",
    "send_back": "Dikembalikan: {}",
    "approve": "Disetujui: {}",
    "publish": "Terbit: {}",
    "retract": "Dicabut: {}",
}


def tell_of(change: StageChange, article: Article) -> None:
    """Tell of a step that has just been taken, in its transaction."""
    if change.verb not in TITLES:
        return
    if change.by_id is None:  # the clock
        _tell_of_schedule(article, key_of(change))
        return
    hearers = permissions.reviewers(article) if change.verb == "submit" else writers(article)
    said = f"{change.by_name}: {change.reason}" if change.reason else f"Oleh {change.by_name}."
    tell(hearers.exclude(pk=change.by_id), _news(key_of(change), change.verb, article, said))


def _tell_of_schedule(article: Article, key: str) -> None:
    hearers = {user.pk: user for user in (*writers(article), *schedulers(article))}
    tell(hearers.values(), _news(key, "publish", article, "Menurut jadwalnya."))


def key_of(change: StageChange) -> str:
    """Of a publication the edition, since the clock's is told of before its step is written."""
    if change.verb == "publish" and change.edition_id:
        return f"published {change.edition_id}"
    return f"step {change.pk}"


def tell_of_the_clock(now: datetime | None = None) -> int:
    """Tell of stories whose hour has come since, and of those that are not out though it has. Gives how many."""
    now = now or timezone.now()
    due = Article.objects.filter(stage=Stage.SCHEDULED, publish_at__lte=now, publish_at__gt=now - LATEST)
    found = list(due.select_related("section").order_by("publish_at"))
    out = {
        edition.article_id: edition
        for edition in Edition.objects.live(now).filter(article__in=found, live_from__gt=now - LATEST - GRACE)
    }
    for article in found:
        if article.pk in out:
            _tell_of_schedule(article, f"published {out[article.pk].pk}")
        elif article.publish_at and article.publish_at < now - GRACE:
            said = "Jadwalnya sudah lewat, tetapi berita ini belum tampil. Buka naskahnya dan periksa."
            news = News(f"late {article.pk} {article.version}", f"Terlambat terbit: {article}", said, _address(article))
            tell(permissions.reviewers(article), news)
    return len(found)


def writers(article: Article) -> QuerySet[User]:
    """Who began the story or stands in its byline, and still has a place at the desk."""
    own = Q(pk=article.created_by_id or 0) | Q(pk__in=article.bylines.values("author__user"))
    return permissions.holders("articles.view_article").filter(own)


def schedulers(article: Article) -> QuerySet[User]:
    last = StageChange.objects.filter(article=article, verb="schedule").order_by("-pk")
    return permissions.holders("articles.view_article").filter(pk__in=last.values("by")[:1])


def _news(key: str, verb: str, article: Article, said: str) -> News:
    return News(key, TITLES[verb].format(article), said, _address(article))


def _address(article: Article) -> str:
    return article.get_absolute_url()
