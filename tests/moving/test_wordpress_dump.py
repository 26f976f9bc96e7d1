"""A dump of WordPress' database, read without a server, becomes what the export of the same site becomes, and more."""

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from articles.models import Article, Author, Edition, Stage
from comments.models import Comment
from moving.models import ImportedRow
from tests.databases import Template, connected_to

from . import wordpress
from .test_killed import told
from .wordpress_dump import dump, more

STORIES = 60


def move(folder: Path, data: bytes, *options: str) -> dict[str, Any]:
    file = folder / "situs.sql"
    file.write_bytes(data)
    call_command("move_in", str(file), *options, report=str(folder / "laporan.json"), verbosity=0)
    report: dict[str, Any] = json.loads((folder / "laporan.json").read_text())
    return report


def everything() -> dict[str, Any]:
    stories = [row for row in ImportedRow.objects.filter(kind="post") if row.original["type"] == "post"]
    return {
        "stories": told(Article, "headline", "stage", "body", "section__slug"),
        "editions": told(Edition, "headline", "published_at", "slug", "byline"),
        "comments": told(Comment, "text", "status", "depth", "reply_to__text", "article__headline"),
        "rows": [row for row in told(ImportedRow, "kind", "foreign_id", "outcome", "reason") if row[0] == "post"],
        "old addresses": sorted({path for row in stories for path in row.addresses}),
    }


def test_it_becomes_what_the_export_becomes(own_database: str, template: Template, tmp_path: Path) -> None:
    stories = wordpress.newsroom(STORIES)
    with template.copy() as url, connected_to(url):
        (tmp_path / "ekspor.xml").write_text(wordpress.export(stories))
        call_command("move_in", str(tmp_path / "ekspor.xml"), verbosity=0)
        by_export = everything()
    report = move(tmp_path, dump(stories))
    by_dump = everything()
    assert by_dump["stories"] == by_export["stories"]
    assert by_dump["editions"] == by_export["editions"]
    assert by_dump["comments"] == by_export["comments"]
    assert by_dump["rows"] == by_export["rows"]
    assert by_dump["old addresses"] == by_export["old addresses"]
    assert report["counts"]["post"]["in"] == STORIES
    assert move(tmp_path, dump(stories))["counts"]["post"]["out"] == 0
    everywhere = (
        json.dumps([row.original for row in ImportedRow.objects.all()]) + (tmp_path / "laporan.json").read_text()
    )
    assert "rahasia.example" not in everywhere
    assert "$P$" not in everywhere
    assert "203.0.113.9" not in everywhere


def test_what_only_the_dump_has_comes_along(db: None, tmp_path: Path, client: Client) -> None:
    story = wordpress.newsroom(1)[0]
    data = (
        dump([story])
        + more(
            "posts",
            (
                90,
                "1",
                "2021-03-02 08:00:00",
                "2021-03-02 00:00:00",
                "simpanan zqrevisi",
                "R",
                "",
                "inherit",
                "",
                "1-revision",
                "2021-03-02 00:00:00",
                1,
                "",
                "revision",
                "",
            ),
            (
                91,
                "1",
                "2021-03-02 08:00:00",
                "0000-00-00 00:00:00",
                "Belum jadi \\ 'benar'",
                "Draf",
                "",
                "draft",
                "",
                "",
                "0000-00-00 00:00:00",
                0,
                "",
                "post",
                "",
            ),
        )
        + more(
            "redirection_items",
            (1, "/judul-salah/", None, 0, "enabled", "url", f"https://www.lama.example{story.path}"),
            (2, "/mati/", None, 0, "disabled", "url", story.path),
            (3, "/pola/(.*)", None, 1, "enabled", "url", story.path),
        )
        + more(
            "comments",
            (700, 1, "Penipu", "", "", "2021-06-01 08:00:00", "2021-06-01 00:00:00", "zqspam", "spam", "", 0),
        )
    )
    report = move(tmp_path, data)
    assert Article.objects.get(headline="Draf").stage == Stage.DRAFT
    assert "Belum jadi \\ 'benar'" in Article.objects.get(headline="Draf").body
    own = Edition.objects.get().get_absolute_url()
    for path in (story.path, "/?p=1", "/judul-salah/", story.path.replace("kisah-1", "lama-1")):
        response = client.get(path)
        assert (path, response.status_code, response["Location"]) == (path, 301, own)
    assert client.get("/mati/").status_code == 404
    assert ImportedRow.objects.get(kind="post", foreign_id="1").original["views"] == 7
    assert "zqrevisi" not in json.dumps([row.original for row in ImportedRow.objects.all()])
    assert not Comment.objects.filter(text="zqspam").exists()
    reasons = {entry["reason"] for entry in report["skipped"]}
    assert any("1 simpanan lama" in reason for reason in reasons)
    assert any("1 komentar spam" in reason for reason in reasons)


@pytest.mark.parametrize(
    ("structure", "path"),
    [
        ("/%category%/%postname%/", "/daerah/ekonomi/kisah-{n}/"),
        ("/archives/%post_id%", "/archives/{n}"),
        ("/%author%/%year%/%day%/%postname%.html", "/andi/2021/01/kisah-{n}.html"),
        ("", "/?p={n}"),
    ],
)
def test_addresses_are_made_as_the_old_site_made_them(
    db: None, tmp_path: Path, client: Client, structure: str, path: str
) -> None:
    story = wordpress.newsroom(1)[0]
    story.section, story.author = "Ekonomi", "Andi Rahman"
    move(tmp_path, dump([story], structure=structure))
    assert client.get(path.format(n=1)).status_code == 301


def user(number: int, login: str, nicename: str = "") -> tuple[Any, ...]:
    return number, login, "$P$rahasia", nicename or login, f"{login}@rahasia.example", f"Nama {login}"


def test_only_who_wrote_becomes_an_author(db: None, tmp_path: Path, client: Client) -> None:
    """Subscribers, commenters and customers are users over there, and so is who asked for their data."""
    story = wordpress.newsroom(1)[0]
    story.author = "Andi Rahman"

    def row(number: int, status: str, kind: str) -> tuple[Any, ...]:
        time = "2021-03-02 08:00:00"
        return number, str(number), time, time, "Isi", "Judul", "", status, "", f"lain-{number}", time, 0, "", kind, ""

    data = (
        dump([story])
        + more(
            "users", *(user(number, f"orang{number}") for number in (31, 32, 33, 34)), user(35, "kawan", "kawan-kita")
        )
        + more(
            "posts",
            row(31, "inherit", "revision"),
            row(32, "auto-draft", "post"),
            row(33, "request-completed", "user_request"),
        )
        + more("terms", ("50", "kawan", "cap-kawan-kita"))
        + more("term_taxonomy", ("50", "50", "author", "", "0"))
        + more("term_relationships", (story.number, "50", 0))
    )
    move(tmp_path, data)
    assert set(ImportedRow.objects.filter(kind="person").values_list("foreign_id", flat=True)) == {"andi", "kawan"}
    assert set(Author.objects.values_list("name", flat=True)) == {"Andi Rahman", "Nama kawan"}
    assert [name["name"] for name in Edition.objects.get().byline] == ["Nama kawan"]


def test_an_author_is_found_by_the_name_in_their_address(db: None, tmp_path: Path, client: Client) -> None:
    story = wordpress.newsroom(1)[0]
    story.author = "Andi Rahman"
    data = dump([story]).replace(b"('2','andi','$P$rahasia','andi',", b"('2','masuk_andi','$P$rahasia','andi-rahman',")
    move(tmp_path, data)
    assert client.get("/author/andi-rahman/")["Location"] == Author.objects.get().get_absolute_url()
    assert client.get("/author/masuk_andi/").status_code == 404


def test_a_network_of_sites_brings_its_largest(db: None, tmp_path: Path) -> None:
    stories = wordpress.newsroom(4)
    report = move(tmp_path, dump(stories[:1], prefix="kp_7_") + dump(stories[1:]))
    assert {row.foreign_id for row in ImportedRow.objects.filter(kind="post")} == {"2", "3", "4"}
    assert any(entry["id"] == "kp_7_posts" for entry in report["skipped"])


@pytest.mark.parametrize("prefix", ["kp_", "kp_7_"])
def test_a_byline_is_of_the_users_of_the_same_site(db: None, tmp_path: Path, prefix: str) -> None:
    """A second installation in one database counts its users from 1, too; a network has one table for its sites."""
    story = wordpress.newsroom(1)[0]
    story.author = "Andi Rahman"
    own = dump([story], prefix=prefix).replace(b"`kp_7_users`", b"`kp_users`")
    strangers = [
        more("users", (2, "asing", "", "asing", "", "Orang Asing"), prefix=one) for one in ("a_", "kp_70_", "z")
    ]
    move(tmp_path, b"".join([strangers[0], own, *strangers[1:]]))
    assert [name["name"] for name in Edition.objects.get().byline] == ["Andi Rahman"]
    assert not Author.objects.filter(name="Orang Asing").exists()


def test_a_dump_that_breaks_off_brings_nothing(db: None, tmp_path: Path) -> None:
    whole = dump(wordpress.newsroom(5))
    with pytest.raises(CommandError, match="terpotong"):
        move(tmp_path, whole[: whole.index(b"kp_posts` VALUES") + 900])
    assert not Article.objects.exists()


def test_rows_that_do_not_fit_their_columns_are_reported(db: None, tmp_path: Path) -> None:
    data = dump(wordpress.newsroom(2))
    for table in ("posts", "comments"):
        data += f"INSERT INTO `kp_{table}` VALUES (91,'zqlebih'),(92,'zqkurang','x');".encode()
    data += b"INSERT INTO `kp_terms` VALUES (9); INSERT INTO `kp_posts` SELECT 1, 2; INSERT INTO kp_lain VALUES (1,2);"
    report = move(tmp_path, data)
    unread = {one["id"]: one["reason"] for one in report["skipped"] if one["id"].startswith("kp_")}
    assert set(unread) == {"kp_posts-1", "kp_posts-2", "kp_posts-3", "kp_comments-1", "kp_comments-2", "kp_terms-1"}
    assert "2 nilai untuk 15 kolom" in unread["kp_posts-1"]
    assert "zqlebih" not in json.dumps(report)
    assert Article.objects.count() == 2


def test_a_dump_of_which_no_story_fits_says_why(db: None, tmp_path: Path) -> None:
    data = b"CREATE TABLE kp_posts (ID int, post_mime_type text); INSERT INTO kp_posts VALUES (1,'x','y');"
    with pytest.raises(CommandError, match="3 nilai untuk 2 kolom"):
        move(tmp_path, data)


def test_bytes_of_two_encodings_in_one_column_are_both_read(db: None, tmp_path: Path) -> None:
    stories = wordpress.newsroom(2)
    stories[0].headline, stories[1].headline = "Kafé di tepi sungai", "Bupati: “tidak”"
    data = dump(stories).replace("Kafé".encode(), b"Kaf\xe9")
    move(tmp_path, data)
    assert set(Article.objects.values_list("headline", flat=True)) == {"Kafé di tepi sungai", "Bupati: “tidak”"}


def test_the_temporary_database_is_on_disk() -> None:
    """SQLite's own word for a database without a name, on which the constant memory rests."""
    connection = sqlite3.connect("")
    assert connection.execute("PRAGMA database_list").fetchall() == [(0, "main", "")]
    connection.close()
