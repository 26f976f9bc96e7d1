"""What stands in a number's place and is none, or one far too long, stops no move."""

import json
from pathlib import Path

import pytest
from django.core.management import call_command

from articles.models import Edition
from moving.models import ImportedRow

from . import wordpress

NUMBERS = [("12", 12), ("²", 0), ("1²", 0), ("①", 0), ("", 0), ("٣", 3), ("9" * 5000, 10**12 - 1)]


@pytest.mark.parametrize(("written", "read"), NUMBERS)
def test_views_of_an_export(db: None, tmp_path: Path, written: str, read: int) -> None:
    meta = f"<wp:postmeta><wp:meta_key>views</wp:meta_key><wp:meta_value>{written}</wp:meta_value></wp:postmeta>"
    told = wordpress.export(wordpress.newsroom(1)).replace("</item>", f"{meta}</item>")
    (tmp_path / "ekspor.xml").write_text(told)
    call_command("move_in", str(tmp_path / "ekspor.xml"), verbosity=0)
    assert ImportedRow.objects.get(kind="post").original["views"] == read


@pytest.mark.parametrize(("written", "read"), NUMBERS)
def test_views_of_an_archive_of_rows(db: None, tmp_path: Path, written: str, read: int) -> None:
    row = {"headline": "Kabar", "text": "Isi.", "time": "2020-02-03", "hits": written}
    (tmp_path / "arsip.jsonl").write_text(json.dumps(row))
    fields = {"title": "headline", "body": "text", "at": "time", "views": "hits"}
    (tmp_path / "peta.json").write_text(json.dumps({"publish": True, "tables": [{"kind": "post", "fields": fields}]}))
    call_command("move_in", str(tmp_path / "arsip.jsonl"), mapping=str(tmp_path / "peta.json"), verbosity=0)
    assert ImportedRow.objects.get(kind="post").original["views"] == read


def test_a_reference_with_other_digits_is_text(db: None, tmp_path: Path) -> None:
    told = wordpress.export(wordpress.newsroom(1)).replace("<title>Kisah", "<title>&#66; &#٣٣٣; Kisah")
    (tmp_path / "ekspor.xml").write_text(told)
    call_command("move_in", str(tmp_path / "ekspor.xml"), verbosity=0)
    assert Edition.objects.get().headline.endswith(wordpress.newsroom(1)[0].headline)
