"""A whole site of its own for the journeys: database, web server, Celery worker, mail, as `make run` starts them."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "stack-the-stones"
_PATIENCE = 90  # seconds until the web server must answer


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


class DemoSite(AbstractContextManager):
    """The demo, seeded, with a server and a worker in processes of their own. Tests reach it through its address only."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        port = _free_port()
        self.url = f"http://127.0.0.1:{port}"
        self._database, self._scratch = self._choose_database()
        self._environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "lms.settings",
            "DEBUG": "true",
            "VAR_DIR": str(folder),
            "BUILT_DIR": str(ROOT / "var" / "built"),
            "DATABASE_URL": self._database,
            "SITE_URL": self.url,
            "NO_RATE_LIMITS": "true",
            "EMAIL_URL": f"filemail:///{folder / 'mail'}",
            "CELERY_TASK_ALWAYS_EAGER": "false",
            "LOG_LEVEL": "WARNING",
        }
        self._port = port
        self._processes: list[subprocess.Popen] = []

    def _choose_database(self) -> tuple[str, tuple[str, str] | None]:
        """The address to use, and for PostgreSQL where to make and drop it."""
        asked = os.environ.get("DATABASE_URL", "")
        if not asked.startswith("postgres"):
            return f"sqlite:///{self.folder / 'cairn.sqlite3'}", None
        parts = urlsplit(asked)
        name = f"cairn_journeys_{os.getpid()}"
        server = urlunsplit(parts._replace(scheme="postgresql", path="/postgres"))
        return urlunsplit(parts._replace(path=f"/{name}")), (server, name)

    def __enter__(self) -> "DemoSite":
        if self._scratch:
            self._on_server("CREATE DATABASE {}")
        for command in (["migrate", "--verbosity", "0"], ["build_fonts"], ["seed_demo"]):
            self._run(["manage.py", *command])
        celery = [
            "-m",
            "celery",
            "-A",
            "lms",
            "worker",
            "--pool",
            "solo",
            "--loglevel",
            "WARNING",
            "--queues",
            self._queue,
        ]
        gunicorn = ["-m", "gunicorn", "lms.wsgi", "--bind", f"127.0.0.1:{self._port}", "--threads", "4"]
        self._environment["CELERY_TASK_DEFAULT_QUEUE"] = self._queue
        self._start("worker", celery)
        self._start("web", [*gunicorn, "--workers", "2" if self._scratch else "1"])
        self._wait()
        return self

    def __exit__(self, *exception) -> None:
        for process in self._processes:
            process.terminate()
        for process in self._processes:
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=20)
            process.kill()
        if self._scratch:
            self._on_server("DROP DATABASE {} WITH (FORCE)")

    @property
    def _queue(self) -> str:
        return f"journeys-{self._port}"

    def _run(self, command: list[str]) -> None:
        subprocess.run(
            [sys.executable, *command], cwd=ROOT, env=self._environment, check=True, stdout=subprocess.DEVNULL
        )

    def _start(self, name: str, command: list[str]) -> None:
        log = (self.folder / f"{name}.log").open("wb")
        self._processes.append(
            subprocess.Popen([sys.executable, *command], cwd=ROOT, env=self._environment, stdout=log, stderr=log)
        )

    def _wait(self) -> None:
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until:
            with suppress(OSError), urllib.request.urlopen(f"{self.url}/healthz", timeout=5) as answer:
                if answer.status == 200:
                    return
            if self._processes[-1].poll() is not None:
                break
            time.sleep(0.3)
        raise RuntimeError("The site did not start:\n" + (self.folder / "web.log").read_text()[-4000:])

    def _on_server(self, statement: str) -> None:
        server, name = self._scratch
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(psycopg.sql.SQL(statement).format(psycopg.sql.Identifier(name)))
