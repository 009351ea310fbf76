"""A question of each type from its first page to its result, by forms alone, as in a browser without JavaScript."""

from fractions import Fraction

import pytest
from bs4 import BeautifulSoup

from courses.authoring.models import ModulePage
from courses.contents import sheets
from courses.contents.questions import registry
from courses.learning import attempts
from courses.learning.models import Attempt
from home.views.styleguide_questions import answers, written
from tests import factories

pytestmark = pytest.mark.django_db


def asked_of(person, kind: str):
    """The person enrolled in a training that is one quiz of one question."""
    stem, value = written()[kind]
    curriculum = factories.make_curriculum("skills", modules=1, lessons=0, questions=0)
    question = factories.make_question(kind.replace("_", "-"), stem=stem, body=[(kind, value)])
    question.full_clean()
    factories.make_quiz(ModulePage.objects.child_of(curriculum).get(), [question], title="Check", pass_mark=100)
    factories.make_release(curriculum)
    return factories.enrolled(person, curriculum)


def started(client, enrolment) -> Attempt:
    client.post(f"/learn/{enrolment.pk}/1/start/")
    return Attempt.objects.get(enrolment=enrolment, submitted_at=None)


def controls(page) -> dict[str, set[str]]:
    """By name, the values that the fields of a question may have; "…" where anything may be typed."""
    found: dict[str, set[str]] = {}
    for field in BeautifulSoup(page.content, "html.parser").select("fieldset.question [name^=q-]"):
        if field.name == "select":
            found[field["name"]] = {option["value"] for option in field.select("option")}
        else:
            typed = field["type"] == "text"
            found.setdefault(field["name"], set()).add("…" if typed else field["value"])
    return found


def filled(page) -> dict[str, list[str]]:
    """What a browser would send of the question on a page."""
    found: dict[str, list[str]] = {}
    for field in BeautifulSoup(page.content, "html.parser").select("fieldset.question [name^=q-]"):
        if field.name == "select":
            values = [option["value"] for option in field.select("option[selected]")] or [""]
        elif field["type"] == "text":
            values = [field.get("value", "")]
        else:
            values = [field["value"]] if field.has_attr("checked") else []
        found.setdefault(field["name"], []).extend(values)
    return {name: sorted(values) for name, values in found.items() if any(values)}


@pytest.mark.parametrize("kind", registry.names())
def test_a_question_is_taken_from_start_to_result(client, trainee, kind):
    client.force_login(trainee)
    enrolment = asked_of(trainee, kind)
    attempt = started(client, enrolment)
    [(hash_, question)] = attempts.shown_questions(attempt).items()
    address = f"/learn/attempts/{attempt.pk}/"
    for answer in (list(answers()[kind]), list(registry.type_of(question).right_answer(question))):
        page = client.get(f"{address}?q=1")
        may_be = controls(page)
        fields = {name: values for name, values in sheets.fields_filled(hash_, question, answer).items() if any(values)}
        assert all(may_be[name] == {"…"} or set(values) <= may_be[name] for name, values in fields.items())
        client.post(f"{address}save/", {"shown": hash_, **fields, "go": "end"})
        attempt.refresh_from_db()
        assert attempt.answers == {hash_: answer}
        assert filled(client.get(f"{address}?q=1")) == fields
    client.post(f"{address}submit/")
    attempt.refresh_from_db()
    assert (attempt.points, attempt.points_over, attempt.passed) == (1, 1, True)
    assert question["stem"] in client.get(f"{address}result/").content.decode()


@pytest.mark.parametrize("kind", registry.names())
def test_an_answer_that_is_not_wholly_right_is_explained(client, trainee, kind):
    client.force_login(trainee)
    attempt = started(client, asked_of(trainee, kind))
    [(hash_, question)] = attempts.shown_questions(attempt).items()
    fields = sheets.fields_filled(hash_, question, answers()[kind])
    address = f"/learn/attempts/{attempt.pk}/"
    client.post(f"{address}save/", {"shown": hash_, **fields, "go": "end"})
    client.post(f"{address}submit/")
    attempt.refresh_from_db()
    earned = registry.type_of(question).grade(question, answers()[kind])
    assert Fraction(attempt.earned[hash_]) == earned < 1
    assert not attempt.passed
    page = BeautifulSoup(client.get(f"{address}result/").content, "html.parser").select_one(".explained__question")
    said = " ".join(page.text.split())
    assert ("Partly right" if earned else "Not right") in said
    for reason in reasons(question):
        assert reason in said


def reasons(question) -> list[str]:
    """Why, in the author's words."""
    if "options" in question:
        return [option["rationale"] for option in question["options"]]
    return [question[name] for name in ("rationale", "why_true", "why_false") if name in question]


@pytest.mark.parametrize("kind", registry.names())
def test_two_devices_give_two_answers_that_can_be_told_apart(client, trainee, kind):
    client.force_login(trainee)
    attempt = started(client, asked_of(trainee, kind))
    [(hash_, question)] = attempts.shown_questions(attempt).items()
    type_ = registry.type_of(question)
    known = '{"version": 0, "answer": [], "flagged": false}'
    address = f"/learn/attempts/{attempt.pk}/"
    both = [list(answers()[kind]), list(type_.right_answer(question))]
    for device, answer in zip(("one", "two"), both, strict=True):
        fields = sheets.fields_filled(hash_, question, answer)
        client.post(f"{address}save/", {"shown": hash_, f"known-{hash_}": known, "page": device, **fields})
    page = BeautifulSoup(client.get(f"{address}?q=1").content, "html.parser")
    lines = [[" ".join(line.text.split()) for line in found.select("li")] for found in page.select(".choice li > ul")]
    assert lines == [[" ".join(line.split()) for line in type_.in_words(question, answer)] for answer in both]
    assert lines[0] != lines[1]
