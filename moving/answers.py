"""Whether every address of an old site is answered here, asked in this process as a reader would ask.

Of each thing that came: its addresses, and the links in the stories that lead to this site.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.test import Client

from articles.models import Edition

from .models import ImportedRow, Outcome, Source

ANSWERS = frozenset({200, 410})
KINDS = ("post", "term", "person", "attachment", "redirect")
_LINK = re.compile(r'<a href="(/(?![/\\])[^"]*)"')  # “//host/” and “/\host/” are of another site


@dataclass(frozen=True)
class Answer:
    """What one address got.

    Attributes:
        of: what the source calls the thing, such as "post 17"; of a link, the story that has it.
        said: the answer in words.
        expected: that it is not answered is as it should be, or has a reason in the report of the move.
    """

    path: str
    of: str
    said: str
    is_answered: bool
    reason: str = ""


def ask(source: Source, progress: Callable[[int], None]) -> Iterator[Answer]:
    """Each address of a source, once, with what it got. Nothing is counted as a reader's visit."""
    site = urlsplit(settings.KATEID_SITE_URL)
    client = Client(raise_request_exception=False, headers={"host": site.netloc})
    asked: set[int] = set()
    for path, of, reason in _addresses(source):
        if hash(path) in asked:
            continue
        asked.add(hash(path))
        with transaction.atomic():
            said, is_answered = _answer(client, path, site.scheme == "https")
            transaction.set_rollback(True)
        yield Answer(path, of, said, is_answered, reason)
        if len(asked) % 1000 == 0:
            progress(len(asked))


def _addresses(source: Source) -> Iterator[tuple[str, str, str]]:
    rows = source.rows.filter(kind__in=KINDS).exclude(addresses=[]).defer("original").order_by("pk")
    for row in rows.iterator():
        yield from ((path, f"{row.kind} {row.foreign_id}", _reason(row)) for path in row.addresses)
    editions = Edition.objects.listed().filter(article__imported_from__source=source).order_by("pk")
    for edition in editions.only("article", "headline", "body").iterator():
        for link in _LINK.findall(edition.body):
            yield unescape(link), f"tautan di “{edition.headline}”", ""


def _reason(row: ImportedRow) -> str:
    """Why an address of a thing may lead nowhere."""
    if row.kind == "post" and row.outcome != Outcome.PUBLISHED:
        return row.reason or "bukan berita yang terbit"
    return row.reason if row.outcome == Outcome.SKIPPED else ""


def _answer(client: Client, path: str, secure: bool) -> tuple[str, bool]:
    path = path.partition("#")[0]
    first = client.get(path, secure=secure)
    if first.status_code in ANSWERS:
        return str(first.status_code), True
    if first.status_code != 301:
        return str(first.status_code), False
    target = first["Location"]
    if not target.startswith("/"):
        return f"301 ke {target}", True
    second = client.get(target, secure=secure)
    return f"301 ke {target}, lalu {second.status_code}", second.status_code == 200


def write(answers: Iterator[Answer], file: Path) -> dict[str, int]:
    """Write the answers as JSON, those that are missing one by one; how many there were of each kind."""
    counts: Counter[str] = Counter()
    waiting = file.with_name(f"{file.name}.part")
    with waiting.open("w", encoding="utf-8") as target:
        target.write('{"unanswered": [')
        for answer in answers:
            kind = "answered" if answer.is_answered else "explained" if answer.reason else "unanswered"
            if kind != "answered":
                target.write("," if counts["explained"] + counts["unanswered"] else "")
                target.write(f"\n  {json.dumps(_entry(answer), ensure_ascii=False)}")
            counts[kind] += 1
        target.write(f'\n ],\n "counts": {json.dumps(dict(counts))}\n}}\n')
    waiting.replace(file)
    return dict(counts)


def _entry(answer: Answer) -> dict[str, Any]:
    return {"path": answer.path, "of": answer.of, "got": answer.said, "reason": answer.reason}
