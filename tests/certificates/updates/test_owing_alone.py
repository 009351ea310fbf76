"""What a release asks, what a training covers and by when: the rules alone, without records."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from certificates.updates import owing


def outline(**items: str) -> dict:
    """An outline of one module: keys of lessons with what they say."""
    return {"modules": [{"items": [{"key": key, "hash": hash_} for key, hash_ in items.items()]}]}


def version(pk: int, *number: int, **items: str) -> SimpleNamespace:
    return SimpleNamespace(pk=pk, version=number, outline=outline(**items))


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2026, 9, 30), "certified"),
        (date(2026, 10, 1), "in_window"),
        (date(2027, 1, 30), "in_window"),
        (date(2027, 1, 31), "lapsed"),
    ],
)
def test_where_a_holder_stands_follows_from_the_days(day, state):
    period = SimpleNamespace(window_opens_on=date(2026, 10, 1), grace_until=date(2027, 1, 30))
    assert owing.state_on(period, day) == state


@pytest.mark.parametrize(
    ("effective_at", "day"),
    [
        (datetime(2026, 4, 2, 3, tzinfo=UTC), date(2026, 4, 1)),  # in the evening of 1 April in Toronto
        (datetime(2026, 3, 1, 17, tzinfo=UTC), date(2026, 3, 2)),  # before the certificate began
    ],
)
def test_a_release_concerns_a_holder_from_its_own_day_or_their_first(effective_at, day):
    assert (
        owing.first_day(SimpleNamespace(effective_at=effective_at), SimpleNamespace(valid_from=date(2026, 3, 2))) == day
    )


@pytest.mark.parametrize(
    ("asked_on", "due"),
    [(None, date(2026, 4, 15)), (date(2026, 3, 1), date(2026, 4, 15)), (date(2026, 5, 1), date(2026, 5, 15))],
)
def test_whoever_is_asked_later_has_as_many_days_from_then(asked_on, due):
    assert owing.due_on(date(2026, 4, 1), 14, asked_on=asked_on) == due


def test_asked_is_what_is_new_or_says_something_new():
    now = outline(a="a1", b="b2", c="c3")
    assert owing.asked_keys(now, outline(a="a1", b="bother")) == {"b", "c"}
    assert owing.asked_keys(now, None) == {"a", "b", "c"}


def test_an_outline_contains_what_it_teaches_in_whatever_words():
    assert owing.contains(outline(a="aother", b="b2"), {"a", "b"})
    assert not owing.contains(outline(a="a1"), {"a", "b"})


def test_what_a_training_covers():
    first, asks_b, drops_b = (
        version(7, 1, 0, 0, a="a1", b="b1"),
        version(9, 1, 1, 0, a="a1", b="b2"),
        version(8, 2, 0, 0, a="a2"),
    )
    last = version(3, 2, 10, 0, a="a2", b="b3")
    releases = {one.pk: one for one in (first, asks_b, drops_b, last)}

    def covers(*completed: int) -> list[int]:
        trainings = owing.Trainings(releases, completed)
        return [one.pk for one in releases.values() if trainings.covers(one)]

    assert covers() == []
    assert covers(7) == [7]
    assert covers(7, 9) == [7, 9]
    assert covers(7, 8) == [7, 8]  # the newest no longer teaches what was asked for in between
    assert covers(7, 3) == [7, 9, 8, 3]
    assert covers(3) == [7, 9, 8, 3]


def test_the_latest_training_is_that_of_the_highest_version():
    releases = {one.pk: one for one in (version(7, 1, 9, 0), version(3, 1, 10, 0))}
    assert owing.Trainings(releases, [3, 7, 7]).latest == 3
    assert owing.Trainings(releases, [7, 99]).latest == 7  # a release of another curriculum is no version of this one
    assert owing.Trainings(releases, []).latest is None


def test_what_a_release_asked_for_is_counted_from_the_training_before_it():
    one, two, three = (
        version(1, 1, 0, 0, a="a1"),
        version(2, 2, 0, 0, a="a2", b="b1"),
        version(3, 3, 0, 0, a="a2", b="b2", c="c1"),
    )
    releases = {release.pk: release for release in (one, two, three)}
    assert owing.Trainings(releases, [1, 2]).asked_by(three) == {"b", "c"}
    assert owing.Trainings(releases, [1]).asked_by(three) == {"a", "b", "c"}
    assert owing.Trainings(releases, [1, 3]).asked_by(two) == {"a", "b"}
    assert owing.Trainings(releases, [3]).asked_by(two) == {"a", "b"}
