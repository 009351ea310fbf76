"""What people are told about attempts at a quiz."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from lms import places
from notices.kinds import Kind, Words, declare, letter

declare(
    Kind(
        "attempts",
        gettext_lazy("Attempts at a quiz"),
        gettext_lazy("Somebody gave you more attempts at a quiz, or asks you for more."),
        required=False,
    )
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
