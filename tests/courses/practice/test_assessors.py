"""Who may observe: said by trainers and administrators, for a time, and never of oneself."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts import roles
from accounts.models import AccessLogEntry, User
from courses.practice import assessors
from courses.practice.models import Authorisation
from lms.refusals import Refusal
from notices.models import Notice
from tests import factories, practising
from tests.factories import NOON

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


@pytest.fixture
def curriculum():
    return factories.small_world()[0]


def test_an_authorisation_holds_through_its_last_day(curriculum):
    assessor = practising.make_assessor(curriculum, through=date(2026, 6, 30))
    assert assessors.of_person(assessor, date(2026, 6, 30)).exists()
    assert not assessors.of_person(assessor, date(2026, 7, 1)).exists()
    assert roles.is_assessor(assessor)


def test_it_is_told_and_logged(curriculum):
    assessor = practising.make_assessor(curriculum)
    assert Notice.objects.get(recipient=assessor).letter == "may-observe"
    assert AccessLogEntry.objects.get(subject=assessor).action == "authorise"


def test_nobody_lets_themself_observe(curriculum):
    trainer = factories.trainers_of(curriculum)[0]
    with pytest.raises(Refusal, match="Nobody lets themself"):
        practising.authorise(trainer, curriculum)
    with pytest.raises(IntegrityError), transaction.atomic():
        Authorisation.objects.create(person=trainer, curriculum=curriculum, valid_through=TODAY, by=trainer, at=NOON)


def test_only_trainers_of_the_curriculum_and_administrators_say_so(curriculum, admin, coordinator, trainee):
    other = factories.make_user(name="Other Trainer")
    roles.make_trainer(other, [factories.make_curriculum("other")])
    told = {"region": None, "through": TODAY, "at": NOON}
    for by in (coordinator, other):
        with pytest.raises(Refusal, match="Trainers of a curriculum"):
            assessors.authorise(trainee, curriculum, by=by, **told)
    assessors.authorise(trainee, curriculum, by=admin, **told)


@pytest.mark.parametrize("through", [TODAY - timedelta(days=1), TODAY + assessors.LONGEST + timedelta(days=1)])
def test_the_last_day_lies_ahead_and_not_too_far(curriculum, trainee, through):
    with pytest.raises(Refusal, match="last day"):
        practising.authorise(trainee, curriculum, through=through)


def test_a_new_one_takes_the_place_of_the_old(curriculum, trainee):
    practising.authorise(trainee, curriculum, through=date(2026, 6, 30))
    practising.authorise(trainee, curriculum, through=date(2026, 4, 30))
    assert [one.valid_through for one in assessors.of_person(trainee, TODAY)] == [date(2026, 4, 30)]


def test_withdrawing_ends_it_at_once_and_with_the_last_one_the_role(curriculum, trainee, admin):
    given = practising.authorise(trainee, curriculum)
    assessors.withdraw(given, by=admin, at=NOON)
    assessors.withdraw(given, by=admin, at=NOON)
    assert not assessors.of_person(trainee, TODAY).exists()
    assert not roles.is_assessor(User.objects.get(pk=trainee.pk))
