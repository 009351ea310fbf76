"""Going on leads straight into a quiz that was begun."""

import pytest

from courses.contents.models import Content
from courses.learning import attempts, completion, resuming
from courses.learning.outlining import outline_for
from tests import factories
from tests.factories import NOON, enrolled, items_of, make_user, right_answers, study
from tests.kept import kept

pytestmark = pytest.mark.django_db


@kept
def enrolment(trainee):
    curriculum = factories.make_curriculum("skills", modules=1, lessons=1, questions=4)
    factories.make_release(curriculum)
    return study(enrolled(trainee, curriculum), items=1)


def begin(enrolment, answered):
    quiz = Content.objects.get(hash=items_of(enrolment, "quiz")[0]["hash"])
    attempt = attempts.start(enrolment, quiz, at=NOON)
    right = right_answers(attempt)
    return attempts.save(attempt, dict(list(right.items())[:answered]), at=NOON)


def begun(*enrolments):
    steps = [(one, outline_for(one.release.outline, completion.completed_hashes(one)).next_step) for one in enrolments]
    return resuming.begun(steps)


def test_it_says_how_many_are_answered_and_leads_there(client, trainee, enrolment):
    attempt = begin(enrolment, 3)
    found = begun(enrolment)[enrolment.pk]
    assert (found.answered, found.total, found.words) == (3, 4, "3 of 4 answered")
    client.force_login(trainee)
    for page in ("/learn/", f"/learn/{enrolment.pk}/"):
        shown = client.get(page).content.decode()
        assert "3 of 4 answered" in shown
        assert f'href="/learn/attempts/{attempt.pk}/"' in shown
    assert "3 of 4 answered" in client.get(f"/learn/{enrolment.pk}/2/").content.decode()
    assert "Question 4 of 4" in client.get(f"/learn/attempts/{attempt.pk}/").content.decode()


def test_what_was_handed_in_is_not_gone_on_with(enrolment):
    attempts.submit(begin(enrolment, 1), at=NOON)
    assert begun(enrolment) == {}


@pytest.mark.parametrize("count", [1, 3])
def test_it_asks_once_however_many_trainings(enrolment, trainee, count, django_assert_num_queries):
    found = [enrolment]
    for _ in range(count - 1):
        found.append(study(enrolled(make_user(), enrolment.curriculum), items=1))
    for one in found:
        begin(one, 1)
    steps = [(one, outline_for(one.release.outline, completion.completed_hashes(one)).next_step) for one in found]
    with django_assert_num_queries(1):
        assert len(resuming.begun(steps)) == count


def test_without_a_quiz_next_nothing_is_asked(trainee, enrolment, django_assert_num_queries):
    step = outline_for(enrolment.release.outline, set()).next_step
    with django_assert_num_queries(0):
        assert resuming.begun([(enrolment, step)]) == {}
