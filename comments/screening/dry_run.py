"""Trying rules out before they hold: on one text, and on what readers wrote in the last month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from articles.models import Article
from comments.models import Comment, Decision, Status

from .checks import Submission
from .learned import Model
from .policy import CHECKS, Rule, Ruleset, newest_model
from .verdicts import Finding, Verdict, findings, verdict_of
from .words import Entry, Lexicon

SINCE = timedelta(days=30)
MOST = 1_000  # comments that a dry run looks at, the newest
SHOWN = 50
LEARNED = "learned"
OF_TEXT = [check.name for check in CHECKS.values() if check.of_text]


@dataclass(frozen=True)
class Difference:
    comment: Comment
    before: str
    after: str


@dataclass(frozen=True)
class DryRun:
    """What rules would have done otherwise."""

    looked_at: int
    counts: dict[tuple[str, str], int]  # how many went from one decision to another
    differences: list[Difference]

    @property
    def changed(self) -> int:
        return sum(self.counts.values())


def try_text(text: str, rules: Ruleset, now: datetime, headline: str = "", name: str = "") -> Verdict:
    """Everything that is found in a text alone, and in the name that stands beside it."""
    given = Submission(text, None, Article(headline=headline), now, rules, name=name)
    return verdict_of(findings(given, (*OF_TEXT, "name")))


def dry_run(before: Ruleset, after: Ruleset, now: datetime) -> DryRun:
    """Judge last month's comments by both: the text anew, the writer's record as it was found then."""
    recent = Comment.objects.filter(created_at__gt=now - SINCE).exclude(status=Status.DELETED).newest()
    comments = list(recent.select_related("article").defer("article__body")[:MOST])
    differences = [
        Difference(comment, *decisions)
        for comment in comments
        for decisions in [(_decision(comment, before), _decision(comment, after))]
        if decisions[0] != decisions[1]
    ]
    counts = Counter((one.before, one.after) for one in differences)
    return DryRun(len(comments), dict(counts), differences[:SHOWN])


def with_rule(rules: Ruleset, check: str, rule: Rule) -> Ruleset:
    model = newest_model() if check == LEARNED else rules.model
    return replace(rules, rules={**rules.rules, check: rule}, model=model)


def with_model(rules: Ruleset, model: Model) -> Ruleset:
    """The rules with a model that holds what is like what was refused, though it does not count yet."""
    rule = rules[LEARNED]
    held = Rule(rule.decision if rule.decision != Decision.LET else Decision.HOLD, rule.limit, rule.sample)
    return replace(rules, rules={**rules.rules, LEARNED: held}, model=model)


def with_word(rules: Ruleset, word: Entry | None, in_place_of: tuple[str, str] | None = None) -> Ruleset:
    """The rules with one word more, or in the place of another (kind and text); None takes that one away."""
    kept = tuple(entry for entry in rules.lexicon.entries if (entry.kind, entry.text) != in_place_of)
    return replace(rules, lexicon=Lexicon(kept + ((word,) if word else ())))


def _decision(comment: Comment, rules: Ruleset) -> str:
    found = list(try_text(comment.text, rules, comment.created_at, comment.article.headline).findings)
    return verdict_of([*found, *_found_then(comment, rules)]).decision


def _found_then(comment: Comment, rules: Ruleset) -> Iterator[Finding]:
    for kept in comment.findings:
        if kept["check"] in CHECKS and kept["check"] not in OF_TEXT:
            yield {"check": kept["check"], "decision": rules[kept["check"]].decision, "detail": kept["detail"]}
