"""Databases and web servers that live for the length of a run."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

ROOT = Path(__file__).resolve().parent.parent
SERVER = os.environ.get("BENCH_DATABASE_SERVER", "postgres://postgres@127.0.0.1:5432/postgres")


@contextmanager
def database(name: str, *, like: str = "template1") -> Iterator[str]:
    """A new PostgreSQL database, a copy of another one; its address. Dropped at the end, whatever happens."""
    parts = urlsplit(SERVER)
    server = urlunsplit(parts._replace(scheme="postgresql"))
    quoted, copied = psycopg.sql.Identifier(name), psycopg.sql.Identifier(like)
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(psycopg.sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(quoted, copied))
    try:
        yield urlunsplit(parts._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(psycopg.sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(quoted))


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@contextmanager
def gunicorn(application: str, port: int, environment: dict[str, str], ready: str) -> Iterator[None]:
    """The application behind gunicorn with two sync workers, as the peers were measured; up when `ready` answers."""
    command = [sys.executable, "-m", "gunicorn", application, "--workers", "2", "--bind", f"127.0.0.1:{port}"]
    command += ["--log-level", "error"]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment})
    try:
        _wait(f"http://127.0.0.1:{port}{ready}", process)
        yield
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=10)
        process.kill()


def _wait(url: str, process: subprocess.Popen) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        with suppress(OSError), urllib.request.urlopen(url, timeout=5):
            return
        time.sleep(0.2)
    raise RuntimeError(f"{url} does not answer.")
