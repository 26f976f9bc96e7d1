"""Rows of any table: every spelling of SQL, CSV and JSON that is met, and none more public than its columns say."""

from __future__ import annotations

import json
from datetime import UTC as _UTC
from pathlib import Path
from typing import Any

import pytest

from moving.items import Item, MoveError, Post, Problem
from moving.mapping import Mapping
from moving.opening import open_source
from moving.times import moment

FIELDS = {"id": "id", "title": "judul", "body": "isi", "at": "tgl"}
BERITA = {"kind": "post", "table": "berita", "fields": FIELDS, "published": {"aktif": ["Y"]}}


def read(folder: Path, name: str, content: str | bytes, **mapping: Any) -> list[Item]:
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(open_source(str(file), "", Mapping(**mapping)).items())


def posts(items: list[Item]) -> dict[str, Post]:
    return {item.title: item for item in items if isinstance(item, Post)}


COLUMNS = "(`id`, `judul`, `isi`, `tgl`, `aktif`)"
ROW = "('{}', '{}', '<p>isi</p>', '2021-01-02', 'Y')"


@pytest.mark.parametrize(
    "statement",
    [
        f"INSERT INTO `berita` {COLUMNS} VALUES {ROW};",
        f"REPLACE INTO berita{COLUMNS}VALUES{ROW};",
        f"insert low_priority ignore into `situs`.`berita` {COLUMNS} values {ROW} ON DUPLICATE KEY UPDATE judul = 'x';",
        f"INSERT DELAYED INTO situs.berita {COLUMNS} VALUE {ROW};",
        "INSERT INTO BERITA (ID, JUDUL, ISI, TGL, AKTIF) VALUES " + ROW + ";",
        "INSERT INTO berita SET id = '{}', judul = '{}', isi = '<p>isi</p>', tgl = '2021-01-02', aktif = 'Y';",
        "INSERT INTO berita " + COLUMNS + " VALUES ('{}', CONCAT('', '{}'), 'x', CAST('2021-01-02' AS DATE), 'Y');",
        "INSERT INTO berita "
        + COLUMNS
        + " VALUES ('{}', _utf8mb4'{}' COLLATE utf8mb4_bin, X'3c703e', '2021-01-02', 'Y');",
        "CREATE TABLE IF NOT EXISTS a.berita (id int, judul text, isi text, tgl date, aktif text, PRIMARY KEY (id));"
        "INSERT INTO berita VALUES " + ROW + ";",
    ],
)
def test_an_insert_is_read_however_it_is_written(tmp_path: Path, statement: str) -> None:
    before = "-- phpMyAdmin 'dump\n/*!40101 SET NAMES utf8mb4 */;\n"
    dump = before + statement.format(1, "Satu") + f"\nINSERT INTO berita {COLUMNS} VALUES {ROW.format(2, 'Dua')};\n"
    found = posts(read(tmp_path, "situs.sql", "\ufeff" + dump, tables=[BERITA]))
    assert {title: (post.id, post.withheld) for title, post in found.items()} == {"Satu": ("1", ""), "Dua": ("2", "")}
    assert all(post.published_at for post in found.values())


def test_a_row_whose_values_do_not_fit_its_columns_is_reported_and_not_shifted(tmp_path: Path) -> None:
    dump = f"INSERT INTO berita {COLUMNS} VALUES (1, 'Satu', 'x', '2021-01-02'), {ROW.format(2, 'Dua')};"
    problem, post = read(tmp_path, "situs.sql", dump, tables=[BERITA])
    assert isinstance(problem, Problem)
    assert "4 nilai untuk 5 kolom" in problem.reason
    assert isinstance(post, Post)


@pytest.mark.parametrize("rows", ["SELECT 1, 'a'", "VALUES (1, 'a')"])
def test_rows_without_columns_are_reported(tmp_path: Path, rows: str) -> None:
    (problem,) = read(tmp_path, "situs.sql", f"INSERT INTO berita {rows};", tables=[BERITA])
    assert isinstance(problem, Problem)


def test_a_dump_without_the_table_says_which_it_has(tmp_path: Path) -> None:
    dump = f"INSERT INTO cw_berita {COLUMNS} VALUES {ROW.format(1, 'Satu')};"
    (problem,) = read(tmp_path, "situs.sql", dump, tables=[BERITA])
    assert isinstance(problem, Problem)
    assert "cw_berita" in problem.reason
    with pytest.raises(MoveError, match="cw_berita"):
        read(tmp_path, "situs.sql", dump)


@pytest.mark.parametrize(
    "said",
    [
        {"status": "draft"},
        {"status": False},
        {"Status": 0},
        {"is_published": False},
        {"published": "false"},
        {"draft": True},
        {"visibility": "private"},
        {"aktif": "N"},
        {"deleted_at": "2022-01-01"},
        {"password": "x"},
        {"state": "arsip"},
        {"is_deleted": "1"},
    ],
)
def test_no_row_is_more_public_than_its_columns_say(tmp_path: Path, said: dict[str, Any]) -> None:
    row = {"judul": "Satu", "isi": "x", "tanggal": "2021-01-02"}
    for mapping in ({}, {"tables": [{"kind": "post", "fields": {"title": "judul", "body": "isi", "at": "tanggal"}}]}):
        (post,) = read(tmp_path, "arsip.jsonl", json.dumps(row | said), publish=True, **mapping)
        assert isinstance(post, Post)
        assert post.withheld
        assert "“x”" not in post.withheld


@pytest.mark.parametrize(
    "said",
    [{"status": "Terbit"}, {"published": "2021-01-02"}, {"draft": False}, {"deleted_at": None}, {"password": ""}, {}],
)
def test_a_row_that_says_nothing_else_is_as_public_as_the_mapping_says(tmp_path: Path, said: dict[str, Any]) -> None:
    row = {"judul": "Satu", "isi": "x", "tanggal": "2021-01-02"}
    (post,) = read(tmp_path, "arsip.jsonl", json.dumps(row | said), publish=True)
    assert isinstance(post, Post)
    assert not post.withheld


@pytest.mark.parametrize(
    "said",
    [
        {"deleted_at": "2020-02-02"}, {"draft": 1}, {"visibility": "private"}, {"post_password": "x"}, {"hidden": "t"},
        {"is_published": "f"}, {"post_password": "off"}, {"password": "n"}, {"tayang": "off"}, {"status": "draft"},
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "rules",
    [
        {"published": {"Status": ["publish"]}},
        {"published_if_there": {"status ": ["publish"]}},
        {"published": {"status": ["publish"], "post_password": [""]}},
    ],
)
def test_a_rule_for_one_column_makes_no_row_more_public_than_the_others_say(
    tmp_path: Path, rules: dict[str, Any], said: dict[str, Any]
) -> None:
    row = {"judul": "Satu", "isi": "x", "tanggal": "2021-01-02", "status": "publish"}
    for columns, is_public in ((row, True), (row | said, False)):
        (post,) = read(tmp_path, "arsip.jsonl", json.dumps(columns), publish=True, tables=[{"kind": "post"} | rules])
        assert isinstance(post, Post)
        assert (not post.withheld) == is_public
        assert "“x”" not in post.withheld


def test_a_rule_takes_the_place_of_its_own_column_only(tmp_path: Path) -> None:
    table = {"kind": "post", "published": {"status": ["arsip"], "draft": ["sudah"]}}
    row = {"judul": "Satu", "isi": "x", "status": "arsip", "draft": "sudah"}
    (post,) = read(tmp_path, "arsip.jsonl", json.dumps(row), tables=[table])
    assert isinstance(post, Post)
    assert not post.withheld


@pytest.mark.parametrize(
    ("heading", "says"),
    [
        ("is_draft,is_published", "f,t"), ("is_draft,tayang", "F,T"), ("deleted_at,status", "\\N,publish"),
        ("deleted_at,status", "0000-00-00,Tayang"), ("deleted_at,aktif", "0000-00-00 00:00:00.000000,on"),
        ("hidden,active", "off,on"), ("is_deleted,is_public", "0.0,1.0"), ("password,status", "\\N,publish"),
        ("deleted_at,published", "NaT,2021-01-02"),
    ],
)  # fmt: skip
def test_what_databases_and_spreadsheets_write_for_yes_and_no_is_known(tmp_path: Path, heading: str, says: str) -> None:
    (post,) = read(tmp_path, "arsip.csv", f"judul,isi,{heading}\nSatu,x,{says}\n", publish=True)
    assert isinstance(post, Post)
    assert not post.withheld


ROWS = [{"judul": "Satu", "isi": "x \ud800 \0y"}, {"judul": "Dua é", "isi": "x"}]


@pytest.mark.parametrize(
    "content",
    [
        json.dumps(ROWS),
        json.dumps(ROWS, indent=2),
        "\n".join(map(json.dumps, ROWS)),
        "\n\n".join(map(json.dumps, ROWS)),
        "[\n" + ",\n".join(map(json.dumps, ROWS)) + "\n]",
        "\n".join(json.dumps(row, indent=1) for row in ROWS),
        'Judul;ISI\nSatu;x\n"Dua é";x\n',
        "sep=|\nJudul |ISI\nSatu|x\nDua é|x\n",
        "judul\tisi\nSatu\tx\nDua é\tx\n",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_rows_are_read_however_they_are_laid_out(tmp_path: Path, content: str, encoding: str) -> None:
    name = "arsip.jsonl" if content[0] in "[{" else "arsip.csv"
    found = posts(read(tmp_path, name, content.encode(encoding), publish=True))
    assert list(found) == ["Satu", "Dua é"]


@pytest.mark.parametrize(
    ("written", "moment_of_it"),
    [
        ("3 Maret 2021 pukul 08.30 WITA", "2021-03-03T00:30:00"),
        ("Senin, 5 April 2021 - 14:20 WIB", "2021-04-05T07:20:00"),
        ("5-4-2021 14.20", "2021-04-05T06:20:00"),
        ("01/02/2023 13:45", "2023-02-01T05:45:00"),
        ("44927,5", "2023-01-01T04:00:00"),
        ("44927", "2022-12-31T16:00:00"),
        ("2021/05/06 07:08:09", "2021-05-05T23:08:09"),
        ("17 Ags 2021", "2021-08-16T16:00:00"),
        ("May 6, 2021 7:08 PM", "2021-05-06T11:08:00"),
        ("06-Mei-21", "2021-05-05T16:00:00"),
        ("1612345678", "2021-02-03T09:47:58"),
        ("Fri, 06 May 2022 01:02:03 +0000", "2022-05-06T01:02:03"),
        ("12/31/2021", ""),
        ("2023-13-45", ""),
        ("kemarin", ""),
        ("0000-00-00", ""),
        ("5 Foo 2021", ""),
        ("9" * 5000, ""),
    ],
)
def test_moments_are_read_as_people_write_them(written: str, moment_of_it: str) -> None:
    found = moment(written)
    assert (found.astimezone(_UTC).isoformat()[:19] if found else "") == moment_of_it


@pytest.mark.parametrize(
    "table",
    [
        5,
        {"kind": "post", "fields": "x"},
        {"kind": "post", "fields": {"title": 5}},
        {"kind": "post", "form": "markdown"},
        {"kind": "post", "published": {"aktif": "Y"}},
        {"kind": "post", "addresses": "/a"},
        {"kind": "post", "felds": {}},
        {"kind": "resep"},
    ],
)
def test_a_mapping_that_cannot_be_read_is_refused_with_a_sentence(tmp_path: Path, table: Any) -> None:
    with pytest.raises(MoveError, match="emetaan"):
        read(tmp_path, "arsip.csv", "judul\nSatu\n", tables=[table])
