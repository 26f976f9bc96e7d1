"""From a text to a verdict: every check runs, every finding is kept, and the gravest decides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import NotRequired, TypedDict

from django.contrib.auth.models import User

from accounts.standing import public_name
from articles.models import Article
from comments.models import Comment, Decision

from .checks import FUNCTIONS, Submission
from .policy import CHECKS, GRAVITY, Ruleset, current

# What says nothing about the comment itself.
ROUTINE = {"newcomer", "review_site", "review_story", "closed"}
BY_GRAVITY = {Decision.LET: "publish", Decision.NOTE: "publish", Decision.HOLD: "hold", Decision.REFUSE: "refuse"}


class Finding(TypedDict):
    """What one check found, as it is kept with the comment."""

    check: str
    decision: str
    detail: str
    places: NotRequired[list[list[int]]]  # from and to, in the text


@dataclass(frozen=True)
class Verdict:
    decision: str  # "publish", "hold" or "refuse"
    findings: list[Finding] = field(default_factory=list)

    @property
    def risk(self) -> int:
        """How soon somebody should look: by everything that speaks against the text or its writer."""
        return sum(GRAVITY[found["decision"]] for found in self.findings if found["check"] not in ROUTINE)


def screen(
    text: str,
    *,
    author: User | None,
    article: Article,
    now: datetime,
    comment: Comment | None = None,
    rules: Ruleset | None = None,
) -> Verdict:
    """Judge a comment before anybody sees it.

    Args:
        text: as it is going to be stored, so that places fit.
        comment: the one that is being edited, which is then no repetition of itself.
        rules: to be tried out in place of those that hold.
    """
    name = public_name(author) if author and not author.is_staff else ""
    return verdict_of(findings(Submission(text, author, article, now, rules or current(), comment, name), CHECKS))


def findings(given: Submission, checks: Iterable[str]) -> Iterator[Finding]:
    for name in checks:
        rule = given.rules[name]
        if rule.decision == Decision.LET:
            continue
        for hit in FUNCTIONS[name](given, rule):
            found: Finding = {"check": name, "decision": rule.decision, "detail": hit.detail}
            if hit.places:
                found["places"] = [[*place] for place in hit.places]
            yield found


def verdict_of(found: Iterable[Finding]) -> Verdict:
    kept = sorted(found, key=lambda finding: -GRAVITY[finding["decision"]])
    gravest = kept[0]["decision"] if kept else Decision.LET
    return Verdict(BY_GRAVITY[Decision(gravest)], kept)
