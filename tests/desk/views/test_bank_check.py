"""What to look at in the question bank, for those who write in it."""

import pytest
from django.urls import reverse

from courses.authoring.bank_check import BankCheck
from courses.authoring.models import Question
from tests import factories
from tests.kept import kept

pytestmark = pytest.mark.django_db
ADDRESS = "/desk/bank/check/"


def ask(key: str, stem: str, right: str, *wrong: str) -> Question:
    options = [{"text": right, "correct": True, "rationale": "Yes."}]
    options += [{"text": text, "correct": False, "rationale": "No."} for text in wrong]
    made = Question(key=key, topic="skills", stem=stem, body=[("single", {"options": options})])
    made.save()
    made.save_revision().publish()
    return made


@kept
def curriculum(trainer):
    made = factories.make_curriculum("skills", modules=1, lessons=1, questions=1)
    factories.trainers_of(made)
    return made


def test_hints_and_doubles_are_listed(client, curriculum, trainer):
    ask("long", "What helps?", "Asking what the person would like to try this week", "Advice", "Silence")
    ask("one", "Kofi cannot sleep without a drink. What do you say?", "Tell me more", "You can", "So what")
    ask("two", "Kofi cannot sleep without a drink. What do you say?", "Tell me more", "You can", "Do not")
    client.force_login(trainer)
    page = client.get(ADDRESS).content.decode()
    assert "The right answer is much longer than the others" in page
    assert "<code>one</code> and <code>two</code>" in page
    assert "What helps?" not in client.get(f"{ADDRESS}?kind=negative").content.decode()
    assert "What helps?" in client.get(f"{ADDRESS}?kind=nothing-of-the-kind").content.decode()
    bank = client.get(reverse("wagtailsnippets_authoring_question:list")).content.decode()
    assert ADDRESS in bank


def test_a_fair_bank_says_so(client, trainer):
    client.force_login(trainer)
    assert "No questions yet" in client.get(ADDRESS).content.decode()
    ask("fair", "What comes first in a meeting?", "A welcome", "A round", "A break")
    assert "Nothing stands out" in client.get(ADDRESS).content.decode()


@pytest.mark.parametrize(
    ("true", "count", "leans"),
    [(9, 9, False), (7, 10, False), (8, 10, True), (3, 10, False), (2, 10, True), (0, 0, False)],
)
def test_from_how_many_on_guessing_pays(true, count, leans):
    assert BankCheck(count, [], [], (true, count)).statements_lean is leans


def test_statements_that_are_nearly_all_true_are_said(client, trainer):
    for number in range(12):
        answer = "false" if number == 0 else "true"
        value = {"answer": answer, "why_true": "Yes.", "why_false": "No."}
        Question(key=f"s{number}", topic="t", stem=f"Statement {number}.", body=[("true_false", value)]).save()
    client.force_login(trainer)
    assert "Of 12 statements to be called true or false, 11 are true" in client.get(ADDRESS).content.decode()


def test_the_editor_says_it_while_a_question_is_written(client, curriculum, trainer):
    fair = ask("fair", "What comes first in a meeting?", "A welcome", "A round", "A break")
    telling = ask("telling", "Which of these is not a demand?", "I would like", "I need", "They have to")
    client.force_login(trainer)
    told = [
        client.get(reverse("wagtailsnippets_authoring_question:edit", args=[one.pk])).content.decode()
        for one in (fair, telling)
    ]
    assert ["asks for what is not so" in page for page in told] == [False, True]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_bank_is_read_in_one_query(client, curriculum, trainer, rows, django_assert_num_queries):
    for number in range(rows):
        ask(f"telling-{number}", f"Which of these {number} is not a demand?", "I would like", "I need", "They have to")
    client.force_login(trainer)
    client.get(ADDRESS)
    with django_assert_num_queries(_QUERIES):
        client.get(ADDRESS)


_QUERIES = 3  # the person with their session, their roles, the bank


@pytest.mark.parametrize("who", ["trainee", "coordinator"])
def test_nobody_else_reads_it(client, curriculum, who, request):
    assert client.get(ADDRESS).status_code == 302
    client.force_login(request.getfixturevalue(who))
    assert client.get(ADDRESS).status_code == 403
