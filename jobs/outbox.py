"""Puts messages down and sends them: each once, later if it must be, by whichever process comes first.

A sender claims a message by an UPDATE that only one can win, and holds it for a lease: if it is killed meanwhile, the
message is due again when the lease ends. Between the receiver's word and ours in the database lies the one moment in
which a kill makes a message go out twice; a mail then carries the same Message-ID.
"""

from __future__ import annotations

import atexit
import logging
import threading
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection, transaction
from django.db.models import F, Min, QuerySet
from django.utils import timezone

from .models import Channel, Outbox, State

logger = logging.getLogger(__name__)

BATCH = 100
LEASE = timedelta(minutes=2)  # longer than any channel may take for one message
LIFETIME = timedelta(days=3)  # later than this nobody wants to hear of it
FIRST_PAUSE = timedelta(seconds=5)  # doubled with each failure
LONGEST_PAUSE = timedelta(minutes=10)
KEPT = timedelta(days=30)  # the key of what has left
LAST_WORDS = 15.0  # seconds that the end of a process waits for a message
IDLE = 30.0  # seconds in which the sender looks at what other processes have put down

Send = Callable[[Outbox], None]


class TryLaterError(Exception):
    """Raised by a channel: this message could not be handed over now. The text names no person.

    Attributes:
        is_away: nobody answers, so that the messages behind it need not be tried now.
    """

    def __init__(self, reason: str, *, is_away: bool = False) -> None:
        super().__init__(reason)
        self.is_away = is_away


channels: dict[str, Send] = {}


def put(
    channel: Channel,
    recipient: str,
    content: dict[str, Any],
    *,
    key: str = "",
    lifetime: timedelta = LIFETIME,
    now: datetime | None = None,
) -> None:
    """Put a message down, in the transaction that causes it; it is sent soon after the commit.

    Args:
        key: the same for the same message, which is then put down once; drawn if there is none.
        lifetime: after this it is not sent any more, and its content is wiped.
    """
    now = now or timezone.now()
    row = Outbox(
        key=key or uuid.uuid4().hex,
        channel=channel,
        recipient=recipient,
        content=content,
        created_at=now,
        next_try_at=now,
        expires_at=now + lifetime,
    )
    Outbox.objects.bulk_create([row], ignore_conflicts=True)
    transaction.on_commit(sender.wake)


def send_due(now: datetime | None = None, goes_on: Callable[[], bool] = lambda: True) -> int:
    """Send what is due and wipe what is over. Gives how many messages were handed over."""
    now = now or timezone.now()
    _wipe(now)
    sent = 0
    for key in list(Outbox.objects.due(now).order_by("next_try_at").values_list("pk", flat=True)[:BATCH]):
        if not goes_on():
            break
        try:
            sent += _send(key, now)
        except TryLaterError:
            break
    return sent


def _send(pk: int, now: datetime) -> bool:
    """Raises TryLaterError if nobody answers at all."""
    if not Outbox.objects.due(now).filter(pk=pk, expires_at__gt=now).update(next_try_at=now + LEASE):
        return False  # another process was quicker
    message = Outbox.objects.get(pk=pk)
    try:
        channels[message.channel](message)
    except TryLaterError as error:
        pause = min(FIRST_PAUSE * 2 ** min(message.failures, 20), LONGEST_PAUSE)
        Outbox.objects.filter(pk=pk).update(
            failures=F("failures") + 1, last_error=str(error)[:100], next_try_at=timezone.now() + pause
        )
        logger.warning("%s is not sent yet: %s", message, error)
        if error.is_away:
            raise
        return False
    _end(Outbox.objects.filter(pk=pk), State.SENT)
    return True


def _wipe(now: datetime) -> None:
    expired = Outbox.objects.filter(state=State.WAITING, expires_at__lte=now)
    if number := _end(expired, State.EXPIRED):
        logger.error("%s messages could not be sent in time and are wiped", number)
    Outbox.objects.filter(ended_at__lt=now - KEPT).delete()


def _end(rows: QuerySet[Outbox], state: State) -> int:
    return rows.update(state=state, ended_at=timezone.now(), recipient="", content={})


class Sender:
    """The thread of a server process that sends. It begins with the first message of its process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._woken = threading.Event()
        self._thread: threading.Thread | None = None
        self._is_ending = False

    def wake(self) -> None:
        if not settings.KATEID_BACKGROUND:
            return
        self._woken.set()
        with self._lock:
            if self._thread is None or not self._thread.is_alive():  # a fork has none
                self._thread = threading.Thread(target=self._run, name="outbox", daemon=True)
                self._thread.start()
                atexit.register(self.end)

    def end(self) -> None:
        """Wait for the message that is just leaving, which would else go out once more."""
        self._is_ending = True
        self._woken.set()
        if self._thread:
            self._thread.join(LAST_WORDS)

    def _run(self) -> None:
        while not self._is_ending:
            self._woken.clear()
            try:
                close_old_connections()
                send_due(goes_on=lambda: not self._is_ending)
                pause = self._pause()
            except DatabaseError as error:
                logger.warning("the outbox cannot be read: %s", type(error).__name__)
                pause = IDLE
            finally:
                connection.close()
            self._woken.wait(pause)

    def _pause(self) -> float:
        """Seconds until something is due."""
        soonest = Outbox.objects.filter(state=State.WAITING).aggregate(soonest=Min("next_try_at"))["soonest"]
        return IDLE if soonest is None else min(IDLE, max(0.2, (soonest - timezone.now()).total_seconds()))


sender = Sender()
