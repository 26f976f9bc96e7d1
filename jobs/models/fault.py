from django.db import models


class Fault(models.Model):
    """How often an error of a kind was logged on a day. A kind is a place in the code, nothing that anybody typed."""

    kind = models.CharField("jenis", max_length=200)
    day = models.DateField("hari")
    times = models.PositiveIntegerField("kali", default=0)
    last_at = models.DateTimeField("terakhir")

    class Meta:
        verbose_name = "galat"
        verbose_name_plural = "galat"
        constraints = [models.UniqueConstraint(fields=["kind", "day"], name="jobs_fault_once_a_day")]

    def __str__(self) -> str:
        return self.kind
