"""How often, and when, a letter that could not be sent is tried again."""

from datetime import timedelta

CLAIM = timedelta(minutes=10)  # how long a letter belongs to the process that is sending it
_MINUTES = (1, 5, 15, 60, 3 * 60, 8 * 60, 24 * 60, 24 * 60)  # waits between tries: about three days in all
WAITS = tuple(timedelta(minutes=minutes) for minutes in _MINUTES)
TRIES = len(WAITS) + 1
