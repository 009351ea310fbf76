"""How a QTI item is scored, as far as it can be read with certainty: by a standard template, or by the usual conditions. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from courses.bundles.exchange.items import NotOurs

MATCH, MAP = "match", "map"
_TEMPLATES = {"match_correct": MATCH, "map_response": MAP}
_SCORES = ("SCORE", "OUTCOME")
_DEFAULT = "RESPONSE"
_NUMBER = re.compile(r"[+-]?(\d{1,12}(\.\d{0,20})?|\.\d{1,20})([eE][+-]?\d)?")


@dataclass
class Scoring:
    """How each response is scored; whether all have to be right at once; and how far off a number may be."""

    how: dict[str, str] = field(default_factory=dict)
    together: bool = False
    tolerance: dict[str, tuple[str, Fraction]] = field(default_factory=dict)


def unreadable() -> NotOurs:
    """Its scoring is one of its own."""
    return NotOurs(
        _(
            "How it is scored cannot be read with certainty. Give it a standard template (match_correct or map_response)."
        )
    )


def read(item: Element) -> Scoring:
    """The scoring of an item. Raises NotOurs when there is none, or when it is not certain."""
    processing = item.find("responseProcessing")
    if processing is None or (not len(processing) and not processing.get("template")):
        raise NotOurs(_("It has no response processing, so nothing says what is right. Give it a standard template."))
    template = processing.get("template", "")
    if template and not len(processing):
        name = template.rstrip("/").rpartition("/")[2].removesuffix(".xml").removesuffix(".rptemplate")
        if name not in _TEMPLATES:
            raise unreadable()
        return Scoring({_DEFAULT: _TEMPLATES[name]})
    found = Scoring()
    for rule in processing:
        _rule(rule, found)
    if not found.how:
        raise unreadable()
    return found


def _rule(rule: Element, found: Scoring) -> None:
    if rule.tag == "setOutcomeValue":
        if rule.get("identifier") in _SCORES:
            _value(rule, found)
        return
    if rule.tag != "responseCondition":
        raise unreadable()
    if not any(one.get("identifier") in _SCORES for one in rule.iter("setOutcomeValue")):
        return  # about feedback only
    [*branches] = rule
    if not branches or branches[0].tag != "responseIf" or any(one.tag != "responseElse" for one in branches[1:]):
        raise unreadable()
    test, *then = branches[0]
    otherwise = [one for branch in branches[1:] for one in branch]
    if test.tag == "isNull":
        _all_set_nothing(then)
        _values(otherwise, found)
    elif test.tag == "not" and len(test) == 1 and test[0].tag == "isNull":
        _values(then, found)
        _all_set_nothing(otherwise)
    else:
        _match(test, found)
        _set_something(then)
        _all_set_nothing(otherwise)


def _scores(rules: list[Element]) -> Iterator[Element]:
    for rule in rules:
        if rule.tag != "setOutcomeValue":
            raise unreadable()
        if rule.get("identifier") in _SCORES:
            yield rule


def _values(rules: list[Element], found: Scoring) -> None:
    for rule in _scores(rules):
        _value(rule, found)


def _value(rule: Element, found: Scoring) -> None:
    """The score is the mapped value of one response, or the sum of several."""
    [inside] = list(rule) if len(rule) == 1 else [rule]
    parts = list(inside) if inside.tag == "sum" else [inside]
    for part in parts:
        if part.tag == "mapResponse":
            found.how[part.get("identifier", "")] = MAP
        elif not (part.tag == "variable" and part.get("identifier") in _SCORES):
            raise unreadable()


def _set_something(rules: list[Element]) -> None:
    """What is right earns something: a plain value, added to the score or not."""
    for rule in _scores(rules):
        [inside] = list(rule) if len(rule) == 1 else [rule]
        parts = list(inside) if inside.tag == "sum" else [inside]
        for part in parts:
            is_score = part.tag == "variable" and part.get("identifier") in (*_SCORES, "MAXSCORE")
            if not is_score and not (part.tag == "baseValue" and _number(part) > 0):
                raise unreadable()


def _all_set_nothing(rules: list[Element]) -> None:
    for rule in _scores(rules):
        if len(rule) != 1 or rule[0].tag != "baseValue" or _number(rule[0]) != 0:
            raise unreadable()


def number(text: str | None) -> Fraction:
    """A plain number of an item. Raises NotOurs when it is none, or one of too many digits."""
    if not _NUMBER.fullmatch((text or "").strip()):
        raise unreadable()
    return Fraction((text or "").strip())


def _number(element: Element) -> Fraction:
    return number(element.text)


def _match(test: Element, found: Scoring) -> None:
    """A response is compared with what is correct, or several are, all of which have to be right."""
    if test.tag == "and":
        found.together = True
        for part in test:
            _match(part, found)
        return
    if test.tag not in ("match", "equal") or len(test) != 2:
        raise unreadable()
    names = {one.tag: one.get("identifier", "") for one in test}
    if set(names) != {"variable", "correct"} or len(set(names.values())) != 1:
        raise unreadable()
    found.how[names["variable"]] = MATCH
    if test.tag == "equal" and test.get("toleranceMode", "exact") != "exact":
        found.tolerance[names["variable"]] = _tolerance(test)


def _tolerance(test: Element) -> tuple[str, Fraction]:
    values = test.get("tolerance", "").split()
    off = {number(one) for one in values}
    mode = test.get("toleranceMode", "")
    if len(off) != 1 or mode not in ("absolute", "relative"):
        raise NotOurs(_("It allows more on one side of the number than on the other, which no question here does."))
    return mode, off.pop()
