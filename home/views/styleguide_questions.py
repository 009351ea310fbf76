"""The style guide of questions: one of each type, as asked, answered and explained."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from courses.contents import sheets
from courses.contents.noting import Notes
from courses.contents.questions import registry


@require_safe
def styleguide_questions(request: HttpRequest) -> HttpResponse:
    """Every type of question in light and in dark; printed, as on paper."""
    if not settings.DEBUG:
        raise Http404(_("The style guide is part of trial sites only."))
    schemes = [(1, "light", _("Light")), (101, "dark", _("Dark"))]  # questions are counted from
    context = {"schemes": [(scheme, name, list(_shown(scheme, first))) for first, scheme, name in schemes]}
    return render(request, "home/styleguide_questions.html", context)


def _shown(scheme: str, first: int) -> list[dict[str, Any]]:
    found = []
    given = answers()
    for place, (kind, sample) in enumerate(samples().items()):
        asked = [
            sheets.asked(f"{scheme}-{kind}-{number}", sample, number=first + 3 * place + number, answer=one)
            for number, one in enumerate([(), given[kind], registry.type_of(sample).right_answer(sample)])
        ]
        found.append({"label": registry.named(kind).label, "open": asked[0], "partly": asked[1], "right": asked[2]})
    return found


def samples() -> dict[str, dict[str, Any]]:
    """One frozen question of each type."""
    return {
        kind: {**registry.named(kind).freeze(value, Notes(stem)), "type": kind, "stem": stem}
        for kind, (stem, value) in written().items()
    }


def written() -> dict[str, tuple[str, dict[str, Any]]]:
    """One question of each type as an author writes it: its stem, and what its type has beside it."""
    return {**_to_choose(), **_to_arrange(), **_to_write()}


def answers() -> dict[str, Sequence[Any]]:
    """An answer to each that is not wholly right."""
    given: Mapping[str, list[list[str]]] = {
        "single": [["0"]],
        "multiple": [["0"]],
        "true_false": [["0"]],
        "matching": [["1"], ["1"], [""]],
        "ordering": [["1"], ["2"], ["3"], ["4"]],
        "short_answer": [[_("mixed feelings")]],
        "numeric": [["20"]],
        "cloze": [["0"], [_("believe")], [_("true")], [""]],
    }
    found = {}
    for kind, sample in samples().items():
        values = given[kind]
        found[kind] = registry.named(kind).clean(sample, values if len(values) > 1 else values[0])
    return found


def _option(text: str, why: str, *, correct: bool = False) -> dict[str, Any]:
    return {"text": text, "correct": correct, "rationale": why}


def _to_choose() -> dict[str, tuple[str, dict[str, Any]]]:
    one = [
        _option(_("What we do about it"), _("What we do is C, the consequence.")),
        _option(_("What we tell ourselves about it"), _("B is the belief between event and feeling."), correct=True),
        _option(_("What happened"), _("What happened is A, the event.")),
    ]
    several = [
        _option(_("Everybody may say what brought them here"), _("That is what the round is for."), correct=True),
        _option(_("Nobody has to speak"), _("Passing is always possible, and is said at the start."), correct=True),
        _option(_("Advice for the newest member"), _("Advice can wait until somebody asks for it.")),
    ]
    false = {
        "answer": "false",
        "why_true": _("Without a name, too, people recognise a story."),
        "why_false": _("What is said in the meeting stays in the meeting, with or without a name."),
    }
    return {
        "single": (_("In the ABC steps, what does B stand for?"), {"options": one}),
        "multiple": (_("What belongs in an opening round?"), {"options": several, "credit": "parts"}),
        "true_false": (_("A story from the meeting may be told elsewhere when no name is mentioned."), false),
    }


def _to_arrange() -> dict[str, tuple[str, dict[str, Any]]]:
    pairs = [
        {"left": _("The phone stayed silent all evening."), "right": _("What happened")},
        {"left": _("“They should have called.”"), "right": _("What we tell ourselves")},
        {"left": _("Hurt, and staying away the next time."), "right": _("What follows from it")},
    ]
    matching = {
        "pairs": pairs,
        "extras": [_("A new belief that helps")],
        "credit": "parts",
        "rationale": _("The feeling does not follow from the silence, but from the demand that it should not be."),
    }
    ordering = {
        "items": [
            _("Welcome, and what stays in the room"),
            _("A round in which everybody may speak"),
            _("Working on what somebody brought"),
            _("What each one takes along"),
        ],
        "credit": "parts",
        "rationale": _("First it has to be safe; what was worked on needs an end that everybody hears."),
    }
    return {
        "matching": (_("Which step of ABC is each of these?"), matching),
        "ordering": (_("In which order does a meeting go?"), ordering),
    }


def _to_write() -> dict[str, tuple[str, dict[str, Any]]]:
    short = {
        "answers": [
            {"text": _("ambivalence"), "earns": "1", "feedback": ""},
            {
                "text": _("mixed feelings"),
                "earns": "1/2",
                "feedback": _("That is how it feels. There is a word for it."),
            },
        ],
        "one_typo": True,
        "rationale": _("Ambivalence is a part of every change. We listen to both sides of it."),
    }
    number = {
        "number": "15",
        "tolerance": "1",
        "tolerance_in": "amount",
        "units": [_("minutes"), "min"],
        "unit_needed": False,
        "rationale": _("A sixth of 90 minutes; a minute more or less makes no difference."),
    }
    cloze = {
        "text": _(
            "Between [[*what happens|what we feel]] and what follows stands the [[belief|beliefs]].\n\n"
            "We question it: Is it [[true]]? Does it [[help|help me|help us]]?"
        ),
        "credit": "parts",
        "rationale": _("Both questions are asked of the belief, never of the person."),
    }
    return {
        "short_answer": (_("What do we call wanting and not wanting a change at the same time?"), short),
        "numeric": (_("A meeting takes 90 minutes. How long is a sixth of it, for the opening round?"), number),
        "cloze": (_("Complete the text."), cloze),
    }
