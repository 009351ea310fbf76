"""The rules of a quiz in words."""

from django.utils.translation import gettext as _

from courses.contents.quiz_rules import WHEN_SETTLED, Rules
from lms import phrases


def rules(rules: Rules) -> list[str]:
    """Those that differ from the usual, a sentence each."""
    found = []
    if rules.wait_hours:
        found.append(_("%(time)s between attempts.") % {"time": phrases.hours(rules.wait_hours)})
    if rules.explains == WHEN_SETTLED:
        found.append(_("Answers are explained once it is passed, or no attempt is left."))
    if rules.shuffles:
        found.append(_("Questions come in an order of chance."))
    if rules.honour:
        found.append(_("Before an attempt people declare: %(words)s") % {"words": rules.honour})
    return found
