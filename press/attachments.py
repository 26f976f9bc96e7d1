"""What may come with a request: judged by its content and its size, never opened or run here."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from adminkit.encryption import encrypted

from .models import ReplyFile

MEGABYTE = 1024 * 1024
LARGEST = 4 * MEGABYTE  # of one file
MOST = 3  # besides the proof of identity
# A longer body is not even read. As in deploy/nginx.conf: twice what may come, so that nearly all that is too large is
# told beside its field, with every word still there.
LONGEST_BODY = 32 * MEGABYTE

# How a file of each kind begins, and its ending. Nothing here is shown in the browser; it is downloaded.
KINDS: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF-", "application/pdf", "pdf"),
    (b"\xff\xd8\xff", "image/jpeg", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "image/png", "png"),
)
ACCEPT = ",".join(media_type for _, media_type, _ in KINDS)
UNFIT = re.compile(r"[^\w .,()-]+")


@dataclass(frozen=True)
class Attachment:
    """A file that may be kept."""

    name: str
    media_type: str
    content: bytes
    is_identity: bool = False

    def sealed(self) -> ReplyFile:
        """Its row, for a request that is to be set."""
        return ReplyFile(
            name=self.name,
            media_type=self.media_type,
            size=len(self.content),
            sealed=encrypted(self.content),
            is_identity=self.is_identity,
        )


def examined(file: UploadedFile, *, is_identity: bool = False) -> Attachment:
    """Raises ValidationError with what is wrong with it."""
    size, shown = file.size or 0, (file.name or "")[:60]
    if size > LARGEST:
        raise ValidationError(f"“{shown}” terlalu besar: paling banyak {LARGEST // MEGABYTE} MB setiap berkas.")
    content = file.read()
    for beginning, media_type, ending in KINDS:
        if content.startswith(beginning):
            return Attachment(_harmless(file.name or "", ending), media_type, content, is_identity)
    raise ValidationError(f"“{shown}” bukan PDF, JPEG, atau PNG. Simpan dahulu sebagai salah satunya.")


def _harmless(name: str, ending: str) -> str:
    """A file's name with letters and digits alone, and the ending of what it really is."""
    stem = UNFIT.sub("", name.rpartition(".")[0] or name).strip(" .")
    return f"{stem[:80] or 'lampiran'}.{ending}"
