"""The Celery application: tasks are thin doors in each app's tasks.py."""

import os
from typing import Any

from celery import Celery
from celery.signals import beat_embedded_init, beat_init, setup_logging, task_prerun

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings")

app = Celery("lms")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@task_prerun.connect
def count_days_in_the_organisations_zone(**kwargs: object) -> None:
    """Whatever a task counts in days, it counts where the organisation is."""
    from lms import zone  # once the apps are loaded

    zone.activate()


@beat_init.connect
@beat_embedded_init.connect
def keep_the_organisations_hours(**kwargs: object) -> None:
    """Night work is done at night, and reminders leave in the morning, of where the organisation is."""
    from lms import organisation

    app.conf.timezone = organisation.now().zone.key
    vars(app).pop("timezone", None)  # the application keeps what it found first


def _keep_our_log(**kwargs: Any) -> None:
    """Celery sets up a log of its own unless somebody answers here; ours is set up already (settings.LOGGING)."""


setup_logging.connect(_keep_our_log)
