"""`move_in`: field by field what came, never more public than it was, once however often it is run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from articles.models import Article, Author, Edition, Photo, Redirect
from articles.richtext import plain_text
from comments.models import Comment, Status
from jobs.models import Job
from moving import stages
from moving.mapping import Mapping
from moving.models import ImportedRow
from moving.opening import open_source

from . import wordpress
from .wordpress_dump import dump

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def move_in(source: Path, folder: Path, **options: Any) -> dict[str, Any]:
    report = folder / "laporan.json"
    call_command("move_in", str(source), report=str(report), verbosity=0, **options)
    loaded: dict[str, Any] = json.loads(report.read_text())
    return loaded


def exported(folder: Path, stories: list[wordpress.Told]) -> Path:
    file = folder / "ekspor.xml"
    file.write_text(wordpress.export(stories))
    return file


def snapshot() -> tuple[Any, ...]:
    """What a move leaves behind, without keys."""
    return (
        sorted(Edition.objects.values_list("headline", "body", "published_at", "section_name")),
        sorted(Article.objects.values_list("headline", "stage", "body")),
        sorted(Comment.objects.values_list("text", "status", "depth", "reply_to__text")),
        sorted(Redirect.objects.values_list("path", "status")),
        sorted(ImportedRow.objects.values_list("kind", "foreign_id", "outcome", "reason")),
    )


def test_a_newsroom_arrives_field_by_field(tmp_path: Path, client: Client) -> None:
    told = wordpress.newsroom(60)
    report = move_in(exported(tmp_path, told), tmp_path)
    rows = {row.foreign_id: row for row in ImportedRow.objects.filter(kind="post").select_related("article")}
    for story in told:
        article = rows[str(story.number)].article
        assert article
        edition = Edition.objects.live().filter(article=article).first()
        assert bool(edition) == story.is_public, story
        assert plain_text(article.body).split() == story.words.split()
        assert article.headline == story.headline
        assert [author.name for author in article.ordered_authors()] == [story.author]
        assert sorted(article.tags.values_list("name", flat=True)) == story.topics
        if edition:
            assert edition.published_at == story.at
            assert edition.section_name == story.section
            answer = client.get(story.path)
            assert (answer.status_code, answer["Location"]) == (301, edition.get_absolute_url())
        else:
            assert not article.editions.exists()
            assert client.get(story.path).status_code == 404
            assert rows[str(story.number)].reason
    assert report["counts"]["post"]["in"] == 60
    assert report["counts"]["post"]["published"] == sum(story.is_public for story in told)
    assert {entry["id"] for entry in report["injected"]} == {str(one.number) for one in told if "judi" in one.body}


@pytest.mark.parametrize("password", [" ", "   ", "\u00a0", "\t"])
@pytest.mark.parametrize("kind", ["xml", "sql"])
def test_a_password_of_spaces_locks_a_story_too(tmp_path: Path, kind: str, password: str) -> None:
    told = wordpress.newsroom(2)
    told[0].password = password
    file = tmp_path / f"situs.{kind}"
    file.write_bytes(dump(told) if kind == "sql" else wordpress.export(told).encode())
    move_in(file, tmp_path)
    assert [edition.headline for edition in Edition.objects.all()] == [told[1].headline]
    assert "kata sandi" in ImportedRow.objects.get(kind="post", foreign_id="1").reason


def test_comments_keep_their_threads_and_nobodys_address(tmp_path: Path) -> None:
    move_in(exported(tmp_path, wordpress.newsroom(4)), tmp_path)
    question, answer = Comment.objects.order_by("pk")
    assert (question.status, question.author, question.address) == (Status.PUBLISHED, None, None)
    assert question.is_without_account
    assert (answer.status, answer.reply_to, answer.depth) == (Status.HELD, question, 1)
    assert question.article.discussion.public_comments == 1
    assert "rahasia.example" not in json.dumps(list(ImportedRow.objects.values_list("original", flat=True)))


def test_a_second_run_imports_nothing_and_a_third_shows_what_changed(tmp_path: Path) -> None:
    told = wordpress.newsroom(20)
    move_in(exported(tmp_path, told), tmp_path)
    before = snapshot()
    again = move_in(exported(tmp_path, told), tmp_path)
    assert again["out"] == again["changed"] == []
    assert snapshot() == before
    told[2].body += " tambahan"
    told[6].headline += "!"
    third = move_in(exported(tmp_path, [*told, *wordpress.newsroom(21)[20:]]), tmp_path)
    assert {entry["id"] for entry in third["changed"]} == {"3", "7"}
    assert [entry["id"] for entry in third["out"] if entry["kind"] == "post"] == ["21"]


class Killed(BaseException):
    pass


def test_killed_anywhere_it_ends_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stages, "BATCH", 4)
    file = exported(tmp_path, wordpress.newsroom(18))
    steps = [0]

    def dying(_stage: str, _count: int) -> None:
        steps[0] += 1
        if steps[0] % 3 == 0:
            raise Killed

    for _ in range(60):
        try:
            stages.Move(open_source(str(file), "", Mapping()), Mapping(), dying).run()
            break
        except Killed:
            continue
    assert Job.objects.count() == 1
    assert Article.objects.count() == ImportedRow.objects.filter(kind="post").count() == 18
    assert Comment.objects.count() == 12
    assert ImportedRow.objects.filter(kind="address", outcome="made").exists()


def test_a_dry_run_reports_the_same_and_writes_nothing(tmp_path: Path) -> None:
    file = exported(tmp_path, wordpress.newsroom(12))
    dry = move_in(file, tmp_path, dry_run=True)
    assert not ImportedRow.objects.exists()
    assert not Article.objects.exists()
    real = move_in(file, tmp_path)
    assert dry["counts"] == real["counts"]
    assert [(one["kind"], one["id"], one["reason"]) for one in dry["skipped"]] == [
        (one["kind"], one["id"], one["reason"]) for one in real["skipped"]
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("<rss><channel><item></item></channel></rss>", "tidak dikenali"),
        (wordpress.export(wordpress.newsroom(3))[:-900], "tidak utuh"),
        (wordpress.export([]).replace("<rss", '<!DOCTYPE rss [<!ENTITY a "b">]><rss', 1), "DTD"),
    ],
)
def test_what_cannot_be_read_is_refused_and_nothing_is_written(tmp_path: Path, content: str, sentence: str) -> None:
    file = tmp_path / "rusak.xml"
    file.write_text(content)
    with pytest.raises(CommandError, match=sentence):
        call_command("move_in", str(file))
    assert not Article.objects.exists()


@pytest.mark.parametrize("option", ["report", "check"])
@pytest.mark.parametrize(("place", "sentence"), [("belum/ada.json", "Buat dahulu foldernya"), ("", "adalah folder")])
def test_a_report_without_a_place_is_refused_before_the_move(
    tmp_path: Path, option: str, place: str, sentence: str
) -> None:
    file = exported(tmp_path, wordpress.newsroom(1))
    with pytest.raises(CommandError, match=sentence):
        call_command("move_in", str(file), **{option: str(tmp_path / place)})
    assert not Article.objects.exists()


def test_an_archive_of_rows_is_a_newsroom_in_one_command(tmp_path: Path) -> None:
    rows = [
        {
            "headline": f"Kabar {number}", "text": "Hari ini.\n\nBesok.", "time": "2020-02-03T04:05:06+08:00",
            "section": "Kota", "author": "Rina", "topics": ["pasar", "sungai"],
        }
        for number in range(3)
    ]  # fmt: skip
    file = tmp_path / "arsip.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)))
    mapping = tmp_path / "arsip.json"
    mapping.write_text('{"publish": true}')
    move_in(file, tmp_path, mapping=str(mapping))
    edition = Edition.objects.listed().order_by("pk")[0]
    assert (edition.headline, edition.section_name, edition.body) == (
        "Kabar 0",
        "Kota",
        "<p>Hari ini.</p><p>Besok.</p>",
    )
    assert [name["name"] for name in edition.byline] == ["Rina"]
    assert [topic["name"] for topic in edition.topics] == ["pasar", "sungai"]


def test_a_mapping_names_the_numbers_that_rows_have_for_people_and_sections(tmp_path: Path) -> None:
    rows = [
        ("Satu", "7", "12"),
        ("Dua", "7,5f2a7b1c0d9e8f0011223344", "99"),
        ("Tiga", "8", "2024"),
        ("Empat", "Rina", "3"),
    ]
    table = {
        "kind": "post", "separator": ",", "several_people": True,
        "fields": {"title": "judul", "body": "isi", "at": "tgl", "people": "id_user", "section": "id_kategori"},
    }  # fmt: skip
    chosen = {
        "publish": True, "tables": [table], "people": {"7": "Rina", "5f2a7b1c0d9e8f0011223344": "Dewi"},
        "sections": {"12": "Ekonomi", "2024": "Tahun 2024"}, "topics": ["3"], "section": "Lain", "author": "Meja",
    }  # fmt: skip
    (tmp_path / "peta.json").write_text(json.dumps(chosen))
    lines = [f'{title},isi,2021-01-02,"{people}",{section}' for title, people, section in rows]
    (tmp_path / "berita.csv").write_text("\n".join(["judul,isi,tgl,id_user,id_kategori", *lines]))
    move_in(tmp_path / "berita.csv", tmp_path, mapping=str(tmp_path / "peta.json"))
    assert {
        edition.headline: ([one["name"] for one in edition.byline], edition.section_name)
        for edition in Edition.objects.all()
    } == {
        "Satu": (["Rina"], "Ekonomi"), "Dua": (["Rina", "Dewi"], "Lain"), "Tiga": (["Meja"], "Tahun 2024"),
        "Empat": (["Rina"], "Lain"),
    }  # fmt: skip
    assert dict(ImportedRow.objects.filter(kind="post").values_list("article__headline", "reason")) == {
        "Satu": "", "Dua": "rubrik tidak dikenal: 99", "Tiga": "penulis tidak dikenal: 8", "Empat": "",
    }  # fmt: skip
    assert not Author.objects.filter(name__in=["7", "8"]).exists()


def test_rows_that_do_not_say_are_drafts(tmp_path: Path) -> None:
    file = tmp_path / "arsip.jsonl"
    file.write_text(json.dumps({"headline": "Kabar", "text": "Isi.", "time": "2020-02-03"}))
    move_in(file, tmp_path)
    assert Article.objects.count() == 1
    assert not Edition.objects.exists()


def test_a_lokomedia_dump(tmp_path: Path) -> None:
    file = tmp_path / "situs.sql"
    file.write_bytes(
        b"CREATE TABLE `users` (\n `username` varchar(50), `password` varchar(50), `nama_lengkap` varchar(99),\n"
        b" PRIMARY KEY (`username`)\n);\nINSERT INTO `users` VALUES ('rina','5f4dcc3b5aa7','Rina Wati');\n"
        b"INSERT INTO `kategori` (`id_kategori`,`nama_kategori`,`kategori_seo`) VALUES (7,'Kota','kota');\n"
        b"INSERT INTO `berita` (`id_berita`,`id_kategori`,`username`,`judul`,`judul_seo`,`aktif`,"
        b"`isi_berita`,`tanggal`,`jam`,`tag`)"
        b" VALUES (1,7,'rina','Caf\xe9 \\'baru\\'','cafe-baru','Y','<p>Isi; (lengkap)</p>',"
        b"'2019-05-06','07:08:09','pasar,kota'),\n"
        b"(2,7,'rina','Caf\xc3\xa9 lama','cafe-lama','N','<p>Isi.</p>','2019-05-07','07:08:09','');\n"
    )
    move_in(file, tmp_path, mapping="lokomedia")
    edition = Edition.objects.get()
    assert (edition.headline, edition.section_name) == ("Café 'baru'", "Kota")
    assert edition.published_at.isoformat() == "2019-05-05T23:08:09+00:00"
    assert edition.byline[0]["name"] == "Rina Wati"
    assert edition.body == "<p>Isi; (lengkap)</p>"
    assert Article.objects.get(headline="Café lama").stage == "draft"
    assert "5f4dcc3b5aa7" not in json.dumps(list(ImportedRow.objects.values_list("original", flat=True)))
    assert not Photo.objects.exists()
