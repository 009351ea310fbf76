"""Matrices for properties: of answers that are right or wrong, of parts of a point, and with questions that some never saw."""

from fractions import Fraction

from hypothesis import strategies as st

RIGHT_OR_WRONG = st.integers(0, 1)
PARTS = st.sampled_from([Fraction(n, d) for d in (1, 2, 3, 7) for n in range(d + 1)])


def rectangles(cells: st.SearchStrategy, *, people: int = 0, questions: int = 0) -> st.SearchStrategy:
    """Matrices with at least so many rows and columns."""
    return st.integers(questions, 6).flatmap(
        lambda width: st.lists(st.lists(cells, min_size=width, max_size=width), min_size=people, max_size=12)
    )


ANY = rectangles(st.none() | PARTS)
FULL = rectangles(PARTS)
BINARY = rectangles(RIGHT_OR_WRONG)
