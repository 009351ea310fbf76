"""How far a whole quiz can be relied on: its consistency, its error, and its decisions at the pass mark.

Variances are those of the people who took it (divided by their number), as in Kuder and Richardson's formula.
"""

from fractions import Fraction

from courses.learning.statistics.figures import Figure, Reason, unknown
from courses.learning.statistics.scores import Scores, mean, root, spread, variance


def alpha(scores: Scores) -> Figure:
    """Cronbach's alpha: α = k/(k−1) · (1 − Σσᵢ²/σ²), with k questions, their variances σᵢ² and that of the totals σ².

    Cronbach, L. J. (1951). Coefficient alpha and the internal structure of tests. Psychometrika, 16, 297–334.
    Only where everybody saw the same questions: of different ones, variances cannot be added up.
    """
    exact = _alpha(scores)
    return unknown(exact) if isinstance(exact, Reason) else Figure(float(exact))


def _alpha(scores: Scores) -> Fraction | Reason:
    if reason := _why_not(scores):
        return reason
    parts = sum(spread(scores.column(question)) for question in range(scores.questions))
    count = scores.questions
    return Fraction(count, count - 1) * (1 - Fraction(parts, spread(scores.totals)))


def _why_not(scores: Scores) -> Reason | None:
    if scores.people < 2:
        return Reason.ONE_PERSON if scores.people else Reason.NOBODY
    if not scores.is_whole:
        return Reason.DIFFERENT_QUESTIONS
    if scores.questions < 2:
        return Reason.ONE_QUESTION
    return None if spread(scores.totals) else Reason.SAME_SCORES


def kr20(scores: Scores) -> Figure:
    """Kuder and Richardson's formula 20, for answers that are right or wrong: k/(k−1) · (1 − Σpᵢqᵢ/σ²).

    p is the share of people who were right, q the share who were not. It equals alpha there.
    Kuder, G. F., & Richardson, M. W. (1937). The theory of the estimation of test reliability. Psychometrika, 2.
    """
    if not scores.is_right_or_wrong:
        return unknown(Reason.PARTS)
    if reason := _why_not(scores):
        return unknown(reason)
    count, people = scores.questions, scores.people
    right = [Fraction(sum(scores.column(question)), people * scores.over) for question in range(count)]
    of_totals = variance(scores.points)
    return Figure(float(Fraction(count, count - 1) * (1 - sum(p * (1 - p) for p in right) / of_totals)))


def standard_error(scores: Scores) -> Figure:
    """The standard error of measurement in points: σ · √(1 − α).

    As classical test theory has it: reliability is the share of the variance that is not error; alpha stands for it.
    """
    exact = _reliability(scores)
    if isinstance(exact, Reason):
        return unknown(exact)
    of_totals = variance(scores.points)
    return Figure(root(of_totals * (1 - exact)))


def decision_consistency(scores: Scores, pass_mark: int) -> Figure:
    """Livingston's K² of a quiz at its pass mark in per cent, with alpha for the reliability."""
    exact = _reliability(scores)
    if isinstance(exact, Reason):
        return unknown(exact)
    mark = Fraction(pass_mark * scores.questions, 100)
    return Figure(float(livingston(exact, variance(scores.points), mean(scores.points) - mark)))


def livingston(reliability: Fraction, of_totals: Fraction, away: Fraction) -> Fraction:
    """K² = (ρ·σ² + (μ − C)²) / (σ² + (μ − C)²): reliability ρ, variance σ², and μ − C from the mark to the mean.

    It asks how dependable people's distance from the mark is, with an error that weighs as its square: never less than
    the reliability, equal to it where the mean stands on the mark, nearer to 1 the farther the mean is from it.
    Livingston, S. A. (1972). Criterion-referenced applications of classical test theory. Journal of Educational
    Measurement, 9(1), 13–26. Counted among the indices of squared-error loss in: Agreement coefficients as indices of
    dependability for domain-referenced tests (1980). Applied Psychological Measurement, 4(1), 105–126.
    """
    return (reliability * of_totals + away**2) / (of_totals + away**2)


def _reliability(scores: Scores) -> Fraction | Reason:
    """Alpha, where it can stand for the share of the variance that is not error."""
    exact = _alpha(scores)
    return Reason.NOT_CONSISTENT if not isinstance(exact, Reason) and exact < 0 else exact
