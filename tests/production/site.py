"""A site set up by the words of the guide: its commands, and the systemd units that it installs."""

import json
import re
import secrets
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Self

import psycopg

from tests.journeys.site import ROOT, Site, _on_server

GUIDE = ROOT / "docs" / "guides" / "running.md"
HOST = "learn.harbour-meetings.ca"
ADMINISTRATOR = "noor@example.org"
_BLOCK = re.compile(r"^```bash\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def steps() -> dict[str, str]:
    """The commands of the guide, by the heading they stand under."""
    found = {}
    for section in re.split(r"^##+ ", GUIDE.read_text(), flags=re.MULTILINE)[1:]:
        if block := _BLOCK.search(section):
            found[section.partition("\n")[0].lstrip("0123456789. ")] = block[1]
    return found


def sample() -> dict[str, str]:
    """What the sample of settings fills in before anybody wrote into it."""
    lines = (ROOT / "deploy" / "env.sample").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def unit(name: str, port: int) -> list[str]:
    """What a unit of deploy/ starts, here instead of in /srv/cairn."""
    text = (ROOT / "deploy" / "systemd" / f"cairn-{name}.service").read_text()
    (command,) = re.findall(r"^ExecStart=(.+)$", text, re.MULTILINE)
    return command.replace("/srv/cairn", str(ROOT)).replace(":8000", f":{port}").split()


class ProductionSite(Site):
    """Empty at first; `follow` does what the guide says, `start_services` what systemd would."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._environment = {
            **sample(),
            **self._environment,
            "DEBUG": "false",
            "SECRET_KEY": secrets.token_urlsafe(50),
            "SITE_URL": f"https://{HOST}",
            "ALLOWED_HOSTS": HOST,
            "TRUSTED_PROXY_COUNT": "1",
            "WEB_CONCURRENCY": "2",
            "DEFAULT_FROM_EMAIL": f"training@{HOST}",
            "ORGANISATION_NAME": "Harbour Meetings",
            "EMAIL_URL": "smtp://127.0.0.1:1",  # nobody is there: letters wait, and nothing else does
            "ADMINS": "noor@harbour-meetings.ca",
            "ADMINISTRATOR": ADMINISTRATOR,
            "DJANGO_SUPERUSER_PASSWORD": "stones by the harbour",
            "DJANGO_SETTINGS_MODULE": "lms.settings",
        }
        for name in ("NO_RATE_LIMITS", "DJANGO_ALLOW_ASYNC_UNSAFE"):  # of tests
            self._environment.pop(name, None)
        self._commands = {name: unit(name, self.port) for name in ("web", "worker", "clock")}

    def __enter__(self) -> Self:
        self._make_database()  # a copy of one that `migrate` made from nothing: a minute less
        return self

    def follow(self, step: str, **environment: str) -> str:
        """Do what the guide says under a heading, line by line; what was printed."""
        return "".join(self._do(line, environment) for line in steps()[step].splitlines())

    def _do(self, line: str, environment: dict[str, str]) -> str:
        told = {**self._environment, **environment}
        if "collectstatic" in line:
            told["PYTHONPATH"] = str(self._without_brotli())
        shell = ["bash", "-euo", "pipefail", "-c", line]
        ended = subprocess.run(shell, cwd=ROOT, env=told, capture_output=True, text=True)
        assert ended.returncode == 0, f"{line}\n{ended.stdout}\n{ended.stderr}"
        return ended.stdout

    def _without_brotli(self) -> Path:
        """Pressing static files the hard way takes a minute, and proves nothing."""
        folder = self.folder / "without"
        folder.mkdir(exist_ok=True)
        (folder / "brotli.py").write_text("raise ImportError")
        return folder

    def start(self, name: str) -> None:
        with (self.folder / f"{name}.log").open("ab") as log:
            self._processes[name] = subprocess.Popen(
                self._commands[name],
                cwd=ROOT,
                env={**self._environment, "PGAPPNAME": name},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def start_services(self) -> None:
        for name in self._commands:
            self.start(name)
        self.wait_for(lambda: self.ask("/healthz")[0] == 200)

    def stop_services(self) -> None:
        for name in list(self._processes):
            self.kill(name)
            del self._processes[name]

    def lose_everything(self) -> None:
        """The database and every file, backups aside."""
        _on_server(self._server, "DROP DATABASE {} WITH (FORCE)", self._name)
        for place in ("media", "private", "frozen"):
            shutil.rmtree(self.folder / place, ignore_errors=True)
        _on_server(self._server, "CREATE DATABASE {}", self._name)

    def in_world(self, call: str) -> dict:
        """Call a function of `world` in the site's environment; what it printed, as JSON."""
        code = f"from tests.production import world; world.{call}"
        return json.loads(self.run("manage.py", "shell", "--verbosity", "0", "-c", code))

    def column(self, query: str) -> list:
        """The first column of what a query finds, sorted."""
        with psycopg.connect(self.database) as connection:
            return sorted(row[0] for row in connection.execute(query))

    def ask(self, path: str) -> tuple[int, bytes]:
        """What the site answers to a stranger behind the proxy."""
        headers = {"Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.7"}
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()
        except OSError:
            return 0, b""

    def wait_for(self, happened, *, at_most: float = 60) -> None:
        until = time.monotonic() + at_most
        while not happened():
            if time.monotonic() > until:
                logs = "\n".join(log.read_text()[-3000:] for log in self.folder.glob("*.log"))
                raise AssertionError(f"It did not happen within {at_most} s:\n{logs}")
            time.sleep(0.2)
