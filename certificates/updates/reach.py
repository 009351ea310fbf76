"""What a release would do, and has done: counts by state and action, and the letters word for word."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from certificates.updates import audience, letters
from certificates.updates.models import Outcome
from courses.authoring.models import CurriculumPage
from courses.contents import differences
from courses.contents.outlines import outline_items
from courses.releases import releasing, verdicts
from courses.releases.models import Release, ReleaseProposal
from courses.releases.verdicts import Action, LearnerState
from notices.kinds import Words


@dataclass(frozen=True)
class Cell:
    """People in one state, and what the release means for them."""

    state: str
    label: str | Promise
    people: int
    action: str
    action_label: str | Promise


def cells(curriculum: CurriculumPage, verdict: dict[str, str], *, day: date) -> list[Cell]:
    """How many people each cell of a verdict touches today."""
    counts = audience.counts(curriculum, day=day)
    found = []
    for state in LearnerState:
        action = verdict.get(state.value, "")
        label = verdicts.ACTION_LABELS[Action(action)] if action else _("Not chosen yet")
        found.append(Cell(state.value, verdicts.STATE_LABELS[state], counts[state], action, label))
    return found


def letters_of(proposal: ReleaseProposal, *, day: date) -> list[Words]:
    """The letters an approval would send, as they would read today."""
    previous = releasing.latest_release(proposal.curriculum)
    number = ".".join(map(str, releasing.next_number(previous, proposal.change_class)))
    facts = {
        "release": f"{proposal.outline['code']} {number}",
        "title": proposal.outline["title"],
        "notes": proposal.notes,
    }
    due_on = (day + timedelta(days=proposal.due_days)).isoformat()
    chosen = set(proposal.verdict.values())
    found = [
        letters.update_owed(**facts, action=action, due_on=due_on, minutes=_minutes(previous, proposal))
        for action in (Action.REASSESS, Action.ACKNOWLEDGE)
        if action in chosen
    ]
    if Action.MOVE in chosen and proposal.change_class != "editorial":
        found.append(letters.training_moved(**facts))
    return found


def _minutes(previous: Release | None, proposal: ReleaseProposal) -> int:
    done = {item["hash"] for item in outline_items(previous.outline)} if previous else set()
    return differences.minutes_of(proposal.outline, differences.to_retake(proposal.outline, done))


def outcomes(release: Release) -> list[Cell]:
    """What a release has meant for people so far: the recorded outcomes, by state and action."""
    rows = Counter(Outcome.objects.filter(release=release).values_list("state", "action"))
    return [
        Cell(state, verdicts.STATE_LABELS[LearnerState(state)], people, action, verdicts.ACTION_LABELS[Action(action)])
        for (state, action), people in sorted(rows.items())
    ]
