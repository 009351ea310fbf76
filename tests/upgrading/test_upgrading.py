"""Whoever runs the site upgrades it with everything in it: no migration loses a row or leaves a record damaged."""

import json
import os
import sqlite3
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


@pytest.fixture(scope="module")
def earliest(django_db_setup, tmp_path_factory) -> Iterator[str]:
    """The address of an empty database in the schema of the earliest day, from which every later day's is made."""
    folder = tmp_path_factory.mktemp("earliest")
    address = f"sqlite:///{folder}/earliest.sqlite3"
    if connection.vendor == "postgresql":
        address = made(f"cairn_earliest_{uuid.uuid4().hex[:8]}")
    run(sys.executable, "-m", "tests.upgrading", "schema", NAMES[0], DATABASE_URL=address, VAR_DIR=str(folder / "var"))
    yield address
    drop(address)


@pytest.fixture
def database(earliest, tmp_path) -> Iterator[str]:
    """The address of a copy of that."""
    if connection.vendor == "postgresql":
        address = made(f"cairn_earlier_{uuid.uuid4().hex[:8]}", like=earliest.rpartition("/")[2])
    else:
        address = f"sqlite:///{tmp_path}/earlier.sqlite3"
        with sqlite3.connect(earliest.removeprefix("sqlite:///")) as old, sqlite3.connect(address[10:]) as new:
            old.backup(new)
    yield address
    drop(address)


def server() -> str:
    settings_of = settings.DATABASES["default"]
    return f"postgres://{settings_of['USER']}@{settings_of['HOST']}:{settings_of['PORT']}"


def made(name: str, *, like: str = "template1") -> str:
    """A database on the server; its address."""
    run("psql", "-q", f"{server()}/postgres", "-c", f"CREATE DATABASE {name} TEMPLATE {like}")
    return f"{server()}/{name}"


def drop(address: str) -> None:
    if connection.vendor == "postgresql":
        run("psql", "-q", f"{server()}/postgres", "-c", f"DROP DATABASE {address.rpartition('/')[2]} WITH (FORCE)")


def run(*command: str, **environment: str) -> str:
    done = subprocess.run(
        command, env={**os.environ, **environment}, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


@pytest.mark.django_db
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
