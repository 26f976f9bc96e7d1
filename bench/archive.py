"""Fills the database of DATABASE_URL with a demo newsroom and an archive to measure with.

    DATABASE_URL=sqlite:///var/bench.sqlite3 python bench/archive.py 100000

Up to a few thousand stories are written as `manage.py demo_content --articles` writes them. Beyond that the database
copies these itself, a block of stories for each stretch of time, and makes the indexes at the end: tables and keys then
are as large and in the same order as those of a written archive, in a fraction of the time. What the copies do not have
is terms of their own for the day: a search between dates takes a copy for as old as what it was copied from.
"""

import os
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import StringIO
from pathlib import Path

from django.db.models.expressions import Combinable

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.models import F

from articles.models import (
    Article,
    ArticleAuthor,
    ArticleTag,
    AuthorListing,
    DeskSearchEntry,
    Edition,
    Revision,
    SearchEntry,
    SearchWord,
    SectionListing,
    StageChange,
    TopicListing,
)
from demo import archive

WRITTEN = 2_000
# What the archive consists of; each refers to those before it.
COPIED = (
    Article,
    Revision,
    Edition,
    StageChange,
    ArticleAuthor,
    ArticleTag,
    SectionListing,
    AuthorListing,
    TopicListing,
    SearchEntry,
    DeskSearchEntry,
)


def main() -> None:
    parser = ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("stories", type=int)
    fill(parser.parse_args().stories)


def fill(stories: int) -> None:
    call_command("migrate", verbosity=0)
    call_command("demo_content", stdout=StringIO())
    blocks = -(-stories // WRITTEN)
    stretch = (archive.OLDEST - archive.NEWEST) / blocks
    before = {model: last_key(model) for model in COPIED}
    archive.fill(stories // blocks, lambda done: None, oldest=archive.OLDEST, newest=archive.OLDEST - stretch)
    with written_in_a_hurry():
        for number in range(1, blocks):
            copy_block(number, stretch, before)
            print(f"\r{stories // blocks * (number + 1)} of {stories}", end="", flush=True)
    SearchWord.objects.update(editions=F("editions") * blocks)
    tidy()
    print()


def last_key(model: type[models.Model]) -> int:
    return model._base_manager.aggregate(last=models.Max("pk"))["last"] or 0


INDEXES = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = %s",
    "postgresql": "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s",
}
HURRY = {
    "sqlite": ["PRAGMA synchronous = OFF", "PRAGMA cache_size = -1000000"],
    # Rows are copied with those that they refer to, so none needs to be looked up.
    "postgresql": [
        "SET synchronous_commit = off",
        "SET session_replication_role = replica",
        "SET maintenance_work_mem = '1GB'",
    ],
}


@contextmanager
def written_in_a_hurry() -> Iterator[None]:
    with connection.cursor() as cursor:
        indexes: dict[str, str] = {}
        for model in COPIED:
            cursor.execute(INDEXES[connection.vendor], [model._meta.db_table])
            indexes |= {name: made for name, made in cursor.fetchall() if made and " UNIQUE " not in made}
        for statement in [*HURRY[connection.vendor], *(f'DROP INDEX "{name}"' for name in indexes)]:
            cursor.execute(statement)
        yield
        for made in indexes.values():
            cursor.execute(made)


@transaction.atomic
def copy_block(number: int, stretch: timedelta, before: dict[type[models.Model], int]) -> None:
    """Copy what was written first, `number` stretches of time later."""
    sizes = {model: (last_key(model) - before[model]) // number for model in COPIED}
    for model in COPIED:
        written = model._base_manager.filter(pk__gt=before[model], pk__lte=before[model] + sizes[model]).order_by("pk")
        fields = model._meta.concrete_fields
        values = [moved(field, number, stretch, sizes) for field in fields]
        select, parameters = written.values_list(*values).query.sql_with_params()
        columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {model._meta.db_table} ({columns}) {select}", parameters)


def moved(field: models.Field, number: int, stretch: timedelta, sizes: dict[type[models.Model], int]) -> Combinable:
    """A column of a copy: keys and times are moved, all else is the same."""
    value = F(field.attname)
    model = field.model if field.primary_key else field.related_model
    if model in sizes:
        return value + number * sizes[model]
    if isinstance(field, models.DateTimeField):
        return models.ExpressionWrapper(value + number * stretch, output_field=models.DateTimeField())
    return value


def tidy() -> None:
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(COPIED)):
            cursor.execute(statement)
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE")  # as it would do by itself before long; SQLite never does


if __name__ == "__main__":
    main()
