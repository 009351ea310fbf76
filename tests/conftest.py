"""The people and places most tests need."""

import gc
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation

from accounts import roles
from accounts.models import Region, User
from tests import factories, indexing


def pytest_collection_finish():
    """Look for garbage rarely: what is loaded by now stays, and every request and query makes many small things."""
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


def pytest_collection_modifyitems(items):
    """A test that commits puts back what the migrations made; one that does not takes it from every test after it."""
    for item in items:
        mark = item.get_closest_marker("django_db")
        if mark and mark.kwargs.get("transaction") and not mark.kwargs.get("serialized_rollback"):
            raise pytest.UsageError(f"{item.nodeid} commits: mark it with serialized_rollback=True as well.")


@pytest.fixture(autouse=True)
def _empty_cache():
    """No test reads what another one cached; each site has been in use, and knows who runs it."""
    cache.clear()
    cache.set("organisation", factories.DECIDED)


@pytest.fixture(autouse=True)
def _language_of_the_site():
    """No test speaks the language that another one's reader chose."""
    translation.activate(settings.LANGUAGE_CODE)


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


@pytest.fixture
def region_tree(db) -> dict[str, Region]:
    """Canada > Ontario > (Toronto, Ottawa), Canada > Québec > Montréal, by name."""
    return factories.make_regions()


@pytest.fixture
def trainee(region_tree) -> User:
    """Jordan, of Toronto."""
    return factories.make_user("trainee@example.org", "Jordan Ellery", region_tree["Toronto"])


@pytest.fixture
def trainer(region_tree) -> User:
    """Maren, who authors. Curricula are given to her by factories.trainers_of, which finds her by her address."""
    user = factories.make_user("author@example.org", "Maren Aldous", region_tree["Ontario"])
    roles.make_trainer(user, [])
    return user


@pytest.fixture
def trainer2(region_tree) -> User:
    """Idris, who approves."""
    user = factories.make_user("approver@example.org", "Idris Coleman", region_tree["Ontario"])
    roles.make_trainer(user, [])
    return user


@pytest.fixture
def coordinator(region_tree) -> User:
    """Beatriz, who answers for Ontario and everything in it."""
    user = factories.make_user("coordinator@example.org", "Beatriz Sandoval", region_tree["Toronto"])
    roles.make_coordinator(user, region_tree["Ontario"])
    return user


@pytest.fixture
def admin(region_tree) -> User:
    """Noor, who runs the site."""
    user = factories.make_user("admin@example.org", "Noor Lindqvist", region_tree["Ontario"])
    roles.make_administrator(user)
    return user
