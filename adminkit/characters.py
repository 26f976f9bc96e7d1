"""Characters that nobody sees."""

from __future__ import annotations

import re

_INVISIBLE = re.compile(r"[\u00ad\u200b\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]")
# Between Latin letters, figures and spaces they do nothing but hide; emoji are made with them, and Arabic words.
_IDLE_JOINER = re.compile(r"(?:(?<=[ -~\u00c0-\u024f])|^)[\u200c\u200d]+|[\u200c\u200d]+(?=[ -~\u00c0-\u024f]|$)")
_MARKS = re.compile(r"[\u200e\u200f\u061c]")
_RIGHT_TO_LEFT = re.compile(r"[\u0590-\u061b\u061d-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


def visible(text: str) -> str:
    """Text without characters that nobody sees and that turn or hide others.

    Those stay that others are made with: joiners in emoji and Arabic, and the marks of a text with letters from right
    to left. WhatsApp puts such a mark before messages that have none.
    """
    text = _IDLE_JOINER.sub("", _INVISIBLE.sub("", text))
    return text if _RIGHT_TO_LEFT.search(text) else _MARKS.sub("", text)
