"""Takes an archive of another kateid into an empty one: all of it, or nothing."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from itertools import batched
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.management.color import no_style
from django.db import DatabaseError, connection, transaction

from articles.models import Article, Photo
from articles.search import indexes
from comments import search
from jobs import places
from jobs.backups.manifest import CHUNK, checksum
from moving.items import MoveError
from pagecache import EVERY_PAGE, invalidate

from . import archive, rows
from .targets import Progress

LONGEST_HEAD = 1024 * 1024  # bytes of the manifest
LONGEST_LINE = 64 * 1024 * 1024
# Names as the newsroom makes them: nothing else is put where a web server looks.
MEDIA = re.compile(r"media/(foto/[\w-]{1,4}/[\w-]{1,120}\.(?:avif|webp|jpe?g|png))")
ORIGINALS = re.compile(r"originals/([\w-]{1,80}\.[a-z0-9]{2,5})")


def is_archive(folder: Path) -> bool:
    return (folder / archive.MANIFEST).is_file() and (folder / "rows").is_dir()


def read(folder: Path, progress: Progress) -> dict[str, int]:
    """Take in an archive; gives the number of rows by table. Killed, it is run again and goes on with the files.

    Raises:
        MoveError: it is broken, of another version, or this newsroom is not empty. Then no row was written.
    """
    head = _head(folder)
    _refuse_what_does_not_fit(head)
    for label, table in head["rows"].items():
        if _digest(folder / archive.file_of(label)) != table["sha256"]:
            raise MoveError(f"Arsip ini rusak: {archive.file_of(label)} tidak seperti saat dibuat.")
    _bring_files(folder, head, progress)
    with transaction.atomic():
        _enter_rows(folder, head, progress)
        places.forget()
        indexes.rebuild(lambda count: progress("pencarian", count))
        for count in search.rebuild():
            progress("pencarian komentar", count)
        invalidate(EVERY_PAGE)
    return {label: table["count"] for label, table in head["rows"].items()}


def _head(folder: Path) -> dict[str, Any]:
    try:
        with (folder / archive.MANIFEST).open("rb") as file:
            text = file.read(LONGEST_HEAD + 1)
        head: Any = json.loads(text) if len(text) <= LONGEST_HEAD else None
        sums = [head["format"], head["files"]["sha256"], *head["migrations"]]
        sums += [table["sha256"] for table in head["rows"].values()]
        is_whole = all(isinstance(one, str) for one in sums)
        is_whole = is_whole and all(isinstance(table["count"], int) for table in head["rows"].values())
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        is_whole = False
    if not is_whole or head["format"] != archive.FORMAT:
        raise MoveError(f"{folder} bukan arsip kateid yang utuh: {archive.MANIFEST} tidak dapat dibaca.")
    found: dict[str, Any] = head
    return found


def _refuse_what_does_not_fit(head: dict[str, Any]) -> None:
    labels = {model._meta.label for model in rows.archived()}
    same = head.get("version") == archive.VERSION and set(head["rows"]) == labels
    if not same or head["migrations"] != archive.migrations():
        raise MoveError(
            f"Arsip ini dari kateid {str(head.get('kateid'))[:20]}, di sini kateid {settings.VERSION} dengan susunan "
            "basis data lain. Pasang versi itu dahulu, masukkan arsipnya, lalu perbarui."
        )
    if Article.objects.exists() or User.objects.exists() or Photo.objects.exists():
        raise MoveError(
            "Kateid ini sudah berisi naskah, foto, atau akun. Arsip hanya masuk ke kateid yang kosong: basis data baru "
            "sesudah `migrate`, tanpa akun."
        )


# Rows


def _enter_rows(folder: Path, head: dict[str, Any], progress: Progress) -> None:
    rows.empty_tables()
    names = rows.Names()
    models = rows.archived()
    secret = make_password(None)  # which no password fits
    for model in models:
        label = model._meta.label
        writer = rows.Writer(model, names, secret=secret)
        name, count = archive.file_of(label), 0
        try:
            for batch in batched(_rows(folder / name), rows.BATCH):
                writer.enter(batch)
                count += len(batch)
        except (DatabaseError, ValidationError, ValueError, TypeError, KeyError) as error:
            raise MoveError(
                f"{name} tidak dapat dimasukkan, di sekitar baris {count + 1}: {_first_line(error)}. "
                "Tidak ada yang ditulis ke basis data."
            ) from error
        progress(label, count)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        while line := file.readline(LONGEST_LINE):
            if not line.endswith("\n"):
                raise ValueError("baris terlalu panjang")
            row = json.loads(line)
            if not isinstance(row, dict):
                raise TypeError("bukan baris tabel")
            yield row


def _first_line(error: Exception) -> str:
    return (str(error) or type(error).__name__).splitlines()[0][:200]


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return checksum(file)
    except OSError as error:
        raise MoveError(f"Arsip ini tidak utuh: {path.name} tidak dapat dibaca ({error.strerror}).") from error


# Files


def _bring_files(folder: Path, head: dict[str, Any], progress: Progress) -> None:
    if _digest(folder / archive.FILES) != head["files"]["sha256"]:
        raise MoveError(f"Arsip ini rusak: {archive.FILES} tidak seperti saat dibuat.")
    try:
        for number, line in enumerate(_rows(folder / archive.FILES), start=1):
            for name, noted in line["files"].items():
                _bring(folder / name, _place(name), noted["sha256"])
            if number % 100 == 0:
                progress("foto", number)
    except (ValueError, TypeError, KeyError, AttributeError):
        raise MoveError(f"Arsip ini rusak: {archive.FILES} tidak dapat dibaca.") from None


def _place(name: str) -> Path:
    for pattern, root in ((MEDIA, settings.MEDIA_ROOT), (ORIGINALS, settings.KATEID_ORIGINALS)):
        if found := pattern.fullmatch(name):
            return Path(root, found[1])
    raise MoveError(f"Arsip ini memuat berkas yang bukan foto kateid: “{name[:100]}”. Tidak ada yang dimasukkan.")


def _bring(source: Path, path: Path, sha256: str) -> None:
    """Copy a file unless it is there, and look at every byte on the way."""
    if path.exists() and _digest(path) == sha256:
        return
    growing = path.with_name(f".{path.name}.part")
    digest = hashlib.sha256()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with source.open("rb") as read, growing.open("wb") as write:
            while chunk := read.read(CHUNK):
                digest.update(chunk)
                write.write(chunk)
        if digest.hexdigest() == sha256:
            growing.chmod(settings.FILE_UPLOAD_PERMISSIONS if path.is_relative_to(settings.MEDIA_ROOT) else 0o600)
            growing.replace(path)
            return
        growing.unlink()
    except OSError as error:
        raise MoveError(f"Foto tidak dapat disalin: {error.strerror or error} ({error.filename}).") from error
    raise MoveError(f"Arsip ini rusak: {source.name} tidak seperti saat dibuat.")
