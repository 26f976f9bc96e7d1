"""Text whose encoding is not what it is said to be: decided value by value, because one file may hold several."""

from __future__ import annotations

import codecs
import re
from pathlib import Path
from typing import IO

WESTERN = "kateid.western"  # an error handler: what is no UTF-8 is Windows-1252
_UNDEFINED = "kateid.undefined"  # an error handler: bytes that Windows-1252 leaves undefined stay what they are
# Encodings that are believed when an XML file declares them; all others turn out to be UTF-8 or Windows-1252.
_DECLARED = re.compile(r"cp125[013-8]|iso8859-(?!15?\Z)\d+|koi8|gb|big5|euc|shift_jis|hz")
# Text that was UTF-8 and was once read as Windows-1252 shows these.
_CONTINUED = "[\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
_MOJIBAKE = re.compile(f"[ÃÂ]{_CONTINUED}|â€{_CONTINUED}|ðŸ{_CONTINUED}{{2}}")


def readable(data: bytes) -> str:
    """A value's text: UTF-8 where it is, else Windows-1252; text that was read wrongly once is put right."""
    try:
        return mended(data.decode("utf-8"))
    except UnicodeDecodeError:
        return _western(data)


def mended(text: str) -> str:
    """Text that was encoded twice as it was meant: all of it, or where only parts were, those."""
    for _ in range(2):  # some was encoded three times
        if text.isascii() or not _MOJIBAKE.search(text):
            return text
        whole = _encoded_once(text)
        text = _MOJIBAKE.sub(lambda found: _encoded_once(found[0]), text) if whole == text else whole
    return text


def _encoded_once(text: str) -> str:
    try:
        return text.encode("cp1252", _UNDEFINED).decode("utf-8")
    except UnicodeError:
        return text


def encoding_of(first: bytes) -> str:
    """The encoding of a file by its first bytes: UTF-16 by its mark or its zeros, else UTF-8."""
    if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    start = first[:100]
    zeros = (start[::2].count(0), start[1::2].count(0))
    if sum(zeros) * 4 < len(start) or not sum(zeros):
        return "utf-8-sig"
    return "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le"


def decoder_of(first: bytes, declared: str) -> codecs.IncrementalDecoder:
    """What reads a file as text, by its first bytes and by what it says of itself where that can be."""
    codec = encoding_of(first)
    if codec == "utf-8-sig" and declared:
        try:
            named = codecs.lookup(declared).name
        except LookupError:
            named = ""
        codec = named if _DECLARED.match(named) else codec
    return codecs.getincrementaldecoder(codec)(WESTERN if codec == "utf-8-sig" else "replace")


def as_utf8(opened: IO[bytes]) -> IO[bytes]:
    """A file's bytes in UTF-8, or in whatever 8 bits they are, without the mark that may stand before them."""
    first = opened.read(100)
    opened.seek(len(codecs.BOM_UTF8) if first.startswith(codecs.BOM_UTF8) else 0)
    codec = encoding_of(first)
    return opened if codec == "utf-8-sig" else codecs.EncodedFile(opened, "utf-8", codec, "replace")


def whole(file: Path) -> str:
    """All of a file's text."""
    with file.open("rb") as opened:
        return readable(as_utf8(opened).read())


def _western(data: bytes) -> str:
    return data.decode("cp1252", _UNDEFINED)


def _instead(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return _western(error.object[error.start : error.end]), error.end


def _as_latin(error: UnicodeError) -> tuple[bytes | str, int]:
    if isinstance(error, UnicodeDecodeError):
        return error.object[error.start : error.end].decode("latin-1"), error.end
    if not isinstance(error, UnicodeEncodeError) or ord(error.object[error.start]) > 0xFF:
        raise error
    return bytes([ord(error.object[error.start])]), error.start + 1


codecs.register_error(WESTERN, _instead)
codecs.register_error(_UNDEFINED, _as_latin)
