"""The file that is kept for the archive: the same picture, bit for bit where its container allows, and no notes.

A file is built from the parts that draw the picture, by a list of those that may stay. What tells where and with which
device it was taken does not, wherever somebody may have put it: EXIF, XMP, IPTC, comments, thumbnails, makers' notes,
further pictures and whatever follows the end.
"""

from __future__ import annotations

import io
import struct
import zlib

from PIL import Image

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
PNG_DRAWS = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sRGB", b"sBIT"}
WEBP_DRAWS = {b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP"}
WEBP_NOTES = 0x08 | 0x04  # the flags of VP8X that promise EXIF and XMP
JPEG_END = b"\xff\xd9"
JFIF = b"\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"  # without a thumbnail
STANDALONE = {0x01, *range(0xD0, 0xD9)}  # markers of a JPEG without a length


def without_notes(data: bytes, picture: Image.Image) -> tuple[bytes, str]:
    """The file for the archive and its suffix.

    Of what moves the first picture is kept. GIF and AVIF become PNG, which keeps their pixels as they are: AVIF
    mixes notes and pixels in one container.
    """
    form = picture.format or ""
    if form in {"JPEG", "MPO"}:
        return jpeg(data), "jpg"
    if form == "PNG":
        return png(data), "png"
    if form == "WEBP" and not getattr(picture, "is_animated", False):
        return webp(data), "webp"
    return _pixels(picture), "png"


def _pixels(picture: Image.Image) -> bytes:
    picture.load()
    still = picture.copy()
    still.info = {name: value for name, value in picture.info.items() if name in {"transparency", "icc_profile"}}
    out = io.BytesIO()
    still.save(out, "PNG", compress_level=1)
    return out.getvalue()


def jpeg(data: bytes) -> bytes:
    kept, at = [b"\xff\xd8"], 2
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            raise ValueError("no marker where one belongs")
        marker = data[at + 1]
        if marker == 0xFF or marker in STANDALONE:  # fill bytes, or a stray marker
            at += 1 if marker == 0xFF else 2
            continue
        if marker == 0xD9:
            break
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4])
        if marker == 0xE0 and data[at + 4 : end].startswith(b"JFIF\0"):
            kept.append(JFIF)
        elif _draws(marker, data[at + 4 : end]):
            kept.append(data[at:end])
        at = end
        if marker == 0xDA:
            at = _end_of_scan(data, end)
            kept.append(data[end:at])
    return b"".join([*kept, JPEG_END])


def is_cut(data: bytes) -> bool:
    """Whether a file seems to have broken off on its way: its container says that more should follow."""
    if data.startswith(b"\xff\xd8"):
        return not _jpeg_ends(data)
    if data.startswith(PNG_SIGNATURE):
        return b"IEND" not in data
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return len(data) < 8 + int.from_bytes(data[4:8], "little")
    if data.startswith(b"GIF8"):
        return not data.rstrip(b"\0").endswith(b";")
    return data[4:8] == b"ftyp" and _boxes_end_beyond(data)


def _jpeg_ends(data: bytes) -> bool:
    at = 2
    while at + 2 <= len(data):
        marker = data[at + 1]
        if data[at] != 0xFF or marker == 0xD9:
            return True  # or no marker where one belongs: damaged, not cut
        if marker == 0xFF or marker in STANDALONE:
            at += 1 if marker == 0xFF else 2
            continue
        at += 2 + max(2, int.from_bytes(data[at + 2 : at + 4]))
        if marker == 0xDA:
            at = _end_of_scan(data, at)
    return False


def _boxes_end_beyond(data: bytes) -> bool:
    at = 0
    while at + 8 <= len(data):
        size = int.from_bytes(data[at : at + 4])
        if size == 1:
            size = int.from_bytes(data[at + 8 : at + 16])
        if size < 8:  # 0: as far as the file goes
            return False
        at += size
    return at > len(data)


def _draws(marker: int, content: bytes) -> bool:
    if marker == 0xFE:  # a comment
        return False
    if 0xE0 <= marker <= 0xEF:
        return (marker == 0xE2 and content.startswith(b"ICC_PROFILE\0")) or (
            marker == 0xEE and content.startswith(b"Adobe")
        )
    return marker >= 0xC0


def _end_of_scan(data: bytes, at: int) -> int:
    """Where the compressed pixels end: at the next marker that is neither stuffing nor a restart."""
    while (at := data.find(b"\xff", at)) >= 0 and at + 1 < len(data):
        if data[at + 1] not in {0x00, 0xFF, *range(0xD0, 0xD8)}:
            return at
        at += 1 if data[at + 1] == 0xFF else 2
    return len(data)


def png(data: bytes) -> bytes:
    kept, at = [PNG_SIGNATURE], len(PNG_SIGNATURE)
    while at + 12 <= len(data):
        length, kind = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8]
        chunk = data[at : at + 12 + length]
        if kind in PNG_DRAWS:
            kept.append(chunk if kind != b"iCCP" else _unnamed_profile(chunk))
        at += len(chunk)
        if kind == b"IEND":
            break
    return b"".join(kept)


def _unnamed_profile(chunk: bytes) -> bytes:
    content = b"icc" + chunk[chunk.index(b"\0", 8) : -4]
    body = b"iCCP" + content
    return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))


def webp(data: bytes) -> bytes:
    kept, at = [], 12
    end = min(len(data), 8 + int.from_bytes(data[4:8], "little"))
    while at + 8 <= end:
        kind, length = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        chunk = data[at : at + 8 + length + length % 2]
        if kind == b"VP8X":
            chunk = chunk[:8] + bytes([chunk[8] & ~WEBP_NOTES]) + chunk[9:]
        if kind in WEBP_DRAWS:
            kept.append(chunk)
        at += len(chunk)
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body
