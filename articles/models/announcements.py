from django.db import models


class AnnouncementMark(models.Model):
    """How far one service outside has been told of what became public: up to this moment, and of it this edition."""

    service = models.CharField(max_length=20, unique=True)
    live_from = models.DateTimeField()
    edition_pk = models.PositiveBigIntegerField(default=0)
    failures = models.PositiveSmallIntegerField(default=0)  # in a row
    retry_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "batas pengumuman"
        verbose_name_plural = "batas pengumuman"

    def __str__(self) -> str:
        return f"{self.service} sampai {self.live_from}"
