"""What is flagged in a question, and what is not."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.authoring import bank
from courses.learning.statistics import reports
from courses.learning.statistics.drift import Drift, Tally
from courses.learning.statistics.flags import Flag, flags_of
from courses.learning.statistics.reports import Asked, Met
from tests.courses.learning.statistics import matrices

THREE = Asked((True, False, False), Fraction(1, 3))
THIRDS = [Fraction(1, 4), Fraction(1, 2), Fraction(3, 4)]  # what the lower, middle and upper third earned otherwise


def people(*groups: str) -> list[Met]:
    """The options that the lower, middle and upper third chose, ten people each: "0001112222"; a dot is left open."""
    return [
        Met(int(option == "0"), () if option == "." else (int(option),), rest)
        for rest, options in zip(THIRDS, groups, strict=True)
        for option in options
    ]


def flags(met: list[Met], asked: Asked = THREE, drift: Drift | None = None) -> dict[Flag, object]:
    return {raised.flag: raised for raised in flags_of(reports.of_question([met], asked, drift))}


SOUND = people("0001111222", "0000001112", "0000000012")


def test_a_sound_question_has_none():
    assert flags(SOUND) == {}


def test_thirty_answers_are_needed_as_in_the_bank():
    assert reports.FEWEST == bank.FEWEST == len(SOUND)
    bad = people("0" * 10, "1" * 10, "1" * 10)
    assert flags(bad)
    assert flags(bad[1:]) == {}


def test_too_easy_and_then_nothing_is_said_of_telling_apart_or_of_distractors():
    assert list(flags(people("0" * 10, "0" * 9 + "1", "0" * 10))) == [Flag.TOO_EASY]
    assert list(flags(people("0" * 10, "0" * 10, "0" * 9 + "1"))) == [Flag.TOO_EASY]  # nor of a single slip at the top


def test_too_hard_is_below_thirty_per_cent_or_what_guessing_gives():
    hard = people("1112222220", "1111222200", "1122220000")
    assert flags(hard)[Flag.TOO_HARD].figures["facility"] == pytest.approx(7 / 30)
    as_by_guessing = people("1111222200", "1112222000", "1122200000")
    assert flags(as_by_guessing) == {}  # 10 of 30 is what guessing gives
    of_two = Asked((True, False), Fraction(1, 2))
    assert Flag.TOO_HARD in flags(people("1111111000", "1111110000", "1111000000"), of_two)


def test_does_not_tell_people_apart():
    flat = people("0000111122", "0000111222", "0000111122")
    assert list(flags(flat)) == [Flag.NOT_TELLING]


def test_who_does_well_otherwise_does_worse_here():
    found = flags(people("0000000012", "0000001112", "0000111122"))
    assert found[Flag.MIS_KEYED].figures["discrimination"] < 0
    assert Flag.NOT_TELLING not in found


def test_a_correlation_hardly_below_nought_only_does_not_tell_people_apart():
    slightly = people("0000001112", "0000001122", "0000011122")
    assert -0.1 < reports.of_question([slightly], THREE).discrimination.value < 0
    assert list(flags(slightly)) == [Flag.NOT_TELLING]


def test_a_distractor_that_the_upper_group_prefers():
    found = flags(people("0012222222", "0001112222", "0000111112"))
    assert found[Flag.MIS_KEYED].options == (1,)
    assert found[Flag.MIS_KEYED].figures == {}


def test_a_distractor_that_nobody_takes():
    found = flags(people("0001111111", "0000011111", "0000000111"))
    assert found[Flag.DEAD_OPTION].options == (2,)


def test_with_several_right_ones_each_must_be_taken_more_than_any_distractor():
    asked = Asked((True, True, False), Fraction(1, 7))
    met = [Met(0, (0, 2), THIRDS[n % 3]) for n in range(20)] + [Met(1, (0, 1), THIRDS[n % 3]) for n in range(20)]
    assert Flag.MIS_KEYED not in flags(met[:10] + met[20:], asked)
    assert flags(met[:20] + met[20:30], asked)[Flag.MIS_KEYED].options == (2,)


def test_a_version_that_differs_from_the_one_before():
    found = flags(SOUND, drift=Drift.between(Tally(85, 100), Tally(17, 30)))
    assert found[Flag.DRIFTED].figures["former"] == 0.85
    assert Flag.DRIFTED not in flags(SOUND, drift=Drift.between(Tally(60, 100), Tally(17, 30)))


def test_a_type_without_options_is_judged_by_what_was_earned():
    flat = [Met(int(n % 2), (-1,), THIRDS[n // 2 % 3]) for n in range(36)]
    report = reports.of_question([flat], Asked())
    assert report.choices is None
    assert [raised.flag for raised in flags_of(report)] == [Flag.NOT_TELLING]


MET = st.builds(Met, matrices.PARTS, st.lists(st.integers(-1, 4), max_size=3).map(tuple), st.none() | matrices.PARTS)


@given(
    st.lists(st.lists(MET, max_size=40), max_size=3),
    st.builds(Asked, st.lists(st.booleans(), max_size=4).map(tuple), st.none() | matrices.PARTS),
)
def test_nothing_raises_whatever_was_answered(met, asked):
    report = reports.of_question(met, asked)
    flags_of(report)
    assert report.people == sum(map(len, met))
    assert report.facility.value is None or 0 <= report.facility.value <= 1
