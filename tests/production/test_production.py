"""The production guide, word by word: from an empty database to a verified certificate, lost, and back from the backup."""

import json
from collections.abc import Iterator

import pytest

from tests.at_once import needs_row_locks
from tests.production.site import ProductionSite, sample, steps

STEPS = [
    "Tables, fonts, words, static files",
    "The site and its first administrator",
    "The first curriculum",
    "Backups",
    "Restoring",
]


def test_the_sample_decides_what_certificates_need():
    assert {
        "ORGANISATION_NAME",
        "TIME_ZONE",
        "DEFAULT_FROM_EMAIL",
        "SIGNATORY_NAME",
        "SIGNATORY_TITLE",
    } <= sample().keys()


def test_the_guide_has_the_steps_that_are_followed():
    assert list(steps()) == STEPS


@pytest.fixture
def site(tmp_path) -> Iterator[ProductionSite]:
    with ProductionSite(tmp_path) as made:
        yield made


def verified(site: ProductionSite, code: str) -> str:
    """Whose name the site says to a stranger with the code."""
    status, answer = site.ask(f"/verify/{code}.json")
    assert status == 200, answer
    found = json.loads(answer)
    assert found["issuer"] == "Harbour Meetings"
    return found["name"]


@pytest.mark.journey
@needs_row_locks
def test_from_nothing_to_a_certificate_and_back_from_a_backup(site):
    *setting_up, backing_up, restoring = STEPS
    for step in setting_up:
        site.follow(step)
    site.start_services()
    code = site.in_world("certify()")["code"]
    assert verified(site, code) == "Jordan Ellery"
    site.wait_for(lambda: site.column("SELECT count(*) FROM proof_certificatefile") == [1])
    site.wait_for(lambda: site.column("SELECT part FROM operations_heartbeat") == ["clock", "worker"], at_most=90)
    assert site.ask("/operations/")[0] == 200  # the way to log in

    site.follow(backing_up)
    (backup,) = (site.folder / "backups").glob("*.tar")
    site.stop_services()
    site.lose_everything()
    said = site.follow(restoring, BACKUP=str(backup))
    assert "Every record is whole" in said
    site.start_services()
    assert verified(site, code) == "Jordan Ellery"
    assert site.column("SELECT count(*) FROM proof_certificatefile") == [1]
    assert list((site.folder / "private").rglob("*.pdf"))
    assert site.ask("/curricula/")[0] == 200
