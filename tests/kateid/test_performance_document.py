"""What the benchmarks write: tables where the document has a place for them, and a chart that is an image."""

from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from bench import report

FLOORS = ("bytes from a dictionary", "Django's hello", "one query, one template")
PLACES = ("machine", "ready", "anew", "growth", "desk", "search", "weights", "memory", "lighthouse")


def load(milliseconds: float) -> dict[str, float]:
    return {"cpu": milliseconds, "rate": 1000 / milliseconds, "p50": 9.5, "p99": 31.0}


def run(floor: float, page: float) -> dict[str, Any]:
    pages = {"front page": load(page), "story": load(page)}
    return {"floors": dict.fromkeys(FLOORS, load(floor)), "uncached": pages, "cached": pages}


def measured(database: str, size: int) -> dict[str, Any]:
    return {
        "database": database,
        "size": size,
        "stories": size + 33,
        # The machine was slow in the second run, and slower yet in a part of the third.
        "loads": [run(floor=1, page=1.25), run(floor=2, page=2.5), run(floor=1.25, page=4)],
        "memory": {"uncached": 80.0, "cached": 90.0},
        "weights": {"story": 15_000},
        "desk": [{"story list": 12.0}, {"story list": 10.0}, {"story list": 30.0}],
        "search": {"the commonest word": [10.0, 14.0]},
    }


@pytest.fixture
def document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "performance.md"
    path.write_text(report.DOCUMENT.read_text())
    monkeypatch.setattr(report, "DOCUMENT", path)
    monkeypatch.setattr(report, "CHART", tmp_path / "cost.svg")
    return path


def test_the_document_has_a_place_for_everything() -> None:
    for name in PLACES:
        assert f"<!-- {name} -->" in report.DOCUMENT.read_text()


def test_tables_and_chart_are_written_and_written_anew(document: Path) -> None:
    ones = [measured(database, size) for database in ("SQLite", "PostgreSQL") for size in (1_000, 100_000)]
    results: dict[str, Any] = {
        "machine": "2 cores",
        "date": "2026-11-02",
        "command": "make bench",
        "runs": [3, 3],
        "measured": ones,
    }
    report.write(results)
    once = document.read_text()
    report.write(results)
    assert document.read_text() == once
    assert "### PostgreSQL, 100,033 stories" in once
    assert "](pictures/cost.svg)" in once
    assert "| SQLite | story, made anew | 2.5 | 2.5 | 1.00 |" in once
    assert "| SQLite | the desk's story list | 12.0 | 12.0 | 1.00 |" in once
    chart = ET.parse(report.CHART)
    assert len(chart.findall("{*}polyline")) == 4


def test_what_is_compared_was_measured_in_the_same_run() -> None:
    assert "| story | 2.5 | 400 | 9.5 | 31.0 | 1.25 |" in report.anew_table(measured("SQLite", 1_000))


def test_what_is_ready_counts_alike_in_all_archives() -> None:
    table = report.ready_table([measured("SQLite", 1_000), measured("PostgreSQL", 1_000)])
    assert "| story | 2.5 | 400 | 9.5 | 31.0 | 0.80 (" in table
    assert "nginx" not in table  # which was not measured


def test_a_place_that_is_missing_is_named(document: Path) -> None:
    document.write_text("nothing")
    with pytest.raises(ValueError, match="machine"):
        report.fill("machine", "2 cores")
