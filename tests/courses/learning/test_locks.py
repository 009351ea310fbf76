"""Rules that meet on the same person wait for each other in one order: none is lost, and none dies of a deadlock."""

from contextlib import suppress
from datetime import timedelta

import pytest

from accounts import closing
from certificates.updates import rollout
from courses.authoring.models import Question
from courses.contents.blocks import registry
from courses.contents.models import Content
from courses.learning import attempts, completion, corrective, enrolling, notebook, recording
from courses.learning.models import Attempt, Completion, CorrectiveStudy, CourseCompletion, Enrolment, NotebookEntry
from lms.refusals import Refusal
from tests import factories
from tests.at_once import at_once, lingering, needs_row_locks
from tests.factories import NOON
from tests.kept import kept

pytestmark = [needs_row_locks, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

LATER = NOON + timedelta(days=1)


@kept
def curriculum():
    made = factories.make_curriculum("skills", modules=1, lessons=1, questions=1)
    factories.make_release(made)
    factories.make_scheme(made)
    return made


def ready_to_hand_in(enrolment: Enrolment) -> Attempt:
    """The last thing left of a training: an attempt with every answer right."""
    lesson, quiz = factories.items_of(enrolment)
    completion.complete_lesson(enrolment, lesson["hash"], at=NOON)
    attempt = attempts.start(enrolment, Content.objects.get(pk=quiz["hash"]), at=NOON)
    attempts.save(attempt, factories.right_answers(attempt), at=NOON)
    return attempt


def changed(curriculum):
    """A newer release with one more lesson; its hour has not come, so that nobody is moved yet."""
    factories.make_lesson(factories.ModulePage.objects.descendant_of(curriculum).get(), "One more")
    return factories.make_release(curriculum, at=NOON, effective_at=LATER)


def passed_once(attempt: Attempt) -> bool:
    """The quiz counts exactly once where the person now stands, and the attempt is sealed as passed."""
    attempt.refresh_from_db()
    holding = Completion.objects.filter(content=attempt.quiz, enrolment__curriculum=attempt.enrolment.curriculum_id)
    return bool(attempt.passed) and holding.filter(enrolment=attempt.enrolment).count() == 1


def test_handing_in_while_an_update_begins_loses_neither(trainee, curriculum):
    basis = factories.study(factories.enrolled(trainee, curriculum))
    renewal = factories.enrolled(trainee, curriculum, kind="renewal", cycle=2)
    attempt = ready_to_hand_in(renewal)
    release = changed(curriculum)
    at_once(
        lingering(lambda: attempts.submit(Attempt.objects.get(pk=attempt.pk), at=LATER)),
        lingering(lambda: enrolling.begin_update(trainee, release, basis=basis, by=trainee, at=LATER)),
    )
    assert passed_once(attempt)
    assert Enrolment.objects.filter(release=release).count() == 1


def test_handing_in_while_a_release_moves_people_loses_neither(trainee, curriculum):
    attempt = ready_to_hand_in(factories.enrolled(trainee, curriculum))
    others = [factories.enrolled(factories.make_user(), curriculum) for _ in range(3)]
    release = changed(curriculum)
    at_once(
        lingering(lambda: attempts.submit(Attempt.objects.get(pk=attempt.pk), at=LATER)),
        lingering(lambda: rollout.carry_out(release, at=LATER)),
        lingering(lambda: enrolling.enrol(others[0].user, curriculum, by=trainee, at=LATER)),
    )
    assert passed_once(attempt)
    assert Enrolment.objects.filter(release=release, user__in=[one.user for one in others]).count() == 3


def test_a_holder_renewing_while_a_release_goes_out_waits_for_nobody_in_a_circle(trainee, curriculum):
    factories.study(factories.enrolled(trainee, curriculum))
    left = factories.enrolled(factories.make_user(), curriculum)
    enrolling.leave(left, at=NOON)
    release = changed(curriculum)
    at_once(
        lingering(lambda: enrolling.enrol(trainee, curriculum, by=trainee, at=LATER, kind="renewal", cycle=2)),
        lingering(lambda: rollout.carry_out(release, at=LATER)),
        lingering(lambda: enrolling.enrol(left.user, curriculum, by=trainee, at=LATER)),
    )
    assert Enrolment.objects.filter(release=release, completed_at=None, closed_at=None).count() == 2


def test_a_newcomer_enrolling_many_times_at_once_is_enrolled_once(trainee, curriculum):
    found = at_once(*[lingering(lambda: enrolling.enrol(trainee, curriculum, by=trainee, at=NOON)) for _ in range(4)])
    assert len({one.pk for one in found}) == Enrolment.objects.count() == 1


def test_two_people_of_one_team_handing_in_the_same_attempt_get_one_result(trainee, curriculum):
    attempt = ready_to_hand_in(factories.enrolled(trainee, curriculum))
    first, second = at_once(
        *[lingering(lambda: attempts.submit(Attempt.objects.get(pk=attempt.pk), at=LATER)) for _ in range(2)]
    )
    assert first.submitted_at == second.submitted_at == LATER
    assert passed_once(attempt)
    assert CourseCompletion.objects.count() == trainee.periods.count() == 1


def test_an_evening_recorded_for_all_while_people_hand_in_completes_each_once(curriculum):
    enrolments = [factories.enrolled(factories.make_user(), curriculum) for _ in range(3)]
    lesson, quiz = factories.items_of(enrolments[0])
    started = [attempts.start(one, Content.objects.get(pk=quiz["hash"]), at=NOON) for one in enrolments]
    for attempt in started:
        attempts.save(attempt, factories.right_answers(attempt), at=NOON)
    at_once(
        lingering(lambda: recording.record_many(reversed(enrolments), {lesson["hash"]}, at=LATER)),
        lingering(lambda: recording.record_many(enrolments, {lesson["hash"]}, at=LATER)),
        *[lingering(lambda one=one: attempts.submit(Attempt.objects.get(pk=one.pk), at=LATER)) for one in started],
    )
    assert CourseCompletion.objects.count() == 3
    assert Completion.objects.count() == 6


def test_leaving_while_the_last_item_is_finished_ends_in_one_of_the_two(trainee, curriculum):
    enrolment = factories.enrolled(trainee, curriculum)
    attempt = ready_to_hand_in(enrolment)

    def quietly(call):
        def run():
            try:
                return call()
            except enrolling.Refusal:
                return None

        return run

    at_once(
        lingering(quietly(lambda: attempts.submit(Attempt.objects.get(pk=attempt.pk), at=LATER))),
        lingering(quietly(lambda: enrolling.leave(enrolment, at=LATER))),
    )
    enrolment.refresh_from_db()
    assert (enrolment.completed_at is None) != (enrolment.closed_at is None)
    assert CourseCompletion.objects.exists() == (enrolment.completed_at is not None)


def test_a_note_that_is_kept_while_its_person_leaves_does_not_stay(trainee, curriculum):
    factories.add_own_blocks(curriculum)
    factories.make_release(curriculum, at=NOON)
    enrolment = factories.enrolled(trainee, curriculum)
    content = Content.objects.get(pk=factories.items_of(enrolment, "lesson")[0]["hash"])
    name = next(
        name for _number, name, block in registry.named_blocks(content.data["body"]) if block["type"] == "reflection"
    )

    def keep() -> None:
        with suppress(Refusal):
            notebook.keep(enrolment, content, {name: notebook.Change(["Listen."], "0:")}, page="a", at=LATER)

    at_once(lingering(lambda: closing.close(trainee, at=LATER)), lingering(keep))
    assert not NotebookEntry.objects.exists()


def test_reading_a_lesson_again_many_times_at_once_is_recorded_once(trainee, curriculum):
    Question.objects.update(critical=True)
    factories.make_release(curriculum, at=NOON)
    enrolment = factories.enrolled(trainee, curriculum)
    quiz = Content.objects.get(pk=factories.items_of(enrolment, "quiz")[0]["hash"])
    attempt = attempts.submit(attempts.start(enrolment, quiz, at=NOON), at=NOON)
    [key] = attempt.to_study

    def begin() -> None:
        with suppress(Refusal):
            attempts.start(enrolment, quiz, at=LATER)

    at_once(*[lingering(lambda: corrective.study(attempt, key, at=LATER)) for _ in range(3)], lingering(begin))
    assert CorrectiveStudy.objects.count() == 1
    assert attempts.start(enrolment, quiz, at=LATER).number == 2
