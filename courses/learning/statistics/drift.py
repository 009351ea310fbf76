"""Whether a question became easier or harder when its words changed, beyond what chance explains."""

from dataclasses import dataclass
from fractions import Fraction
from math import erfc, sqrt

from courses.learning.statistics.figures import Figure, Reason, unknown
from courses.learning.statistics.scores import root

FEWEST_CASES = 5  # right and wrong answers, in each version
BY_CHANCE = 0.01  # so rarely would chance alone give such a difference, where it is called one


@dataclass(frozen=True)
class Tally:
    """How many earned the whole point, of how many."""

    right: int
    people: int

    @property
    def share(self) -> Fraction:
        return Fraction(self.right, self.people) if self.people else Fraction()


def z_of(former: Tally, now: Tally) -> Figure:
    """The test of two proportions in large samples: z = (p₂ − p₁) / √(p(1 − p)(1/n₁ + 1/n₂)), p that of both together.

    Its square is Pearson's chi-square of the table of two by two. It asks for five right and five wrong answers in each
    version, and for different people in both; who met the former version must be left out of the later one.
    """
    if any(min(one.right, one.people - one.right) < FEWEST_CASES for one in (former, now)):
        return unknown(Reason.FEW_CASES)
    both = Fraction(former.right + now.right, former.people + now.people)
    error = both * (1 - both) * (Fraction(1, former.people) + Fraction(1, now.people))
    difference = now.share - former.share
    size = root(difference**2 / error)
    return Figure(-size if difference < 0 else size)


def by_chance(z: float) -> float:
    """How probable a difference at least as large is, in either direction, if the versions were equally hard."""
    return erfc(abs(z) / sqrt(2))


@dataclass(frozen=True)
class Drift:
    """The shares right of two versions, and whether they differ beyond chance."""

    former: Tally
    now: Tally
    z: Figure

    @classmethod
    def between(cls, former: Tally, now: Tally) -> "Drift":
        return cls(former, now, z_of(former, now))

    @property
    def chance(self) -> float | None:
        return None if self.z.value is None else by_chance(self.z.value)

    @property
    def is_found(self) -> bool:
        return self.chance is not None and self.chance < BY_CHANCE
