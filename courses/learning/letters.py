"""What people are told about attempts at a quiz."""

from datetime import datetime
from fractions import Fraction
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from courses.learning.correction_words import what_counts_now
from lms import dates, places
from lms.templatetags.cairn import points
from notices.kinds import Kind, Words, declare, letter

declare(
    Kind(
        "attempts",
        gettext_lazy("Attempts at a quiz"),
        gettext_lazy("Somebody gave you more attempts at a quiz, or asks you for more."),
        required=False,
    ),
    Kind(
        "corrections",
        gettext_lazy("Corrected results"),
        gettext_lazy("A question was wrong, and a result of yours is better for its correction."),
        required=True,
    ),
)


@letter("attempts-given", kind="attempts")
def attempts_given(*, quiz: str, count: int, by: str, enrolment: int) -> Words:
    """To whoever had used all of theirs."""
    body = ngettext(
        "%(by)s gave you another attempt at “%(quiz)s”. Take it whenever it suits you.",
        "%(by)s gave you %(count)d more attempts at “%(quiz)s”. Take them whenever it suits you.",
        count,
    ) % {"by": by, "quiz": quiz, "count": count}
    return Words(
        _("You can try “%(quiz)s” again") % {"quiz": quiz},
        body,
        _("Go on with your training"),
        reverse("learning:training", args=[enrolment]),
    )


@letter("attempts-asked", kind="attempts")
def attempts_asked(*, person: str, quiz: str, enrolment: int, quiz_key: str) -> Words:
    """To the coordinators and trainers who can give more."""
    body = _(
        "%(person)s has used every attempt at “%(quiz)s” and asks for more. You can give some, or talk with them about "
        "what comes next."
    ) % {"person": person, "quiz": quiz}
    return Words(
        _("%(person)s asks for another attempt") % {"person": person},
        body,
        _("See what you can do"),
        places.address("grant_attempts", enrolment, quiz_key),
    )


@letter("result-corrected", kind="corrections")
def result_corrected(*, question: str, how: str, why: str, results: list[dict[str, Any]]) -> Words:
    """To whoever has a better result, because a question was corrected."""
    first = next((one for one in results if one["passes_now"]), results[0])
    if first["passes_now"]:
        subject = _("You have passed “%(quiz)s”: a question was corrected") % {"quiz": first["quiz"]}
    else:
        subject = _("Your result in “%(quiz)s” is better: a question was corrected") % {"quiz": first["quiz"]}
    told = _("A question that you were asked was not right: “%(question)s”") % {"question": question}
    because = _("What was wrong: %(reason)s") if why else _("Why, you read beside the question once you have passed.")
    parts = [
        told,
        f"{what_counts_now(how)} {because % {'reason': why}}",
        *(_in_words(one) for one in results),
        _what_follows(results),
    ]
    return Words(subject, "\n\n".join(parts), _("See your result"), reverse("learning:result", args=[first["attempt"]]))


def _in_words(told: dict[str, Any]) -> str:
    (before, of), (after, of_now) = told["before"], told["after"]
    words = _(
        "“%(quiz)s”, handed in on %(day)s: you had %(before)s of %(of)s points, and now have %(after)s of %(of_now)s."
    )
    return words % {
        "quiz": told["quiz"],
        "day": dates.full(timezone.localdate(datetime.fromisoformat(told["handed_in"]))),
        "before": points(Fraction(before)),
        "of": of,
        "after": points(Fraction(after)),
        "of_now": of_now,
    }


def _what_follows(results: list[dict[str, Any]]) -> str:
    """What somebody can do next, or need not do any more."""
    if completed := next((one["completed"] for one in results if one["completed"]), ""):
        words = _("With this you have completed %(release)s. If it earns a certificate, another letter brings it.")
        return words % {"release": completed}
    if any(one["passes_now"] for one in results):
        return _("With this you have passed the quiz, as of the day you handed it in. Go on whenever it suits you.")
    return _("You need not do anything.")
