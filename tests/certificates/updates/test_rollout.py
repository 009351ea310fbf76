"""A release reaches exactly the people concerned, with exactly what its verdict says, once."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from certificates.ledger.models import Certificate
from certificates.updates import audience, rollout
from certificates.updates.models import Obligation, Outcome, Rollout
from courses.learning.models import Completion, Enrolment
from courses.releases.models import ChangeClass
from courses.releases.verdicts import LearnerState
from notices.models import Notice
from tests import factories
from tests.factories import NOON
from tests.kept import kept

pytestmark = pytest.mark.django_db
RELEASED = NOON + timedelta(days=30)  # 1 April 2026


def release_edit(curriculum, at=RELEASED, **fields):
    factories.edit_lesson(factories.lessons_of(curriculum)[0], f"New words of {at:%Y-%m-%d}.")
    return factories.make_release(curriculum, at=at, **fields)


def person(name):
    return factories.make_user(f"{name}@example.org", name.title())


@kept
def people():
    """One person in each state on 1 April 2026, for one curriculum."""
    curriculum, release, _ = factories.small_world()
    cast = {state: person(state.value.replace("_", "-")) for state in LearnerState}
    factories.certified(cast[LearnerState.CERTIFIED], curriculum)
    factories.certified(cast[LearnerState.IN_WINDOW], curriculum, at=NOON - timedelta(days=660))
    factories.certified(cast[LearnerState.LAPSED], curriculum, at=NOON - timedelta(days=900))
    factories.study(factories.enrolled(cast[LearnerState.IN_PROGRESS], curriculum), items=3)
    factories.enrolled(cast[LearnerState.NOT_STARTED], curriculum)
    person("bystander")
    return curriculum, release, cast


def test_everybody_is_in_exactly_one_state(people):
    curriculum, _, cast = people
    everybody = audience.users_after(curriculum, 0, 100)
    found = {one.user_id: one.state for one in audience.of(curriculum, day=date(2026, 4, 1), users=everybody)}
    assert found == {user.pk: state for state, user in cast.items()}
    assert audience.counts(curriculum, day=date(2026, 4, 1)) == dict.fromkeys(LearnerState, 1)


@pytest.mark.parametrize("size", [1, 2, 3, 5])
def test_pieces_of_any_size_find_everybody_once(people, size):
    """Holders and learners are looked for apart; where one list is cut off, nobody of the other is passed over."""
    curriculum, _, cast = people
    factories.enrolled(cast[LearnerState.LAPSED], curriculum, kind="renewal", cycle=2)  # a holder and a learner
    found, last = [], 0
    while piece := audience.users_after(curriculum, last, size):
        assert len(piece) <= size
        found += piece
        last = piece[-1]
    assert found == sorted(user.pk for user in cast.values())


def test_the_letter_names_the_time_of_what_is_retaken_and_of_nothing_that_counts_as_done(db):
    """Corrected words ask for nothing, so a lesson that was only corrected takes no time either."""
    curriculum = factories.make_curriculum("skills", modules=2, lessons=1, questions=2)
    factories.make_release(curriculum)
    factories.make_scheme(curriculum)
    factories.certified(person("holder"), curriculum)
    first, second = factories.lessons_of(curriculum)
    factories.edit_lesson(first, "Only the spelling.")
    corrected = factories.make_release(curriculum, at=RELEASED, change_class=ChangeClass.EDITORIAL)
    rollout.carry_out(corrected, at=RELEASED)
    factories.edit_lesson(second, "Something else.")
    release = factories.make_release(curriculum, at=RELEASED + timedelta(days=9))
    rollout.carry_out(release, at=RELEASED + timedelta(days=9))
    module = release.outline["modules"][1]
    assert Obligation.objects.get().minutes == sum(item["minutes"] for item in module["items"])


def test_a_substantive_release_asks_the_certified_moves_the_learning_and_records_the_rest(people):
    curriculum, _, cast = people
    release = release_edit(curriculum, due_days=60)
    rollout.carry_out(release, at=RELEASED)
    actions = dict(Outcome.objects.filter(release=release).values_list("state", "action"))
    assert actions == {
        "certified": "reassess",
        "in_window": "in_renewal",
        "lapsed": "new_release",
        "in_progress": "move",
        "not_started": "new_release",
    }
    owed = Obligation.objects.get()
    assert owed.certificate.period.user == cast[LearnerState.CERTIFIED]
    assert (owed.action, owed.due_on) == ("reassess", date(2026, 5, 31))
    told = set(Notice.objects.filter(kind__in=["update", "release"]).values_list("recipient__email", "kind"))
    assert told == {
        ("certified@example.org", "update"),
        ("in-progress@example.org", "release"),
        ("not-started@example.org", "release"),
    }


def test_somebody_mid_course_keeps_what_did_not_change(people):
    curriculum, _, cast = people
    release = release_edit(curriculum)
    rollout.carry_out(release, at=RELEASED)
    moved = Enrolment.objects.get(user=cast[LearnerState.IN_PROGRESS], closed_at=None)
    carried = Completion.objects.filter(enrolment=moved)
    assert moved.release == release
    assert carried.count() == 2  # three were done, one of them changed
    assert all(one.carried_from is not None for one in carried)


def test_carrying_out_twice_changes_nothing(people):
    curriculum, *_ = people
    release = release_edit(curriculum)
    assert rollout.carry_out(release, at=RELEASED) == 5
    rows = [model.objects.count() for model in (Outcome, Obligation, Notice, Enrolment, Rollout)]
    assert rollout.carry_out(release, at=RELEASED + timedelta(days=1)) == 0
    assert rows == [model.objects.count() for model in (Outcome, Obligation, Notice, Enrolment, Rollout)]


def test_what_was_carried_out_to_the_end_touches_nobody_who_comes_later(people):
    curriculum, *_ = people
    release = release_edit(curriculum)
    rollout.carry_out(release, at=RELEASED)
    newcomer = person("newcomer")
    factories.enrolled(newcomer, curriculum, at=RELEASED)
    assert rollout.carry_out(release, at=RELEASED + timedelta(days=1)) == 0
    assert not Outcome.objects.filter(user=newcomer).exists()


def test_a_rollout_that_was_killed_goes_on_where_it_stopped(people, monkeypatch):
    curriculum, *_ = people
    release = release_edit(curriculum)
    monkeypatch.setattr(rollout, "_CHUNK", 1)
    for user in audience.users_after(curriculum, 0, 2):  # two chunks were committed before the machine went down
        rollout._carry_out_chunk(release, [user], RELEASED)
    assert release in rollout.waiting(at=RELEASED)
    assert rollout.carry_out(release, at=RELEASED) == 3
    assert release not in rollout.waiting(at=RELEASED)
    assert Outcome.objects.filter(release=release).count() == 5
    assert Obligation.objects.count() == 1


def test_an_editorial_release_moves_silently(people):
    curriculum, *_ = people
    before = Notice.objects.exclude(kind="approval").count()
    release = release_edit(curriculum, change_class=ChangeClass.EDITORIAL)
    rollout.carry_out(release, at=RELEASED)
    assert not Obligation.objects.exists()
    assert Notice.objects.exclude(kind="approval").count() == before
    assert Enrolment.objects.filter(release=release).count() == 2


def test_a_safety_release_asks_those_in_the_window_as_well(people):
    curriculum, *_ = people
    release = release_edit(curriculum, change_class=ChangeClass.SAFETY)
    rollout.carry_out(release, at=RELEASED)
    states = Outcome.objects.filter(release=release, action="reassess").values_list("state", flat=True)
    assert set(states) == {"certified", "in_window"}
    assert Obligation.objects.count() == 2


def test_nobody_is_asked_who_was_trained_in_the_release_itself(people):
    curriculum, *_ = people
    release = release_edit(curriculum)
    newcomer = person("newcomer")
    factories.certified(newcomer, curriculum, at=RELEASED + timedelta(hours=1))
    rollout.carry_out(release, at=RELEASED + timedelta(hours=2))
    assert Outcome.objects.get(user=newcomer).action == "none"
    assert not Obligation.objects.filter(certificate__period__user=newcomer).exists()


def test_holders_of_revoked_certificates_and_closed_accounts_are_left_alone(people, admin):
    from certificates.ledger import rulings

    curriculum, _, cast = people
    held = Certificate.objects.get(period__user=cast[LearnerState.CERTIFIED])
    rulings.revoke(held, reason="no_longer_valid", by=admin, at=NOON)
    learner = cast[LearnerState.IN_PROGRESS]
    learner.is_active = False
    learner.save()
    release = release_edit(curriculum)
    rollout.carry_out(release, at=RELEASED)
    assert not Outcome.objects.filter(user__in=[held.period.user, learner]).exists()


# --------------------------------------------------------------------------------------------------- to the last detail
def test_releases_wait_from_their_hour_in_the_order_they_took_effect(people):
    curriculum, first, _ = people
    Rollout.objects.create(release=first, finished_at=NOON)
    late = release_edit(curriculum, effective_at=RELEASED + timedelta(days=2))
    other = factories.make_curriculum("other", modules=1, lessons=1, questions=0)
    early = factories.make_release(other, at=RELEASED + timedelta(days=1))
    before = RELEASED + timedelta(days=2, seconds=-1)
    assert list(rollout.waiting(at=before)) == [early]
    assert list(rollout.waiting(at=RELEASED + timedelta(days=2))) == [early, late]


def test_the_outcome_of_each_person_is_written_with_its_moment_and_the_rollout_with_its_own(people):
    curriculum, _, cast = people
    release = release_edit(curriculum)
    at = RELEASED + timedelta(hours=2)
    assert rollout.carry_out(release, at=at) == 5
    assert Rollout.objects.get(release=release).finished_at == at
    found = {one.user: (one.state, one.release, one.at) for one in Outcome.objects.all()}
    assert found == {user: (state, release, at) for state, user in cast.items()}


def test_somebody_who_is_moved_reads_what_is_new_and_who_is_asked_does_not_read_it_twice(people):
    curriculum, *_ = people
    release = release_edit(curriculum)
    rollout.carry_out(release, at=RELEASED)
    told = Notice.objects.filter(letter="training-moved").order_by("recipient")
    facts = {"release": "SKILLS 2.0.0", "title": curriculum.title, "notes": "What we teach has changed."}
    assert [(one.facts, one.created_at) for one in told] == [(facts, RELEASED)] * 2
    assert {one.recipient.email for one in told} == {"in-progress@example.org", "not-started@example.org"}


def test_two_people_moved_from_one_release_are_both_told_and_each_of_every_move(people):
    curriculum, *_ = people
    for days in (0, 1):
        at = RELEASED + timedelta(days=days)
        rollout.carry_out(release_edit(curriculum, at=at), at=at)
    told = Notice.objects.filter(letter="training-moved").values_list("recipient__email", "facts__release")
    learners = ["in-progress@example.org", "not-started@example.org"]
    assert set(told) == {(who, f"SKILLS {number}.0.0") for who in learners for number in (2, 3)}


def test_whoever_may_finish_stays_where_they_are_and_a_newcomer_goes_on_in_the_new_one(people):
    curriculum, old, cast = people
    release = release_edit(curriculum, verdict={"in_progress": "finish"})
    rollout.carry_out(release, at=RELEASED)
    open_ones = Enrolment.objects.filter(closed_at=None, completed_at=None).values_list("user", "release")
    assert dict(open_ones) == {
        cast[LearnerState.IN_PROGRESS].pk: old.pk,
        cast[LearnerState.NOT_STARTED].pk: release.pk,
    }
    assert Outcome.objects.get(user=cast[LearnerState.IN_PROGRESS]).action == "finish"


def test_a_renewal_under_way_goes_on_in_the_release_without_a_letter_when_more_is_asked(people):
    curriculum, _, cast = people
    renewing = cast[LearnerState.IN_WINDOW]
    factories.enrolled(renewing, curriculum, kind="renewal", cycle=2)
    release = release_edit(curriculum, change_class=ChangeClass.SAFETY)
    rollout.carry_out(release, at=RELEASED)
    moved = Enrolment.objects.get(user=renewing, closed_at=None, completed_at=None)
    assert (moved.release, moved.kind, moved.enrolled_by) == (release, "renewal", release.approved_by)
    assert not Notice.objects.filter(recipient=renewing, letter="training-moved").exists()


def test_a_renewal_that_covers_the_change_is_moved_with_a_letter(people):
    curriculum, _, cast = people
    renewing = cast[LearnerState.IN_WINDOW]
    factories.enrolled(renewing, curriculum, kind="renewal", cycle=2)
    release = release_edit(curriculum)
    rollout.carry_out(release, at=RELEASED)
    assert Outcome.objects.get(user=renewing).action == "in_renewal"
    assert Enrolment.objects.get(user=renewing, closed_at=None, completed_at=None).release == release
    assert Notice.objects.filter(recipient=renewing, letter="training-moved").count() == 1


@pytest.mark.parametrize(("days", "due"), [(14, date(2026, 4, 15)), (15, date(2026, 4, 30))])
def test_an_update_is_due_on_its_day_unless_that_has_passed(people, days, due):
    curriculum, _, cast = people
    release = release_edit(curriculum, change_class=ChangeClass.SAFETY)
    rollout.carry_out(release, at=RELEASED + timedelta(days=days))
    assert Obligation.objects.get(certificate__period__user=cast[LearnerState.CERTIFIED]).due_on == due


def test_where_somebody_stands_is_asked_of_the_day_of_the_release_however_late_the_worker_comes(people):
    curriculum, _, cast = people
    release = release_edit(curriculum, at=NOON.replace(year=2027, month=12, day=1))  # a day before their window opens
    rollout.carry_out(release, at=NOON.replace(year=2027, month=12, day=12))
    found = Outcome.objects.get(user=cast[LearnerState.CERTIFIED])
    assert (found.state, found.action) == ("certified", "reassess")


def test_somebody_who_finished_the_release_itself_is_not_moved_back(trainee):
    curriculum, *_ = factories.small_world()
    first = release_edit(curriculum)
    later = RELEASED + timedelta(days=1)
    second = release_edit(curriculum, at=later)
    enrolment = factories.enrolled(trainee, curriculum, at=later)
    rollout.carry_out(second, at=later)
    rollout.carry_out(first, at=later)  # the worker had missed it
    enrolment.refresh_from_db()
    assert (enrolment.release, enrolment.closed_at) == (second, None)
    assert Enrolment.objects.count() == 1


@pytest.mark.parametrize("order", [["reassess", "acknowledge"], ["acknowledge", "reassess"]])
def test_the_most_that_is_asked_of_what_a_person_holds_is_what_is_recorded(order):
    period = SimpleNamespace(user_id=1)
    asked = [SimpleNamespace(certificate=SimpleNamespace(period=period), action=action) for action in order]
    release = SimpleNamespace(verdict={"certified": "acknowledge", "in_progress": "move"})
    people = [
        SimpleNamespace(user_id=1, state="certified"),
        SimpleNamespace(user_id=2, state="certified"),  # trained in it already
        SimpleNamespace(user_id=3, state="in_progress"),
    ]
    assert rollout._actions(people, release, asked) == {1: "reassess", 2: "none", 3: "move"}
