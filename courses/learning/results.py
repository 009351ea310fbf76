"""A result of an attempt: the one it was handed in with, or one that a correction raised it to. Pure."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from courses.contents import assessment


@dataclass(frozen=True)
class Result:
    """Exact points of so many, what each question earned of them, and which lessons a missed critical question leads to."""

    points: int
    points_over: int
    out_of: int
    earned: Mapping[str, str] | None
    passed: bool
    to_study: list[str]

    @classmethod
    def stored(cls, found: Mapping[str, Any]) -> "Result":
        """As a database gives it, which may keep what is inside as text."""
        earned, to_study = (
            json.loads(found[name]) if isinstance(found[name], str) else found[name] for name in ("earned", "to_study")
        )
        points, points_over, out_of = (int(found[name]) for name in ("points", "points_over", "out_of"))
        return cls(points, points_over, out_of, earned, bool(found["passed"]), to_study)

    @classmethod
    def graded(cls, score: assessment.Score, *, pass_mark: int, to_study: list[str]) -> "Result":
        """What was graded."""
        return cls(
            score.points.numerator,
            score.points.denominator,
            score.out_of,
            {hash_: str(earned) for hash_, earned in score.earned.items()},
            score.passes(pass_mark),
            to_study,
        )

    @property
    def score(self) -> Fraction:
        """The points earned, exactly."""
        return Fraction(self.points, self.points_over)

    @property
    def share(self) -> Fraction:
        return self.score / self.out_of if self.out_of else Fraction()

    @property
    def percent(self) -> int:
        """Whole per cent, rounded down, so that what is shown never exceeds what was earned."""
        return int(self.share * 100)

    @property
    def in_points(self) -> bool:
        """Whether a part of a point was earned somewhere."""
        return any("/" in earned for earned in (self.earned or {}).values())

    def reaches(self, pass_mark: int) -> bool:
        """Whether the points reach the pass mark, whatever else was missed."""
        return assessment.Score(self.score, self.out_of, {}).reaches(pass_mark)

    def is_better_than(self, other: "Result") -> bool:
        """Whether something was won: a share of the points, the pass, or a lesson that need not be read again."""
        return (self.share, self.passed, -len(self.to_study)) > (other.share, other.passed, -len(other.to_study))
