"""The newest rows that match: bounded work on either database, however common the words are."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.db import connection, models

from .tables import THOUSAND, with_thousand
from .terms import Wish

# PostgreSQL would read every posting of a common word, and go through the table if it guessed that a word is
# common. So it is given the query as something that it cannot look into, and asked for the newest thousands first:
# one statement, whose later parts are run only if the earlier did not find enough.
SLICES = (2, 20)  # thousands from the newest


def newest(model: type[models.Model], wishes: Sequence[Wish], limit: int) -> list[int]:
    """The keys of the last `limit` rows of a table with a TermsField that match, the newest first.

    Args:
        wishes: one, or one for each of several times that exclude one another, the newest first.
    """
    wishes = [wish for wish in wishes if wish]
    if not wishes:
        return []
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(_union([_on_sqlite(table)] * len(wishes)), _parameters(wishes, Wish.for_sqlite, limit))
        elif len(wishes) == 1:
            cursor.execute(_newest_thousands(table), {"wish": wishes[0].for_postgresql(), "limit": limit})
        else:
            parts = [_on_postgresql(table, "%s")] * len(wishes)
            cursor.execute(_union(parts), _parameters(wishes, Wish.for_postgresql, limit))
        return [key for (key,) in cursor.fetchall()]


def which(model: type[models.Model], wishes: Sequence[Wish]) -> list[bool]:
    """Of each of these wishes whether any row matches. One query."""
    if not wishes:
        return []
    on = _on_sqlite if connection.vendor == "sqlite" else _any_on_postgresql
    worded = Wish.for_sqlite if connection.vendor == "sqlite" else Wish.for_postgresql
    table = model._meta.db_table
    parts = (f"SELECT {number} FROM ({on(table)}) AS part{number}" for number in range(len(wishes)))
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), [each for wish in wishes for each in (worded(wish), 1)])
        matching = {number for (number,) in cursor.fetchall()}
    return [number in matching for number in range(len(wishes))]


def _any_on_postgresql(table: str) -> str:
    return f"SELECT id FROM {table} WHERE {with_thousand(table)} @@ (SELECT %s::tsquery) LIMIT %s"


def _union(parts: Sequence[str], limit: str = "%s") -> str:
    whole = " UNION ALL ".join(f"SELECT id FROM ({part}) AS part{number}" for number, part in enumerate(parts))
    return f"{whole} LIMIT {limit}"


def _parameters(wishes: Sequence[Wish], worded: Callable[[Wish], str], limit: int) -> list[str | int]:
    return [*(parameter for wish in wishes for parameter in (worded(wish), limit)), limit]


def _on_sqlite(table: str) -> str:
    index = f"{table}_index"
    return f"SELECT rowid AS id FROM {index} WHERE {index} MATCH %s ORDER BY rowid DESC LIMIT %s"


def _on_postgresql(table: str, wish: str, and_rows: str = "", limit: str = "%s") -> str:
    matching = f"{with_thousand(table)} @@ (SELECT {wish}::tsquery)"
    return f"SELECT id FROM {table} WHERE {matching} {and_rows} ORDER BY id DESC LIMIT {limit}"


def _newest_thousands(table: str) -> str:
    wish, limit = "%(wish)s::tsquery", "%(limit)s"
    parts = [
        _on_postgresql(table, f"{wish} && {_thousands(near, far)}", limit=limit)
        for near, far in zip((0, *SLICES), SLICES, strict=False)
    ]
    older = f"AND id < ((SELECT thousand FROM newest) - {SLICES[-1] - 1}) * {THOUSAND}"
    return f"WITH newest AS (SELECT coalesce(max(id), 0) / {THOUSAND} AS thousand FROM {table}) " + _union(
        [*parts, _on_postgresql(table, wish, older, limit)], limit
    )


def _thousands(near: int, far: int) -> str:
    return (
        f"(SELECT string_agg('@t' || (thousand - n), ' | ')::tsquery FROM newest, generate_series({near}, {far - 1}) n)"
    )
