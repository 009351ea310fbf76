"""Whoever approves a release has read what is new or changed in it, and what they remarked was settled."""

from datetime import timedelta

import pytest
from wagtail.rich_text import RichText

from accounts import roles
from courses.contents import marking
from courses.releases import approving, candidates, examining, line, proposing
from courses.releases.models import Reading
from lms.refusals import Refusal
from tests import factories
from tests.courses.releases.conftest import another, approved, handed_on
from tests.factories import NOON
from tests.kept import kept

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(days=10)


def _approve(proposal, by):
    return approving.approve(proposal, shown=candidates.mark(proposal), by=by, at=LATER)


@kept
def changed(curriculum, trainers, proposal):
    """A second release, handed on, in which one lesson of the first one says more."""
    approved(proposal, trainers)
    return handed_on(another(curriculum, trainers, at=LATER), trainers[0], at=LATER)


def test_everything_of_a_first_release_is_to_be_read(proposal, trainers):
    proposal = handed_on(proposal, trainers[0])
    kinds = [one.kind for one in examining.not_read(proposal, by=trainers[1])]
    assert kinds == ["added", "added"]
    with pytest.raises(Refusal, match="Read first what is new or changed, and say that you did: “Lesson"):
        _approve(proposal, trainers[1])


def test_of_a_later_release_what_changed_is_to_be_read_and_nothing_else(changed, trainers):
    items = examining.all_of(changed, line.before(changed))
    assert [(one.item["kind"], one.kind) for one in items] == [("lesson", "changed"), ("quiz", "same")]
    examining.note_read(changed, items[0].hash, by=trainers[1], at=LATER)
    assert examining.not_read(changed, by=trainers[1]) == []
    assert _approve(changed, trainers[1]) is not None


def test_what_somebody_else_read_does_not_count(changed, trainers):
    factories.read_all(changed, by=trainers[0], at=LATER)
    with pytest.raises(Refusal, match="Read first what is new"):
        _approve(changed, trainers[1])


def test_what_was_read_stays_read_while_it_stays_as_it_is(curriculum, changed, trainers):
    factories.make_lesson(curriculum.get_first_child(), "Another one")
    factories.read_all(changed, by=trainers[1], at=LATER)
    anew = handed_on(proposing.prepare(curriculum, by=trainers[0], at=LATER), trainers[0], at=LATER)
    assert [one.item["title"] for one in examining.not_read(anew, by=trainers[1])] == ["Another one"]


def test_saying_twice_that_one_read_it_is_kept_once(changed, trainers):
    for _ in range(2):
        factories.read_all(changed, by=trainers[1], at=LATER)
        examining.note_read(changed, changed.outline["modules"][0]["items"][0]["hash"], by=trainers[1], at=LATER)
    assert Reading.objects.filter(proposal=changed).count() == 1


def test_what_is_not_part_of_it_cannot_be_read_or_remarked_on(changed, trainers):
    for call in (
        lambda: examining.note_read(changed, "0" * 64, by=trainers[1], at=LATER),
        lambda: examining.remark(changed, "0" * 64, "Really?", by=trainers[1], at=LATER),
    ):
        with pytest.raises(Refusal, match="frozen anew"):
            call()


def test_once_it_is_decided_nothing_is_added(changed, trainers):
    factories.read_all(changed, by=trainers[1], at=LATER)
    _approve(changed, trainers[1])
    hash_ = changed.outline["modules"][0]["items"][0]["hash"]
    with pytest.raises(Refusal, match="has been decided"):
        examining.remark(changed, hash_, "Too late.", by=trainers[1], at=LATER)


def test_an_open_remark_holds_the_approval_until_somebody_other_than_the_authors_settles_it(changed, trainers):
    factories.read_all(changed, by=trainers[1], at=LATER)
    hash_ = changed.outline["modules"][0]["items"][0]["hash"]
    made = examining.remark(
        changed, hash_, "Which study?", place=2, passage="One more thing.", by=trainers[1], at=LATER
    )
    with pytest.raises(Refusal, match="1 remark is not settled yet"):
        _approve(changed, trainers[1])
    with pytest.raises(Refusal, match="another approver, settles it"):
        examining.answer(made, "", settles=True, by=trainers[0], at=LATER)
    examining.answer(made, "The one of 2018.", settles=False, by=trainers[0], at=LATER)
    examining.answer(made, "", settles=True, by=trainers[1], at=LATER)
    assert [len(thread.replies) for thread in examining.threads(changed)] == [2]
    with pytest.raises(Refusal, match="settled already"):
        examining.answer(made, "Once more.", settles=False, by=trainers[0], at=LATER)
    assert _approve(changed, trainers[1]) is not None


def test_a_trainer_who_may_not_approve_answers_and_settles_nothing(changed, trainers):
    third = factories.make_user("third@example.org")
    roles.make_trainer(third, [changed.curriculum], approver=False)
    hash_ = changed.outline["modules"][0]["items"][0]["hash"]
    made = examining.remark(changed, hash_, "Which study?", by=trainers[1], at=LATER)
    examining.answer(made, "The one of 2018.", settles=False, by=third, at=LATER)
    with pytest.raises(Refusal, match="another approver, settles it"):
        examining.answer(made, "", settles=True, by=third, at=LATER)


@pytest.mark.parametrize("words", ["", "   "])
def test_a_remark_without_words_is_refused(changed, trainers, words):
    hash_ = changed.outline["modules"][0]["items"][0]["hash"]
    with pytest.raises(Refusal, match="Write what you want to say"):
        examining.remark(changed, hash_, words, by=trainers[1], at=LATER)


def test_remarks_follow_a_lesson_through_its_wordings(curriculum, changed, trainers):
    item = changed.outline["modules"][0]["items"][0]
    examining.remark(changed, item["hash"], "Say it shorter.", by=trainers[1], at=LATER)
    anew = another(curriculum, trainers, at=LATER, sentence="Shorter.")
    assert anew.outline["modules"][0]["items"][0]["hash"] != item["hash"]
    assert [thread.remark.words for thread in examining.threads(anew, item["key"])] == ["Say it shorter."]


# ------------------------------------------------------------------------------------------------- what is marked


def _parts(before: list[str], after: list[str]) -> list[tuple[str, int | None]]:
    old, new = [
        {"body": [{"type": "text", "html": str(RichText(f"<p>{words}</p>").source)} for words in texts]}
        for texts in (before, after)
    ]
    return [(part.kind, part.number) for part in marking.lesson_parts(old, new, {})]


@pytest.mark.parametrize(
    ("before", "after", "parts"),
    [
        (["One.", "Two."], ["One.", "Two."], [("same", 1), ("same", 2)]),
        (["One.", "Two."], ["One.", "Three."], [("same", 1), ("changed", 2)]),
        (["One."], ["One.", "Two."], [("same", 1), ("added", 2)]),
        (["One.", "Two.", "Three."], ["One.", "Three."], [("same", 1), ("removed", None), ("same", 2)]),
        (["One.", "Two."], ["New.", "Newer.", "Newest."], [("changed", 1), ("changed", 2), ("added", 3)]),
        (["One."], [], [("removed", None)]),
    ],
)
def test_each_part_of_a_lesson_is_marked_as_what_it_is(before, after, parts):
    assert _parts(before, after) == parts


def test_a_quiz_shows_every_question_with_its_answers_and_what_each_said_before(db):
    def question(key: str, stem: str, right: int = 0):
        options = [{"text": f"Option {n} of {key}", "correct": n == right, "rationale": "Why."} for n in range(2)]
        return marking.Asked(
            key, {"type": "single", "stem": stem, "topic": "t", "claims": ["a-claim"], "options": options}
        )

    questions = {"a": question("one", "Which?"), "b": question("one", "Which one?"), "c": question("two", "Why?")}
    questions["d"] = question("three", "When?")
    old = {"questions": ["a", "c"], "draws": []}
    new = {"questions": ["b"], "draws": [{"topic": "t", "count": 1, "pool": ["d"]}]}
    parts = marking.quiz_parts(old, new, questions)
    assert [(part.kind, part.number) for part in parts] == [("changed", 1), ("added", 2), ("removed", None)]
    assert "<ins>" in parts[0].words
    assert [choice.correct for choice in parts[0].asked.shown] == [True, False]
    assert parts[0].claims == ["a-claim"]
