"""What the parts that work in the background write about themselves, besides the worker's answer to the clock (tasks)."""

import logging
from typing import Any

from celery.signals import beat_init, before_task_publish, worker_ready
from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from operations import heartbeats
from operations.models import Heartbeat

logger = logging.getLogger(__name__)
ASKED_BY_THE_CLOCK = "operations.tasks.heartbeat"


def clock_is_at_work(**kwargs: Any) -> None:
    """At the start, and whenever it asks the worker for a beat, which nobody else does.

    That is before the broker is asked: the clock lives, whether or not anything takes what it says.
    """
    _note(Heartbeat.Part.CLOCK)


def worker_is_ready(**kwargs: Any) -> None:
    """At the start; from then on it answers the clock."""
    _note(Heartbeat.Part.WORKER)


def _note(part: Heartbeat.Part) -> None:
    _forget_what_broke()
    try:
        heartbeats.note(part, at=timezone.now())
    except DatabaseError as error:
        logger.error("The %s could not note that it is at work: %s", part.value, type(error).__name__)
    _forget_what_broke()


def _forget_what_broke() -> None:
    """These processes live for months, and nobody else closes their connections to the database."""
    if not connection.in_atomic_block:
        close_old_connections()


beat_init.connect(clock_is_at_work)
before_task_publish.connect(clock_is_at_work, sender=ASKED_BY_THE_CLOCK)
worker_ready.connect(worker_is_ready)
