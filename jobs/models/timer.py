from django.db import models


class Timer(models.Model):
    """What a timer runs again and again, and how it last went."""

    name = models.CharField("perintah", max_length=60, unique=True)
    started_at = models.DateTimeField("mulai")
    ended_at = models.DateTimeField("berakhir", null=True)
    succeeded_at = models.DateTimeField("berhasil", null=True)
    failures = models.PositiveIntegerField("gagal berturut-turut", default=0)
    error = models.CharField("galat", max_length=200, blank=True)  # a sentence of ours, or the error's kind alone

    class Meta:
        verbose_name = "pengatur waktu"
        verbose_name_plural = "pengatur waktu"

    def __str__(self) -> str:
        return self.name
