"""Sends logged errors to a Sentry-compatible address: which, and where in the code, but not what they say.

What an error says may quote anybody, and so may the variables around it, the request and the log before it.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import sentry_sdk
from sentry_sdk.integrations.atexit import AtexitIntegration
from sentry_sdk.integrations.logging import EventHandler

if TYPE_CHECKING:
    from sentry_sdk.types import Event, Hint

KEPT = ("event_id", "timestamp", "platform", "level", "logger", "release", "exception", "logentry")


def handler(dsn: str, release: str) -> logging.Handler:
    """The handler of settings.LOGGING; a thread of the library sends, so that no request waits.

    Args:
        dsn: the address, with its key, as the service gives it.
        release: the version of kateid.
    """
    sentry_sdk.init(
        dsn,
        release=f"kateid@{release}",
        default_integrations=False,
        # A timer ends right after its error: what waits is sent before that.
        integrations=[AtexitIntegration(callback=lambda _pending, _timeout: None)],
        auto_enabling_integrations=False,
        include_local_variables=False,
        max_breadcrumbs=0,
        send_client_reports=False,
        auto_session_tracking=False,
        before_send=without_words,
    )
    return EventHandler()


def without_words(event: Event, _hint: Hint) -> Event:
    """Leaves of an event the kinds of its errors, their places, and the log's sentence before anything was put in."""
    kept: dict[str, Any] = {name: value for name, value in event.items() if name in KEPT}
    for error in kept.get("exception", {}).get("values", []):
        error.pop("value", None)
    if "logentry" in kept:
        kept["logentry"] = {"message": kept["logentry"].get("message", "")}
    return kept  # type: ignore[return-value]  # TypedDict, whose keys are known by name only
