"""What renditions cost to make and weigh, against the uploaded file and against plain JPEG of the same quality, and the
memory that the largest uploads take; into docs/performance.md.

    python bench/photos.py [PHOTO …]      the demo's pictures unless others are given

Quality is SSIM against the scaled picture before it is encoded. "Plain JPEG" is what a browser would get without us:
baseline, of the lowest quality whose SSIM is no worse. The demo's pictures stand for uploads as a camera would have
written them.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from statistics import mean
from typing import NamedTuple

import numpy as np
from PIL import Image
from skimage.metrics import structural_similarity

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from articles.photo_places import AVIF, INLINE, JPEG, WEBP
from articles.photos.darkroom import encoding
from articles.photos.darkroom.__main__ import MEMORY

from . import report
from .servers import ROOT

FEW = 6  # of the demo's pictures, spread over the folder
CAMERA_QUALITY = 92
LARGEST = (8660, 5773)  # 50 megapixels
MB = 1024**2
UPLOADS = {  # by what stands in the table: format, mode and options of an upload
    "JPEG": ("JPEG", "RGB", {}),
    "JPEG, progressive": ("JPEG", "RGB", {"progressive": True}),
    "JPEG, CMYK": ("JPEG", "CMYK", {}),
    "PNG": ("PNG", "RGB", {"compress_level": 1}),
    "PNG, transparent": ("PNG", "RGBA", {"compress_level": 1}),
    "PNG, 16 bit": ("PNG", "I;16", {"compress_level": 1}),
    "PNG, palette": ("PNG", "P", {"compress_level": 1}),
    "WebP": ("WEBP", "RGB", {"method": 0}),
    "WebP, transparent": ("WEBP", "RGBA", {"method": 0}),
    "GIF": ("GIF", "P", {}),
    "AVIF": ("AVIF", "RGB", {"speed": 10}),
}


class Upload(NamedTuple):
    picture: Image.Image
    size: int  # bytes


class Cost(NamedTuple):
    seconds: float
    size: int
    share: float  # of the upload's bytes
    quality: float  # SSIM
    plain: int  # bytes of a plain JPEG of that quality


class Run(NamedTuple):
    """One of the darkroom's."""

    seconds: float
    peak: int  # bytes of memory at the most


def main() -> None:
    uploads = [given(Path(name)) for name in sys.argv[1:]] or demo_pictures()
    tell("photos", renditions_table(uploads))
    tell("photo memory", memory_table())


def tell(name: str, table: str) -> None:
    print(table, end="\n\n")
    report.fill(name, table)


# Renditions


def given(path: Path) -> Upload:
    with Image.open(path) as opened:
        return Upload(opened.convert("RGB"), path.stat().st_size)


def demo_pictures() -> list[Upload]:
    found = sorted((ROOT / "demo/pictures").glob("*.avif"))
    pictures = [given(path).picture for path in found[:: max(1, len(found) // FEW)][:FEW]]
    return [Upload(picture, len(jpeg(picture, CAMERA_QUALITY))) for picture in pictures]


def renditions_table(uploads: list[Upload]) -> str:
    rows = []
    for width in INLINE.widths:
        measured = [costs(upload, width) for upload in uploads if upload.picture.width >= width]
        for form in (JPEG, WEBP, AVIF) if measured else ():
            each = [cost[form] for cost in measured]
            size, plain = mean(cost.size for cost in each), mean(cost.plain for cost in each)
            rows.append([
                f"{width} px, {form}",
                f"{mean(cost.seconds for cost in each):.3f}",
                f"{size / 1000:.1f}",
                f"{mean(cost.share for cost in each):.0%}",
                f"{mean(cost.quality for cost in each):.3f}",
                f"{size / plain:.0%}",
            ])  # fmt: skip
    return report.table(["", "encode, s", "kB", "of the upload", "SSIM", "of a plain JPEG"], rows)


def costs(upload: Upload, width: int) -> dict[str, Cost]:
    """Of one width in every format."""
    whole = upload.picture
    scaled = whole.resize((width, round(width * whole.height / whole.width)), Image.Resampling.LANCZOS)
    plain = cache(lambda quality: jpeg(scaled, quality))
    likeness_of_plain = cache(lambda quality: likeness(scaled, plain(quality)))

    def cost(form: str) -> Cost:
        started = time.process_time()
        data = encoding.encoded(scaled, form, b"")
        seconds = time.process_time() - started
        quality = likeness(scaled, data)
        return Cost(
            seconds, len(data), len(data) / upload.size, quality, len(plain(lowest(quality, likeness_of_plain)))
        )

    return {form: cost(form) for form in (JPEG, WEBP, AVIF)}


def likeness(picture: Image.Image, data: bytes) -> float:
    with Image.open(io.BytesIO(data)) as encoded:
        return float(structural_similarity(np.asarray(picture), np.asarray(encoded.convert("RGB")), channel_axis=2))


def lowest(wanted: float, likeness_of: Callable[[int], float]) -> int:
    """The lowest quality of a JPEG that is at least as near to its picture."""
    low, high = 1, 95
    while low < high:
        middle = (low + high) // 2
        if likeness_of(middle) < wanted:
            low = middle + 1
        else:
            high = middle
    return low


def jpeg(picture: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality)
    return out.getvalue()


# Memory


def memory_table() -> str:
    rows = [
        [
            name,
            f"{size / MB:.1f}",
            f"{examined.seconds:.1f}",
            f"{examined.peak / MB:.0f}",
            f"{printed.seconds:.1f}",
            f"{printed.peak / MB:.0f}",
        ]
        for name, size, examined, printed in largest_uploads()
    ]
    head = ["50 megapixels", "MB of the file", "examine, s", "MB at the most", "print, s", "MB at the most"]
    return f"The darkroom's limit is {MEMORY // MB} MB.\n\n{report.table(head, rows)}"


def largest_uploads() -> Iterator[tuple[str, int, Run, Run]]:
    picture = Image.effect_noise((LARGEST[0] // 80, LARGEST[1] // 80), 60).resize(LARGEST, Image.Resampling.BICUBIC)
    for name, (form, mode, options) in UPLOADS.items():
        data = encoded(picture, form, mode, options)
        with tempfile.TemporaryDirectory() as folder:
            examined = darkroom({"do": "examine", "into": folder}, data)
            order = {"do": "print", "specs": list(specs(folder)), "orientation": 6, "blurred": [], "about": {}}
            printed = darkroom(order, (Path(folder) / "original").read_bytes())
        yield name, len(data), examined, printed


def encoded(picture: Image.Image, form: str, mode: str, options: dict[str, object]) -> bytes:
    wanted = (picture if mode == "I;16" else picture.convert("RGB")).convert(mode)
    if mode == "RGBA":
        wanted.putalpha(picture)
    out = io.BytesIO()
    wanted.save(out, form, **options)
    return out.getvalue()


def specs(folder: str) -> Iterator[dict[str, object]]:
    for form in (JPEG, WEBP, AVIF):
        yield {"path": f"{folder}/{form}", "format": form, "box": [0, 0, 1, 1], "width": 1600, "height": 2400}


def darkroom(order: dict[str, object], data: bytes) -> Run:
    """One run of the darkroom, in a process of its own that tells what its child used."""
    program = (
        "import resource, subprocess, sys\n"
        "command = [sys.executable, '-m', 'articles.photos.darkroom']\n"
        f"done = subprocess.run(command, stdin=sys.stdin.buffer, cwd={str(ROOT)!r}, capture_output=True)\n"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        "print(used.ru_utime + used.ru_stime, used.ru_maxrss * 1024, done.returncode, done.stdout[:60])\n"
    )
    sent = json.dumps(order).encode() + b"\n" + data
    done = subprocess.run([sys.executable, "-c", program], input=sent, capture_output=True, check=True)
    seconds, peak, returned, said = done.stdout.decode().split(maxsplit=3)
    if returned != "0" or "refused" in said:
        raise SystemExit(f"The darkroom failed: {said}")
    return Run(float(seconds), int(peak))


if __name__ == "__main__":
    main()
