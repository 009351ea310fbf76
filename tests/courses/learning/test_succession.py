"""An editorial release never takes done work away; any other reopens exactly what it changed."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.contents.models import Content
from courses.contents.outlines import outline_items
from courses.learning import attempts, completion, enrolling, succession
from courses.learning.models import Attempt, Completion, CourseCompletion, Enrolment
from courses.learning.progress import progress
from courses.learning.succession import Link
from courses.releases.models import Release, ReleaseProposal
from tests import factories
from tests.factories import NOON
from tests.kept import kept

LATER = NOON + timedelta(days=1)
FINISH = {"in_progress": "finish"}


# -------------------------------------------------------------------------------------------------------------- pure
def link(editorial: bool, **items: str) -> Link:
    return Link(editorial, items)


def test_words_corrected_by_an_editorial_release_count_as_those_before():
    line = [link(False, a="a1", b="b1"), link(True, a="a2", b="b1"), link(True, a="a3", b="b1")]
    assert succession.along(line) == {"a3": ["a3", "a2", "a1"], "b1": ["b1"]}


def test_a_change_that_is_not_editorial_cuts_the_line_of_what_it_changed_only():
    line = [
        link(False, a="a1", b="b1"),
        link(True, a="a2", b="b2"),
        link(False, a="a3", b="b2"),
        link(True, a="a4", b="b3"),
    ]
    assert succession.along(line) == {"a4": ["a4", "a3"], "b3": ["b3", "b2", "b1"]}


def test_what_was_taken_away_for_a_reason_does_not_come_back_as_a_correction():
    away = [link(False, a="a1", b="b1"), link(False, b="b1"), link(True, a="a2", b="b1")]
    assert succession.along(away)["a2"] == ["a2"]
    moved = [link(False, a="a1", b="b1"), link(True, b="b1"), link(True, a="a2", b="b1")]
    assert succession.along(moved)["a2"] == ["a2", "a1"]


# -------------------------------------------------------------------------------------------------------- in the site
@kept
def curriculum():
    made = factories.make_curriculum("skills", modules=1, lessons=2, questions=2)
    factories.make_release(made)
    return made


def edited(
    curriculum, *, lesson: int | None = None, quiz: str = "", change_class: str = "editorial", at=LATER
) -> Release:
    """A release of a change to one lesson or to the quiz's introduction; its hour has not come."""
    if lesson is not None:
        factories.edit_lesson(factories.lessons_of(curriculum)[lesson], f"Words of {at}.")
    if quiz:
        page = factories.QuizPage.objects.descendant_of(curriculum).get()
        page.intro = quiz
        page.save_revision().publish()
    return factories.make_release(curriculum, at=at, change_class=change_class, effective_at=at + timedelta(days=300))


def test_an_editorial_release_keeps_lessons_and_quizzes_done(trainee, curriculum):
    enrolment = factories.enrolled(trainee, curriculum)
    lesson, _, quiz = factories.items_of(enrolment)
    completion.complete_lesson(enrolment, lesson["hash"], at=NOON)
    factories.take_quiz(enrolment, quiz["hash"])
    moved = enrolling.move(enrolment, edited(curriculum, lesson=0, quiz="Take your time."), by=trainee, at=LATER)
    done = {one.content_id: one for one in moved.completions.select_related("carried_from")}
    new_lesson, _, new_quiz = factories.items_of(moved)
    assert new_lesson["hash"] != lesson["hash"]
    assert set(done) == {new_lesson["hash"], new_quiz["hash"]}
    assert done[new_lesson["hash"]].completed_at == NOON
    assert done[new_lesson["hash"]].carried_from.content_id == lesson["hash"]
    assert attempts.made(moved, new_quiz["hash"])[0].passed


def test_a_corrected_word_after_the_last_item_completes_the_course(trainee, curriculum):
    enrolment = factories.enrolled(trainee, curriculum)
    first, second, quiz = factories.items_of(enrolment)
    completion.complete_lesson(enrolment, first["hash"], at=NOON)
    factories.take_quiz(enrolment, quiz["hash"])
    release = edited(curriculum, lesson=0)
    moved = enrolling.move(enrolment, release, by=trainee, at=LATER)
    completion.complete_lesson(moved, second["hash"], at=LATER)
    assert CourseCompletion.objects.get().enrolment == moved


def test_an_attempt_under_way_survives_an_editorial_release(trainee, curriculum):
    enrolment = factories.enrolled(trainee, curriculum)
    quiz = factories.items_of(enrolment, "quiz")[0]["hash"]
    attempt = attempts.start(enrolment, Content.objects.get(pk=quiz), at=NOON)
    attempts.save(attempt, factories.right_answers(attempt), at=NOON)
    moved = enrolling.move(enrolment, edited(curriculum, quiz="Take your time."), by=trainee, at=LATER)
    new_quiz = factories.items_of(moved, "quiz")[0]["hash"]
    assert attempts.start(moved, Content.objects.get(pk=new_quiz), at=LATER) == attempt
    attempts.submit(attempt, at=LATER)
    assert completion.completed_hashes(moved) == {new_quiz}


def test_corrected_words_give_no_new_attempts_and_show_no_question_sooner(trainee):
    curriculum = factories.make_curriculum("drawn", modules=0)
    for number in range(4):
        factories.make_question(f"bank-{number}", topic="bank")
    factories.make_quiz(factories.make_module(curriculum), draws=[("bank", 2)], max_attempts=2)
    factories.make_release(curriculum)
    enrolment = factories.enrolled(trainee, curriculum)
    first = factories.take_quiz(enrolment, factories.items_of(enrolment)[0]["hash"], right=False)
    for question in factories.Question.objects.all():
        question.stem = f"{question.stem} Corrected."
        question.save_revision().publish()
    release = factories.make_release(
        curriculum, at=LATER, change_class="editorial", effective_at=LATER + timedelta(days=9)
    )
    moved = enrolling.move(enrolment, release, by=trainee, at=LATER)
    quiz = factories.items_of(moved)[0]["hash"]
    second = factories.take_quiz(moved, quiz, right=False)
    keys = [Content.objects.get(pk=one["question"]).key for taken in (first, second) for one in taken.shown]
    assert len(set(keys)) == 4
    assert "used all 2 attempts" in attempts.why_not_start(
        moved, Content.objects.get(pk=quiz), attempts.made(moved, quiz), at=NOON
    )


def test_an_update_asks_for_nothing_that_only_editorial_releases_changed(trainee, curriculum):
    basis = factories.study(factories.enrolled(trainee, curriculum))
    edited(curriculum, lesson=0, quiz="Take your time.")
    factories.make_lesson(factories.make_module(curriculum), "New practice")
    release = edited(curriculum, change_class="substantive", at=LATER + timedelta(days=1))
    update = enrolling.begin_update(trainee, release, basis=basis, by=trainee, at=LATER)
    left = [
        item["title"] for item in factories.items_of(update) if item["hash"] not in completion.completed_hashes(update)
    ]
    assert left == ["New practice"]


def test_an_update_under_way_loses_nothing_to_an_editorial_release(trainee, curriculum):
    basis = factories.study(factories.enrolled(trainee, curriculum))
    update = enrolling.begin_update(
        trainee, edited(curriculum, lesson=0, change_class="substantive"), basis=basis, by=trainee, at=LATER
    )
    quiz = factories.items_of(update, "quiz")[0]
    factories.take_quiz(update, quiz["hash"], at=LATER)  # the lesson is still to be read
    release = edited(curriculum, lesson=1, at=LATER + timedelta(days=1))
    moved = enrolling.move(update, release, by=trainee, at=LATER)
    assert completion.completed_hashes(moved) == {item["hash"] for item in factories.items_of(moved)[1:]}


# ---------------------------------------------------------------------------------------------------------- property
_numbers = count()
KEYS = ("lesson-a", "lesson-b", "lesson-c", "quiz")
EDITS = st.lists(
    st.tuples(
        st.sampled_from(["editorial", "clarifying", "substantive"]),
        st.sets(st.sampled_from(KEYS)),  # what changes
        st.sets(st.sampled_from(KEYS)),  # what the person does before the release
    ),
    min_size=1,
    max_size=6,
)


def _content(key: str, words: int) -> str:
    kind = "quiz" if key == "quiz" else "lesson"
    hash_ = f"{key}-{words}".ljust(64, "0")
    Content.objects.get_or_create(hash=hash_, defaults={"kind": kind, "key": key, "schema": 1, "data": {}})
    return hash_


def _release(curriculum, number: int, change_class: str, words: dict[str, int], people: Sequence[Any]) -> Release:
    author, approver = people
    items = [
        {"kind": "quiz" if key == "quiz" else "lesson", "key": key, "hash": _content(key, words[key]), "minutes": 5}
        for key in KEYS
    ]
    for item in items:
        item["title"] = item["summary"] = item["key"]
    outline = {
        "title": "Skills",
        "slug": "skills",
        "modules": [{"key": "m", "title": "M", "summary": "", "items": items}],
    }
    proposal = ReleaseProposal.objects.create(
        curriculum=curriculum,
        author=author,
        frozen_at=NOON,
        outline=outline,
        contents=[item["hash"] for item in items],
        change_class=change_class,
        state=ReleaseProposal.State.APPROVED,
        decided_by=approver,
        decided_at=NOON,
        approved_digest="0" * 64,
    )
    return Release.objects.create(
        proposal=proposal,
        curriculum=curriculum,
        major=number,
        minor=0,
        patch=0,
        code="SKILLS",
        change_class=change_class,
        notes="-",
        verdict={},
        due_days=1,
        outline=outline,
        schema=1,
        author=author,
        approved_by=approver,
        approved_at=NOON,
        effective_at=NOON,
    )


@pytest.mark.django_db
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=EDITS)
def test_along_any_line_of_releases_progress_falls_only_by_what_was_really_changed(region_tree, edits):
    """Editorial releases keep every item done; others reopen exactly the items they changed; never more than all."""
    cache.clear()
    curriculum = factories.make_curriculum(f"line-{next(_numbers)}", modules=0)
    people = factories.trainers_of(curriculum)
    person = factories.make_user()
    words = dict.fromkeys(KEYS, 0)
    release = _release(curriculum, 1, "substantive", words, people)
    enrolment = Enrolment.objects.create(
        user=person, curriculum=curriculum, release=release, enrolled_at=NOON, enrolled_by=person
    )
    for number, (change_class, changing, doing) in enumerate(edits, start=2):
        todo = sorted(doing)[:3]  # somebody who finishes everything is not moved any more
        for key in todo:
            if len(completion.completed_hashes(enrolment)) < len(KEYS) - 1:
                with transaction.atomic():
                    completion.record(completion.locked(enrolment), _content(key, words[key]), at=NOON)
        done = {
            item["key"]
            for item in outline_items(release.outline)
            if item["hash"] in completion.completed_hashes(enrolment)
        }
        before = progress(release.outline, completion.completed_hashes(enrolment))
        words = {key: number if key in changing else words[key] for key in KEYS}
        release = _release(curriculum, number, change_class, words, people)
        enrolment = enrolling.move(enrolment, release, by=person, at=LATER)
        now = completion.completed_hashes(enrolment)
        after = progress(release.outline, now)
        still = {item["key"] for item in outline_items(release.outline) if item["hash"] in now}
        assert after.done <= after.total == len(KEYS)
        assert len(now) == after.done
        if change_class == "editorial":
            assert still == done
            assert after.percent >= before.percent
        else:
            assert still == done - changing
    assert not Attempt.objects.exists()
    assert Completion.objects.filter(enrolment=enrolment).count() == len(now)
