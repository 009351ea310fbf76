"""A rubric as it is frozen: sections of items, and the rules by which what was seen is enough. Pure: rows are not known here.

The data is {"title", "language", "intro", "sections": [{"title", "items": [item]}], "rules": [rule]}. An item has a "key", a
"kind" and a "text", a "help" that may be empty, and what its kind needs:

* check: yes or no, or that it does not apply where "may_skip"; "required" when nothing makes up for a no
* scale: "levels", the words of each from 1 up; "minimum" from 1 up, or none; "may_skip"
* count: a number; "least" or none
* ratio: "first" and "second" name what is counted; "least" is [first, second], or none
* never: what must not be seen

A rule is {"kind": "share", "least", "of"}, {"kind": "each", "least"}, {"kind": "mean", "least": [over, under]} or
{"kind": "total", "least"}. The rules about required, must-not and minimum stand in the items and hold without being listed.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from courses.practice.wording import quoted

Data = Mapping[str, Any]
Item = Mapping[str, Any]
Rule = Mapping[str, Any]
Mark = str | int | list[int] | list[int | None]
Marks = Mapping[str, Any]

YES, NO, SKIPPED = "yes", "no", "na"
SEEN, NOT_SEEN = "seen", "not_seen"
MOST_COUNTED = 9999


def items_of(data: Data) -> list[Item]:
    """Every item in the order of the sections."""
    return [item for section in data["sections"] for item in section["items"]]


def of_kind(data: Data, kind: str) -> list[Item]:
    """The items of one kind, in order."""
    return [item for item in items_of(data) if item["kind"] == kind]


def read(item: Item, sent: Sequence[str]) -> Mark | None:
    """The mark that a form sent for an item; None when there is none, or none that the item knows."""
    values = [value.strip() for value in sent]
    if item["kind"] == "ratio":
        return kept(item, [_whole(value) for value in values])
    if len(values) != 1:
        return None
    whole = _whole(values[0])
    return known(item, values[0] if whole is None else whole)


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else None


def known(item: Item, mark: object) -> Mark | None:
    """The mark when the item knows it, else None."""
    found = _MARKS[item["kind"]](item, mark) if item["kind"] in _MARKS else False
    return mark if found and isinstance(mark, str | int | list) else None


def kept(item: Item, mark: object) -> Mark | None:
    """What is kept of a mark while somebody still counts: as `known`, or one half of a ratio with None for the other."""
    if item["kind"] == "ratio" and isinstance(mark, list) and len(mark) == 2:
        is_sound = all(half is None or _counted(half) for half in mark)
        return mark if is_sound and mark != [None, None] else None
    return known(item, mark)


def _skipped(item: Item, mark: object) -> bool:
    return mark == SKIPPED and bool(item.get("may_skip"))


def _counted(mark: object) -> bool:
    return isinstance(mark, int) and not isinstance(mark, bool) and 0 <= mark <= MOST_COUNTED


_MARKS: Mapping[str, Callable[[Item, Any], bool]] = {
    "check": lambda item, mark: mark in (YES, NO) or _skipped(item, mark),
    "scale": lambda item, mark: (_counted(mark) and 1 <= mark <= len(item["levels"])) or _skipped(item, mark),
    "count": lambda item, mark: _counted(mark),
    "ratio": lambda item, mark: isinstance(mark, list) and len(mark) == 2 and all(map(_counted, mark)),
    "never": lambda item, mark: mark in (SEEN, NOT_SEEN),
}


# ---------------------------------------------------------------------------------------------- what is wrong with one
def problems(data: Data) -> list[str]:
    """What keeps a rubric from being used, in whole sentences; none when every rule can be reached."""
    found = items_of(data)
    if not found:
        return [_("This rubric has no items. Add what is to be observed.")]
    return [*_of_keys(found), *_of_items(found), *_of_rules(data)]


def _of_keys(items: Sequence[Item]) -> Iterator[str]:
    for key, count in Counter(item["key"] for item in items).items():
        if count > 1:
            name = next(item["text"] for item in items if item["key"] == key)
            yield _("The item %(item)s is there twice under one key. Delete one and write it anew.") % {
                "item": quoted(name)
            }


def _of_items(items: Sequence[Item]) -> Iterator[str]:
    for item in items:
        name = {"item": quoted(item["text"])}
        if item["kind"] == "scale":
            levels, minimum = len(item["levels"]), item.get("minimum")
            if levels < 2:
                yield _("The scale %(item)s needs at least two levels.") % name
            elif minimum is not None and not 1 <= minimum <= levels:
                yield _("The scale %(item)s has %(levels)d levels: nobody reaches a minimum of %(minimum)d.") % {
                    **name,
                    "levels": levels,
                    "minimum": minimum,
                }
        elif item["kind"] == "count" and (item.get("least") or 0) > MOST_COUNTED:
            yield _("The count %(item)s asks for more than anybody can be seen to do.") % name
        elif item["kind"] == "ratio" and item.get("least") and min(item["least"]) < 1:
            yield _("The ratio %(item)s needs two numbers of at least 1.") % name


def _of_rules(data: Data) -> Iterator[str]:
    checks, scales = of_kind(data, "check"), of_kind(data, "scale")
    if not data["rules"] and not any(_binds(item) for item in items_of(data)):
        yield _("Nothing says when what was seen is enough: add a rule, or say which items are required.")
    for rule in data["rules"]:
        if rule["kind"] == "share":
            yield from _of_share(rule, checks)
        elif not scales:
            yield _("A rule speaks of scales, and the rubric has none. Add a scale or take the rule out.")
        else:
            yield from _of_scales(rule, scales)


def _binds(item: Item) -> bool:
    return bool(item["kind"] == "never" or item.get("required") or item.get("minimum") is not None or item.get("least"))


def _of_share(rule: Rule, checks: Sequence[Item]) -> Iterator[str]:
    if not checks:
        yield _("A rule counts items answered with yes, and the rubric has none. Add some or take the rule out.")
    elif not 1 <= rule["least"] <= len(checks):
        yield _("A rule asks for %(least)d answers of yes, and the rubric has %(count)d items to answer so.") % {
            "least": rule["least"],
            "count": len(checks),
        }


def _of_scales(rule: Rule, scales: Sequence[Item]) -> Iterator[str]:
    tops = [len(item["levels"]) for item in scales]
    mean = Fraction(sum(tops), len(tops))
    reachable = {"each": Fraction(min(tops)), "mean": mean, "total": Fraction(sum(tops))}[rule["kind"]]
    if least_of(rule) > reachable:
        yield _("A rule asks for %(least)s on the scales, and %(most)s is the most that can be reached.") % {
            "least": shown(least_of(rule)),
            "most": shown(reachable),
        }


def least_of(rule: Rule) -> Fraction:
    """What a rule asks for, exactly."""
    least = rule["least"]
    return Fraction(*least) if isinstance(least, list) else Fraction(least)


def shown(number: Fraction) -> str:
    """A number as people read it: whole, or with up to two decimals, rounded down so that it never exceeds what it is."""
    hundredths = int(number * 100)
    places = 0 if hundredths % 100 == 0 else (1 if hundredths % 10 == 0 else 2)
    return number_format(hundredths / 100, decimal_pos=places)
