"""Why a row that is in use cannot be deleted."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.safestring import SafeString


@dataclass(frozen=True)
class InUse:
    """A sentence for the user, and links to what uses the row."""

    sentence: str
    uses: list[SafeString | str] = field(default_factory=list)
