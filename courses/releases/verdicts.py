"""What a release asks of whom: change class × learner state → action.

The defaults are those of the release-impact matrix in docs/guides/releases.md. An author may ask for more than the
default, and for less only with a written reason.
"""

from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.releases.models import ChangeClass


class LearnerState(StrEnum):
    """Where a person stands with a curriculum on the day a release takes effect."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    CERTIFIED = "certified"
    IN_WINDOW = "in_window"
    LAPSED = "lapsed"


class Action(StrEnum):
    """What the release means for a person, from least to most asked."""

    NEW_RELEASE = "new_release"
    FINISH = "finish"
    MOVE = "move"
    NONE = "none"
    IN_RENEWAL = "in_renewal"
    ACKNOWLEDGE = "acknowledge"
    REASSESS = "reassess"


STATE_LABELS = {
    LearnerState.NOT_STARTED: gettext_lazy("Not started"),
    LearnerState.IN_PROGRESS: gettext_lazy("In training"),
    LearnerState.CERTIFIED: gettext_lazy("Certified, not yet renewing"),
    LearnerState.IN_WINDOW: gettext_lazy("Certified, in the renewal window or in grace"),
    LearnerState.LAPSED: gettext_lazy("Certificate lapsed"),
}

ACTION_LABELS = {
    Action.NEW_RELEASE: gettext_lazy("Start on the new release"),
    Action.FINISH: gettext_lazy("Finish the release they are on"),
    Action.MOVE: gettext_lazy("Move now; what did not change stays done"),
    Action.NONE: gettext_lazy("Nothing to do; recorded"),
    Action.IN_RENEWAL: gettext_lazy("Covered by their renewal"),
    Action.ACKNOWLEDGE: gettext_lazy("Read what changed and acknowledge it"),
    Action.REASSESS: gettext_lazy("Retake what changed and its quiz"),
}

CHOICES: dict[LearnerState, tuple[Action, ...]] = {
    LearnerState.NOT_STARTED: (Action.NEW_RELEASE,),
    LearnerState.IN_PROGRESS: (Action.FINISH, Action.MOVE),
    LearnerState.CERTIFIED: (Action.NONE, Action.ACKNOWLEDGE, Action.REASSESS),
    LearnerState.IN_WINDOW: (Action.NONE, Action.IN_RENEWAL, Action.ACKNOWLEDGE, Action.REASSESS),
    LearnerState.LAPSED: (Action.NEW_RELEASE,),
}

_DEFAULTS: dict[str, tuple[Action, Action, Action]] = {
    # in progress, certified, in window
    ChangeClass.EDITORIAL: (Action.MOVE, Action.NONE, Action.NONE),
    ChangeClass.CLARIFYING: (Action.MOVE, Action.ACKNOWLEDGE, Action.IN_RENEWAL),
    ChangeClass.SUBSTANTIVE: (Action.MOVE, Action.REASSESS, Action.IN_RENEWAL),
    ChangeClass.SAFETY: (Action.MOVE, Action.REASSESS, Action.REASSESS),
}

DEFAULT_DUE_DAYS = {
    ChangeClass.EDITORIAL: 0,
    ChangeClass.CLARIFYING: 90,
    ChangeClass.SUBSTANTIVE: 60,
    ChangeClass.SAFETY: 14,
}


def default(change_class: str) -> dict[str, str]:
    """The action for each learner state that a change of this class calls for."""
    in_progress, certified, in_window = _DEFAULTS[change_class]
    return {
        LearnerState.NOT_STARTED.value: Action.NEW_RELEASE.value,
        LearnerState.IN_PROGRESS.value: in_progress.value,
        LearnerState.CERTIFIED.value: certified.value,
        LearnerState.IN_WINDOW.value: in_window.value,
        LearnerState.LAPSED.value: Action.NEW_RELEASE.value,
    }


def problems(verdict: dict[str, str]) -> list[str]:
    """What is wrong with a verdict: a state without an action, or an action its state cannot have."""
    found = []
    for state, allowed in CHOICES.items():
        if verdict.get(state.value) not in [action.value for action in allowed]:
            found.append(
                _('Choose what happens to people who are "%(state)s".') % {"state": STATE_LABELS[state].lower()}
            )
    return found


def loosened(change_class: str, verdict: dict[str, str]) -> list[LearnerState]:
    """The states for which the verdict asks less than the default."""
    usual = default(change_class)
    return [
        state
        for state, allowed in CHOICES.items()
        if _rank(allowed, verdict.get(state.value, "")) < _rank(allowed, usual[state.value])
    ]


def _rank(allowed: tuple[Action, ...], action: str) -> int:
    values = [one.value for one in allowed]
    return values.index(action) if action in values else -1
