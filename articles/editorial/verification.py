"""Whether a story is verified, and what is said and done until it is (Pedoman Media Siber 2)."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, OuterRef

from articles.models import Article, Edition, FollowUp, FollowUpKind, Stage, Verification
from articles.querysets import EditionQuerySet

from . import follow_ups

GIVEN_UP = (Stage.SPIKED, Stage.RETRACTED)  # of a result: another one may be begun


def unverified(at: datetime) -> EditionQuerySet:
    """The stories that readers have without knowing yet whether they are right, the oldest first."""
    editions = Edition.objects.listed(at).filter(verification=Verification.UNVERIFIED)
    told = Edition.objects.listed(at).filter(article=OuterRef("answer")).order_by()
    results = FollowUp.objects.filter(story=OuterRef("article"), kind=FollowUpKind.VERIFICATION)
    return editions.exclude(Exists(results.filter(Exists(told)))).order_by("published_at", "pk")


def begin_result(story: Article, *, by: User, now: datetime | None = None) -> Article:
    """The draft of the story that tells what verification found, linked to the first one; the one there is, if any."""
    with transaction.atomic():
        Article.objects.select_for_update().get(pk=story.pk)  # two that begin at once begin one
        begun = FollowUp.objects.filter(story=story, kind=FollowUpKind.VERIFICATION).select_related("answer")
        if found := begun.exclude(answer__stage__in=GIVEN_UP).first():
            return found.answer
        headline = f"Hasil verifikasi: {story.headline}"
        return follow_ups.begin(story, FollowUpKind.VERIFICATION, by=by, headline=headline, body="", now=now)
