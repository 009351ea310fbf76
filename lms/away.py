"""A part of the site that does not answer: ask it again after a while, not at every turn."""

import threading
import time
from collections.abc import Callable


class Pause:
    """After a failure, a part counts as away for so many seconds; `clock` ticks in seconds and never goes back."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self._until = 0.0
        self._lock = threading.Lock()

    def begin(self) -> bool:
        """Note a failure. True for the first since the part was last thought to be there: worth a line in the log."""
        with self._lock:
            first = not self.lasts()
            self._until = self._clock() + self._seconds
            return first

    def end(self) -> None:
        """It answered."""
        self._until = 0.0

    def lasts(self) -> bool:
        """Whether it is still thought to be away."""
        return self._clock() < self._until
