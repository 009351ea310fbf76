"""Rules that run at the same moment, on a database whose rows are locked."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, connections

WAIT_SECONDS = 60


needs_row_locks = pytest.mark.skipif(
    "postgresql" not in settings.DATABASES["default"]["ENGINE"],
    reason="SQLite lets one transaction write at a time; this is about rows locked on PostgreSQL.",
)


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Run every call in a thread and connection of its own, all beginning at the same moment; their results in order.

    The first exception of any of them is raised here, a deadlock among them.
    """
    barrier = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        try:
            connection.ensure_connection()
            barrier.wait(WAIT_SECONDS)
            return call()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        running = [pool.submit(run, call) for call in calls]
        return [one.result(WAIT_SECONDS) for one in running]


def in_turns(number: int, make: Callable[[int], Sequence[Callable[[], Any]]]) -> list[list[Any]]:
    """Run what `make` gives for each turn at once, turn after turn: what meets by chance meets in one of many."""
    return [at_once(*make(turn)) for turn in range(number)]


def lingering(call: Callable[[], Any]) -> Callable[[], Any]:
    """The call, resting for a moment after every row it locks, so that another one surely meets it there."""

    def linger(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        result = execute(sql, params, many, context)
        if "FOR NO KEY UPDATE" in sql or "FOR UPDATE" in sql:
            time.sleep(0.3)
        return result

    def run() -> Any:
        with connection.execute_wrapper(linger):
            return call()

    return run
