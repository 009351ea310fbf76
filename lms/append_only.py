"""Records that are written once: a guard on the model and a trigger in the database.

A row of an `AppendOnly` model is never changed or deleted, by Python or by SQL. `install_triggers` gives a migration the
same promise in SQLite and PostgreSQL.
"""

from django.db import models
from django.db.migrations.operations import RunPython


class AppendOnlyError(Exception):
    """Raised when code tries to change or delete a record that is kept as it was written."""


class AppendOnlyQuerySet(models.QuerySet):
    def update(self, **kwargs):
        raise AppendOnlyError(f"{self.model._meta.verbose_name} records are kept as they were written.")

    def delete(self):
        raise AppendOnlyError(f"{self.model._meta.verbose_name} records are kept as they were written.")

    def bulk_update(self, *args, **kwargs):
        raise AppendOnlyError(f"{self.model._meta.verbose_name} records are kept as they were written.")


class AppendOnly(models.Model):
    """Base of records that can only be added."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if self.pk is not None and not self._state.adding:
            raise AppendOnlyError(f"This {self._meta.verbose_name} is kept as it was written.")
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise AppendOnlyError(f"This {self._meta.verbose_name} is kept as it was written.")


def _sqlite(table: str, event: str, when: str) -> str:
    return (
        f"CREATE TRIGGER {table}_no_{event.lower()} BEFORE {event} ON {table} {when} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    )


def _postgresql(table: str, event: str, when: str) -> str:
    return (
        f"CREATE TRIGGER {table}_no_{event.lower()} BEFORE {event} ON {table} FOR EACH ROW {when} "
        f"EXECUTE FUNCTION cairn_append_only()"
    )


_FUNCTION = """
CREATE OR REPLACE FUNCTION cairn_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '%% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$
"""


def install_triggers(*tables: str, sealed_by: str = "") -> RunPython:
    """Migration operation: refuse UPDATE and DELETE on these tables.

    With `sealed_by`, a nullable column, rows stay open until that column is set and are refused from then on.
    """

    def forwards(apps, schema_editor) -> None:
        vendor = schema_editor.connection.vendor
        when = f"WHEN (OLD.{sealed_by} IS NOT NULL)" if sealed_by else ""
        if vendor == "postgresql":
            schema_editor.execute(_FUNCTION)
        statement = _postgresql if vendor == "postgresql" else _sqlite
        for table in tables:
            for event in ("UPDATE", "DELETE"):
                schema_editor.execute(statement(table, event, when))

    def backwards(apps, schema_editor) -> None:
        for table in tables:
            on = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
            for event in ("update", "delete"):
                schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{event}{on}")

    return RunPython(forwards, backwards)
