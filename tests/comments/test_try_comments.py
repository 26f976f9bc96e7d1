"""`manage.py try_comments`: a file of comments judged line by line, whatever its lines are, and nothing stored."""

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from comments.models import Comment
from comments.screening.learned import Decided, train
from comments.screening.normalising import read

pytestmark = pytest.mark.django_db


def tried(lines: bytes, monkeypatch: pytest.MonkeyPatch, **options: Any) -> list[dict[str, Any]]:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines)))
    out = io.StringIO()
    call_command("try_comments", stdout=out, **options)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_each_line_is_answered_with_the_decision_and_its_findings(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = '{"text": "Semoga feri lekas jalan."}\n{"text": "Main di KUMBANG77, gampang menang"}\n'
    plain, promotion = tried(lines.encode(), monkeypatch)
    assert plain == {"decision": "publish", "findings": []}
    assert promotion["decision"] in {"hold", "refuse"}
    assert {"gambling"} <= {found["check"] for found in promotion["findings"]}
    assert not Comment.objects.exists()


def test_name_and_headline_count(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [
        {"text": "Semoga lancar.", "name": "GUNUNG138"},
        {"text": "Babi! Babi semua!"},
        {"text": "Babi! Babi semua!", "headline": "Babi Hutan Masuk Kebun Warga"},
    ]
    answers = tried("\n".join(map(json.dumps, lines)).encode(), monkeypatch)
    assert [answer["decision"] for answer in answers] == ["hold", "hold", "publish"]


def test_a_bad_line_is_answered_and_the_rest_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    bad = [b"x", b"[1]", b'{"text": 3}', b'{"name": "Budi"}', b"\xff\xfe", b'{"text": "a", "name": 4}', b"[" * 100_000,
           b'{"text": "' + b"a" * 1_100_000 + b'"}']  # fmt: skip
    answers = tried(b"\n".join([*bad, b"", b'{"text": "Wajar."}']), monkeypatch)
    assert [set(answer) for answer in answers[:-1]] == [{"error"}] * len(bad)
    assert answers[-1]["decision"] == "publish"


def test_hostile_lines_are_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [{"text": "\ud800"}, {"text": ""}, {"text": "a" * 20_000}, {"text": "ok", "name": "\ud800"}]
    answers = tried("\n".join(map(json.dumps, lines)).encode(), monkeypatch)
    assert [answer["decision"] for answer in answers] == ["refuse", "refuse", "refuse", "publish"]


def test_a_model_given_by_its_file_counts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "model"
    refused = [Decided(read(f"kolak pisang {number}"), is_refused=True) for number in range(30)]
    approved = [Decided(read(f"jalan rusak {number}"), is_refused=False) for number in range(30)]
    file.write_bytes(train(refused + approved).to_bytes())
    (answer,) = tried(b'{"text": "Kolak pisang enak"}', monkeypatch, model=file)
    assert [found["check"] for found in answer["findings"]] == ["learned"]


@pytest.mark.parametrize("content", [b"", b"x", train([]).to_bytes()[:-9]], ids=["empty", "foreign", "cut off"])
def test_what_is_no_model_is_named(content: bytes, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "model"
    file.write_bytes(content)
    with pytest.raises(CommandError):
        tried(b"", monkeypatch, model=file)
