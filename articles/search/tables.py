"""The databases' own indexes over a TermsField: FTS5 on SQLite, GIN on PostgreSQL.

On SQLite triggers keep the FTS5 table, which holds no text of its own, equal to the rows. SQLite rebuilds a table
to alter it and its triggers go with the old one, so a migration that alters one of these tables must apply
`IndexTerms` again.
"""

from __future__ import annotations

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation, OperationCategory
from django.db.migrations.state import ProjectState

from .terms import MARKS

# On PostgreSQL each row has one more term, that of its thousand, by which `lookup` reads the newest rows first.
THOUSAND = 1000


def with_thousand(table: str) -> str:
    return f"{table}_with_thousand(terms, id)"


class IndexTerms(Operation):
    """Index the field `terms` of a model's table, in place of whatever index is there."""

    reversible = True
    category = OperationCategory.SQL

    def __init__(self, table: str) -> None:
        self.table = table

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        pass

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        self.database_backwards(app_label, schema_editor, from_state, to_state)
        create = on_sqlite if schema_editor.connection.vendor == "sqlite" else on_postgresql
        for statement in create(self.table):
            schema_editor.execute(statement)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        drop = off_sqlite if schema_editor.connection.vendor == "sqlite" else off_postgresql
        for statement in drop(self.table):
            schema_editor.execute(statement)

    def describe(self) -> str:
        return f"Index the terms of {self.table}"


def on_sqlite(table: str) -> list[str]:
    index = f"{table}_index"
    forget = f"INSERT INTO {index} ({index}, rowid, terms) VALUES ('delete', OLD.id, OLD.terms);"
    learn = f"INSERT INTO {index} (rowid, terms) VALUES (NEW.id, NEW.terms);"
    return [
        f"""CREATE VIRTUAL TABLE {index} USING fts5(
            terms, content='{table}', content_rowid='id', detail='none', columnsize=0,
            tokenize="unicode61 remove_diacritics 0 tokenchars '{MARKS}'"
        )""",
        f"INSERT INTO {index} ({index}) VALUES ('rebuild')",
        f"CREATE TRIGGER {index}_insert AFTER INSERT ON {table} BEGIN {learn} END",
        f"CREATE TRIGGER {index}_delete AFTER DELETE ON {table} BEGIN {forget} END",
        f"CREATE TRIGGER {index}_update AFTER UPDATE ON {table} BEGIN {forget} {learn} END",
    ]


def off_sqlite(table: str) -> list[str]:
    triggers = [f"DROP TRIGGER IF EXISTS {table}_index_{event}" for event in ("insert", "delete", "update")]
    return [*triggers, f"DROP TABLE IF EXISTS {table}_index"]


def on_postgresql(table: str) -> list[str]:
    return [
        # To unpack a row's terms is dear, which PostgreSQL is told here: it would go through a table of a few thousand
        # rows sooner than ask the index.
        f"""CREATE FUNCTION {table}_with_thousand(terms tsvector, id bigint) RETURNS tsvector
            LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 1000
            AS $$ BEGIN RETURN terms || array_to_tsvector(ARRAY['@t' || (id / {THOUSAND})::text]); END $$""",
        # Every search reads the list of what was not sorted in yet, so it is kept to some twenty stories.
        f"""CREATE INDEX {table}_index ON {table} USING gin ({with_thousand(table)})
            WITH (gin_pending_list_limit = 256)""",
    ]


def off_postgresql(table: str) -> list[str]:
    return [f"DROP INDEX IF EXISTS {table}_index", f"DROP FUNCTION IF EXISTS {table}_with_thousand"]
