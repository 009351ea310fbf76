"""From the marks of an observation to which rules held: exact, whatever is sent, and a better mark never makes it worse.

Where an item does not apply it leaves the count on both sides: of 18 items of which two did not apply, "14 of 18" asks for
14/18 of the 16 that did. What nothing was left to judge of does not hold.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from courses.practice import rubrics
from courses.practice.rubrics import NO, NOT_SEEN, SKIPPED, YES, Data, Item, Marks, Rule
from courses.practice.wording import quoted


@dataclass(frozen=True)
class Held:
    """One rule, whether it held, what was reached, and the keys of the items that stood against it."""

    words: str
    holds: bool
    reached: str = ""
    against: tuple[str, ...] = ()


@dataclass(frozen=True)
class Result:
    """Which rules held; `missing` are the keys of items that have no mark yet."""

    rules: tuple[Held, ...]
    missing: tuple[str, ...]

    @property
    def passes(self) -> bool:
        """Whether everything is marked and every rule held."""
        return not self.missing and bool(self.rules) and all(rule.holds for rule in self.rules)

    def to_json(self) -> list[dict[str, object]]:
        """Which rules held, to be kept."""
        return [{"words": rule.words, "holds": rule.holds, "reached": rule.reached} for rule in self.rules]


def score(data: Data, marks: Marks) -> Result:
    """The result of these marks. Never raises: a mark that the item does not know is no mark."""
    items = rubrics.items_of(data)
    known = {item["key"]: mark for item in items if (mark := rubrics.known(item, marks.get(item["key"]))) is not None}
    missing = tuple(item["key"] for item in items if item["key"] not in known)
    return Result((*_of_items(data, known), *(_ruled(rule, data, known) for rule in data["rules"])), missing)


# ------------------------------------------------------------------------------------------ rules that stand in items
Judge = Callable[[Item, object], bool]


def _of_items(data: Data, marks: Marks) -> Iterator[Held]:
    if never := rubrics.of_kind(data, "never"):
        yield _each(_("Nothing was seen that must not be"), never, marks, _is_absent)
    if required := [item for item in rubrics.of_kind(data, "check") if item.get("required")]:
        yield _each(_("Every required item was seen"), required, marks, _is_seen)
    if limited := [item for item in rubrics.of_kind(data, "scale") if item.get("minimum") is not None]:
        yield _each(_("Every scale reaches the minimum of its own"), limited, marks, _reaches_minimum)
    for item in (*rubrics.of_kind(data, "count"), *rubrics.of_kind(data, "ratio")):
        if item.get("least"):
            yield _counted(item, marks.get(item["key"]))


def _each(words: str, items: Sequence[Item], marks: Marks, holds: Judge) -> Held:
    against = tuple(item["key"] for item in items if not holds(item, marks.get(item["key"])))
    reached = _("%(held)d of %(all)d") % {"held": len(items) - len(against), "all": len(items)}
    return Held(words, not against, reached, against)


def _is_absent(item: Item, mark: object) -> bool:
    return mark == NOT_SEEN


def _is_seen(item: Item, mark: object) -> bool:
    return mark in (YES, SKIPPED)


def _reaches_minimum(item: Item, mark: object) -> bool:
    return mark == SKIPPED or (isinstance(mark, int) and mark >= item["minimum"])


def _counted(item: Item, mark: object) -> Held:
    """A count reaches its least; the first of a ratio is there, and stands to the second as is asked or better."""
    if item["kind"] == "count":
        words = _("%(item)s: at least %(least)d") % {"item": quoted(item["text"]), "least": item["least"]}
        holds = isinstance(mark, int) and mark >= item["least"]
        return Held(words, holds, str(mark) if isinstance(mark, int) else "", () if holds else (item["key"],))
    first, second = mark if isinstance(mark, list) else (0, 0)
    over, under = item["least"]
    words = _("%(first)s to %(second)s: at least %(over)d to %(under)d") % {**item, "over": over, "under": under}
    holds = first > 0 and first * under >= over * second
    reached = _("%(first)d to %(second)d") % {"first": first, "second": second} if isinstance(mark, list) else ""
    return Held(words, holds, reached, () if holds else (item["key"],))


# ------------------------------------------------------------------------------------------------ rules that are listed
def _ruled(rule: Rule, data: Data, marks: Marks) -> Held:
    return _share(rule, data, marks) if rule["kind"] == "share" else _scaled(rule, data, marks)


def _share(rule: Rule, data: Data, marks: Marks) -> Held:
    checks = rubrics.of_kind(data, "check")
    applied = [item for item in checks if marks.get(item["key"]) != SKIPPED]
    seen = sum(marks.get(item["key"]) == YES for item in applied)
    words = _("At least %(least)d of %(all)d items were seen") % {"least": rule["least"], "all": rule["of"]}
    holds = bool(applied) and Fraction(seen, len(applied)) >= Fraction(rule["least"], rule["of"])
    reached = _("%(held)d of %(all)d") % {"held": seen, "all": len(applied)}
    if len(applied) < len(checks):
        reached = _("%(reached)s that applied") % {"reached": reached}
    against = tuple(item["key"] for item in applied if marks.get(item["key"]) == NO)
    return Held(words, holds, reached, () if holds else against)


def _scaled(rule: Rule, data: Data, marks: Marks) -> Held:
    """The mean and the total are of the scales that applied; the total asks for as large a share of what these could reach."""
    scales = rubrics.of_kind(data, "scale")
    applied = [item for item in scales if marks.get(item["key"]) != SKIPPED]
    levels = [mark if isinstance(mark := marks.get(item["key"]), int) else 0 for item in applied]
    least, number = rubrics.least_of(rule), rubrics.shown
    if rule["kind"] == "each":
        words = _("Every scale is at least %(least)s") % {"least": number(least)}
        against = tuple(item["key"] for item, level in zip(applied, levels, strict=True) if level < least)
        held = {"held": len(applied) - len(against), "all": len(applied)}
        return Held(words, bool(applied) and not against, _("%(held)d of %(all)d") % held, against)
    if rule["kind"] == "mean":
        words = _("The mean of the scales is at least %(least)s") % {"least": number(least)}
        mean = Fraction(sum(levels), len(levels)) if levels else Fraction(0)
        return Held(words, bool(levels) and mean >= least, number(mean))
    most = sum(len(item["levels"]) for item in scales)
    could = sum(len(item["levels"]) for item in applied)
    words = _("The scales add up to at least %(least)s of %(most)d") % {"least": number(least), "most": most}
    reached = _("%(held)d of %(all)d") % {"held": sum(levels), "all": could}
    return Held(words, bool(levels) and sum(levels) * most >= least * could, reached)
