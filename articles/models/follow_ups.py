"""Stories that answer another: the two lead to each other for ever (Pedoman Media Siber 2d and 4b)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from articles.querysets import UndeletableQuerySet

from .articles import Article
from .choices import FollowUpKind


class FollowUp(models.Model):
    """One story that answers another. It shows nothing until both have been published."""

    kind = models.CharField(max_length=20, choices=FollowUpKind)
    story = models.ForeignKey(Article, models.PROTECT, related_name="answered_by")
    answer = models.ForeignKey(Article, models.PROTECT, related_name="answers_to")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    objects = UndeletableQuerySet.as_manager()

    class Meta:
        verbose_name = "berita lanjutan"
        verbose_name_plural = "berita lanjutan"
        ordering = ("pk",)
        base_manager_name = "objects"
        constraints = (
            models.UniqueConstraint(fields=["story", "answer"], name="followup_once"),
            models.CheckConstraint(condition=models.Q(kind__in=FollowUpKind.values), name="followup_kind_known"),
            models.CheckConstraint(condition=~models.Q(story=models.F("answer")), name="followup_of_another"),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.answer_id} atas {self.story_id}"

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        raise models.ProtectedError("A follow-up is never deleted.", {self})
