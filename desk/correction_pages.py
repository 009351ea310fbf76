"""Correcting a question as its pages show it: the ways to do it, and what one would change, in sentences and lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.contents.correcting import KEYED, How
from courses.learning.correction_preview import Change, Place, Preview
from courses.learning.models import Correction

Chosen = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Way:
    """One way to correct a question."""

    how: str
    label: str
    more: str
    is_chosen: bool
    names_answer: bool


def ways(chosen: str) -> list[Way]:
    """Every way, in the order of how little each changes."""
    more = {
        How.ACCEPT: _("What counts today goes on counting. Give the other answer below."),
        How.REKEY: _("From now on only that answer counts. Give it below."),
        How.ANSWERED: _("Whatever they answered; who left it open has no point."),
        How.EVERYBODY: _("Whatever they answered, and also who left it open."),
        How.DROP: _("It leaves the score: the points and out of how many they are counted."),
    }
    labels = dict(Correction.How.choices)
    return [Way(how, str(labels[how]), more[how], how == chosen, how in KEYED) for how in How]


def place(text: str) -> Place:
    """Where a page of the list begins, as its address says."""
    person, _between, attempt = text.partition("-")
    parts = [int(one) for one in (person, attempt) if one.isascii() and one.isdecimal() and len(one) < 19]
    return (parts[0], parts[1]) if len(parts) == 2 else (0, 0)


def sentences(preview: Preview) -> list[str]:
    """What would change, in numbers and words."""
    if not preview.asked:
        return [
            _("Nobody has handed in an attempt with this question yet. Whoever does is graded with the correction.")
        ]
    asked = ngettext(
        "%(count)s attempt with this question was handed in.",
        "%(count)s attempts with this question were handed in.",
        preview.asked,
    )
    found = [asked % {"count": preview.asked}]
    if preview.changed:
        rise = ngettext(
            "The result of %(count)s attempt rises", "The results of %(count)s attempts rise", preview.changed
        )
        people = ngettext("of %(count)s person.", "of %(count)s people.", preview.people)
        found.append(f"{rise % {'count': preview.changed}}, {people % {'count': preview.people}}")
    else:
        found.append(_("No result that was handed in rises."))
    if preview.passes:
        passes = ngettext("%(count)s of them is passed by it.", "%(count)s of them are passed by it.", preview.passes)
        found.append(passes % {"count": preview.passes})
    return [*found, *_kept(preview)]


def _kept(preview: Preview) -> list[str]:
    if not preview.keeps:
        return []
    keeps = ngettext(
        "%(count)s attempt would have less, and keeps what it has: a correction takes nothing from anybody.",
        "%(count)s attempts would have less, and keep what they have: a correction takes nothing from anybody.",
        preview.keeps,
    )
    found = [keeps % {"count": preview.keeps}]
    if preview.stay_passed:
        stay = ngettext(
            "%(count)s of them would not be passed any more, and stays passed. Where that matters, ask for the update with the "
            "next release.",
            "%(count)s of them would not be passed any more, and stay passed. Where that matters, ask for the update with the "
            "next release.",
            preview.stay_passed,
        )
        found.append(stay % {"count": preview.stay_passed})
    return found


def change_labels() -> dict[str, str]:
    """What becomes of an attempt, in a few words."""
    return {
        Change.PASSES: _("Passed now"),
        Change.RISES: _("More points"),
        Change.KEEPS: _("Keeps what it has"),
    }


def chips(preview: Preview, chosen: Chosen, only: str) -> list[dict[str, Any]]:
    """Each count opens exactly the attempts that it counted."""
    labels, numbers = change_labels(), {change: getattr(preview, change) for change in Change}
    shown = [change for change in Change if numbers[change]]
    if len(shown) < 2:
        return []
    found = [{"label": _("All"), "count": sum(numbers.values()), "url": _address(chosen), "active": not only}]
    for one in shown:
        url = _address(chosen, ("list", one.value))
        found.append({"label": labels[one], "count": numbers[one], "url": url, "active": one == only})
    return found


def further(preview: Preview, chosen: Chosen, only: str) -> str:
    """The address of the next page of the list, if there is one."""
    if preview.following is None:
        return ""
    more = [("after", "{}-{}".format(*preview.following))]
    return _address(chosen, *([("list", only)] if only else []), *more)


def _address(chosen: Chosen, *more: tuple[str, str]) -> str:
    return f"?{urlencode([*chosen, *more])}#list"
