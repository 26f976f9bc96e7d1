"""kateid's own archive: a folder with every row as a line of JSON, the photos with their originals, and a manifest.

    manifest.json        format, version, moment, migrations, and for each file of rows its lines and SHA-256
    rows/articles.article.jsonl ...
    files.jsonl          a line for each photo: its files, each with size and SHA-256
    media/  originals/   the files

The rows are those of one moment and are written at one go; the files come afterwards, killed and gone on with.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from articles.models import Article, Photo
from comments.models import Comment
from jobs.backups.manifest import checksum

from . import rows
from .report import Report
from .targets import Progress, Target, opened

KIND = "kateid"
FORMAT, VERSION = "kateid-archive", 1
MANIFEST, ROWS_DONE, FILES = "manifest.json", "rows.json", "files.jsonl"
NAMED = {Article: "story", Photo: "picture", Comment: "comment"}  # what a report lists one by one


def write(folder: Path, report: Report, progress: Progress) -> None:
    """Write an archive.

    Raises:
        MoveError: the folder cannot be used.
    """
    with opened(folder, KIND, private=True) as target:
        if not (folder / ROWS_DONE).exists():
            _write_rows(target, progress)
        _write_files(target, progress)
        _tell(target, report)
        head = json.loads((folder / ROWS_DONE).read_text())
        with (folder / FILES).open("rb") as file:
            head["files"] = {"sha256": checksum(file)}
        with target.writing(MANIFEST) as file:
            json.dump(head, file, ensure_ascii=False, indent=1)
        (folder / ROWS_DONE).unlink()


def file_of(label: str) -> str:
    return f"rows/{label.lower()}.jsonl"


def _write_rows(target: Target, progress: Progress) -> None:
    head: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "kateid": settings.VERSION,
        "site": {"name": settings.KATEID_SITE_NAME, "address": settings.KATEID_SITE_URL},
        "at": target.at.isoformat(),
        "rows": {},
    }
    with _one_moment():
        head["migrations"] = migrations()
        names = rows.Names()
        for model in rows.archived():
            label = model._meta.label
            head["rows"][label] = _write_table(target, model, names)
            progress(label, head["rows"][label]["count"])
    with target.writing(ROWS_DONE) as file:
        json.dump(head, file)


def _write_table(target: Target, model: Any, names: rows.Names) -> dict[str, Any]:
    digest, count = hashlib.sha256(), 0
    with target.writing(file_of(model._meta.label)) as file:
        for line in rows.lines(model, names):
            file.write(line)
            digest.update(line.encode())
            count += 1
    return {"count": count, "sha256": digest.hexdigest()}


@contextmanager
def _one_moment() -> Iterator[None]:
    """All reads see the database as it stood at the first of them, while others go on writing."""
    if connection.in_atomic_block:  # whoever calls has decided
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
    else:  # by atomic() it would begin as a writer, and hold up all others
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")


def migrations() -> list[str]:
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


# Files


def _write_files(target: Target, progress: Progress) -> None:
    """Copy what the archived photos name, and note each photo once all of its files are there."""
    path = target.folder / FILES
    done = _whole_lines(path)
    with path.open("a", encoding="utf-8", newline="\n") as noted:
        for number, photo in enumerate(islice(photos(target.folder), done, None), start=done + 1):
            noted.write(json.dumps(_copy_files(target, photo), ensure_ascii=False) + "\n")
            noted.flush()
            if number % 100 == 0:
                progress("foto", number)


def _whole_lines(path: Path) -> int:
    """How many photos were noted; half a line of a run that was killed goes."""
    if not path.exists():
        return 0
    with path.open("rb+") as file:
        count = end = 0
        for line in file:
            if line.endswith(b"\n"):
                count += 1
                end += len(line)
        file.truncate(end)
    return count


def photos(folder: Path) -> Iterator[Photo]:
    """The photos as the archive has them, which may be gone by now."""
    with (folder / file_of("articles.Photo")).open(encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            yield Photo(pk=row["id"], original=row["original"], renditions=row["renditions"])


def files_of(photo: Photo) -> dict[str, Path]:
    """The files of a photo, each once: name in the archive -> place in this newsroom."""
    found = {f"media/{name}": Path(settings.MEDIA_ROOT, name) for name in photo.every_file()}
    if photo.original:
        found[f"originals/{photo.original}"] = Path(settings.KATEID_ORIGINALS, photo.original)
    return found


def _copy_files(target: Target, photo: Photo) -> dict[str, Any]:
    noted: dict[str, Any] = {"photo": photo.pk, "files": {}, "missing": []}
    for name, path in sorted(files_of(photo).items()):
        try:
            target.copy(path, name)
        except FileNotFoundError:  # withdrawn, or its sizes are still to be made
            noted["missing"].append(name)
            continue
        copied = target.folder / name
        with copied.open("rb") as file:
            noted["files"][name] = {"size": copied.stat().st_size, "sha256": checksum(file)}
    return noted


def _tell(target: Target, report: Report) -> None:
    for model, kind in NAMED.items():
        with (target.folder / file_of(model._meta.label)).open(encoding="utf-8") as file:
            for line in file:
                report.taken(kind, json.loads(line)["id"])
    with (target.folder / FILES).open(encoding="utf-8") as file:
        for line in file:
            for name in json.loads(line)["missing"]:
                report.skipped("file", name, "berkasnya tidak ada")
    for label, reason in rows.LEFT.items():
        report.skipped("table", label, reason)
    report.skipped("column", rows.SECRET_COLUMN, rows.SECRETS)
