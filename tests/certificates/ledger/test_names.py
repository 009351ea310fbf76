"""A certificate is issued once its person has said which name it prints, and not before."""

from datetime import date, timedelta
from importlib import import_module

import pytest
from django.apps import apps

from accounts import anonymising, confirming
from accounts.models import User
from certificates.ledger import awarding, waiting
from certificates.ledger.models import Certificate
from courses.learning import recording
from lms.refusals import Refusal
from notices.models import Notice
from tests import factories
from tests.factories import NOON, enrolled, items_of, make_user, study
from tests.kept import kept

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(days=500)


@kept
def tess():
    return make_user("tess@example.org", "Tess", certificate_name="")


@kept
def skills():
    curriculum, *_ = factories.small_world()
    return curriculum


def waits_told(person):
    return Notice.objects.filter(recipient=person, letter="certificate-waits").count()


def test_nothing_is_issued_to_a_name_that_nobody_confirmed(tess, skills):
    study(enrolled(tess, skills))
    assert not Certificate.objects.exists()
    assert waits_told(tess) == 1
    assert waiting.of_person(tess) == ["Meeting Facilitator: Group Skills"]


def test_a_name_that_a_coordinator_wrote_waits_as_well(skills):
    person = make_user(certificate_name="Written Bysomebody", name_confirmed_at=None)
    study(enrolled(person, skills))
    assert not Certificate.objects.exists()


def test_confirming_issues_at_once_with_the_days_that_were_earned(tess, skills):
    study(enrolled(tess, skills))
    confirming.confirm_name(tess, "  Tess   Okafor ", at=LATER)
    certificate = Certificate.objects.select_related("period").get()
    assert (certificate.holder_name, certificate.issued_at) == ("Tess Okafor", LATER)
    assert (certificate.period.valid_from, certificate.period.completed_on) == (date(2026, 3, 2), date(2026, 3, 2))
    assert waiting.of_person(User.objects.get(pk=tess.pk)) == []
    assert not Notice.objects.filter(letter="certificate-waits", read_at=None).exists()  # what it asked for is done


def test_confirming_before_the_end_stops_nothing(tess, skills):
    confirming.confirm_name(tess, "Tess Okafor", at=NOON)
    study(enrolled(tess, skills))
    assert Certificate.objects.get().holder_name == "Tess Okafor"
    assert waits_told(tess) == 0


def test_confirming_again_issues_nothing_twice(tess, skills):
    study(enrolled(tess, skills))
    confirming.confirm_name(tess, "Tess Okafor", at=NOON)
    confirming.confirm_name(tess, "Tess O. Okafor", at=LATER)
    assert [one.holder_name for one in Certificate.objects.all()] == ["Tess Okafor"]


def test_an_empty_name_confirms_nothing(tess):
    with pytest.raises(Refusal):
        confirming.confirm_name(tess, "  ", at=NOON)
    assert User.objects.get(pk=tess.pk).name_confirmed_at is None


@pytest.mark.parametrize(("days", "told"), [(1, 1), (13, 1), (14, 2), (400, 2)])
def test_the_sweep_issues_nothing_and_reminds_once_after_two_weeks(tess, skills, days, told):
    study(enrolled(tess, skills))
    for _night in range(2):
        assert awarding.award_missing(since=NOON - timedelta(days=1), at=NOON + timedelta(days=days)) == 0
    assert not Certificate.objects.exists()
    assert waits_told(tess) == told


def test_the_sweep_tells_once_of_two_curricula(tess, skills):
    second = factories.make_curriculum("more", modules=1, lessons=1, questions=0)
    factories.make_release(second)
    factories.make_scheme(skills, second, slug="both", name="Both")
    study(enrolled(tess, second))
    study(enrolled(tess, skills), at=NOON + timedelta(days=1))
    awarding.award_missing(since=NOON - timedelta(days=1), at=NOON + timedelta(days=2))
    assert waits_told(tess) == 2  # one for each certificate
    assert sorted(waiting.of_person(tess)) == ["Both", "Meeting Facilitator: Group Skills"]
    confirming.confirm_name(tess, "Tess Okafor", at=LATER)
    assert Certificate.objects.count() == 2


def test_an_evening_recorded_for_many_tells_those_whose_name_is_missing(tess, trainee):
    curriculum = factories.make_curriculum("evening", modules=1, lessons=2, questions=0)
    factories.make_release(curriculum)
    factories.make_scheme(curriculum)
    enrolments = [enrolled(one, curriculum) for one in (tess, trainee)]
    recording.record_many(enrolments, {item["hash"] for item in items_of(enrolments[0])}, at=NOON)
    assert [one.holder_name for one in Certificate.objects.all()] == ["Jordan Ellery"]
    assert waits_told(tess) == 1


def test_while_nobody_issues_the_name_alone_issues_nothing(tess, skills, django_capture_on_commit_callbacks):
    from lms.models import Organisation

    Organisation.objects.update(name="")
    study(enrolled(tess, skills))
    confirming.confirm_name(tess, "Tess Okafor", at=NOON)
    assert not Certificate.objects.exists()
    Organisation.objects.update(name="Northern Groups")
    assert awarding.award_missing(since=NOON - timedelta(days=1), at=LATER) == 1


def test_whoever_holds_a_certificate_has_confirmed_it(tess, trainee, skills):
    factories.certified(trainee, skills)
    User.objects.update(name_confirmed_at=None)
    import_module("certificates.ledger.migrations.0005_names_confirmed").confirm(apps, None)
    assert User.objects.get(pk=trainee.pk).name_confirmed_at == NOON
    assert User.objects.get(pk=tess.pk).name_confirmed_at is None


def test_whoever_is_anonymised_gets_nothing_afterwards(trainee, admin, skills):
    anonymising.anonymise(trainee, by=admin, at=NOON)
    assert confirming.waits_for_name(User.objects.get(pk=trainee.pk))
