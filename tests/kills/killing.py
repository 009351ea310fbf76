"""A site whose processes are killed while they work, and what can be seen of it from outside: rows, files, letters."""

import email
import time
from collections.abc import Callable
from email.message import Message
from functools import cached_property
from random import Random

import psycopg
from celery import Celery
from django.conf import settings

from tests.journeys.site import Site

CLOCK = (  # what beat asks for again and again
    "courses.releases.tasks.release_what_is_due",
    "certificates.updates.tasks.apply_effective_releases",
    "certificates.ledger.tasks.award_missing",
)
_SEPARATOR = b"-" * 79 + b"\n"  # Django's, after every letter of a file
_PATIENCE = 300  # seconds until something must have happened


class MortalSite(Site):
    """A site with two worker processes, as in production, and no clock of its own."""

    POOL = ("--concurrency", "2")

    @cached_property
    def _rows(self) -> psycopg.Connection:
        return psycopg.connect(self.database, autocommit=True)

    @cached_property
    def _broker(self) -> Celery:
        return Celery(broker=settings.CELERY_BROKER_URL)

    def __exit__(self, *exception: object) -> None:
        self._rows.close()
        for name in ("web", "worker"):
            self.kill(name)
        self.forget_what_was_asked()
        super().__exit__(*exception)

    # ------------------------------------------------------------------------------------------------ what is seen
    def column(self, query: str) -> list:
        """The first column of what a query finds, sorted."""
        return sorted(row[0] for row in self._rows.execute(query))

    def awards(self) -> dict[str, int]:
        """How many certificates of each scheme there are."""
        of_scheme = "ledger_period p JOIN ledger_certification s ON s.id = p.certification_id"
        query = f"SELECT slug, count(*) FROM {of_scheme} JOIN ledger_certificate c ON c.period_id = p.id GROUP BY slug"
        return dict(self._rows.execute(query))

    def count(self, rows: str) -> int:
        """How many rows there are: of a table, on a condition if need be."""
        return self.column(f"SELECT count(*) FROM {rows}")[0]

    def is_working(self) -> bool:
        """Whether the worker has a transaction open."""
        mine = "datname = current_database() AND application_name = 'worker' AND state LIKE '%transaction%'"
        return self.count(f"pg_stat_activity WHERE {mine}") > 0

    def letters(self) -> list[Message]:
        """Every letter that was handed over whole."""
        files = [file.read_bytes().split(_SEPARATOR) for file in (self.folder / "mail").iterdir()]
        return [email.message_from_bytes(letter) for *whole, _unfinished in files for letter in whole]

    # ------------------------------------------------------------------------------------------------ what is done
    def in_world(self, call: str) -> str:
        """Call a function of `world` in the site's environment; what it printed."""
        return self.run("manage.py", "shell", "--verbosity", "0", "-c", f"from tests.kills import world; world.{call}")

    def ask(self, *tasks: str) -> None:
        """Put tasks into the worker's queue, as beat does."""
        for task in tasks:
            self._broker.send_task(task, queue=self.queue)

    def forget_what_was_asked(self) -> None:
        """Empty the worker's queue, as when the broker dies as well."""
        with self._broker.connection() as connection:
            connection.default_channel.queue_purge(self.queue)

    def wait_until(self, happened: Callable[[], bool], *, at_most: float = _PATIENCE, or_fail: bool = True) -> None:
        until = time.monotonic() + at_most
        while not happened():
            if time.monotonic() > until:
                assert not or_fail, f"It did not happen within {at_most} s."
                return
            time.sleep(0.05)

    def strike(self, *victims: str) -> dict[str, int]:
        """Kill these and what the broker holds, and start them again. The certificates there were at that moment."""
        for victim in victims:
            self.kill(victim)
        self.forget_what_was_asked()
        found = self.awards()
        for victim in victims:
            self.start(victim)
        self.wait()
        return found

    def strike_at_random(self, times: int, *, until: int, chance: Random) -> list[dict[str, int]]:
        """Strike the web server, the worker or both, so many times before or soon after `until` certificates are issued,
        at numbers of certificates or at times left to chance.
        """
        found = []
        for moment in sorted(chance.sample(range(until), times)):
            self.ask(*CLOCK)
            self.wait_until(self.is_working, at_most=5, or_fail=False)
            late = 6 * chance.random() ** 2
            self.wait_until(lambda at=moment: sum(self.awards().values()) > at, at_most=late, or_fail=False)
            found.append(self.strike(*chance.choice((["web"], ["worker"], ["web", "worker"]))))
        return found
