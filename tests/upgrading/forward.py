"""Bring a database of an earlier day forward, and say as JSON what came of it: for a test, in a process of its own."""

import json

from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from django.urls import reverse

from accounts.models import User
from certificates.ledger.models import Certificate
from lms import records
from tests.upgrading import snapshots


def schema(name: str) -> None:
    """Make the schema of that day in an empty database."""
    MigrationExecutor(connection).migrate(snapshots.Snapshot.read(snapshots.FOLDER / f"{name}.json.gz").targets)


def main(name: str) -> None:
    snapshot = snapshots.Snapshot.read(snapshots.FOLDER / f"{name}.json.gz")
    snapshots.load(snapshot)
    call_command("migrate", verbosity=0)
    print(json.dumps({"missing": missing(snapshot), "damages": damages(), "pages": pages()}))  # noqa: T201


def missing(snapshot: snapshots.Snapshot) -> list[str]:
    """Rows that were there and are not any more, in tables that still are."""
    found = []
    for label, rows in snapshot.rows.items():
        try:
            model = apps.get_model(label)
        except LookupError:
            continue
        key = model._meta.pk.attname
        kept = {str(pk) for pk in model._base_manager.values_list("pk", flat=True)}
        found += [f"{label} {row[key]}" for row in rows if str(row[key]) not in kept]
    return found


def damages() -> list[str]:
    """What the check of records finds; not the bytes of files, which no database holds."""
    return [f"{one.record}: {one.what}" for one in records.damages() if "file" not in one.record]


def pages() -> dict[str, int]:
    """How the pages answer on which most of the records come together."""
    client, found = Client(), {}
    code = Certificate.objects.get().code
    found["verify"] = client.get(reverse("proof:verify_code", args=[code])).status_code
    trainee = User.objects.get(email="trainee@example.org")
    client.force_login(trainee)
    found["training"] = client.get(reverse("home:my_training")).status_code
    found["certificate"] = client.get(reverse("proof:certificate", args=[code])).status_code
    client.force_login(User.objects.get(email="coordinator@example.org"))
    found["person"] = client.get(reverse("desk:person", args=[trainee.pk])).status_code
    return found
