"""What is written once stays as it was written: refused by the models, and by the database."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, connection, models, transaction

from certificates.ledger.models import Certificate, Period
from courses.contents.models import Content, ContentClaim, ContentFile, FrozenFile, FrozenRendition
from courses.learning.models import Completion, CourseCompletion
from courses.releases.models import Release, ReleaseItem
from lms.append_only import AppendOnlyError, missing_triggers
from tests import factories
from tests.kept import kept

pytestmark = pytest.mark.django_db

KEPT = [Content, ContentClaim, Release, ReleaseItem, Completion, CourseCompletion, Period, Certificate]
OTHER_WAYS = {
    "sqlite": "INSERT OR REPLACE INTO {table} SELECT * FROM {table}",  # deletes, without saying so
    "postgresql": "TRUNCATE {table} CASCADE",  # deletes no row, but all of them
}


@kept
def _history(trainee):
    curriculum = factories.make_curriculum("skills", modules=1, lessons=1, questions=1, claim=factories.make_claim())
    factories.make_release(curriculum)
    factories.make_scheme(curriculum)
    factories.study(factories.enrolled(trainee, curriculum))


@pytest.mark.usefixtures("_history")
@pytest.mark.parametrize("model", KEPT)
def test_a_row_is_neither_changed_nor_deleted_through_its_model(model):
    row = model.objects.first()
    field = next(f.name for f in model._meta.fields if not f.primary_key)
    for refused in (
        row.save,
        row.delete,
        model.objects.all().delete,
        lambda: model.objects.update(**{field: getattr(row, field)}),
        lambda: model.objects.bulk_update([row], [field]),
    ):
        with pytest.raises(AppendOnlyError):
            refused()


@pytest.mark.usefixtures("_history")
@pytest.mark.parametrize("model", KEPT)
def test_a_row_is_neither_changed_nor_deleted_through_sql(model):
    table, column = model._meta.db_table, model._meta.pk.column
    before = model.objects.count()
    for statement in (f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert model.objects.count() == before > 0


@pytest.mark.usefixtures("_history")
@pytest.mark.parametrize("model", KEPT)
def test_no_other_way_of_the_database_rewrites_or_empties_a_table(model):
    statement = OTHER_WAYS[connection.vendor].format(table=model._meta.db_table)
    before = list(model.objects.order_by("pk").values())
    connection.check_constraints()  # PostgreSQL empties no table while some of them wait for the commit
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert list(model.objects.order_by("pk").values()) == before != []


def test_every_migrate_seals_the_records_again():
    """A migration that alters a column makes the table anew on SQLite, and the new one has no triggers."""
    ledger, table = apps.get_app_config("ledger"), Certificate._meta.db_table
    on = f" ON {table}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for event in ("update", "delete"):
            cursor.execute(f"DROP TRIGGER {table}_no_{event}{on}")
    assert missing_triggers(ledger, connection) == [f"{table}: update", f"{table}: delete"]
    call_command("migrate", verbosity=0)
    assert missing_triggers(ledger, connection) == []


@pytest.mark.parametrize("model", [*KEPT, ContentFile, FrozenFile, FrozenRendition])
def test_what_they_rest_on_is_protected(model):
    links = [field for field in model._meta.fields if isinstance(field, models.ForeignKey)]
    assert all(field.remote_field.on_delete is models.PROTECT for field in links)
