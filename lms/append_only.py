"""Records that are written once: a guard on the model and triggers in the database.

A row of an `AppendOnly` model is never changed or deleted, by Python or by SQL; one of a `Sealed` model not once it is
sealed. The triggers are put in place after every migrate, because a migration that rebuilds a table loses them.
"""

from collections.abc import Iterable
from typing import Any, NoReturn, TypeVar

from django.apps import AppConfig
from django.db import connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper


class AppendOnlyError(Exception):
    """Raised when code tries to change or delete a record that is kept as it was written."""


_Row = TypeVar("_Row", bound=models.Model, covariant=True)


class AppendOnlyQuerySet(models.QuerySet[_Row]):
    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError(f"{self.model._meta.verbose_name} records are kept as they were written.")

    def delete(self) -> NoReturn:
        raise AppendOnlyError(f"{self.model._meta.verbose_name} records are kept as they were written.")

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError(f"{self.model._meta.verbose_name} records are kept as they were written.")


class AppendOnly(models.Model):
    """Base of records that can only be added."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None and not self._state.adding:
            raise AppendOnlyError(f"This {self._meta.verbose_name} is kept as it was written.")
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError(f"This {self._meta.verbose_name} is kept as it was written.")


class Sealed(models.Model):
    """Base of records that may be changed until the column named by `sealed_by` is set, and never afterwards."""

    sealed_by: str

    class Meta:
        abstract = True


def guarded(app_config: AppConfig) -> Iterable[type[models.Model]]:
    """The models of an app whose rows are kept as they were written."""
    return (model for model in app_config.get_models() if issubclass(model, AppendOnly | Sealed))


def install_on_migrate(sender: AppConfig, using: str, **kwargs: object) -> None:
    """Receiver of `post_migrate`."""
    install_triggers(sender, using)


def install_triggers(app_config: AppConfig, using: str = "default") -> None:
    """Put every trigger of an app's records in place, whatever was there before."""
    connection = connections[using]
    statements = _STATEMENTS.get(connection.vendor)
    if statements is None:
        return
    with transaction.atomic(using=using), connection.cursor() as cursor:
        existing = set(connection.introspection.table_names(cursor))
        for model in guarded(app_config):
            if model._meta.db_table in existing:
                sealed_by = model.sealed_by if issubclass(model, Sealed) else ""
                for statement in statements(model._meta.db_table, sealed_by):
                    cursor.execute(statement)


def _sqlite(table: str, sealed_by: str) -> Iterable[str]:
    """REPLACE fires the trigger on DELETE, because every connection has recursive triggers (settings)."""
    when = f"WHEN OLD.{sealed_by} IS NOT NULL" if sealed_by else ""
    for event in ("update", "delete"):
        yield f"DROP TRIGGER IF EXISTS {table}_no_{event}"
        yield (
            f"CREATE TRIGGER {table}_no_{event} BEFORE {event.upper()} ON {table} {when} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )


def _postgresql(table: str, sealed_by: str) -> Iterable[str]:
    when = f"WHEN (OLD.{sealed_by} IS NOT NULL)" if sealed_by else ""
    yield _FUNCTION
    for event in ("update", "delete"):
        yield f"DROP TRIGGER IF EXISTS {table}_no_{event} ON {table}"
        yield (
            f"CREATE TRIGGER {table}_no_{event} BEFORE {event.upper()} ON {table} FOR EACH ROW {when} "
            "EXECUTE FUNCTION cairn_append_only()"
        )
    yield f"DROP TRIGGER IF EXISTS {table}_no_truncate ON {table}"
    yield (
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT "
        "EXECUTE FUNCTION cairn_append_only()"
    )


_FUNCTION = """
CREATE OR REPLACE FUNCTION cairn_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$
"""
_STATEMENTS = {"sqlite": _sqlite, "postgresql": _postgresql}


def missing_triggers(app_config: AppConfig, connection: BaseDatabaseWrapper) -> list[str]:
    """The triggers of an app's records that the database lacks, as "table: event"."""
    events = ["update", "delete", *(["truncate"] if connection.vendor == "postgresql" else [])]
    query = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        present = {name for (name,) in cursor.fetchall()}
    return [
        f"{model._meta.db_table}: {event}"
        for model in guarded(app_config)
        for event in events
        if f"{model._meta.db_table}_no_{event}" not in present
    ]
