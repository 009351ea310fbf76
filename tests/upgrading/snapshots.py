"""The rows of a database as JSON, by the models as they were: written today, read into the schema they were written from."""

import gzip
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps.registry import Apps
from django.core.management.color import no_style
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction
from django.db.migrations.executor import MigrationExecutor

FOLDER = Path(__file__).with_name("rows")
# What a database makes for itself: sessions, and the index of what is searched, which every kind of database has its own of.
_MADE_ANEW = ("sessions", "wagtailsearch")


@dataclass(frozen=True)
class Snapshot:
    """`targets` are the newest migrations of the day, `rows` the rows of each model by the names of its columns."""

    targets: list[tuple[str, str]]
    rows: dict[str, list[dict[str, Any]]]

    @classmethod
    def read(cls, path: Path) -> "Snapshot":
        data = json.loads(gzip.decompress(path.read_bytes()))
        return cls([(app, name) for app, name in data["targets"]], data["rows"])

    def write(self, path: Path) -> None:
        data = json.dumps({"targets": self.targets, "rows": self.rows}, cls=DjangoJSONEncoder, sort_keys=True)
        path.write_bytes(gzip.compress(data.encode(), mtime=0))


def take() -> Snapshot:
    """Everything the database of the default connection holds."""
    executor = MigrationExecutor(connection)
    targets = executor.loader.graph.leaf_nodes()
    found = {}
    for model in _models(executor.loader.project_state(targets).apps):
        fields = _stored(model)
        rows = [{f.attname: _plain(f, row) for f in fields} for row in model._base_manager.order_by("pk")]
        if rows:
            found[model._meta.label_lower] = rows
    return Snapshot(targets, found)


def load(snapshot: Snapshot) -> None:
    """Make the schema of that day in a database without rows of ours, and put exactly these rows into it."""
    executor = MigrationExecutor(connection)
    executor.migrate(snapshot.targets)
    apps = MigrationExecutor(connection).loader.project_state(snapshot.targets).apps
    every = list(_models(apps))
    with connection.constraint_checks_disabled(), transaction.atomic(), connection.cursor() as cursor:
        for model in every:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")
        for label, rows in snapshot.rows.items():
            model = apps.get_model(label)
            fields = _stored(model)
            made = [model(**{f.attname: f.to_python(row[f.attname]) for f in fields}) for row in rows]
            # the rows of one table only, where a model has a second one above it
            model._base_manager._insert(made, fields=fields, using=connection.alias)
        for statement in connection.ops.sequence_reset_sql(no_style(), every):
            cursor.execute(statement)


def _models(apps: Apps) -> list[type[models.Model]]:
    found = (m for m in apps.get_models(include_auto_created=True) if m._meta.managed and not m._meta.proxy)
    return [model for model in found if model._meta.app_label not in _MADE_ANEW]


def _stored(model: type[models.Model]) -> list[models.Field]:
    """The columns that are written; the database computes the others from them."""
    return [field for field in model._meta.local_concrete_fields if not field.generated]


def _plain(field: models.Field, row: models.Model) -> Any:
    value = field.value_from_object(row)
    return (
        value if value is None or isinstance(value, (str, int, float, bool, dict, list)) else field.value_to_string(row)
    )
