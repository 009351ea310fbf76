"""Whether the records are whole: each room says what must hold of its own, and one command asks them all.

A check finds damage that no rule of ours can do: what was written behind the models' backs, lost from the disk, or left
half done. Every finding names the record, what is wrong, and a repair that makes nothing worse.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import connection
from django.utils.module_loading import autodiscover_modules

from lms import append_only


@dataclass(frozen=True)
class Damage:
    """One record that breaks what was promised of it."""

    record: str  # for example "ledger.certificate 5"
    what: str
    repair: str


Check = Callable[[], Iterable[Damage]]
_CHECKS: dict[str, Check] = {}


def check(name: str) -> Callable[[Check], Check]:
    """Decorator: this function yields every damage of one kind; it reads rows in pieces, whatever their number."""

    def keep(function: Check) -> Check:
        _CHECKS[name] = function
        return function

    return keep


def names() -> list[str]:
    """Every kind of damage that is looked for, by name."""
    autodiscover_modules("record_checks")
    return sorted(_CHECKS)


def damages(only: str | None = None) -> Iterator[Damage]:
    """All damage there is, kind by kind; of one kind when it is named. KeyError for a kind nobody looks for."""
    for name in [only] if only else names():
        if only:
            names()
        yield from _CHECKS[name]()


@check("records are sealed in the database")
def unsealed_tables() -> Iterator[Damage]:
    """Every append-only table has its triggers."""
    for app_config in apps.get_app_configs():
        for missing in append_only.missing_triggers(app_config, connection):
            yield Damage(
                missing, "the trigger that seals its rows is missing", "Run manage.py migrate, which puts it back."
            )
