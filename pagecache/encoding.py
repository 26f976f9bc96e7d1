"""Content encodings: which one a client takes, and bytes in it."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from typing import NamedTuple

import brotli


class Encoding(NamedTuple):
    compress: Callable[[bytes, int], bytes]
    quick: int  # the level for who asks first and waits
    tight: int  # and for all that come after


PLAIN = ""
ENCODINGS = {  # the best first
    "br": Encoding(lambda body, level: brotli.compress(body, quality=level), quick=2, tight=5),
    "gzip": Encoding(lambda body, level: gzip.compress(body, level, mtime=0), quick=4, tight=6),
}
WORTH_COMPRESSING = 200  # bytes
COMPRESSIBLE = ("text/", "application/")  # content types
REFUSED = {"0", "0.0", "0.00", "0.000"}
MOST_HEADERS = 1_000  # whose encoding is remembered
LONGEST_HEADER = 200  # characters

# By values of Accept-Encoding: browsers write the same few again and again.
negotiated: dict[str | None, str] = {None: PLAIN}


def negotiate(accepted: str | None) -> str:
    """The best encoding that a client takes, by its Accept-Encoding."""
    encoding = negotiated.get(accepted)
    if encoding is not None or accepted is None:
        return encoding or PLAIN
    encoding = _best(accepted)
    if len(negotiated) < MOST_HEADERS and len(accepted) < LONGEST_HEADER:
        negotiated[accepted] = encoding
    return encoding


def _best(accepted: str) -> str:
    weights = {}
    for part in accepted.split(","):
        name, _, parameters = part.partition(";")
        weight = parameters.strip().removeprefix("q=").strip() if parameters else "1"
        weights[name.strip().lower()] = weight
    return next((name for name in ENCODINGS if weights.get(name, "0") not in REFUSED), PLAIN)


def encode(body: bytes, encoding: str, *, quickly: bool) -> bytes:
    """Bytes in an encoding, made quickly or as small as they stay."""
    if encoding == PLAIN:
        return body
    chosen = ENCODINGS[encoding]
    return chosen.compress(body, chosen.quick if quickly else chosen.tight)


def is_compressible(headers: dict[str, str], body: bytes) -> bool:
    """Whether a response becomes smaller.

    Args:
        headers: by name in lower case.
    """
    kind = headers.get("content-type", "")
    return len(body) >= WORTH_COMPRESSING and "content-encoding" not in headers and kind.startswith(COMPRESSIBLE)
