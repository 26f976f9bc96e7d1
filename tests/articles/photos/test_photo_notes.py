"""What files say about their pictures is read from every kind of notes, and our own words go into every rendition."""

import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from PIL import Image

from articles.models import DigitalSource, Photo
from articles.photos import intake, renditions
from articles.photos.darkroom import metadata
from tests import make
from tests.cast import Cast
from tests.pictures import AI, encoded, exif, text_chunks, two_halves, with_iim, xmp

REAL = settings.BASE_DIR.parent / "shared/data/photos"


def said(data: bytes) -> dict[str, str]:
    """By the darkroom's own reader; the tests of the intake run it where it belongs."""
    return metadata.read(Image.open(io.BytesIO(data)))


# Reading

XMP = xmp("""
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">Warga menyeberang — “pagi”</rdf:li>
 <rdf:li xml:lang="en">People crossing</rdf:li></rdf:Alt></dc:description>
<dc:creator><rdf:Seq><rdf:li>Sari Dewi</rdf:li><rdf:li>Budi</rdf:li></rdf:Seq></dc:creator>
<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">© 2026 Sari</rdf:li></rdf:Alt></dc:rights>
<photoshop:Credit>Sari/Warta Uji</photoshop:Credit>
<photoshop:DateCreated>2026-07-12T14:05:00+08:00</photoshop:DateCreated>
<xmpRights:UsageTerms><rdf:Alt><rdf:li xml:lang="x-default">Sekali muat</rdf:li></rdf:Alt></xmpRights:UsageTerms>
<xmpRights:WebStatement>https://warta.invalid/lisensi</xmpRights:WebStatement>
<plus:DataMining>http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED</plus:DataMining>
<plus:Licensor><rdf:Seq><rdf:li rdf:parseType="Resource"><plus:LicensorName>Warta Uji</plus:LicensorName>
 <plus:LicensorURL>https://warta.invalid</plus:LicensorURL></rdf:li></rdf:Seq></plus:Licensor>
<Iptc4xmpCore:AltTextAccessibility><rdf:Alt><rdf:li xml:lang="x-default">Feri penuh</rdf:li></rdf:Alt>
</Iptc4xmpCore:AltTextAccessibility>
<Iptc4xmpExt:PersonInImage><rdf:Bag><rdf:li>Siti</rdf:li><rdf:li>Anang</rdf:li></rdf:Bag></Iptc4xmpExt:PersonInImage>
<Iptc4xmpExt:LocationShown><rdf:Bag><rdf:li rdf:parseType="Resource"><Iptc4xmpExt:City>Samarinda</Iptc4xmpExt:City>
 <Iptc4xmpExt:ProvinceState>Kalimantan Timur</Iptc4xmpExt:ProvinceState></rdf:li></rdf:Bag></Iptc4xmpExt:LocationShown>
<Iptc4xmpExt:DigitalSourceType rdf:resource="AI"/>
""".replace("AI", AI))  # fmt: skip
TOLD = {
    "caption": "Warga menyeberang — “pagi”",
    "creator": "Sari Dewi, Budi",
    "copyright_notice": "© 2026 Sari",
    "credit": "Sari/Warta Uji",
    "taken_at": "2026-07-12T14:05:00+08:00",
    "licence": "Sekali muat",
    "web_statement": "https://warta.invalid/lisensi",
    "data_mining": "http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED",
    "licensor_name": "Warta Uji",
    "licensor_url": "https://warta.invalid",
    "alt_text": "Feri penuh",
    "people": "Siti, Anang",
    "place": "Samarinda",
    "province": "Kalimantan Timur",
    "digital_source": AI,
}


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_xmp_is_read_from_every_format_and_nothing_but_what_is_wanted(form: str) -> None:
    options: dict[str, Any] = {"pnginfo": text_chunks(XMP)} if form == "PNG" else {"xmp": XMP}
    assert said(encoded(two_halves(), form, **options)) == TOLD


@pytest.mark.parametrize("coding", ["utf-8-sig", "utf-16", "utf-16-be"])
def test_xmp_is_read_in_every_encoding(coding: str) -> None:
    packet = XMP.decode() + " " * 20
    raw = packet.encode(coding) if coding != "utf-16-be" else b"\xfe\xff" + packet.encode(coding)
    assert said(encoded(two_halves(), "WEBP", xmp=raw)) == TOLD


def test_xmp_may_be_written_as_attributes() -> None:
    packet = xmp().replace(b'rdf:about=""', b'rdf:about="" photoshop:Credit="Humas" photoshop:City="Berau"')
    assert said(encoded(two_halves(), xmp=packet)) == {"credit": "Humas", "place": "Berau"}


@pytest.mark.parametrize(
    ("charset", "coding"), [(b"\x1b%G", "utf-8"), (None, "latin-1"), (None, "utf-8")], ids=["1:90", "latin", "unsaid"]
)
def test_iim_is_read_in_the_encoding_that_it_was_written_in(charset: bytes | None, coding: str) -> None:
    values: dict[tuple[int, int], bytes] = {(1, 90): charset} if charset else {}
    values |= {
        (2, 120): "Café di tepi sungai".encode(coding),
        (2, 80): "José".encode(coding),
        (2, 110): b"Antara",
        (2, 116): "© Antara".encode(coding),
        (2, 90): b"Balikpapan",
        (2, 95): b"Kalimantan Timur",
        (2, 55): b"20260712",
        (2, 60): b"140500+0800",
    }
    assert said(with_iim(encoded(two_halves()), values)) == {
        "caption": "Café di tepi sungai",
        "creator": "José",
        "credit": "Antara",
        "copyright_notice": "© Antara",
        "place": "Balikpapan",
        "province": "Kalimantan Timur",
        "taken_at": "2026-07-12T14:05:00+08:00",
    }


@pytest.mark.parametrize("coding", ["utf-8", "latin-1"])
def test_exif_is_read_though_it_holds_other_than_it_promises(coding: str) -> None:
    texts = {"caption": "Café", "creator": "José", "copyright": "© José"}
    data = exif(**{name: text.encode(coding) for name, text in texts.items()})
    assert said(encoded(two_halves(), exif=data)) == {
        "caption": "Café",
        "creator": "José",
        "copyright_notice": "© José",
        "taken_at": "2026-07-12T14:05:00",
    }


@pytest.mark.parametrize("form", ["PNG", "WEBP", "AVIF"])
@pytest.mark.parametrize("order", ["<", ">"])
def test_exif_is_read_from_every_format_in_either_order_of_bytes(form: str, order: str) -> None:
    data = exif(caption="Feri pagi", creator="Sari", offset="+08:00")
    data.endian = order
    assert said(encoded(two_halves(), form, exif=data)) == {
        "caption": "Feri pagi",
        "creator": "Sari",
        "taken_at": "2026-07-12T14:05:00+08:00",
    }


def test_what_a_camera_writes_by_itself_is_no_caption() -> None:
    assert "caption" not in said(encoded(two_halves(), exif=exif(caption="OLYMPUS DIGITAL CAMERA")))


def test_where_several_differ_xmp_wins_over_iim_over_exif() -> None:
    data = encoded(two_halves(), exif=exif(caption="exif", creator="exif", copyright="exif"), xmp=xmp(
        "<dc:rights><rdf:Alt><rdf:li xml:lang='x-default'>xmp</rdf:li></rdf:Alt></dc:rights>"
    ))  # fmt: skip
    found = said(with_iim(data, {(2, 80): b"iim", (2, 116): b"iim"}))
    assert (found["caption"], found["creator"], found["copyright_notice"]) == ("exif", "iim", "xmp")


@pytest.mark.parametrize(
    "packet",
    [
        xmp(XMP.decode(), prologue="<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]>"),
        xmp("<photoshop:Credit>" + "x" * 600_000 + "</photoshop:Credit>"),
        xmp("<dc:description>" * 100 + "</dc:description>" * 100),
        xmp("<photoshop:Credit>&undefined;</photoshop:Credit>"),
        XMP[: len(XMP) // 2],
        b"\xff\xfe\x00",
    ],
    ids=["doctype", "long", "deep", "entity", "cut", "no xml"],
)
def test_hostile_or_broken_xmp_costs_only_itself(packet: bytes) -> None:
    jpeg = encoded(two_halves(), "PNG", exif=exif(creator="Sari"), pnginfo=text_chunks(b"x"))
    image = Image.open(io.BytesIO(jpeg))
    image.load()
    image.info["xmp"] = packet
    assert metadata.read(image)["creator"] == "Sari"
    assert "credit" not in metadata.read(image)


def test_texts_are_one_line_without_what_no_page_may_hold() -> None:
    told = said(with_iim(encoded(two_halves()), {(2, 120): b"satu\r\ndua\x00\x07tiga\xe2\x80\xaeempat"}))
    assert told["caption"] == "satu dua tiga empat"


# As fields


def test_notes_become_fields_none_of_them_too_long(cast: Cast) -> None:
    fields = intake.fields_of(TOLD | {"caption": "x" * 3000})
    assert len(fields["caption"]) == 400
    assert fields["digital_source"] == DigitalSource.AI
    assert fields["taken_at"] == datetime(2026, 7, 12, 6, 5, tzinfo=UTC)
    assert fields["taken_at_is_estimate"] is False
    assert fields["kept_notes"]["web_statement"] == "https://warta.invalid/lisensi"
    Photo(**fields).clean_fields(exclude=["original", "difference_hash", "width", "height", "rights", "sha256"])


def test_a_time_without_a_zone_is_taken_for_wita_and_said_to_be_an_estimate() -> None:
    fields = intake.fields_of({"taken_at": "2026-07-12T14:05:00"})
    assert fields["taken_at"].isoformat() == "2026-07-12T14:05:00+08:00"
    assert fields["taken_at_is_estimate"] is True
    assert intake.fields_of({"taken_at": "0000-00-00T00:00:00"}) == {}
    assert intake.fields_of({"taken_at": "9999-01-01T00:00:00"}) == {}


@pytest.mark.parametrize(
    ("uri", "source"),
    [
        (AI, DigitalSource.AI),
        (AI.replace("http:", "https:") + "/", DigitalSource.AI),
        (
            "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia",
            DigitalSource.PARTLY_AI,
        ),
        ("http://cv.iptc.org/newscodes/digitalsourcetype/compositeSynthetic", DigitalSource.PARTLY_AI),
        ("http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture", DigitalSource.CAPTURE),
        ("http://cv.iptc.org/newscodes/digitalsourcetype/sesuatu", None),
    ],
)
@pytest.mark.press_rule("AI")
def test_pictures_made_by_machines_are_recognised(uri: str, source: str | None) -> None:
    assert intake.fields_of({"digital_source": uri}).get("digital_source") == source


@pytest.mark.parametrize(
    "name", ["IMG_2034.JPG", "dsc00012", "DSC 0012", "WA-20260712", "feri baru.jpeg", "foto(2).webp"]
)
def test_a_file_name_is_no_description(name: str) -> None:
    assert intake.is_file_name(name)
    assert "alt_text" not in intake.fields_of({"alt_text": name})


def test_a_description_is_no_file_name() -> None:
    assert not any(map(intake.is_file_name, ("", "Feri kecil di sungai", "Dua orang. Satu perahu.", "Wali kota")))


# Writing


@pytest.mark.press_rule("PPMS 7")
def test_every_rendition_says_whose_it_is_and_how_it_came_about(cast: Cast, own_media: Path) -> None:
    photo = make.photo(
        caption="Feri & <perahu>", creator="Sari", credit="Sari/Kate.id", copyright_notice="© Kate.id",
        licence="CC BY 4.0", alt_text="Feri kecil", digital_source=DigitalSource.AI,
        kept_notes={name: TOLD[name] for name in intake.KEPT_NOTES},
    )  # fmt: skip
    assert renditions.make_due() == 1
    photo.refresh_from_db()
    names = list(photo.every_file())
    assert {Path(name).suffix for name in names} == {".jpg", ".webp", ".avif"}
    expected = {name: TOLD[name] for name in intake.KEPT_NOTES} | {
        "caption": "Feri & <perahu>",
        "creator": "Sari",
        "credit": "Sari/Kate.id",
        "copyright_notice": "© Kate.id",
        "licence": "CC BY 4.0",
        "alt_text": "Feri kecil",
        "digital_source": AI,
    }
    for name in names:
        with default_storage.open(name) as file:
            assert said(file.read()) == expected, name


# Real files


def test_real_photos_with_rich_notes_are_taken(cast: Cast, own_media: Path) -> None:
    """Those that stand beside the project, which has none of its own."""
    for path in sorted(REAL.glob("*.jpg")):
        with path.open("rb") as file:
            examined = intake.examine(file)
        photo = Photo(**examined.fields)
        intake.store(photo, examined)
        if "generative-ai" in path.stem:
            assert photo.origin == "Gambar dibuat dengan kecerdasan buatan"
            assert photo.caption
            assert photo.credit
    for path in own_media.parent.rglob("*.*"):
        if path.is_file():
            with Image.open(path) as image:
                assert not image.getexif(), path
