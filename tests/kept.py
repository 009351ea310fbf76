"""Fixtures whose rows are made once, for as many tests in a row as ask for the same: making them is most of what tests do.

Each test still finds exactly what it asked for and nothing else, as if it had been made for it: what the tests before it
asked for beyond that is taken back first, and what a test does is rolled back as ever.
"""

import copy
import functools
import inspect
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.utils import translation
from pytest_django.plugin import blocking_manager_key

from courses.contents import remembering
from evidence import standing
from lms import doorstep, fragments
from tests import factories

_MARK = "_made_once"


def kept(maker: Callable) -> Any:
    """A fixture that only makes rows, out of nothing but other fixtures of this kind. The value is copied for each test."""
    asked = inspect.signature(maker).parameters.values()

    @functools.wraps(maker)
    def found(shelf: Shelf, **others: Any) -> Any:
        made = shelf.find(maker)
        return shelf.copied(made) if made else maker(**{one.name: others[one.name] for one in asked})

    # What pytest reads to know what the fixture needs.
    found.__signature__ = inspect.Signature([*map(_named, ("shelf", "db")), *asked])
    setattr(found, _MARK, maker)
    return pytest.fixture(found)


def _named(name: str) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.POSITIONAL_OR_KEYWORD)


class _Made(NamedTuple):
    maker: Callable
    value: Any
    savepoint: transaction.Atomic


class Shelf:
    """What stands ready, in the order in which it was made: each in a savepoint within the one before it."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.ready = False  # whether the database is there
        self._made: list[_Made] = []
        self._copies: dict[int, Any] = {}

    def prepare(self, item: pytest.Item) -> None:
        """Take back what this test does not ask for, and make what it does."""
        self._copies = {}
        if not self.ready or not (item.get_closest_marker("django_db") or "_django_db_helper" in item.fixturenames):
            return
        wanted = _asked_for(item)
        keep = 0
        while keep < len(self._made) and self._made[keep].maker in wanted:
            keep += 1
        self._take_back(keep)
        for maker, names in wanted.items():
            if self.find(maker) is None:
                self._make(maker, names)

    def find(self, maker: Callable) -> _Made | None:
        return next((one for one in self._made if one.maker is maker), None)

    def copied(self, made: _Made) -> Any:
        """This test's own copy; what is one object in several values is one in their copies."""
        return copy.deepcopy(made.value, self._copies)

    def clear(self) -> None:
        self._take_back(0)

    def _make(self, maker: Callable, names: dict[str, Callable]) -> None:
        as_in_every_test()
        with self.config.stash[blocking_manager_key].unblock():
            savepoint = transaction.atomic()
            savepoint._from_testcase = True  # the rules' own transactions begin within it, as within a test's
            savepoint.__enter__()
            try:
                value = maker(**{name: self.find(one).value for name, one in names.items()})
            except BaseException:
                savepoint.__exit__(RuntimeError, RuntimeError("not made"), None)
                raise
        self._made.append(_Made(maker, value, savepoint))

    def _take_back(self, keep: int) -> None:
        with self.config.stash[blocking_manager_key].unblock():
            while len(self._made) > keep:
                transaction.set_rollback(True)
                self._made.pop().savepoint.__exit__(None, None, None)


SHELF = pytest.StashKey[Shelf]()


def as_in_every_test() -> None:
    """No test reads what another one cached, or speaks the language its reader chose; each site knows who runs it."""
    cache.clear()
    doorstep.forget()
    fragments.forget()
    standing.forget()
    remembering.forget()
    cache.set("organisation", factories.DECIDED)
    translation.activate(settings.LANGUAGE_CODE)


def _asked_for(item: pytest.Item) -> dict[Callable, dict[str, Callable]]:
    """The makers a test needs, each after those it rests on, with what it takes of them by name. Nothing if it commits."""
    wanted: dict[Callable, dict[str, Callable]] = {}
    mark = item.get_closest_marker("django_db")
    commits = (mark and mark.kwargs.get("transaction")) or {"transactional_db", "live_server"} & set(item.fixturenames)
    definitions = item._fixtureinfo.name2fixturedefs

    def want(name: str) -> Callable | None:
        maker = getattr(definitions[name][-1].func, _MARK, None) if name in definitions else None
        if maker is not None and maker not in wanted:
            names = {one: want(one) for one in inspect.signature(maker).parameters}
            wanted[maker] = names
        return maker

    if not commits:
        for name in item.fixturenames:
            want(name)
    return wanted
