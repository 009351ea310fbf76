"""What a release asks of whom."""

import pytest

from courses.releases import verdicts
from courses.releases.models import ChangeClass
from courses.releases.verdicts import Action, LearnerState


@pytest.mark.parametrize("change_class", ChangeClass.values)
def test_every_default_is_a_whole_verdict_that_asks_no_less_than_itself(change_class):
    verdict = verdicts.default(change_class)
    assert verdict.keys() == {state.value for state in LearnerState}
    assert verdicts.problems(verdict) == []
    assert verdicts.loosened(change_class, verdict) == []
    assert change_class in verdicts.DEFAULT_DUE_DAYS


@pytest.mark.parametrize(
    ("change_class", "certified", "in_window"),
    [
        ("editorial", "none", "none"),
        ("clarifying", "acknowledge", "in_renewal"),
        ("substantive", "reassess", "in_renewal"),
        ("safety", "reassess", "reassess"),
    ],
)
def test_graver_changes_ask_more_of_certificate_holders(change_class, certified, in_window):
    verdict = verdicts.default(change_class)
    assert (verdict["certified"], verdict["in_window"]) == (certified, in_window)


def test_asking_less_than_usual_is_noticed_and_asking_more_is_not():
    verdict = verdicts.default("substantive")
    assert verdicts.loosened("substantive", {**verdict, "certified": "acknowledge"}) == [LearnerState.CERTIFIED]
    assert verdicts.loosened("substantive", {**verdict, "in_progress": "finish"}) == [LearnerState.IN_PROGRESS]
    assert verdicts.loosened("clarifying", {**verdicts.default("clarifying"), "certified": "reassess"}) == []


def test_an_action_a_state_cannot_have_is_a_problem():
    verdict = {**verdicts.default("safety"), "not_started": "reassess", "lapsed": ""}
    assert len(verdicts.problems(verdict)) == 2
    assert len(verdicts.problems({})) == len(LearnerState)


def test_every_state_and_action_has_words():
    assert verdicts.STATE_LABELS.keys() == set(LearnerState)
    assert verdicts.ACTION_LABELS.keys() == set(Action)
