"""What questions of every type have beside their stem, as nobody would write it: plain values, made by Hypothesis."""

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from courses.contents.questions import registry

Texts = st.SearchStrategy[str]
Values = st.SearchStrategy[dict[str, Any]]

_credit = st.sampled_from(["all", "parts"])
_rules = {name: st.booleans() for name in ("case_matters", "accents_matter", "one_typo")}


def of_type(kind: str, something: Texts) -> Values:
    """Values against which their type has nothing to say."""
    return _MAKERS[kind](something).filter(lambda value: registry.named(kind).problems(value) == [])


def _options(something: Texts, least: int, most: Callable[[int], int]) -> Values:
    @st.composite
    def made(draw) -> dict[str, Any]:
        number = draw(st.integers(2, 5))
        right = set(range(draw(st.integers(least, most(number)))))
        texts = [{"text": draw(something), "correct": n in right, "rationale": draw(something)} for n in range(number)]
        return {"options": draw(st.permutations(texts))}

    return made()


def _multiple(something: Texts) -> Values:
    made = _options(something, 1, lambda number: number - 1)
    return st.builds(lambda value, credit: {**value, "credit": credit}, made, _credit)


def _true_false(something: Texts) -> Values:
    answer = st.sampled_from(["true", "false"])
    return st.fixed_dictionaries({"answer": answer, "why_true": something, "why_false": something})


def _matching(something: Texts) -> Values:
    pair = st.fixed_dictionaries({"left": something, "right": something})
    lists = {"pairs": st.lists(pair, min_size=2, max_size=4), "extras": st.lists(something, max_size=2)}
    return st.fixed_dictionaries({**lists, "credit": _credit, "rationale": something})


def _ordering(something: Texts) -> Values:
    items = st.lists(something, min_size=2, max_size=5)
    return st.fixed_dictionaries({"items": items, "credit": _credit, "rationale": something})


def _short_answer(something: Texts) -> Values:
    shares = st.sampled_from(["1", "1", "1/2", "2/3", "0"])
    answer = st.fixed_dictionaries({"text": something, "earns": shares, "feedback": st.just("") | something})
    answers = st.lists(answer, min_size=1, max_size=4)
    return st.fixed_dictionaries({"answers": answers, "rationale": something, **_rules})


numbers = st.builds(
    "{}{}{}".format,
    st.sampled_from(["", "-", "−", "+"]),
    st.sampled_from(["0", "7", "12", "1234", "1 234", "999999999", "0001"]),
    st.sampled_from(["", ".5", ",5", ".125", ",0001", ".50"]),
)


def _numeric(something: Texts) -> Values:
    units = st.just([]) | st.lists(something | st.sampled_from(["h", "hours", "%", "$", "m²"]), max_size=3)
    return st.fixed_dictionaries(
        {
            "number": numbers,
            "tolerance": st.sampled_from(["", "0", "1", "0.5", "2,25", "10"]),
            "tolerance_in": st.sampled_from(["amount", "percent"]),
            "units": units,
            "unit_needed": st.booleans(),
            "rationale": something,
        }
    )


def _cloze(something: Texts) -> Values:
    words = something.map(lambda text: text.translate(dict.fromkeys(map(ord, "[]|*"))).strip()).filter(bool)
    typed = st.lists(words, min_size=1, max_size=3).map(lambda found: f"[[{'|'.join(found)}]]")
    chosen = st.lists(words, min_size=2, max_size=3).map(lambda found: f"[[{'|'.join([*found[1:], '*' + found[0]])}]]")
    pieces = st.lists(
        st.tuples(typed | chosen, st.just("") | words, st.sampled_from([" ", "", "\n", "\n\n"])), min_size=1
    )
    text = st.builds(
        lambda first, found: first + "".join(gap + after + end for gap, after, end in found[:5]), words, pieces
    )
    return st.fixed_dictionaries({"text": text, "credit": _credit, "rationale": something, **_rules})


_MAKERS: dict[str, Callable[[Texts], Values]] = {
    "single": lambda something: _options(something, 1, lambda number: 1),
    "multiple": _multiple,
    "true_false": _true_false,
    "matching": _matching,
    "ordering": _ordering,
    "short_answer": _short_answer,
    "numeric": _numeric,
    "cloze": _cloze,
}
