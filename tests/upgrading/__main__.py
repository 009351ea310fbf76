"""`python -m tests.upgrading take NAME`, `schema NAME` or `forward NAME`, with a database of its own (DATABASE_URL)."""

import os
import sys

import django


def main(command: str, name: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    from tests.upgrading import forward, take

    {"take": take.main, "schema": forward.schema, "forward": forward.main}[command](name)


main(*sys.argv[1:])
