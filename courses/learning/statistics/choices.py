"""What people chose of the options of a question, in all and by group."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from courses.learning.statistics.groups import Group, thirds
from courses.learning.statistics.scores import Share

Answer = Sequence[int]


@dataclass(frozen=True)
class Option:
    """One option: its number in the frozen question, whether it is right, and how many chose it."""

    number: int
    is_right: bool
    chosen: int
    by_group: dict[Group, int]


@dataclass(frozen=True)
class Choices:
    """The options of a question and who chose them; `sizes` is empty where groups cannot be told apart."""

    people: int
    left_open: int
    options: tuple[Option, ...]
    sizes: dict[Group, int]

    @property
    def distractors(self) -> list[Option]:
        return [option for option in self.options if not option.is_right]


def choices(answers: Sequence[Sequence[tuple[Answer, Share | None]]], right: Sequence[bool]) -> Choices:
    """Count what was chosen. `answers` holds, for each quiz, every person's answer and their mean on the others.

    Groups are made within each quiz, so that a harder quiz does not fill the lower group.
    """
    chosen, sizes, by_group = Counter[int](), Counter[Group](), Counter[tuple[int, Group]]()
    for quiz in answers:
        chosen.update(number for answer, _rest in quiz for number in set(answer))
        known = [(answer, rest) for answer, rest in quiz if rest is not None]
        for (answer, _rest), group in zip(known, thirds([rest for _answer, rest in known]) or (), strict=False):
            sizes[group] += 1
            by_group.update((number, group) for number in set(answer))
    options = tuple(
        Option(number, is_right, chosen[number], {group: by_group[number, group] for group in Group} if sizes else {})
        for number, is_right in enumerate(right)
    )
    everybody = [answer for quiz in answers for answer, _rest in quiz]
    return Choices(
        len(everybody),
        sum(not answer for answer in everybody),
        options,
        {group: sizes[group] for group in Group} if sizes else {},
    )
