"""How one question does: how much of its point people earn, and whether those do better who do better otherwise."""

from collections.abc import Sequence

from courses.learning.statistics.figures import Figure, Reason, unknown
from courses.learning.statistics.scores import Pair, Share, mean, root, shared, variance


def facility(earned: Sequence[Share]) -> Figure:
    """The mean share of the point: of answers that are right or wrong, the share of people who were right.

    As in Moodle's quiz statistics (docs.moodle.org/dev/Quiz_statistics_calculations), where it is the mean score over
    the highest. A question left open earned nothing and counts.
    """
    return Figure(float(mean(earned))) if earned else unknown(Reason.NOBODY)


def deviation(earned: Sequence[Share]) -> Figure:
    """The standard deviation of the shares earned: the root of their variance, divided by the number of people."""
    if len(earned) < 2:
        return unknown(Reason.ONE_PERSON if earned else Reason.NOBODY)
    return Figure(root(variance(earned)))


def discrimination(*groups: Sequence[Pair]) -> Figure:
    """Pearson's correlation of what people earned on a question with their mean on the other questions they were shown.

    Without the question itself, which would correlate with its own part of the total: Guilford, J. P. (1953). The
    correlation of an item with a composite of the remaining items in a test. Educational and Psychological Measurement,
    13, 87–93. Where questions are drawn, it is that of the people who saw the question.
    Each quiz is a group: values are taken about its own means, so that a harder quiz does not read as weaker people.
    """
    people = sum(map(len, groups))
    if people < 2:
        return unknown(Reason.ONE_PERSON if people else Reason.NOBODY)
    found = shared(groups)
    if (correlation := found.correlation) is not None:
        return Figure(correlation)
    return unknown(Reason.SAME_REST if found.first else Reason.SAME_ANSWERS)
