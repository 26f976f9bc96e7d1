"""What a file says about its picture, in EXIF, IIM and XMP; and the XMP that we write into every rendition.

The fields are those of IPTC's photo metadata standard. Where several say the same thing, XMP comes first, then IIM,
then EXIF (Metadata Working Group). Positions, serial numbers and everything else are not read at all.
"""

from __future__ import annotations

import codecs
import re
from contextlib import suppress
from html import escape  # quotes too; the standard library's escape for XML would load a web client
from typing import Any
from xml.parsers import expat

from PIL import Image, IptcImagePlugin

MAX_XMP = 512 * 1024  # bytes
MAX_DEPTH = 40
MAX_TEXT = 2000  # characters of one value
Notes = dict[str, str]

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "core": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
    "ext": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
    "plus": "http://ns.useplus.org/ldf/xmp/1.0/",
    "plus_old": "http://ns.useplus.org/ldf/vocab/",
}
_PREFIXES = {address: prefix for prefix, address in NAMESPACES.items()}
XMP_FIELDS = {
    "caption": ("dc:description", "photoshop:Headline", "dc:title"),
    "creator": ("dc:creator",),
    "credit": ("photoshop:Credit",),
    "copyright_notice": ("dc:rights",),
    "licence": ("xmpRights:UsageTerms",),
    "web_statement": ("xmpRights:WebStatement",),
    "licensor_name": ("plus:Licensor/plus:LicensorName",),
    "licensor_url": ("plus:Licensor/plus:LicensorURL",),
    "data_mining": ("plus:DataMining",),
    "alt_text": ("core:AltTextAccessibility",),
    "people": ("ext:PersonInImage",),
    "place": ("ext:LocationShown/ext:City", "photoshop:City"),
    "province": ("ext:LocationShown/ext:ProvinceState", "photoshop:State"),
    "digital_source": ("ext:DigitalSourceType",),
    "taken_at": ("photoshop:DateCreated",),
}
SEVERAL = {"creator", "people"}  # names, joined by commas; of other lists the first value counts
IIM_FIELDS = {
    "caption": (2, 120),
    "creator": (2, 80),
    "credit": (2, 110),
    "copyright_notice": (2, 116),
    "place": (2, 90),
    "province": (2, 95),
}
UTF8_ESCAPES = (b"\x1b%G", b"\x1b%/I")
EXIF_CAPTION, EXIF_CREATOR, EXIF_COPYRIGHT = 0x010E, 0x013B, 0x8298
EXIF_IFD, EXIF_TAKEN, EXIF_OFFSET = 0x8769, 0x9003, 0x9011
FILLERS = {"OLYMPUS DIGITAL CAMERA", "SONY DSC", "DCIM", "Default"}  # what cameras write where a caption belongs


def read(picture: Image.Image) -> Notes:
    """What is said about a picture, by the names of XMP_FIELDS; damaged notes cost only themselves.

    `taken_at` is ISO 8601, without an offset where the file names none.
    """
    found: Notes = {}
    for reader in (_exif, _iim, _xmp):
        with suppress(Exception):  # notes are made by strangers in many broken ways
            found |= {name: text for name, value in reader(picture).items() if (text := _clean(value))}
    return found


def packet(about: Notes) -> bytes:
    """The XMP of a rendition: whose the picture is, how it came about and what it shows; nothing of where or with what.

    Args:
        about: by the names of XMP_FIELDS; others than those below are left out.
    """
    alternatives = {
        "dc:description": about.get("caption"),
        "dc:rights": about.get("copyright_notice"),
        "xmpRights:UsageTerms": about.get("licence"),
        "Iptc4xmpCore:AltTextAccessibility": about.get("alt_text"),
    }
    plain = {
        "photoshop:Credit": about.get("credit"),
        "xmpRights:WebStatement": about.get("web_statement"),
        "plus:DataMining": about.get("data_mining"),
        "Iptc4xmpExt:DigitalSourceType": about.get("digital_source"),
    }
    parts = [
        f'<{name}><rdf:Alt><rdf:li xml:lang="x-default">{escape(value)}</rdf:li></rdf:Alt></{name}>'
        for name, value in alternatives.items()
        if value
    ]
    parts += [f"<{name}>{escape(value)}</{name}>" for name, value in plain.items() if value]
    if creator := about.get("creator"):
        parts.append(f"<dc:creator><rdf:Seq><rdf:li>{escape(creator)}</rdf:li></rdf:Seq></dc:creator>")
    licensor = "".join(
        f"<plus:{name}>{escape(value)}</plus:{name}>"
        for name, value in (("LicensorName", about.get("licensor_name")), ("LicensorURL", about.get("licensor_url")))
        if value
    )
    if licensor:
        parts.append(
            f'<plus:Licensor><rdf:Seq><rdf:li rdf:parseType="Resource">{licensor}</rdf:li></rdf:Seq></plus:Licensor>'
        )
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        f'<rdf:RDF xmlns:rdf="{RDF}"><rdf:Description rdf:about="" xmlns:dc="{NAMESPACES["dc"]}"'
        f' xmlns:photoshop="{NAMESPACES["photoshop"]}" xmlns:xmpRights="{NAMESPACES["xmpRights"]}"'
        f' xmlns:Iptc4xmpCore="{NAMESPACES["core"]}" xmlns:Iptc4xmpExt="{NAMESPACES["ext"]}"'
        f' xmlns:plus="{NAMESPACES["plus"]}">{"".join(parts)}</rdf:Description></rdf:RDF></x:xmpmeta>'
        '<?xpacket end="r"?>'
    ).encode()


# EXIF


def _exif(picture: Image.Image) -> dict[str, Any]:
    exif = picture.getexif()
    found = {
        "caption": _exif_text(exif.get(EXIF_CAPTION)),
        "creator": _exif_text(exif.get(EXIF_CREATOR)),
        "copyright_notice": _exif_text(exif.get(EXIF_COPYRIGHT)),
    }
    if found["caption"] in FILLERS:
        del found["caption"]
    details = exif.get_ifd(EXIF_IFD)
    if taken := re.match(r"(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)", _exif_text(details.get(EXIF_TAKEN))):
        offset = _exif_text(details.get(EXIF_OFFSET))
        known = offset if re.fullmatch(r"[+-]\d\d:\d\d", offset) else ""
        found["taken_at"] = f"{taken[1]}-{taken[2]}-{taken[3]}T{taken[4]}{known}"
    return found


def _exif_text(value: Any) -> str:
    """EXIF promises ASCII and holds anything: UTF-8 where it is valid, Latin-1 otherwise."""
    if isinstance(value, str):
        value = value.encode("latin-1", "replace")
    return _decoded(value) if isinstance(value, bytes) else ""


# IIM


def _iim(picture: Image.Image) -> dict[str, Any]:
    records = IptcImagePlugin.getiptcinfo(picture) or {}  # type: ignore[arg-type]
    coded = _first(records.get((1, 90)))
    is_utf8 = coded in UTF8_ESCAPES
    found = {
        name: ", ".join(_iim_text(value, is_utf8) for value in _all(records.get(key)))
        if name in SEVERAL
        else _iim_text(_first(records.get(key)), is_utf8)
        for name, key in IIM_FIELDS.items()
    }
    day, time = (_iim_text(_first(records.get((2, number))), False) for number in (55, 60))
    if re.fullmatch(r"\d{8}", day):
        found["taken_at"] = f"{day[:4]}-{day[4:6]}-{day[6:]}"
        if clock := re.fullmatch(r"(\d\d)(\d\d)(\d\d)(?:([+-]\d\d)(\d\d))?", time):
            offset = f"{clock[4]}:{clock[5]}" if clock[4] else ""
            found["taken_at"] += f"T{clock[1]}:{clock[2]}:{clock[3]}{offset}"
    return found


def _iim_text(value: bytes, is_utf8: bool) -> str:
    return value.decode("utf-8", "replace") if is_utf8 else _decoded(value)


def _all(value: bytes | list[bytes] | None) -> list[bytes]:
    return value if isinstance(value, list) else [value] if value else []


def _first(value: bytes | list[bytes] | None) -> bytes:
    return next(iter(_all(value)), b"")


# XMP


def _xmp(picture: Image.Image) -> dict[str, Any]:
    raw = picture.info.get("xmp") or b""
    values = _properties(raw.encode() if isinstance(raw, str) else raw)
    found = {}
    for name, properties in XMP_FIELDS.items():
        texts = next((values[one] for one in properties if values.get(one)), [])
        found[name] = ", ".join(texts) if name in SEVERAL else next(iter(texts), "")
    return found


def _properties(raw: bytes) -> dict[str, list[str]]:
    """The values of an XMP packet by property, as "dc:creator" or "ext:LocationShown/ext:City".

    Raises:
        ValueError: too large, too deep, or with a DOCTYPE, which XMP has no use for and attackers have.
        UnicodeDecodeError, expat.ExpatError: not well-formed.
    """
    if len(raw) > MAX_XMP:
        raise ValueError("too much XMP")
    parser = expat.ParserCreate(namespace_separator=" ")
    reader = _XmpReader()
    parser.StartDoctypeDeclHandler = reader.refuse
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.Parse(_padding_off(raw), True)
    return reader.values


def _padding_off(raw: bytes) -> bytes:
    """A packet as UTF-8, in which most are, or UTF-16, without what files put around it."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raw = raw.decode("utf-16").encode()
    return raw.strip(b"\0 \r\n\t")


class _XmpReader:
    def __init__(self) -> None:
        self.values: dict[str, list[str]] = {}
        self.open: list[str] = []  # names of the open elements, "" for those that only order others
        self.words: list[str] = []

    def refuse(self, *args: object) -> None:
        raise ValueError("XMP with a DOCTYPE")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self.open) >= MAX_DEPTH:
            raise ValueError("XMP too deep")
        self.open.append(_short(name))
        self.words = []
        for attribute, value in attributes.items():
            if attribute == f"{RDF} resource":
                self._add(value)
            elif short := _short(attribute):
                self._add(value, short)

    def text(self, text: str) -> None:
        self.words.append(text)

    def end(self, name: str) -> None:
        self._add("".join(self.words))
        self.words = []
        self.open.pop()

    def _add(self, value: str, *further: str) -> None:
        path = "/".join([*filter(None, self.open), *further])
        if path and value.strip():
            self.values.setdefault(path, []).append(value)


def _short(name: str) -> str:
    address, _, local = name.rpartition(" ")
    prefix = _PREFIXES.get(address, "")
    return f"{prefix.removesuffix('_old')}:{local}" if prefix else ""


# Texts


def _decoded(value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")


def _clean(value: Any) -> str:
    """One line of text without what no database and no page may hold."""
    text = "".join(letter if letter.isprintable() else " " for letter in str(value)[:MAX_TEXT])
    return " ".join(text.split())
