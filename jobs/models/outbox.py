"""What is to leave this machine, and whether it has."""

from __future__ import annotations

from datetime import datetime

from django.db import models


class Channel(models.TextChoices):
    MAIL = "mail", "Surel"


class State(models.TextChoices):
    WAITING = "waiting", "Menunggu"
    SENT = "sent", "Terkirim"
    EXPIRED = "expired", "Kedaluwarsa"


class OutboxQuerySet(models.QuerySet["Outbox"]):
    def due(self, now: datetime) -> OutboxQuerySet:
        return self.filter(state=State.WAITING, next_try_at__lte=now)

    def delayed(self) -> OutboxQuerySet:
        """What could not be sent at the first try and waits."""
        return self.filter(state=State.WAITING, failures__gt=0)


class Outbox(models.Model):
    """One message to one recipient by one channel, written in the transaction that causes it.

    The content and the recipient are wiped once it is sent or expired. The key stays for a while, so that the same
    message is not written twice.
    """

    key = models.CharField(max_length=200, unique=True)
    channel = models.CharField(max_length=10, choices=Channel)
    recipient = models.CharField(max_length=320, blank=True)
    content = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    created_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0)
    # The kind of the error and the number of the answer, without its words, which may name the recipient.
    last_error = models.CharField(max_length=100, blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["next_try_at"], condition=models.Q(state=State.WAITING), name="outbox_waiting"),
            models.Index(fields=["ended_at"], condition=models.Q(ended_at__isnull=False), name="outbox_ended"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.pk}"
