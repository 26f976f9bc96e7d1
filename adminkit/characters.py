"""Characters that nobody sees."""

from __future__ import annotations

import re

_INVISIBLE = re.compile(r"[\u00ad\u200b\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]")


def visible(text: str) -> str:
    """Text without characters that nobody sees and that turn or hide others.

    Joiners and the marks of right-to-left words (U+200C to U+200F) stay: emoji and Arabic are made with them.
    """
    return _INVISIBLE.sub("", text)
