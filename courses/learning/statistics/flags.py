"""What to look at in a question, and why. Nothing is said of fewer than thirty first attempts."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from courses.learning.statistics.choices import Choices, Option
from courses.learning.statistics.groups import Group
from courses.learning.statistics.reports import QuestionReport

EASY = 0.95
HARD = 0.30
TELLING = 0.10
DEAD = 0.05


class Flag(StrEnum):
    MIS_KEYED = "perhaps-mis-keyed"
    TOO_HARD = "too-hard"
    TOO_EASY = "too-easy"
    NOT_TELLING = "does-not-tell-apart"
    DEAD_OPTION = "option-hardly-taken"
    DRIFTED = "changed-with-its-words"


@dataclass(frozen=True)
class Raised:
    """A flag with what it rests on: figures by name, and the numbers of the options it is about."""

    flag: Flag
    figures: dict[str, float] = field(default_factory=dict)
    options: tuple[int, ...] = ()


def flags_of(report: QuestionReport) -> list[Raised]:
    """What speaks against a question, the gravest first."""
    return list(_found(report)) if report.is_enough else []


def _found(report: QuestionReport) -> Iterator[Raised]:
    facility, told = report.facility.value or 0.0, report.discrimination.value
    if raised := _mis_keyed(report):
        yield raised
    if facility < HARD or (report.chance is not None and facility < report.chance):
        yield Raised(Flag.TOO_HARD, {"facility": facility, "chance": report.chance or 0.0})
    if facility > EASY:
        yield Raised(Flag.TOO_EASY, {"facility": facility})
    elif told is not None and -TELLING < told < TELLING:  # where nearly everybody is right, nothing tells people apart
        yield Raised(Flag.NOT_TELLING, {"discrimination": told})
    if report.choices and (dead := dead_options(report.choices)):
        yield Raised(Flag.DEAD_OPTION, {}, tuple(option.number for option in dead))
    if report.drift and report.drift.is_found:
        shares = {"former": float(report.drift.former.share), "now": float(report.drift.now.share)}
        yield Raised(Flag.DRIFTED, {**shares, "z": report.drift.z.value or 0.0})


def _mis_keyed(report: QuestionReport) -> Raised | None:
    """People who do well otherwise do worse here, or take a distractor more often than what is held to be right.

    A correlation hardly below nought is no sign of it, nor is any where nearly everybody is right: chance gives both.
    """
    told = report.discrimination.value
    tempting = tempting_options(report.choices) if report.choices else []
    worse = told is not None and told <= -TELLING and (report.facility.value or 0.0) <= EASY
    if not (tempting or worse):
        return None
    figures = {"discrimination": told} if told is not None and worse else {}
    return Raised(Flag.MIS_KEYED, figures, tuple(option.number for option in tempting))


def tempting_options(choices: Choices) -> list[Option]:
    """The distractors that more of the upper group took than one of the right options."""
    upper = [option.by_group.get(Group.UPPER, 0) for option in choices.options if option.is_right]
    return [option for option in choices.distractors if upper and option.by_group.get(Group.UPPER, 0) > min(upper)]


def dead_options(choices: Choices) -> list[Option]:
    """The distractors that fewer than one in twenty took, where so many were wrong that each could have been taken.

    One in twenty is the usual line: Tarrant, M., Ware, J., & Mohammed, A. M. (2009). BMC Medical Education, 9:40. Where
    nearly everybody is right it condemns every distractor (Advances in Health Sciences Education (2018),
    doi 10.1007/s10459-018-9855-9, of mastery tests), so there nothing is said.
    """
    distractors = choices.distractors
    taken = sum(option.chosen for option in distractors)
    if taken < DEAD * choices.people * len(distractors):
        return []
    return [option for option in distractors if option.chosen < DEAD * choices.people]
