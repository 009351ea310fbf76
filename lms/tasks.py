"""Background work on the records as a whole."""

import logging

from celery import shared_task

from lms import records

logger = logging.getLogger(__name__)


@shared_task
def check_records() -> int:
    """Look for damage every night; each finding is an error in the log. Returns how many there were."""
    found = 0
    for damage in records.damages():
        logger.error("Damaged record %s: %s. %s", damage.record, damage.what, damage.repair)
        found += 1
    return found
