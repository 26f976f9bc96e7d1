"""Sends files to the darkroom and brings back what it made."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError

from .darkroom.decoding import MAX_FRAMES, Refused

SECONDS = {"examine": 30, "print": 180}
AT_ONCE = threading.BoundedSemaphore(2)  # pictures decoded at a time by this process, whoever uploads
UNREADABLE = "Berkas ini bukan foto yang dapat dibaca. Kirim JPEG, PNG, WebP, GIF, atau AVIF."
SENTENCES = {
    "unreadable": UNREADABLE,
    "cut": "Foto ini tidak lengkap: kirimannya terputus di jalan. Kirim sekali lagi.",
    "too_many_pixels": "Ukuran foto {width} × {height} piksel terlalu besar. Perkecil dahulu.",
    "too_many_frames": f"Gambar bergerak ini lebih dari {MAX_FRAMES} bingkai. Kirim satu gambar saja.",
    "too_costly": "Foto ini terlalu berat untuk diolah. Perkecil dahulu, atau simpan ulang sebagai JPEG.",
}


def darkroom(task: str, data: bytes, **order: Any) -> dict[str, Any]:
    """Have a file worked on in a process of its own, which a bad file may only hurt itself.

    Raises:
        Refused: the file's fault, or its limits'.
        OSError: the disk's.
    """
    line = json.dumps({"do": task, **order}).encode() + b"\n"
    with AT_ONCE:
        try:
            done = subprocess.run(
                [sys.executable, "-m", "articles.photos.darkroom"],
                input=line + data,
                capture_output=True,
                cwd=settings.BASE_DIR,
                env={"PATH": os.defpath, "LC_ALL": "C.UTF-8"},  # no settings and no secrets
                timeout=SECONDS[task],
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise Refused("too_costly") from error
    if done.returncode:
        # Killed by its limits, or by a decoder's own fault.
        raise Refused("too_costly" if done.returncode < 0 else "unreadable") from DarkroomFailed(done.stderr[-2000:])
    answer: dict[str, Any] = json.loads(done.stdout)
    if number := answer.get("disk"):
        raise OSError(number, os.strerror(number))
    if code := answer.pop("refused", None):
        raise Refused(code, **answer)
    return answer


class DarkroomFailed(Exception):  # noqa: N818
    """What a broken darkroom said last; kept as the cause of a refusal."""


def sentence(refusal: Refused) -> ValidationError:
    """A refusal in words for who uploaded the file."""
    return ValidationError(SENTENCES[refusal.code].format(**refusal.facts), code=refusal.code)


def scratch() -> Path:
    """Where files wait between the darkroom and their storage; `sweeping` empties it after crashes."""
    folder = Path(settings.KATEID_ORIGINALS) / ".scratch"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder
