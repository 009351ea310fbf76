"""The bare site answers what the flows are compared with. It has settings of its own, so it runs in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

_WALK = """
from bench.bare.prepare import prepare
session = prepare()
from django.test import Client
from bench.bare.models import Mark
client = Client(HTTP_HOST="127.0.0.1")
print(client.get("/page/").status_code, client.get("/public/").status_code)
client.cookies["sessionid"] = session
print(client.get("/page/").status_code, client.get("/write/").status_code, Mark.objects.count())
from bench.flows import BARE_PASSWORD
print(client.get("/enter/", {"name": "bench", "password": BARE_PASSWORD}).content.decode())
"""


def test_the_floor_asks_who_reads_shows_a_row_writes_one_and_logs_in(tmp_path):
    environment = {
        "BARE_DATABASE_URL": f"sqlite:///{tmp_path / 'bare.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "bench.bare.settings",
    }
    walked = subprocess.run(
        [sys.executable, "-c", _WALK],
        cwd=Path(__file__).resolve().parents[2],
        env={**os.environ, **environment},
        check=True,
        capture_output=True,
        text=True,
    )
    assert walked.stdout.splitlines() == ["302 200", "200 200 1", "in"]
