"""Exports with what XML forbids or with other bytes than they declare: each word of them arrives."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from xml.etree.ElementTree import fromstring, tostring

import pytest
from django.core.management import CommandError, call_command

from articles.models import Edition
from articles.richtext import plain_text
from moving.bodies import convert
from moving.encodings import mended
from moving.items import MoveError, Post
from moving.mapping import Mapping
from moving.models import ImportedRow
from moving.opening import open_source
from moving.sources import xml_stream


def export(*items: str, declares: str = "UTF-8", before: str = "") -> str:
    return f"""<?xml version="1.0" encoding="{declares}"?>{before}
<rss xmlns:wp="http://wordpress.org/export/1.2/" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Koran</title><wp:wxr_version>1.2</wp:wxr_version><wp:base_blog_url>https://lama.example</wp:base_blog_url>
{"".join(items)}</channel></rss>"""


def item(number: int, title: str, body: str) -> str:
    return f"""<item><title>{title}</title><content:encoded>{body}</content:encoded><wp:post_id>{number}</wp:post_id>
<wp:post_type>post</wp:post_type><wp:status>publish</wp:status><wp:post_date_gmt>2022-05-06 01:02:03</wp:post_date_gmt>
</item>"""


def arrived(folder: Path, content: str | bytes, name: str = "ekspor.xml") -> list[tuple[str, str]]:
    """The title and the words of each story, as they are read."""
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    posts = [item for item in open_source(str(file), "", Mapping()).items() if isinstance(item, Post)]
    return [(post.title, " ".join(plain_text(convert(post.body, post.form).html).split())) for post in posts]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("a&#xd800;b&#57343;c", "abc"),
        ("a&#11;b&#0;c&#xFFFE;d&#1114112;e&#99999999999;f", "abcdef"),
        ("&#55357;&#56832; &#xD83D;&#xde00; &#x1F600;", "😀 😀 😀"),
        ("&#55000;&#56000;", "\ud6d8"),
        ("&#147;kutip&#148; &copy; &hellip; R & D 3 < 5 ]]> x", "“kutip” © … R & D 3 < 5 ]]> x"),
    ],
)
def test_what_xml_forbids_costs_no_other_letter(tmp_path: Path, written: str, read: str) -> None:
    assert arrived(tmp_path, export(item(1, written, f"isi {written}")))[0][0] == read


@pytest.mark.parametrize("piece", [1, 7, 65536])
def test_cdata_ends_where_its_element_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, piece: int) -> None:
    monkeypatch.setattr(xml_stream, "CHUNK", piece)
    stories = export(
        item(1, "Lama", "<![CDATA[satu ]]> dua a[b[0]]> tiga]]>"),
        item(2, "Kode", "<![CDATA[<script>/* <![CDATA[ */ x /* ]]> */</script> kata <i>lain</i> <b> ]]></b>]]>"),
        item(3, "Baru", "<![CDATA[awal ]]]]><![CDATA[> akhir]]> "),
    )
    assert arrived(tmp_path, stories) == [
        ("Lama", "satu ]]> dua a[b[0]]> tiga"), ("Kode", "kata lain ]]>"), ("Baru", "awal ]]> akhir"),
    ]  # fmt: skip


@pytest.mark.parametrize("piece", [1, 7, 65536])
@pytest.mark.parametrize(
    "inside",
    [
        "<i>q</i><![CDATA[x]]>",
        "<i>q</i> <b/><b t='a>b'/><![CDATA[x]]>",
        '<i t="/>">q</i><i>r</i ><![CDATA[x]]>',
        "<!-- <i> <![CDATA[ ]]> 1 > 0 --><![CDATA[x]]>",
        '<b t="a&amp;b]c"><![CDATA[x]]></b><i t="&lt;"/><![CDATA[x]]>',
        "<?php <i> a > b ?><![CDATA[x]]>",
        "<![CDATA[x]]> \n<![CDATA[y]]>",
        "<![CDATA[x]]>]]&gt;<![CDATA[y]]>",
        "<![CDATA[x]]]]>&gt;<![CDATA[y]]>",
        "<![CDATA[x]]> a &amp; b <![CDATA[y]]> c",
        "<i><![CDATA[x]]></i><![CDATA[]]><![CDATA[y]]><i/>",
    ],
)
def test_what_xml_allows_is_read_as_xml_reads_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, piece: int, inside: str
) -> None:
    monkeypatch.setattr(xml_stream, "CHUNK", piece)
    (tmp_path / "a.xml").write_text(f"<r><a>{inside}</a><a><![CDATA[lain ]]></i>]]></a></r>")
    with (tmp_path / "a.xml").open("rb") as opened:
        read = [tostring(element) for element in xml_stream.elements(opened, "a.xml", depth=1)]
    assert read == [tostring(one) for one in fromstring(f"<r><a>{inside}</a><a>lain ]]&gt;&lt;/i&gt;</a></r>")]


@pytest.mark.parametrize(
    ("declares", "is_in"),
    [
        ("ISO-8859-1", "utf-8"), ("windows-1252", "utf-8"), ("UTF-16", "utf-8"), ("rot13", "utf-8"), ("idna", "utf-8"),
        ("base64", "utf-8"), ("tidak-ada", "utf-8"), ("UTF-8", "cp1252"), ("ISO-8859-1", "cp1252"),
        ("UTF-8", "utf-8-sig"), ("UTF-16", "utf-16"), ("UTF-16", "utf-16-le"), ("UTF-8", "utf-16-be"),
    ],
)  # fmt: skip
def test_bytes_are_read_as_what_they_are(tmp_path: Path, declares: str, is_in: str) -> None:
    content = export(item(1, "Kafé “Rimba” —", "Kopi é"), declares=declares).encode(is_in)
    assert arrived(tmp_path, content) == [("Kafé “Rimba” —", "Kopi é")]


def test_another_alphabet_is_believed_when_it_is_declared(tmp_path: Path) -> None:
    content = export(item(1, "Ёлка", "Дом"), declares="windows-1251").encode("cp1251")
    assert arrived(tmp_path, content) == [("Ёлка", "Дом")]


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("â€œkutipâ€\x9d", "“kutip”"),
        ("semula “rapi”, lalu â€œkutipâ€\x9d dan Ã©", "semula “rapi”, lalu “kutip” dan é"),
        ("Ã¢â‚¬Å“tiga kali", "“tiga kali"),
        ("CAFÉ» dan Ærø", "CAFÉ» dan Ærø"),
    ],
)
def test_text_that_was_encoded_twice_is_put_right_where_it_was(wrong: str, right: str) -> None:
    assert mended(wrong) == right


@pytest.mark.parametrize(
    "before",
    [
        '<!DOCTYPE rss [<!ENTITY a "x">]>',
        f'<!--{"x" * 5000}--><!DOCTYPE rss [<!ENTITY a "x">]>',
        '<!-- <rss> --><!doctype rss SYSTEM "file:///etc/passwd">',
    ],
)
def test_a_document_type_is_refused_wherever_it_hides(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: str
) -> None:
    monkeypatch.setattr(xml_stream, "CHUNK", 1000)
    with pytest.raises(MoveError, match="DTD"):
        arrived(tmp_path, export(item(1, "&a;", "x"), before=before))


@pytest.mark.django_db
def test_a_file_that_breaks_off_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    whole = export(item(1, "Satu", "<![CDATA[isi]]>"), item(2, "Dua", "<![CDATA[isi ]]> lagi]]>"))
    for end in (len(whole) - 10, whole.index("lagi"), whole.index("Dua")):
        (tmp_path / "ekspor.xml").write_text(whole[:end])
        with pytest.raises(CommandError, match="tidak utuh"):
            call_command("move_in", str(tmp_path / "ekspor.xml"), verbosity=0)
    assert not ImportedRow.objects.exists()


@pytest.mark.django_db
def test_parts_come_in_any_order(tmp_path: Path) -> None:
    person = (
        "<wp:author><wp:author_login>rina</wp:author_login><wp:author_display_name>Rina Sari</wp:author_display_name>"
    )
    creator = '<dc:creator xmlns:dc="http://purl.org/dc/elements/1.1/">rina</dc:creator>'
    section = '<category domain="category" nicename="hulu"/>'
    parts = {
        "1.xml": export(item(1, "Satu", "isi").replace("</item>", f"{creator}{section}</item>")),
        "2.xml": export(item(2, "Dua", "isi")),
        "9.xml": export(
            f"{person}</wp:author><wp:category><wp:category_nicename>hulu</wp:category_nicename>"
            "<wp:cat_name>Hulu Riam</wp:cat_name></wp:category>"
        ),
    }
    for name, content in parts.items():
        (tmp_path / name).write_text(content)
    (tmp_path / "baca.txt").write_text("bukan ekspor")
    call_command("move_in", str(tmp_path), verbosity=0, stdout=StringIO())
    first = Edition.objects.get(headline="Satu")
    assert ([one["name"] for one in first.byline], first.section_name) == (["Rina Sari"], "Hulu Riam")
    assert Edition.objects.count() == 2
