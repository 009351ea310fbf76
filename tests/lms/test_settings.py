"""Every choice about a deployment is written down where people look for it."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
ASKED = re.compile(r'\benv\.\w+\(\s*"([A-Z0-9_]+)"')


def test_every_variable_that_is_read_is_in_the_guide():
    asked = set(ASKED.findall((ROOT / "lms" / "settings.py").read_text()))
    told = set(re.findall(r"`([A-Z0-9_]+)`", (ROOT / "docs" / "guides" / "settings.md").read_text()))
    assert len(asked) > 20
    assert asked - told == set()


def test_the_sample_has_every_variable_and_no_other():
    asked = set(ASKED.findall((ROOT / "lms" / "settings.py").read_text()))
    sample = (ROOT / "deploy" / "env.sample").read_text()
    assert set(re.findall(r"^#?([A-Z0-9_]+)=", sample, re.MULTILINE)) == asked


def test_nothing_else_reads_the_environment():
    apps = ("accounts", "certificates", "courses", "desk", "evidence", "home", "lms", "notices", "operations")
    readers = [
        str(path.relative_to(ROOT))
        for app in apps
        for path in (ROOT / app).rglob("*.py")
        if "os.environ" in path.read_text() and path.name not in {"wsgi.py", "celery.py", "databases.py"}
    ]
    assert readers == []
