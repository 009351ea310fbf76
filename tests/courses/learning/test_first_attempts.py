"""First attempts are read once a person, graded anew where only the sum was kept, and never say whose they are."""

from dataclasses import fields
from datetime import timedelta
from fractions import Fraction

import pytest

from courses.authoring.models import CurriculumPage
from courses.contents import remembering
from courses.contents.models import Content
from courses.learning import first_attempts
from courses.learning.models import Attempt, Enrolment
from courses.releases.models import Release
from tests import factories
from tests.courses.learning.sitting import people, picks, sit
from tests.factories import NOON
from tests.kept import kept

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(days=1)


@kept
def release(trainer, trainer2) -> Release:
    return factories.make_release(factories.make_curriculum("skills", modules=1, lessons=0, questions=2))


@kept
def quiz(release) -> Content:
    return Content.objects.get(kind="quiz")


def read(quiz, *releases):
    questions = remembering.data_of(quiz.data["questions"])
    return list(first_attempts.sittings([quiz.hash], [one.pk for one in releases], questions))


def test_what_was_earned_and_chosen_and_how_long_it_took(release, quiz):
    sit(release, quiz, picks(quiz, "0.", "21"), minutes=7.5)
    one, other = read(quiz, release)
    assert one.shown == tuple(quiz.data["questions"])
    assert (one.earned, one.answers, one.points, one.passed, one.minutes) == ((1, 0), ((0,), ()), 1, False, 7.5)
    assert (other.earned, other.answers) == ((0, 0), ((2,), (1,)))
    assert one.met(0).rest == 0
    assert one.met(1).rest == 1


def test_only_the_first_attempt_of_each_person_counts_in_whichever_training(release, quiz):
    sitters = sit(release, quiz, picks(quiz, "00", "11"))
    sit(release, quiz, picks(quiz, "11", "00"), by=sitters, at=LATER, number=2)
    sit(release, quiz, picks(quiz, "22", "22"), by=sitters, at=LATER, kind=Enrolment.Kind.UPDATE)
    assert [one.points for one in read(quiz, release)] == [2, 0]


def test_somebody_who_took_it_in_another_release_first_is_not_new_there(release, quiz):
    factories.make_lesson(release.curriculum.get_children().first().specific)
    second = factories.make_release(CurriculumPage.objects.get(pk=release.curriculum_id), at=LATER)
    again = sit(release, quiz, picks(quiz, "00"))
    sit(second, quiz, picks(quiz, "11"), by=again, at=LATER)
    sit(second, quiz, picks(quiz, "11"), at=LATER)
    assert len(read(quiz, second)) == 1
    assert len(read(quiz, release, second)) == 2


def test_what_is_not_handed_in_does_not_count(trainee, release, quiz):
    factories.attempts.start(factories.enrolled(trainee, release.curriculum), quiz, at=NOON)
    assert read(quiz, release) == []


def test_attempts_from_before_parts_were_kept_are_graded_again(release, quiz):
    sit(release, quiz, picks(quiz, "01"), parts_kept=False)
    assert read(quiz, release)[0].earned == (1, 0)


def test_parts_of_a_point_are_exact(release, quiz):
    sit(release, quiz, picks(quiz, "01"))
    row = Attempt.objects.get()
    first, second = quiz.data["questions"]
    row.pk, row.number, row.earned = None, 2, {first: "2/3", second: "1/3"}
    row.submitted_at = NOON - timedelta(days=1)
    Attempt.objects.bulk_create([row])
    assert read(quiz, release)[0].earned == (Fraction(2, 3), Fraction(1, 3))


def test_nothing_that_is_handed_on_names_a_person():
    for kind in (first_attempts.Sitting, first_attempts.Meeting):
        assert {field.name for field in fields(kind)}.isdisjoint({"person", "user", "enrolment", "attempt", "pk"})


@pytest.mark.parametrize("number", [1, 40])
def test_however_many_there_are_it_takes_one_query(release, quiz, number, django_assert_num_queries):
    sit(release, quiz, picks(quiz, *["01"] * number))
    questions = remembering.data_of(quiz.data["questions"])
    with django_assert_num_queries(1):
        found = list(first_attempts.sittings([quiz.hash], [release.pk], questions))
    assert len(found) == number


def test_only_the_latest_are_read_where_there_are_very_many(release, quiz, monkeypatch):
    monkeypatch.setattr(first_attempts, "MOST", 2)
    for day, pattern in enumerate(("00", "01", "11")):
        sit(release, quiz, picks(quiz, pattern), at=NOON + timedelta(days=day))
    assert [one.points for one in read(quiz, release)] == [1, 0]


def test_a_person_meets_a_version_once_and_is_fresh_to_the_first_they_meet(release, quiz):
    first, second = quiz.data["questions"]
    questions = remembering.data_of(quiz.data["questions"])
    sitters = people(1)
    sit(release, quiz, picks(quiz, "01"), by=sitters)
    sit(release, quiz, picks(quiz, "10"))
    keys = {first: "one-key", second: "one-key"}
    found = list(first_attempts.meetings(keys, [quiz.hash], [release.pk], questions))
    assert [(one.question, one.met.earned, one.fresh) for one in found] == [
        (first, 1, True),
        (second, 0, False),
        (first, 0, True),
        (second, 1, False),
    ]
