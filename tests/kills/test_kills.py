"""The machine dies again and again while a thousand people are certified: nothing is lost, nothing is there twice."""

import http.client
import json
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest

from bench.load import Ask, send
from tests.at_once import needs_row_locks
from tests.kills.killing import CLOCK, MortalSite
from tests.kills.world import COHORTS, FINISHING, MOVED, SWEPT

pytestmark = [pytest.mark.journey, needs_row_locks]
SEED = 20261129
PEOPLE = {FINISHING: 300, SWEPT: 400, MOVED: 300}
KILLS = 8
RENDERED = 500  # certificates; the others wait for their first download
EVERYBODY = sorted(f"{slug}-{number}@example.org" for slug in COHORTS for number in range(PEOPLE[slug]))
SWEEPS = (
    *CLOCK,
    "certificates.updates.tasks.ask_missing",
    "certificates.updates.tasks.queue_reminders",
    "certificates.proof.tasks.render_missing",
    "notices.tasks.deliver_waiting",
)


@pytest.fixture
def site(tmp_path) -> Iterator[MortalSite]:
    with MortalSite(tmp_path) as running:
        yield running


def finish(site: MortalSite, learner: Sequence) -> None:
    """Press "Done" on the last lesson until the site says that it is done."""
    enrolment, cookies = learner
    done = Ask(f"/learn/{enrolment}/2/done/", cookies, {}, expect=(302,))
    for _ in range(600):
        with suppress(OSError, http.client.HTTPException):
            send(site.port, done)
            return
        time.sleep(0.1)
    raise TimeoutError("The site did not come back.")


def go_through_it(site: MortalSite, chance: Random) -> list[dict[str, int]]:
    """A thousand awards, the kills, and the sweeps of the night after. The certificates there were at each kill."""
    learners = json.loads(site.in_world(f"make(**{PEOPLE})"))
    clients = ThreadPoolExecutor(4)
    try:
        finishing = [clients.submit(finish, site, learner) for learner in learners]
        found = site.strike_at_random(KILLS, until=len(EVERYBODY), chance=chance)
        for one in finishing:
            one.result()
    finally:
        clients.shutdown(cancel_futures=True)
    site.ask(*CLOCK)
    site.wait_until(lambda: MOVED in site.awards())
    found.append(site.strike("web", "worker"))  # between two pieces of the roll-out
    site.ask(*CLOCK)
    site.wait_until(lambda: sum(site.awards().values()) >= len(EVERYBODY))
    site.forget_what_was_asked()
    site.ask(*SWEEPS)
    site.wait_until(lambda: not site.count("notices_delivery WHERE next_try_at <= now()"))
    site.wait_until(lambda: site.count("proof_certificatefile") >= RENDERED)
    site.kill("worker")
    site.in_world("go_on_later()")
    return found


def test_nothing_is_lost_and_nothing_doubled_when_processes_are_killed(site):
    found = go_through_it(site, Random(SEED))
    assert any(0 < at.get(slug, 0) < PEOPLE[slug] for at in found for slug in (FINISHING, SWEPT)), found

    def emails(rows: str) -> list[str]:
        return site.column(f"SELECT u.email FROM {rows}")

    # one of everything for everybody
    mine = "JOIN accounts_user u ON u.id ="
    told = f"notices_notice {mine} recipient_id WHERE letter"
    periods = (
        f"ledger_period p {mine} p.user_id JOIN ledger_certification s ON s.id = p.certification_id "
        "AND u.email LIKE s.slug || '-%'"
    )
    for rows in (
        f"learning_coursecompletion JOIN learning_enrolment e ON e.id = enrolment_id {mine} user_id",
        periods,
        f"{periods} JOIN ledger_periodbasis b ON b.period_id = p.id",
        f"{periods} JOIN ledger_certificate c ON c.period_id = p.id",
        f"updates_standing {mine} user_id",
        f"{told} = 'certificate-issued'",
    ):
        assert emails(rows) == EVERYBODY, rows
    assert site.count("ledger_period") == site.count("ledger_certificate") == len(EVERYBODY)
    moved = [one for one in EVERYBODY if one.startswith(f"{MOVED}-")]
    assert emails(f"updates_outcome {mine} user_id") == emails(f"{told} = 'training-moved'") == moved

    # nothing lies about, and every record is whole
    kept = sorted(path.name for path in (site.folder / "private").rglob("*.*"))
    assert kept == [Path(file).name for file in site.column("SELECT file FROM proof_certificatefile")]
    assert "Every record is whole" in site.run("manage.py", "check_records")
    assert not [line for log in site.folder.glob("*.log") for line in log.read_text().splitlines() if "ERROR" in line]

    # every letter arrived, and a second copy says that it is one
    letters = {letter["Message-ID"].strip("<>").split("@")[0]: letter["To"] for letter in site.letters()}
    notices = site.column(f"SELECT uuid::text || ' ' || email FROM notices_notice {mine} recipient_id")
    assert sorted(f"{uuid} {to}" for uuid, to in letters.items()) == notices
