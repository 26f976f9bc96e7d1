"""Text whose encoding is not what it is said to be: decided value by value, because one file may hold several."""

from __future__ import annotations

import codecs
import re

WESTERN = "kateid.western"  # an error handler: what is no UTF-8 is Windows-1252
# Text that was UTF-8 and was once read as Windows-1252 shows these.
_MOJIBAKE = re.compile("Ã[\x80-\xff‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€|Â[\xa0-\xff]|ðŸ")


def readable(data: bytes) -> str:
    """A value's text: UTF-8 where it is, else Windows-1252; text that was read wrongly once is put right."""
    try:
        return mended(data.decode("utf-8"))
    except UnicodeDecodeError:
        return _western(data)


def mended(text: str) -> str:
    """Text that was encoded twice as it was meant."""
    if not _MOJIBAKE.search(text):
        return text
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text


def _western(data: bytes) -> str:
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _instead(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return _western(error.object[error.start : error.end]), error.end


codecs.register_error(WESTERN, _instead)
