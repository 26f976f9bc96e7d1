"""Files as people and their cameras make them, with everything that a camera tells."""

import io
import struct
import zlib
from typing import Any

from django.test import Client
from PIL import Image
from PIL.PngImagePlugin import PngInfo

SECRET = "RAHASIA-0.5022S-117.1536E"
RED, GREEN, WHITE = (220, 30, 30), (30, 160, 60), (255, 255, 255)
AI = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"


def encoded(image: Image.Image, form: str = "JPEG", **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def two_halves(mode: str = "RGB", size: tuple[int, int] = (200, 100)) -> Image.Image:
    """Red on the left, green on the right."""
    image = Image.new("RGB", size, RED)
    image.paste(GREEN, (size[0] // 2, 0, *size))
    return image.convert(mode)


def is_near(pixel: Any, colour: tuple[int, ...], by: int = 30) -> bool:
    return all(abs(is_ - should) <= by for is_, should in zip(pixel, colour, strict=True))


def exif(**texts: str | bytes) -> Image.Exif:
    """With a position, a serial number, a maker's note and a thumbnail; and what `texts` say, by tag name."""
    data = Image.Exif()
    data[0x010E] = texts.get("caption", "")
    data[0x013B] = texts.get("creator", "")
    data[0x8298] = texts.get("copyright", "")
    data[0x8825] = {1: "S", 2: (0.0, 30.0, 7.9), 29: SECRET}  # GPS
    data[0x8769] = {
        0xA431: SECRET,  # BodySerialNumber
        0x927C: SECRET.encode(),  # MakerNote
        0x9003: texts.get("taken", "2026:07:12 14:05:00"),
        **({0x9011: texts["offset"]} if "offset" in texts else {}),
    }
    return data


def with_iim(jpeg: bytes, values: dict[tuple[int, int], bytes]) -> bytes:
    """A JPEG with IPTC's older records, in Photoshop's block."""
    records = b"".join(
        b"\x1c" + bytes(key) + struct.pack(">H", len(value)) + value for key, value in sorted(values.items())
    )
    block = b"Photoshop 3.0\x008BIM\x04\x04\x00\x00" + struct.pack(">I", len(records)) + records
    block += b"\x00" * (len(records) % 2)
    return jpeg[:2] + b"\xff\xed" + struct.pack(">H", len(block) + 2) + block + jpeg[2:]


def xmp(inner: str = "", prologue: str = "") -> bytes:
    """An XMP packet with a position and serial number, and `inner` beside them."""
    return f"""{prologue}<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:exif="http://ns.adobe.com/exif/1.0/"
 xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:plus="http://ns.useplus.org/ldf/xmp/1.0/"
 xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/" xmlns:aux="http://ns.adobe.com/exif/1.0/aux/"
 xmlns:Iptc4xmpCore="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"
 xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
 exif:GPSLatitude="{SECRET}" aux:SerialNumber="{SECRET}">{inner}</rdf:Description></rdf:RDF></x:xmpmeta>""".encode()


def text_chunks(packet: bytes) -> PngInfo:
    info = PngInfo()
    info.add_text("Comment", SECRET)
    info.add_itxt("XML:com.adobe.xmp", packet.decode())
    return info


def png_header(width: int, height: int) -> bytes:
    return png(width, height, 8, b"\x00" * 99)


def png(width: int, height: int, bits: int, rows: bytes, *others: tuple[bytes, bytes]) -> bytes:
    """An RGB PNG by its parts: rows begin with their filter; other chunks come before them."""
    header = struct.pack(">IIBBBBB", width, height, bits, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), *others, (b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


def claiming(data: bytes, width: int, height: int) -> bytes:
    """A small file of any format whose header promises a huge picture."""
    changed = bytearray(data)
    if data[:2] == b"\xff\xd8":
        at = next(i for i in range(2, len(data)) if data[i] == 0xFF and data[i + 1] in {0xC0, 0xC2})
        changed[at + 5 : at + 9] = struct.pack(">HH", height, width)
    elif data[:3] == b"GIF":
        changed[6:10] = struct.pack("<HH", width, height)
        at = data.index(b"\x2c", 13 + 3 * 2 ** ((data[10] & 7) + 1))
        changed[at + 5 : at + 9] = struct.pack("<HH", width, height)
    elif data[12:16] == b"VP8 ":
        changed[26:30] = struct.pack("<HH", width, height)
    elif data[12:16] == b"VP8L":
        changed[21:25] = struct.pack("<I", (width - 1) | (height - 1) << 14)
    elif data[:4] == b"RIFF":
        changed[24:30] = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    else:  # AVIF: the property that says its size
        at = data.index(b"ispe") + 8
        changed[at : at + 8] = struct.pack(">II", width, height)
    return bytes(changed)


def status(client: Client, address: str) -> int:
    """What an address of a picture answers, read to its end."""
    response = client.get(address)
    if response.streaming:
        response.getvalue()
    return response.status_code
