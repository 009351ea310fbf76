"""Whoever is called up to date has done what was asked, however they came to hold their certificate."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from certificates.ledger import awarding, rulings
from certificates.ledger.models import Certificate, Certification
from certificates.proof import verification
from certificates.updates import asking, audience, obligations, owing, rollout
from certificates.updates.models import Obligation
from courses.releases.models import ChangeClass
from notices.models import Notice
from tests import factories
from tests.factories import NOON
from tests.kept import kept

pytestmark = pytest.mark.django_db
RELEASED = NOON + timedelta(days=30)  # 1 April 2026
DONE = "has been done"


def release_edit(curriculum, at=RELEASED, lesson=0, **fields):
    factories.edit_lesson(factories.lessons_of(curriculum)[lesson], f"New words of {at:%Y-%m-%d %H:%M}.")
    return factories.make_release(curriculum, at=at, **fields)


def publicly(certificate, at):
    """What a stranger is told about the updates of a certificate."""
    return verification.look_up(certificate.code, at=at)


@kept
def curriculum(trainee):
    return factories.small_world()[0]


# ---------------------------------------------------------------------------------------- whoever slipped between steps
def test_an_account_opened_again_owes_what_was_released_while_it_was_closed(trainee, curriculum):
    held = factories.certified(trainee, curriculum)
    trainee.is_active = False
    trainee.save()
    rollout.carry_out(release_edit(curriculum, change_class=ChangeClass.SAFETY), at=RELEASED)
    assert not Obligation.objects.exists()
    trainee.is_active = True
    trainee.save(update_fields=["is_active"])
    owed = Obligation.objects.get()
    assert (owed.certificate, owed.action) == (held, "reassess")
    assert owed.due_on == timezone.localdate() + timedelta(days=14)  # as many days as everybody, from being asked
    assert Notice.objects.filter(recipient=trainee, kind="update").count() == 1


def test_accounts_opened_several_at_once_are_asked_as_well(client, admin, trainee, curriculum):
    other = factories.make_user()
    for person in (trainee, other):
        factories.certified(person, curriculum)
    type(trainee).objects.filter(pk__in=[trainee.pk, other.pk]).update(is_active=False)
    rollout.carry_out(release_edit(curriculum, change_class=ChangeClass.SAFETY), at=RELEASED)
    client.force_login(admin)
    address = reverse("wagtail_bulk_action", args=["accounts", "user", "set_active_state"])
    client.post(f"{address}?id={trainee.pk}&id={other.pk}", {"mark_as_active": "True"})
    assert {one.certificate.period.user for one in Obligation.objects.all()} == {trainee, other}


def test_nobody_is_called_up_to_date_whose_account_was_closed_when_a_release_went_out(trainee, curriculum):
    held = factories.certified(trainee, curriculum)
    type(trainee).objects.filter(pk=trainee.pk).update(is_active=False)
    rollout.carry_out(release_edit(curriculum, change_class=ChangeClass.SAFETY), at=RELEASED)
    found = publicly(held, RELEASED + timedelta(days=1))
    assert found.currency == "outstanding"
    assert DONE not in found.currency_sentence
    assert found.update_due_on == date(2026, 4, 15)


def test_somebody_who_finishes_between_the_counting_and_their_turn_is_asked(trainee, curriculum):
    enrolment = factories.enrolled(trainee, curriculum)
    release = release_edit(curriculum, change_class=ChangeClass.SAFETY)
    counted = audience.users_after(curriculum, 0, 100)
    factories.study(enrolment, at=RELEASED - timedelta(minutes=1))  # in their evening, before the hour
    rollout._carry_out_chunk(release, counted, RELEASED)
    held = Certificate.objects.get()
    assert Obligation.objects.get().certificate == held
    assert publicly(held, RELEASED).currency == "outstanding"


def test_whoever_may_finish_an_older_release_owes_what_came_since_once_they_have(trainee, curriculum):
    enrolment = factories.study(factories.enrolled(trainee, curriculum), items=1)
    release = release_edit(curriculum, change_class=ChangeClass.SAFETY, verdict={"in_progress": "finish"})
    rollout.carry_out(release, at=RELEASED)
    finished = RELEASED + timedelta(days=20)
    factories.study(enrolment, at=finished)
    owed = Obligation.objects.get()
    assert (owed.action, owed.due_on) == ("reassess", date(2026, 5, 5))  # fourteen days from finishing
    assert publicly(Certificate.objects.get(), finished).currency == "outstanding"


def test_a_new_scheme_over_an_old_training_asks_for_what_came_since(trainee):
    curriculum = factories.make_curriculum("skills", modules=2, lessons=1)
    factories.make_release(curriculum, at=NOON - timedelta(days=1))
    factories.study(factories.enrolled(trainee, curriculum))
    rollout.carry_out(release_edit(curriculum), at=RELEASED)
    factories.make_scheme(curriculum)
    later = RELEASED + timedelta(days=10)
    assert awarding.award_missing(since=NOON - timedelta(days=1), at=later) == 1
    held = Certificate.objects.get()
    assert Obligation.objects.get().due_on == date(2026, 6, 10)
    assert publicly(held, later).currency == "outstanding"


def test_a_certificate_that_counts_again_owes_what_was_released_meanwhile(trainee, curriculum, coordinator):
    scheme = Certification.objects.get()
    first = factories.certified(trainee, curriculum)
    second = factories.certified(trainee, curriculum, kind="renewal", cycle=2, at=NOON + timedelta(days=1))
    release = release_edit(curriculum)
    rollout.carry_out(release, at=RELEASED)
    assert Obligation.objects.get().certificate == second
    rulings.revoke(second, reason="issued_in_error", by=coordinator, at=RELEASED + timedelta(days=3))
    assert Obligation.objects.filter(certificate=first, release=release).exists()
    assert first.period.certification == scheme


def test_a_holder_who_was_suspended_when_a_release_went_out_owes_it_once_reinstated(trainee, curriculum, coordinator):
    held = factories.certified(trainee, curriculum)
    rulings.suspend(held, reason="concern", by=coordinator, at=RELEASED - timedelta(days=1))
    rollout.carry_out(release_edit(curriculum, change_class=ChangeClass.SAFETY), at=RELEASED)
    reinstated = RELEASED + timedelta(days=3)
    rulings.reinstate(held, reason="resolved", by=coordinator, at=reinstated)
    assert Obligation.objects.get().certificate == held
    found = publicly(held, reinstated)
    assert (found.validity, found.currency, DONE in found.currency_sentence) == ("valid", "outstanding", False)


def test_between_the_hour_of_a_release_and_its_roll_out_nobody_is_called_up_to_date(trainee, curriculum):
    held = factories.certified(trainee, curriculum)
    release_edit(curriculum, effective_at=RELEASED + timedelta(days=2))
    before = publicly(held, RELEASED + timedelta(days=1))
    after = publicly(held, RELEASED + timedelta(days=2, minutes=1))
    assert (before.currency, DONE in before.currency_sentence) == ("current", True)
    assert (after.currency, DONE in after.currency_sentence) == ("outstanding", False)


def test_the_nightly_sweep_finds_nothing_and_mends_what_is_missing(trainee, curriculum):
    held = factories.certified(trainee, curriculum)
    for days, change in enumerate([ChangeClass.SAFETY, ChangeClass.CLARIFYING, ChangeClass.EDITORIAL]):
        at = RELEASED + timedelta(days=days)
        rollout.carry_out(release_edit(curriculum, at=at, change_class=change), at=at)
    assert asking.sweep(at=RELEASED + timedelta(days=900)) == 0
    other = factories.make_user()
    factories.enrolled(other, curriculum)
    assert asking.sweep(at=RELEASED + timedelta(days=5)) == 0
    assert {one.certificate for one in Obligation.objects.all()} == {held}


def test_the_sweep_asks_whoever_was_missed_by_a_write_that_told_nobody(trainee, curriculum):
    factories.certified(trainee, curriculum)
    type(trainee).objects.filter(pk=trainee.pk).update(is_active=False)
    rollout.carry_out(release_edit(curriculum), at=RELEASED)
    type(trainee).objects.filter(pk=trainee.pk).update(is_active=True)
    later = RELEASED + timedelta(days=5)
    assert asking.sweep(at=later) == 1
    assert asking.sweep(at=later) == 0
    assert Obligation.objects.get().due_on == date(2026, 6, 5)


def test_what_was_done_is_not_asked_again(trainee, curriculum):
    held = factories.certified(trainee, curriculum)
    rollout.carry_out(release_edit(curriculum), at=RELEASED)
    owed = Obligation.objects.get()
    factories.study(obligations.begin(owed, by=trainee, at=RELEASED), at=RELEASED)
    assert owing.missing(held, at=RELEASED + timedelta(days=1)) == []


def test_looking_at_many_certificates_takes_as_many_queries_as_looking_at_one(
    curriculum, django_assert_max_num_queries
):
    release_edit(curriculum)
    for count in (1, 3):
        while Certificate.objects.count() < count:
            person = factories.make_user()
            factories.certified(person, curriculum, at=NOON)
        held = list(Certificate.objects.select_related("period"))
        with django_assert_max_num_queries(5):
            owing.missing_of(held, at=RELEASED)


# ------------------------------------------------------------------------------------------------- what covers what
@kept
def both(trainee, curriculum):
    """One certificate that rests on two curricula."""
    other = factories.make_curriculum("more", modules=2, lessons=1)
    factories.make_release(other, at=NOON - timedelta(days=1000))
    Certification.objects.all().delete()
    factories.make_scheme(curriculum, other, slug="both")
    factories.study(factories.enrolled(trainee, curriculum))
    return factories.certified(trainee, other), curriculum, other


def test_a_release_of_one_curriculum_never_covers_what_is_owed_in_another(both):
    _, first, second = both
    safety = release_edit(first, change_class=ChangeClass.SAFETY)
    rollout.carry_out(safety, at=RELEASED)
    rollout.carry_out(release_edit(second, at=RELEASED), at=RELEASED + timedelta(days=1))
    assert {one.release.curriculum_id for one in obligations.still_owed()} == {first.pk, second.pk}
    assert not Obligation.objects.filter(release=safety, fulfilment__isnull=False).exists()


def test_a_later_release_covers_only_what_it_still_contains(trainee, curriculum):
    factories.certified(trainee, curriculum)
    asked = release_edit(curriculum, change_class=ChangeClass.SAFETY)
    rollout.carry_out(asked, at=RELEASED)
    factories.lessons_of(curriculum)[0].unpublish()
    later = RELEASED + timedelta(days=5)
    rollout.carry_out(release_edit(curriculum, at=later, lesson=1), at=later)
    first, second = obligations.still_owed().order_by("pk")
    factories.study(obligations.begin(second, by=trainee, at=later), at=later)
    assert list(obligations.still_owed()) == [first]
    retake = obligations.begin(first, by=trainee, at=later)
    assert retake.release == asked
    factories.study(retake, at=later)
    assert not obligations.still_owed().exists()


# ------------------------------------------------------------------------------------------------- what was promised
def test_adding_a_curriculum_to_a_scheme_asks_nothing_of_those_who_never_took_it(client, trainee, curriculum):
    held = factories.certified(trainee, curriculum)
    added = factories.make_curriculum("added", modules=2, lessons=1)
    factories.make_release(added, at=NOON)
    Certification.objects.get().curricula.add(added)
    assert held.period.requirements == [{"kind": "curriculum", "curriculum": curriculum.pk}]
    rollout.carry_out(release_edit(added), at=RELEASED)
    assert not Obligation.objects.exists()
    assert publicly(held, RELEASED).currency == "current"


def test_taking_a_curriculum_out_of_a_scheme_does_not_free_those_who_rest_on_it(trainee, curriculum):
    held = factories.certified(trainee, curriculum)
    other = factories.make_curriculum("other", modules=1, lessons=1)
    Certification.objects.get().curricula.set([other])
    rollout.carry_out(release_edit(curriculum), at=RELEASED)
    assert Obligation.objects.get().certificate == held


# ------------------------------------------------------------------------------------------------------- the one day
def test_an_update_is_due_so_many_days_after_the_release_took_effect(trainee, curriculum):
    factories.certified(trainee, curriculum)
    release = release_edit(curriculum, due_days=60, effective_at=RELEASED + timedelta(days=30))
    rollout.carry_out(release, at=RELEASED + timedelta(days=33))  # the worker was away for three days
    assert Obligation.objects.get().due_on == date(2026, 6, 30)  # 1 May and sixty days


def test_nobody_is_told_of_a_day_that_has_passed(trainee, curriculum):
    factories.certified(trainee, curriculum)
    release = release_edit(curriculum, change_class=ChangeClass.SAFETY)
    late = RELEASED + timedelta(days=20)
    rollout.carry_out(release, at=late)
    assert Obligation.objects.get().due_on == date(2026, 5, 5)


def test_nothing_is_carried_out_before_its_hour(trainee, curriculum):
    factories.certified(trainee, curriculum)
    release = release_edit(curriculum, effective_at=RELEASED + timedelta(days=30))
    assert rollout.carry_out(release, at=RELEASED + timedelta(days=29)) == 0
    assert not hasattr(type(release).objects.get(pk=release.pk), "rollout")
    assert rollout.carry_out(release, at=RELEASED + timedelta(days=30)) == 1


# ----------------------------------------------------------------------------------------------------------- in full
def test_what_is_missing_is_named_in_full_the_oldest_release_first(trainee, curriculum):
    held = factories.certified(trainee, curriculum)
    basis = held.period.bases.get().completion.enrolment.release_id
    first = release_edit(curriculum)
    second = release_edit(curriculum, at=RELEASED + timedelta(days=1), lesson=1, change_class=ChangeClass.CLARIFYING)
    third = release_edit(curriculum, at=RELEASED + timedelta(days=2), change_class=ChangeClass.EDITORIAL)
    at = RELEASED + timedelta(days=3)
    asked = [owing.Asked(held, first, "reassess", basis, False), owing.Asked(held, second, "acknowledge", basis, False)]
    assert owing.missing(held, at=at) == asked
    assert owing.missing(held, at=RELEASED) == asked[:1]
    assert owing.missing(held, at=RELEASED - timedelta(seconds=1)) == []
    assert [owing.missing_of([held], at=at, release=one) for one in (first, second, third)] == [
        asked[:1],
        asked[1:],
        [],
    ]


def test_what_was_written_down_is_said_to_be(trainee, curriculum):
    held = factories.certified(trainee, curriculum)
    other = factories.certified(factories.make_user(), curriculum)
    release = release_edit(curriculum)
    asking.write(owing.missing_of([held], at=RELEASED), at=RELEASED)
    found = {one.certificate: one.is_written for one in owing.missing_of([held, other], at=RELEASED)}
    assert found == {held: True, other: False}
    assert release == owing.missing(held, at=RELEASED)[0].release


def test_what_others_completed_or_did_in_another_training_is_not_this_persons(trainee, curriculum):
    held = factories.certified(trainee, curriculum)
    release = release_edit(curriculum)
    later = RELEASED + timedelta(days=1)
    factories.certified(factories.make_user(), curriculum, at=later)
    factories.study(factories.enrolled(trainee, curriculum, at=later, kind="renewal", cycle=2), items=1, at=later)
    assert [one.release for one in owing.missing(held, at=later)] == [release]


def test_a_training_finished_meanwhile_is_what_the_rest_is_counted_from(trainee, curriculum):
    held = factories.certified(trainee, curriculum)
    second = release_edit(curriculum)
    at = RELEASED + timedelta(days=1)
    factories.study(factories.enrolled(trainee, curriculum, at=at, kind="update"), at=at)
    later = RELEASED + timedelta(days=5)
    third = release_edit(curriculum, at=later)
    assert owing.missing(held, at=later) == [owing.Asked(held, third, "reassess", second.pk, False)]
    trainings = owing.trainings_of(trainee.pk, curriculum.pk)
    assert (trainings.latest, trainings.covers(second), trainings.covers(third)) == (second.pk, True, False)
    assert owing.trainings_of(factories.make_user().pk, curriculum.pk).latest is None


def test_many_certificates_are_looked_at_in_parts(curriculum, monkeypatch):
    held = [factories.certified(factories.make_user(), curriculum) for _ in range(3)]
    release_edit(curriculum)
    monkeypatch.setattr(owing, "_MANY", 2)
    assert [one.certificate for one in owing.missing_of(held, at=RELEASED)] == held


def test_each_curriculum_that_a_certificate_rests_on_is_looked_at(both):
    held, first, second = both
    releases = [release_edit(first), release_edit(second)]
    assert {one.release for one in owing.missing(held, at=RELEASED)} == set(releases)
    for release in releases:
        assert [one.release for one in owing.missing_of([held], at=RELEASED, release=release)] == [release]


def test_a_release_asks_nothing_of_a_certificate_that_does_not_rest_on_its_curriculum(trainee, curriculum):
    held = factories.certified(trainee, curriculum)
    other = factories.make_curriculum("more", modules=1, lessons=1, questions=0)
    factories.make_release(other, at=NOON)
    factories.make_scheme(other, slug="other")
    elsewhere = factories.certified(factories.make_user(), other)
    release = release_edit(curriculum)
    found = owing.missing_of([elsewhere, held], at=RELEASED, release=release)
    assert [(one.certificate, one.release) for one in found] == [(held, release)]
    assert owing.missing_of([elsewhere, held], at=RELEASED) == found
