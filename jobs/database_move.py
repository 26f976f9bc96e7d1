"""Copies every row into a database of the other kind (or of the same), and looks whether all arrived.

Rows are read and written some hundred at a time, so that an archive of any size needs the same memory. All are written
in one transaction, and nobody else writes to the old database meanwhile: the new one holds all of it, or nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import batched
from typing import Any

from django.apps import apps
from django.db import DatabaseError, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

BATCH = 500  # rows
WAIT = "30s"  # for whoever is just writing to the old database

# Tables that `migrate` itself fills: rows in any other say that somebody uses a database.
MADE_BY_MIGRATIONS = {"auth.Group", "auth.Group_permissions", "auth.Permission", "contenttypes.ContentType"}
# By the command that makes them from the other rows, tables that are different in each kind of database.
MADE_AGAIN: dict[str, set[str]] = {}

type Model = type[models.Model]
type Report = Callable[[str, int], None]


class DatabaseMoveError(Exception):
    """One sentence for the operator, in Indonesian. Nothing was written then."""


@dataclass(frozen=True)
class Content:
    """How many rows a table has, and the sum of their digests, whatever order they come in."""

    rows: int = 0
    digest: int = 0

    def __add__(self, row: bytes) -> Content:
        digest = int.from_bytes(hashlib.sha256(row).digest())
        return Content(self.rows + 1, (self.digest + digest) % 2**256)


def every_model() -> list[Model]:
    return [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]


def copied_models() -> list[Model]:
    made_again = set[str]().union(*MADE_AGAIN.values())
    return [model for model in every_model() if model._meta.label not in made_again]


def waiting_migrations(database: BaseDatabaseWrapper) -> int:
    executor = MigrationExecutor(database)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def what_is_there(database: BaseDatabaseWrapper) -> list[str]:
    """The tables whose rows nobody but a newsroom can have made."""
    with database.cursor() as cursor:
        tables = set(database.introspection.table_names(cursor))
    models_there = [model for model in every_model() if model._meta.db_table in tables]
    of_newsroom = [model for model in models_there if model._meta.label not in MADE_BY_MIGRATIONS]
    return [
        model._meta.db_table for model in of_newsroom if model._base_manager.using(database.alias).order_by().exists()
    ]


def copy(source: BaseDatabaseWrapper, target: BaseDatabaseWrapper, report: Report) -> dict[str, int]:
    """Write all rows of one migrated database into another, in the place of what its migrations made.

    Args:
        report: hears of each table how many rows were copied.

    Raises:
        DatabaseMoveError: a row does not fit, or something did not arrive. The target is then as it was.
    """
    with transaction.atomic(using=source.alias):
        _let_nobody_write(source)
        with transaction.atomic(using=target.alias):
            _empty(target)
            copied = {}
            for model in copied_models():
                copied[model] = _copy_table(model, source, target)
                report(model._meta.db_table, copied[model].rows)
            _check_references(target)
            for model in copied:
                _go_on_counting(model, source, target)
            for model, content in copied.items():
                if _content(model, target) != content:
                    raise DatabaseMoveError(f"Isi tabel {model._meta.db_table} tidak sama sesudah disalin.")
    return {model._meta.db_table: content.rows for model, content in copied.items()}


def _let_nobody_write(source: BaseDatabaseWrapper) -> None:
    """SQLite's transactions are begun as a writer's (kateid.environment), and there is one writer at a time."""
    if source.vendor == "sqlite":
        return
    tables = ", ".join(source.ops.quote_name(model._meta.db_table) for model in every_model())
    with source.cursor() as cursor:
        try:
            cursor.execute(f"SET LOCAL lock_timeout = '{WAIT}'")
            cursor.execute(f"LOCK TABLE {tables} IN SHARE MODE")
        except DatabaseError as error:
            raise DatabaseMoveError(
                "Ada yang masih menulis ke basis data. Hentikan dahulu: systemctl stop kateid 'kateid-*.timer'"
            ) from error


def _empty(target: BaseDatabaseWrapper) -> None:
    with target.cursor() as cursor:
        for model in every_model():
            cursor.execute(f"DELETE FROM {target.ops.quote_name(model._meta.db_table)}")  # noqa: S608 (our own names)


def _copy_table(model: Model, source: BaseDatabaseWrapper, target: BaseDatabaseWrapper) -> Content:
    content = Content()
    fields = _fields(model)
    width = (target.features.max_query_params or BATCH * len(fields)) // len(fields)
    for batch in batched(_rows(model, source), min(BATCH, max(1, width))):
        for row in batch:
            content += _canonical(row)
        try:
            _insert(model, fields, batch, target)
        except (DatabaseError, ValueError) as error:
            said = (str(error) or type(error).__name__).splitlines()[0]
            place = [field.attname for field in fields].index(model._meta.pk.attname)
            raise DatabaseMoveError(
                f"Tabel {model._meta.db_table} tidak dapat disalin, di antara baris {batch[0][place]} dan "
                f"{batch[-1][place]}: {said[:200]}"
            ) from error
    return content


def _insert(
    model: Model, fields: list[models.Field[Any, Any]], batch: Iterable[tuple[Any, ...]], target: BaseDatabaseWrapper
) -> None:
    """As they stand: no default, no clock and no cleaning has a word in it."""
    values = [_prepared(field, value, target) for row in batch for field, value in zip(fields, row, strict=True)]
    quote = target.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    row = f"({', '.join(['%s'] * len(fields))})"
    rows = ", ".join([row] * (len(values) // len(fields)))
    with target.cursor() as cursor:
        cursor.execute(f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES {rows}", values)  # noqa: S608


def _prepared(field: models.Field[Any, Any], value: Any, target: BaseDatabaseWrapper) -> Any:
    if value is None and isinstance(field, models.JSONField) and not field.null:
        return target.ops.adapt_json_value(None, field.encoder)  # JSON's null, which is no lack of a value
    return field.get_db_prep_save(value, target)


def _fields(model: Model) -> list[models.Field[Any, Any]]:
    return [field for field in model._meta.local_concrete_fields if not field.generated]


def _rows(model: Model, database: BaseDatabaseWrapper) -> Iterator[tuple[Any, ...]]:
    """In the order of the keys, a batch at a time."""
    names = [field.attname for field in _fields(model)]
    rows = model._base_manager.using(database.alias).order_by("pk").values_list(*names)
    return rows.iterator(chunk_size=BATCH)


def _check_references(target: BaseDatabaseWrapper) -> None:
    try:
        target.check_constraints()
    except DatabaseError as error:
        said = str(error).splitlines()[0]
        raise DatabaseMoveError(f"Ada baris yang menunjuk ke yang tidak ada: {said[:200]}") from error


def _content(model: Model, database: BaseDatabaseWrapper) -> Content:
    content = Content()
    for row in _rows(model, database):
        content += _canonical(row)
    return content


def _canonical(row: tuple[Any, ...]) -> bytes:
    return json.dumps(row, default=_as_json, sort_keys=True).encode()


def _as_json(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value / timedelta(microseconds=1)
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    return str(value)


def _go_on_counting(model: Model, source: BaseDatabaseWrapper, target: BaseDatabaseWrapper) -> None:
    """The next row has the number that it would have had: one that was deleted is never given again."""
    if isinstance(model._meta.pk, models.AutoField) and (last := _last_number(model, source)):
        with target.cursor() as cursor:
            if target.vendor == "sqlite":
                cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [model._meta.db_table])
                cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [model._meta.db_table, last])
            else:
                cursor.execute("SELECT setval(%s, %s)", [_sequence(model, cursor), last])


def _last_number(model: Model, source: BaseDatabaseWrapper) -> int:
    with source.cursor() as cursor:
        if source.vendor == "sqlite":
            cursor.execute("SELECT max(seq) FROM sqlite_sequence WHERE name = %s", [model._meta.db_table])
        else:
            sequence = _sequence(model, cursor)
            cursor.execute(f"SELECT CASE WHEN is_called THEN last_value END FROM {sequence}")  # noqa: S608
        return int(cursor.fetchone()[0] or 0)


def _sequence(model: Model, cursor: Any) -> str:
    cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [f'"{model._meta.db_table}"', model._meta.pk.column])
    return str(cursor.fetchone()[0])
