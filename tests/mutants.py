"""Plugin of `make mutants`: every changed program gets a copy of one migrated database instead of migrating its own."""

import os
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker):
    """In place of pytest-django's, which takes half a minute for each of a thousand changes."""
    own = Path(settings.VAR_DIR) / f"mutant-{os.getpid()}.sqlite3"
    shutil.copy(os.environ["MUTANTS_DATABASE"], own)
    with django_db_blocker.unblock():
        connections["default"].close()
        connections["default"].settings_dict["NAME"] = str(own)
    yield
    with django_db_blocker.unblock():
        connections["default"].close()
    own.unlink()
