"""Queries that nearly every page asks: their SQL is written once for each connection, and only the values change.

Django writes the SQL of a query anew each time it is asked, which takes longer than the database needs to answer; and
PostgreSQL plans each query anew, unless the connection has prepared it.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.utils import CursorWrapper
from django.db.models import QuerySet
from django.db.models.query import ModelIterable, get_related_populators  # type: ignore[attr-defined]  # not in the stubs

_Row = TypeVar("_Row")


class Small(int):
    """The kind of a value that stands beside a column of two bytes."""


# What stands in the written query where a value will: nothing that a query of ours compares with.
_STANDS_FOR: dict[type, Callable[[int], Any]] = {
    int: lambda place: 2_000_000_011 + place,
    Small: lambda place: 32_711 + place,
    str: lambda place: f"\ue000{place}\ue001",
    datetime: lambda place: datetime(1901, 1, 1, 0, 0, place, tzinfo=UTC),
}
_LARGEST = 2**63 - 1


def planned_once(connection: Any) -> CursorWrapper:
    """A cursor for SQL that always reads the same but for its parameters: PostgreSQL plans it once a connection.

    On SQLite, where `DATABASE_PREPARES` is off, and while queries are logged (a log cannot show a query that is prepared), a
    cursor like any other. It closes as they do.
    """
    if connection.vendor != "postgresql" or connection.queries_logged:
        found: CursorWrapper = connection.cursor()
        return found
    from django.db.backends.postgresql.base import ServerBindingCursor  # type: ignore[attr-defined]  # not in the stubs

    connection.ensure_connection()
    with connection.wrap_database_errors:
        wrapped: CursorWrapper = connection._prepare_cursor(ServerBindingCursor(connection.connection))
    return wrapped


class Compiled(Generic[_Row]):
    """A query of rows, or of tuples (`values_list`); `kinds` names its values and says what each is (int, Small, str, datetime).

    `build` is given all values by name and must put each into the query as it is. What it says besides must not change
    while the site runs.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, _Row]], **kinds: type) -> None:
        self._build, self._kinds = build, kinds

    def all(self, **values: Any) -> list[_Row]:
        """The rows for these values. One query."""
        connection = connections[DEFAULT_DB_ALIAS]
        known: dict[Compiled[_Row], _Written[_Row]] = connection.__dict__.setdefault("written_queries", {})
        if self not in known:
            known[self] = _Written(connection, self._build, self._kinds)
        return known[self].rows(values)

    def first(self, **values: Any) -> _Row | None:
        """The first of them, or None."""
        return next(iter(self.all(**values)), None)


class _Written(Generic[_Row]):
    """The query as one connection is told it."""

    def __init__(self, connection: Any, build: Callable[..., QuerySet[Any, _Row]], kinds: Mapping[str, type]) -> None:
        self._connection = connection
        stand_ins = {name: _STANDS_FOR[kind](place) for place, (name, kind) in enumerate(kinds.items())}
        queryset = build(**stand_ins)
        compiler = queryset.query.get_compiler(connection=connection)
        self._sql, params = compiler.as_sql()
        names = {self._prepared(value): name for name, value in stand_ins.items()}
        self._params = [(names.get(param), param) for param in params]
        if missing := set(kinds) - {name for name, _ in self._params}:
            raise ValueError(f"The query does not ask for {', '.join(sorted(missing))}.")
        self._converters = compiler.get_converters([one[0] for one in compiler.select])
        self._compiler = compiler
        self._made = (
            self._models(queryset.model) if issubclass(queryset._iterable_class, ModelIterable) else self._tuples
        )

    def _prepared(self, value: Any) -> Any:
        return self._connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value

    def rows(self, values: Mapping[str, Any]) -> list[_Row]:
        if any(isinstance(value, int) and abs(value) > _LARGEST for value in values.values()):
            return []  # as Django does with a number that no column can hold
        params = [param if name is None else self._prepared(values[name]) for name, param in self._params]
        with planned_once(self._connection) as cursor:
            cursor.execute(self._sql, params)
            found: Sequence[Sequence[Any]] = cursor.fetchall()
        if self._converters:
            found = list(self._compiler.apply_converters(found, self._converters))
        return self._made(found)

    @staticmethod
    def _tuples(rows: Sequence[Any]) -> list[Any]:
        return [tuple(row) for row in rows]

    def _models(self, model: Any) -> Callable[[Sequence[Any]], list[Any]]:
        compiler, alias = self._compiler, self._connection.alias
        chosen = compiler.klass_info["select_fields"]
        own = slice(chosen[0], chosen[-1] + 1)
        names = [one[0].target.attname for one in compiler.select[own]]
        related = get_related_populators(compiler.klass_info, compiler.select, alias)
        added: Mapping[str, int] = compiler.annotation_col_map or {}

        def make(row: Sequence[Any]) -> Any:
            made = model.from_db(alias, names, row[own])
            for one in related:
                one.populate(row, made)
            for name, column in added.items():
                setattr(made, name, row[column])
            return made

        return lambda rows: [make(row) for row in rows]
