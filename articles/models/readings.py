from datetime import UTC, datetime

from django.db import models

from .articles import Article

LONGEST_HOST = 100  # characters


class ReadingHour(models.Model):
    """How often a story was read in an hour. Only `audience.pageviews` writes it."""

    article = models.ForeignKey(Article, models.PROTECT, related_name="reading_hours")
    hour = models.DateTimeField()  # its beginning
    count = models.PositiveIntegerField()

    class Meta:
        verbose_name = "pembacaan per jam"
        verbose_name_plural = "pembacaan per jam"
        indexes = (models.Index(fields=["hour"], name="readinghour_hour"),)
        constraints = (models.UniqueConstraint(fields=["article", "hour"], name="readinghour_once"),)

    def __str__(self) -> str:
        return f"{self.count} pembacaan sejak {self.hour}"


class ReadingOrigin(models.Model):
    """How often a story was read on a day by way of one other site. Only `audience.pageviews` writes it."""

    article = models.ForeignKey(Article, models.PROTECT, related_name="reading_origins")
    day = models.DateField()
    host = models.CharField(max_length=LONGEST_HOST, blank=True)  # as in `articles.audience.referrers`
    count = models.PositiveIntegerField()

    class Meta:
        verbose_name = "asal pembaca"
        verbose_name_plural = "asal pembaca"
        indexes = (models.Index(fields=["day"], name="readingorigin_day"),)
        constraints = (models.UniqueConstraint(fields=["article", "day", "host"], name="readingorigin_once"),)

    def __str__(self) -> str:
        return f"{self.count} pembacaan dari {self.host or 'langsung'}"


class MissKind(models.TextChoices):
    QUERY = "cari", "dicari"
    ADDRESS = "alamat", "alamat"


LONGEST_MISS = 100  # characters


class Miss(models.Model):
    """What readers of several networks asked for on a day and did not get. Only `audience.misses` writes it."""

    kind = models.CharField(max_length=6, choices=MissKind)
    day = models.DateField()
    text = models.CharField(max_length=LONGEST_MISS)  # a query without a story, an address without a page
    host = models.CharField(max_length=LONGEST_HOST, blank=True)  # where the last came from, as in ReadingOrigin
    networks = models.PositiveIntegerField()  # that asked for it that day

    class Meta:
        verbose_name = "yang tidak ditemukan"
        verbose_name_plural = "yang tidak ditemukan"
        constraints = (models.UniqueConstraint(fields=["day", "kind", "text"], name="miss_once"),)

    def __str__(self) -> str:
        return self.text


class Ranking(models.Model):
    """The stories most read in a span of time, best first, worked out beforehand by `articles.audience.most_read`."""

    span = models.CharField(max_length=10, primary_key=True)
    articles = models.JSONField(default=list)  # primary keys
    ranked_at = models.DateTimeField(default=datetime(2000, 1, 1, tzinfo=UTC))

    class Meta:
        verbose_name = "peringkat"
        verbose_name_plural = "peringkat"

    def __str__(self) -> str:
        return f"peringkat {self.span}"
