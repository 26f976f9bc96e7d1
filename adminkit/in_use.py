"""Why something that is in use is not deleted."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.safestring import SafeString


@dataclass(frozen=True)
class InUse:
    """One sentence for people, and links to what uses the thing."""

    sentence: str
    uses: list[SafeString | str] = field(default_factory=list)
