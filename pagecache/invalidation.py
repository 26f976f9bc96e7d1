"""Saying what changes, and what a page shows."""

from __future__ import annotations

import logging
from datetime import datetime
from functools import partial

from django.db import transaction
from django.http import HttpRequest

from .store import page_in_progress
from .versions import VersionsUnavailableError, slots_of, versions

logger = logging.getLogger(__name__)


def invalidate(*tags: str) -> None:
    """Say, inside the transaction that changes it, that something readers' pages show is not as before.

    Args:
        names: of what changed, from `page_cache.names`.

    Raises:
        LedgerAwayError: the other processes cannot be told, so nothing may be changed now.
    """
    slots = slots_of(tags)
    if not slots:
        return
    if not transaction.get_connection().in_atomic_block:
        versions().record_change(slots)
        return
    versions().mark_pending(slots)
    transaction.on_commit(partial(_enter, slots))


def _enter(slots: tuple[int, ...]) -> None:
    try:
        versions().record_change(slots)
    except VersionsUnavailableError:
        # Nothing old goes out all the same: the doubt stands, or was lost together with the ledger.
        logger.exception("a change was made that the page cache hears of later")


def depends_on(request: HttpRequest, *tags: str) -> None:
    """Say what the page that answers this request shows.

    Args:
        names: from `page_cache.names`.
    """
    if page := page_in_progress(request):
        page.tags.update(tags)


def valid_until(request: HttpRequest, at: datetime) -> None:
    """Say that what the page shows ceases to be so at a moment that is known already, without a change."""
    if page := page_in_progress(request):
        page.valid_until = min(page.valid_until, at.timestamp())
