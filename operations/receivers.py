"""What the clock writes about itself: it asks for the worker's beat, and nobody else does."""

import logging
from typing import Any

from celery.signals import before_task_publish
from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from operations import heartbeats
from operations.models import Heartbeat

logger = logging.getLogger(__name__)
ASKED_BY_THE_CLOCK = "operations.tasks.heartbeat"


def clock_is_at_work(**kwargs: Any) -> None:
    """Before the broker is asked: the clock lives, whether or not anything takes what it says."""
    _forget_what_broke()
    try:
        heartbeats.note(Heartbeat.Part.CLOCK, at=timezone.now())
    except DatabaseError as error:
        logger.error("The clock could not note that it is at work: %s", type(error).__name__)
    _forget_what_broke()


def _forget_what_broke() -> None:
    """The clock lives for months, and nobody else closes its connections to the database."""
    if not connection.in_atomic_block:
        close_old_connections()


before_task_publish.connect(clock_is_at_work, sender=ASKED_BY_THE_CLOCK)
