"""Rules that no constraint can say, as triggers on SQLite and PostgreSQL.

Migrations hold the rules as they stood when they were written. A later one that alters one of these tables lifts its
rules and installs them again: SQLite rebuilds a table to alter it, and its triggers go with the old one.
tests/articles/editorial/test_nothing_is_lost.py tells.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation, OperationCategory
from django.db.migrations.state import ProjectState

from .story_fields import FROZEN_COLUMNS


@dataclass(frozen=True)
class Rule:
    """Refuse `event` on `table` with `message`, always or `when` a condition on OLD and NEW holds.

    On PostgreSQL a trigger's condition may hold no query, so `when` is an expression for a function's IF.
    """

    name: str
    table: str
    event: str
    message: str
    when: str = "TRUE"

    def create(self, vendor: str, columns: Collection[str]) -> list[str]:
        """The statements for a table of these columns. Those that a later migration adds come with it."""
        event, _, named = self.event.partition(" OF ")
        if named:
            event += f" OF {', '.join(column for column in named.replace(',', ' ').split() if column in columns)}"
        on_event = f"CREATE TRIGGER {self.name} BEFORE {event} ON {self.table} FOR EACH ROW"
        if vendor == "sqlite":
            return [f"{on_event} WHEN {self.when} BEGIN SELECT RAISE(ABORT, '{self.message}'); END"]
        at_once = f"CREATE TRIGGER {self.name}_at_once BEFORE TRUNCATE ON {self.table} EXECUTE FUNCTION {self.name}()"
        function = f"""
            CREATE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF {self.when} THEN
                    RAISE EXCEPTION '{self.message}' USING ERRCODE = 'integrity_constraint_violation';
                END IF;
                RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
            END $$
        """
        return [function, f"{on_event} EXECUTE FUNCTION {self.name}()"] + [at_once] * (self.event == "DELETE")

    def drop(self, vendor: str) -> list[str]:
        if vendor == "sqlite":
            return [f"DROP TRIGGER IF EXISTS {self.name}"]
        return [f"DROP FUNCTION IF EXISTS {self.name}() CASCADE"]  # and its triggers


# An Edition's own columns beside a story's fields: all but live_until, which closes an edition, and the person,
# whose account may go.
OWN_COLUMNS = (
    *("id", "article_id", "number", "kind", "source_id", "public_note", "ground", "verification_note"),
    *("published_at", "modified_at", "live_from", "published_by_name"),
)

RULES = (
    Rule("article_is_kept", "articles_article", "DELETE", "an article is never deleted"),
    Rule("edition_is_kept", "articles_edition", "DELETE", "an edition is never deleted"),
    Rule(
        "edition_is_frozen",
        "articles_edition",
        f"UPDATE OF {', '.join((*OWN_COLUMNS, *FROZEN_COLUMNS))}",
        "an edition never changes",
    ),
    Rule("revision_is_kept", "articles_revision", "DELETE", "a revision is never deleted"),
    Rule(
        "revision_is_frozen",
        "articles_revision",
        "UPDATE OF id, article_id, kind, version, base_version, content, by_name, saved_at, restored_from_id",
        "a revision never changes",
    ),
    Rule("stagechange_is_kept", "articles_stagechange", "DELETE", "the stage log is never deleted"),
    Rule(
        "stagechange_is_frozen",
        "articles_stagechange",
        "UPDATE OF id, article_id, verb, from_stage, to_stage, by_name, at, reason, own_text, edition_id",
        "the stage log never changes",
    ),
    Rule("followup_is_kept", "articles_followup", "DELETE", "what answers a story is never deleted"),
    Rule(
        "followup_is_frozen",
        "articles_followup",
        "UPDATE OF id, kind, story_id, answer_id, made_at",
        "what answers a story never changes",
    ),
    Rule("confirmation_is_kept", "articles_confirmation", "DELETE", "a confirmation is never deleted"),
    Rule(
        "confirmation_is_frozen",
        "articles_confirmation",
        "UPDATE OF id, article_id, who, at, channel, answer, words, recorded_by_name, recorded_at",
        "a confirmation never changes",
    ),
    Rule("livereport_is_kept", "articles_livereport", "DELETE", "a live report is never deleted"),
    Rule("liveentry_is_kept", "articles_liveentry", "DELETE", "an entry is never deleted"),
    Rule(
        "liveentry_is_frozen",
        "articles_liveentry",
        "UPDATE OF id, report_id, form_key, body, photo_id, photo_caption, is_key, author_name, author_slug, sent_at",
        "what was sent never changes",
    ),
    Rule("liveentryedition_is_kept", "articles_liveentryedition", "DELETE", "an edition is never deleted"),
    Rule(
        "liveentryedition_is_frozen",
        "articles_liveentryedition",
        "UPDATE OF id, entry_id, report_id, number, kind, at, body, author_name, author_slug, photo_id, "
        "photo_caption, photo_credit, photo_alt, is_key, public_note, ground, live_from, published_by_name",
        "an edition never changes",
    ),
    *(
        Rule(
            f"section_two_levels_{event.split()[0].lower()}",
            "articles_section",
            event,
            "sections have two levels",
            when="NEW.parent_id IS NOT NULL AND ("
            "EXISTS (SELECT 1 FROM articles_section WHERE id = NEW.parent_id AND parent_id IS NOT NULL)"
            " OR EXISTS (SELECT 1 FROM articles_section WHERE parent_id = NEW.id))",
        )
        for event in ("INSERT", "UPDATE OF parent_id")
    ),
)


class InstallRules(Operation):
    """Install rules as triggers, in place of whatever of them is there."""

    reversible = True
    category = OperationCategory.SQL

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        self.rules = rules

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        pass

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        self._lift(schema_editor)
        self._install(schema_editor, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        self._lift(schema_editor)

    def describe(self) -> str:
        return f"Have the database refuse: {', '.join(rule.name for rule in self.rules)}"

    def _install(self, schema_editor: BaseDatabaseSchemaEditor, state: Any) -> None:
        tables = {model._meta.db_table: model for model in state.apps.get_models()}
        for rule in self.rules:
            columns = {field.column for field in tables[rule.table]._meta.local_concrete_fields}
            for statement in rule.create(schema_editor.connection.vendor, columns):
                schema_editor.execute(statement)

    def _lift(self, schema_editor: BaseDatabaseSchemaEditor) -> None:
        for rule in self.rules:
            for statement in rule.drop(schema_editor.connection.vendor):
                schema_editor.execute(statement)


class LiftRules(InstallRules):
    """Take rules away while tables are altered or rows changed; `InstallRules` after it puts them back."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        self._lift(schema_editor)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        self._install(schema_editor, to_state)

    def describe(self) -> str:
        return f"Lift while tables change: {', '.join(rule.name for rule in self.rules)}"
