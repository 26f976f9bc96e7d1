"""How often somebody may do something, counted by the database so that no two processes count past each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils.crypto import salted_hmac

from kateid.local_time import EPOCH

from .models import LimitCount


@dataclass(frozen=True)
class Limit:
    """At most `most` times in each span of time, which all begin at the same moments.

    Args:
        what: is limited, such as "write".
        who: is limited: an account, a network, a story. Never stored as it stands.
    """

    what: str
    who: str
    most: int
    span: timedelta

    def key(self, ends_at: datetime) -> str:
        who = salted_hmac("comments.limits", self.who, algorithm="sha256").hexdigest()[:32]
        return f"{self.what}:{int(ends_at.timestamp())}:{who}"

    def ends_at(self, now: datetime) -> datetime:
        """When the span that `now` lies in is over."""
        return EPOCH + ((now - EPOCH) // self.span + 1) * self.span


class LimitReached(Exception):  # noqa: N818
    def __init__(self, limit: Limit, retry_after: int) -> None:
        super().__init__(limit.what)
        self.limit = limit
        self.retry_after = retry_after  # seconds


# The count and the comparison are one statement, so whoever comes at the same moment waits for its outcome.
TAKE = f"""
    INSERT INTO {LimitCount._meta.db_table} (key, count, ends_at) VALUES (%s, 1, %s)
    ON CONFLICT (key) DO UPDATE SET count = {LimitCount._meta.db_table}.count + 1
    WHERE {LimitCount._meta.db_table}.count < %s
"""  # noqa: S608


def take(limits: Sequence[Limit], now: datetime) -> None:
    """Count once for each of these, or for none.

    Raises:
        LimitReached: one of them is used up, and when it is worth trying again.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        # In one order everywhere, so that no two wait for each other.
        for limit in sorted(limits, key=lambda limit: (limit.what, limit.who)):
            ends_at = limit.ends_at(now)
            cursor.execute(TAKE, [limit.key(ends_at), connection.ops.adapt_datetimefield_value(ends_at), limit.most])
            if limit.most < 1 or cursor.rowcount < 1:
                raise LimitReached(limit, max(1, int((ends_at - now).total_seconds()) + 1))


def forget_past(now: datetime) -> int:
    """Delete the counts of spans that are over. Gives how many there were."""
    return LimitCount.objects.filter(ends_at__lt=now).delete()[0]
