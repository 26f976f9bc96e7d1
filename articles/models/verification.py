"""How a story was verified: for the desk alone, and in nothing that readers get (Pedoman Media Siber 2)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from articles.querysets import UndeletableQuerySet

from .articles import Article
from .choices import ConfirmationAnswer

CLOSING_NOTE = "Berita ini masih memerlukan verifikasi lebih lanjut. Redaksi sedang mengupayakannya."
ENCLOSING = "()[]*_ \t\n"  # what the printed note has of its own, in case that somebody types it too


class Confirmation(models.Model):
    """Somebody whom a story may harm was asked, and what came of it (Pedoman Media Siber 2b)."""

    article = models.ForeignKey(Article, models.PROTECT, related_name="confirmations")
    who = models.CharField("siapa yang dihubungi", max_length=200)
    at = models.DateTimeField("kapan", default=timezone.now)
    channel = models.CharField(
        "lewat apa", max_length=100, help_text="Misalnya telepon, WhatsApp, surel, atau bertemu langsung."
    )
    answer = models.CharField("hasilnya", max_length=10, choices=ConfirmationAnswer)
    words = models.TextField("jawabannya", max_length=2_000, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    recorded_by_name = models.CharField(max_length=150)
    recorded_at = models.DateTimeField(default=timezone.now)

    objects = UndeletableQuerySet.as_manager()

    class Meta:
        verbose_name = "konfirmasi"
        verbose_name_plural = "konfirmasi"
        ordering = ("at", "pk")
        base_manager_name = "objects"
        constraints = (
            models.CheckConstraint(condition=Q(answer__in=ConfirmationAnswer.values), name="confirmation_answer_known"),
        )

    def __str__(self) -> str:
        return f"{self.who}: {self.get_answer_display()}"

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        raise models.ProtectedError("A confirmation is never deleted.", {self})


class UnverifiedCase(models.Model):
    """Why a story may run before it is verified, and what readers are told of that (Pedoman Media Siber 2c)."""

    article = models.OneToOneField(Article, models.PROTECT, primary_key=True, related_name="unverified_case")
    urgency = models.TextField("kepentingan publik yang mendesak", max_length=1_000)
    first_source = models.TextField(
        "sumber pertama", max_length=1_000, help_text="Namanya, dan mengapa ia kredibel serta kompeten."
    )
    unreachable = models.TextField(
        "mengapa pihak itu belum dapat dikonfirmasi",
        max_length=1_000,
        help_text="Tidak diketahui, atau tidak dapat diwawancarai.",
    )
    note = models.CharField(
        "catatan penutup untuk pembaca",
        max_length=300,
        help_text="Tampil sebagai paragraf terakhir berita, dalam kurung dan dicetak miring.",
    )

    class Meta:
        verbose_name = "alasan belum terverifikasi"
        verbose_name_plural = "alasan belum terverifikasi"

    def __str__(self) -> str:
        return self.note
