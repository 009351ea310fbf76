"""Progress and outlines: arithmetic over hashes."""

from hypothesis import given
from hypothesis import strategies as st

from courses.contents.outlines import outline_items
from courses.learning.outlining import outline_for
from courses.learning.progress import progress


def _item(number: int) -> dict:
    kind = "quiz" if number % 4 == 3 else "lesson"
    return {"kind": kind, "key": f"k{number}", "hash": f"h{number}", "title": f"T{number}", "summary": "", "minutes": 7}


def _outline(sizes: list[int]) -> dict:
    numbers = iter(range(sum(sizes)))
    return {
        "modules": [
            {"key": f"m{place}", "title": f"M{place}", "summary": "", "items": [_item(next(numbers)) for _ in range(n)]}
            for place, n in enumerate(sizes)
        ]
    }


outlines = st.lists(st.integers(0, 5), max_size=5).map(_outline)
hashes = st.frozensets(st.integers(0, 30).map(lambda number: f"h{number}"))


@given(outlines, hashes, st.integers(0, 30))
def test_progress_never_exceeds_the_release_and_never_falls_by_doing_more(outline, completed, more):
    before, after = progress(outline, completed), progress(outline, completed | {f"h{more}"})
    assert 0 <= before.done <= after.done <= before.total == len(outline_items(outline))
    assert 0 <= before.percent <= 100
    assert after.minutes_left <= before.minutes_left


@given(outlines, hashes)
def test_everything_is_done_exactly_when_nothing_is_next(outline, completed):
    found = progress(outline, completed)
    assert (found.next_item is None) == (found.done == found.total)
    assert found.is_complete == (found.total > 0 and found.percent == 100)
    assert found.minutes_left == 7 * (found.total - found.done)


@given(outlines, hashes, st.integers(0, 30))
def test_what_is_next_is_never_done_already(outline, completed, seen):
    found = progress(outline, completed, f"h{seen}")
    assert found.next_item is None or found.next_item["hash"] not in completed


def test_the_next_item_is_the_one_opened_last_unless_it_is_done():
    outline = _outline([4, 4])
    assert progress(outline, set()).next_item["hash"] == "h0"
    assert progress(outline, {"h0"}, "h2").next_item["hash"] == "h2"
    assert progress(outline, {"h0", "h2"}, "h2").next_item["hash"] == "h3"
    assert progress(outline, {"h2", "h3", "h4", "h5", "h6", "h7"}, "h5").next_item["hash"] == "h0"
    assert progress(outline, {"h0"}, "gone in this release").next_item["hash"] == "h1"


@given(outlines, hashes)
def test_an_outline_numbers_every_step_once_in_order(outline, completed):
    found = outline_for(outline, completed)
    assert [step.number for step in found.steps] == list(range(1, len(outline_items(outline)) + 1))
    assert [step.hash for step in found.steps] == [item["hash"] for item in outline_items(outline)]
    assert sum(step.done for step in found.steps) == found.progress.done
    for step in found.steps:
        assert found.step(step.number) == step
        assert step in found.part_of(step).steps


def test_an_outline_knows_what_stands_around_a_step():
    found = outline_for(_outline([2, 1]), {"h0"})
    first, second, third = found.steps
    assert found.around(first) == (None, second)
    assert found.around(third) == (second, None)
    assert found.step(0) is None
    assert found.step(4) is None
    assert found.next_step == second
    assert (first.state, second.state) == ("done", "not-started")
    assert outline_for(_outline([4]), {"h3"}).steps[3].state == "passed"
