"""What an editor protects from now on is looked for in what stands below the story already."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from articles.models import Article

from . import lifecycle, search
from .models import Comment, Decision, Discussion, Status
from .screening.normalising import read
from .screening.policy import current_rules
from .screening.protected import FOUND, KIND, entries_of, places_of
from .screening.verdicts import Finding, verdict_of

MOST = 1_000  # comments that are looked through, the newest
HOLDING = {Decision.HOLD, Decision.REFUSE}


def protect(article: Article, lines: str, *, by: User) -> int:
    """Keep the names that a story protects, and hold the comments below it that give away a new one.

    Args:
        lines: a name a line.

    Returns:
        How many comments are held by it.
    """
    with transaction.atomic():
        discussion = Discussion.objects.locked(article.pk)
        known = set(entries_of(discussion.protected))
        Discussion.objects.filter(pk=article.pk).update(protected=lines)
        new = tuple(entry for entry in entries_of(lines) if entry not in known)
        if not new or current_rules()[KIND].decision not in HOLDING:
            return 0
        found = 0
        for comment in Comment.objects.public(timezone.now()).filter(article=article).newest()[:MOST]:
            if places := places_of(new, read(comment.text)):
                held = lifecycle.decide(comment, Status.HELD, action="protect", by=by)
                _note_finding(held, [[*place] for place in places])
                found += 1
    return found


def _note_finding(comment: Comment, places: list[list[int]]) -> None:
    finding: Finding = {"check": KIND, "decision": Decision.HOLD, "detail": FOUND, "places": places}
    verdict = verdict_of([finding, *comment.findings])
    comment.findings, comment.risk = list(verdict.findings), verdict.risk
    Comment.objects.filter(pk=comment.pk).update(findings=comment.findings, risk=comment.risk)
    search.enter([comment])
