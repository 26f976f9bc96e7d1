from django.conf import settings
from django.db import models
from django.utils import timezone

from articles.querysets import UndeletableQuerySet

from .articles import Article
from .choices import RevisionKind, Stage


class Revision(models.Model):
    """One saved state of a working copy, complete and kept for ever.

    `version` is the article version that this save made; a text that lost against a newer
    save is kept with `version` empty. `base_version` is the version that was being edited.
    """

    article = models.ForeignKey(Article, models.PROTECT, related_name="revisions")
    kind = models.CharField(max_length=10, choices=RevisionKind, default=RevisionKind.SAVED)
    version = models.PositiveIntegerField(null=True)
    base_version = models.PositiveIntegerField(default=0)
    content = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=150)
    saved_at = models.DateTimeField(default=timezone.now)
    restored_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")

    objects = UndeletableQuerySet.as_manager()

    class Meta:
        verbose_name = "revisi"
        verbose_name_plural = "revisi"
        ordering = ("-pk",)
        base_manager_name = "objects"
        constraints = (models.UniqueConstraint(fields=["article", "version"], name="revision_version_once"),)

    def __str__(self) -> str:
        return f"Revisi {self.pk} oleh {self.by_name}"

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        raise models.ProtectedError("A revision is never deleted.", {self})

    @property
    def is_set_aside(self) -> bool:
        return self.kind == RevisionKind.SET_ASIDE

    @property
    def is_restored(self) -> bool:
        return self.kind == RevisionKind.RESTORED


class StageChange(models.Model):
    """The log of a working copy's way through the newsroom: append-only."""

    article = models.ForeignKey(Article, models.PROTECT, related_name="stage_changes")
    verb = models.CharField(max_length=20)
    from_stage = models.CharField(max_length=12, choices=Stage)
    to_stage = models.CharField(max_length=12, choices=Stage)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=150)
    at = models.DateTimeField(default=timezone.now)
    reason = models.TextField(blank=True)
    own_text = models.BooleanField(default=False)  # approved or published by its own writer
    edition = models.ForeignKey("articles.Edition", models.PROTECT, null=True, related_name="+")

    objects = UndeletableQuerySet.as_manager()

    class Meta:
        verbose_name = "perubahan tahap"
        verbose_name_plural = "perubahan tahap"
        ordering = ("-pk",)
        base_manager_name = "objects"
        indexes = (models.Index(fields=["article", "-id"], name="stagechange_newest"),)

    def __str__(self) -> str:
        return f"{self.verb}: {self.from_stage} → {self.to_stage}"

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        raise models.ProtectedError("The stage log is never deleted.", {self})
