from django.db import models
from django.utils import timezone

from articles.models import Article
from jobs.models import Job

LONGEST_ID = 200


class Source(models.Model):
    """A site that stories came from."""

    kind = models.CharField("jenis", max_length=40)
    name = models.CharField("nama", max_length=200)  # its address without scheme and "www.", or its title
    created_at = models.DateTimeField("dibuat", default=timezone.now)

    class Meta:
        verbose_name = "situs lama"
        verbose_name_plural = "situs lama"
        constraints = (models.UniqueConstraint(fields=["kind", "name"], name="source_once"),)

    def __str__(self) -> str:
        return self.name


class Outcome(models.TextChoices):
    """What became of something that a source held."""

    PUBLISHED = "published", "Terbit"
    DRAFT = "draft", "Draf"
    MADE = "made", "Dibuat"
    SKIPPED = "skipped", "Dilewati"


class ImportedRow(models.Model):
    """One thing that a source held: what came, and what became of it. It makes a second run import nothing twice."""

    source = models.ForeignKey(Source, models.PROTECT, related_name="rows")
    kind = models.CharField("jenis", max_length=20)
    foreign_id = models.CharField("nomor di sana", max_length=LONGEST_ID)
    title = models.CharField("judul", max_length=200, blank=True)
    digest = models.CharField(max_length=64)  # SHA-256 of what came
    original = models.JSONField("asli", default=dict)  # as it came, but for what is nobody's business (mails, hashes)
    outcome = models.CharField("hasil", max_length=10, choices=Outcome)
    reason = models.CharField("alasan", max_length=400, blank=True)
    article = models.ForeignKey(Article, models.PROTECT, null=True, related_name="imported_from")
    target = models.BigIntegerField(null=True)  # the key of the author, section, comment or photo that it became
    addresses = models.JSONField(default=list)  # paths that it had over there
    changed = models.BooleanField("berubah di sana", default=False)  # since it was imported
    made_in = models.ForeignKey(Job, models.PROTECT, related_name="+")
    seen_in = models.ForeignKey(Job, models.PROTECT, related_name="+")  # the last run that met it

    class Meta:
        verbose_name = "baris pindahan"
        verbose_name_plural = "baris pindahan"
        indexes = (models.Index(fields=["source", "seen_in", "id"], name="importedrow_of_run"),)
        constraints = (
            models.UniqueConstraint(fields=["source", "kind", "foreign_id"], name="importedrow_once"),
            models.CheckConstraint(condition=models.Q(outcome__in=Outcome.values), name="importedrow_outcome_known"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.foreign_id}"
