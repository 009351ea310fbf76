"""Every row of the database, to put back and to compare: what two runs wrote is the same when their rows are."""

import re
from collections import Counter
from typing import Any

from django.apps import apps
from django.db import connection, models

_KEPT = "kept"  # the schema that holds the copy
_DRAWN = {"code", "uuid", "sha256", "file"}  # drawn by lot, or made from what is
_KEYS = {"obligation", "release"}  # primary keys, where facts hold numbers of these names


class Kept:
    """A copy of every table (PostgreSQL), beside the tables themselves."""

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT table_name, string_agg(quote_ident(column_name), ', ') FILTER (WHERE is_generated = 'NEVER')"
                " FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)"
                " WHERE table_schema = 'public' AND table_type = 'BASE TABLE' GROUP BY table_name"
            )
            self.tables: dict[str, str] = dict(cursor.fetchall())  # with the columns that can be written
            cursor.execute(f"CREATE SCHEMA {_KEPT}")
            for table in self.tables:
                cursor.execute(f"CREATE TABLE {_KEPT}.{table} AS TABLE public.{table}")

    def put_back(self) -> None:
        """Make the tables what they were. As a replica would, so that no trigger refuses."""
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            cursor.execute("TRUNCATE " + ", ".join(f"public.{table}" for table in self.tables))
            for table, columns in self.tables.items():
                cursor.execute(f"INSERT INTO public.{table} ({columns}) SELECT {columns} FROM {_KEPT}.{table}")
            cursor.execute("SET session_replication_role = origin")

    def throw_away(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP SCHEMA {_KEPT} CASCADE")


def everything() -> dict[str, Counter]:
    """Every table's rows, by name of the model: without primary keys and what is drawn by lot, and with the row that it
    points to in place of each foreign key.
    """
    return _Rows().by_model()


class _Rows:
    def __init__(self) -> None:
        self.models = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
        self.rows = {
            model: {row["pk"]: row for row in model._base_manager.values("pk", *_columns(model))}
            for model in self.models
        }
        self._known: dict[tuple[type, Any], str] = {}

    def by_model(self) -> dict[str, Counter]:
        return {model._meta.label: Counter(self.text(model, pk) for pk in self.rows[model]) for model in self.models}

    def text(self, model: type[models.Model], pk: Any) -> str:
        """What a row says."""
        if (model, pk) not in self._known:
            row = self.rows[model].get(pk)
            self._known[model, pk] = str(row and [self._value(model, name, row[name]) for name in _columns(model)])
        return self._known[model, pk]

    def _value(self, model: type[models.Model], name: str, value: Any) -> Any:
        field = model._meta.get_field(name)
        if field.is_relation and value is not None:
            return f"{name} → {hash(self.text(field.related_model, value))}"
        return f"{name}: {re.sub('[0-9]+', '#', value) if name == 'dedupe_key' else _plain(value)}"


def _columns(model: type[models.Model]) -> list[str]:
    found = [field for field in model._meta.concrete_fields if field.name not in _DRAWN]
    return [field.attname for field in found if field.is_relation or not field.primary_key]


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        drawn = {key for key in value if key in _DRAWN or (key in _KEYS and isinstance(value[key], int))}
        return {key: _plain(one) for key, one in sorted(value.items()) if key not in drawn}
    return [_plain(one) for one in value] if isinstance(value, list) else value
