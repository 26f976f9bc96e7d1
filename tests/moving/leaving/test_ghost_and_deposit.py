"""Ghost's zip and the bag of a year: whole, valid, and without anything that readers may not see."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles.models import Author, Redirect
from articles.richtext import plain_text
from moving.leaving.marks import without_marked
from moving.models import ImportedRow
from tests import make
from tests.cast import Cast

from .test_wxr import ODD, all_text, move_out, said, secret_newsroom

pytestmark = pytest.mark.django_db
AT = datetime(2025, 12, 31, 16, 30, tzinfo=UTC)  # in Samarinda it is 2026 already


def ghost(folder: Path) -> dict[str, list[dict[str, Any]]]:
    with ZipFile(folder / "ghost.zip") as archive:
        assert archive.testzip() is None
        data: dict[str, list[dict[str, Any]]] = json.loads(archive.read("ghost.json"))["db"][0]["data"]
        return data


def test_ghost_takes_stories_pictures_topics_and_people(cast: Cast, tmp_path: Path) -> None:
    authors = [Author.objects.get(code="ysf"), Author.objects.get(code="rin")]
    lead, inner = make.photo(alt_text="Feri"), make.photo()
    body = f'<p>Awal</p><figure data-photo="{inner.pk}"></figure>'
    fields = {"section": cast.samarinda, "photo": lead, "slug": "feri", "tags": ["samarinda", "sungai"]}
    story = make.published(at=AT, headline=ODD, authors=authors, body=body, kind="correction", note="Jam.", **fields)
    said(story, "Komentar")
    Redirect.objects.create(path="/lama (1).html", article=story)
    report = move_out(tmp_path / "keluar", "ghost", address="https://baru.example")
    data = ghost(tmp_path / "keluar")
    (post,) = [one for one in data["posts"] if one["type"] == "post"]
    assert (post["title"], post["slug"], post["status"]) == (ODD, f"feri-{story.pk}", "published")
    assert (post["published_at"], post["visibility"]) == ("2025-12-31T16:30:00.000Z", "public")
    assert "Jam." in post["html"]
    slugs = {one["id"]: one["slug"] for one in [*data["tags"], *data["users"]]}
    assert [slugs[one["tag_id"]] for one in data["posts_tags"]] == ["samarinda", "sungai"]
    assert [slugs[one["author_id"]] for one in data["posts_authors"]] == ["yusuf", "rina"]
    assert len(set(slugs.values())) == len(slugs)
    named = {post["feature_image"], *re.findall(r'src="([^"]+)"', post["html"])}
    with ZipFile(tmp_path / "keluar/ghost.zip") as archive:
        assert {one.removeprefix("__GHOST_URL__/") for one in named} == set(archive.namelist()) - {"ghost.json"}
    assert data["posts_meta"][0]["feature_image_alt"] == "Feri"
    (old,) = [one for one in json.loads((tmp_path / "keluar/redirects.json").read_text()) if "lama" in one["from"]]
    assert re.match(old["from"], "/lama (1).html")
    assert old["to"] == f"/samarinda/feri-{story.pk}/"
    assert {one["reason"] for one in report["skipped"] if one["kind"] == "comment"} == {"Ghost tidak menerima komentar"}


def test_our_own_reader_takes_it_back(cast: Cast, tmp_path: Path) -> None:
    story = make.published(at=AT, headline="Kembali lagi")
    move_out(tmp_path / "keluar", "ghost")
    with ZipFile(tmp_path / "keluar/ghost.zip") as archive:
        archive.extract("ghost.json", tmp_path)
    call_command("move_in", str(tmp_path / "ghost.json"), verbosity=0)
    row = ImportedRow.objects.get(kind="post", outcome="published")
    assert row.article
    assert (row.article.headline, row.article.pk != story.pk) == ("Kembali lagi", True)
    assert plain_text(story.body) in plain_text(row.article.body)


@pytest.mark.parametrize("kind", ["ghost", "bagit"])
def test_nothing_that_readers_may_not_see_goes_along(cast: Cast, tmp_path: Path, kind: str) -> None:
    secret_newsroom(cast)
    options = {"year": str(timezone.localtime().year)} if kind == "bagit" else {}
    move_out(tmp_path / "keluar", kind, **options)
    if kind == "ghost":
        with ZipFile(tmp_path / "keluar/ghost.zip") as archive:
            archive.extractall(tmp_path / "keluar/isi")
    everything = all_text(tmp_path / "keluar")
    assert "terbuka" in everything
    assert set(re.findall(r"zq[a-z]{4,}", everything)) == set()
    assert set(re.findall(r"[a-z0-9.]+@[a-z0-9-]+\.[a-z]{2,}", everything)) <= {"rina@penulis.invalid"}


def test_a_bag_holds_a_year_and_says_how_to_tell_that_it_is_whole(cast: Cast, tmp_path: Path) -> None:
    photo = make.photo()
    story = make.published(at=AT, headline=ODD, photo=photo, tags=["sungai"])
    older = make.published(at=datetime(2025, 6, 1, tzinfo=UTC))
    report = move_out(tmp_path / "tas", "bagit", year="2026")
    folder = tmp_path / "tas"
    assert (folder / "bagit.txt").read_text() == "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    listed = {}
    for line in (folder / "manifest-sha256.txt").read_text().splitlines():
        digest, name = line.split("  ", 1)
        listed[name] = digest
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
    payload = {path.relative_to(folder).as_posix(): path for path in (folder / "data").rglob("*") if path.is_file()}
    assert set(listed) == set(payload)
    size = sum(path.stat().st_size for path in payload.values())
    assert f"Payload-Oxum: {size}.{len(payload)}\n" in (folder / "bag-info.txt").read_text()
    for line in (folder / "tagmanifest-sha256.txt").read_text().splitlines():
        digest, name = line.split("  ", 1)
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
    name = f"data/berita/2026-01/{story.pk}"
    assert json.loads((folder / f"{name}.json").read_text())["standard"]["version"] == "3.1"
    page = folder / f"{name}.html"
    for picture in re.findall(r'src="([^"]+)"', page.read_text()):
        assert (page.parent / picture).resolve().is_file()
    assert 'src="../../foto/' in page.read_text()
    with (folder / "data/daftar.csv").open(newline="") as file:
        assert [(row["nomor"], row["judul"]) for row in csv.DictReader(file)] == [(str(story.pk), ODD)]
    skipped = {one["id"]: one["reason"] for one in report["skipped"] if one["kind"] == "story"}
    assert skipped == {str(older.pk): "terbit pada tahun lain"}
    assert not (folder / "belum-selesai.json").exists()


@pytest.mark.parametrize("year", ["", "25", "9999", "2025x", "-1", "²⁰²⁵"])
def test_a_bag_needs_a_year(db: None, tmp_path: Path, year: str) -> None:
    with pytest.raises(CommandError, match="tahun"):
        call_command("move_out", "bagit", str(tmp_path / "tas"), year=year)
    assert not (tmp_path / "tas").exists()


def test_marks_take_out_what_an_export_added() -> None:
    assert without_marked("<p>a</p>\n<!-- kateid --><p>b</p>\n<!-- /kateid -->\n<p>c</p>") == "<p>a</p>\n<p>c</p>"
    assert without_marked("<p>&lt;!-- kateid --&gt;</p>") == "<p>&lt;!-- kateid --&gt;</p>"
