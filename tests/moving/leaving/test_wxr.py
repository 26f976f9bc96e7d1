"""WXR of ours: whole, valid whatever the texts hold, and without anything that readers may not see."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4
from xml.etree import ElementTree as ET

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles.models import Article, Author, Edition, Redirect, RedirectStatus
from articles.richtext import plain_text
from comments import lifecycle, moderation
from comments.lifecycle import OldComment
from comments.models import Comment
from moving.models import ImportedRow
from tests import make
from tests.cast import Cast
from tests.databases import Template, connected_to

pytestmark = [pytest.mark.both_databases]
SPACES = {
    "wp": "http://wordpress.org/export/1.2/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "excerpt": "http://wordpress.org/export/1.2/excerpt/",
    "dc": "http://purl.org/dc/elements/1.1/",
}
ODD = "A & B < C ]]> D &amp; “E” 𝛑 <![CDATA[ é"


def move_out(folder: Path, kind: str = "wxr", **options: Any) -> dict[str, Any]:
    report = folder.with_name(f"{folder.name}.json")
    call_command("move_out", kind, str(folder), report=report, verbosity=0, **options)
    loaded: dict[str, Any] = json.loads(report.read_text())
    return loaded


def items(folder: Path, kind: str) -> list[ET.Element]:
    found = ET.parse(folder / "wordpress.xml").getroot().iter("item")
    return [item for item in found if text(item, "wp:post_type") == kind]


def text(element: ET.Element, name: str) -> str:
    return element.findtext(name, "", SPACES)


def meta(item: ET.Element) -> dict[str, str]:
    return {text(one, "wp:meta_key"): text(one, "wp:meta_value") for one in item.findall("wp:postmeta", SPACES)}


def said(story: Article, words: str, reply_to: Comment | None = None, name: str = "Siti") -> Comment:
    old = OldComment(story.pk, name, words, is_public=True, at=timezone.now(), key=uuid4(), reply_to=reply_to)
    lifecycle.move_in([old])
    assert old.made
    return old.made


def redirects(folder: Path) -> dict[str, tuple[str, str]]:
    with (folder / "redirects.csv").open(newline="") as file:
        return {row["source"]: (row["target"], row["code"]) for row in csv.DictReader(file)}


def test_a_story_goes_with_all_that_readers_see(cast: Cast, tmp_path: Path) -> None:
    at = datetime(2026, 3, 1, 2, 3, 4, tzinfo=UTC)
    lead, inner, one_more = make.photo(alt_text="Feri", caption="Feri."), make.photo(), make.photo()
    body = f'<p>Awal {ODD.replace("&", "&amp;").replace("<", "&lt;")}.</p><figure data-photo="{inner.pk}"></figure>'
    authors = [Author.objects.get(code="rin"), Author.objects.get(code="ysf")]
    gallery = [{"photo": one_more.pk, "caption": "Dermaga"}]
    fields = {"headline": ODD, "subheadline": "Subjudul", "section": cast.samarinda, "photo": lead, "slug": "feri"}
    story = make.published(
        at=at, kind="correction", note="Jam & hari diperbaiki.", body=body, authors=authors, gallery=gallery, **fields
    )
    question = said(story, "Kapan <b>jadwal</b> & tarif?")
    said(story, "Besok.", question)
    report = move_out(tmp_path / "keluar", address="https://baru.example", pictures="https://gambar.example")
    (item,) = items(tmp_path / "keluar", "post")
    assert text(item, "title").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == ODD
    assert text(item, "link") == f"https://baru.example/metropolis/samarinda/feri-{story.pk}/"
    assert (text(item, "wp:status"), text(item, "dc:creator")) == ("publish", "rina")
    assert (text(item, "wp:post_date_gmt"), text(item, "wp:post_date")) == (
        "2026-03-01 02:03:04",
        "2026-03-01 10:03:04",
    )
    assert text(item, "wp:post_name") == f"feri-{story.pk}"
    terms = {(one.get("domain"), one.get("nicename")) for one in item.findall("category")}
    assert terms == {
        ("category", "samarinda"), ("post_tag", "feri"), ("post_tag", "samarinda"), ("author", "cap-rina"),
        ("author", "cap-yusuf"),
    }  # fmt: skip
    content = text(item, "content:encoded")
    for words in (
        "SAMARINDA, Kate.id –",
        "(rin/ysf)",
        "Editor: Hasan Basri",
        "Jam &amp; hari",
        "Ralat",
        "Subjudul",
        "Terbit",
    ):
        assert words in content, words
    pictures = items(tmp_path / "keluar", "attachment")
    urls = {text(one, "wp:attachment_url") for one in pictures}
    assert len(urls) == len(pictures) == 3
    assert {one for one in urls if one in content} == {
        f"https://gambar.example{one.main().url}" for one in (inner, one_more)
    }
    (thumbnail,) = [one for one in pictures if text(one, "wp:post_id") == meta(item)["_thumbnail_id"]]
    assert (meta(thumbnail)["_wp_attachment_image_alt"], text(thumbnail, "excerpt:encoded")) == ("Feri", "Feri.")
    assert text(thumbnail, "wp:post_parent") == text(item, "wp:post_id")
    for url in urls:
        assert (tmp_path / "keluar" / url.removeprefix("https://gambar.example/")).stat().st_size
    asked, answered = item.findall("wp:comment", SPACES)
    assert text(asked, "wp:comment_content") == "Kapan &lt;b&gt;jadwal&lt;/b&gt; &amp; tarif?"
    assert text(answered, "wp:comment_parent") == text(asked, "wp:comment_id")
    assert redirects(tmp_path / "keluar")[f"/samarinda/feri-{story.pk}/"] == (
        f"/metropolis/samarinda/feri-{story.pk}/",
        "301",
    )
    assert [(one["kind"], one["id"]) for one in report["out"] if one["kind"] == "story"] == [("story", str(story.pk))]
    assert len(report["in"]) == len(report["out"]) + len(report["skipped"])


@pytest.mark.parametrize(
    "words", ["]]>", "]]]]>>", "<![CDATA[x]]>", "\x0b\x00\ufffe", "&#0;", "\ud83d", "]]", "</item>"]
)
def test_any_text_is_valid_xml(cast: Cast, tmp_path: Path, words: str) -> None:
    """Also what got into the database by other ways than ours."""
    story = make.published()
    said(story, f"Kata {words} akhir")
    Comment.objects.update(text=f"Kata {words.replace(chr(0), '').replace(chr(0xD83D), '')} akhir")
    move_out(tmp_path / "keluar")
    (item,) = items(tmp_path / "keluar", "post")
    comment = text(item.find("wp:comment", SPACES), "wp:comment_content")
    assert comment.startswith("Kata ")
    assert comment.endswith(" akhir")


def secret_newsroom(cast: Cast) -> Article:
    """A token that is found nowhere else in everything that readers may not see."""

    def told(kind: str) -> dict[str, Any]:
        return {
            "headline": f"Zq{kind}judul", "subheadline": f"zq{kind}sub", "summary": f"zq{kind}teras",
            "body": f"<p>zq{kind}isi</p>", "tags": [f"zq{kind}topik"], "slug": f"zq{kind}alamat",
            "photo": make.photo(caption=f"zq{kind}foto", credit=f"zq{kind}kredit", alt_text=f"zq{kind}alt"),
        }  # fmt: skip

    for kind in ("draft", "in_review", "approved", "scheduled", "spiked"):
        article = getattr(make, kind)(**told(kind))
        Redirect.objects.create(path=f"/zq{kind}lama", article=article)
    make.retracted(ground="masa_depan_anak", **told("retracted"))
    public = make.reopened(headline="Terbuka", changes=told("reopened"), slug="terbuka")
    shown = said(public, "Komentar terbuka")
    hidden = said(public, "zqhidden komentar", shown, name="zqnama")
    said(public, "Jawaban terbuka", hidden)
    moderation.hide(hidden, by=cast.moderator, reason="kasar")
    lifecycle.write(public, author=cast.outsider, text="zqheld komentar", form_key=uuid4(), address="203.0.113.77")
    lifecycle.move_in([OldComment(public.pk, "X", "zqwaiting", is_public=False, at=timezone.now(), key=uuid4())])
    make.photo(caption="zqunused")
    withdrawn = make.photo(caption="zqwithdrawn")
    make.published(headline="Dengan foto ditarik", photo=withdrawn)
    type(withdrawn).objects.filter(pk=withdrawn.pk).update(withdrawn_at=timezone.now())
    make.author("Zqpenulis Baru")
    return public


def all_text(folder: Path) -> str:
    return "".join(
        f"{path.relative_to(folder)} {path.read_bytes().decode(errors='replace')}"
        for path in folder.rglob("*") if path.is_file()
    ).lower()  # fmt: skip


def test_nothing_that_readers_may_not_see_goes_along(cast: Cast, tmp_path: Path) -> None:
    public = secret_newsroom(cast)
    report = move_out(tmp_path / "keluar")
    everything = all_text(tmp_path / "keluar")
    assert "terbuka" in everything
    found = [everything[place : place + 40] for place in range(len(everything)) if everything.startswith("zq", place)]
    # The words of a withdrawn photo stay with its story as they were printed; its picture is gone.
    assert found == []
    assert "203.0.113" not in everything
    assert "@" not in everything.replace("@et-dc@", "")
    (item,) = [one for one in items(tmp_path / "keluar", "post") if text(one, "title") == "Terbuka"]
    first, second = item.findall("wp:comment", SPACES)
    assert text(second, "wp:comment_parent") == text(first, "wp:comment_id")
    assert report["counts"]["story"] == {"in": 8, "out": 2, "skipped": 6}
    assert str(public.pk) in {one["id"] for one in report["out"] if one["kind"] == "story"}


def test_what_is_scheduled_goes_once_it_is_public(cast: Cast, tmp_path: Path) -> None:
    make.scheduled(at=timezone.now() + timedelta(hours=1), headline="Zqnanti")
    move_out(tmp_path / "a")
    assert items(tmp_path / "a", "post") == []
    with make.moment(timezone.now() + timedelta(hours=2)):
        move_out(tmp_path / "b")
    assert [text(one, "title") for one in items(tmp_path / "b", "post")] == ["Zqnanti"]


def test_old_addresses_lead_on_in_one_hop(cast: Cast, tmp_path: Path) -> None:
    story = make.published(slug="feri")
    gone = make.retracted(ground="sara", slug="dicabut")
    Redirect.objects.create(path="/lama/feri.html", article=story)
    Redirect.objects.create(path="/lama/dicabut.html", article=gone)
    Redirect.objects.create(path="/rubrik/metro/", section=cast.metropolis)
    Redirect.objects.create(path="/luar/", target="https://lain.example/x")
    Redirect.objects.create(path="/habis/", status=RedirectStatus.GONE)
    move_out(tmp_path / "keluar")
    found = redirects(tmp_path / "keluar")
    assert found["/lama/feri.html"] == (f"/metropolis/feri-{story.pk}/", "301")
    assert found["/lama/dicabut.html"] == found["/habis/"] == found[f"/metropolis/dicabut-{gone.pk}/"] == ("", "410")
    assert found["/rubrik/metro/"] == found["/metropolis/"] == ("/category/metropolis/", "301")
    assert found["/luar/"] == ("https://lain.example/x", "301")
    assert found["/penulis/rina/"] == ("/author/rina/", "301")
    assert found["/topik/feri/"] == ("/tag/feri/", "301")
    assert not {target for target, _code in found.values()} & set(found)


def as_told() -> list[tuple[Any, ...]]:
    """Stories without keys, as readers have them."""
    return sorted(
        (
            edition.headline, edition.subheadline, edition.place, edition.summary, plain_text(edition.body),
            edition.section_name, [name["name"] for name in edition.byline], edition.editor_name,
            sorted(topic["name"] for topic in edition.topics), edition.published_at,
            sorted(
                (comment.author_name, comment.text, comment.reply_to.text if comment.reply_to else "")
                for comment in Comment.objects.public().filter(article=edition.article_id)
            ),
        )
        for edition in Edition.objects.listed()
    )  # fmt: skip


def test_it_comes_back_as_the_same_stories(
    own_database: str, own_cast: Cast, tmp_path: Path, template: Template
) -> None:
    at = datetime(2026, 3, 1, 2, 3, 4, tzinfo=UTC)
    authors = [Author.objects.get(code="ysf"), Author.objects.get(code="rin")]
    make.published(
        at=at,
        kind="correction",
        headline="A & B ]]> D &amp; “E” 𝛑 é",
        authors=authors,
        subheadline="Sub & judul",
        place="Kutai Barat",
    )
    make.published(
        at=at, section=own_cast.samarinda, body="<h2>Antre</h2><ul><li>a</li><li>b &lt;c&gt;</li></ul>", place=""
    )
    make.published(
        at=at, body="<p>Kalimat – SAMARINDA (abc)</p><p>Editor: Bukan Siapa</p><blockquote><p>x</p></blockquote>"
    )
    make.published(
        at=at, body='<p>Tautan <a href="https://lain.example/a?b=1&amp;c=2">ke <strong>sana</strong></a>.</p>'
    )
    story = make.published(at=at, body="<table><tr><th>a</th></tr><tr><td>b</td></tr></table><p>Baris<br>dua</p>")
    said(story, "Jawaban.\n\nDua paragraf & <tanda>.", said(story, "Pertanyaan?"))
    before = as_told()
    move_out(tmp_path / "keluar")
    with template.copy() as url, connected_to(url):
        call_command("move_in", str(tmp_path / "keluar" / "wordpress.xml"), verbosity=0)
        assert as_told() == before
        again = move_out(tmp_path / "lagi")
        assert again["counts"]["story"]["out"] == 5
        assert ImportedRow.objects.filter(kind="post", outcome="published").count() == 5


@pytest.mark.parametrize("address", ["baru.example", "ftp://baru.example", "https://", "https://a.example/?x=1"])
def test_an_address_that_is_none_is_refused(db: None, tmp_path: Path, address: str) -> None:
    with pytest.raises(CommandError, match="alamat lengkap"):
        call_command("move_out", "wxr", str(tmp_path / "keluar"), f"--address={address}")
    assert not (tmp_path / "keluar").exists()


def test_what_would_end_cdata_is_kept_where_nothing_is_escaped(cast: Cast, tmp_path: Path) -> None:
    words = "a ]]> b ]]]]>> <![CDATA[c"
    make.published(subheadline=words)
    move_out(tmp_path / "keluar")
    (item,) = items(tmp_path / "keluar", "post")
    assert meta(item)["_kateid_subheadline"] == words
