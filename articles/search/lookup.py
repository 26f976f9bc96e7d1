"""The newest rows that match: bounded work on either database, however common the words are."""

from __future__ import annotations

from django.db import connection, models

from .tables import THOUSAND, WITH_THOUSAND
from .terms import Wish

# A tsquery that the planner cannot look into, so that it always takes the index. PostgreSQL would read every
# posting of a common word; asked for the newest thousands first, it stops at the first slice that has enough.
SLICES = (2, 20)  # thousands from the newest


def newest(model: type[models.Model], wish: Wish, limit: int) -> list[int]:
    """The keys of the last `limit` rows of a table with a TermsField that match, the newest first."""
    if not wish:
        return []
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            index = f"{table}_index"
            sql = f"SELECT rowid FROM {index} WHERE {index} MATCH %s ORDER BY rowid DESC LIMIT %s"
            cursor.execute(sql, [wish.for_sqlite(), limit])
        else:
            cursor.execute(_slices(table), {"wish": wish.for_postgresql(), "limit": limit})
        return [key for (key,) in cursor.fetchall()]


def _slices(table: str) -> str:
    """One statement, whose later parts are run only if the earlier did not find enough."""
    edges = zip((0, *SLICES), SLICES, strict=False)
    parts = [_slice(table, f"&& {_thousands(near, far)}", "") for near, far in edges]
    oldest = _slice(table, "", f"AND id < ((SELECT thousand FROM newest) - {SLICES[-1] - 1}) * {THOUSAND}")
    return (
        f"WITH newest AS (SELECT coalesce(max(id), 0) / {THOUSAND} AS thousand FROM {table}) "
        f"SELECT id FROM ({' UNION ALL '.join([*parts, oldest])}) AS found LIMIT %(limit)s"
    )


def _slice(table: str, and_terms: str, and_rows: str) -> str:
    return (
        f"(SELECT id FROM {table} WHERE {WITH_THOUSAND} @@ (SELECT %(wish)s::tsquery {and_terms}) {and_rows}"
        " ORDER BY id DESC LIMIT %(limit)s)"
    )


def _thousands(near: int, far: int) -> str:
    return (
        f"(SELECT string_agg('@t' || (thousand - n), ' | ')::tsquery FROM newest, generate_series({near}, {far - 1}) n)"
    )
