"""The people and places most tests need."""

import gc
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import TransactionTestCase

from accounts import roles
from accounts.models import Region, User
from tests import factories, indexing
from tests.kept import SHELF, Shelf, as_in_every_test, kept

_DATABASE = {"db", "transactional_db", "django_db_setup", "_django_db_helper", "live_server"}


def pytest_configure(config):
    config.stash[SHELF] = Shelf(config)


def pytest_collection_finish():
    """Look for garbage rarely: what is loaded by now stays, and every request and query makes many small things."""
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    from tests.spreading import InRows

    return InRows(config, log)


def pytest_collection_modifyitems(items):
    """A test that commits puts back what the migrations made; one that does not takes it from every test after it."""
    items.sort(key=lambda item: item.get_closest_marker("walk") is None)  # they take longest
    for item in items:
        mark = item.get_closest_marker("django_db")
        if not (mark or _DATABASE & set(item.fixturenames) or item.get_closest_marker("journey")):
            item.add_marker(pytest.mark.pure)
        if mark and mark.kwargs.get("transaction") and not mark.kwargs.get("serialized_rollback"):
            raise pytest.UsageError(f"{item.nodeid} commits: mark it with serialized_rollback=True as well.")


@pytest.fixture(scope="session")
def shelf(request, django_db_setup) -> Iterator[Shelf]:
    """What tests in a row share (tests/kept.py)."""
    shelf = request.config.stash[SHELF]
    shelf.ready = True
    yield shelf
    shelf.clear()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    item.config.stash[SHELF].prepare(item)


@pytest.fixture(autouse=True)
def _as_in_every_test():
    as_in_every_test()


@pytest.fixture
def indexed(monkeypatch):
    """What is saved can be searched for."""
    monkeypatch.setattr(indexing.SearchOnlyWhenAsked, "searched", True)


@pytest.fixture(autouse=True)
def _account_letters_leave_at_once(monkeypatch):
    """What a worker would send after the commit, which does not come in most tests."""
    monkeypatch.setattr("accounts.letters.later", SimpleNamespace(ask=lambda task, *args: task.delay(*args)))


@pytest.fixture(autouse=True, scope="session")
def _append_only_rows_are_emptied_between_tests():
    """Tests that commit leave rows behind. PostgreSQL empties the tables as a replica would, for which no trigger fires."""
    empty = TransactionTestCase._fixture_teardown

    def emptied(self):
        if connection.vendor != "postgresql":
            return empty(self)
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
        try:
            return empty(self)
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SET session_replication_role = origin")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", emptied)
        yield


@kept
def region_tree() -> dict[str, Region]:
    """Canada > Ontario > (Toronto, Ottawa), Canada > Québec > Montréal, by name."""
    return factories.make_regions()


@kept
def trainee(region_tree) -> User:
    """Jordan, of Toronto."""
    return factories.make_user("trainee@example.org", "Jordan Ellery", region_tree["Toronto"])


@kept
def trainer(region_tree) -> User:
    """Maren, who authors. Curricula are given to her by factories.trainers_of, which finds her by her address."""
    user = factories.make_user("author@example.org", "Maren Aldous", region_tree["Ontario"])
    roles.make_trainer(user, [])
    return user


@kept
def trainer2(region_tree) -> User:
    """Idris, who approves."""
    user = factories.make_user("approver@example.org", "Idris Coleman", region_tree["Ontario"])
    roles.make_trainer(user, [])
    return user


@kept
def coordinator(region_tree) -> User:
    """Beatriz, who answers for Ontario and everything in it."""
    user = factories.make_user("coordinator@example.org", "Beatriz Sandoval", region_tree["Toronto"])
    roles.make_coordinator(user, region_tree["Ontario"])
    return user


@kept
def admin(region_tree) -> User:
    """Noor, who runs the site."""
    user = factories.make_user("admin@example.org", "Noor Lindqvist", region_tree["Ontario"])
    roles.make_administrator(user)
    return user
