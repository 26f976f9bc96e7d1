"""`manage.py try_comments < FILE`: what screening says of each comment of a file, as the desk's test box says it."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from comments.models import LONGEST_TEXT
from comments.normalise import clean
from comments.screening.dry_run import try_text, with_model
from comments.screening.learned import Model
from comments.screening.policy import Ruleset, current
from comments.screening.verdicts import Verdict

type Tried = dict[str, Any]
LONGEST_LINE = 1_000_000  # bytes
OPTIONAL = ("name", "headline")
LONGEST_OPTIONAL = 500  # letters


class Command(BaseCommand):
    help = (
        'Read JSON lines {"text": …, "name": …, "headline": …}, all but text optional, and print for each '
        "what screening says of it as one JSON line. Nothing is stored."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--model", type=Path, metavar="FILE", help="What train_screening --write has made.")

    def handle(self, *args: Any, **options: Any) -> None:
        rules = current()
        if options["model"]:
            rules = with_model(rules, model_from(options["model"]))
        for answer in answers(sys.stdin.buffer, lambda given: judged(given, rules)):
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
            self.stdout.flush()


def answers(lines: Iterable[bytes], judge: Callable[[dict[str, str]], Verdict]) -> Iterator[Tried]:
    """One answer for each line that is not empty; a line that cannot be read is answered with what is wrong."""
    for line in lines:
        if not line.strip():
            continue
        try:
            given = fields(line)
        except ValueError as error:
            yield {"error": str(error)}
            continue
        verdict = judge(given)
        yield {"decision": verdict.decision, "findings": verdict.findings}


def fields(line: bytes) -> dict[str, str]:
    """What a line says.

    Raises:
        ValueError: with a sentence for whoever wrote the file.
    """
    if len(line) > LONGEST_LINE:
        raise ValueError("Baris ini terlalu panjang.")
    try:
        given = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ValueError("Baris ini bukan UTF-8.") from error
    except (ValueError, RecursionError) as error:
        raise ValueError("Baris ini bukan JSON.") from error
    if not isinstance(given, dict) or not isinstance(given.get("text"), str):
        raise ValueError('Baris ini bukan objek dengan "text".')  # noqa: TRY004
    found = {name: given[name] for name in OPTIONAL if given.get(name) is not None}
    for name, value in found.items():
        if not isinstance(value, str) or len(value) > LONGEST_OPTIONAL:
            raise ValueError(f'"{name}" bukan teks yang pendek.')
    return found | {"text": given["text"]}


def model_from(file: Path) -> Model:
    """
    Raises:
        CommandError: there is no such file, or no model in it.
    """
    try:
        return Model.from_bytes(file.read_bytes())
    except (OSError, ValueError) as error:
        raise CommandError(f"{file}: {error}") from error


def judged(given: dict[str, str], rules: Ruleset) -> Verdict:
    text = clean(given["text"][: 2 * LONGEST_TEXT])  # more would be refused for its length all the same
    return try_text(text, rules, timezone.now(), headline=given.get("headline", ""), name=given.get("name", ""))
