"""The bench says plainly what is met and what is not."""

from bench.report import Line, as_json, table


def line(**fields) -> Line:
    usual = {
        "flow": "lesson page",
        "ms": 12.34,
        "per_second": 160.0,
        "reads": 5,
        "writes": 0,
        "budget": 6,
        "ratio": 3.2,
        "kept": 0.8,
        "share": 0.5,
    }
    return Line(**{**usual, **fields})


def test_a_flow_within_its_budget_is_met():
    assert line().verdict == "met"


def test_every_missed_aim_is_named():
    assert line(reads=7).verdict == "too many queries"
    assert line(kept=0.3).verdict == "slower than aimed at"
    assert line(reads=7, kept=0.3).verdict == "too many queries, slower than aimed at"
    assert line(note="over 60 ms").verdict == "over 60 ms"


def test_the_table_has_a_line_a_flow_in_aligned_columns():
    head, first, second = table(
        [line(), line(flow="catalogue", ratio=None, kept=None, share=None, per_second=None)]
    ).splitlines()
    assert head.startswith("flow")
    assert "0.80×" in first
    assert "≥ 0.50×" in first
    assert first.index("met") > first.index("0.80×")
    assert second.rstrip().endswith("met")


def test_the_json_carries_the_verdict():
    assert as_json([line()])[0]["verdict"] == "met"


def test_what_was_not_measured_is_left_blank():
    row = table([Line(flow="certificate PDF", ms=40.0)]).splitlines()[1]
    assert row.split() == ["certificate", "PDF", "40.0", "met"]
