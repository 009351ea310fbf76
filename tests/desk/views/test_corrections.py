"""Correcting a released question on the desk: who may, what they are shown first, and what is kept of what they typed."""

import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import roles
from courses.learning import correction_preview, regrading
from courses.learning.correction_preview import Change
from courses.learning.models import Attempt, CorrectedResult, Correction
from tests import factories
from tests.courses.learning.test_regrading import LATER, World
from tests.factories import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(trainer, trainer2) -> World:
    made = World()
    made.author, made.approver = trainer, trainer2
    return made


@pytest.fixture
def approver(client, world, trainer2):
    client.force_login(trainer2)
    return client


def address(world: World, **query) -> str:
    found = reverse("desk:correct_question", args=[world.first.key, world.first.hash])
    return f"{found}?{urlencode(query, doseq=True)}" if query else found


def words(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def chosen(world: World, how: str, answer: str = "") -> dict[str, str]:
    return {"how": how, **({f"q-{world.first.hash}": answer} if answer else {})}


# ------------------------------------------------------------------------------------------------------------- who may
def test_learners_coordinators_and_trainers_of_other_curricula_find_nothing(client, world, trainee, coordinator):
    stranger = factories.make_user()
    roles.make_trainer(stranger, [factories.make_curriculum("other")])
    for user, status in ((trainee, 403), (coordinator, 403), (stranger, 404)):
        client.force_login(user)
        assert client.get(address(world)).status_code == status
        assert client.post(address(world), {**chosen(world, "drop"), "reason": "Why"}).status_code == status
    assert not Correction.objects.exists()


def test_an_author_who_does_not_approve_is_told_who_can(client, world):
    author = factories.make_user()
    roles.make_trainer(author, [world.curriculum], approver=False)
    client.force_login(author)
    assert client.get(address(world)).status_code == 403
    page = client.get(reverse("desk:question_statistics", args=[world.first.key]))
    assert page.status_code == 200
    assert "Correct this question" not in words(page)


def test_a_correction_is_read_by_the_trainers_of_its_curriculum_only(client, world, trainee, trainer):
    made = world.correct("drop")
    stranger = factories.make_user()
    roles.make_trainer(stranger, [factories.make_curriculum("other")])
    for user, status in ((trainee, 403), (stranger, 404), (trainer, 200)):
        client.force_login(user)
        assert client.get(reverse("desk:correction", args=[made.pk])).status_code == status


# ------------------------------------------------------------------------------------------------------------- the way
def test_the_figures_of_a_question_lead_there(approver, world):
    page = approver.get(reverse("desk:question_statistics", args=[world.first.key]))
    assert address(world) in page.content.decode()


def test_the_quiz_leads_to_its_questions_however_few_have_taken_it(approver, world, trainee):
    world.sit(world.enrol(trainee), 1)
    quiz = reverse("desk:quiz_statistics", args=["skills", world.release.number, world.quiz.key])
    found = reverse("desk:question_statistics", args=[world.first.key])
    assert found in approver.get(quiz).content.decode()


def test_the_bank_leads_there_from_where_a_question_is_edited(approver, world):
    question = factories.Question.objects.get(key=world.first.key)
    page = approver.get(reverse("wagtailsnippets_authoring_question:edit", args=[question.pk]))
    assert address(world) in page.content.decode()


def test_the_bank_offers_it_for_no_question_that_was_never_released(approver, world):
    page = approver.get(reverse("wagtailsnippets_authoring_question:edit", args=[factories.make_question().pk]))
    assert "Correct the released version" not in page.content.decode()


def test_it_says_which_releases_it_is_about_and_that_the_bank_is_another_thing(approver, world):
    page = words(approver.get(address(world)))
    assert f"This is about the version that was released in {world.release}, and about nothing else." in page
    assert "Mend the question in the bank as well" in page


def test_from_choice_to_preview_to_correction(approver, world, trainee, django_capture_on_commit_callbacks):
    attempt = world.sit(world.enrol(trainee), 1)
    page = words(approver.get(address(world, **chosen(world, "re-key", "1"))))
    assert "1 attempt with this question was handed in." in page
    assert "The result of 1 attempt rises, of 1 person." in page
    assert "1 of them is passed by it." in page
    assert not Correction.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        sent = approver.post(address(world), {**chosen(world, "re-key", "1"), "reason": "The key was wrong."})
    made = Correction.objects.get()
    assert sent.url == reverse("desk:correction", args=[made.pk])
    assert (made.answer, made.reason, made.by) == ([1], "The key was wrong.", world.approver)
    assert Attempt.objects.with_results().get(pk=attempt.pk).result.passed
    shown = words(approver.get(sent.url))
    assert "1 result rose" in shown
    assert "1 of 2" in shown
    assert "2 of 2" in shown
    assert "Passed now" in shown


@pytest.mark.parametrize(
    ("how", "answer", "said"),
    [
        ("re-key", "", "nothing left open"),
        ("accept", "0", "earns the whole point already"),
        ("", "", "Choose how"),
        ("upwards", "1", "Choose how"),
    ],
)
def test_a_choice_that_corrects_nothing_says_what_to_do(approver, world, how, answer, said):
    response = approver.get(address(world, **chosen(world, how, answer)))
    assert response.status_code == 400
    assert said in words(response)
    assert "What it changes" not in words(response)


def test_without_a_reason_nothing_is_corrected_and_nothing_typed_is_lost(approver, world):
    for reason in ("", "   ", "x" * 1001):
        response = approver.post(address(world), {**chosen(world, "re-key", "1"), "reason": reason})
        assert response.status_code == 400
        assert f'<input type="hidden" name="q-{world.first.hash}" value="1">' in response.content.decode()
        assert reason.strip() in response.content.decode()
        assert 'role="alert"' in response.content.decode()
    assert not Correction.objects.exists()


def test_sending_it_twice_corrects_once(approver, world):
    sent = {**chosen(world, "re-key", "1"), "reason": "Why."}
    assert [approver.post(address(world), sent).status_code for _ in range(2)] == [302, 400]
    assert Correction.objects.count() == 1


def test_whose_own_result_would_rise_is_told_so_before(client, world, trainer):
    world.sit(world.enrol(trainer), 1)
    client.force_login(trainer)
    page = client.get(address(world, **chosen(world, "re-key", "1")))
    assert "A result of your own would rise." in words(page)
    assert 'name="reason"' not in page.content.decode()
    assert client.post(address(world), {**chosen(world, "re-key", "1"), "reason": "Why"}).status_code == 400


# ------------------------------------------------------------------------------------------------------------ preview
def seen(world, how, answer=(), **asked):
    thought_of = Correction(question=world.first, how=how, answer=list(answer))
    return correction_preview.of(thought_of, by=asked.pop("by", world.approver), **asked)


@pytest.mark.parametrize(
    ("how", "answer"), [("re-key", [1]), ("accept", [1]), ("answered", []), ("everybody", []), ("drop", [])]
)
def test_the_preview_counts_what_applying_then_does(world, how, answer):
    for first, second in ((0, 0), (0, 1), (1, 0), (1, 1), (2, 0)):
        world.sit(world.enrol(factories.make_user()), first, second)
    preview = seen(world, how, answer)
    made = world.correct(how, map(str, answer))
    raised = CorrectedResult.objects.filter(correction=made)
    assert (preview.changed, preview.people) == (raised.count(), raised.values("attempt__enrolment__user").count())
    assert preview.passes == raised.filter(passed=True, attempt__passed=False).count()


@pytest.mark.parametrize(
    ("how", "answer", "expected"),
    [
        ("re-key", [1], (5, 1, 1, 2, 1)),
        ("accept", [1], (5, 1, 1, 0, 0)),
        ("answered", [], (5, 2, 1, 0, 0)),
        ("drop", [], (5, 2, 0, 1, 0)),
    ],
)
def test_each_attempt_is_counted_as_what_becomes_of_it(world, how, answer, expected):
    """Both are needed to pass: (first, second) answered with option 0 are right."""
    for first, second in ((0, 0), (0, 1), (1, 0), (1, 1), (2, 0)):
        world.sit(world.enrol(factories.make_user()), first, second)
    found = seen(world, how, answer)
    assert (found.asked, found.passes, found.rises, found.keeps, found.stay_passed) == expected


def test_a_list_is_read_page_by_page_and_holds_every_attempt_once(world, monkeypatch):
    monkeypatch.setattr(correction_preview, "PAGE", 2)
    monkeypatch.setattr(correction_preview, "_PIECE", 2)
    made = {world.sit(world.enrol(factories.make_user()), 1).pk for _ in range(5)}
    world.sit(world.enrol(factories.make_user()), 0)
    found, after = [], (0, 0)
    while after is not None:
        page = seen(world, "re-key", [1], only=Change.PASSES, after=after)
        found += [row.place[1] for row in page.rows]
        after = page.following
    assert sorted(found) == sorted(made)
    assert len(found) == 5


def test_counts_open_exactly_the_attempts_they_counted(approver, world, monkeypatch):
    monkeypatch.setattr(correction_preview, "PAGE", 1)
    for first in (0, 1, 1):
        world.sit(world.enrol(factories.make_user()), first)
    page = approver.get(address(world, **chosen(world, "re-key", "1")))
    links = re.findall(r'class="chip" href="([^"]+)"', page.content.decode())
    assert len(links) == 3
    listed = approver.get(address(world) + links[-1].replace("&amp;", "&").split("#")[0]).content.decode()
    assert listed.count('<th scope="row">') == 1
    assert "Keeps what it has" in listed
    only_passed = approver.get(address(world) + links[1].replace("&amp;", "&").split("#")[0]).content.decode()
    further = re.search(r'href="([^"]+)">Further attempts', only_passed)[1].replace("&amp;", "&").split("#")[0]
    assert approver.get(address(world) + further).content.decode().count('<th scope="row">') == 1


def test_names_stand_for_whoever_answers_for_the_person(client, world, trainee, trainer2, region_tree):
    world.sit(world.enrol(trainee), 1)
    assert [row.person for row in seen(world, "re-key", [1]).rows] == [""]
    roles.make_coordinator(trainer2, region_tree["Ontario"])
    assert [row.person for row in seen(world, "re-key", [1], by=trainer2).rows] == [str(trainee)]


@pytest.mark.parametrize("after", ["x", "1", "1-x", "-", "9" * 30 + "-1", "1-²"])
def test_a_place_that_cannot_be_read_is_the_beginning(approver, world, trainee, after):
    world.sit(world.enrol(trainee), 1)
    page = approver.get(address(world, **chosen(world, "re-key", "1"), after=after, list="nonsense"))
    assert page.content.decode().count('<th scope="row">') == 1


def queries(client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


def test_the_pages_ask_as_much_for_three_rows_as_for_one(approver, world):
    counted = []
    for number in (1, 2):
        for _ in range(number):
            world.sit(world.enrol(factories.make_user()), 1, 1)
        counted.append(queries(approver, address(world, **chosen(world, "re-key", "1"))))
    assert counted[0] == counted[1]
    made = world.correct("accept", ["1"], apply=False)
    shown = []
    for _ in range(2):
        shown.append(queries(approver, reverse("desk:correction", args=[made.pk])))
        regrading.apply(made, at=LATER)
    assert shown[1] - shown[0] <= 3
    again = []
    for place, how in enumerate(("answered", "everybody")):
        world.correct(how, at=LATER + timedelta(days=place))
        again.append(
            [
                queries(approver, address(world)),
                queries(approver, reverse("desk:question_statistics", args=[world.first.key])),
            ]
        )
    assert again[0] == again[1]


def test_figures_go_by_what_is_right_today(approver, world):
    for _ in range(30):
        world.sit(world.enrol(factories.make_user()), 1, at=NOON)
    before = words(approver.get(reverse("desk:question_statistics", args=[world.first.key])))
    world.correct("re-key", ["1"])
    after = words(approver.get(reverse("desk:question_statistics", args=[world.first.key])))
    assert "Share earned 0 %" in before or "Share earned 0%" in before
    assert "Share earned 100" in after
    assert "The figures go by what is right today" in after
