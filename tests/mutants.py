"""Plugin of `make mutants`: every changed program gets a copy of one migrated database instead of migrating its own, and
one that never comes to an end is stopped.
"""

import os
import shutil
import signal
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections

# Many times what such a test computes; the machine may be busy with other things, so that only its own work is counted.
SECONDS, SECONDS_WITH_DATABASE = 5, 60


class CopiedDatabase:
    """A plugin of its own, because the one that is registered last decides about a fixture."""

    @pytest.fixture(scope="session")
    @classmethod
    def django_db_setup(cls, django_db_blocker):
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


def pytest_configure(config):
    config.pluginmanager.register(CopiedDatabase(), "copied database")


class EndlessError(BaseException):
    """A test did not come to an end. Not an Exception, so that nothing under test swallows it."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    """Fail a test that a change has sent round in circles."""

    def stop(_number, _frame):
        raise EndlessError

    before = signal.signal(signal.SIGPROF, stop)
    allowed = SECONDS_WITH_DATABASE if item.get_closest_marker("django_db") else SECONDS
    signal.setitimer(signal.ITIMER_PROF, allowed)
    try:
        return (yield)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
