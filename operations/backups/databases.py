"""The rows of a site in one file, by the database's own tools, and back. Sessions stay out: a backup logs nobody in."""

import os
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any, Protocol

from django.db import connection, transaction
from django.utils.translation import gettext as _

from lms.refusals import Refusal

# Whoever has a key of these is somebody else on the site.
LEFT_OUT = ("django_session", "usersessions_usersession")
_LINES = 3  # of what a tool says when it fails


class Database(Protocol):
    """One kind of database."""

    def dump(self, target: Path) -> dict[str, int]:
        """Write every row into a file as of one moment; the number of rows of each table."""

    def load(self, source: Path) -> None:
        """Put the rows of a file in the place of all there are, wholly or not at all."""


def current() -> Database:
    """The database of this site."""
    kinds: dict[str, type[Database]] = {"sqlite": Sqlite, "postgresql": Postgresql}
    return kinds[connection.vendor]()


def counts() -> dict[str, int]:
    """How many rows each table has, those aside that no backup keeps."""
    with connection.cursor() as cursor:
        return {table: _count(cursor, connection.ops.quote_name(table)) for table in tables()}


def tables() -> list[str]:
    """The tables that a backup keeps."""
    return sorted(set(connection.introspection.table_names()) - set(LEFT_OUT))


def _count(cursor: Any, quoted: str) -> int:
    cursor.execute(f"SELECT count(*) FROM {quoted}")  # noqa: S608 (a table's own name, quoted)
    return int(cursor.fetchone()[0])


class Sqlite:
    """Through SQLite's backup API, which copies a database that is in use."""

    def dump(self, target: Path) -> dict[str, int]:
        connection.ensure_connection()
        with closing(sqlite3.connect(target)) as copy:
            connection.connection.backup(copy)
            for table in LEFT_OUT:
                copy.execute(f"DELETE FROM {table}")  # noqa: S608 (a constant)
            copy.commit()
            copy.execute("PRAGMA journal_mode = DELETE")
            copy.execute("VACUUM")  # so that nothing of what was left out stays between the rows
            return {table: _count(copy.cursor(), f'"{table}"') for table in tables()}

    def load(self, source: Path) -> None:
        connection.ensure_connection()
        with closing(sqlite3.connect(source)) as kept:
            kept.backup(connection.connection)
        connection.close()  # what it knew of the tables is of yesterday


class Postgresql:
    """Through pg_dump and pg_restore, which must not be older than the server."""

    def dump(self, target: Path) -> dict[str, int]:
        with transaction.atomic(), connection.cursor() as cursor:
            # counted in the very snapshot that is written
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            snapshot = cursor.fetchone()[0]
            found = counts()
            without = [f"--exclude-table-data={table}" for table in LEFT_OUT]
            _run(
                "pg_dump",
                "--format=custom",
                "--no-owner",
                "--no-acl",
                f"--snapshot={snapshot}",
                *without,
                f"--file={target}",
            )
        return found

    def load(self, source: Path) -> None:
        connection.close()
        script = source.with_suffix(".sql")
        _run("pg_restore", "--no-owner", "--no-acl", f"--file={script}", str(source), connected=False)
        emptied = "SET lock_timeout = '20s'; DROP SCHEMA public CASCADE; CREATE SCHEMA public"
        _run(
            "psql",
            "--quiet",
            "--no-psqlrc",
            "--single-transaction",
            "--set=ON_ERROR_STOP=1",
            "--output=/dev/null",
            f"--command={emptied}",
            f"--file={script}",
        )


def _run(tool: str, *arguments: str, connected: bool = True) -> None:
    """Run a tool of PostgreSQL on this site's database; the password goes through the environment, never the command line."""
    given = connection.get_connection_params()
    known = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE"}
    known |= {"sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT"}
    found = {variable: str(given[name]) for name, variable in known.items() if given.get(name)}
    environment = {**os.environ, **found} if connected else None
    try:
        subprocess.run(  # noqa: S603 (our own words, and paths that an administrator gave)
            [tool, *arguments], check=True, capture_output=True, text=True, env=environment
        )
    except FileNotFoundError:
        raise Refusal(
            _("%(tool)s is not installed. It comes with PostgreSQL's client (package postgresql-client).")
            % {"tool": tool}
        )
    except subprocess.CalledProcessError as error:
        said = " ".join(error.stderr.strip().splitlines()[:_LINES])
        raise Refusal(_("%(tool)s did not succeed: %(said)s") % {"tool": tool, "said": said})
