"""Judging a comment before anybody sees it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.auth.models import User

from articles.models import Article
from comments.models import Comment

APPROVED_BY_HAND = 2  # comments of somebody new


@dataclass(frozen=True)
class Verdict:
    decision: str  # "publish", "hold" or "refuse"
    findings: list[dict[str, str]] = field(default_factory=list)  # {"check", "decision", "detail"}


def screen(text: str, *, author: User, article: Article, now: datetime, comment: Comment | None = None) -> Verdict:
    if author.is_staff or Comment.objects.of(author).public()[:APPROVED_BY_HAND].count() == APPROVED_BY_HAND:
        return Verdict("publish")
    finding = {"check": "newcomer", "decision": "hold", "detail": "Dua komentar pertama diperiksa dahulu."}
    return Verdict("hold", [finding])
