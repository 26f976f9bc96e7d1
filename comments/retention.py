"""What is stored of comments for a while only."""

from __future__ import annotations

from datetime import datetime

from accounts.addresses import KEPT_WHOLE

from .models import Comment


def forget_addresses(now: datetime) -> int:
    """Takes the addresses of comments older than KEPT_WHOLE out; their network stays."""
    return Comment.objects.filter(created_at__lt=now - KEPT_WHOLE, address__isnull=False).update(address=None)
