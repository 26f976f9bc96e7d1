"""Previews for people without an account, a source or a lawyer: one revision, for some days, until it is revoked."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Max, QuerySet
from django.utils import timezone

from articles import permissions
from articles.models import Article, PreviewLink, PreviewOpening, Revision, Stage

LONGEST = timedelta(days=14)
CLOSED_STAGES = {Stage.SPIKED, Stage.RETRACTED}  # whose text is shown to nobody outside


def share(revision: Revision, *, by: User, for_whom: str, lasts: timedelta, now: datetime | None = None) -> PreviewLink:
    """Make an address for one person.

    Raises:
        PermissionDenied: `by` does not decide on the story.
        ValueError: `lasts` is not between nothing and LONGEST.
    """
    if not permissions.may_review(by, revision.article):
        raise PermissionDenied
    if not timedelta() < lasts <= LONGEST:
        raise ValueError(lasts)
    now = now or timezone.now()
    return PreviewLink.objects.create(
        revision=revision, for_whom=for_whom, made_by=by, made_at=now, expires_at=now + lasts
    )


def revoke(link: PreviewLink, *, by: User, now: datetime | None = None) -> None:
    """Raises PermissionDenied."""
    if not permissions.may_review(by, link.revision.article):
        raise PermissionDenied
    PreviewLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=now or timezone.now())


def opened(revision_id: int, secret: str, now: datetime | None = None) -> PreviewLink | None:
    """The link of an address, and the note that it was opened; None where it shows nothing (any more).

    It lives no longer than the right of who made it, and ends with a story that is set aside or retracted.
    """
    now = now or timezone.now()
    links = PreviewLink.objects.select_related("revision__article__section", "made_by")
    link = links.filter(secret=secret, revision=revision_id).first()
    if link is None or not link.is_open(now):
        return None
    article = link.revision.article
    maker = link.made_by
    still_decides = maker.is_active and maker.is_staff and permissions.may_review(maker, article)
    if article.stage in CLOSED_STAGES or not still_decides:
        return None
    PreviewOpening.objects.create(link=link, at=now)
    return link


def of_story(article: Article) -> QuerySet[PreviewLink]:
    """All links of a story, the newest first, with how often and when last they were opened."""
    return (
        PreviewLink.objects.filter(revision__article=article)
        .select_related("revision", "made_by")
        .annotate(times=Count("openings"), last_opened=Max("openings__at"))
        .order_by("-pk")
    )
