"""Taking a quiz: nothing typed is lost, nothing counts twice, nobody sees another person's answers."""

import pytest

from courses.contents.models import Content
from courses.learning import attempts, enrolling
from courses.learning.models import Attempt, Completion, CourseCompletion, Enrolment
from tests import factories
from tests.factories import NOON
from tests.kept import kept

pytestmark = pytest.mark.django_db

BUDGET = 10
QUIZ = 2  # a lesson, then the quiz


def enrolled_in_quiz(user, *, questions: int = 6, **quiz) -> Enrolment:
    slug = f"skills-{questions}-{'-'.join(map(str, quiz.values()))}".replace(".", "")
    curriculum = factories.make_curriculum(slug, modules=1, lessons=1, questions=questions, quiz=quiz)
    factories.make_release(curriculum)
    return factories.enrolled(user, curriculum)


def started(client, enrolment: Enrolment) -> Attempt:
    client.post(f"/learn/{enrolment.pk}/{QUIZ}/start/")
    return Attempt.objects.get(enrolment=enrolment, submitted_at=None)


def hashes_of(attempt: Attempt) -> list[str]:
    return [shown["question"] for shown in attempt.shown]


@kept
def enrolled(trainee):
    return enrolled_in_quiz(trainee, pass_mark=80)


@pytest.fixture
def enrolment(client, enrolled, trainee):
    client.force_login(trainee)
    return enrolled


@pytest.fixture
def attempt(client, enrolment):
    return started(client, enrolment)


# ------------------------------------------------------------------------------------------------------- the start
def test_the_introduction_says_what_is_asked_in_words(client, enrolment):
    page = client.get(f"/learn/{enrolment.pk}/{QUIZ}/").content.decode()
    assert "6, one at a time" in page
    assert "At least 5 of 6 right" in page
    assert "As many as you like" in page


def test_starting_twice_opens_the_same_attempt(client, enrolment):
    first = client.post(f"/learn/{enrolment.pk}/{QUIZ}/start/")
    second = client.post(f"/learn/{enrolment.pk}/{QUIZ}/start/")
    assert first.url == second.url
    assert Attempt.objects.count() == 1


def test_starting_a_lesson_leads_to_the_lesson(client, enrolment):
    assert client.post(f"/learn/{enrolment.pk}/1/start/").url == f"/learn/{enrolment.pk}/1/"
    assert not Attempt.objects.exists()


def test_the_introduction_offers_to_go_on_with_an_open_attempt(client, enrolment, attempt):
    page = client.get(f"/learn/{enrolment.pk}/{QUIZ}/").content.decode()
    assert "Go on with it" in page
    assert f"/learn/attempts/{attempt.pk}/" in page


def test_attempts_run_out_and_the_page_says_so(client, trainee):
    client.force_login(trainee)
    enrolment = enrolled_in_quiz(trainee, max_attempts=2)
    quiz = factories.items_of(enrolment, "quiz")[0]["hash"]
    factories.take_quiz(enrolment, quiz, right=False)
    assert "1 of 2 left" in client.get(f"/learn/{enrolment.pk}/{QUIZ}/").content.decode()
    factories.take_quiz(enrolment, quiz, right=False)
    page = client.get(f"/learn/{enrolment.pk}/{QUIZ}/").content.decode()
    assert "You have used all 2 attempts." in page
    answer = client.post(f"/learn/{enrolment.pk}/{QUIZ}/start/", follow=True)
    assert "You have used all 2 attempts." in answer.content.decode()
    assert Attempt.objects.count() == 2


@pytest.mark.parametrize("earlier", [1, 3])
def test_the_introduction_asks_the_same_however_many_attempts(client, enrolment, earlier, django_assert_num_queries):
    quiz = factories.items_of(enrolment, "quiz")[0]["hash"]
    for _ in range(earlier):
        factories.take_quiz(enrolment, quiz, right=False)
    client.get(f"/learn/{enrolment.pk}/{QUIZ}/")
    with django_assert_num_queries(6):
        client.get(f"/learn/{enrolment.pk}/{QUIZ}/")


# --------------------------------------------------------------------------------------------------- the questions
def test_answers_are_kept_by_every_button_and_the_attempt_resumes_at_the_first_open_question(client, attempt):
    first, second = hashes_of(attempt)[:2]
    answer = client.post(
        f"/learn/attempts/{attempt.pk}/save/", {"shown": first, f"q-{first}": "1", "flag": first, "go": "2"}
    )
    assert answer.url == f"/learn/attempts/{attempt.pk}/?q=2"
    attempt.refresh_from_db()
    assert attempt.answers == {first: [1]}
    assert attempt.flagged == [first]
    page = client.get(f"/learn/attempts/{attempt.pk}/").content.decode()  # another day, another browser
    assert "Question 2 of 6" in page
    assert f'name="q-{second}"' in page
    assert "1 of 6 answered, 1 to come back to" in page


def test_the_answer_given_is_shown_again(client, attempt):
    first = hashes_of(attempt)[0]
    client.post(f"/learn/attempts/{attempt.pk}/save/", {"shown": first, f"q-{first}": "1", "go": "1"})
    page = client.get(f"/learn/attempts/{attempt.pk}/?q=1").content.decode()
    assert f'name="q-{first}" value="1" checked' in page


def test_an_answer_and_a_flag_can_be_taken_back(client, attempt):
    first, second = hashes_of(attempt)[:2]
    address = f"/learn/attempts/{attempt.pk}/save/"
    client.post(address, {"shown": first, f"q-{first}": "1", "flag": first})
    client.post(address, {"shown": second, f"q-{second}": "2", "flag": second})
    client.post(address, {"shown": first})
    attempt.refresh_from_db()
    assert attempt.answers == {second: [2]}
    assert attempt.flagged == [second]


def test_the_pages_script_saves_and_is_told_when(client, attempt):
    first = hashes_of(attempt)[0]
    answer = client.post(
        f"/learn/attempts/{attempt.pk}/save/",
        {"shown": first, f"q-{first}": "2"},
        headers={"accept": "application/json"},
    )
    attempt.refresh_from_db()
    assert len(answer.json()["saved"]) == 5
    assert attempt.answers == {first: [2]}


@pytest.mark.parametrize("value", ["9", "-1", "x", "", "9" * 5000, "²", "1.0"])
def test_what_is_not_an_option_is_no_answer(client, attempt, value):
    first = hashes_of(attempt)[0]
    answer = client.post(
        f"/learn/attempts/{attempt.pk}/save/", {"shown": [first, "nothing"], f"q-{first}": value, "go": "999999"}
    )
    assert client.get(answer.url).status_code == 200
    attempt.refresh_from_db()
    assert attempt.answers == {}


@pytest.mark.parametrize("place", ["0", "-1", "99", "x", "²", "9" * 5000])
def test_a_question_that_is_not_there_leads_to_one_that_is(client, attempt, place):
    assert client.get(f"/learn/attempts/{attempt.pk}/", {"q": place}).status_code == 200


def test_all_questions_stand_on_one_page_when_the_author_wants_it(client, trainee):
    client.force_login(trainee)
    attempt = started(client, enrolled_in_quiz(trainee, layout="all"))
    page = client.get(f"/learn/attempts/{attempt.pk}/").content.decode()
    assert page.count("data-question=") == 6
    answers = {f"q-{hash_}": "0" for hash_ in hashes_of(attempt)}
    answer = client.post(
        f"/learn/attempts/{attempt.pk}/save/", {"shown": hashes_of(attempt), **answers, "go": "end"}, follow=True
    )
    assert "All 6 questions are answered." in answer.content.decode()


@pytest.mark.parametrize("questions", [1, 3])
def test_a_question_costs_the_same_in_any_quiz(client, trainee, questions, django_assert_num_queries):
    client.force_login(trainee)
    attempt = started(client, enrolled_in_quiz(trainee, questions=questions))
    client.get(f"/learn/attempts/{attempt.pk}/?q=1")  # the questions are read once by each process
    with django_assert_num_queries(3):
        client.get(f"/learn/attempts/{attempt.pk}/?q=1")


# ------------------------------------------------------------------------------------------------------ handing in
def test_handing_in_says_first_how_many_are_open(client, attempt):
    first = hashes_of(attempt)[0]
    client.post(f"/learn/attempts/{attempt.pk}/save/", {"shown": first, f"q-{first}": "0"})
    page = client.get(f"/learn/attempts/{attempt.pk}/?q=end").content.decode()
    assert "5 of 6 questions are not answered yet." in page
    assert f'action="/learn/attempts/{attempt.pk}/submit/"' in page


def test_handing_in_twice_gives_one_result(client, attempt):
    attempts.save(attempt, factories.right_answers(attempt), at=NOON)
    first = client.post(f"/learn/attempts/{attempt.pk}/submit/")
    sealed = Attempt.objects.get(pk=attempt.pk).submitted_at
    second = client.post(f"/learn/attempts/{attempt.pk}/submit/")
    assert first.url == second.url == f"/learn/attempts/{attempt.pk}/result/"
    assert Attempt.objects.get(pk=attempt.pk).submitted_at == sealed
    assert Completion.objects.count() == 1


def test_an_attempt_handed_in_is_its_result_wherever_it_is_opened(client, attempt):
    attempts.submit(attempt, at=NOON)
    result = f"/learn/attempts/{attempt.pk}/result/"
    assert client.get(f"/learn/attempts/{attempt.pk}/").url == result
    late = {"shown": hashes_of(attempt)[0], f"q-{hashes_of(attempt)[0]}": "0"}
    assert client.post(f"/learn/attempts/{attempt.pk}/save/", late).url == result
    saved = client.post(f"/learn/attempts/{attempt.pk}/save/", late, headers={"accept": "application/json"})
    assert (saved.status_code, saved.json()["result"]) == (409, result)
    attempt.refresh_from_db()
    assert attempt.answers == {}


def test_there_is_no_result_before_handing_in(client, attempt):
    answer = client.get(f"/learn/attempts/{attempt.pk}/result/")
    assert answer.url == f"/learn/attempts/{attempt.pk}/"


def test_questions_do_not_tell_the_answer_before_handing_in(client, attempt):
    for place in ["1", "end"]:
        page = client.get(f"/learn/attempts/{attempt.pk}/?q={place}").content.decode()
        assert "Why option" not in page
        assert "right answer" not in page.lower()


def test_a_result_explains_every_answer_and_leads_on(client, enrolment, attempt):
    hashes = hashes_of(attempt)
    answers = factories.right_answers(attempt)
    attempts.save(attempt, {**answers, hashes[0]: [1]}, at=NOON)
    attempts.submit(attempt, at=NOON)
    page = client.get(f"/learn/attempts/{attempt.pk}/result/").content.decode()
    assert "You answered 5 of 6 questions right. 5 were needed." in page
    assert page.count("Why option") == 18
    assert page.count("You chose this") == 1
    assert "Next: <span>Lesson 1.1</span>" in page


def test_a_result_that_is_not_enough_names_the_lessons_and_another_try(client, enrolment, attempt):
    attempts.submit(attempt, at=NOON)
    page = client.get(f"/learn/attempts/{attempt.pk}/result/").content.decode()
    assert "Not passed yet" in page
    assert "You answered 0 of 6 questions right. At least 5 are needed." in page
    assert "Lesson 1.1" in page
    assert "Try again" in page
    again = client.post(f"/learn/{enrolment.pk}/{QUIZ}/start/")
    assert again.url != f"/learn/attempts/{attempt.pk}/"


def test_passing_the_last_quiz_completes_the_course(client, enrolment, attempt):
    client.post(f"/learn/{enrolment.pk}/1/done/")
    attempts.save(attempt, factories.right_answers(attempt), at=NOON)
    answer = client.post(f"/learn/attempts/{attempt.pk}/submit/", follow=True)
    assert "With this quiz you have completed" in answer.content.decode()
    assert CourseCompletion.objects.get().enrolment == enrolment


# ------------------------------------------------------------------------------------------------------- budgets
def test_every_request_of_an_attempt_stays_within_its_budget(client, enrolment, django_assert_max_num_queries):
    client.get(f"/learn/{enrolment.pk}/{QUIZ}/")
    with django_assert_max_num_queries(BUDGET):
        answer = client.post(f"/learn/{enrolment.pk}/{QUIZ}/start/")
    attempt = Attempt.objects.get()
    first = hashes_of(attempt)[0]
    with django_assert_max_num_queries(BUDGET):
        client.get(answer.url)
    with django_assert_max_num_queries(BUDGET):
        client.post(f"{answer.url}save/", {"shown": first, f"q-{first}": "0", "go": "2"})
    attempts.save(attempt, factories.right_answers(attempt), at=NOON)
    with django_assert_max_num_queries(BUDGET):
        client.get(f"{answer.url}?q=end")
    with django_assert_max_num_queries(BUDGET):
        client.post(f"{answer.url}submit/")
    with django_assert_max_num_queries(BUDGET):
        client.get(f"{answer.url}result/")


# -------------------------------------------------------------------------------------------------------- access
@pytest.mark.parametrize("address", ["", "result/"])
def test_nobody_reads_another_persons_attempt(client, region_tree, coordinator, attempt, address):
    for other in (factories.make_user(), coordinator):
        client.force_login(other)
        assert client.get(f"/learn/attempts/{attempt.pk}/{address}").status_code == 404


@pytest.mark.parametrize("address", ["save/", "submit/"])
def test_nobody_writes_in_another_persons_attempt(client, region_tree, attempt, address):
    client.force_login(factories.make_user())
    first = hashes_of(attempt)[0]
    answer = client.post(f"/learn/attempts/{attempt.pk}/{address}", {"shown": first, f"q-{first}": "0"})
    assert answer.status_code == 404
    attempt.refresh_from_db()
    assert attempt.answers == {}
    assert attempt.submitted_at is None


def test_an_attempt_that_does_not_exist_is_not_found(client, trainee):
    client.force_login(trainee)
    assert client.get("/learn/attempts/404/").status_code == 404


# ---------------------------------------------------------------------------------------------------- moving on
def test_an_open_attempt_at_an_unchanged_quiz_goes_along_to_the_newer_release(client, trainee, enrolment, attempt):
    first = hashes_of(attempt)[0]
    client.post(f"/learn/attempts/{attempt.pk}/save/", {"shown": first, f"q-{first}": "0"})
    factories.edit_lesson(factories.lessons_of(enrolment.curriculum)[0], "One more thing.")
    release = factories.make_release(enrolment.curriculum, verdict={"in_progress": "finish"})
    moved = enrolling.move(enrolment, release, by=trainee, at=NOON)
    attempt.refresh_from_db()
    assert attempt.enrolment == moved
    assert attempt.answers == {first: [0]}
    attempts.save(attempt, factories.right_answers(attempt), at=NOON)
    client.post(f"/learn/attempts/{attempt.pk}/submit/")
    assert moved.completions.filter(content=attempt.quiz).exists()


def test_an_attempt_at_a_quiz_that_changed_cannot_be_handed_in_any_more(client, trainee, enrolment, attempt):
    quiz = factories.QuizPage.objects.get()
    quiz.intro = "Rewritten."
    quiz.save_revision().publish()
    release = factories.make_release(enrolment.curriculum, verdict={"in_progress": "finish"})
    moved = enrolling.move(enrolment, release, by=trainee, at=NOON)
    answer = client.post(f"/learn/attempts/{attempt.pk}/submit/", follow=True)
    page = answer.content.decode()
    assert "You have moved on from this release." in page
    assert f'href="/learn/{moved.pk}/"' in page
    assert Content.objects.get(pk=attempt.quiz_id).data["intro"] == ""
    assert Attempt.objects.get(pk=attempt.pk).submitted_at is None
