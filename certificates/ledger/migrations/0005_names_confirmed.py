"""Whoever holds, or held, a certificate has seen the name on it: it counts as confirmed."""

from django.db import migrations
from django.db.models import Min, OuterRef, Subquery


def confirm(apps, schema_editor):
    periods = apps.get_model("ledger", "Period").objects
    first = periods.filter(user=OuterRef("pk")).order_by().values("user").annotate(at=Min("opened_at")).values("at")
    holders = apps.get_model("accounts", "User").objects.filter(pk__in=periods.values("user"), anonymised_at=None)
    holders.update(name_confirmed_at=Subquery(first))


class Migration(migrations.Migration):

    dependencies = [("ledger", "0004_public_paths"), ("accounts", "0004_name_confirmed")]

    operations = [migrations.RunPython(confirm, migrations.RunPython.noop)]
