"""What moderators work with beside the comments themselves: by what they find them, and who has which in hand."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from articles.search.terms import TermsField

from .choices import Status
from .comments import Comment


class CommentSearchEntry(models.Model):
    """What moderators can find a comment by. Only `comments.search` writes it; a deleted comment has none."""

    comment = models.OneToOneField(Comment, models.CASCADE, primary_key=True, db_column="id", related_name="entry")
    status = models.CharField(max_length=10, choices=Status)
    fingerprint = models.CharField(max_length=16, blank=True)  # the same for the same words
    network = models.CharField(max_length=43, blank=True)
    terms = TermsField()

    class Meta:
        indexes = (
            models.Index(fields=["status", "fingerprint", "comment"], name="commententry_same_text"),
            models.Index(fields=["status", "network"], name="commententry_network"),
        )

    def __str__(self) -> str:
        return f"Komentar {self.comment_id} dalam pencarian"


class Claim(models.Model):
    """That a moderator has a comment in hand: until a moment nobody else decides it."""

    comment = models.OneToOneField(Comment, models.CASCADE, primary_key=True, related_name="claim")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField()
    handed_by_name = models.CharField(max_length=150, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = "pegangan komentar"
        verbose_name_plural = "pegangan komentar"
        constraints = (models.CheckConstraint(condition=Q(until__gt=models.F("since")), name="claim_forward"),)

    def __str__(self) -> str:
        return f"{self.user}: {self.comment_id}"

    def stands(self, at: datetime) -> bool:
        return at < self.until
