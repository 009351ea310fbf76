"""What people are told about observations."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms import dates, places
from notices.kinds import Kind, Words, declare, letter

declare(
    Kind(
        "observation",
        gettext_lazy("Observations"),
        gettext_lazy("Somebody observed you, or you may observe others."),
        required=False,
    )
)


@letter("observed", kind="observation")
def observed(*, rubric: str, by: str, outcome: str, observation: int) -> Words:
    """To whoever was observed. The feedback is read here, where nobody else reads it."""
    words = {"rubric": rubric, "by": by}
    subject, said = {
        "pass": (_("Passed: %(rubric)s"), _("%(by)s observed you in “%(rubric)s”, and you passed.")),
        "repeat": (
            _("Once more, please: %(rubric)s"),
            _("%(by)s observed you in “%(rubric)s” and asks you to show it once more."),
        ),
        "not_yet": (
            _("Not yet: %(rubric)s"),
            _("%(by)s observed you in “%(rubric)s”. It is not there yet; practise, and ask to be observed again."),
        ),
    }[outcome]
    body = said % words + " " + _("%(by)s wrote some feedback to you, which stands with the result.") % words
    return Words(subject % words, body, _("See the result"), reverse("practice:result", args=[observation]))


@letter("observation-waits", kind="observation")
def observation_waits(*, rubric: str, curriculum: str) -> Words:
    """To whoever has just completed what has to be seen in practice."""
    words = {"rubric": rubric, "curriculum": curriculum}
    body = _(
        "You have completed %(curriculum)s. The certificate follows once an assessor has observed you in “%(rubric)s” and you "
        "passed. Those who may observe you know that you wait; your coordinator can tell you whom to meet."
    )
    return Words(
        _("Completed: somebody observes you next") % words,
        body % words,
        _("Go to My training"),
        places.address("my_training"),
    )


@letter("somebody-waits", kind="observation")
def somebody_waits(*, rubric: str, person: str) -> Words:
    """To everybody who may observe them."""
    words = {"rubric": rubric, "person": person}
    body = _("%(person)s has completed the training and waits to be observed in “%(rubric)s”.")
    return Words(
        _("%(person)s waits to be observed") % words,
        body % words,
        _("See who waits"),
        reverse("practice:waiting"),
    )


@letter("may-observe", kind="observation")
def may_observe(*, by: str, curriculum: str, through: str) -> Words:
    """To somebody who may observe others from now on."""
    words = {"by": by, "curriculum": curriculum, "day": dates.full(date.fromisoformat(through))}
    body = _(
        "%(by)s asks you to observe people who completed %(curriculum)s, through %(day)s. Whoever waits is listed on one page; "
        "the form works on a phone and keeps what you mark as you go."
    )
    return Words(
        _("You may observe others in %(curriculum)s") % words,
        body % words,
        _("See who waits"),
        reverse("practice:waiting"),
    )
