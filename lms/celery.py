"""The Celery application: tasks are thin doors in each app's tasks.py."""

import os
from typing import Any

from celery import Celery
from celery.signals import setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings")

app = Celery("lms")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


def _keep_our_log(**kwargs: Any) -> None:
    """Celery sets up a log of its own unless somebody answers here; ours is set up already (settings.LOGGING)."""


setup_logging.connect(_keep_our_log)
