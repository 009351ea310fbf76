"""How much is asked of the worker and not begun."""

from django.conf import settings
from kombu.exceptions import ChannelError

from lms.away import Pause
from lms.celery import app

_pause = Pause(10)
_SECONDS = 2


def length() -> int | None:
    """How many tasks lie in the queue; None when the broker does not answer, and for a while after."""
    if _pause.lasts():
        return None
    try:
        with app.connection_for_read(connect_timeout=_SECONDS) as connection:
            try:
                declared = connection.default_channel.queue_declare(settings.CELERY_TASK_DEFAULT_QUEUE, passive=True)
            except ChannelError:  # there is no such queue: nothing was ever asked, or all is done
                return 0
            return int(declared.message_count)
    except Exception:  # whatever the transport raises: it does not answer
        _pause.begin()
        return None
