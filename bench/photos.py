"""What renditions cost to make and weigh, against the uploaded file and against plain JPEG of the same quality.

    python bench/photos.py [PHOTO …]      the demo's pictures unless others are given

Quality is SSIM against the scaled picture before it is encoded. "Plain JPEG" is what a browser would get without us:
baseline, at the quality whose SSIM comes nearest.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import mean
from typing import NamedTuple

import numpy as np
from PIL import Image
from skimage.metrics import structural_similarity

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from articles.photos.darkroom import printing
from articles.photos.places import AVIF, INLINE, JPEG, WEBP

FEW = 6  # of the demo's pictures, spread over the folder
WIDTHS = INLINE.widths
LARGEST = (8660, 5773)  # 50 megapixels
MB = 1024**2


class Cost(NamedTuple):
    seconds: float
    size: int
    quality: float  # SSIM
    plain: int  # bytes of a plain JPEG of that quality


def main() -> None:
    paths = [Path(name) for name in sys.argv[1:]] or demo_pictures()
    print(
        f"{'width':>6} {'format':>6} {'encode s':>9} {'bytes':>9} {'of upload':>10} {'SSIM':>6} {'of plain JPEG':>14}"
    )
    for width in WIDTHS:
        for form in (JPEG, WEBP, AVIF):
            measured = [(cost(path, width, form), path.stat().st_size) for path in paths]
            costs, uploads = zip(*measured, strict=True)
            size = mean(one.size for one in costs)
            print(
                f"{width:>6} {form:>6} {mean(one.seconds for one in costs):>9.3f} {size:>9.0f} "
                f"{size / mean(uploads):>10.0%} {mean(one.quality for one in costs):>6.3f} "
                f"{size / mean(one.plain for one in costs):>14.0%}"
            )
    print()
    memory()


def demo_pictures() -> list[Path]:
    found = sorted((ROOT / "articles/demo/pictures").glob("*.avif"))
    return found[:: max(1, len(found) // FEW)][:FEW]


def cost(path: Path, width: int, form: str) -> Cost:
    with Image.open(path) as opened:
        whole = opened.convert("RGB")
    scaled = whole.resize((width, round(width * whole.height / whole.width)), Image.Resampling.LANCZOS)
    started = time.process_time()
    data = printing.encoded(scaled, form, b"")
    seconds = time.process_time() - started
    quality = likeness(scaled, data)
    return Cost(seconds, len(data), quality, len(plain_jpeg(scaled, quality)))


def likeness(picture: Image.Image, data: bytes) -> float:
    with Image.open(io.BytesIO(data)) as encoded:
        return float(structural_similarity(np.asarray(picture), np.asarray(encoded.convert("RGB")), channel_axis=2))


def plain_jpeg(picture: Image.Image, quality: float) -> bytes:
    """The smallest baseline JPEG that is at least as near to the picture."""
    low, high = 1, 95
    while low < high:
        middle = (low + high) // 2
        if likeness(picture, jpeg(picture, middle)) < quality:
            low = middle + 1
        else:
            high = middle
    return jpeg(picture, low)


def jpeg(picture: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality)
    return out.getvalue()


def memory() -> None:
    """What the largest upload takes, in the processes that decode it."""
    picture = Image.effect_noise((433, 289), 90).resize(LARGEST, Image.Resampling.BICUBIC)
    for form, mode in (("JPEG", "RGB"), ("JPEG", "CMYK"), ("PNG", "RGBA"), ("PNG", "P"), ("WEBP", "RGB")):
        out = io.BytesIO()
        options = {"compress_level": 1} if form == "PNG" else {"quality": 80, "method": 0} if form == "WEBP" else {}
        picture.convert("RGB").convert(mode).save(out, form, **options)
        for task in ("examine", "print"):
            seconds, peak = darkroom(task, out.getvalue())
            print(f"50 megapixels {form:>4} {mode:>4}, {task:>7}: {seconds:5.1f} s, {peak / MB:4.0f} MB at the most")


def darkroom(task: str, data: bytes) -> tuple[float, int]:
    """One run of the darkroom, in a process of its own that tells what its child used."""
    with tempfile.TemporaryDirectory() as folder:
        sheets = [{"path": f"{folder}/1", "format": JPEG, "box": [0, 0, 1, 1], "width": 1600, "height": 1067}]
        about = {"sheets": sheets, "orientation": 6, "blurred": [], "about": {}, "into": folder}
        order = json.dumps({"do": task, **about}).encode() + b"\n" + data
        program = (
            "import resource, subprocess, sys\n"
            "command = [sys.executable, '-m', 'articles.photos.darkroom']\n"
            f"done = subprocess.run(command, stdin=sys.stdin.buffer, cwd={str(ROOT)!r}, capture_output=True)\n"
            "used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
            "print(used.ru_utime + used.ru_stime, used.ru_maxrss * 1024, done.returncode, done.stdout[:60])\n"
        )
        done = subprocess.run([sys.executable, "-c", program], input=order, capture_output=True, check=True)
    seconds, peak, returned, said = done.stdout.decode().split(maxsplit=3)
    if returned != "0" or "refused" in said:
        raise SystemExit(f"The darkroom failed: {said}")
    return float(seconds), int(peak)


if __name__ == "__main__":
    main()
