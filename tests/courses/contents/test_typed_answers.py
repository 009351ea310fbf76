"""Typed answers: which spellings are the same, which numbers people mean, and where the gaps of a text are."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.contents.questions.cloze.gaps import Gap, read
from courses.contents.questions.numeric import reading
from courses.contents.questions.sent import (
    LONGEST,
    cut,
    filled,
    none_if_empty,
    number_below,
    only,
    short_number,
    typed_text,
    values_of,
)
from courses.contents.questions.typed import Rules, is_mistyped, matches, plain

LENIENT, STRICT, FORGIVING = Rules(), Rules(case_matters=True, accents_matter=True), Rules(one_typo=True)
words = st.text(st.sampled_from("abcdéœ’' .-AÉ1"), max_size=8)


@pytest.fixture(autouse=True)
def read_anew():
    """Texts with gaps are remembered for the whole process."""
    read.cache_clear()


# --------------------------------------------------------------------------------------------------------- spellings
@pytest.mark.parametrize(
    ("given_", "accepted"),
    [
        ("  two   words ", "two words"),
        ("l’entraide", "l'entraide"),
        ("“B”", '"B"'),
        ("« B »", '" B "'),
        ("self–talk", "self-talk"),
        ("BELIEF", "belief"),
        ("Belief.", "belief"),
        ("bien-etre", "bien-être"),
        ("soeur", "sœur"),
        ("e\u0301coute", "écoute"),
        ("ﬁrst", "first"),
        ("straße", "STRASSE"),
        ("soft\u00adhyphen", "softhyphen"),
        ("a\u00a0b", "a b"),
    ],
)
def test_spellings_that_are_the_same(given_, accepted):
    assert matches(given_, ["x", accepted], LENIENT) == [1]


@pytest.mark.parametrize(("given_", "accepted"), [("belief", "Belief"), ("bien-etre", "bien-être"), ("soeur", "sœur")])
def test_what_matters_is_told_apart(given_, accepted):
    assert matches(given_, [accepted], STRICT) == []
    assert matches(given_, [accepted], LENIENT) == [0]


def test_composed_and_decomposed_letters_are_the_same_also_where_accents_matter():
    assert matches("e\u0301coute", ["écoute"], STRICT) == [0]


@pytest.mark.parametrize("given_", ["", "  ", "\u200b", "\u00ad "])
def test_nothing_is_no_answer(given_):
    assert matches(given_, ["", "a"], FORGIVING) == []


@given(words, words, st.builds(Rules, st.booleans(), st.booleans(), st.just(False)))
def test_what_is_compared_is_compared_both_ways(one, other, rules):
    assert plain(plain(one, rules), rules) == plain(one, rules)
    assert bool(matches(one, [other], rules)) == (plain(one, rules) == plain(other, rules) != "")


def _distance(a: str, b: str) -> int:
    """The Damerau-Levenshtein distance (of strings without repeated edits), as the books write it."""
    table = {(-1, -1): 0, **{(n, -1): n + 1 for n in range(len(a))}, **{(-1, n): n + 1 for n in range(len(b))}}
    for i, one in enumerate(a):
        for j, other in enumerate(b):
            table[i, j] = min(table[i - 1, j] + 1, table[i, j - 1] + 1, table[i - 1, j - 1] + (one != other))
            if i and j and one == b[j - 1] and other == a[i - 1]:
                table[i, j] = min(table[i, j], table[i - 2, j - 2] + 1)
    return table[len(a) - 1, len(b) - 1]


near = st.text("ab", min_size=4, max_size=9)


@given(near, near)
def test_one_typing_mistake_is_a_distance_of_one(typed, meant):
    assert is_mistyped(typed, meant) == (len(meant) >= 5 and _distance(typed, meant) == 1)


@pytest.mark.parametrize("typed", ["ambivalance", "ambivalenc", "ambbivalence", "ambivalnece", "Ambivalance"])
def test_a_typing_mistake_is_forgiven_where_that_was_said(typed):
    assert matches(typed, ["ambivalence"], FORGIVING) == [0]
    assert matches(typed, ["ambivalence"], LENIENT) == []


@pytest.mark.parametrize(
    ("typed", "meant"), [("ambivalanse", "ambivalence"), ("must", "mist"), ("twelve 13", "twelve 12"), ("1985", "1986")]
)
def test_two_mistakes_short_words_and_numbers_are_not_forgiven(typed, meant):
    assert matches(typed, [meant], FORGIVING) == []


def test_an_answer_that_is_foreseen_is_no_mistyped_other_one():
    assert matches("beliefs", ["belief", "beliefs"], FORGIVING) == [1]
    assert matches("beleif", ["belief", "relief"], FORGIVING) == [0]


# ------------------------------------------------------------------------------------------------------------ typing
@given(st.text(max_size=400))
def test_a_typed_text_is_short_and_stays_as_it_is(text):
    kept = typed_text(text)
    assert len(kept) <= LONGEST
    assert typed_text(kept) == kept
    assert kept == kept.strip()
    assert "\x00" not in kept


def test_a_long_answer_is_cut_between_characters():
    accented = "e\u0301" * 150
    assert typed_text("x" + accented) == "x" + "e\u0301" * 99
    family = "👩\u200d👧"
    assert typed_text("y" * (LONGEST - 1) + family) == "y" * (LONGEST - 1)
    assert typed_text("z" * 500) == "z" * LONGEST
    assert typed_text("\u0301" * 500) == "\u0301" * LONGEST


@pytest.mark.parametrize("value", [None, 3, True, ["a"], {"a": 1}])
def test_what_is_no_text_is_no_typed_answer(value):
    assert typed_text(value) == ""


def test_what_cannot_be_kept_is_left_out():
    assert typed_text("a\x07b\ud800c") == "abc"
    assert typed_text("a\nb\x1cc\u2003d") == "a b c d"
    assert typed_text(" " * 799 + "xy") == "x"  # more is not looked at
    assert cut("x" * LONGEST) == "x" * LONGEST
    assert cut("x" * (LONGEST + 1)) == "x" * LONGEST
    assert cut("x" * (LONGEST - 1) + " y") == "x" * (LONGEST - 1)
    assert cut("x" * (LONGEST - 1) + "❤\ufe0f") == "x" * (LONGEST - 1)


@pytest.mark.parametrize(
    ("value", "number"),
    [(0, 0), (999, 999), (1000, None), (-1, None), (True, None), (1.0, None), (None, None), ("0", 0), ("007", 7)]
    + [(text, None) for text in ("0007", "", "-1", "٣", "²", "1.0", "x")],
)
def test_parts_are_named_by_short_numbers(value, number):
    assert short_number(value) == number
    assert number_below(8, value) == (number if number in (0, 7) else None)
    assert number_below(7, "7") is None


def test_the_fields_of_a_question_hold_one_value_each():
    assert [only(value) for value in (["a", "b"], ("a",), [], (), "a", None)] == ["a", "a", None, None, "a", None]
    assert values_of(3, [["a"], []]) == ["a", None, None]
    assert values_of(1, ["a", "b"]) == ["a"]
    assert (none_if_empty([None, 0]), none_if_empty([None, None]), none_if_empty([])) == ([None, 0], [], [])
    assert filled(["a", None, 0]) == {"-0": ["a"], "-1": [""], "-2": ["0"]}


# ----------------------------------------------------------------------------------------------------------- numbers
@pytest.mark.parametrize(
    ("text", "values", "unit"),
    [
        ("12", ["12"], ""),
        ("0,5", ["1/2"], ""),
        ("0.5", ["1/2"], ""),
        (",5", ["1/2"], ""),
        ("5.", ["5"], ""),
        ("-3", ["-3"], ""),
        ("−3", ["-3"], ""),
        ("– 3", ["-3"], ""),
        ("+3", ["3"], ""),
        ("1 234", ["1234"], ""),
        ("1\u202f234,5", ["2469/2"], ""),
        ("1\u2009234\u2009567", ["1234567"], ""),
        ("1’234.50", ["2469/2"], ""),
        ("1.234,5", ["2469/2"], ""),
        ("1,234.5", ["2469/2"], ""),
        ("1,234,567", ["1234567"], ""),
        ("1,234", ["1234", "617/500"], ""),
        ("1.234", ["1234", "617/500"], ""),
        ("0,234", ["117/500"], ""),
        ("12,34", ["617/50"], ""),
        ("1234,567", ["1234567/1000"], ""),
        ("8 h", ["8"], "h"),
        ("8h.", ["8"], "h"),
        ("$ 8", ["8"], "$"),
        ("-$8", ["-8"], "$"),
        ("50 %", ["50"], "%"),
        ("8 to 10", ["8"], "to 10"),
        ("3.141 59", ["314159/100000"], ""),
    ],
)
def test_numbers_as_people_type_them(text, values, unit):
    found = reading.typed(text)
    assert found is not None
    assert found.values == {Fraction(value) for value in values}
    assert found.unit == unit


@pytest.mark.parametrize(
    "text", ["", "eight", "-", ".", ",", "1 23", "12 34", "1,23,456", "1.2.3", "٣", "²", "1,234 567,8,9"]
)
def test_what_is_no_number(text):
    assert reading.typed(text) is None


@pytest.mark.parametrize("text", ["", "eight", "1,234.5", "1.2.3", "5 h", "٣", "1e3", "1/2", "--1", "9" * 21])
def test_what_an_author_cannot_mean(text):
    assert reading.written(text) is None


@given(st.integers(-(10**12), 10**12), st.integers(0, 6), st.sampled_from(".,"))
def test_what_an_author_writes_is_read_back(digits, places, mark):
    value = Fraction(digits, 10**places)
    whole, rest = divmod(abs(digits), 10**places)
    text = f"{'-' if digits < 0 else ''}{whole}" + (f"{mark}{rest:0{places}}" if places else "")
    assert reading.written(text) == value
    assert value in reading.typed(text).values


# -------------------------------------------------------------------------------------------------------------- gaps
def test_the_gaps_of_a_text_are_found():
    text = read("We ask: is it [[ true | accurate ]]?\r\nAnd [[*kind|harsh]]?\n\nEnd un[[der]]stood.")
    first, second, third = text.gaps
    assert first == Gap(0, ("true", "accurate"), (), ())
    assert second == Gap(1, (), ("harsh", "kind"), (1,))
    assert text.paragraphs == (
        (("We ask: is it ", first, "?"), ("And ", second, "?")),
        (("End un", third, "stood."),),
    )
    assert not text.is_open


@pytest.mark.parametrize("text", ["a [[b", "a]] b", "[[a]] [[", "[[a]] ]]"])
def test_a_gap_that_is_not_closed_is_noticed(text):
    assert read(text).is_open


@given(st.text(st.sampled_from("[]|* a\n\r"), max_size=40))
def test_any_text_can_be_read(text):
    found = read(text)
    assert [gap.number for gap in found.gaps] == list(range(len(found.gaps)))
