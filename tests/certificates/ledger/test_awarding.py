"""Completing a course earns a certificate, once, with dates that nobody moves afterwards."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from certificates.ledger import awarding, renewing, rulings
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


# ------------------------------------------------------------------------------------------------- what was promised
RENEWS = {"kind": "renewal", "cycle": 2}


def test_renewing_inside_the_promised_window_counts_from_the_expiry_whatever_the_scheme_says_today(trainee):
    curriculum, *_ = factories.small_world(window_months=6)
    factories.certified(trainee, curriculum)  # valid until 2 March 2028; the window opens on 2 September 2027
    Certification.objects.update(window_months=1, grace_days=0)
    renewed = factories.certified(trainee, curriculum, at=NOON.replace(year=2027, month=10), **RENEWS).period
    assert (renewed.kind, renewed.valid_until) == ("renewal", date(2030, 3, 2))
    assert (renewed.window_opens_on, renewed.grace_until) == (date(2030, 2, 2), date(2030, 3, 2))  # today's scheme
    assert renewed.rules["window_months"] == 1


def test_renewing_in_the_promised_grace_counts_as_in_time(trainee):
    curriculum, *_ = factories.small_world(grace_days=90)
    factories.certified(trainee, curriculum)
    Certification.objects.update(grace_days=0)
    renewed = factories.certified(trainee, curriculum, at=NOON.replace(year=2028, month=5), **RENEWS).period
    assert (renewed.kind, renewed.valid_until) == ("renewal", date(2030, 3, 2))


def test_the_date_mode_that_was_promised_decides_about_the_renewal(trainee):
    curriculum, *_ = factories.small_world(date_mode="expiry")
    factories.certified(trainee, curriculum)
    Certification.objects.update(date_mode="completion")
    renewed = factories.certified(trainee, curriculum, at=NOON.replace(year=2028, month=2), **RENEWS).period
    assert renewed.valid_until == date(2030, 3, 2)
    assert renewed.rules["date_mode"] == "completion"  # what the next renewal will follow


def test_whoever_lost_a_certificate_and_was_trained_again_counts_from_the_retraining(trainee, coordinator):
    curriculum, *_ = factories.small_world()
    held = factories.certified(trainee, curriculum)
    rulings.revoke(held, reason="no_longer_valid", by=coordinator, at=NOON + timedelta(days=10))
    retrained = NOON + timedelta(days=60)  # 1 May 2026
    renewing.enrol_for(trainee, curriculum, by=coordinator, at=retrained)
    again = factories.certified(trainee, curriculum, at=retrained).period
    assert (again.kind, again.valid_from, again.valid_until) == ("restoration", date(2026, 5, 1), date(2028, 5, 1))


def test_a_renewal_follows_the_certificate_that_counts_when_the_newest_was_issued_in_error(trainee, coordinator):
    curriculum, *_ = factories.small_world()
    factories.certified(trainee, curriculum)
    wrong = factories.certified(trainee, curriculum, at=NOON.replace(year=2028, month=1), **RENEWS)
    rulings.revoke(wrong, reason="issued_in_error", by=coordinator, at=NOON.replace(year=2028, month=1, day=5))
    at = NOON.replace(year=2028, month=1, day=10)
    right = factories.certified(trainee, curriculum, at=at, kind="renewal", cycle=3).period
    assert (right.number, right.kind, right.valid_until) == (3, "renewal", date(2030, 3, 2))


def test_the_31st_is_kept_through_a_short_month(trainee):
    curriculum, *_ = factories.small_world(
        date_mode="fixed", validity_months=6, window_months=2, minimum_months=2, grace_days=0
    )
    first = factories.certified(trainee, curriculum, at=NOON.replace(month=8, day=31)).period
    second = factories.certified(trainee, curriculum, at=NOON.replace(year=2027, month=2, day=10), **RENEWS).period
    third = factories.certified(
        trainee, curriculum, at=NOON.replace(year=2027, month=8, day=1), kind="renewal", cycle=3
    ).period
    found = [period.valid_until for period in (first, second, third)]
    assert found == [date(2027, 2, 28), date(2027, 8, 31), date(2028, 2, 29)]


def test_an_old_training_found_late_earns_no_second_certificate(trainee):
    first, *_ = factories.small_world()
    Certification.objects.update(active=False)
    factories.study(factories.enrolled(trainee, first))
    Certification.objects.update(active=True)
    later = NOON + timedelta(days=700)
    factories.study(factories.enrolled(trainee, first, at=later, **RENEWS), at=later)
    for _ in range(2):
        awarding.award_missing(since=NOON - timedelta(days=1), at=later + timedelta(days=1))
    assert Certificate.objects.count() == 1


# ------------------------------------------------------------------------------------------------------ what it rests on
def test_an_update_earns_nothing_and_serves_no_certificate(trainee):
    curriculum, *_ = factories.small_world()
    factories.study(factories.enrolled(trainee, curriculum, kind="update"))
    assert awarding.award(CourseCompletion.objects.get(), at=NOON) == []
    assert awarding.award_missing(since=NOON - timedelta(days=1), at=NOON) == 0
    assert not Certificate.objects.exists()


def test_a_scheme_out_of_use_issues_nothing(trainee):
    curriculum, *_ = factories.small_world(active=False)
    factories.study(factories.enrolled(trainee, curriculum))
    assert awarding.award(CourseCompletion.objects.get(), at=NOON) == []
    assert awarding.award_missing(since=NOON - timedelta(days=1), at=NOON) == 0


def test_each_scheme_issues_its_own_certificate_for_the_same_training(trainee):
    curriculum, _, scheme = factories.small_world()
    other = factories.make_scheme(curriculum, slug="other", name="Other", validity_months=12, window_months=1)
    factories.study(factories.enrolled(trainee, curriculum))
    found = {period.certification: (period.number, period.kind, period.valid_until) for period in Period.objects.all()}
    assert found == {scheme: (1, "first", date(2028, 3, 2)), other: (1, "first", date(2027, 3, 2))}


def test_nobody_is_certified_by_what_others_completed(trainee):
    first, *_ = factories.small_world()
    second = factories.make_curriculum("more", modules=1, lessons=1, questions=0)
    factories.make_release(second)
    scheme = factories.make_scheme(first, second, slug="both", name="Both")
    factories.study(factories.enrolled(trainee, first))
    factories.study(factories.enrolled(factories.make_user(), second))
    assert not Certificate.objects.filter(period__certification=scheme).exists()


def test_it_rests_on_the_newest_training_that_served_no_certificate_of_the_scheme(trainee):
    first, *_ = factories.small_world()
    second = factories.make_curriculum("more", modules=1, lessons=1, questions=0)
    factories.make_release(second)
    scheme = factories.make_scheme(first, second, slug="both", name="Both")
    days = [0, 10, 20]
    for cycle, days_later in enumerate(days, start=1):
        at = NOON + timedelta(days=days_later)
        factories.study(factories.enrolled(trainee, first, at=at, cycle=cycle), at=at)
    factories.study(factories.enrolled(trainee, second, at=NOON), at=NOON)
    [period] = Period.objects.filter(certification=scheme)
    rests_on = {one.completion.enrolment.curriculum_id: one.completion.completed_at for one in period.bases.all()}
    assert rests_on == {first.pk: NOON + timedelta(days=20), second.pk: NOON}
    assert period.completed_on == date(2026, 3, 22)
    assert [one["curriculum"] for one in period.requirements] == [one.pk for one in scheme.curricula.all()]


def test_the_sweep_looks_at_everything_since_that_instant_and_counts_what_it_issued(trainee):
    curriculum, *_ = factories.small_world()
    Certification.objects.update(active=False)
    for person in (trainee, factories.make_user()):
        factories.study(factories.enrolled(person, curriculum))
    factories.make_scheme(curriculum, slug="other", name="Other", active=False)
    Certification.objects.update(active=True)
    later = NOON + timedelta(days=3)
    assert awarding.award_missing(since=NOON + timedelta(seconds=1), at=later) == 0
    assert awarding.award_missing(since=NOON, at=later) == 4
    assert awarding.award_missing(since=NOON, at=later) == 0


# --------------------------------------------------------------------------------------------------- the edges of renewing
@pytest.mark.parametrize(
    ("completed", "kind", "until"),
    [
        (NOON.replace(year=2028, month=5, day=31), "renewal", date(2030, 3, 2)),  # the last day of grace
        (NOON.replace(year=2028, month=6, day=1), "restoration", date(2030, 6, 1)),
    ],
)
def test_renewing_counts_as_in_time_through_the_last_day_of_grace(trainee, completed, kind, until):
    curriculum, *_ = factories.small_world()
    assert factories.certified(trainee, curriculum).period.grace_until == date(2028, 5, 31)
    period = factories.certified(trainee, curriculum, at=completed, **RENEWS).period
    assert (period.number, period.kind, period.valid_until) == (2, kind, until)


@pytest.mark.parametrize(("mode", "until"), [("fixed", date(2028, 2, 28)), ("expiry", date(2028, 5, 1))])
def test_after_a_revocation_only_a_date_that_all_holders_share_is_kept(trainee, coordinator, mode, until):
    curriculum, *_ = factories.small_world(date_mode=mode, validity_months=12)
    at = NOON.replace(month=2, day=28)
    held = factories.certified(trainee, curriculum, at=at)
    assert held.period.valid_until == date(2027, 2, 28)
    rulings.revoke(held, reason="no_longer_valid", by=coordinator, at=at + timedelta(days=10))
    retrained = NOON.replace(year=2027, month=5, day=1)
    renewing.enrol_for(trainee, curriculum, by=coordinator, at=retrained)
    again = factories.certified(trainee, curriculum, at=retrained).period
    assert (again.kind, again.valid_until) == ("restoration", until)


def test_whoever_lapsed_under_a_fixed_date_comes_back_to_it_on_its_own_day_of_the_month(trainee):
    curriculum, *_ = factories.small_world(
        date_mode="fixed", validity_months=6, window_months=2, minimum_months=2, grace_days=0
    )
    first = factories.certified(trainee, curriculum, at=NOON.replace(month=8, day=31)).period
    assert (first.valid_until, first.rules["anchor_day"]) == (date(2027, 2, 28), 31)
    back = factories.certified(trainee, curriculum, at=NOON.replace(year=2027, month=4, day=10), **RENEWS).period
    assert (back.kind, back.valid_until) == ("restoration", date(2027, 8, 31))


def test_a_certificate_of_another_scheme_or_person_is_not_renewed(trainee):
    curriculum, *_ = factories.small_world()
    factories.certified(factories.make_user(), curriculum)
    other = factories.make_curriculum("more", modules=1, lessons=1, questions=0)
    factories.make_release(other, at=NOON)
    factories.make_scheme(other, slug="other", name="Other")
    at = NOON + timedelta(days=680)
    factories.certified(trainee, other, at=NOON)
    period = factories.certified(trainee, curriculum, at=at).period
    found = Period.objects.get(user=trainee, certification__slug="facilitator")
    assert (found.number, found.kind, found.valid_until) == (1, "first", date(2030, 1, 11))
    assert period.user == trainee


def test_awarding_a_training_again_issues_nothing_even_for_a_newer_one(trainee):
    curriculum, *_ = factories.small_world()
    factories.certified(trainee, curriculum)
    served = CourseCompletion.objects.get()
    at = NOON + timedelta(days=680)
    Certification.objects.update(active=False)
    factories.study(factories.enrolled(trainee, curriculum, at=at, **RENEWS), at=at)
    Certification.objects.update(active=True)
    assert awarding.award(served, at=at) == []
    [renewed] = awarding.award(CourseCompletion.objects.exclude(pk=served.pk).get(), at=at)
    assert (renewed.period.number, renewed.period.kind) == (2, "renewal")


def test_a_sweep_with_nothing_to_do_asks_one_question(trainee, django_assert_num_queries):
    curriculum, *_ = factories.small_world()
    factories.certified(trainee, curriculum)
    factories.study(factories.enrolled(trainee, curriculum, kind="update"))
    unused = factories.make_curriculum("more", modules=1, lessons=1, questions=0)
    factories.make_release(unused)
    factories.make_scheme(unused, slug="unused", active=False)
    factories.study(factories.enrolled(trainee, unused))
    with django_assert_num_queries(1):
        assert awarding.award_missing(since=NOON - timedelta(days=1), at=NOON) == 0
