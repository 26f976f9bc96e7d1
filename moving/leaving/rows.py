"""Rows as kateid's own archive holds them: which tables, in which order, and each value as JSON and back."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from graphlib import TopologicalSorter
from typing import Any
from uuid import UUID

from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models

BATCH = 500

# Tables that stay behind, and why. Whoever adds a model decides: tests/moving/leaving/test_archive.py asks.
SECRETS = "rahasia untuk masuk: tiap orang membuatnya lagi di tempat baru"
MACHINE = "milik mesin ini, bukan milik redaksi"
MAIL = "surat yang sedang menunggu: dikirim dari sini, jangan dua kali"
MADE = "disusun ulang dari yang lain"
LEFT = {
    "account.EmailConfirmation": SECRETS,
    "mfa.Authenticator": SECRETS,
    "sessions.Session": SECRETS,
    "usersessions.UserSession": SECRETS,
    "adminkit.SentForm": MACHINE,
    "accounts.KnownNetwork": SECRETS,
    "accounts.LimitCount": MACHINE,
    "articles.PreviewLink": SECRETS,
    "articles.PreviewOpening": SECRETS,
    "accounts.Notice": MAIL,
    "accounts.RoleProposal": "menunggu orang kedua di sini: diusulkan lagi di tempat baru",
    "comments.Claim": MACHINE,
    "comments.Presence": MACHINE,
    "jobs.Timer": MACHINE,
    "jobs.Fault": MACHINE,
    "comments.Letter": MAIL,
    "comments.ReplyNotice": MAIL,
    "jobs.Outbox": MAIL,
    "press.ReplyFile": "terenkripsi dengan kunci situs ini, dan dititipkan pembaca hanya untuk satu perkara",
    "articles.DeskSearchEntry": MADE,
    "articles.SearchEntry": MADE,
    "articles.SearchWord": MADE,
    "comments.CommentSearchEntry": MADE,
    "auth.Permission": MADE,
    "contenttypes.ContentType": MADE,
    "taggit.Tag": "tidak dipakai",
    "taggit.TaggedItem": "tidak dipakai",
}
# Columns that stay behind. In their place comes what says that there is none.
SECRET_COLUMN = "auth.User.password"  # noqa: S105 (its name)


def archived() -> list[type[models.Model]]:
    """The models of an archive, each after those that its rows refer to."""
    every = {model._meta.label: model for model in apps.get_models(include_auto_created=True)}
    chosen = {label: model for label, model in every.items() if label not in LEFT}
    needs = {
        label: {
            field.related_model._meta.label
            for field in model._meta.local_concrete_fields
            if isinstance(field.related_model, type) and field.related_model is not model
        }
        & set(chosen)
        for label, model in sorted(chosen.items())
    }
    return [chosen[label] for label in TopologicalSorter(needs).static_order()]


def columns(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """The columns that an archive holds: no secret, and none that the database makes itself."""
    return [
        field
        for field in model._meta.local_concrete_fields
        if not field.generated and f"{model._meta.label}.{field.name}" != SECRET_COLUMN
    ]


class Names:
    """What another database calls otherwise: its content types and permissions have numbers of its own."""

    def __init__(self) -> None:
        types = {one.pk: [one.app_label, one.model] for one in ContentType.objects.order_by("pk")}
        permissions = Permission.objects.order_by("pk").values_list("pk", "codename", "content_type_id")
        self._names: dict[Any, dict[int, list[str]]] = {
            ContentType: types,
            Permission: {pk: [codename, *types[of]] for pk, codename, of in permissions},
        }
        self._numbers = {model: {tuple(name): pk for pk, name in names.items()} for model, names in self._names.items()}

    def name(self, model: Any, pk: int | None) -> Any:
        return self._names[model][pk] if model in self._names and pk is not None else pk

    def number(self, model: Any, name: Any) -> Any:
        """Raises KeyError for what this kateid does not know."""
        return self._numbers[model][tuple(name)] if model in self._numbers and name is not None else name


def lines(model: type[models.Model], names: Names) -> Iterator[str]:
    """Each row of a table as one line of JSON, by its key."""
    fields = columns(model)
    attributes = [field.attname for field in fields]
    key = model._meta.pk.attname
    place = attributes.index(key)
    rows = model._base_manager.order_by(key).values_list(*attributes)
    batch = list(rows[:BATCH])
    while batch:
        for row in batch:
            values = {
                field.name: _as_json(names.name(field.related_model, value))
                for field, value in zip(fields, row, strict=True)
            }
            yield json.dumps(values, ensure_ascii=False, sort_keys=True) + "\n"
        batch = list(rows.filter(**{f"{key}__gt": batch[-1][place]})[:BATCH])


def _as_json(value: Any) -> Any:
    """A column's value. Times keep their microseconds; what a JSON column holds stays as it is."""
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, (bytes, memoryview)):
        return base64.b64encode(bytes(value)).decode()
    return value


class Writer:
    """Enters lines in a table as they stand: no default, no clock and no signal has a word in it."""

    def __init__(self, model: type[models.Model], names: Names, *, secret: str) -> None:
        self.names = names
        self.fields = columns(model)
        self.names_of_fields = {field.name for field in self.fields}
        given = [str(field.column) for field in self.fields]
        self.more = (secret,) if model._meta.label == "auth.User" else ()
        quoted = [connection.ops.quote_name(name) for name in (*given, *(["password"] if self.more else []))]
        table = connection.ops.quote_name(model._meta.db_table)
        places = ", ".join(["%s"] * len(quoted))
        self.statement = f"INSERT INTO {table} ({', '.join(quoted)}) VALUES ({places})"  # noqa: S608 (our own names)

    def enter(self, batch: Iterable[dict[str, Any]]) -> None:
        """Raises KeyError, TypeError or ValueError for a row that is not of this table, and DatabaseError."""
        values = [self._values(row) for row in batch]
        with connection.cursor() as cursor:
            cursor.executemany(self.statement, values)

    def _values(self, row: dict[str, Any]) -> tuple[Any, ...]:
        if set(row) != self.names_of_fields:
            raise ValueError(f"columns: {sorted(set(row) ^ self.names_of_fields)}")
        return (*(self._value(field, row[field.name]) for field in self.fields), *self.more)

    def _value(self, field: models.Field[Any, Any], value: Any) -> Any:
        value = self.names.number(field.related_model, value)
        if not field.is_relation and value is not None:
            value = field.to_python(value)
        return field.get_db_prep_save(value, connection)


def empty_tables() -> None:
    """Take away what migrations made, so that it can come from an archive."""
    with connection.cursor() as cursor:
        for model in reversed(archived()):
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608 (our own)
