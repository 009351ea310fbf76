"""Completing a course earns a certificate, once, with dates that nobody moves afterwards."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from certificates.ledger import awarding, renewing
from certificates.ledger.models import Certificate, Certification, Period
from courses.learning.models import CourseCompletion
from lms.append_only import AppendOnlyError
from notices.models import Notice
from tests import factories
from tests.factories import NOON

pytestmark = pytest.mark.django_db


def test_completing_the_course_issues_a_certificate_with_frozen_facts(trainee):
    curriculum, release, scheme = factories.small_world()
    certificate = factories.certified(trainee, curriculum)
    period = certificate.period
    assert (period.kind, period.number) == ("first", 1)
    assert (period.valid_from, period.valid_until) == (date(2026, 3, 2), date(2028, 3, 2))
    assert certificate.holder_name == "Jordan Ellery"
    assert certificate.facts["scheme"] == scheme.name
    assert certificate.facts["releases"][0]["name"] == str(release)
    assert certificate.facts["releases"][0]["modules"] == ["Module 1", "Module 2"]


def test_the_day_is_the_organisations_day(trainee):
    curriculum, *_ = factories.small_world()
    late_evening = NOON.replace(day=3, hour=3)  # 2 March, ten in the evening in Toronto
    assert factories.certified(trainee, curriculum, at=late_evening).period.valid_from == date(2026, 3, 2)


def test_an_unfinished_course_earns_nothing(trainee):
    curriculum, *_ = factories.small_world()
    factories.study(factories.enrolled(trainee, curriculum), items=3)
    assert not Certificate.objects.exists()


def test_the_same_completion_earns_one_certificate_however_often_it_is_awarded(trainee):
    curriculum, *_ = factories.small_world()
    factories.certified(trainee, curriculum)
    completion = CourseCompletion.objects.get()
    assert awarding.award(completion, at=NOON) == []
    assert awarding.award_missing(since=NOON - timedelta(days=10), at=NOON) == 0
    assert Certificate.objects.count() == 1
    assert Notice.objects.filter(recipient=trainee, kind="certificate").count() == 1


def test_the_sweep_issues_what_was_missed(trainee):
    curriculum, *_ = factories.small_world()
    Certification.objects.update(active=False)
    factories.study(factories.enrolled(trainee, curriculum))
    Certification.objects.update(active=True)
    assert awarding.award_missing(since=NOON - timedelta(days=1), at=NOON + timedelta(hours=9)) == 1
    assert Certificate.objects.get().period.valid_from == date(2026, 3, 2)


def test_a_scheme_of_two_curricula_waits_for_both(trainee):
    first, _, _ = factories.small_world()
    second = factories.make_curriculum("more", modules=1, lessons=1, questions=1)
    factories.make_release(second)
    scheme = factories.make_scheme(first, second, slug="both", name="Both")
    factories.study(factories.enrolled(trainee, first))
    assert not Certificate.objects.filter(period__certification=scheme).exists()
    factories.study(factories.enrolled(trainee, second), at=NOON + timedelta(days=9))
    period = Period.objects.get(certification=scheme)
    assert period.completed_on == date(2026, 3, 11)
    assert period.bases.count() == 2


def test_renewing_in_the_window_loses_no_day(trainee):
    curriculum, _, scheme = factories.small_world()
    factories.certified(trainee, curriculum)
    at = NOON + timedelta(days=680)  # 11 January 2028, in the window
    [enrolment] = renewing.begin(scheme, trainee, by=trainee, at=at)
    factories.study(enrolment, at=at)
    period = Period.objects.get(number=2)
    assert (period.kind, period.valid_until) == ("renewal", date(2030, 3, 2))


def test_a_lapsed_holder_is_restored_from_the_day_of_completion(trainee):
    curriculum, _, scheme = factories.small_world()
    factories.certified(trainee, curriculum)
    at = NOON + timedelta(days=900)  # 18 August 2028, beyond grace
    [enrolment] = renewing.begin(scheme, trainee, by=trainee, at=at)
    factories.study(enrolment, at=at)
    period = Period.objects.get(number=2)
    assert (period.kind, period.valid_until) == ("restoration", date(2030, 8, 18))


def test_changing_a_scheme_moves_no_date_already_promised(trainee):
    curriculum, *_ = factories.small_world()
    certificate = factories.certified(trainee, curriculum)
    Certification.objects.update(validity_months=6, grace_days=0, window_months=1)
    period = Period.objects.get(pk=certificate.period_id)
    assert period.valid_until == date(2028, 3, 2)
    assert period.rules["validity_months"] == 24


@pytest.mark.parametrize("model", ["period", "certificate", "periodbasis"])
def test_what_was_issued_is_neither_changed_nor_deleted(trainee, model):
    curriculum, *_ = factories.small_world()
    certificate = factories.certified(trainee, curriculum)
    row = {"period": certificate.period, "certificate": certificate, "periodbasis": certificate.period.bases.get()}[
        model
    ]
    with pytest.raises(AppendOnlyError):
        row.save()
    with pytest.raises(AppendOnlyError):
        row.delete()
    with pytest.raises(AppendOnlyError):
        type(row).objects.all().delete()


@pytest.mark.parametrize(
    "statement", ["UPDATE ledger_certificate SET holder_name = 'X'", "DELETE FROM ledger_certificate"]
)
def test_the_database_refuses_as_well(trainee, statement):
    from django.db import connection

    curriculum, *_ = factories.small_world()
    factories.certified(trainee, curriculum)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Certificate.objects.get().holder_name == "Jordan Ellery"
