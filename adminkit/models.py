from django.db import models
from django.utils import timezone


class SentForm(models.Model):
    """An add form that was sent and saved. The same form sent again leads to what it made.

    `digest` says which form it was and whose (see `sent_forms.digest`); that it is unique is what lets one of two
    equal requests through, on whichever process and machine they arrive.
    """

    digest = models.CharField(max_length=64, unique=True)
    object_id = models.PositiveBigIntegerField()
    sent_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = "formulir terkirim"
        verbose_name_plural = "formulir terkirim"

    def __str__(self) -> str:
        return f"{self.digest[:8]} → {self.object_id}"
