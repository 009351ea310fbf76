"""Whether a claim may still be relied on, whatever was edited since."""

from datetime import timedelta

import pytest

from courses.releases import reviewing
from evidence import standing, updating
from evidence.models import ClaimSource
from tests import factories
from tests.factories import NOON
from tests.kept import kept

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(days=1)


@kept
def source():
    return factories.make_source("okoye-2018")


@kept
def claim(source):
    return factories.make_claim("practice-aloud", sources=[source, factories.make_source("marsh-2020")])


def _retract(source, by, at=NOON):
    return updating.record(
        kind="retracted", source=source, happened_on=NOON.date(), summary="Not reproducible.", by=by, at=at
    )


def test_taking_a_retracted_source_off_a_claim_lifts_nothing_where_a_frozen_lesson_cites_it(claim, source, trainer):
    factories.make_release(factories.make_curriculum("skills", claim=claim))
    _retract(source, trainer)
    ClaimSource.objects.filter(source=source).delete()
    assert standing.flags([claim.key], at=LATER)[claim.key].kind == "retracted"


def test_a_retraction_reaches_a_claim_whose_source_was_taken_off_before_but_after_freezing(claim, source, trainer):
    curriculum = factories.make_curriculum("skills", claim=claim)
    factories.make_release(curriculum)
    ClaimSource.objects.filter(source=source).delete()
    update = reviewing.record_update(
        kind="retracted", source=source, happened_on=NOON.date(), summary="Not reproducible.", by=trainer, at=NOON
    )
    assert claim.key in standing.flags([claim.key], at=NOON)
    assert list(updating.claims_touched(update)) == [claim]
    assert update.review_tasks.filter(curriculum=curriculum).exists()


def test_what_was_never_frozen_goes_by_what_the_claim_rests_on_now(claim, source, trainer):
    _retract(source, trainer)
    assert claim.key in standing.flags([claim.key], at=LATER)
    ClaimSource.objects.filter(source=source).delete()
    assert standing.flags([claim.key], at=LATER) == {}


def test_a_review_of_the_claim_settles_it(claim, source, trainer):
    factories.make_release(factories.make_curriculum("skills", claim=claim))
    _retract(source, trainer)
    ClaimSource.objects.filter(source=source).delete()
    updating.record(kind="reviewed", claim=claim, happened_on=NOON.date(), summary="Stands.", by=trainer, at=LATER)
    assert claim.key in standing.flags([claim.key], at=NOON)
    assert standing.flags([claim.key], at=LATER) == {}


def test_other_claims_of_the_same_source_are_not_asked_about(claim, source, trainer):
    other = factories.make_claim("another", sources=[source])
    _retract(source, trainer)
    assert set(standing.flags([claim.key], at=NOON)) == {claim.key}
    assert set(standing.flags([claim.key, other.key, "unknown"], at=NOON)) == {claim.key, other.key}
    assert standing.flags([], at=NOON) == {}
