"""Requests for a reply or a correction, with what came along and what became of them (UU 40/1999, articles 5, 11)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from adminkit.encryption import decrypted
from articles.models import Article
from articles.querysets import UndeletableQuerySet

LONGEST_STATEMENT = 10_000  # characters


class RequestKind(models.TextChoices):
    REPLY = "reply", "Hak jawab"
    CORRECTION = "correction", "Hak koreksi"


class Outcome(models.TextChoices):
    """What the newsroom decided. A refusal is lawful only with its reason, as every other decision here has one too."""

    REPLIED = "replied", "Hak jawab dimuat"
    CORRECTED = "corrected", "Berita diralat"
    AGREED = "agreed", "Diselesaikan dengan cara lain yang disepakati"
    REFUSED = "refused", "Ditolak"


class EventKind(models.TextChoices):
    RECEIVED = "received", "Diterima"
    CONFIRMED = "confirmed", "Surel dipastikan"
    DRAFTED = "drafted", "Naskah jawaban dibuat"
    OPENED = "opened", "Lampiran dibuka"
    DECIDED = "decided", "Diputuskan"
    FORGOTTEN = "forgotten", "Data pribadi dihapus"


class ReplyRequestQuerySet(UndeletableQuerySet):
    def open(self) -> ReplyRequestQuerySet:
        return self.filter(decided_at=None)

    def surest(self) -> ReplyRequestQuerySet:
        """Those whose address answers first, of them the oldest: a flood from nowhere hides nobody who is there."""
        return self.order_by("-is_confirmed", "received_at", "pk")


class ReplyRequest(models.Model):
    """What somebody who was written about, or who found an error, asks of the newsroom. It is never deleted.

    Who they are is stored until a while after the decision (`replies.KEPT`); what was asked and decided stays.
    """

    form_key = models.UUIDField(unique=True, editable=False)  # the same form sent twice is one request
    ticket = models.CharField("nomor", max_length=20, unique=True)
    kind = models.CharField("jenis", max_length=20, choices=RequestKind)
    story = models.ForeignKey(Article, models.PROTECT, null=True, related_name="reply_requests", verbose_name="berita")
    story_named = models.CharField("berita yang dimaksud", max_length=400)  # as it was typed
    name = models.CharField("nama", max_length=120)
    capacity = models.CharField("sebagai", max_length=120, blank=True)
    statement = models.TextField("isi", max_length=LONGEST_STATEMENT)
    email = models.EmailField("surel", blank=True)
    phone = models.CharField("telepon", max_length=40, blank=True)
    is_confirmed = models.BooleanField("surel dipastikan", default=False)
    received_at = models.DateTimeField("diterima", default=timezone.now)
    answer = models.ForeignKey(Article, models.PROTECT, null=True, related_name="+", verbose_name="naskah jawaban")
    decided_at = models.DateTimeField("diputuskan", null=True)
    outcome = models.CharField("keputusan", max_length=20, choices=Outcome, blank=True, default="")
    reason = models.TextField("alasan", max_length=2_000, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_by_name = models.CharField("oleh", max_length=150, blank=True)
    forgotten_at = models.DateTimeField("data pribadi dihapus", null=True)

    objects = ReplyRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "permintaan hak jawab"
        verbose_name_plural = "hak jawab dan koreksi"
        ordering = ("received_at", "pk")
        base_manager_name = "objects"
        permissions = (("decide_replyrequest", "Boleh memutuskan permintaan hak jawab dan koreksi"),)
        indexes = (
            models.Index(fields=["received_at", "id"], name="replyrequest_oldest"),
            models.Index(
                fields=["-is_confirmed", "received_at", "id"],
                condition=Q(decided_at=None),
                name="replyrequest_open_surest",
            ),
        )
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=RequestKind.values), name="replyrequest_kind_known"),
            models.CheckConstraint(
                # Closed with a decision and its reason, or not at all (Pedoman Media Siber 4e).
                condition=Q(decided_at=None, outcome="")
                | (Q(decided_at__isnull=False, outcome__in=Outcome.values) & ~Q(reason="")),
                name="replyrequest_decided_with_reason",
            ),
        )

    def __str__(self) -> str:
        return self.ticket

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        raise models.ProtectedError("A request for a reply is never deleted.", {self})

    @property
    def is_open(self) -> bool:
        return self.decided_at is None

    @property
    def desk_url(self) -> str:
        return reverse("admin:press_replyrequest_change", args=[self.pk])


class ReplyFile(models.Model):
    """Something that came with a request, encrypted; deleted after the case."""

    request = models.ForeignKey(ReplyRequest, models.CASCADE, related_name="files")
    is_identity = models.BooleanField(default=False)  # proof of who somebody is
    name = models.CharField(max_length=100)  # as the sender called it, made harmless
    media_type = models.CharField(max_length=40)  # by its content
    size = models.PositiveIntegerField()  # bytes
    sealed = models.BinaryField()

    class Meta:
        verbose_name = "lampiran"
        verbose_name_plural = "lampiran"
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name

    def content(self) -> bytes:
        """Raises adminkit.encryption.InvalidToken if it was changed, or by a key that this site has no more."""
        return decrypted(bytes(self.sealed))


class ReplyEvent(models.Model):
    """The log of requests: what happened to each, when and by whom. Append-only."""

    request = models.ForeignKey(ReplyRequest, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=20, choices=EventKind)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=150, blank=True)
    note = models.CharField(max_length=200, blank=True)

    objects = UndeletableQuerySet.as_manager()

    class Meta:
        verbose_name = "log hak jawab"
        verbose_name_plural = "log hak jawab"
        ordering = ("pk",)
        base_manager_name = "objects"

    def __str__(self) -> str:
        return f"{self.kind}: {self.request_id}"

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        raise models.ProtectedError("The log of requests is never deleted.", {self})
