from django.db import models
from django.utils import timezone


class JobState(models.TextChoices):
    RUNNING = "running", "Berjalan"
    PAUSED = "paused", "Dijeda"  # by somebody; whoever runs it waits
    STOPPED = "stopped", "Dihentikan"  # by somebody, for good
    DONE = "done", "Selesai"
    FAILED = "failed", "Gagal"


class Job(models.Model):
    """Long work that can be killed at any moment and goes on where it stopped.

    `stage` and `cursor` are saved in the transaction of the batch that they speak of. A cursor counts what of the
    stage's input has been dealt with.
    """

    kind = models.CharField("jenis", max_length=40)
    key = models.CharField("bahan", max_length=200)  # tells what it works on from everything else of its kind
    state = models.CharField("keadaan", max_length=10, choices=JobState, default=JobState.RUNNING)
    stage = models.CharField("tahap", max_length=40, blank=True)
    cursor = models.PositiveBigIntegerField(default=0)
    heartbeat = models.DateTimeField("tanda hidup", default=timezone.now)
    report = models.JSONField("laporan", default=dict)
    started_at = models.DateTimeField("dimulai", default=timezone.now)
    finished_at = models.DateTimeField("selesai", null=True)

    class Meta:
        verbose_name = "pekerjaan"
        verbose_name_plural = "pekerjaan"
        ordering = ("-pk",)
        indexes = (models.Index(fields=["kind", "key", "-id"], name="job_newest"),)
        constraints = (models.CheckConstraint(condition=models.Q(state__in=JobState.values), name="job_state_known"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
