"""What a release would do, and has done: counts by state and action, and the letters word for word."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from certificates.updates import audience, letters, owing
from certificates.updates.models import Outcome
from courses.authoring.models import CurriculumPage
from courses.contents import differences
from courses.contents.outlines import outline_items
from courses.releases import line, verdicts
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
    """The letters an approval would send, as they would read if it were approved today, with the day they will name."""
    previous = line.before(proposal)
    facts = {
        "release": line.number_of(proposal),
        "title": proposal.outline["title"],
        "notes": proposal.notes,
    }
    due_on = owing.due_on(_effective_on(proposal, day), proposal.due_days).isoformat()
    chosen = set(proposal.verdict.values())
    found = [
        letters.update_owed(**facts, action=action, due_on=due_on, minutes=_minutes(previous, proposal))
        for action in (Action.REASSESS, Action.ACKNOWLEDGE)
        if action in chosen
    ]
    if Action.MOVE in chosen and proposal.change_class != "editorial":
        found.append(letters.training_moved(**facts))
    return found


def _effective_on(proposal: ReleaseProposal, day: date) -> date:
    return max(timezone.localdate(proposal.effective_at), day) if proposal.effective_at else day


def _minutes(previous: line.Place | None, proposal: ReleaseProposal) -> int:
    done = {item["hash"] for item in outline_items(previous.outline)} if previous else set()
    return differences.minutes_of(proposal.outline, differences.to_retake(proposal.outline, done))


def outcomes(release: Release) -> list[Cell]:
    """What a release has meant for people so far: the recorded outcomes, by state and action."""
    rows = Counter(Outcome.objects.filter(release=release).values_list("state", "action"))
    return [
        Cell(state, verdicts.STATE_LABELS[LearnerState(state)], people, action, verdicts.ACTION_LABELS[Action(action)])
        for (state, action), people in sorted(rows.items())
    ]
