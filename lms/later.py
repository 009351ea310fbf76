"""Asking for background work: once what it is about is stored, and without anybody waiting for a broker that is away."""

import logging
from typing import Any

from celery import Task
from django.db import transaction

from lms.away import Pause

logger = logging.getLogger(__name__)

PAUSE_SECONDS = 10
_pause = Pause(PAUSE_SECONDS)


def ask(task: Task, *args: Any) -> None:
    """Ask for `task` when the transaction commits, or now when there is none.

    That is a request, not a promise: while the broker is away nothing is asked, nothing breaks, and the sweep that every
    such task has finds the work.
    """

    def send() -> None:
        if _pause.lasts():
            return
        try:
            task.delay(*args)
        except Exception as error:  # whatever the transport raises, what was written stays written
            if _pause.begin():
                logger.error("The broker does not answer (%s); background work waits for the sweeps.", error)

    transaction.on_commit(send, robust=True)
