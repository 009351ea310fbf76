"""The question bank as a list: found by words, key and topic; where each is used and how it does."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.authoring import bank
from courses.authoring.models import CurriculumPage, ModulePage, Question
from desk import question_records
from tests import factories
from tests.factories import NOON
from tests.kept import kept

pytestmark = pytest.mark.django_db
LIST = "wagtailsnippets_authoring_question:list"


@kept
def curriculum(trainer) -> CurriculumPage:
    made = factories.make_curriculum("skills", modules=1, lessons=1, questions=1)
    factories.trainers_of(made)
    return CurriculumPage.objects.get(pk=made.pk)


@pytest.fixture
def author(client, curriculum, trainer):
    client.force_login(trainer)
    return client


def listed(client, query: str = "", view: str = LIST) -> str:
    return client.get(reverse(view), {"q": query}).content.decode()


@pytest.mark.parametrize("view", [LIST, "wagtailsnippetchoosers_authoring_question:choose"])
@pytest.mark.parametrize("query", ["cbt-abc", "thinking", "WHICH belief", "belief thinking", "abc which"])
def test_questions_are_found_by_every_word_of_question_key_and_topic(author, view, query):
    factories.make_question("cbt-abc-1", topic="thinking", stem="Which belief is it?")
    factories.make_question("other-1", topic="other", stem="Which feeling is it?")
    page = listed(author, query, view)
    assert "Which belief is it?" in page
    assert "Which feeling is it?" not in page


def test_it_says_where_a_question_is_used(author, curriculum):
    chosen = Question.objects.get()
    drawn = factories.make_question("drawn", topic="rare")
    alone = factories.make_question("alone", topic="nowhere")
    module = ModulePage.objects.child_of(curriculum).get()
    factories.make_quiz(module, [chosen], draws=[("rare", 1)], title="Second look")
    found = bank.uses([chosen, drawn, alone])
    assert found[chosen.pk].curricula == ["SKILLS"]
    assert len(found[chosen.pk].quizzes) == 2
    assert (found[drawn.pk].curricula, found[drawn.pk].quizzes) == (["SKILLS"], ["Second look"])
    assert found[alone.pk].quizzes == []
    page = listed(author)
    assert "Second look" in page
    assert "not used" in page


def test_first_attempts_tell_how_a_question_does(curriculum):
    factories.make_release(curriculum)
    for number in range(3):
        enrolment = factories.study(factories.enrolled(factories.make_user(), curriculum), items=1)
        quiz = factories.items_of(enrolment, "quiz")[0]["hash"]
        factories.take_quiz(enrolment, quiz, right=number == 0, at=NOON)
        if number:  # a second attempt says nothing of the first
            factories.take_quiz(enrolment, quiz, right=True, at=NOON)
    key = Question.objects.get().key
    assert question_records.of([key]) == {key: bank.Record(1, 3)}


def test_a_share_is_shown_only_when_enough_have_answered():
    assert bank.Record(29, 29).percent is None
    assert bank.Record(20, 30).percent == 66


@pytest.mark.parametrize(
    ("record", "said"), [(bank.Record(9, 12), "12 answers, too few to say"), (bank.Record(45, 60), "75 % of 60")]
)
def test_the_list_shows_the_share_or_that_there_are_too_few(author, monkeypatch, record, said):
    monkeypatch.setattr(bank, "_records", [lambda keys: dict.fromkeys(keys, record)])
    assert said in listed(author)


def test_the_list_asks_as_much_for_three_as_for_one(author, curriculum, django_assert_num_queries):
    factories.make_release(curriculum)
    url = reverse(LIST)
    author.get(url)
    with CaptureQueriesContext(connection) as once:
        author.get(url)
    module = ModulePage.objects.child_of(curriculum).get()
    for number in range(2):
        question = factories.make_question(f"q-{number}", topic=f"topic-{number}")
        factories.make_question(f"drawn-{number}", topic=f"topic-{number}")
        factories.make_quiz(module, [question], draws=[(f"topic-{number}", 1)])
    factories.make_release(curriculum)
    with django_assert_num_queries(len(once)):
        author.get(url)
