import secrets
from datetime import datetime

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from .history import Revision


def new_secret() -> str:
    return secrets.token_hex(24)  # in small letters: a spoiled address is mended into them


class PreviewLink(models.Model):
    """A secret address under which somebody without an account reads one revision for some days.

    Attributes:
        for_whom: whom it was made for, in words.
        secret: what the address holds besides the revision's number.
    """

    revision = models.ForeignKey(Revision, models.PROTECT, related_name="preview_links")
    for_whom = models.CharField("untuk siapa", max_length=100)
    secret = models.CharField(max_length=64, unique=True, default=new_secret, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField("berlaku sampai")
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "tautan pratinjau"
        verbose_name_plural = "tautan pratinjau"
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"Pratinjau revisi {self.revision_id} untuk {self.for_whom}"

    def get_absolute_url(self) -> str:
        return reverse("articles:shared_preview", args=[self.revision_id, self.secret])

    def is_open(self, now: datetime | None = None) -> bool:
        return self.revoked_at is None and self.expires_at > (now or timezone.now())


class PreviewOpening(models.Model):
    """One time that a preview link was opened; nothing of who it was."""

    link = models.ForeignKey(PreviewLink, models.CASCADE, related_name="openings")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "pembukaan pratinjau"
        verbose_name_plural = "pembukaan pratinjau"
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.link_id}: {self.at:%Y-%m-%d %H:%M}"
