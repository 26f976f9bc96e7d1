"""From a stranger's bytes to an upright picture in screen colours, or to a reason why not."""

from __future__ import annotations

import io
import struct

from PIL import ExifTags, Image, ImageCms

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")  # by content; a name or a declared type says nothing
MAX_PIXELS = 50_000_000  # of a picture as it is decoded: about 200 MB of memory
MAX_EDGE = 30_000
MAX_FRAMES = 500
WORK_EDGE = 3200  # what renditions are made from: twice the widest of them
# What undoes how the camera was held, by its EXIF orientation.
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
SIDEWAYS = (5, 6, 7, 8)


class Refused(Exception):  # noqa: N818
    """The file is not taken: `code` says why, `facts` fill its sentence."""

    def __init__(self, code: str, **facts: int) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


def opened(data: bytes) -> Image.Image:
    """The picture with only its header read, within every limit."""
    Image.MAX_IMAGE_PIXELS = None  # our own limits are stricter, and say so in a sentence
    _check_size(*_webp_canvas(data))
    try:
        picture = Image.open(io.BytesIO(data), formats=FORMATS)
    except Exception as error:  # Pillow raises at least six kinds on hostile files
        raise Refused("unreadable") from error
    _check_size(*picture.size)
    if _frames(picture) > MAX_FRAMES:
        raise Refused("too_many_frames", frames=MAX_FRAMES)
    return picture


def upright(picture: Image.Image, orientation: int, edge: int = WORK_EDGE) -> Image.Image:
    """Decode a picture: its first frame, no larger than `edge` allows, upright, RGB in the colours of screens."""
    try:
        picture.draft(None, (edge, edge))
        picture.load()
        small = _shrunk(_widened(picture), edge)
        turn = TURNS.get(orientation)
        return _srgb(small if turn is None else small.transpose(turn), picture.info.get("icc_profile"))
    except MemoryError as error:
        raise Refused("too_costly") from error
    except Exception as error:
        raise Refused("unreadable") from error


def orientation_of(picture: Image.Image) -> int:
    try:
        orientation = picture.getexif().get(ExifTags.Base.Orientation)
    except Exception:  # noqa: BLE001  (damaged notes beside a sound picture cost only the orientation)
        return 1
    return orientation if isinstance(orientation, int) and orientation in TURNS else 1


def _check_size(width: int, height: int) -> None:
    if width * height > MAX_PIXELS or max(width, height) > MAX_EDGE:
        raise Refused("too_many_pixels", width=width, height=height)


def _webp_canvas(data: bytes) -> tuple[int, int]:
    """The size of a WebP as its header says it; (0, 0) for others. Pillow's reader would set the memory aside first."""
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP" or len(data) < 30:
        return (0, 0)
    match data[12:16]:
        case b"VP8X":
            return (int.from_bytes(data[24:27], "little") + 1, int.from_bytes(data[27:30], "little") + 1)
        case b"VP8 ":
            return (int.from_bytes(data[26:28], "little") & 0x3FFF, int.from_bytes(data[28:30], "little") & 0x3FFF)
        case b"VP8L":
            sides = int.from_bytes(data[21:25], "little")
            return ((sides & 0x3FFF) + 1, (sides >> 14 & 0x3FFF) + 1)
    return (0, 0)


def _frames(picture: Image.Image) -> int:
    try:
        return int(getattr(picture, "n_frames", 1))
    except Exception as error:
        raise Refused("unreadable") from error


def _widened(picture: Image.Image) -> Image.Image:
    """In a mode that can be scaled down without losing colours."""
    if picture.mode.startswith("I;16") or picture.mode == "I":  # 65,536 greys, which convert() would cut off at 255
        return picture.convert("I").point(lambda grey: grey * (1 / 257)).convert("L")
    if picture.mode in {"P", "PA"} or "transparency" in picture.info:
        return picture.convert("RGBA")
    if picture.mode == "1":
        return picture.convert("L")
    return picture


def _shrunk(picture: Image.Image, edge: int) -> Image.Image:
    picture.thumbnail((edge, edge), Image.Resampling.LANCZOS, reducing_gap=2.0)
    return picture


def _srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    if profile and picture.mode in {"RGB", "CMYK", "L"}:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, struct.error):
            converted = None  # a damaged profile: its numbers are taken as sRGB
        if converted is not None:
            return converted
    if picture.mode in {"RGBA", "LA", "PA"}:
        picture = picture.convert("RGBA")
        paper = Image.new("RGBA", picture.size, "white")
        return Image.alpha_composite(paper, picture).convert("RGB")
    return picture.convert("RGB")
