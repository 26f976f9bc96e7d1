"""Exports as they are downloaded, packed: read as if they were not, and a hostile archive harms nobody."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import pytest

from moving import packed
from moving.items import MoveError, Post, Problem
from moving.mapping import Mapping
from moving.opening import open_source

from .test_broken_exports import export, item


def titles(file: Path) -> list[str]:
    return [one.title for one in open_source(str(file), "", Mapping()).items() if isinstance(one, Post)]


def zipped(file: Path, members: dict[str, str]) -> Path:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file


def test_a_packed_export_is_read(tmp_path: Path) -> None:
    parts = {"a/1.xml": export(item(1, "Satu", "x")), "b/1.xml": export(item(2, "Dua", "x")), "baca.html": "<p>"}
    assert titles(zipped(tmp_path / "ekspor.zip", parts)) == ["Satu", "Dua"]
    (tmp_path / "ekspor.xml.gz").write_bytes(gzip.compress(parts["a/1.xml"].encode()))
    assert titles(tmp_path / "ekspor.xml.gz") == ["Satu"]


@pytest.mark.parametrize("name", ["foto.zip", "dump.sql.gz"])
def test_a_file_that_is_no_archive_is_reported_and_stops_no_folder(tmp_path: Path, name: str) -> None:
    (tmp_path / "dalam").mkdir()
    (tmp_path / "dalam" / name).write_bytes(b"bukan arsip")
    with pytest.raises(MoveError, match="arsip"):
        open_source(str(tmp_path), "", Mapping())
    (tmp_path / "ekspor.xml").write_text(export(item(1, "Satu", "x")))
    reader = open_source(str(tmp_path), "", Mapping())
    problems = [one for one in reader.items() if isinstance(one, Problem)]
    assert [(one.id, one.of) for one in problems] == [(f"dalam/{name}", "file")]
    assert "arsip" in problems[0].reason
    assert titles(tmp_path) == ["Satu"]
    assert reader.name == open_source(str(tmp_path / "ekspor.xml"), "", Mapping()).name


def test_no_name_leads_out_of_the_folder(tmp_path: Path) -> None:
    name = f"{tmp_path}/../../jahat.xml"
    for hostile in (name, "../../jahat.xml", "/jahat.xml", "C:\\jahat.xml"):
        assert titles(zipped(tmp_path / "ekspor.zip", {hostile: export(item(1, "Satu", "x"))})) == ["Satu"]
    assert not list(tmp_path.parent.parent.glob("jahat*"))


@pytest.mark.parametrize("name", ["bom.zip", "bom.xml.gz"])
def test_what_swells_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(packed, "FREE", 1000)
    bomb = " " * 10_000_000
    file = tmp_path / name
    if name.endswith(".zip"):
        zipped(file, {"a.xml": bomb})
    else:
        file.write_bytes(gzip.compress(bomb.encode()))
    with pytest.raises(MoveError, match="mengembang"):
        titles(file)


def test_a_broken_or_locked_archive_is_refused_with_a_sentence(tmp_path: Path) -> None:
    whole = zipped(tmp_path / "a.zip", {"a.xml": export(item(1, "Satu", "x" * 1000))}).read_bytes()
    locked = bytearray(whole)
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):
        locked[whole.index(mark) + (6 if mark.endswith(b"\x04") else 8)] |= 1
    for content in (whole[:-30], bytes(locked), b"bukan arsip"):
        (tmp_path / "a.zip").write_bytes(content)
        with pytest.raises(MoveError, match="arsip"):
            titles(tmp_path / "a.zip")
    (tmp_path / "a.sql.gz").write_bytes(gzip.compress(b"x" * 1000)[:-9])
    with pytest.raises(MoveError, match="arsip"):
        titles(tmp_path / "a.sql.gz")
