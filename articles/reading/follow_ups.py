"""The stories that answer one, and those that it answers, as their pages link to each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from articles.models import Edition, FollowUp, FollowUpKind, Verification
from articles.querysets import EditionQuerySet

from . import cache_tags


@dataclass(frozen=True)
class FollowUpLink:
    """What a story's page says of another one.

    Args:
        edition: the other story as readers have it.
        is_answer: whether the other story answers this one, and not the other way round.
    """

    follow_up: FollowUp
    edition: Edition
    is_answer: bool

    @property
    def label(self) -> str:
        return str(self.follow_up.get_kind_display()) + ("" if self.is_answer else " atas berita")


def annotated(editions: EditionQuerySet) -> EditionQuerySet:
    """With whether there is anything to look for, so that other pages ask for nothing."""
    of_story = FollowUp.objects.filter(Q(story=OuterRef("article")) | Q(answer=OuterRef("article")))
    return editions.annotate(has_follow_ups=Exists(of_story))


def of_story(article: int) -> list[FollowUp]:
    """Everything that answers a story or that it answers, whether readers have that other story or not."""
    return list(FollowUp.objects.filter(Q(story=article) | Q(answer=article)).order_by("pk"))


def links(article: int, follow_ups: Iterable[FollowUp], at: datetime) -> list[FollowUpLink]:
    """What the page of a story links to at a moment: only what readers have."""
    found = {other(article, follow_up): follow_up for follow_up in follow_ups}
    editions = Edition.objects.listed(at).filter(article__in=found).select_related("section").defer("body")
    return [
        FollowUpLink(follow_up, edition, is_answer=follow_up.story_id == article)
        for edition in editions.order_by("published_at")
        if (follow_up := found[edition.article_id])
    ]


def result_among(links: Iterable[FollowUpLink]) -> Edition | None:
    """The story that tells what became of an unverified one, if readers have it."""
    kind = FollowUpKind.VERIFICATION
    return next((link.edition for link in links if link.is_answer and link.follow_up.kind == kind), None)


def look_up_results(editions: Iterable[Edition], at: datetime) -> list[FollowUp]:
    """Tell unverified editions which story tells what became of them. No query where all are verified.

    Returns:
        Every such story that was begun: what shows the editions depends on those too that are still to come.
    """
    doubted = {edition.article_id: edition for edition in editions if edition.verification == Verification.UNVERIFIED}
    if not doubted:
        return []
    begun = list(FollowUp.objects.filter(story__in=doubted, kind=FollowUpKind.VERIFICATION))
    answers = {follow_up.answer_id: doubted[follow_up.story_id] for follow_up in begun}
    told = Edition.objects.listed(at).filter(article__in=answers).select_related("section").defer("body")
    for result in told.order_by("-published_at") if answers else ():
        answers[result.article_id].verification_result = result
    return begun


def depended_on(article: int, follow_ups: Iterable[FollowUp]) -> Iterator[str]:
    """The cache tags of the other stories: also of those that are still to come."""
    return (cache_tags.story(other(article, follow_up)) for follow_up in follow_ups)


def other(article: int, follow_up: FollowUp) -> int:
    number: int = follow_up.answer_id if follow_up.story_id == article else follow_up.story_id
    return number
