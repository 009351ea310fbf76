"""Whoever runs the site upgrades it with everything in it: no migration loses a row or leaves a record damaged."""

import json
import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

from tests.upgrading import snapshots

ROOT = Path(__file__).parents[2]
NAMES = sorted(path.name.removesuffix(".json.gz") for path in snapshots.FOLDER.glob("*.json.gz"))
# Never used: rights are given through groups and on single things.
WITHOUT_ROWS = {"accounts.user_user_permissions"}
OURS = {config.label for config in apps.get_app_configs() if (ROOT / config.name.split(".")[0]).is_dir()}


@pytest.fixture
def database(db, tmp_path) -> Iterator[str]:
    """The address of an empty database of the kind the tests use."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path}/earlier.sqlite3"
        return
    name = f"cairn_earlier_{uuid.uuid4().hex[:8]}"
    settings_of = settings.DATABASES["default"]
    server = f"postgres://{settings_of['USER']}@{settings_of['HOST']}:{settings_of['PORT']}"
    run("psql", "-q", f"{server}/postgres", "-c", f"CREATE DATABASE {name}")
    yield f"{server}/{name}"
    run("psql", "-q", f"{server}/postgres", "-c", f"DROP DATABASE {name} WITH (FORCE)")


def run(*command: str, **environment: str) -> str:
    done = subprocess.run(
        command, env={**os.environ, **environment}, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


@pytest.mark.parametrize("name", NAMES)
def test_a_database_of_an_earlier_day_comes_forward_whole(database, tmp_path, name):
    said = run(
        sys.executable, "-m", "tests.upgrading", "forward", name, DATABASE_URL=database, VAR_DIR=str(tmp_path / "var")
    )
    found = json.loads(said.splitlines()[-1])
    assert found["missing"] == []
    assert found["damages"] == []
    assert set(found["pages"].values()) == {200}, found["pages"]


def test_every_table_of_ours_has_rows_that_later_migrations_meet():
    """After adding a table: `python -m tests.upgrading take NAME`, with the number and name of the migration."""
    kept = {label for name in NAMES for label in snapshots.Snapshot.read(snapshots.FOLDER / f"{name}.json.gz").rows}
    every = apps.get_models(include_auto_created=True)
    ours = {m._meta.label_lower for m in every if m._meta.app_label in OURS and m._meta.managed}
    assert ours - kept == WITHOUT_ROWS
