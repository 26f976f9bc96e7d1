"""One order, within limits: `{"do": "examine" or "print", …}` on the first line of standard input, then the file."""

from __future__ import annotations

import errno
import hashlib
import json
import resource
import sys
import warnings
from pathlib import Path
from typing import Any

from . import encoding, fingerprints, metadata, originals
from .decoding import SIDEWAYS, Refused, opened, orientation_of, upright

JPEG = b"\xff\xd8"
MEMORY = 1024**3  # bytes of address space
CPU_SECONDS = {"examine": 20, "print": 120}
MAX_OUTPUT = 256 * 1024**2  # bytes of one file


def main() -> None:
    order = json.loads(sys.stdin.buffer.readline())
    _limit(order["do"])
    warnings.simplefilter("ignore")  # Pillow's remarks on damaged notes are for nobody here
    data = sys.stdin.buffer.read()
    try:
        answer = _examine(data, Path(order["into"])) if order["do"] == "examine" else _print(data, order)
    except Refused as refusal:
        answer = {"refused": refusal.code, **refusal.facts}
    except MemoryError:
        answer = {"refused": "too_costly"}
    except OSError as error:
        if error.errno in {None, errno.EFBIG}:  # Pillow's word for a bad file, and our own limit
            raise
        answer = {"disk": error.errno}
    sys.stdout.write(json.dumps(answer) + "\n")


def _limit(task: str) -> None:
    for kind, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS[task]),
        (resource.RLIMIT_FSIZE, MAX_OUTPUT),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))


def _examine(data: bytes, into: Path) -> dict[str, Any]:
    """What a file holds, and in `into` the file for the archive."""
    try:
        facts, original = _read(data)
        shown = upright(opened(original), facts["orientation"], edge=512)  # what is kept must show the picture itself
    except Refused as refusal:
        if refusal.code == "unreadable" and originals.is_cut(data):
            raise Refused("cut") from refusal
        raise
    (into / "original").write_bytes(original)
    return facts | {
        "sha256": hashlib.sha256(data).hexdigest(),
        "original_sha256": hashlib.sha256(original).hexdigest(),
        "tone": fingerprints.tone(shown),
        "difference_hash": fingerprints.difference_hash(shown),
    }


def _read(data: bytes) -> tuple[dict[str, Any], bytes]:
    """What a file says, and the file for the archive.

    The picture is let go here: a WebP takes its memory when it is opened, and there is not enough for two.
    """
    if data.startswith(JPEG) and originals.is_cut(data) and _lacks_pixels(data):
        raise Refused("cut")  # whose decoder would fill the rest with grey; the others refuse by themselves
    picture = opened(data)
    orientation = orientation_of(picture)
    width, height = picture.size[::-1] if orientation in SIDEWAYS else picture.size
    said = metadata.read(picture)
    try:
        original, suffix = originals.without_notes(data, picture)
    except MemoryError:
        raise
    except Exception as error:  # Pillow raises at least six kinds on hostile files
        raise Refused("unreadable") from error
    facts = {"suffix": suffix, "orientation": orientation, "width": width, "height": height, "notes": said}
    return facts, original


def _lacks_pixels(data: bytes) -> bool:
    """Whether more than the end mark of a cut JPEG is gone: then what stands behind it shows in the picture."""
    completed = (upright(opened(data + more + originals.JPEG_END), 1, edge=512) for more in (b"", b"\x55\xaa" * 512))
    return len({picture.tobytes() for picture in completed}) > 1


def _print(data: bytes, order: dict[str, Any]) -> dict[str, Any]:
    """Write every file of `specs`: {"path", "format", "box", "width", "height"}."""
    picture = upright(opened(data), order["orientation"])
    if order["blurred"]:
        picture = encoding.blurred(picture, order["blurred"])
    packet = metadata.packet(order["about"])
    sizes: dict[str, int] = {}
    whole, scaled = [0.0, 0.0, 1.0, 1.0], picture
    shown = None
    for spec in sorted(order["specs"], key=lambda spec: (spec["box"], -spec["width"])):  # each from the one before
        if spec["box"] != shown:
            shown, scaled = spec["box"], encoding.sized(picture, spec["box"], spec["width"], spec["height"])
        elif scaled.size != (spec["width"], spec["height"]):
            scaled = encoding.sized(scaled, whole, spec["width"], spec["height"])
        encode_share = encoding.is_share(spec["width"], spec["height"])
        content = (
            encoding.encoded_to_share(scaled, packet)
            if encode_share
            else encoding.encoded(scaled, spec["format"], packet)
        )
        Path(spec["path"]).write_bytes(content)
        sizes[spec["path"]] = len(content)
    return {"bytes": sizes}


if __name__ == "__main__":
    main()
