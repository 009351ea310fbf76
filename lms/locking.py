"""One order in which rows are locked, so that no two rules ever wait for each other.

Whoever changes what belongs to a person, a curriculum or a training locks it first, here: people before curricula, curricula
before proposals, proposals before enrolments, enrolments before attempts, and rows of one kind by their key. A rule that
finds out late that it needs an earlier kind asks for it before it locks anything. A transaction that asks out of order is
a defect: it is refused while developing and testing, and logged in production.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import IntEnum
from typing import Any, TypeVar

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import DEFAULT_DB_ALIAS, connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from lms.compiled import Compiled

logger = logging.getLogger(__name__)
Row = TypeVar("Row", bound=models.Model)


class Kind(IntEnum):
    """What is locked, in the order in which it is locked."""

    USER = 1
    CURRICULUM = 2
    PROPOSAL = 3
    ENROLMENT = 4
    ATTEMPT = 5


_alone = ContextVar("alone", default=False)


@contextmanager
def alone() -> Iterator[None]:
    """While this lasts no order is asked for: one transaction does the work of many people, before anybody else is there.

    Rows are locked as ever. For loading the demo, and for nothing that runs on a site in use.
    """
    token = _alone.set(True)
    try:
        yield
    finally:
        _alone.reset(token)


class LockOrderError(RuntimeError):
    """A rule asked for a lock that has to be taken before one that its transaction holds already."""


def lock(kind: Kind, rows: models.QuerySet[Row]) -> list[Row]:
    """Lock these rows until the end of the transaction and return them as they are now, by primary key.

    Foreign keys that point to them are not held up. Rows locked before by the same transaction are simply read again.
    Raises LockOrderError when the order is not kept, and TransactionManagementError outside a transaction.
    """
    found = list(for_locking(rows))
    _note(kind, [row.pk for row in found], rows.db)
    return found


def lock_one(kind: Kind, rows: models.QuerySet[Row]) -> Row:
    """As `lock`, for exactly one row. Raises the model's DoesNotExist when there is none."""
    found = lock(kind, rows)
    if not found:
        raise rows.model.DoesNotExist(  # type: ignore[attr-defined]  # every model has one
            f"There is no such {rows.model._meta.verbose_name}."
        )
    return found[0]


def for_locking(rows: models.QuerySet[Row]) -> models.QuerySet[Row]:
    """The query that locks these rows, for one whose SQL is written once (`lock_known`)."""
    return rows.order_by("pk").select_for_update(of=("self",), no_key=True)


def lock_known(kind: Kind, query: Compiled[Row], **values: Any) -> Row:
    """As `lock_one`, by a query of `for_locking` that is written once."""
    row = query.first(**values)
    if row is None:
        raise ObjectDoesNotExist("There is no such row.")
    _note(kind, [row.pk], DEFAULT_DB_ALIAS)
    return row


def lock_with(query: Compiled[Row], *path: tuple[str, Kind], **values: Any) -> Row:
    """Lock exactly one row together with rows it points to, by one query that is written once and locks them all.

    `path` names each of them in the order of the kinds, as `select_related` does; the row itself is "self". What joins
    them must not change while somebody else holds the first of them: lock what guards it before. A foreign key that may be
    empty is named in a filter too, for PostgreSQL locks no row of an outer join.
    """
    row = query.first(**values)
    if row is None:
        raise ObjectDoesNotExist("There is no such row.")
    for name, kind in path:
        held: Any = row
        for step in name.split("__") if name != "self" else ():
            held = getattr(held, step)
        _note(kind, [held.pk], DEFAULT_DB_ALIAS)
    return row


def _note(kind: Kind, keys: list[Any], using: str) -> None:
    """Remember what the transaction holds, and say so when the order is not kept."""
    if _alone.get():
        return
    held = _held(using).rows
    fresh = [key for key in keys if (kind, key) not in held]
    if fresh and held:
        last_kind, last_key = max(held)
        if (kind, min(fresh)) < (last_kind, last_key):
            _complain(f"{kind.name.lower()} {min(fresh)} was asked for after {last_kind.name.lower()} {last_key}")
    held.update((kind, key) for key in fresh)


class _Held:
    """What one transaction has locked. It waits among the transaction's hooks, so it is gone when the transaction is."""

    def __init__(self, entered: str | None) -> None:
        self.entered = entered
        self.rows: set[tuple[Kind, Any]] = set()

    def __call__(self) -> None:
        """The transaction was committed; nothing more to do."""


def _held(using: str) -> _Held:
    """What the outermost transaction of a connection has locked so far."""
    connection = connections[using]
    entered = _entered(connection)
    for entry in connection.run_on_commit:
        hook = entry[1]
        if isinstance(hook, _Held) and hook.entered == entered:
            return hook
    held = _Held(entered)
    transaction.on_commit(held, using=using)
    return held


def _entered(connection: BaseDatabaseWrapper) -> str | None:
    """What tells one transaction from the next where a test wraps its own around all of them: the savepoint's name."""
    for place, block in enumerate(connection.atomic_blocks):
        if not getattr(block, "_from_testcase", False):
            return connection.savepoint_ids[place - 1] if place else None
    return None


def _complain(what: str) -> None:
    if settings.STRICT_LOCK_ORDER:
        raise LockOrderError(what)
    logger.error("Locks out of order: %s", what)
