"""Sending requests and timing them."""

import http.client
import itertools
import statistics
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

CLIENTS = 8


@dataclass(frozen=True)
class Ask:
    """One request. `form` makes it a POST."""

    path: str
    cookies: dict[str, str] = field(default_factory=dict)
    form: dict[str, str] | Sequence[tuple[str, str]] | None = None
    headers: dict[str, str] = field(default_factory=dict)
    expect: tuple[int, ...] = (200,)


@dataclass(frozen=True)
class Timing:
    """Milliseconds at one client (median), and requests a second at eight."""

    ms: float
    per_second: float


TOKEN = "b" * 32  # any value will do, as long as cookie and header agree


def send(port: int, ask: Ask) -> http.client.HTTPResponse:
    """Send one request on a connection of its own and read the whole answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    cookies = {**ask.cookies, "csrftoken": TOKEN}
    headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()), **ask.headers}
    body = None
    if ask.form is not None:
        body = urlencode(ask.form)
        headers |= {"Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": TOKEN}
    connection.request("GET" if body is None else "POST", ask.path, body, headers)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    if answer.status not in ask.expect:
        raise RuntimeError(f"{ask.path} answered {answer.status} instead of {ask.expect}.")
    return answer


def measure(once: Callable[[], None], *, rounds: int, seconds: float) -> Timing:
    """Time a callable: the median of so many rounds alone (fewer if it is slow), then what eight clients get done."""
    once()
    times = []
    until = time.perf_counter() + 2 * seconds
    while len(times) < rounds and time.perf_counter() < until:
        start = time.perf_counter()
        once()
        times.append((time.perf_counter() - start) * 1000)
    return Timing(statistics.median(times), _rate(once, seconds))


def _rate(once: Callable[[], None], seconds: float) -> float:
    done = itertools.count()
    until = time.perf_counter() + seconds
    failures: list[Exception] = []

    def work() -> None:
        try:
            while time.perf_counter() < until:
                once()
                next(done)
        except Exception as error:
            failures.append(error)

    start = time.perf_counter()
    threads = [threading.Thread(target=work) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return next(done) / (time.perf_counter() - start)


class Supply:
    """Things that are used up, handed out to several threads one at a time; raises StopIteration when there are no more."""

    def __init__(self, things: Iterator) -> None:
        self._things, self._lock = things, threading.Lock()

    def __call__(self):
        with self._lock:
            return next(self._things)
