"""Queries whose SQL is written once: for a page's few rows Django takes longer to write it than a database to answer.

@compiled_query(at=models.DateTimeField(), article=models.BigIntegerField())
def live_edition(at, article):
    return Edition.objects.live(at).filter(article=article)

[edition] = live_edition(now, 17)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from threading import local
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models

Build = Callable[..., models.QuerySet[Any, Any]]


class Parameter(models.Value):
    """The place in a query of a value that each execution brings along.

    It may be compared with a column and nothing else: Python refuses to slice by it or to go through it as a list, and
    `require_places` what left it out.
    """

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        return "%s", (self,)


def require_places(names: set[str], sql: str, parameters: Iterable[Any]) -> None:
    """Refuse a statement in which a value has no place of its own, or one that several values would need.

    Raises:
        TypeError: then its SQL could not be the same for every value.
    """
    if " IN %s" in sql:  # of a list and of a subquery it is " IN ("
        raise TypeError("a place is for one value, not for a list")
    if missing := names - {each.value for each in parameters if isinstance(each, Parameter)}:
        raise TypeError(f"not compared with a column: {', '.join(sorted(missing))}")


class _Statement:
    """A query as it was written for one connection."""

    def __init__(self, queryset: models.QuerySet[Any, Any], names: set[str], connection: Any) -> None:
        self.connection = connection
        compiler: Any = queryset.query.get_compiler(connection=connection)
        self._sql, self._parameters = compiler.as_sql()
        require_places(names, self._sql, self._parameters)
        self._filled: tuple[Any, ...] = ()
        converters = compiler.get_converters([column for column, *_rest in compiler.select])
        # What makes objects of rows asks the query for its compiler, and that for its SQL and its columns' types.
        query: Any = queryset.query
        query.get_compiler = lambda *_args, **_options: compiler
        compiler.as_sql = lambda *_args, **_options: (self._sql, self._filled)
        compiler.get_converters = lambda *_args, **_options: converters
        self._rows: Any = queryset._iterable_class(queryset)

    def execute(self, values: dict[str, Any]) -> list[Any]:
        """Its rows for these values, which are as the database takes them."""
        self._filled = tuple(values[each.value] if isinstance(each, Parameter) else each for each in self._parameters)
        return list(self._rows)


class CompiledQuery:
    def __init__(self, build: Build, fields: dict[str, models.Field[Any, Any]]) -> None:
        self._build = build
        self._fields = fields
        self._held = local()  # each thread has a connection of its own

    def __call__(self, *values: Any) -> list[Any]:
        connection = connections[DEFAULT_DB_ALIAS]
        statement: _Statement | None = getattr(self._held, "statement", None)
        if statement is None or statement.connection is not connection:
            given = (Parameter(name, output_field=field) for name, field in self._fields.items())
            statement = self._held.statement = _Statement(self._build(*given), {*self._fields}, connection)
        asked = zip(self._fields.items(), values, strict=True)
        return statement.execute({name: _prepared(name, field, value, connection) for (name, field), value in asked})


def _prepared(name: str, field: models.Field[Any, Any], value: Any, connection: Any) -> Any:
    if value is None or isinstance(value, list | tuple | set | frozenset):
        raise TypeError(f"{name}: {value!r} is not compared as a single value is")
    return field.get_db_prep_value(value, connection)


def compiled_query(**fields: models.Field[Any, Any]) -> Callable[[Build], CompiledQuery]:
    """Makes of a function that gives a queryset one that gives its rows, as a list.

    The function is called once for each connection, with places instead of values: it may compare columns with them,
    and do nothing else with them.

    Raises:
        TypeError: at the first call, if it does something else; at any call, if a value is None or several.

    Args:
        fields: what the function takes, in its order, and which kind of column each is compared with.
    """
    return lambda build: CompiledQuery(build, fields)
