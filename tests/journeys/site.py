"""Whole sites for the journeys: database, web server, Celery worker, mail, as `make run` starts them."""

import atexit
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import AbstractContextManager, closing, suppress
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit, urlunsplit

import psycopg

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "stack-the-stones"
_PATIENCE = 90  # seconds until the web server must answer
_MIGRATED: set[str] = set()  # databases to copy


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def _on_server(server: str, statement: str, *names: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(psycopg.sql.SQL(statement).format(*map(psycopg.sql.Identifier, names)))


def _copy(old: Path, new: Path) -> None:
    """A database in a file, with what its log still holds."""
    with closing(sqlite3.connect(old)) as source, closing(sqlite3.connect(new)) as target:
        source.backup(target)


class Site(AbstractContextManager):
    """An empty site with a server and a worker in processes of their own, which `kill` ends and `start` brings back.

    Tests reach it through its address, its database and its folder only.
    """

    SETTING_UP: tuple[tuple[str, ...], ...] = (("build_fonts",),)
    POOL: tuple[str, ...] = ("--pool", "solo")

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.queue = f"journeys-{self.port}"
        self.database, self._server = self._choose_database()
        self._environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "lms.settings",
            "DEBUG": "true",
            "VAR_DIR": str(folder),
            "BUILT_DIR": str(ROOT / "var" / "built"),
            "DATABASE_URL": self.database,
            "SITE_URL": self.url,
            "NO_RATE_LIMITS": "true",
            "EMAIL_URL": f"filemail:///{folder / 'mail'}",
            "CELERY_TASK_ALWAYS_EAGER": "false",
            "CELERY_TASK_DEFAULT_QUEUE": self.queue,
            "CACHE_KEY_PREFIX": self.queue,  # another site would show what this one keeps
            "LOG_LEVEL": "WARNING",
        }
        celery = ["-m", "celery", "-A", "lms", "worker", *self.POOL, "--loglevel", "WARNING"]
        gunicorn = ["-m", "gunicorn", "lms.wsgi", "--preload", "--bind", f"127.0.0.1:{self.port}", "--threads", "4"]
        self._commands = {
            "worker": [*celery, "--queues", self.queue],
            "web": [*gunicorn, "--workers", "2" if self._server else "1"],
        }
        self._processes: dict[str, subprocess.Popen] = {}

    def _choose_database(self) -> tuple[str, str]:
        """The address to use, and for PostgreSQL that of its server, where it is made and dropped."""
        asked = os.environ.get("DATABASE_URL", "")
        if not asked.startswith("postgres"):
            return f"sqlite:///{self.folder / 'cairn.sqlite3'}", ""
        parts = urlsplit(asked)
        server = urlunsplit(parts._replace(scheme="postgresql", path="/postgres"))
        return urlunsplit(parts._replace(path=f"/cairn_journeys_{self.port}")), server

    def _make_database(self) -> None:
        """A migrated database: a copy of one that the first site migrates."""
        if not self._server:
            self._make_file()
            return
        migrated = f"cairn_journeys_of_{os.getpid()}"
        if migrated not in _MIGRATED:
            _MIGRATED.add(migrated)
            atexit.register(_on_server, self._server, "DROP DATABASE IF EXISTS {} WITH (FORCE)", migrated)
            _on_server(self._server, "CREATE DATABASE {}", migrated)
            database = urlunsplit(urlsplit(self.database)._replace(path=f"/{migrated}"))
            self.run("manage.py", "migrate", "--verbosity", "0", DATABASE_URL=database)
        _on_server(self._server, "CREATE DATABASE {} TEMPLATE {}", self._name, migrated)

    def _make_file(self) -> None:
        own = self.folder / "cairn.sqlite3"
        if not _MIGRATED:
            self.run("manage.py", "migrate", "--verbosity", "0")
            kept = Path(tempfile.mkdtemp(prefix="cairn-journeys-")) / own.name
            atexit.register(shutil.rmtree, kept.parent, ignore_errors=True)
            _copy(own, kept)
            _MIGRATED.add(str(kept))
        else:
            _copy(Path(*_MIGRATED), own)

    @property
    def _name(self) -> str:
        return urlsplit(self.database).path.removeprefix("/")

    def __enter__(self) -> Self:
        self._make_database()
        for command in self.SETTING_UP:
            self.run("manage.py", *command)
        for name in self._commands:
            self.start(name)
        self.wait()
        return self

    def __exit__(self, *exception: object) -> None:
        for process in self._processes.values():
            process.terminate()
        for name, process in self._processes.items():
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=20)
            self.kill(name)
        if self._server:
            _on_server(self._server, "DROP DATABASE {} WITH (FORCE)", self._name)

    def run(self, *command: str, **environment: str) -> str:
        """Run Python in the site's environment to its end; what it printed."""
        arguments, environment = [sys.executable, *command], {**self._environment, **environment}
        ended = subprocess.run(arguments, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True)
        return ended.stdout

    def start(self, name: str) -> None:
        """Start the web server or the worker, each in a process group of its own."""
        with (self.folder / f"{name}.log").open("ab") as log:
            self._processes[name] = subprocess.Popen(
                [sys.executable, *self._commands[name]],
                cwd=ROOT,
                env={**self._environment, "PGAPPNAME": name},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill(self, name: str) -> None:
        """End the web server or the worker as a power cut would, with all its processes: no handler of theirs runs."""
        with suppress(ProcessLookupError):
            os.killpg(self._processes[name].pid, signal.SIGKILL)
        self._processes[name].wait()

    def wait(self) -> None:
        """Until the web server answers."""
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until:
            with suppress(OSError), urllib.request.urlopen(f"{self.url}/healthz", timeout=5) as answer:
                if answer.status == 200:
                    return
            if self._processes["web"].poll() is not None:
                break
            time.sleep(0.3)
        raise RuntimeError("The site did not start:\n" + (self.folder / "web.log").read_text()[-4000:])


class DemoSite(Site):
    """The demo, seeded."""

    SETTING_UP = (*Site.SETTING_UP, ("seed_demo",))
