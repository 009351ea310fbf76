"""Every type of question is corrected by its own form, and its result page shows what counts then."""

from urllib.parse import urlencode

import pytest
from django.urls import reverse

from accounts import roles
from courses.contents import sheets
from courses.contents.models import Content
from courses.contents.questions import registry
from courses.learning import attempts, regrading
from courses.learning.models import Attempt, Correction
from tests.courses.learning.views.test_question_types import asked_of, started
from tests.factories import NOON

pytestmark = pytest.mark.django_db


def other_answer(question) -> list:
    """A whole answer that is not right: as few parts of the right one changed as there can be."""
    type_ = registry.type_of(question)
    right = list(type_.right_answer(question))
    for answer in _others(right):
        cleaned = list(type_.clean(question, answer))
        other = type_.rekeyed(question, cleaned)
        if type_.grade(question, cleaned) != 1 and not type_.problems(other) and type_.grade(other, cleaned) == 1:
            return cleaned
    raise AssertionError("There is no other answer.")


def _others(right: list):
    yield list(reversed(right))
    yield right[1:]
    for number in range(4):
        yield [number]
        yield [number, *right[1:]]
    yield ["77"]
    yield ["77 h"]
    yield ["something else"]
    yield ["something else", *right[1:]]


@pytest.mark.parametrize("how", ["accept", "re-key"])
@pytest.mark.parametrize("kind", registry.names())
def test_another_answer_counts_by_the_form_of_the_question(client, trainee, trainer, kind, how):
    client.force_login(trainee)
    enrolment = asked_of(trainee, kind)
    attempt = started(client, enrolment)
    [(hash_, question)] = attempts.shown_questions(attempt).items()
    answer = other_answer(question)
    fields = {name: values for name, values in sheets.fields_filled(hash_, question, answer).items() if any(values)}
    attempts.save(attempt, {hash_: sheets.values_sent(hash_, fields.__getitem__, fields)}, at=NOON)
    assert not attempts.submit(attempt, at=NOON).passed

    roles.make_trainer(trainer, [enrolment.curriculum])
    client.force_login(trainer)
    address = reverse("desk:correct_question", args=[Content.objects.get(pk=hash_).key, hash_])
    assert client.get(address).status_code == 200
    page = client.get(f"{address}?{urlencode({'how': how, **fields}, doseq=True)}")
    assert page.status_code == 200
    assert "1 of them is passed by it." in " ".join(page.content.decode().split())
    assert client.post(address, {"how": how, **fields, "reason": "Why."}).status_code == 302
    made = Correction.objects.get()
    assert made.answer == answer
    regrading.apply(made, at=NOON)
    assert Attempt.objects.with_results().get(pk=attempt.pk).result.passed
    client.force_login(trainee)
    shown = client.get(reverse("learning:result", args=[attempt.pk])).content.decode()
    assert "This question was corrected on" in shown
    assert all(line in shown for line in registry.type_of(question).in_words(question, answer) if "<" not in line)
