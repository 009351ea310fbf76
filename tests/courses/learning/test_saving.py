"""Answers from several pages at once: none is blanked, overwritten or lost, whatever the order they arrive in."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from courses.learning.saving import Change, Kept, Known, Page, chosen, merged
from tests.factories import NOON

EMPTY = Kept({}, [], {})
HERE, THERE = Page("here"), Page("there")


def saved(kept: Kept, page: Page, question: str, *answer: int, knowing: Kept, turn: int | None = None) -> Kept:
    change = Change(list(answer), known=knowing.known(question))
    return merged(kept, {question: change}, page=Page(page.name, turn), at=NOON + timedelta(minutes=len(str(kept))))


def test_a_page_that_knows_the_newest_answer_changes_it():
    first = saved(EMPTY, HERE, "q", 1, knowing=EMPTY)
    second = saved(first, THERE, "q", 2, knowing=first)
    assert (second.answers, second.contested) == ({"q": [2]}, [])
    assert saved(second, HERE, "q", knowing=second).answers == {}


def test_what_a_page_did_not_touch_is_left_alone():
    first = saved(EMPTY, HERE, "q", 1, knowing=EMPTY)
    assert saved(first, THERE, "q", knowing=EMPTY) == first


def test_an_older_page_never_blanks_an_answer():
    first = saved(EMPTY, HERE, "q", 1, knowing=EMPTY)
    second = saved(first, HERE, "q", 2, knowing=first)
    assert saved(second, THERE, "q", knowing=first).answers == {"q": [2]}


def test_an_older_pages_answer_waits_beside_the_newer_one():
    first = saved(EMPTY, HERE, "q", 1, knowing=EMPTY)
    second = saved(first, THERE, "q", 2, knowing=EMPTY)
    assert second.answers == {"q": [1]}
    assert [one["answer"] for one in second.others("q")] == [[2]]
    again = saved(second, THERE, "q", 2, knowing=EMPTY)
    assert [one["answer"] for one in again.others("q")] == [[2]]


def test_choosing_ends_the_waiting():
    first = saved(EMPTY, HERE, "q", 1, knowing=EMPTY)
    second = saved(first, THERE, "q", 2, knowing=EMPTY)
    settled = chosen(second, "q", [2], page=HERE, at=NOON)
    assert (settled.answers, settled.contested, settled.version("q")) == ({"q": [2]}, [], 2)


def test_a_page_whose_own_save_was_answered_by_nobody_goes_on_from_it():
    """The connection broke after the save was stored: the page still knows the version before it."""
    first = saved(EMPTY, HERE, "q", 1, knowing=EMPTY)
    second = saved(first, HERE, "q", 2, knowing=EMPTY)
    assert (second.answers, second.contested) == ({"q": [2]}, [])


def test_a_save_that_arrives_after_a_newer_one_of_the_same_page_changes_nothing():
    newer = saved(EMPTY, HERE, "q", 2, knowing=EMPTY, turn=2)
    assert saved(newer, HERE, "q", 1, knowing=EMPTY, turn=1) == newer


def test_a_flag_changes_only_where_it_was_touched():
    flagged = merged(EMPTY, {"q": Change([], True, Known())}, page=HERE, at=NOON)
    assert flagged.flagged == ["q"]
    assert merged(flagged, {"q": Change([], False, Known())}, page=THERE, at=NOON).flagged == ["q"]
    assert merged(flagged, {"q": Change([], False, flagged.known("q"))}, page=THERE, at=NOON).flagged == []


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", "c"]),  # the page
        st.sampled_from(["q1", "q2"]),
        st.lists(st.integers(0, 2), max_size=1),  # what it answers
        st.booleans(),  # whether it reads what is kept before it goes on
    ),
    max_size=12,
)


@given(STEPS)
def test_every_answer_a_page_gives_is_kept_until_a_page_that_saw_it_replaces_it(steps):
    kept, knows = EMPTY, dict.fromkeys("abc", EMPTY)
    for turn, (page, question, answer, reads) in enumerate(steps):
        if reads:
            knows[page] = kept
        before, known = kept, knows[page]
        kept = saved(kept, Page(page), question, *answer, knowing=known, turn=turn)
        had = before.answers.get(question, [])
        stays = [one["answer"] for one in kept.others(question)] + [kept.answers.get(question, [])]
        if answer and answer != known.known(question).answer:
            assert answer in stays
        saw = known.version(question) == before.version(question) or before.saves[question]["page"] == page
        if had and not saw:
            assert kept.answers[question] == had
