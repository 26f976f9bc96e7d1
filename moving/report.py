"""What a move did, thing by thing, written as it is read so that its size does not matter."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from django.db.models import Count, Q, QuerySet

from jobs.models import Job

from .models import ImportedRow, OldPicture, Outcome

BEFORE = "sudah dipindahkan sebelumnya"


def counts(job: Job) -> dict[str, dict[str, int]]:
    """How many of each kind came in, came out and were skipped."""
    made = Q(made_in=job)
    rows = (
        ImportedRow.objects.filter(seen_in=job)
        .order_by()
        .values("kind")
        .annotate(
            found=Count("pk"),
            out=Count("pk", filter=made & ~Q(outcome=Outcome.SKIPPED)),
            published=Count("pk", filter=made & Q(outcome=Outcome.PUBLISHED)),
            draft=Count("pk", filter=made & Q(outcome=Outcome.DRAFT)),
            changed=Count("pk", filter=Q(changed=True)),
        )
    )
    return _of_pictures(job) | {
        row["kind"]: {
            "in": row["found"],
            "out": row["out"],
            "skipped": row["found"] - row["out"],
            "published": row["published"],
            "draft": row["draft"],
            "changed": row["changed"],
        }
        for row in rows
    }


def _of_pictures(job: Job) -> dict[str, dict[str, int]]:
    """How many pictures stories show, and how many of them are here; an attachment is counted as such, too."""
    state = shown_pictures(job).aggregate(found=Count("pk"), taken=Count("photo"))
    if not state["found"]:
        return {}
    missing = state["found"] - state["taken"]
    return {
        "picture": {
            "in": state["found"], "out": state["taken"], "skipped": missing, "published": 0, "draft": 0, "changed": 0,
        }
    }  # fmt: skip


def shown_pictures(job: Job) -> QuerySet[OldPicture]:
    """The pictures that stories of the run's source show."""
    return OldPicture.objects.filter(source=int(job.key)).exclude(posts=[]).order_by("pk")


def write(job: Job, target: Path, *, source: str, dry_run: bool) -> None:
    """The whole report as JSON: `in`, `out` and `skipped`, each a list of things with kind, id and reason.

    Everything that came in stands either in `out` or in `skipped`.
    """
    waiting = target.with_name(f"{target.name}.part")
    rows = ImportedRow.objects.filter(seen_in=job).order_by("pk")
    gone = Q(outcome=Outcome.SKIPPED) | ~Q(made_in=job)
    with waiting.open("w", encoding="utf-8") as file:
        head = {"source": source, "dry_run": dry_run, "counts": counts(job), **job.report}
        file.write(json.dumps(head, ensure_ascii=False, indent=1)[:-2])
        things = rows.exclude(kind="address")  # which no source holds: they are made of the others
        for name, chosen in (
            ("in", things),
            ("out", things.exclude(gone)),
            ("skipped", things.filter(gone)),
            ("addresses", rows.filter(kind="address")),
            ("changed", rows.filter(changed=True)),
            ("injected", rows.filter(made_in=job, reason__startswith="judul judi")),
        ):
            file.write(f',\n "{name}": [')
            _write_list(file, _entries(chosen, job, plain=name == "in"))
            file.write("]")
        file.write(',\n "pictures": [')
        _write_list(file, _picture_entries(job))
        file.write("]\n}\n")
    waiting.replace(target)


def entries(job: Job) -> Iterator[dict[str, Any]]:
    """Every thing that the run met and every old address, with what became of it."""
    for entry in _entries(ImportedRow.objects.filter(seen_in=job).order_by("pk"), job, plain=False):
        yield {"as": Outcome.SKIPPED.value} | entry


def _entries(rows: QuerySet[ImportedRow], job: Job, plain: bool) -> Iterator[dict[str, Any]]:
    columns = ("kind", "foreign_id", "title", "reason", "outcome", "article_id", "changed", "made_in_id")
    for kind, foreign_id, title, reason, outcome, article, changed, made_in in rows.values_list(*columns).iterator():
        entry: dict[str, Any] = {"kind": kind, "id": foreign_id, "title": title, "reason": reason}
        if not plain:
            if made_in != job.pk:
                entry["reason"] = "berubah di situs lama sejak dipindahkan" if changed else BEFORE
            else:
                entry |= {"as": outcome}
            if article:
                entry["article"] = article
        yield entry


def _picture_entries(job: Job) -> Iterator[dict[str, Any]]:
    for picture in shown_pictures(job).iterator():
        yield {
            "url": picture.url, "as": picture.state, "reason": picture.reason, "photo": picture.photo_id,
            "posts": picture.posts,
        }  # fmt: skip


def _write_list(file: IO[str], entries: Iterable[dict[str, Any]]) -> None:
    for number, entry in enumerate(entries):
        file.write(f"{',' if number else ''}\n  {json.dumps(entry, ensure_ascii=False)}")
